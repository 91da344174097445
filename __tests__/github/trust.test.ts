import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../src/errors.js';
import type { RunEvent } from '../../src/github/event.js';
import { createGit } from '../../src/github/git.js';
import { requireTrusted } from '../../src/github/trust.js';
import { pullRequest } from './client.js';
import { type History, checkOut, commit, gitEnvironment, makeFolder, runGit, shareHistory } from './history.js';

const merge = 'refs/pull/7/merge';

interface Judged {
  readonly error: unknown;
  readonly lines: readonly string[];
}

async function judge(
  folder: string,
  { headSha, baseSha }: Pick<History, 'headSha' | 'baseSha'>,
  { event = {}, environment = {} }: { readonly event?: object; readonly environment?: object } = {},
): Promise<Judged> {
  const lines: string[] = [];
  const started = { ...pullRequest({ headSha, baseSha }), name: 'pull_request_target', ...event } as RunEvent;
  const error: unknown = await requireTrusted(started, {
    folder,
    git: createGit(folder, gitEnvironment),
    environment: { ...environment },
    log: (line) => lines.push(line),
    signal: new AbortController().signal,
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error, lines };
}

const other = 'c'.repeat(40);

describe('under pull_request_target', () => {
  const sharedHistory = shareHistory();

  test('so is one that may be the pull request’s: an amended commit, say, whose history is cut off', async () => {
    const history = sharedHistory();
    const { error } = await judge(await checkOut(history, history.newBaseSha, 1), history);
    expect(String(error)).toMatch(/too little history to tell whether it holds pull request #7/);
  });

  test.each<[string, (history: History) => string, number, RegExp]>([
    ['the pull request’s commit alone', ({ headSha }) => headSha, 1, / is pull request #7 \([0-9a-f]{7}\)/],
    ['the pull request’s commit with its history', ({ headSha }) => headSha, 0, / is pull request #7/],
    ['GitHub’s merge alone', () => merge, 1, / is a merge of pull request #7/],
    ['GitHub’s merge with both parents', () => merge, 2, / is a merge of pull request #7/],
    ['GitHub’s merge with its history', () => merge, 0, / is a merge of pull request #7/],
  ])('a checkout of %s is refused', async (_name, refOf, depth, words) => {
    const history = sharedHistory();
    const { error } = await judge(await checkOut(history, refOf(history), depth), history);
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
    expect(String((await judge(join(folder, 'sub'), history)).error)).toMatch(/ holds pull request #7/);
  });

  test('so is a newer commit than the event’s, checked out by the pull request’s number', async () => {
    const history = sharedHistory();
    const folder = await checkOut(history, history.newBaseSha, 1);
    await runGit(folder, 'update-ref', 'refs/remotes/pull/7/head', 'HEAD');
    expect((await judge(folder, history)).error).toBeInstanceOf(ConfigurationError);
  });

  test.each<[string, (history: History) => string, number, (history: History) => object]>([
    ['the event’s base', ({ baseSha }) => baseSha, 1, () => ({})],
    ['what the runner says', ({ newBaseSha }) => newBaseSha, 1, ({ newBaseSha }) => ({ GITHUB_SHA: newBaseSha })],
    ['the base, with its history', ({ newBaseSha }) => newBaseSha, 0, () => ({})],
    ['a base that holds the pull request by now', () => merge, 0, ({ folder }) => ({ folder })],
  ])('a checkout of %s is trusted', async (_name, refOf, depth, environmentOf) => {
    const history = sharedHistory();
    const folder = await checkOut(history, refOf(history), depth);
    const merged = 'folder' in environmentOf(history) ? { GITHUB_SHA: await runGit(folder, 'rev-parse', 'HEAD') } : {};
    expect(await judge(folder, history, { environment: { ...environmentOf(history), ...merged } })).toEqual({
      error: undefined,
      lines: [],
    });
  });

  test.each<[string, (history: History) => Promise<string>, RegExp]>([
    ['no checkout', async () => makeFolder(), /They are in no checkout of git’s/],
  ])('of %s the log says that it cannot be told', async (_name, make, words) => {
    const history = sharedHistory();
    const { error, lines } = await judge(await make(history), history);
    expect(error).toBeUndefined();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^Whether the files are the pull request’s own cannot be told\. /);
    expect(lines[0]).toMatch(words);
  });

  test('of an event that cannot be read the log says so', async () => {
    const event = { kind: 'other', why: 'The event pull_request_target cannot be read: x.' };
    const { error, lines } = await judge(await makeFolder(), { headSha: other, baseSha: other }, { event });
    expect([error, lines[0]]).toEqual([undefined, expect.stringContaining('cannot be read: x.')]);
  });

  test('a folder that is not there is left to the run', async () => {
    const folder = join(await makeFolder(), 'images');
    expect(await judge(folder, { headSha: other, baseSha: other })).toEqual({ error: undefined, lines: [] });
    await mkdir(folder);
    expect((await judge(folder, { headSha: other, baseSha: other })).lines).toHaveLength(1);
  });
});

describe('any other event', () => {
  const sharedHistory = shareHistory();

  test.each(['pull_request', 'push'])('%s may have what it likes checked out', async (name) => {
    const history = sharedHistory();
    const folder = await checkOut(history, history.headSha, 1);
    const event = name === 'push' ? { kind: 'other', name } : { name };
    expect(await judge(folder, history, { event })).toEqual({ error: undefined, lines: [] });
  });
});
