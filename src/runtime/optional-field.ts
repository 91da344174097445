import * as v from 'valibot';

/**
 * A field that its specification has optional. `null` is how some writers spell its absence: Go's decoders, which registries and other clients are
 * built on, read both alike, and GitHub writes it for what is gone. This is the one place that decides so; a field that is required stays required.
 */
export function optional<const Schema extends v.GenericSchema>(
  schema: Schema,
): v.NullishSchema<Schema, () => undefined> {
  return v.nullish(schema, () => undefined);
}

/**
 * A list that is optional. Go writes `null` for one that nobody filled: whether that is an empty list or none depends on what it is in, so it is kept apart
 * from both.
 */
export function optionalList<const Schema extends v.GenericSchema>(
  schema: Schema,
): v.NullishSchema<v.ArraySchema<Schema, undefined>, undefined> {
  return v.nullish(v.array(schema));
}

/** An optional field that is a word, whose empty value says nothing either: Go writes one for a string that nobody set. */
export function optionalWord(maxLength: number): v.GenericSchema<unknown, string | undefined> {
  return v.pipe(
    optional(v.pipe(v.string(), v.maxLength(maxLength))),
    v.transform((word) => (word === '' ? undefined : word)),
  );
}
