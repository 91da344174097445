import { describe, expect, it } from '@jest/globals';

import { parseDockerfile } from '../../src/dockerfile/parse.js';
import { read } from './reading.js';

/**
 * Twice what is ever read of a file, made to take long: deep nesting, growth from line to line, runs that a pattern could
 * scan again and again.
 */
const size = 2_000_000;
const longLine = 60_000;

function fill(line: string): string {
  return line.repeat(Math.ceil(size / line.length));
}

const rubbish: Record<string, () => string> = {
  'ten megabytes on one line': () => 'a'.repeat(10_000_000),
  'zero bytes': () => fill('\0'),
  'random lines': () =>
    Array.from({ length: 200_000 }, (_, index) => ((index * 2654435761) % 2 ** 32).toString(36)).join('\n'),
  'a FROM without an image on every line': () => fill('FROM\n'),
  'a variable without a value on every line': () => fill('FROM $V\n'),
  'runs of blanks': () => fill(`${' '.repeat(longLine)}x\n`),
  'runs of carriage returns': () => fill(`${'\r'.repeat(longLine)}x\n`),
  'an escape character before a run of blanks': () => fill(`\\${' '.repeat(longLine)}x\n`),
  'one instruction on all lines': () => `FROM ${fill('a \\\n')}`,
  'here-documents that end': () => fill('RUN <<A\nA\n'),
  'here-documents that do not': () => fill('RUN <<A\n'),
  '${ in ${': () => fill(`FROM ${'${A:-'.repeat(longLine / 5)}\n`),
  '${ in ${ on one continued line': () => `FROM ${fill(`${'${A:-'.repeat(longLine / 5)}\\\n`)}`,
  'signs in quotes': () => `FROM "${fill(`${'$$'.repeat(longLine / 2)}\\\n`)}"`,
  'stars in a pattern': () => `ARG A=${'a'.repeat(longLine)}\n${fill(`FROM \${A%%${'*a'.repeat(longLine / 2)}b}\n`)}`,
  'brackets of a list': () => `RUN ${fill(`${'['.repeat(longLine)}\\\n`)} <<EOF`,
  mounts: () => `FROM a\nRUN ${fill(`${'--mount=from=a$b '.repeat(3500)}\\\n`)}`,
};

describe('T10 rubbish', () => {
  it.each(Object.keys(rubbish))('T10 %s: a problem, in bounded time', (name) => {
    const { problems } = parseDockerfile(rubbish[name]?.() ?? '', new Map());
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(50);
  });

  it('T10 a value that doubles with every line is stopped, and the others go on', () => {
    const doubling = Array.from({ length: 60 }, () => 'ARG A=$A$A');
    const { images, problems } = read(['ARG A=aaaaaaaa', ...doubling, 'FROM nginx']);
    expect(images.map(({ image }) => image)).toEqual(['nginx']);
    expect(problems[0]).toMatchObject({
      message: expect.stringContaining('longer texts than any image name needs'),
    });
  });

  it('T10 triggers that many stages share are told once', () => {
    const { images } = read([
      'FROM a AS q',
      ...Array<string>(2000).fill('ONBUILD COPY --from=x / /'),
      ...Array<string>(2000).fill('FROM q'),
    ]);
    expect(images).toHaveLength(2001);
  });

  it('T10 a line that BuildKit does not read ends the reading', () => {
    const { images, problems } = read(['FROM a', `RUN ${'x'.repeat(65_532)}`, 'FROM b']);
    expect(images.map(({ image }) => image)).toEqual(['a']);
    expect(problems).toMatchObject([{ line: 2, message: expect.stringContaining('65,535 bytes') }]);
  });

  it('T10 bytes are counted, not characters', () => {
    expect(read(['FROM a', `RUN ${'é'.repeat(32_766)}`]).problems).toHaveLength(1);
    expect(read(['FROM a', `RUN ${'é'.repeat(32_765)}`]).problems).toEqual([]);
  });

  it('T10 the longest line that BuildKit reads is read', () => {
    expect(read(['FROM a', `RUN ${'x'.repeat(65_531)}`, 'FROM b'])).toMatchObject({
      images: [{ image: 'a' }, { image: 'b' }],
      problems: [],
    });
  });

  it('T10 more problems than help are counted', () => {
    const { problems } = read(Array<string>(100).fill('FROM'));
    expect(problems).toHaveLength(50);
    expect(problems.at(-1)).toEqual({ message: 'There are 51 more problems in this file.' });
  });

  it('T10 long words are cut in messages', () => {
    const [problem] = read(`FROM a:$${'V'.repeat(10_000)}`).problems;
    expect(problem?.message.length).toBeLessThan(1000);
  });
});

it('T10 a here-document whose line ends in an escape character is read to its end', () => {
  expect(parseDockerfile('# escape=`\nFROM a\nCOPY --from=<<-\\\n', new Map()).images[0]).toMatchObject({ image: 'a' });
});
