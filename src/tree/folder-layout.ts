import { dirname } from 'node:path/posix';
import { type Reference, formatRepository, tryReference } from '../image/reference.js';

/**
 * The image that a file's folder names: `docker.io/library/postgres` for `docker.io/library/postgres/Dockerfile`.
 * undefined: the folder's first part is no registry host, so that the tree is laid out in another way.
 */
export function imageOfFolder(relativeToImages: string): Reference | undefined {
  const [host = '', ...path] = dirname(relativeToImages).split('/');
  // A port's colon cannot be in a folder's name on every system: `_` stands for it, as in a copy's name.
  const spelled = host.replace(/_(\d+)$/, ':$1');
  if (!/[.:]/.test(spelled.slice(1)) && spelled !== 'localhost') return undefined;
  return path.length === 0 ? undefined : tryReference([spelled, ...path].join('/'));
}

/** A folder agrees with an image where it names it, or a place below it: `…/postgres/14`. */
export function agrees(folder: Reference, image: Reference): boolean {
  const named = formatRepository(folder);
  const used = formatRepository(image);
  return named === used || named.startsWith(`${used}/`);
}
