import { lstat, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { KnownChange } from './known-change.js';
import { isInside } from './containment.js';
import type { FileProblem, FoundFile, TreeOptions } from './find.js';
import type { FoundLink } from './links.js';
import { mayHoldImages } from './select.js';

/**
 * What a change has and the checkout lacks: files that a sparse checkout leaves out, or that another commit has, and submodules that were
 * not checked out. Without a word of it the run would be green, and would have done nothing.
 * @param files that the change has in the tree
 */
export async function findMissing(
  options: TreeOptions,
  change: KnownChange,
  files: readonly FoundFile[],
  links: readonly FoundLink[],
): Promise<readonly FileProblem[]> {
  const git = await findGit(options);
  const isSparse = git !== undefined && (await isThere(join(git, 'info/sparse-checkout')));
  const lacking: MissingFileContext = { workspace: options.workspace, change, hasGit: git !== undefined, isSparse };
  const submodules = await findSubmodules(options, change, links);
  const found = await Promise.all([
    ...submodules.map(async (path) => faultOfSubmodule(path, lacking)),
    ...files.map(async (file) => faultOfFile(file, lacking)),
  ]);
  return found.flat();
}

interface MissingFileContext {
  readonly workspace: string;
  readonly change: KnownChange;
  /** Without it there is no sparse checkout, and where the repository begins is a guess. */
  readonly hasGit: boolean;
  readonly isSparse: boolean;
}

/** Those that may hold images. git knows of no folders: what is one in the checkout is a submodule, too, whoever lists it. */
async function findSubmodules(
  options: TreeOptions,
  { files, submodules }: KnownChange,
  links: readonly FoundLink[],
): Promise<readonly string[]> {
  const listed = [...submodules].filter((path) => mayHoldImages(path, options, links));
  const others = [...files.keys()].filter((path) => mayHoldImages(path, options));
  const folders = await Promise.all(
    others.map(async (path) => {
      const status = await lstat(resolve(options.workspace, path)).catch(() => undefined);
      return status?.isDirectory() === true ? [path] : [];
    }),
  );
  return [...new Set([...listed, ...folders.flat()])];
}

async function faultOfFile(
  { path, real }: FoundFile,
  { workspace, change, hasGit, isSparse }: MissingFileContext,
): Promise<readonly FileProblem[]> {
  if (!hasGit || change.textNow !== undefined || (await isThere(resolve(workspace, real)))) return [];
  const what = path === real ? 'This file is' : `This links to ${real}, which is`;
  const why = `${what} not in the checkout, although ${change.what} changes it`;
  const message = isSparse
    ? `${why}: the checkout is sparse. Add its folder to "sparse-checkout" of actions/checkout.`
    : `${why}. Check out the commit that the run is of, with all of its files.`;
  return [{ path, message }];
}

async function faultOfSubmodule(path: string, lacking: MissingFileContext): Promise<readonly FileProblem[]> {
  const { change, isSparse } = lacking;
  const what = `This is a submodule that ${change.what} changes`;
  if (change.textNow !== undefined) {
    const message = `${what}: GitHub does not give its files. Mirror its images in a run that checks it out.`;
    return [{ path, message }];
  }
  if (await isCheckedOut(path, lacking)) return [];
  const message = isSparse
    ? `${what}, and it was not checked out: the checkout is sparse. Add its folder to "sparse-checkout" of actions/checkout, and set "submodules" to true.`
    : `${what}, and it was not checked out. Set "submodules" of actions/checkout to true.`;
  return [{ path, message }];
}

/** Without git nobody checks one out. It may have been put there in another way, and if there is no such folder, the repository begins elsewhere. */
async function isCheckedOut(path: string, { workspace, hasGit }: MissingFileContext): Promise<boolean> {
  const folder = resolve(workspace, path);
  if (hasGit) return isThere(join(folder, '.git'));
  const entries = await readdir(folder).catch(() => undefined);
  return entries?.length !== 0;
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
