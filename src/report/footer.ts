import type { RootContent } from 'mdast';
import { list, paragraph, prose, text } from './phrasing.js';
import type { Report } from './report.js';
import { formatScope } from './scope-words.js';
import { formatCost, formatPullBudget } from './words.js';

/** What was looked at, what it cost, and where the run is. */
export function footerOf(report: Report, runUrl?: string): readonly RootContent[] {
  const budgets = report.pullBudgets.slice(0, maxBudgets);
  return [
    paragraph([
      ...prose(formatScope(report.scope)),
      ...(report.mode === 'mirror' || report.checkedBecause !== undefined
        ? []
        : [text(` Mode ${report.mode}: nothing was written.`)]),
      text(` ${formatCost(report)}`),
      ...(runUrl === undefined
        ? []
        : [text(' · '), { type: 'link' as const, url: runUrl, children: [text('the\u00a0run')] }]),
    ]),
    ...(budgets.length === 0 ? [] : [list(budgets.map((budget) => prose(formatPullBudget(budget))))]),
  ];
}

/** There are not so many registries that limit pulls. */
const maxBudgets = 10;
