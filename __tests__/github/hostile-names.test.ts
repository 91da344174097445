import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import type { Fetch } from '../../src/github/api/fetch.js';
import { createOctokit } from '../../src/github/api/octokit.js';
import { readCheckoutFiles } from '../../src/github/change/checkout-files.js';
import { readContents } from '../../src/github/change/contents.js';
import { createGit } from '../../src/github/change/git.js';
import { annotate } from '../../src/github/runner/runner.js';
import { createTextsBefore } from '../../src/github/change/texts.js';
import { formatLocation } from '../../src/plan/task.js';
import { printable } from '../../src/runtime/text.js';
import { pullRequest } from './client.js';
import { commit, gitEnvironment, makeFolder, runGit, shareHistory } from './history.js';
import { systemClock } from '../../src/runtime/clock.js';

const { signal } = new AbortController();

/** Names that a program, a shell, a runner or an address might take for more than a name. */
const names = [
  '-o',
  '--upload-pack=x',
  '--output=obeyed',
  'a\nb',
  '%0A::error::x',
  '::error::x\n::set-env name=PATH::x',
  'images/$(touch obeyed)/Dockerfile',
  'images/`touch obeyed`/Dockerfile',
  ';touch obeyed',
  ':(exclude)x',
  '*',
  'a b\tc',
  '"quoted"',
  'back\\slash',
  '..x',
  '.hidden/..y',
  '\u202ereversed',
];

shareHistory();

describe('a file’s name in a checkout is a name, and nothing more', () => {
  test.each(names)('%j', async (name) => {
    const folder = await makeFolder();
    await runGit(folder, 'init', '--quiet', '--initial-branch=main');
    const baseSha = await commit(folder, { [name]: 'FROM a:1\n', other: 'x' });
    const headSha = await commit(folder, { [name]: 'FROM a:2\n' });
    const git = createGit(folder, gitEnvironment, systemClock);
    const event = pullRequest({ baseSha, headSha });
    const { files, gone } = await readCheckoutFiles(event, git, signal);
    expect([[...files], [...gone]]).toEqual([[[name, name]], []]);
    const texts = createTextsBefore(event, {
      client: async () => Promise.resolve(undefined),
      git,
      clock: systemClock,
      signal,
    });
    expect([await texts.read(name), texts.warnings()]).toEqual(['FROM a:1\n', []]);
    const { stdout } = await git(['ls-files', '-z', '--others'], signal);
    expect(stdout).toBe('');
  });
});

