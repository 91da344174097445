import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

import { errorCodeOf } from '../runtime/errors.js';

/** Says whether a path is the folder itself or lies in it. Both must be absolute, and free of links where that matters. */
export function isInside(folder: string, path: string): boolean {
  const between = relative(folder, path);
  return between !== '..' && !between.startsWith(`..${sep}`) && !isAbsolute(between);
}

/** With the separators that globs, reports and annotations have. */
export function toPosix(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/**
 * Says whether a path that is spelled as one of the workspace leads out of it, by a link on its way or at its end: a pull request can bring
 * such a link. What need not be there yet is looked for as far as it is there. A path that is spelled as one outside is somebody's choice.
 */
export async function leadsOutside(workspace: string, path: string): Promise<boolean> {
  const wanted = resolve(workspace, path);
  if (!isInside(resolve(workspace), wanted)) return false;
  const real = await realOf(wanted);
  return real === undefined || !isInside(await realpath(workspace), real);
}

/** Of what is not there the folder that it would be in; undefined where a link leads to nothing, or in a circle. */
async function realOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    const isThere = await lstat(path).then(
      () => true,
      () => false,
    );
    return isThere || errorCodeOf(error) !== 'ENOENT' || dirname(path) === path ? undefined : realOf(dirname(path));
  }
}
