import * as v from 'valibot';

/**
 * A field that its specification has optional. `null` is how some writers spell its absence: Go's decoders, which registries and other clients are
 * built on, read both alike. This is the one place that decides so; a field that is required stays required.
 */
export function optional<const Schema extends v.GenericSchema>(
  schema: Schema,
): v.NullishSchema<Schema, () => undefined> {
  return v.nullish(schema, () => undefined);
}

/** The same for a word whose empty value says nothing either: Go writes one for a string that nobody set. */
export function optionalWord(maxLength: number): v.GenericSchema<unknown, string | undefined> {
  return v.pipe(
    optional(v.pipe(v.string(), v.maxLength(maxLength))),
    v.transform((word) => (word === '' ? undefined : word)),
  );
}
