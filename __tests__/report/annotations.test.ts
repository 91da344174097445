import { describe, expect, test } from '@jest/globals';
import { parseDigest } from '../../src/image/digest.js';
import { annotationsOf } from '../../src/report/annotations.js';
import type { Outcome } from '../../src/result/outcome.js';
import { entry, failed, hostileTexts, reportOf, upToDate } from './reports.js';

test('O8 what failed is an error on its line, what is stale or odd a warning, and the rest is nothing', () => {
  const report = reportOf([
    entry('a', upToDate),
    entry('b', { state: 'stale', reason: 'target-behind', message: 'It is behind.', warnings: [] }),
    entry('c', { state: 'skipped', reason: 'unverified', warnings: ['The source is down.'] }),
    entry('d', failed('It failed.', ['And it is odd.'])),
    entry('e', { state: 'mirrored', copiedBytes: 0, warnings: [] }),
  ]);
  expect(annotationsOf(report).map(({ level, title, message, use }) => [level, title, message, use.file])).toEqual([
    ['error', 'failed: d', 'It failed.', 'images/d/Dockerfile'],
    ['warning', 'failed: d', 'And it is odd.', 'images/d/Dockerfile'],
    ['warning', 'stale: target-behind: b', 'It is behind.', 'images/b/Dockerfile'],
    ['warning', 'skipped: unverified: c', 'The source is down.', 'images/c/Dockerfile'],
  ]);
});

test('O8 every place that names the image has its own', () => {
  const uses = [
    { file: 'a', line: 3, written: 'redis:7' },
    { file: 'b', line: 9, written: 'docker.io/redis:7' },
  ];
  const report = reportOf([{ uses, canonical: 'docker.io/library/redis:7', outcome: failed('It failed.') }]);
  expect(annotationsOf(report)).toEqual(
    uses.map((use) => ({ level: 'error', title: 'failed: docker.io/library/redis:7', message: 'It failed.', use })),
  );
});

test('of several places that name the tag those are to blame that have the pin', () => {
  const pin = parseDigest(`sha256:${'0'.repeat(64)}`);
  const uses = [
    { file: 'a', line: 1, written: 'redis:7' },
    { file: 'b', line: 2, written: `redis:7@${pin}` },
    { file: 'c', line: 3, written: `docker.io/redis:7@${pin}` },
  ];
  const message = `docker.io/library/redis:7 is not at the source with the pinned digest ${pin}: it was deleted. Bump the pin.`;
  const texts = (outcome: Outcome, of = uses): readonly string[] =>
    annotationsOf(reportOf([{ uses: of, canonical: 'x', outcome }])).map((one) => one.message);
  const missing: Outcome = { state: 'failed', message, missingPin: pin, warnings: [] };
  const other = 'Not copied: b:2 pins this tag to a digest that the source does not have.';
  expect(texts(missing)).toEqual([other, message, message]);
  expect(texts(failed('It failed.'))).toEqual(['It failed.', 'It failed.', 'It failed.']);
  expect(texts(missing, uses.slice(0, 1))).toEqual([message]);
  // The words of a message decide nothing.
  expect(texts(failed(message))).toEqual([message, message, message]);
});

describe('the title names the image', () => {
  test.each([
    ['as it is written, where the name could not be read', { file: 'a', line: 1, written: 'A:b' }, 'failed: A:b'],
    ['by its file, where there is no name', { file: 'a' }, 'failed: a'],
  ])('%s', (_name, use, title) => {
    expect(annotationsOf(reportOf([{ uses: [use], outcome: failed('x') }]))).toMatchObject([{ title }]);
  });
});

describe('O6 its texts are one line each, without what cannot be seen', () => {
  test.each(hostileTexts)('%j', (text) => {
    const report = reportOf([
      { uses: [{ file: 'a', line: 1, written: text }], canonical: text, outcome: failed(text, [text]) },
    ]);
    for (const { title, message } of annotationsOf(report)) {
      expect(`${title}${message}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200f\u202a-\u202e\u2066-\u2069]/);
    }
  });

  test('and are cut', () => {
    const [annotation] = annotationsOf(reportOf([entry('a', failed('x'.repeat(70_000)))]));
    expect(annotation?.message.length).toBeLessThanOrEqual(1_002);
  });
});
