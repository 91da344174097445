import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createReader } from '../../src/tree/read.js';
import { makeNamedPipe } from '../support/named-pipe.js';
import { type TemporaryFolders, makeFolders, put } from './workspace.js';

const found = 'images/a/Dockerfile';
const moved = 'lies outside the workspace, or was moved';

/** What became of a file since it was found, and what is said of it. */
const changes: readonly (readonly [string, (folders: TemporaryFolders, path: string) => Promise<unknown>, string])[] = [
  ['is gone', async (_folders, path) => rm(path), 'it is not there any more'],
  [
    'is a link to another file',
    async (_folders, path) => replace(path, async () => symlink('../../base', path)),
    moved,
  ],
  [
    'is a link out of the workspace',
    async ({ outside }, path) => replace(path, async () => symlink(join(outside, 'secret'), path)),
    moved,
  ],
  [
    'lies behind a link out of the workspace',
    async ({ workspace, outside }) => {
      const folder = join(workspace, 'images/a');
      await replace(folder, async () => symlink(outside, folder));
    },
    moved,
  ],
  [
    'lies behind a link inside the workspace',
    async ({ workspace }) => {
      const folder = join(workspace, 'images/a');
      await rename(folder, join(workspace, 'elsewhere'));
      await symlink('../elsewhere', folder);
    },
    moved,
  ],
  ['is a folder', async (_folders, path) => replace(path, async () => mkdir(path)), 'This is a folder'],
  ['is a named pipe', async (_folders, path) => replace(path, async () => makeNamedPipe(path)), 'no regular file'],
  ['is large', async (_folders, path) => writeFile(path, Buffer.alloc(10_000_000)), '10000000 bytes'],
];

async function replace(path: string, make: () => Promise<unknown>): Promise<void> {
  await rm(path, { recursive: true });
  await make();
}

describe('T10 a file that was found', () => {
  test('T10 is read', async () => {
    const { workspace } = await makeFolders();
    await put(workspace, found);
    expect(await createReader(workspace)(found)).toEqual({ kind: 'text', text: `FROM ${found}\n` });
  });

  test.each(changes)('T10 and %s by now is not read', async (_what, change, message) => {
    const folders = await makeFolders();
    await put(folders.workspace, found, 'base');
    await put(folders.outside, 'secret', 'Dockerfile');
    const read = createReader(folders.workspace);
    await change(folders, join(folders.workspace, found));
    expect(await read(found)).toEqual(
      expect.objectContaining({ kind: 'problem', message: expect.stringContaining(message) }),
    );
  });

  test('T10 is not read where the workspace is gone', async () => {
    const { workspace } = await makeFolders();
    await rm(workspace, { recursive: true });
    const read = createReader(workspace);
    const results = await Promise.all(Array.from({ length: 50 }, async () => read(found)));
    for (const { kind } of results) expect(kind).toBe('problem');
  });

  test('T10 never lets anything out while its folder becomes a link', async () => {
    const { workspace, outside } = await makeFolders();
    await writeFile(join(outside, 'Dockerfile'), 'secret');
    await put(workspace, found);
    const folder = join(workspace, 'images/a');
    const stop = new AbortController();
    const swapping = (async () => {
      while (!stop.signal.aborted) {
        await rename(folder, `${folder}-away`);
        await symlink(outside, folder);
        await rm(folder);
        await rename(`${folder}-away`, folder);
      }
    })();
    const read = createReader(workspace);
    for (let round = 0; round < 1_000; round += 1) {
      expect(await read(found)).not.toMatchObject({ text: 'secret' });
      // The swapping goes on in between.
      await new Promise(setImmediate);
    }
    stop.abort();
    await swapping;
  });
});
