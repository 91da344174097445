import { appendFile, chmod, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { skip } from '../support/jest/testing.js';
import { makeNamedPipe } from '../support/named-pipe.js';

import { readDockerfile } from '../../src/tree/read.js';
import { isRoot, makeFolders, put } from './workspace.js';

const mebibyte = 1024 * 1024;

/** Reads `images/Dockerfile` with these bytes in it. */
async function readBytes(bytes: string | Uint8Array): Promise<unknown> {
  const { workspace } = await makeFolders();
  await put(workspace, 'images/');
  await writeFile(join(workspace, 'images/Dockerfile'), bytes);
  return readDockerfile(workspace, 'images/Dockerfile');
}

function text(value: string): unknown {
  return { kind: 'text', text: value };
}

function problem(message: string): unknown {
  return { kind: 'problem', message: expect.stringContaining(message) };
}

describe('T10 reading a Dockerfile', () => {
  it.each([
    ['ASCII', Buffer.from('FROM a\n'), 'FROM a\n'],
    ['nothing', Buffer.from(''), ''],
    ['UTF-8', Buffer.from('# ä € 😀\r\nFROM a'), '# ä € 😀\r\nFROM a'],
    ['a byte-order mark', Buffer.from('\ufeffFROM a'), 'FROM a'],
    ['zero bytes', Buffer.from('FROM\0a'), 'FROM\0a'],
    ['as much as is read', Buffer.alloc(mebibyte, 'a'), 'a'.repeat(mebibyte)],
  ])('T10 reads %s', async (_, bytes, want) => {
    expect(await readBytes(bytes)).toEqual(text(want));
  });

  it.each([
    ['Latin-1', Buffer.from('FROM \xe4', 'latin1'), 'not UTF-8'],
    ['UTF-16', Buffer.from('\ufeffFROM a', 'utf16le'), 'not UTF-8'],
    ['half a character', Buffer.from('FROM 😀').subarray(0, -1), 'not UTF-8'],
    ['an overlong character', Uint8Array.of(0x46, 0xc0, 0x80), 'not UTF-8'],
    ['random bytes', Uint8Array.from({ length: 1000 }, (__, index) => (index * 97) % 256), 'not UTF-8'],
    [
      'one byte too many',
      Buffer.alloc(mebibyte + 1, 'a'),
      'This file has 1048577 bytes; a Dockerfile has at most 1048576.',
    ],
    ['ten megabytes', Buffer.alloc(10_000_000, 'a'), 'This file has 10000000 bytes'],
  ])('T10 refuses %s', async (_, bytes, message) => {
    const result = await readBytes(bytes);
    expect(result).toMatchObject(problem(message) as object);
    expect(result).toHaveProperty('isOther', true);
  });

  it.each([
    { name: 'a file', tree: ['images/a/Dockerfile'], path: 'images/a/Dockerfile', from: 'images/a/Dockerfile' },
    { name: 'a link', tree: ['base', 'images/Dockerfile -> ../base'], path: 'images/Dockerfile', from: 'base' },
    {
      name: 'behind a link to a folder',
      tree: ['x/Dockerfile', 'images -> x'],
      path: 'images/Dockerfile',
      from: 'x/Dockerfile',
    },
  ])('T10 reads $name', async ({ tree, path, from }) => {
    const { workspace } = await makeFolders();
    await put(workspace, ...tree);
    expect(await readDockerfile(workspace, path)).toEqual(text(`FROM ${from}\n`));
  });

  it.each([
    { name: 'a file that is gone', tree: ['images/'], path: 'images/Dockerfile', message: 'it is not there any more' },
    { name: 'a folder', tree: ['images/Dockerfile/'], path: 'images/Dockerfile', message: 'a folder' },
    { name: 'a file on the way', tree: ['images'], path: 'images/Dockerfile', message: 'it is not there any more' },
    {
      name: 'a link to nothing',
      tree: ['images/Dockerfile -> x'],
      path: 'images/Dockerfile',
      message: 'it is not there any more',
    },
    {
      name: 'a link to itself',
      tree: ['images/Dockerfile -> Dockerfile'],
      path: 'images/Dockerfile',
      message: 'go round in a circle',
    },
    {
      name: 'a link out of the workspace',
      tree: ['images/Dockerfile -> ../../outside/secret'],
      path: 'images/Dockerfile',
      message: 'outside the workspace',
    },
    {
      name: 'behind a link out of the workspace',
      tree: ['images -> ../outside'],
      path: 'images/secret',
      message: 'outside the workspace',
    },
    { name: 'a path out of the workspace', tree: [], path: '../outside/secret', message: 'outside the workspace' },
    { name: 'a path that is too long', tree: [], path: 'x'.repeat(5000), message: 'its path is too long' },
  ])('T10 refuses $name', async ({ tree, path, message }) => {
    const { workspace, outside } = await makeFolders();
    await put(outside, 'secret');
    await put(workspace, ...tree);
    expect(await readDockerfile(workspace, path)).toEqual(problem(message));
  });

  it('T10 a named pipe does not hold it up', async () => {
    const { workspace } = await makeFolders();
    await makeNamedPipe(join(workspace, 'Dockerfile'));
    expect(await readDockerfile(workspace, 'Dockerfile')).toEqual(problem('no regular file'));
  });

  it('T10 a file without permission', async () => {
    skip(isRoot, 'root may read everything');
    const { workspace } = await makeFolders();
    await put(workspace, 'Dockerfile');
    await chmod(join(workspace, 'Dockerfile'), 0);
    expect(await readDockerfile(workspace, 'Dockerfile')).toEqual(problem('permission was denied'));
  });

  it('T10 a file that has more than the system says', async () => {
    skip(process.platform !== 'linux', 'only Linux has /proc');
    expect(await readDockerfile('/proc/self', 'status')).toEqual(problem('written to while it was read'));
  });

  it('T10 a file that grows meanwhile gives its text or a problem, never half of it', async () => {
    const { workspace } = await makeFolders();
    const path = join(workspace, 'Dockerfile');
    await writeFile(path, 'FROM a\n');
    const growing = Array.from({ length: 50 }, async () => appendFile(path, 'FROM a\n'));
    const results = await Promise.all(Array.from({ length: 50 }, async () => readDockerfile(workspace, 'Dockerfile')));
    await Promise.all(growing);
    for (const result of results) {
      if (result.kind === 'text') expect(result.text).toMatch(/^(?:FROM a\n)+$/);
      else expect(result).toEqual(problem('written to while it was read'));
    }
  });

  it('T10 a folder that becomes a link out of the workspace never lets anything out', async () => {
    const { workspace, outside } = await makeFolders();
    await put(outside, 'Dockerfile');
    await writeFile(join(outside, 'Dockerfile'), 'secret');
    await put(workspace, 'images/Dockerfile');
    const folder = join(workspace, 'images');
    const stop = new AbortController();
    const swapping = (async () => {
      while (!stop.signal.aborted) {
        await rename(folder, `${folder}-away`);
        await symlink(outside, folder);
        await rm(folder);
        await rename(`${folder}-away`, folder);
      }
    })();
    for (let round = 0; round < 500; round += 1) {
      expect(await readDockerfile(workspace, 'images/Dockerfile')).not.toEqual(text('secret'));
    }
    stop.abort();
    await swapping;
  });
});
