import { constants } from 'node:fs';
import { lstat, open, realpath, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';

import { decodeUtf8 } from '../runtime/text.js';
import { isInside } from './containment.js';
import { meaningOf } from './file-error.js';

export type ReadResult =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'problem';
      readonly message: string;
      /** It could be read, and is not what a Dockerfile is: text of some kilobytes. */
      readonly isOther?: true;
    };

/** The longest Dockerfiles in use have some tens of kilobytes; what has more is no Dockerfile, or is meant to tie us up. */
export const maxDockerfileBytes = 1024 * 1024;

/**
 * Without O_NONBLOCK, to open a named pipe is to wait for its writer, for ever. With O_NOFOLLOW a link that took the file's
 * place after its path was resolved is refused. Windows knows neither, and leaves them undefined: `|` takes that for 0.
 */
const openFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/**
 * Reads a Dockerfile of the workspace, and nothing outside of it: links are resolved here again, since the tree may have
 * changed after it was searched.
 * @param path relative to the workspace, as `findDockerfiles` gives it
 */
export async function readDockerfile(workspace: string, path: string): Promise<ReadResult> {
  try {
    const root = await realpath(workspace);
    const real = await realpath(resolve(workspace, path));
    if (!isInside(root, real)) return outside;
    const handle = await open(real, openFlags);
    try {
      return (await isUnmoved(handle, real)) ? await readText(handle) : outside;
    } finally {
      await handle.close();
    }
  } catch (error) {
    return readProblem(`This file could not be read: ${meaningOf(error)}.`);
  }
}

const outside = readProblem(
  'This file lies outside the workspace, or was moved while it was opened, and was not read.',
);

/** O_NOFOLLOW looks at the last part of a path alone; a folder on the way may have been changed for a link as well. */
async function isUnmoved(handle: FileHandle, real: string): Promise<boolean> {
  const [opened, named, resolved] = await Promise.all([
    handle.stat({ bigint: true }),
    lstat(real, { bigint: true }),
    realpath(real),
  ]);
  return resolved === real && opened.ino === named.ino && opened.dev === named.dev;
}

async function readText(handle: FileHandle): Promise<ReadResult> {
  const status = await handle.stat();
  if (!status.isFile())
    return readProblem(`This is ${status.isDirectory() ? 'a folder' : 'no regular file'}; a Dockerfile is a file.`);
  if (status.size > maxDockerfileBytes) return tooLarge(status.size);
  const buffer = Buffer.alloc(status.size + 1);
  const length = await fill(handle, buffer);
  if (length > status.size) return readProblem('This file was written to while it was read. Try again.');
  return decodeDockerfile(buffer.subarray(0, length));
}

async function fill(handle: FileHandle, buffer: Buffer): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

/** What a Dockerfile's bytes say, wherever they were read. */
export function decodeDockerfile(bytes: Uint8Array): ReadResult {
  if (bytes.length > maxDockerfileBytes) return tooLarge(bytes.length);
  try {
    return { kind: 'text', text: decodeUtf8(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return other('This file is not UTF-8 text. Save it as UTF-8.');
    throw error;
  }
}

export function tooLarge(size: number): ReadResult {
  return other(`This file has ${size} bytes; a Dockerfile has at most ${maxDockerfileBytes}. It was not read.`);
}

export function readProblem(message: string): ReadResult {
  return { kind: 'problem', message };
}

function other(message: string): ReadResult {
  return { kind: 'problem', message, isOther: true };
}
