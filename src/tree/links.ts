import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCodeOf } from '../runtime/errors.js';

/** A link of the tree, whether there is anything at its end or not. */
export interface FoundLink {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** Where it leads in the workspace: the same, free of links. */
  readonly target: string;
}

/** More links in a row than this no system follows. */
const maxLinks = 40;

/**
 * Where a path leads, though there may be nothing: a sparse checkout leaves out what a link leads to, and what a pull request adds is not there
 * where its base is checked out. Links are followed as far as there is something; undefined: nobody can tell.
 */
export async function leadsTo(path: string, linksLeft = maxLinks): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT' || linksLeft === 0 || dirname(path) === path) return undefined;
    const folder = await leadsTo(dirname(path), linksLeft);
    if (folder === undefined) return undefined;
    const here = join(folder, basename(path));
    const target = await readlink(here).catch(() => undefined);
    return target === undefined ? here : leadsTo(resolve(folder, target), linksLeft - 1);
  }
}
