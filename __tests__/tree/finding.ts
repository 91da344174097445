import { findDockerfiles, type FindResult } from '../../src/tree/find.js';
import { defaultDockerfiles } from '../../src/config/options.js';
import { makeFolders, put } from './workspace.js';

/** Searches a workspace that has these entries. */
export async function find(
  entries: readonly string[],
  options: { images?: string; dockerfiles?: string } = {},
): Promise<FindResult> {
  const { workspace } = await makeFolders();
  await put(workspace, ...entries);
  return findDockerfiles({ workspace, images: 'images', dockerfiles: defaultDockerfiles, ...options });
}

/** Paths that were found, then `path: message` of the problems. */
export function outline(result: FindResult): readonly string[] {
  if (result.kind !== 'found') return [result.kind];
  return [
    ...result.files.map(({ path }) => path),
    ...result.problems.map(({ path, message }) => `${path}: ${message}`),
  ];
}

export interface Row {
  readonly name: string;
  readonly tree: readonly string[];
  readonly options?: { images?: string; dockerfiles?: string };
  readonly want: readonly string[];
}
