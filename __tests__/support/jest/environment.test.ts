import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { expectThat, finishTest, onTestFinished, stubEnv } from './testing.js';

describe('of one class for tests and Node is', () => {
  test.each<readonly [string, () => unknown, new () => unknown]>([
    ['an error of Node’s own modules', async () => readFile('/no/such/file'), Error],
    ['a TypeError of Node’s', () => new URL('no address'), TypeError],
    ['what the engine throws', (): unknown => JSON.parse('{'), SyntaxError],
    [
      'what the engine throws of a mistake',
      (): unknown => Reflect.apply(JSON.parse, undefined, [Symbol('x')]),
      TypeError,
    ],
    ['what one throws oneself', () => Promise.reject(new RangeError('x')), RangeError],
    ['an abort', () => Promise.reject(AbortSignal.abort().reason as Error), DOMException],
  ])('%s', async (_name, fail, expected) => {
    const error: unknown = await Promise.resolve()
      .then(fail)
      .catch((reason: unknown) => reason);
    expect([error instanceof expected, error instanceof Error]).toEqual([true, true]);
  });

  test('bytes', async () => {
    const bytes = await readFile('package.json');
    expect([bytes instanceof Uint8Array, bytes.buffer instanceof ArrayBuffer]).toEqual([true, true]);
    expect(structuredClone(new Uint8Array(1)) instanceof Uint8Array).toBe(true);
  });
});

test('a variable that a test sets is inherited by programs, and put back', async () => {
  const read = async (): Promise<string> =>
    (await promisify(execFile)(process.execPath, ['-p', 'process.env.JEST_SUPPORT'])).stdout.trim();
  stubEnv('JEST_SUPPORT', 'one');
  stubEnv('JEST_SUPPORT', 'two');
  expect(await read()).toBe('two');
  await finishTest();
  expect(await read()).toBe('undefined');
});

test('what a test has to undo is undone, the last first, whatever fails', async () => {
  const undone: number[] = [];
  for (const number of [1, 2, 3])
    onTestFinished(() => {
      undone.push(number);
      if (number === 2) throw new Error('two');
    });
  await expect(finishTest()).rejects.toThrow('two');
  expect(undone).toEqual([3, 2, 1]);
});

test('what undoing adds is undone in the same test', async () => {
  stubEnv('JEST_SUPPORT', 'one');
  onTestFinished(() => {
    stubEnv('JEST_SUPPORT', 'two');
  });
  await finishTest();
  expect(process.env.JEST_SUPPORT).toBeUndefined();
});

describe('a message stands before what was expected', () => {
  test('of a value', () => {
    expect(() => {
      expectThat(1, 'the count').not.toBe(1);
    }).toThrow(/^the count\n/);
  });

  test('of a promise', async () => {
    await expect(expectThat(Promise.resolve(1), 'the count').resolves.toBe(2)).rejects.toThrow(/^the count\n/);
    await expectThat(Promise.resolve(1), 'the count').resolves.toBe(1);
  });
});
