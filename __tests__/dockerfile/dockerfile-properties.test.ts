import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';

import { parseDockerfile } from '../../src/dockerfile/parse.js';
import { outline, read } from './reading.js';
import { casesOf } from '../support/whole-run.js';

const pieces = fc.constantFrom(
  ...[
    'FROM ',
    'ARG ',
    'COPY --from=',
    'RUN --mount=from=',
    'ONBUILD ',
    'AS ',
    'a',
    'b:1',
    'scratch',
    '$A',
    '${A',
    ':-',
    '#',
    '%',
    '/',
  ],
  ...[
    '}',
    '"',
    "'",
    '\\',
    '`',
    '\n',
    '\r\n',
    '\\\n',
    '`\n',
    ' ',
    '\t',
    '# escape=`\n',
    '<<',
    '<<-',
    'EOF',
    '=',
    ',',
    '0',
    '\ufeff',
    '\0',
    '\u00a0',
    '😀',
  ],
);
const scraps = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));
const anyText = fc.oneof(scraps, scraps, fc.string({ maxLength: 300, unit: 'binary' }));
const anyArgs = fc.dictionary(fc.constantFrom('A', 'B', 'TARGETARCH', '__proto__'), fc.string());

describe('T10 any text at all', () => {
  it('T10 is read without throwing, and every line that is named is there', () => {
    fc.assert(
      fc.property(anyText, anyArgs, (text, args) => {
        const { images, problems } = parseDockerfile(text, new Map(Object.entries(args)));
        expect(images.length + problems.length).toBeGreaterThan(0);
        const lines = text.split('\n').length;
        for (const { line = 1 } of [...images, ...problems]) expect(line >= 1 && line <= lines).toBe(true);
        for (const { image } of images) expect(image).not.toBe('');
      }),
      { numRuns: casesOf(3000) },
    );
  });

  it('T10 is read twice alike', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(read(text)).toEqual(read(text));
      }),
    );
  });
});

const names = fc.constantFrom('alpine', 'ghcr.io/acme/base:1', 'redis:7', 'postgres@sha256:00', 'localhost:5000/x');
const blanks = fc.constantFrom(' ', '\t', '   ', ' \\\n ', ' \\\n# FROM c\n', ' \\ \r\n\n\t');
const mixed = (word: string): fc.Arbitrary<string> =>
  fc.constantFrom(word, word.toLowerCase(), `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`);
const noise = fc.constantFrom(
  ...[
    '',
    '# FROM x',
    'RUN echo FROM x',
    'ENV A=1',
    'RUN <<EOF\nFROM x\nEOF',
    'RUN cat <<-"E F"\nFROM x\n\tE F',
    'LABEL a="FROM x" \\\n  b=c',
    'RUN echo "<<EOF"',
  ],
);

interface Part {
  readonly text: string;
  /** Instruction and image, where it names one. */
  readonly finds?: string;
}

/** A stage and what stands in it: its number is its name, so that its own references are known. */
const stage = fc.record({
  from: mixed('FROM'),
  as: mixed('AS'),
  image: names,
  gap: blanks,
  body: fc.array(fc.oneof(noise, names), { maxLength: 3 }),
  parent: fc.nat(5),
});

describe('T5 files made of known stages', () => {
  it('T5 give back what they were made of, with its lines', () => {
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 5 }), fc.constantFrom('\n', '\r\n'), (stages, newline) => {
        const parts = stages.flatMap((each, number): Part[] => [
          fromPart(each, number),
          ...each.body.map((line) => bodyPart(line, number)),
        ]);
        const text = parts
          .map((part) => part.text)
          .join('\n')
          .replaceAll(/\r?\n/g, newline);
        expect(outline(text)).toEqual(expected(parts));
      }),
      { numRuns: casesOf(1000) },
    );
  });
});

function fromPart(
  { from, as, image, gap, parent }: { from: string; as: string; image: string; gap: string; parent: number },
  number: number,
): Part {
  const stageName = `S${number}`;
  return parent < number
    ? { text: `${from}${gap}s${parent}${gap}${as}${gap}${stageName}` }
    : { text: `${from}${gap}${image}${gap}${as}${gap}${stageName}`, finds: `FROM ${image}` };
}

