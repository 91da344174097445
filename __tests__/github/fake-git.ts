import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, stubEnv } from '../support/jest/testing.js';
import { makeFolder } from './history.js';

/** A folder with a `git` that is a shell script. Whatever of it still runs at the test's end is ended then. */
export interface FakeGit {
  readonly folder: string;
  /** The ids of the processes that were started. */
  readonly pids: () => Promise<readonly number[]>;
}

/** Puts a script before the real git, on the PATH of this process, where `@actions/exec` looks. */
export async function useFakeGit(script: string): Promise<FakeGit> {
  const folder = await makeFolder();
  const file = join(folder, 'pids');
  await writeFile(file, '');
  await writeFile(join(folder, 'git'), `#!/bin/sh\necho $$ >> '${file}'\n${script}\n`);
  await chmod(join(folder, 'git'), 0o755);
  usePath(`${folder}:/bin:/usr/bin`);
  const pids = async (): Promise<readonly number[]> =>
    (await readFile(file, 'utf8')).split('\n').filter(Boolean).map(Number);
  onTestFinished(async () => {
    for (const pid of await pids()) endLeft(pid);
  });
  return { folder, pids };
}

/** For this process, until the test's end. */
export function usePath(path: string): void {
  stubEnv('PATH', path);
}

function endLeft(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
