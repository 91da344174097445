import type { Task } from './task.js';

/** Which images cannot wait: those that the pull request is about. */
export type Urgency =
  /** There is no pull request. */
  | { readonly kind: 'none' }
  /** There is one, and what it changes is not known. */
  | { readonly kind: 'all' }
  /** paths from the repository's root, which may be the workspace or a folder in it */
  | { readonly kind: 'files'; readonly files: ReadonlySet<string> };

/** Says whether an image is one that cannot wait. */
export function isUrgent({ uses }: Pick<Task, 'uses'>, urgency: Urgency): boolean {
  switch (urgency.kind) {
    case 'none':
      return false;
    case 'all':
      return true;
    case 'files':
      return uses.some(({ file }) => endingsOf(file).some((path) => urgency.files.has(path)));
  }
}

/** `a/b/c`, `b/c`, `c` */
function endingsOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_part, index) => parts.slice(index).join('/'));
}
