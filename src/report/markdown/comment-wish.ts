import type { CommentPolicy } from '../../config/config.js';
import type { ImageReport, Report } from '../../result/report.js';

/** `update`: only where there is one already, which would else tell of a problem that is mended, or of images that are no longer there. */
export type CommentWish = 'create' | 'update' | 'none';

/** Whether a pull request is to have a comment on this run. */
export function commentWish(when: CommentPolicy, report: Report): CommentWish {
  switch (when) {
    case 'never':
      return 'none';
    case 'always':
      return 'create';
    case 'auto':
      return report.images.length > 0 || report.problems !== undefined ? 'create' : 'update';
    case 'on-problem':
      return hasProblem(report) ? 'create' : 'update';
  }
}

function hasProblem({ problems, checkedBecause, interrupted, warnings, images }: Report): boolean {
  const wasOnlyChecked = checkedBecause !== undefined && images.length > 0;
  return problems !== undefined || wasOnlyChecked || interrupted || warnings.length > 0 || images.some(isProblem);
}

function isProblem({ state, warnings, uses }: ImageReport): boolean {
  if (state !== 'mirrored' && state !== 'skipped') return true;
  return warnings.length > 0 || uses.some((use) => (use.warnings ?? []).length > 0);
}
