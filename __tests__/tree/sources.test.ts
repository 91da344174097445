import { describe, expect, test } from '@jest/globals';
import type { ReadResult } from '../../src/tree/read.js';
import type { Scope } from '../../src/tree/scope.js';
import { findSources } from '../../src/tree/sources.js';
import { knownChange } from '../support/changes.js';
import { type TemporaryFolders, makeFolders, put } from './workspace.js';

const config = { images: 'images', dockerfiles: '**/Dockerfile' };

async function foldersWith(...entries: readonly string[]): Promise<TemporaryFolders> {
  const folders = await makeFolders();
  await put(folders.workspace, ...entries);
  return folders;
}

async function pathsIn(
  folders: TemporaryFolders,
  scope: Scope,
  options: Partial<typeof config> = {},
): Promise<readonly string[]> {
  const { files, problems } = await findSources(folders.workspace, { ...config, ...options }, scope);
  const ofRun = files.filter(({ isOutOfScope }) => isOutOfScope !== true);
  return [...ofRun.map(({ path }) => path), ...problems.map(({ path }) => `! ${path}`)];
}

async function pathsOutOfScope(folders: TemporaryFolders, scope: Scope): Promise<readonly string[]> {
  const { files } = await findSources(folders.workspace, config, scope);
  return files.flatMap(({ path, isOutOfScope }) => (isOutOfScope === true ? path : []));
}

function changed(...files: readonly string[]): Scope {
  return { kind: 'changed', change: knownChange(files) };
}

const tree = ['images/a/Dockerfile', 'images/b/Dockerfile', 'images/c/Dockerfile', 'other/Dockerfile'];

describe('the files of a run of what is changed', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['one of three', ['images/b/Dockerfile'], ['images/b/Dockerfile']],
    [
      'two of three, and others',
      ['images/c/Dockerfile', 'README.md', 'images/a/Dockerfile'],
      ['images/a/Dockerfile', 'images/c/Dockerfile'],
    ],
    ['no Dockerfile', ['README.md', 'images/README.md', 'images/a/README.md', 'other/Dockerfile'], []],
    ['a file that is not in the workspace', ['images/new/Dockerfile'], []],
    ['nothing', [], []],
  ])('are those of them that are changed: %s', async (_name, files, expected) => {
    expect(await pathsIn(await foldersWith(...tree), changed(...files))).toEqual(expected);
  });

  test('have the others of the tree beside them, and none where there is none of the run', async () => {
    const folders = await foldersWith(...tree);
    expect(await pathsOutOfScope(folders, changed('images/b/Dockerfile'))).toEqual([
      'images/a/Dockerfile',
      'images/c/Dockerfile',
    ]);
    expect(await pathsOutOfScope(folders, changed('README.md', 'images/README.md'))).toEqual([]);
    expect(await pathsOutOfScope(folders, { kind: 'all', change: knownChange(['images/b/Dockerfile']) })).toEqual([]);
  });

  test('are found where they are renamed by their new name', async () => {
    const change = { ...knownChange([]), files: new Map([['images/b/Dockerfile', 'images/old/Dockerfile']]) };
    expect(await pathsIn(await foldersWith(...tree), { kind: 'changed', change })).toEqual(['images/b/Dockerfile']);
  });

  test.each([
    [
      'a link to a changed file',
      'images/l/Dockerfile -> ../../other/Dockerfile',
      'other/Dockerfile',
      'images/l/Dockerfile',
    ],
    ['a changed link', 'images/l/Dockerfile -> ../../other/Dockerfile', 'images/l/Dockerfile', 'images/l/Dockerfile'],
    [
      'a file in a folder that links to that of a changed file',
      'images/l -> ../other',
      'other/Dockerfile',
      'images/l/Dockerfile',
    ],
    ['a file in a changed link to a folder', 'images/l -> ../other', 'images/l', 'images/l/Dockerfile'],
  ])('have %s', async (_name, link, file, expected) => {
    expect(await pathsIn(await foldersWith(...tree, link), changed(file))).toEqual([expected]);
  });

  test('have what is wrong with a changed file, and not with another', async () => {
    const folders = await foldersWith(
      'images/a/Dockerfile -> ../../../outside/x',
      'images/b/Dockerfile -> ../../../outside/x',
    );
    await put(folders.outside, 'x');
    expect(await pathsIn(folders, changed('images/b/Dockerfile'))).toEqual(['! images/b/Dockerfile']);
    expect(await pathsIn(folders, { kind: 'all' })).toHaveLength(2);
  });

  test('need no folder where none of them is in it', async () => {
    const folders = await foldersWith('README.md');
    expect(await pathsIn(folders, changed())).toEqual([]);
    expect(await pathsIn(folders, changed('README.md', 'images/README.md'))).toEqual([]);
    await expect(pathsIn(folders, changed('images/a/Dockerfile'))).rejects.toThrow('that actions/checkout runs before');
    await expect(pathsIn(folders, { kind: 'all' })).rejects.toThrow('there is no folder "images"');
  });
});

