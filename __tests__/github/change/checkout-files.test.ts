import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/runtime/clock.js';
import { readCheckoutFiles } from '../../../src/github/change/checkout-files.js';
import type { PullRequestEvent } from '../../../src/github/runner/event.js';
import { createGit } from '../../../src/github/change/git.js';
import { pullRequest } from '../connected-client.js';
import { useFakeGit, usePath } from '../fake-git.js';
import {
  type History,
  changedByHistory,
  checkOut,
  commit,
  gitEnvironment,
  makeFolder,
  runGit,
  shareHistory,
} from '../history.js';
import { eventually } from '../../support/timing/eventually.js';
import { heldClock } from '../../support/timing/held-clock.js';

const merge = 'refs/pull/7/merge';
const signal = new AbortController().signal;

async function read(
  folder: string,
  { headSha, baseSha }: Pick<History, 'headSha' | 'baseSha'>,
  environment: object = {},
  more: Partial<PullRequestEvent> = {},
): Promise<readonly string[]> {
  const git = createGit(folder, { ...gitEnvironment, ...environment }, systemClock);
  const { files, gone } = await readCheckoutFiles(pullRequest({ headSha, baseSha, ...more }), git, signal);
  return [...files.keys(), ...gone].sort();
}

describe('a checkout', () => {
  const sharedHistory = shareHistory();

  test.each<[string, (history: History) => string, number]>([
    ['GitHub’s merge with its two parents', () => merge, 2],
    ['GitHub’s merge with all that is before it', () => merge, 0],
    ['the pull request’s own commit with all that is before it', ({ headSha }) => headSha, 0],
  ])('of %s has the files of the pull request, and none of the base', async (_name, refOf, depth) => {
    const history = sharedHistory();
    const folder = await checkOut(history, refOf(history), depth);
    expect(await read(folder, history)).toEqual(changedByHistory);
  });

  test('of another user, as a job’s container has it, is read', async () => {
    const history = sharedHistory();
    const folder = await checkOut(history, 'refs/pull/7/merge', 2);
    await expect(read(folder, history, { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' })).resolves.toEqual(changedByHistory);
  });

  test('with a commit on top has the files of both', async () => {
    const history = sharedHistory();
    const folder = await checkOut(history, history.headSha, 0);
    await commit(folder, { 'on-top.txt': 'x' });
    expect(await read(folder, history)).toEqual([...changedByHistory, 'on-top.txt'].sort());
  });

  test('T23 names submodules, which its files cannot hide', async () => {
    const library = await makeFolder();
    await runGit(library, 'init', '--quiet');
    await commit(library, { a: '1' });
    const folder = await makeFolder();
    await runGit(folder, 'init', '--quiet');
    const baseSha = await commit(folder, { x: '1', 'file-then': '1' });
    const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add'];
    await runGit(folder, ...add, library, 'lib/shared');
    await runGit(folder, 'rm', '--quiet', 'file-then');
    await runGit(folder, ...add, library, 'file-then');
    await runGit(folder, 'config', '--file', '.gitmodules', 'submodule.lib/shared.ignore', 'all');
    const headSha = await commit(folder, { x: '2' });
    const git = createGit(folder, gitEnvironment, systemClock);
    const { files, submodules } = await readCheckoutFiles(pullRequest({ baseSha, headSha }), git, signal);
    expect([...files.keys()].sort()).toEqual(['.gitmodules', 'file-then', 'lib/shared', 'x']);
    expect([...submodules].sort()).toEqual(['file-then', 'lib/shared']);
  });

  test('is read whole, whatever folder of it is asked and however git is set up', async () => {
    const history = sharedHistory();
    const folder = await checkOut(history, merge, 2);
    await runGit(folder, 'config', 'diff.relative', 'true');
    await runGit(folder, 'config', 'diff.renames', 'copies');
    await runGit(folder, 'config', 'diff.noprefix', 'true');
    expect(await read(join(folder, 'sub'), history)).toEqual(changedByHistory);
  });

  test.each<[string, (history: History) => string, number, RegExp]>([
    [
      'GitHub’s merge alone',
      () => merge,
      1,
      /lacks the history to commit [0-9a-f]{7}; `fetch-depth: 2`.* GitHub’s merge/,
    ],
    ['the pull request’s own commit alone', ({ headSha }) => headSha, 1, /lacks the history to commit/],
    ['the base with all branches', ({ newBaseSha }) => newBaseSha, 0, /not of the pull request, whose commit/],
    ['the base alone', ({ newBaseSha }) => newBaseSha, 1, /lacks the history to commit/],
  ])('of %s does not tell', async (_name, refOf, depth, why) => {
    const history = sharedHistory();
    const folder = await checkOut(history, refOf(history), depth);
    await expect(read(folder, history)).rejects.toThrow(why);
  });

  // What it advises has to help: no depth of the base's history has a fork's commits.
  test.each<[string, (history: History) => string, number, RegExp]>([
    [
      'the base alone',
      ({ newBaseSha }) => newBaseSha,
      1,
      /^It is not of the pull request, whose commit [0-9a-f]{7} is not in it: under pull_request_target it is the base’s, as it should be\.$/,
    ],
    ['the base with all branches', ({ newBaseSha }) => newBaseSha, 0, /: under pull_request_target it is the base’s/],
    ['GitHub’s merge alone', () => merge, 1, /; `fetch-depth: 2` of actions\/checkout brings it where/],
    [
      'the pull request’s own commit alone',
      ({ headSha }) => headSha,
      1,
      /`fetch-depth: 0` of anything else\. The fork’s own repository need not have it\.$/,
    ],
  ])('of %s under pull_request_target does not tell of a fork’s pull request', async (_name, refOf, depth, why) => {
    const history = sharedHistory();
    const folder = await checkOut(history, refOf(history), depth);
    const fork = { name: 'pull_request_target', isFromFork: true } as const;
    const error = await read(folder, history, {}, fork).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringMatching(why) });
  });

  test('of another repository does not tell', async () => {
    const history = sharedHistory();
    const folder = await makeFolder();
    await runGit(folder, 'init', '--quiet');
    await commit(folder, { a: 'x' });
    await expect(read(folder, history)).rejects.toThrow('lacks the history');
  });

  test('whose base shares nothing with it does not tell', async () => {
    const history = sharedHistory();
    const folder = await checkOut(history, history.headSha, 0);
    await runGit(folder, 'checkout', '--quiet', '--orphan', 'alone');
    const alone = await commit(folder, { a: 'x' });
    await expect(read(folder, { headSha: alone, baseSha: history.baseSha })).rejects.toThrow('lacks the history');
  });

  test.each([
    ['that is not there', 'missing'],
    ['that is a file’s', 'file/x'],
  ])('in a folder %s fails, and the error is from git', async (_name, path) => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'file'), '');
    const result = await createGit(join(folder, path), gitEnvironment, systemClock)(['version'], signal);
    expect(result).toMatchObject({ exitCode: 128, stderr: expect.stringContaining('cannot change to') });
  });

  test('that is none does not tell', async () => {
    await expect(read(await makeFolder(), sharedHistory())).rejects.toThrow(
      /git cannot read it: fatal: not a git repository/,
    );
  });
});

