import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
} from 'node:fs';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';

import { errorCodeOf } from '../runtime/errors.js';
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

/** What a file is read as. */
export interface TextFileKind {
  /** with its article, for sentences */
  readonly name: string;
  readonly maxBytes: number;
}

/** The longest Dockerfiles in use have some tens of kilobytes; what has more is no Dockerfile, or is meant to tie us up. */
export const maxDockerfileBytes = 1024 * 1024;

const dockerfile: TextFileKind = { name: 'a Dockerfile', maxBytes: maxDockerfileBytes };

/**
 * Without O_NONBLOCK, to open a named pipe is to wait for its writer, for ever. With O_NOFOLLOW a link that took the file's
 * place after its path was resolved is refused. Windows knows neither, and leaves them undefined: `|` takes that for 0.
 */
const openFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/**
 * Reads a Dockerfile of the workspace, and nothing outside of it. Links are followed.
 * @param path relative to the workspace
 */
export async function readDockerfile(workspace: string, path: string): Promise<ReadResult> {
  try {
    return readInside(await realpath(workspace), await realpath(resolve(workspace, path)));
  } catch (error) {
    return unreadable(error);
  }
}

/**
 * Reads another file of the workspace in the same way.
 * @param path relative to the workspace
 * @returns `absent` where nothing has that name
 */
export async function readWorkspaceFile(
  workspace: string,
  path: string,
  kind: TextFileKind,
): Promise<ReadResult | { readonly kind: 'absent' }> {
  try {
    return readInside(await realpath(workspace), await realpath(resolve(workspace, path)), kind);
  } catch (error) {
    const isAbsent = errorCodeOf(error) === 'ENOENT' || errorCodeOf(error) === 'ENOTDIR';
    // A link that leads nowhere is there all the same.
    return isAbsent && !existsItself(resolve(workspace, path)) ? { kind: 'absent' } : unreadable(error);
  }
}

function existsItself(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** So many files are read at once, which takes some milliseconds. */
const filesAtOnce = 32;

/**
 * Reads files that the search has found. The tree may have changed since: a file that is a link now, or lies behind one, is not read.
 * @returns reads a file by its path, relative to the workspace and free of links
 */
export function createReader(workspace: string): (real: string) => Promise<ReadResult> {
  let root: Promise<string> | undefined;
  let count = 0;
  return async (real) => {
    // Before some files are read at once, a thread of Node's pool looks at the workspace. The run can be stopped meanwhile, also if the file
    // system hangs (a network that is gone).
    if (root === undefined || count % filesAtOnce === 0) root = realpath(workspace);
    count += 1;
    try {
      const found = await root;
      return readInside(found, resolve(found, real));
    } catch (error) {
      return unreadable(error);
    }
  };
}

/** To read a small file takes microseconds, and ten times as many by way of a thread. */
function readInside(root: string, real: string, kind = dockerfile): ReadResult {
  if (!isInside(root, real)) return outside;
  const file = openFile(real);
  if (file === undefined) return outside;
  try {
    const status = fstatSync(file, { bigint: true });
    return isUnmoved(status, real) ? readText(file, status, kind) : outside;
  } finally {
    closeSync(file);
  }
}

/** undefined: it was free of links, and is one now. */
function openFile(real: string): number | undefined {
  try {
    return openSync(real, openFlags);
  } catch (error) {
    if (errorCodeOf(error) === 'ELOOP') return undefined;
    throw error;
  }
}

function unreadable(error: unknown): ReadResult {
  return readProblem(`This file could not be read: ${meaningOf(error)}.`);
}

const outside = readProblem(
  'This file lies outside the workspace, or was moved while it was opened, and was not read.',
);

/** O_NOFOLLOW looks at the last part of a path alone; a folder on the way may have been changed for a link as well. */
function isUnmoved(opened: BigIntStats, real: string): boolean {
  const named = lstatSync(real, { bigint: true });
  return opened.ino === named.ino && opened.dev === named.dev && realpathSync.native(real) === real;
}

function readText(file: number, status: BigIntStats, kind: TextFileKind): ReadResult {
  if (!status.isFile())
    return readProblem(`This is ${status.isDirectory() ? 'a folder' : 'no regular file'}; ${kind.name} is a file.`);
  const size = Number(status.size);
  if (size > kind.maxBytes) return tooLarge(size, kind);
  // One byte more than there should be: the same read shows whether it is there.
  const buffer = Buffer.allocUnsafe(size + 1);
  const length = fill(file, buffer, size);
  if (length > size) return readProblem('This file was written to while it was read. Try again.');
  return decodeText(buffer.subarray(0, length), kind);
}

/** Reads until there are so many bytes, or no more. */
function fill(file: number, buffer: Buffer, enough: number): number {
  let length = 0;
  for (;;) {
    const bytesRead = readSync(file, buffer, length, buffer.length - length, null);
    length += bytesRead;
    if (bytesRead === 0 || length >= enough) return length;
  }
}

/** What a file's bytes say, wherever they were read. */
export function decodeText(bytes: Uint8Array, kind = dockerfile): ReadResult {
  if (bytes.length > kind.maxBytes) return tooLarge(bytes.length, kind);
  try {
    return { kind: 'text', text: decodeUtf8(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return other('This file is not UTF-8 text. Save it as UTF-8.');
    throw error;
  }
}

export function tooLarge(size: number, { name, maxBytes } = dockerfile): ReadResult {
  return other(`This file has ${size} bytes; ${name} has at most ${maxBytes}. It was not read.`);
}

export function readProblem(message: string): ReadResult {
  return { kind: 'problem', message };
}

function other(message: string): ReadResult {
  return { kind: 'problem', message, isOther: true };
}
