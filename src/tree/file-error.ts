import { errorCodeOf } from '../runtime/errors.js';

/** What a file system's error code means for the one who has to mend it. */
const meanings = new Map([
  ['EACCES', 'permission was denied'],
  ['EPERM', 'permission was denied'],
  ['ELOOP', 'its links go round in a circle'],
  ['ENAMETOOLONG', 'its path is too long'],
  ['ENOENT', 'it is not there any more'],
  ['ENOTDIR', 'it is not there any more'],
  ['ENXIO', 'it is not a regular file'],
]);

/** Says why a file could not be read; throws on what is no error of the file system. */
export function meaningOf(error: unknown): string {
  const code = errorCodeOf(error);
  if (code === undefined) throw error;
  return meanings.get(code) ?? `the system says ${code}`;
}