describe('git', () => {
  async function readBy(script: string): Promise<readonly string[]> {
    const { folder } = await useFakeGit(script);
    return read(folder, { headSha: 'a'.repeat(40), baseSha: 'b'.repeat(40) });
  }

  test('that is not there is told', async () => {
    const folder = await makeFolder();
    usePath(folder);
    const reading = read(folder, { headSha: 'a'.repeat(40), baseSha: 'b'.repeat(40) });
    await expect(reading).rejects.toThrow('git is not there.');
  });

  test.each([
    ['that is ended', 'kill -TERM $$', 'git cannot be run: it was ended by a signal.'],
    ['that floods', 'exec yes', 'git cannot be run: it printed more than 16777216 bytes.'],
    ['that floods with errors', 'exec yes >&2', 'git cannot be run: it printed more than 16777216 bytes.'],
    ['that fails without a word', 'exit 3', 'git cannot read it: exit code 3.'],
    ['that says much', 'head -c 100000 /dev/zero | tr "\\0" x >&2; exit 1', 'x…'],
  ])('%s is told', async (_name, script, what) => {
    await expect(readBy(script)).rejects.toThrow(what);
  });

  test('asks nobody for a password', async () => {
    await expect(readBy('echo "$GIT_TERMINAL_PROMPT" >&2; exit 1')).rejects.toThrow('git cannot read it: 0.');
  });

  test('is asked with nothing that the checkout’s configuration could make it run', async () => {
    const script = 'shift 2; echo "$@" >&2; exit 1';
    await expect(readBy(script)).rejects.toThrow(
      /--no-pager .*-c safe\.directory=\* -c safe\.bareRepository=explicit -c core\.hooksPath=\/dev\/null -c core\.fsmonitor=false .*rev-list /,
    );
  });

  const hangs = 'exec sleep 600';

  test('that hangs is left, and none is run again', async () => {
    const { folder, pids } = await useFakeGit(hangs);
    const clock = heldClock();
    const git = createGit(folder, gitEnvironment, clock);
    const left = expect(git(['x'], signal)).rejects.toThrow('git cannot be run: no answer within 30 seconds.');
    await eventually(async () => {
      expect(await pids()).toHaveLength(1);
    });
    clock.advance(30_000);
    await left;
    await expect(git(['y'], signal)).rejects.toThrow('git cannot be run: no answer within 30 seconds.');
    expect(await pids()).toHaveLength(1);
  });

  test('is waited for no longer than the run', async () => {
    const { folder, pids } = await useFakeGit(hangs);
    const controller = new AbortController();
    const asked = createGit(folder, gitEnvironment, systemClock)(['x'], controller.signal);
    const running = expect(asked).rejects.toThrow(/aborted/);
    await eventually(async () => {
      expect(await pids()).toHaveLength(1);
    });
    controller.abort();
    await running;
  });

  // The package's own spawn of these would be an error that nobody can catch, and end the run.
  test.each([
    ['has a NUL in it', 'a\0b'],
    ['is longer than a program can take', 'x'.repeat(128 * 1024)],
  ])('is given no argument that %s', async (_name, arg) => {
    const { folder, pids } = await useFakeGit('exit 0');
    await expect(createGit(folder, gitEnvironment, systemClock)([arg], signal)).rejects.toThrow(
      'git cannot be run: an argument has a NUL in it, or more than 131071 bytes.',
    );
    expect(await pids()).toEqual([]);
  });

  test('is silent', async () => {
    const { folder } = await useFakeGit('echo printed; echo said >&2');
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await createGit(folder, gitEnvironment, systemClock)([], signal);
      expect(write.mock.calls).toEqual([]);
    } finally {
      write.mockRestore();
    }
  });
});
