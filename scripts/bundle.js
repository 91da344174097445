import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const projectRoot = resolve(import.meta.dirname, '..');

/** The folder of the committed bundle. */
export const distFolder = join(projectRoot, 'dist');

/**
 * Bundles the action and its command into a folder: an ES module, its chunks and the licences of what is in it.
 * The same sources give the same bytes whatever the folder.
 *
 * @param {string} folder created if need be; what is in it is not removed
 */
export function bundle(folder) {
  const ncc = join(projectRoot, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
  // Without its cache: a stale one has the old text in the new bundle.
  const args = [ncc, 'build', 'src/main.ts', '-o', folder, '--license', 'licenses.txt', '--no-cache', '--quiet'];
  execFileSync(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] });
}

/**
 * @param {string} folder
 * @returns {Map<string, Buffer>} path in the folder → contents, in order of path; empty where there is no such folder
 */
export function readFolder(folder) {
  /** @type {Map<string, Buffer>} */
  const files = new Map();
  for (const entry of listFolder(folder)) {
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      files.set(path.slice(folder.length + 1), readFileSync(path));
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {string} folder */
function listFolder(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
