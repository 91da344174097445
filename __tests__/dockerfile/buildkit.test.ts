import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { outline, read } from './reading.js';

interface Answer {
  readonly text: string;
  readonly args?: Record<string, string>;
  /** `FROM nginx:1 @3`, in the order of the file. */
  readonly images?: readonly string[];
  readonly refused?: boolean;
}

/**
 * What BuildKit 0.34.2 itself reads in some hundred files with awkward spellings. They were made at random; buildkit/record.go
 * asked BuildKit. Left out is where this project differs on purpose: a variable without a value, an instruction that is
 * unknown or faulty and names no image, a COPY from a later stage.
 */
const answers = readFileSync(new URL('buildkit/answers.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const answer = parseAnswer(line);
    return { ...answer, quoted: JSON.stringify(answer.text).slice(0, 40) };
  });

function parseAnswer(line: string): Answer {
  return JSON.parse(line) as Answer;
}

const understood = answers.filter(({ refused }) => refused !== true);
const refused = answers.filter((answer) => answer.refused === true);

describe('T5 T6 T7 T8 as BuildKit reads it', () => {
  it('T8 there are answers of both kinds', () => {
    expect([understood.length > 200, refused.length > 60]).toEqual([true, true]);
  });

  it.each(understood)('T8 finds the images that BuildKit finds in $quoted', ({ text, args, images }) => {
    // What was asked names no frontends.
    expect(outline(text, args).filter((line) => !line.startsWith('syntax '))).toEqual(images);
  });

  it.each(refused)('T8 has a problem where BuildKit refuses $quoted', ({ text, args }) => {
    expect(read(text, args).problems.length).toBeGreaterThan(0);
  });
});
