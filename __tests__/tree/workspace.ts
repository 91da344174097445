import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from '../support/jest/testing.js';

/** A real folder with a workspace in it and a place outside of that. Gone when the test is over. */
export interface Place {
  readonly workspace: string;
  readonly outside: string;
}

export async function makePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'image-mirror-tree-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const place = { workspace: join(folder, 'workspace'), outside: join(folder, 'outside') };
  await mkdir(place.workspace);
  await mkdir(place.outside);
  return place;
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