/** A name stands for a COPY from that image; in the first stage, and behind it for one from the stage before as well. */
function bodyPart(line: string, number: number): Part {
  if (/^(?:[#A-Z]|$)/.test(line)) return { text: line };
  if (number % 2 === 0) return { text: `COPY --link --from=${line} /a /b`, finds: `COPY ${line}` };
  return { text: `RUN --mount=type=bind,from=s${number - 1} --mount=from=${line},target=/x ls`, finds: `RUN ${line}` };
}

function expected(parts: readonly Part[]): readonly string[] {
  let line = 1;
  return parts.flatMap(({ text, finds }) => {
    const found = finds === undefined ? [] : [`${finds} @${line}`];
    line += text.split('\n').length;
    return found;
  });
}

/** A word, and what it comes to by a model of its own: patterns by regular expressions, values by hand. */
interface Modelled {
  readonly word: string;
  readonly value: string;
}

const values: Record<string, string | undefined> = { V: '1.25.3-alpine', W: 'abab', E: '', U: undefined };
const plain = fc.stringMatching(/^[a-z0-9.-]{0,4}$/).map((text): Modelled => ({ word: text, value: text }));
const pattern = fc
  .array(fc.constantFrom('a', 'b', '.', '-', '1', '*', '?'), { maxLength: 4 })
  .map((parts) => parts.join(''));
const named = fc.constantFrom('V', 'W', 'E');

function regexOf(glob: string, star: string): string {
  return glob.replaceAll(/[.-]/g, '\\$&').replaceAll('?', '.').replaceAll('*', star);
}

const trimmed = fc
  .tuple(named, fc.constantFrom('#', '##', '%', '%%'), pattern)
  .map(([name, operator, glob]): Modelled => {
    const value = values[name] ?? '';
    // The model tries every length: shortest first, or longest first.
    const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
    const ordered = operator.length === 2 ? lengths.toReversed() : lengths;
    const whole = new RegExp(`^${regexOf(glob, '.*')}$`);
    const cut = (length: number): string =>
      operator.startsWith('#') ? value.slice(0, length) : value.slice(value.length - length);
    const length = ordered.find((candidate) => whole.test(cut(candidate))) ?? 0;
    const kept = operator.startsWith('#') ? value.slice(length) : value.slice(0, value.length - length);
    // `${V##a}` with a pattern that begins with # would be another operator; the patterns here have none.
    return { word: `\${${name}${operator}${glob}}`, value: kept };
  });

const replaced = fc
  .tuple(
    named,
    fc.constantFrom('/', '//'),
    pattern.filter((glob) => /[^*]/.test(glob)),
    plain,
  )
  .map(([name, operator, glob, { value: by }]): Modelled => ({
    word: `\${${name}${operator}${glob}/${by}}`,
    value: (values[name] ?? '').replace(new RegExp(regexOf(glob, '.*'), operator === '//' ? 'g' : ''), () => by),
  }));

const { word: modelled } = fc.letrec<{ word: Modelled; choice: Modelled; quoted: Modelled }>((tie) => ({
  choice: fc
    .tuple(fc.constantFrom('V', 'E', 'U'), fc.constantFrom('-', ':-', '+', ':+'), tie('word'))
    .map(([name, operator, inner]): Modelled => {
      const value = values[name];
      const present = value !== undefined && !(operator.startsWith(':') && value === '');
      const taken = operator.endsWith('+') ? (present ? inner.value : '') : present ? value : inner.value;
      return { word: `\${${name}${operator}${inner.word}}`, value: taken };
    }),
  quoted: tie('word').map(({ word, value }): Modelled =>
    word.includes('"') ? { word, value } : { word: `"${word}"`, value },
  ),
  word: fc.oneof(
    { maxDepth: 3 },
    plain,
    trimmed,
    replaced,
    tie('choice'),
    tie('quoted'),
    fc
      .tuple(tie('word'), tie('word'))
      .map(([left, right]) => ({ word: left.word + right.word, value: left.value + right.value })),
  ),
}));

describe('T6 words that a model knows', () => {
  it('T6 are expanded as the model says', () => {
    fc.assert(
      fc.property(modelled, ({ word, value }) => {
        const head = Object.entries(values).map(([name, each]) =>
          each === undefined ? `ARG ${name}` : `ARG ${name}=${each}`,
        );
        const { images, problems } = read([...head, `FROM x${word}`]);
        expect({ images: images.map(({ image }) => image), problems }).toEqual({ images: [`x${value}`], problems: [] });
      }),
      { numRuns: casesOf(3000) },
    );
  });
});
