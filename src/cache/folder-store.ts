import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Clock } from '../runtime/clock.js';
import { errorCodeOf } from '../runtime/errors.js';
import { type CacheStore, maxPackedBytes } from './open-cache.js';

const fileName = 'knowledge.jsonl.gz';

/** As `replace` names what it writes. */
const leftover = /^knowledge\.jsonl\.gz\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** No run writes for so long. */
const leftoverMs = 3_600_000;

/** Without O_NONBLOCK, to open a named pipe is to wait for its writer. Windows has none, and leaves it undefined: `|` takes that for 0. */
const openFlags = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * One file in a folder, which is made where it is missing. It is replaced whole, so that of two runs at once each reads one or the
 * other, and it is its owner's alone: it tells what private images are made of.
 */
export function folderStore(folder: string, clock: Clock): CacheStore {
  return {
    name: `the folder ${folder}`,
    load: async () => readIfThere(join(folder, fileName)),
    save: async (bytes) => {
      await makeFolder(resolve(folder));
      await replace(join(folder, fileName), bytes);
      await removeLeftovers(folder, clock);
    },
  };
}

/** Folder by folder: Node's own way tries for ever where a system says of a folder in one that is there that it is not (`/proc/x`). */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'EEXIST' && (await isFolder(folder))) return;
    if (code !== 'ENOENT' || (await isFolder(dirname(folder)))) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder).catch(async (again: unknown) => {
      if (!(await isFolder(folder))) throw again;
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  const handle = await openIfThere(path);
  try {
    return handle === undefined ? undefined : await readWhole(handle);
  } finally {
    await handle?.close();
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, openFlags);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function readWhole(handle: FileHandle): Promise<Uint8Array> {
  const status = await handle.stat();
  if (!status.isFile()) throw new Error(`${fileName} is no file`);
  if (status.size > maxPackedBytes)
    throw new Error(`${fileName} has ${status.size} bytes, and at most ${maxPackedBytes} make sense`);
  return handle.readFile();
}

/** What runs left that were killed while they wrote. It is no run's concern whether that succeeds: the next tries again. */
async function removeLeftovers(folder: string, clock: Clock): Promise<void> {
  const all = await readdir(folder).catch(() => []);
  const names = all.filter((name) => leftover.test(name));
  await Promise.allSettled(
    names.map(async (name) => {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path);
      if (clock.wallMs() - mtimeMs > leftoverMs) await rm(path);
    }),
  );
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, bytes, { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
