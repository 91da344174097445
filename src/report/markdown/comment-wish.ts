import type { CommentPolicy } from '../../config/config.js';
import type { Report } from '../../result/report.js';

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
  const isUndone = images.some(({ state }) => state !== 'mirrored' && state !== 'skipped');
  const warned = [
    ...warnings,
    ...images.flatMap((image) => [image, ...image.uses].flatMap((each) => each.warnings ?? [])),
  ];
  return problems !== undefined || wasOnlyChecked || interrupted || isUndone || warned.length > 0;
}
