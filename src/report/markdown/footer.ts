import type { RootContent } from 'mdast';
import { code, list, paragraph, prose, text } from './phrasing.js';
import type { Report } from '../../result/report.js';
import { formatCost, formatScope, isOnlyChecked, scopeReason } from '../formats.js';
import { formatCount } from '../../runtime/text.js';
import { formatPullBudget } from '../../result/pull-budget.js';

/** Where a comment comes from. */
export interface Origin {
  /** Page of the run that it tells of. */
  readonly runUrl?: string;
  /** The newest commit of its pull request, in full: a comment may be of an older one than is shown above it. */
  readonly commit?: string;
}

/** What was looked at, of which commit, what it cost, and where the run is. */
export function footerOf(report: Report, { runUrl, commit }: Origin = {}): readonly RootContent[] {
  const budgets = report.pullBudgets.slice(0, maxBudgets);
  // No line begins with a dot, or with a unit.
  const cost = formatCost(report)
    .replaceAll(' ·', '\u00a0·')
    .replace(/(?<=\d) (?=[kMGTP]?B|s\b|min\b)/g, '\u00a0');
  return [
    paragraph([
      ...prose(scopeWords(report)),
      ...(report.mode === 'mirror' || isOnlyChecked(report)
        ? []
        : [text(` Mode ${report.mode}: nothing was written.`)]),
      ...(commit === undefined ? [] : [text(' Commit '), code(commit.slice(0, 7)), text('.')]),
      text(` ${cost}`),
      ...(runUrl === undefined
        ? []
        : [text('\u00a0· '), { type: 'link' as const, url: runUrl, children: [text('the\u00a0run')] }]),
    ]),
    ...(budgets.length === 0 ? [] : [list(budgets.map((budget) => prose(formatPullBudget(budget))))]),
  ];
}

function scopeWords(report: Report): string {
  const { scope } = report;
  const words = formatScope(scope) ?? `the whole tree, ${formatCount(scope.files, 'file')}`;
  const reason = scopeReason(report);
  return `Scope: ${words}.${reason === undefined ? '' : ` ${reason}`}`;
}

/** There are not so many registries that limit pulls. */
const maxBudgets = 10;
