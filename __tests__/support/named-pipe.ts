import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { skip } from './jest/testing.js';

/** Makes a named pipe; a machine without mkfifo skips the test by that name. */
export async function makeNamedPipe(path: string): Promise<void> {
  try {
    await promisify(execFile)('mkfifo', [path]);
  } catch (error) {
    skip(error instanceof Error && 'code' in error && error.code === 'ENOENT', 'mkfifo is not on this machine');
    throw error;
  }
}
