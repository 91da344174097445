import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../../src/runtime/clock.js';
import { folderStore } from '../../src/cache/folder-store.js';
import { maxPackedBytes } from '../../src/cache/open-cache.js';
import { skip } from '../support/jest/testing.js';
import { makeWorkspace } from '../support/mirror.js';
import { makeNamedPipe } from '../support/named-pipe.js';

const signal = new AbortController().signal;
const file = 'knowledge.jsonl.gz';

describe('the folder', () => {
  test('holds nothing before something is saved, and then that, whole', async () => {
    const store = folderStore(join(await makeWorkspace({}), 'made/on/the/way'), systemClock);
    expect(await store.load(signal)).toBeUndefined();
    await store.save(Buffer.from('one, which is longer'), signal);
    await store.save(Buffer.from('two'), signal);
    expect(await store.load(signal)).toEqual(Buffer.from('two'));
  });

  test('holds one file, which nobody else may read', async () => {
    const folder = await makeWorkspace({});
    await folderStore(folder, systemClock).save(Buffer.from('x'), signal);
    expect((await readdir(folder)).filter((name) => name !== 'images')).toEqual([file]);
    if (process.platform !== 'win32') expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  });

  test('that two write to at once holds one or the other, and no rest', async () => {
    const folder = await makeWorkspace({});
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(50_000));
    const reads = texts.map(async (text) => {
      await folderStore(folder, systemClock).save(Buffer.from(text), signal);
      return Buffer.from((await folderStore(folder, systemClock).load(signal)) ?? []).toString();
    });
    for (const text of await Promise.all(reads)) expect(texts).toContain(text);
    expect((await readdir(folder)).filter((name) => name !== 'images')).toEqual([file]);
  });

  test('has a link replaced, and what it leads to left alone', async () => {
    const folder = await makeWorkspace({ precious: 'precious' });
    await symlink(join(folder, 'precious'), join(folder, file));
    await folderStore(folder, systemClock).save(Buffer.from('x'), signal);
    expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('precious');
  });
});

describe('what a run left that was killed while it wrote', () => {
  const left = `${file}.0b7c1c5e-0d1e-4f6a-9a53-2d3c4b5a6978.tmp`;

  test.each([
    [left, 61, false],
    [left, 59, true],
    ['precious.tmp', 61, true],
    [`${file}.tmp`, 61, true],
    [`${left}.old`, 61, true],
    [`my ${left}`, 61, true],
  ])('%s, %d minutes old: stays is %s', async (name, minutes, stays) => {
    const folder = await makeWorkspace({ [name]: '' });
    const then = new Date(systemClock.wallMs() - minutes * 60_000);
    await utimes(join(folder, name), then, then);
    await folderStore(folder, systemClock).save(Buffer.from('x'), signal);
    expect((await readdir(folder)).includes(name)).toBe(stays);
  });

  test('and cannot be removed, is no error', async () => {
    const folder = await makeWorkspace({});
    await mkdir(join(folder, left));
    const then = new Date(0);
    await utimes(join(folder, left), then, then);
    const store = folderStore(folder, systemClock);
    await store.save(Buffer.from('x'), signal);
    expect(await store.load(signal)).toEqual(Buffer.from('x'));
  });
});

describe('what cannot be read is an error, at once', () => {
  test('a folder in the file’s place', async () => {
    const folder = await makeWorkspace({});
    await mkdir(join(folder, file));
    await expect(folderStore(folder, systemClock).load(signal)).rejects.toThrow('is no file');
  });

  test('a named pipe that nobody writes to', async () => {
    const folder = await makeWorkspace({});
    await makeNamedPipe(join(folder, file));
    await expect(folderStore(folder, systemClock).load(signal)).rejects.toThrow('is no file');
  });

  test('a file that is larger than any cache', async () => {
    const folder = await makeWorkspace({ [file]: '' });
    await truncate(join(folder, file), maxPackedBytes + 1);
    await expect(folderStore(folder, systemClock).load(signal)).rejects.toThrow(/bytes/);
  });

  test('a file in the folder’s place', async () => {
    const folder = await makeWorkspace({ taken: '' });
    await expect(folderStore(join(folder, 'taken'), systemClock).load(signal)).rejects.toThrow();
  });
});

describe('what cannot be written is an error, and leaves nothing behind', () => {
  test('a folder that the system makes nobody', async () => {
    skip(!existsSync('/proc/self'), 'this system has no /proc');
    const save = folderStore('/proc/image-mirror/cache', systemClock).save(Buffer.from('x'), signal);
    await expect(save).rejects.toThrow(/ENOENT.*mkdir '\/proc\/image-mirror'/);
  });

  test('a file in the folder’s place', async () => {
    const folder = await makeWorkspace({ taken: '' });
    await expect(folderStore(join(folder, 'taken'), systemClock).save(Buffer.from('x'), signal)).rejects.toThrow();
  });

  test('a folder in the file’s place', async () => {
    const folder = await makeWorkspace({});
    await mkdir(join(folder, file));
    await writeFile(join(folder, file, 'x'), '');
    await expect(folderStore(folder, systemClock).save(Buffer.from('x'), signal)).rejects.toThrow();
    expect((await readdir(folder)).filter((name) => name !== 'images')).toEqual([file]);
  });

  test('a folder that may only be read', async () => {
    skip(process.getuid?.() === 0 || process.platform === 'win32', 'root may write everywhere');
    const folder = await makeWorkspace({});
    await chmod(folder, 0o500);
    await expect(folderStore(folder, systemClock).save(Buffer.from('x'), signal)).rejects.toThrow(/EACCES/);
    await chmod(folder, 0o700);
  });
});
