import type { Report, ScopeReport } from './report.js';
import { count } from './words.js';

/** Of how much of the tree a run was, in a sentence; what stands in it may come from outside. */
export function formatScope({ kind, why, files, only, leftOut }: ScopeReport): string {
  const looked =
    kind === 'changed'
      ? `Looked at ${count(files, 'changed file')} only.`
      : `Looked at the whole tree: ${count(files, 'file')}.`;
  const filter =
    only.length === 0 ? '' : ` Of them only ${only.join(', ')}: ${count(leftOut, 'image')} left out by that.`;
  return `${looked}${filter}${why === undefined ? '' : ` ${why}`}`;
}

/** Whether a run was of nothing but what a pull request changes. */
export function isOfChange({ scope }: Report): boolean {
  return scope.kind === 'changed';
}
