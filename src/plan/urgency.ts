import type { Task } from './task.js';

/** Which images cannot wait: those that the pull request is about. */
export type Urgency =
  /** Neither a pull request nor a merge group. */
  | { readonly kind: 'none' }
  /** There is one, and what it changes is not known. */
  | { readonly kind: 'all' }
  /** paths as uses have them */
  | { readonly kind: 'files'; readonly files: { readonly has: (path: string) => boolean } };

/** Says whether an image is one that cannot wait. */
export function isUrgent({ uses }: Pick<Task, 'uses'>, urgency: Urgency): boolean {
  switch (urgency.kind) {
    case 'none':
      return false;
    case 'all':
      return true;
    case 'files':
      return uses.some(({ file }) => urgency.files.has(file));
  }
}
