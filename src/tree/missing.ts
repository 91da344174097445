import { lstat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { KnownChange } from './change.js';
import { isInside } from './containment.js';
import { type FileProblem, type TreeOptions, belowImages, selectDockerfiles } from './find.js';

/**
 * What a change has and the checkout lacks: files that a sparse checkout leaves out, or that another commit has, and submodules that were
 * not checked out. Without a word of it the run would be green, and would have done nothing.
 */
export async function findMissing(options: TreeOptions, change: KnownChange): Promise<readonly FileProblem[]> {
  const git = await findGit(options);
  // Without git there is neither a sparse checkout nor a submodule, and where the repository begins is a guess.
  if (git === undefined) return [];
  const wanted = new Set(selectDockerfiles(change.files.keys(), options).map(({ path }) => path));
  const touching = [...change.files.keys()].filter((path) => wanted.has(path) || mayHoldImages(path, options));
  const lacking = { change, isSparse: await isThere(join(git, 'info/sparse-checkout')) };
  const found = await Promise.all(
    touching.map(async (path) => {
      const message = await faultOf(resolve(options.workspace, path), wanted.has(path), lacking);
      return message === undefined ? [] : [{ path, message }];
    }),
  );
  return found.flat();
}

/** A submodule is one path of a change, and may be above the images folder, or in it. */
function mayHoldImages(path: string, options: TreeOptions): boolean {
  const folder = resolve(options.workspace, options.images);
  return belowImages(path, options) !== undefined || isInside(resolve(options.workspace, path), folder);
}

interface Lacking {
  readonly change: KnownChange;
  readonly isSparse: boolean;
}

async function faultOf(path: string, isWanted: boolean, { change, isSparse }: Lacking): Promise<string | undefined> {
  const status = await lstat(path).catch(() => undefined);
  // git knows of no folders: what is one here is a submodule.
  if (status?.isDirectory() === true) return faultOfSubmodule(path, change);
  if (status !== undefined || !isWanted || change.textNow !== undefined) return undefined;
  const what = `This file is not in the checkout, although ${change.what} changes it`;
  return isSparse
    ? `${what}: the checkout is sparse. Add its folder to "sparse-checkout" of actions/checkout.`
    : `${what}. Check out the commit that the run is of, with all of its files.`;
}

async function faultOfSubmodule(path: string, change: KnownChange): Promise<string | undefined> {
  const what = `This is a submodule that ${change.what} changes`;
  if (change.textNow !== undefined)
    return `${what}: GitHub does not give its files. Mirror its images in a run that checks it out.`;
  if (await isThere(join(path, '.git'))) return undefined;
  return `${what}, and it was not checked out. Set "submodules" of actions/checkout to true.`;
}

/** git's own folder, of the checkout that the images folder is in. */
async function findGit({ workspace, images }: TreeOptions): Promise<string | undefined> {
  const root = resolve(workspace);
  for (let folder = resolve(root, images); isInside(root, folder); folder = dirname(folder)) {
    if (await isThere(join(folder, '.git'))) return join(folder, '.git');
    if (folder === root) return undefined;
  }
  return undefined;
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
