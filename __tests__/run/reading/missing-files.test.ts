import { execFile } from 'node:child_process';
import { lstat, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { OptionTexts } from '../../../src/config/options.js';
import type { KnownChange } from '../../../src/tree/known-change.js';
import type { ReadResult } from '../../../src/tree/read.js';
import { useGit } from '../../github/history.js';
import { changing } from '../../support/changes.js';
import { type Files, explain, makeWorkspace, mirrorFiles, statesOf } from '../../support/mirror.js';

const run = promisify(execFile);

useGit();

async function git(folder: string, ...args: readonly string[]): Promise<void> {
  const settings = ['protocol.file.allow=always', 'user.name=a', 'user.email=a@example.com', 'commit.gpgsign=false'];
  await run('git', ['-C', folder, ...settings.flatMap((setting) => ['-c', setting]), ...args]);
}

async function commitAll(files: Files): Promise<string> {
  const folder = await makeWorkspace(files);
  await git(folder, 'init', '--quiet');
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'all');
  return folder;
}

/** A changed file, as GitHub's API gives it. */
async function textNow(): Promise<ReadResult> {
  return Promise.resolve({ kind: 'text', text: scratch });
}

/** Makes links, committed with all else that is there. */
async function link(folder: string, ...links: readonly (readonly [path: string, target: string])[]): Promise<void> {
  for (const [path, target] of links) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(target, join(folder, path));
  }
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'links');
}

interface Told {
  readonly states: readonly string[];
  /** The file that names each image. */
  readonly files: readonly (string | undefined)[];
  readonly says: string;
}

async function changeIn(
  workspace: string,
  files: readonly string[],
  inputs: OptionTexts = {},
  more: Partial<Omit<KnownChange, 'kind'>> = {},
): Promise<Told> {
  const trigger = changing(files, { isBaseCheckout: more.textNow !== undefined, ...more });
  const report = await mirrorFiles({ files: {}, workspace, trigger, inputs: { target: '127.0.0.1:1/m', ...inputs } });
  return { states: statesOf(report), files: report.images.map(({ uses }) => uses[0]?.file), says: explain(report) };
}

const scratch = 'FROM scratch\n';

describe('T22 a changed file that the checkout lacks has failed', () => {
  test.each([
    ['beside others', ['images/a/Dockerfile', 'images/b/Dockerfile'], ['skipped: scratch', 'failed']],
    ['alone', ['images/b/Dockerfile'], ['failed']],
    ['in files that are none of the tree', ['other/Dockerfile', 'images/b/notes'], []],
  ])('a sparse checkout, %s', async (_name, files, states) => {
    const folder = await commitAll({
      'images/a/Dockerfile': scratch,
      'images/b/Dockerfile': scratch,
      'other/Dockerfile': scratch,
    });
    await git(folder, 'sparse-checkout', 'set', 'images/a');
    const told = await changeIn(folder, files);
    expect(new Set(told.states)).toEqual(new Set(states));
    if (states.includes('failed'))
      expect(told.says).toContain(
        'This file is not in the checkout, although pull request #7 changes it: the checkout is sparse. Add its folder to "sparse-checkout"',
      );
  });

  test('a sparse checkout without the images folder', async () => {
    const folder = await commitAll({ 'images/a/Dockerfile': scratch, 'other/x': '' });
    await git(folder, 'sparse-checkout', 'set', 'other');
    await rm(join(folder, 'images'), { recursive: true, force: true });
    const told = await changeIn(folder, ['images/a/Dockerfile']);
    expect(told.states).toEqual(['failed']);
    expect(told.says).toContain('the checkout is sparse');
  });

  test('a checkout of another commit', async () => {
    const told = await changeIn(await commitAll({ 'images/a/Dockerfile': scratch }), ['images/new/Dockerfile']);
    expect(told.states).toEqual(['failed']);
    expect(told.says).toContain('Check out the commit that the run is of');
  });

  test('but no file that GitHub gives, nor one that nobody can tell of without git', async () => {
    const folder = await commitAll({ 'images/a/Dockerfile': scratch });
    expect((await changeIn(folder, ['images/new/Dockerfile'], {}, { textNow })).states).toEqual(['skipped: scratch']);
    const plain = await makeWorkspace({ 'images/a/Dockerfile': scratch });
    expect((await changeIn(plain, ['images/images/a/Dockerfile'])).states).toEqual([]);
  });
});

