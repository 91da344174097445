import { describe, expect, test } from '@jest/globals';
import { type Git, createGit } from '../../../src/github/change/git.js';
import { readCheckedFile } from '../../../src/github/change/text-sources.js';
import { createTextsBefore, createTextsNow } from '../../../src/github/change/texts.js';
import type { Failure } from '../../support/github/failures.js';
import { type Github, useGithub } from '../../support/github/github.js';
import { connectTo, pullRequest } from '../connected-client.js';
import { commit, gitEnvironment, makeFolder, runGit, shareHistory } from '../history.js';
import { systemClock } from '../../../src/runtime/clock.js';

const noHistory: Git = async () => Promise.resolve({ exitCode: 128, stdout: '', stderr: '' });

/** Asks for forty files as they were; gives the requests that it took, and the warnings. */
async function readForty(
  failure: Failure,
  maxMs: number,
): Promise<{ readonly requests: number; readonly warnings: readonly string[] }> {
  const github = await useGithub();
  github.fail(failure);
  const { client } = await connectTo(github);
  const deps = {
    client: async () => Promise.resolve(client),
    git: noHistory,
    clock: systemClock,
    signal: new AbortController().signal,
  };
  const texts = createTextsBefore(pullRequest(), deps, maxMs);
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

describe('GitHub’s limit', () => {
  const names = Array.from({ length: 40 }, (_, index) => `images/${index}/Dockerfile`);

  /** Forty files, as they were and as they are. */
  async function useTexts(): Promise<Github> {
    const github = await useGithub();
    const { headSha, baseSha } = pullRequest();
    for (const sha of [headSha, baseSha]) for (const name of names) github.addContent(sha, name, 'FROM a\n');
    return github;
  }

  async function meansOf(github: Github) {
    const { client } = await connectTo(github);
    return {
      client: async () => Promise.resolve(client),
      git: noHistory,
      clock: systemClock,
      signal: new AbortController().signal,
    };
  }

  async function readBefore(github: Github): Promise<readonly [read: number, warnings: readonly string[]]> {
    const texts = createTextsBefore(pullRequest(), await meansOf(github));
    const read = await Promise.all(names.map(texts.read));
    return [read.filter((text) => text === 'FROM a\n').length, texts.warnings()];
  }

  test('is left a hundred requests where there is only something to compare', async () => {
    const github = await useTexts();
    github.limit({ remaining: 130, resetsInSeconds: 1_800 });
    const [read, warnings] = await readBefore(github);
    // Four are under way at once.
    expect(read).toBeGreaterThanOrEqual(30);
    expect(read).toBeLessThanOrEqual(33);
    expect(github.requests).toHaveLength(read);
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(
          `^What ${40 - read} files were before cannot be read, and is not compared: GitHub’s rate limit leaves (?:9\\d|100) requests until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC, which are for the comment and for other jobs\\.$`,
        ),
      ),
    ]);
  });

  test.each([
    ['is wide', { remaining: 500, resetsInSeconds: 1_800 }],
    ['has opened again', { remaining: 50, resetsInSeconds: -60 }],
    ['is not told, as by GitHub Enterprise Server', undefined],
  ])('keeps nothing back where it %s', async (_name, limit) => {
    const github = await useTexts();
    if (limit !== undefined) github.limit(limit);
    expect(await readBefore(github)).toEqual([40, []]);
  });

  test('of GraphQL is another one', async () => {
    const github = await useTexts();
    const deps = await meansOf(github);
    const client = await deps.client();
    await client.graphql('query { viewer { login } }');
    expect(client.requestsLeft()).toBeUndefined();
  });

  test('that is used up says when it opens', async () => {
    const github = await useTexts();
    github.limit({ remaining: 0, resetsInSeconds: 1_800 });
    const [read, [warning]] = await readBefore(github);
    expect(read).toBe(0);
    expect(warning).toMatch(
      /^What 40 files .* 403 API rate limit exceeded for installation ID 1\. - \S+ It answers again at \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/,
    );
    expect(github.requests.length).toBeLessThanOrEqual(4);
  });

  test('is left twenty where a file fails without its text', async () => {
    const github = await useTexts();
    github.limit({ remaining: 50, resetsInSeconds: 1_800 });
    const now = createTextsNow(pullRequest(), new Map(), await meansOf(github));
    const read = await Promise.all(names.map(now));
    const [text] = read;
    const problems = read.filter(({ kind }) => kind === 'problem');
    expect(text).toEqual({ kind: 'text', text: 'FROM a\n' });
    expect(problems.length).toBeGreaterThanOrEqual(7);
    expect(problems.length).toBeLessThanOrEqual(10);
    expect(problems.at(-1)).toMatchObject({
      message: expect.stringMatching(
        /^This file could not be read by GitHub’s API: GitHub’s rate limit leaves \d+ requests until .* UTC, which are/,
      ),
    });
  });
});

describe('a file of a pull request in the checkout', () => {
  shareHistory();

  test('is not read if it is too large for a Dockerfile', async () => {
    const folder = await makeFolder();
    await runGit(folder, 'init', '--quiet');
    const sha = await commit(folder, { Dockerfile: 'x'.repeat(1024 * 1024 + 1) });
    const [real, asked] = [createGit(folder, gitEnvironment, systemClock), [] as string[]];
    const git: Git = async (args, signal) => {
      asked.push(args.find((arg) => !arg.startsWith('-')) ?? '');
      return real(args, signal);
    };
    const deps = {
      client: async () => Promise.resolve(undefined),
      git,
      clock: systemClock,
      signal: new AbortController().signal,
    };
    expect(await readCheckedFile({ sha, path: 'Dockerfile' }, deps)).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('This file has 1048577 bytes'),
    });
    expect(asked).toEqual(['ls-tree']);
  });
});