describe('of a change that the workspace does not hold', () => {
  const textNow = async (path: string): Promise<ReadResult> => Promise.resolve({ kind: 'text', text: `now ${path}` });

  async function textsIn(
    folders: TemporaryFolders,
    kind: 'all' | 'changed',
    change: Partial<ReturnType<typeof knownChange>>,
  ) {
    const scope: Scope = { kind, change: { ...knownChange([]), textNow, ...change } };
    const found = await findSources(folders.workspace, config, scope);
    const files = found.files.filter(({ isOutOfScope }) => isOutOfScope !== true);
    const texts = await Promise.all(files.map(async ({ read }) => read()));
    return files.map(({ path }, index) => [
      path,
      texts[index]?.kind === 'text' ? texts[index].text.trim() : texts[index],
    ]);
  }

  const files = new Map<string, string | undefined>([
    ['images/b/Dockerfile', 'images/b/Dockerfile'],
    ['images/new/Dockerfile', undefined],
    ['images/new/README.md', undefined],
    ['images/.hidden/Dockerfile', undefined],
    ['elsewhere/Dockerfile', undefined],
  ]);
  const brought = [
    ['images/b/Dockerfile', 'now images/b/Dockerfile'],
    ['images/new/Dockerfile', 'now images/new/Dockerfile'],
  ];

  test('the changed files are read from it', async () => {
    expect(await textsIn(await foldersWith(...tree), 'changed', { files })).toEqual(brought);
  });

  test('the others of the workspace stand beside them, without what is gone', async () => {
    const change = { ...knownChange([]), textNow, files, gone: new Set(['images/c/Dockerfile']) };
    expect(await pathsOutOfScope(await foldersWith(...tree), { kind: 'changed', change })).toEqual([
      'images/a/Dockerfile',
    ]);
  });

  test('they are read from it also where the workspace has no such folder', async () => {
    expect(await textsIn(await foldersWith('README.md'), 'changed', { files })).toEqual(brought);
    expect(await textsIn(await foldersWith('README.md'), 'all', { files })).toEqual(brought);
  });

  test('all files are those of the workspace, with what is changed in its place and without what is gone', async () => {
    const gone = new Set(['images/c/Dockerfile']);
    expect(await textsIn(await foldersWith(...tree), 'all', { files, gone })).toEqual([
      ['images/a/Dockerfile', 'FROM images/a/Dockerfile'],
      ...brought,
    ]);
  });

  test('a link of the workspace to a changed file has its new text', async () => {
    const folders = await foldersWith('other/Dockerfile', 'images/l/Dockerfile -> ../../other/Dockerfile');
    const changing = { files: new Map([['other/Dockerfile', 'other/Dockerfile']]) };
    for (const kind of ['all', 'changed'] as const)
      expect(await textsIn(folders, kind, changing)).toEqual([['images/l/Dockerfile', 'now other/Dockerfile']]);
  });

  test('a file is there by the glob that the search goes by, dots and all', async () => {
    const folders = await foldersWith('README.md');
    const change = { ...knownChange([...files.keys()]), textNow };
    const named = async (dockerfiles: string) => pathsIn(folders, { kind: 'changed', change }, { dockerfiles });
    expect(await named('**/README.md')).toEqual(['images/new/README.md']);
    expect(await named('.hidden/*')).toEqual(['images/.hidden/Dockerfile']);
    expect(await named('[.]hidden/*')).toEqual([]);
    expect(await pathsIn(folders, { kind: 'changed', change }, { images: './elsewhere/' })).toEqual([
      'elsewhere/Dockerfile',
    ]);
  });
});