describe('T30 a changed file that a link of the tree leads to', () => {
  const linked: readonly [string, (readonly [string, string])[], string, string][] = [
    ['a link', [['images/l/Dockerfile', '../../other/x/file']], 'other/x/file', 'images/l/Dockerfile'],
    ['a link to its folder', [['images/l', '../other']], 'other/x/Dockerfile', 'images/l/x/Dockerfile'],
    [
      'a link to a link',
      [
        ['images/l/Dockerfile', '../../way/x/Dockerfile'],
        ['way', 'other'],
      ],
      'other/x/Dockerfile',
      'images/l/Dockerfile',
    ],
    [
      'the images folder, which is a link',
      [['images/tree', '../other']],
      'other/x/Dockerfile',
      'images/tree/x/Dockerfile',
    ],
  ];

  async function withLinks(links: readonly (readonly [string, string])[], more: Files = {}): Promise<string> {
    const files = { 'images/own/Dockerfile': scratch, 'other/x/Dockerfile': scratch, 'other/x/file': scratch };
    const folder = await commitAll({ ...files, ...more });
    await link(folder, ...links);
    return folder;
  }

  function inputsFor(file: string): OptionTexts {
    return file.startsWith('images/tree/') ? { images: 'images/tree' } : {};
  }

  test.each(linked)('by %s is read', async (_name, links, changed, file) => {
    const told = await changeIn(await withLinks(links), [changed], inputsFor(file));
    expect([told.states, told.files]).toEqual([['skipped: scratch'], [file]]);
  });

  test.each(linked)('by %s and that a sparse checkout leaves out has failed', async (_name, links, changed, file) => {
    const folder = await withLinks(links, { 'way-in/x': '' });
    await git(folder, 'sparse-checkout', 'set', '--no-cone', '/*', '!/other/');
    await expect(lstat(join(folder, changed))).rejects.toThrow('ENOENT');
    const told = await changeIn(folder, [changed], inputsFor(file));
    expect(told.states).toEqual(['failed']);
    expect(told.files).toEqual([file]);
    expect(told.says).toContain(
      `This links to ${changed}, which is not in the checkout, although pull request #7 changes it: the checkout is sparse.`,
    );
    expect((await changeIn(folder, ['other/x/notes'], inputsFor(file))).states).toEqual([]);
  });

  test.each(linked)(
    'by %s and that the base does not have is read as GitHub gives it',
    async (_name, links, changed, file) => {
      const folder = await withLinks(links);
      await rm(join(folder, 'other'), { recursive: true });
      expect((await changeIn(folder, [changed], inputsFor(file), { textNow })).states).toEqual(['skipped: scratch']);
      await mkdir(join(folder, 'other'));
      expect((await changeIn(folder, [changed], inputsFor(file), { textNow })).states).toEqual(['skipped: scratch']);
    },
  );
});

test.each([
  ['other', 'other/x', 'images/a/x/Dockerfile'],
  ['other/x', 'other', 'images/a/Dockerfile'],
])('T30 a file that two links lead to has the path of the first: %s, %s', async (first, second, file) => {
  const folder = await commitAll({ 'images/own/Dockerfile': scratch, 'other/x/Dockerfile': scratch });
  await link(folder, ['images/a', `../${first}`], ['images/b', `../${second}`]);
  expect((await changeIn(folder, ['other/x/Dockerfile'])).files).toEqual([file]);
  expect((await changeIn(folder, ['other/x/Dockerfile'], {}, { textNow })).files).toEqual([file]);
});

test('T30 in a run of all files, too, of a change that the workspace does not hold', async () => {
  const folder = await commitAll({ 'images/own/Dockerfile': scratch });
  await link(
    folder,
    ['images/a', '../other'],
    ['images/b/Dockerfile', '../../other/y/file'],
    ['images/c', '../nowhere'],
  );
  const files = ['other/x/Dockerfile', 'other/y/file'];
  const told = await changeIn(folder, files, { scope: 'all' }, { textNow });
  expect(told.files.toSorted()).toEqual([
    'images/a/x/Dockerfile',
    'images/b/Dockerfile',
    'images/c',
    'images/own/Dockerfile',
  ]);
  expect(told.states.filter((state) => state === 'failed')).toHaveLength(1);
});

