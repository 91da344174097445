import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { OptionTexts } from '../../src/config/options.js';
import type { KnownChange } from '../../src/tree/change.js';
import { changing } from '../support/changes.js';
import { type Files, explain, makeWorkspace, mirrorFiles, statesOf } from '../support/mirror.js';

const run = promisify(execFile);

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

interface Told {
  readonly states: readonly string[];
  readonly says: string;
}

async function changeIn(
  workspace: string,
  files: readonly string[],
  inputs: OptionTexts = {},
  more: Partial<Omit<KnownChange, 'kind'>> = {},
): Promise<Told> {
  const trigger = changing(files, more);
  const report = await mirrorFiles({ files: {}, workspace, trigger, inputs: { target: '127.0.0.1:1/m', ...inputs } });
  return { states: statesOf(report), says: explain(report) };
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
    const textNow = async () => Promise.resolve({ kind: 'text', text: scratch } as const);
    const folder = await commitAll({ 'images/a/Dockerfile': scratch });
    expect((await changeIn(folder, ['images/new/Dockerfile'], {}, { textNow })).states).toEqual(['skipped: scratch']);
    const plain = await makeWorkspace({ 'images/a/Dockerfile': scratch });
    expect((await changeIn(plain, ['images/images/a/Dockerfile'])).states).toEqual([]);
  });
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
    const textNow = async () => Promise.resolve({ kind: 'text', text: scratch } as const);
    const told = await changeIn(folder, ['images/shared'], {}, { textNow });
    expect(told.states).toEqual(['failed']);
    expect(told.says).toContain('GitHub does not give its files');
  });

  test('elsewhere is none of the tree', async () => {
    const folder = await withSubmodule('other/shared');
    await rm(join(folder, 'other/shared'), { recursive: true });
    await mkdir(join(folder, 'other/shared'));
    await writeFile(join(folder, 'note'), '');
    expect((await changeIn(folder, ['other/shared'])).states).toEqual([]);
  });
});
