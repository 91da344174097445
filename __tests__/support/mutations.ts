import fc from 'fast-check';

/** What a program that is not expected to may write where a number, a text, a list or an object should stand. */
const strange = fc.oneof(
  fc.constantFrom<unknown[]>(
    ...[null, true, 0, -0, -1, 1.5, 2 ** 53, 1e308, '', ' ', '1', '__proto__', '\u202e\u0000', '\ud800'],
    ...['x'.repeat(300), [], [[]], [null], {}, { __proto__: 1 }, { length: 1e9 }, undefined],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

type Path = readonly (string | number)[];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  const below = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : [];
  return [path, ...below.flatMap(([step, inner]) => pathsOf(inner, [...path, step]))];
}

function edit(value: unknown, [step, ...rest]: Path, by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === step ? edit(item, rest, by) : item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === step ? edit(item, rest, by) : item]),
  );
}

/** Right samples with up to three parts of them replaced or taken away, at any depth. */
function mutated(...samples: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 3 }))
    .map(([sample, edits]) =>
      edits.reduce((value, [at, by]) => {
        const paths = pathsOf(value);
        return edit(value, paths[at % paths.length] ?? [], by);
      }, sample),
    );
}

/** As JSON: what is not there is null. */
export function mutatedJson(...samples: readonly unknown[]): fc.Arbitrary<string> {
  return mutated(...samples).map((value) => JSON.stringify(value ?? null));
}

/** Right texts with pieces cut out, said twice, or put in. */
export function mutatedText(samples: readonly string[], pieces: readonly string[] = []): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom('', '\n', '\0', '\r\n', ' ', ...pieces),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40), piece, fc.boolean());
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 5 }))
    .map(([sample, changes]) =>
      changes.reduce((text, [place, length, put, isKept]) => {
        const at = Math.floor(place * text.length);
        const cut = text.slice(at, at + length);
        return `${text.slice(0, at)}${isKept ? cut : ''}${put}${isKept ? cut : ''}${text.slice(at + length)}`;
      }, sample),
    );
}