describe('T23 a changed submodule', () => {
  async function withSubmodule(path: string): Promise<string> {
    const library = await commitAll({ 'a/Dockerfile': scratch });
    const folder = await commitAll({ 'images/own/Dockerfile': scratch });
    await git(folder, 'submodule', '--quiet', 'add', library, path);
    await git(folder, 'commit', '--quiet', '--message', 'submodule');
    return folder;
  }

  test.each([
    ['in the images folder', 'images/shared', {}],
    ['that is the images folder', 'tree', { images: 'tree' }],
    ['above the images folder', 'tree', { images: 'tree/a' }],
  ])('%s that was not checked out has failed', async (_name, path, inputs) => {
    const folder = await withSubmodule(path);
    expect((await changeIn(folder, [path], inputs)).states).toEqual(['skipped: scratch']);
    await rm(join(folder, path), { recursive: true });
    await mkdir(join(folder, path));
    const told = await changeIn(folder, [path], inputs);
    expect(told.states).toEqual(['failed']);
    expect(told.says).toContain(
      'This is a submodule that pull request #7 changes, and it was not checked out. Set "submodules" of actions/checkout to true.',
    );
  });

  test('of a change that the workspace does not hold has failed', async () => {
    const folder = await withSubmodule('images/shared');
    const told = await changeIn(folder, ['images/shared'], {}, { textNow });
    expect(told.states).toEqual(['failed']);
    expect(told.says).toContain('GitHub does not give its files');
  });

  test('that is new and that the base does not have has failed', async () => {
    const folder = await commitAll({ 'images/own/Dockerfile': scratch });
    const paths = ['images/dockerfiles', 'images/shared'];
    const told = await changeIn(folder, paths, {}, { textNow, submodules: new Set(paths) });
    expect(told.states).toEqual(['failed', 'failed']);
    expect(told.says.match(/GitHub does not give its files/g)).toHaveLength(2);
  });

  test('that a sparse checkout leaves out has failed', async () => {
    const folder = await withSubmodule('images/shared');
    await git(folder, 'sparse-checkout', 'set', 'images/own');
    await rm(join(folder, 'images/shared'), { recursive: true, force: true });
    const told = await changeIn(folder, ['images/shared'], {}, { submodules: new Set(['images/shared']) });
    expect(told.states).toEqual(['failed']);
    expect(told.says).toContain(
      'and it was not checked out: the checkout is sparse. Add its folder to "sparse-checkout" of actions/checkout, and set "submodules" to true.',
    );
  });

  test('that a link of the tree leads into has failed, and is read where it was checked out', async () => {
    const folder = await withSubmodule('other/shared');
    await link(folder, ['images/l', '../other/shared/a']);
    const submodules = new Set(['other/shared']);
    expect((await changeIn(folder, ['other/shared'], {}, { submodules })).states).toEqual(['skipped: scratch']);
    await rm(join(folder, 'other/shared'), { recursive: true });
    await mkdir(join(folder, 'other/shared'));
    expect((await changeIn(folder, ['other/shared'], {}, { submodules })).states).toEqual(['failed']);
  });

  test('whose folder is empty in a checkout without git has failed', async () => {
    const folder = await makeWorkspace({ 'images/own/Dockerfile': scratch, 'images/full/x': '' });
    await mkdir(join(folder, 'images/shared'));
    const paths = ['images/shared', 'images/full', 'images/images/shared'];
    const told = await changeIn(folder, paths, {}, { submodules: new Set(paths) });
    expect(told.states).toEqual(['failed']);
    expect(told.files).toEqual(['images/shared']);
  });

  test('elsewhere is none of the tree', async () => {
    const folder = await withSubmodule('other/shared');
    await rm(join(folder, 'other/shared'), { recursive: true });
    await mkdir(join(folder, 'other/shared'));
    await writeFile(join(folder, 'note'), '');
    expect((await changeIn(folder, ['other/shared'])).states).toEqual([]);
  });
});
