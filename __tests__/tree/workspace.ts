import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from '../support/jest/testing.js';

/** A workspace, and a folder outside of it. Both are removed when the test ends. */
export interface TemporaryFolders {
  readonly workspace: string;
  readonly outside: string;
}

export async function makeFolders(): Promise<TemporaryFolders> {
  const folder = await mkdtemp(join(tmpdir(), 'image-mirror-tree-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const folders = { workspace: join(folder, 'workspace'), outside: join(folder, 'outside') };
  await mkdir(folders.workspace);
  await mkdir(folders.outside);
  return folders;
}

/** Writes files with their folders; `path -> target` makes a link, `path/` a folder. */
export async function put(root: string, ...entries: readonly string[]): Promise<void> {
  for (const entry of entries) {
    const [path = '', target] = entry.split(' -> ');
    await mkdir(join(root, path.endsWith('/') ? path : dirname(path)), { recursive: true });
    if (target !== undefined) await symlink(target, join(root, path));
    else if (!path.endsWith('/')) await writeFile(join(root, path), `FROM ${path}\n`);
  }
}

/** Root reads everything, whatever its mode. */
export const isRoot = process.getuid?.() === 0;
