import { describe, expect, test } from 'vitest';
import type { Git } from '../../src/github/git.js';
import { createTextsBefore } from '../../src/github/texts.js';
import type { Failure } from '../support/github/failures.js';
import { useGithub } from '../support/github/github.js';
import { connectTo, pullRequest } from './client.js';

const noHistory: Git = async () => Promise.resolve({ exitCode: 128, stdout: '', stderr: '' });

/** Asks for forty files as they were; gives the requests that it took, and the warnings. */
async function readForty(
  failure: Failure,
  maxMs: number,
): Promise<{ readonly requests: number; readonly warnings: readonly string[] }> {
  const github = await useGithub();
  github.fail(failure);
  const { client } = await connectTo(github);
  const means = {
    client: async () => Promise.resolve(client),
    git: noHistory,
    signal: new AbortController().signal,
  };
  const texts = createTextsBefore(pullRequest(), means, maxMs);
  const read = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => texts.read(`images/${index}/Dockerfile`)),
  );
  expect(read.every((text) => text === undefined)).toBe(true);
  return { requests: github.requests.length, warnings: texts.warnings() };
}

describe('what files were before is given up', () => {
  test.each<[string, Failure, RegExp]>([
    ['three failures in a row', { kind: 'status', status: 503 }, /40 files were before cannot be read.* 503 /],
    [
      'a limit that asks for a long wait',
      { kind: 'secondary-rate-limit', retryAfterSeconds: 90 },
      /40 files were before .* secondary rate limit/,
    ],
  ])('after %s, with one warning', async (_name, failure, words) => {
    const { requests, warnings } = await readForty(failure, 60_000);
    // Four are under way at once, and each may be tried three times.
    expect(requests).toBeLessThanOrEqual(21);
    expect(warnings).toEqual([expect.stringMatching(words)]);
  });

  test('when the time for all of them is over', async () => {
    const { requests, warnings } = await readForty({ kind: 'hang' }, 100);
    expect(requests).toBeLessThanOrEqual(4);
    expect(warnings).toEqual([expect.stringContaining('was not done within 0.1 seconds')]);
  });
});
