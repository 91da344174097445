import { isAbsolute, relative, sep } from 'node:path';

/** Says whether a path is the folder itself or lies in it. Both must be absolute, and free of links where that matters. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** With the separators that globs, reports and annotations have. */
export function toPosix(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