describe('nothing of a checkout is run', () => {
  /** Programs that a repository's own configuration names, were it one. */
  const configuration = (witness: string): string =>
    [
      '[core]',
      '\tbare = true',
      '\trepositoryformatversion = 0',
      `\tfsmonitor = touch ${witness}`,
      `\tpager = touch ${witness}`,
      '[diff]',
      `\texternal = touch ${witness}`,
    ].join('\n');

  test('files that look like a bare repository are none', async () => {
    const folder = await makeFolder();
    await runGit(folder, 'init', '--quiet', '--initial-branch=main');
    const head = 'a'.repeat(40);
    const baseSha = await commit(folder, {
      'images/HEAD': `${head}\n`,
      'images/config': configuration(join(folder, 'obeyed')),
      'images/objects/x': 'x',
      'images/refs/x': 'x',
    });
    const git = createGit(join(folder, 'images'), gitEnvironment, systemClock);
    const { exitCode, stdout, stderr } = await git(['rev-parse', 'HEAD'], signal);
    expect(stdout.trim()).not.toBe(head);
    expect(exitCode === 0 ? stdout.trim() : stderr).toMatch(new RegExp(`^${baseSha}$|bare repository`));
    expect((await runGit(folder, 'status', '--porcelain')).trim()).toBe('');
  });

  test('neither hooks, monitors nor drivers that are configured, nor filters that files name', async () => {
    const folder = await makeFolder();
    await runGit(folder, 'init', '--quiet', '--initial-branch=main');
    const baseSha = await commit(folder, { a: '1', '.gitattributes': '* diff=evil filter=evil\n' });
    const headSha = await commit(folder, { a: '2' });
    const witness = join(await makeFolder(), 'obeyed');
    for (const [key, value] of [
      ['core.fsmonitor', `touch ${witness}`],
      ['core.pager', `touch ${witness}`],
      ['diff.external', `touch ${witness}`],
      ['diff.evil.command', `touch ${witness}`],
      ['diff.evil.textconv', `touch ${witness}`],
    ] as const) {
      await runGit(folder, 'config', key, value);
    }
    await mkdir(join(folder, '.git/hooks'), { recursive: true });
    await writeFile(join(folder, '.git/hooks/post-index-change'), `#!/bin/sh\ntouch ${witness}\n`, { mode: 0o755 });
    const git = createGit(folder, gitEnvironment, systemClock);
    const { files } = await readCheckoutFiles(pullRequest({ baseSha, headSha }), git, signal);
    await git(['diff', '--quiet'], signal);
    await git(['status', '--porcelain'], signal);
    expect([...files.keys()]).toEqual(['a']);
    const { stdout } = await createGit(join(witness, '..'), gitEnvironment, systemClock)(['--version'], signal);
    expect(stdout).toMatch(/^git version/);
    const { readdir } = await import('node:fs/promises');
    expect(await readdir(join(witness, '..'))).toEqual([]);
  });

  test('a merge that is not GitHub’s says nothing of where the pull request began', async () => {
    const folder = await makeFolder();
    await runGit(folder, 'init', '--quiet', '--initial-branch=main');
    const baseSha = await commit(folder, { a: 'FROM good.test/a:1\n' });
    await runGit(folder, 'checkout', '--quiet', '-b', 'topic');
    const headSha = await commit(folder, { b: 'x' });
    await runGit(folder, 'checkout', '--quiet', '-b', 'forged', baseSha);
    await commit(folder, { a: 'FROM evil.test/a:1\n' });
    await runGit(folder, 'merge', '--quiet', '--no-ff', '--no-edit', 'topic');
    const git = createGit(folder, gitEnvironment, systemClock);
    const deps = {
      client: async () => Promise.resolve(undefined),
      git,
      clock: systemClock,
      signal,
      mergeSha: 'c'.repeat(40),
    };
    expect(await createTextsBefore(pullRequest({ baseSha, headSha }), deps).read('a')).toBe('FROM good.test/a:1\n');
  });
});

describe('an annotation’s file', () => {
  test.each(names)('ends no line and no property: %j', (file) => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      annotate('error', 'x', { file, title: 'y' });
      const [[line]] = write.mock.calls as [[string]];
      expect(line.match(/\n/g)).toHaveLength(1);
      expect(line).toMatch(/^::error title=y,file=[^,:\r\n]*::x\n$/);
    } finally {
      write.mockRestore();
    }
  });
});

test.each(names)('a place in a log is one line, and no command: %j', (file) => {
  const line = `in ${printable(formatLocation({ file, line: 1 }))}`;
  expect(line).not.toMatch(/[\u0000-\u001f\u202e]|^::/);
});

test.each(['..', '../x', 'images/../../x', 'images//x', './x', ''])(
  'a path that git cannot have is asked of nobody: %j',
  async (path) => {
    const fetch = jest.fn<Fetch>();
    const octokit = createOctokit({
      baseUrl: 'https://api.test',
      token: 't',
      fetch,
      log: () => undefined,
      secondMs: 1,
    });
    const client = {
      request: octokit.request,
      graphql: octokit.graphql,
      clock: systemClock,
      requestsLeft: () => undefined,
    };
    const place = { owner: 'o', repository: 'r', path, sha: 'a'.repeat(40) };
    const contents = await readContents(place, undefined, client, signal);
    expect(contents).toEqual({ kind: 'absent' });
    expect(fetch).not.toHaveBeenCalled();
  },
);
