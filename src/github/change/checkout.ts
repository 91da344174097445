import { lstat, realpath } from 'node:fs/promises';
import native from 'node:path';
import { join, normalize, relative, resolve } from 'node:path/posix';

/**
 * The folders of the workspace, '' for itself, that may be the repository's root: actions/checkout may put it into any (`path:`). One where
 * git's own folder is found; without it, as in a checkout that was made without git, all that the images folder lies in.
 * @param images relative to the workspace
 */
export async function findRoots(workspace: string, images: string): Promise<readonly [string, ...string[]]> {
  const parts = normalize(images)
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (images.startsWith('/') || parts.includes('..')) return [''];
  const above = parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
  for (const folder of [...above.toReversed(), '']) {
    if (await isCheckout(workspace, folder)) return [folder];
  }
  return ['', ...above];
}

/** That one of them which is taken where there can be one alone. @param images may be a path in full, too */
export async function findRoot(workspace: string, images: string): Promise<string> {
  const [root] = await findRoots(workspace, relative(workspace, resolve(workspace, images)));
  return root;
}

/** A path of the workspace as GitHub has it: from the repository's root. */
export function fromRoot(path: string, root: string): string {
  return root !== '' && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/**
 * A worktree or a submodule has a file in the place of git's folder. A pull request can make a folder a link to the root, or to another checkout: what
 * lies behind a link has another path in its repository.
 */
async function isCheckout(workspace: string, folder: string): Promise<boolean> {
  try {
    await lstat(join(workspace, folder, '.git'));
    return (await realpath(join(workspace, folder))) === native.resolve(await realpath(workspace), folder);
  } catch {
    return false;
  }
}
