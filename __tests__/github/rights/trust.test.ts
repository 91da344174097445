import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../../src/runtime/errors.js';
import type { RunEvent } from '../../../src/github/runner/event.js';
import { createGit } from '../../../src/github/change/git.js';
import { requireTrusted } from '../../../src/github/rights/trust.js';
import { pullRequest } from '../connected-client.js';
import { usePath } from '../fake-git.js';
import { type History, checkOut, commit, gitEnvironment, makeFolder, runGit, shareHistory } from '../history.js';
import { systemClock } from '../../../src/runtime/clock.js';

const merge = 'refs/pull/7/merge';

async function judge(
  folder: string,
  { headSha, baseSha }: Pick<History, 'headSha' | 'baseSha'>,
  { event = {}, environment = {} }: { readonly event?: object; readonly environment?: object } = {},
): Promise<unknown> {
  const started = { ...pullRequest({ headSha, baseSha }), name: 'pull_request_target', ...event } as RunEvent;
  return requireTrusted(started, {
    folder,
    git: createGit(folder, { ...gitEnvironment, ...environment }, systemClock),
    environment: { ...environment },
    signal: new AbortController().signal,
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
}

const other = 'c'.repeat(40);

describe('under pull_request_target', () => {
  const sharedHistory = shareHistory();

  test('so is one that may be the pull request’s: an amended commit, say, whose history is cut off', async () => {
    const history = sharedHistory();
    const error = await judge(await checkOut(history, history.newBaseSha, 1), history);
    expect(String(error)).toMatch(/is not what the event or the runner calls the base, nor known to be an earlier/);
  });

  test.each<[string, (history: History) => string, number, RegExp]>([
    ['the pull request’s commit alone', ({ headSha }) => headSha, 1, / is pull request #7 \([0-9a-f]{7}\)/],
    ['the pull request’s commit with its history', ({ headSha }) => headSha, 0, / is pull request #7/],
    ['GitHub’s merge alone', () => merge, 1, / is a merge of pull request #7/],
    ['GitHub’s merge with both parents', () => merge, 2, / is a merge of pull request #7/],
    ['GitHub’s merge with its history', () => merge, 0, / is a merge of pull request #7/],
  ])('a checkout of %s is refused', async (_name, refOf, depth, words) => {
    const history = sharedHistory();
    const error = await judge(await checkOut(history, refOf(history), depth), history);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(words);
    expect(String(error)).toContain('has this repository’s secrets');
    expect(String(error)).toContain('Leave out "ref" and "repository" of actions/checkout');
    expect(String(error)).toContain('"allow-untrusted: true"');
  });

  test('so is one with commits on top, asked in a folder of it', async () => {
    const history = sharedHistory();
    const folder = await checkOut(history, history.headSha, 0);
    for (const name of ['a', 'b', 'c']) await commit(folder, { [`sub/${name}`]: name });
    expect(String(await judge(join(folder, 'sub'), history))).toMatch(/ holds pull request #7/);
  });

  test('so is a newer commit than the event’s, checked out by the pull request’s number', async () => {
    const history = sharedHistory();
    const folder = await checkOut(history, history.newBaseSha, 1);
    await runGit(folder, 'update-ref', 'refs/remotes/pull/7/head', 'HEAD');
    expect(await judge(folder, history)).toBeInstanceOf(ConfigurationError);
  });

  test.each<[string, (history: History) => string, number, (history: History) => object]>([
    ['the event’s base', ({ baseSha }) => baseSha, 1, () => ({})],
    ['what the runner says', ({ newBaseSha }) => newBaseSha, 1, ({ newBaseSha }) => ({ GITHUB_SHA: newBaseSha })],
    ['the base, with its history', ({ baseSha }) => baseSha, 0, () => ({})],
    ['an earlier base', ({ baseSha }) => baseSha, 0, ({ newBaseSha }) => ({ GITHUB_SHA: newBaseSha })],
    ['a base that holds the pull request by now', () => merge, 0, ({ folder }) => ({ folder })],
  ])('a checkout of %s is trusted', async (_name, refOf, depth, environmentOf) => {
    const history = sharedHistory();
    const folder = await checkOut(history, refOf(history), depth);
    const merged = 'folder' in environmentOf(history) ? { GITHUB_SHA: await runGit(folder, 'rev-parse', 'HEAD') } : {};
    const event = _name === 'an earlier base' ? { baseSha: other } : {};
    const environment = { ...environmentOf(history), ...merged };
    expect(await judge(folder, history, { event, environment })).toBeUndefined();
  });

  test('so is one of a full clone, where the pull request has gone on: the event’s commit is in it no more', async () => {
    const history = sharedHistory();
    const folder = await checkOut(history, history.headSha, 0);
    expect(String(await judge(folder, history, { event: { headSha: other } }))).toMatch(
      /is not what the event or the runner calls the base.*it may hold pull request #7\./,
    );
  });

  test('so is one of the base’s branch, which has gone on further than the event and the runner say', async () => {
    const history = sharedHistory();
    expect(await judge(await checkOut(history, history.newBaseSha, 0), history)).toBeInstanceOf(ConfigurationError);
  });

  test.each<[string, RegExp]>([
    ['made without git', /cannot be told\. They are in no checkout of git’s: fatal: not a git repository/],
    ['asked without git', /cannot be told\. git is not there\. Have git on the PATH before/],
  ])('so is one %s', async (_name, words) => {
    const history = sharedHistory();
    const folder = _name === 'made without git' ? await makeFolder() : await checkOut(history, history.headSha, 1);
    if (_name === 'asked without git') usePath('/nowhere');
    const error = await judge(folder, history);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(words);
  });

  test('that belongs to another user, as in a job’s container, is judged as any', async () => {
    const history = sharedHistory();
    const environment = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    expect(await judge(await checkOut(history, history.baseSha, 1), history, { environment })).toBeUndefined();
    expect(String(await judge(await checkOut(history, merge, 1), history, { environment }))).toMatch(/is a merge of/);
  });

  test('an event that cannot be read is refused, wherever the files are', async () => {
    const event = { kind: 'other', why: 'The event pull_request_target cannot be read: x.' };
    const error = await judge(await makeFolder(), { headSha: other, baseSha: other }, { event });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toContain('cannot be read: x.');
  });

  test('a folder that is not there is left to the run', async () => {
    const folder = join(await makeFolder(), 'images');
    expect(await judge(folder, { headSha: other, baseSha: other })).toBeUndefined();
    await mkdir(folder);
    expect(await judge(folder, { headSha: other, baseSha: other })).toBeInstanceOf(ConfigurationError);
  });
});

describe('any other event', () => {
  const sharedHistory = shareHistory();

  test.each(['pull_request', 'push'])('%s may have what it likes checked out', async (name) => {
    const history = sharedHistory();
    const folder = await checkOut(history, history.headSha, 1);
    const event = name === 'push' ? { kind: 'other', name } : { name };
    expect(await judge(folder, history, { event })).toBeUndefined();
  });
});
