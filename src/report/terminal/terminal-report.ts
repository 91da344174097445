import type { Colors } from 'picocolors/types.js';
import { formatLocation } from '../../plan/task.js';
import { formatCount, formatList, printable } from '../../runtime/text.js';
import { bumpOf } from '../../result/bump.js';
import { type SharedCause, causeByImage, sharedCauses } from '../markdown/shared-causes.js';
import { formatPullBudget } from '../../result/pull-budget.js';
import type { ImageReport, Report, State, ReportUse } from '../../result/report.js';
import {
  formatBytes,
  formatCost,
  formatCounts,
  formatDigests,
  formatScope,
  formatState,
  isOnlyChecked,
  nameOf,
  scopeReason,
  tagWords,
  worstFirst,
} from '../formats.js';

/**
 * The report for a terminal: all that needs a person or was changed, the worst first, each with the locations that name it; then the result
 * in words, and what it cost. What was up to date is only counted.
 */
export function renderTerminal(report: Report, colors: Colors): string {
  const sorted = worstFirst(report.images);
  const blocks = renderImages(sorted.filter(needsAttention), report, colors);
  // Left out without asking any registry: who wonders where an image is has to find it.
  const notAsked = sorted.filter(
    (image) =>
      !needsAttention(image) &&
      (image.reason === 'internal' || image.reason === 'excluded' || image.reason === 'scratch'),
  );
  const lines = notAsked.map((image) => {
    const locations = image.uses.map((use) => printable(formatLocation(use))).join(', ');
    return colors.dim(`${formatState(image)} ${printable(nameOf(image))}  in ${locations}`);
  });
  const scope = [formatScope(report.scope), scopeReason(report)].filter((part) => part !== undefined).join(': ');
  const costs = [formatCost(report), ...report.pullBudgets.map((budget) => printable(formatPullBudget(budget)))];
  const facts = [...(scope === '' ? [] : [printable(scope, maxMessageCharacters)]), ...costs];
  return joinLines(
    [...blocks, ...lines, ...renderWarnings(report, colors)],
    [...renderResult(report, colors), ...facts.map((line) => colors.dim(line))],
  );
}

/** What failed or is to be looked at, and the result: for who does not see the report itself. */
export function renderShort(report: Report, colors: Colors): string {
  const images = worstFirst(report.images).filter(
    (image) => image.state === 'failed' || image.state === 'deferred' || image.state === 'stale' || hasWarnings(image),
  );
  return joinLines(
    [...renderImages(images, report, colors), ...renderWarnings(report, colors)],
    renderResult(report, colors),
  );
}

function joinLines(facts: readonly string[], result: readonly string[]): string {
  return [...facts, ...(facts.length === 0 ? [] : ['']), ...result, ''].join('\n');
}

function renderWarnings({ warnings }: Report, colors: Colors): readonly string[] {
  return warnings.map((warning) => `${colors.yellow('warning')} ${printable(warning, maxMessageCharacters)}`);
}

function renderResult(report: Report, colors: Colors): readonly string[] {
  const targets = formatList(report.targets.map((target) => printable(target)));
  const result = `${colors.bold(formatCounts(report, 'reasons'))} under ${targets}`;
  if (report.checkedBecause === undefined) return [result];
  const what = isOnlyChecked(report) ? 'only checked' : 'not written';
  return [result, `${what}: ${printable(report.checkedBecause, maxMessageCharacters)}`];
}

/** What several failed by is said once, where the first of them would stand. */
function renderImages(images: readonly ImageReport[], { targets }: Report, colors: Colors): readonly string[] {
  const shared = causeByImage(sharedCauses(images));
  return images.flatMap((image) => {
    const cause = shared.get(image);
    if (cause === undefined) return [renderImage(image, colors)];
    return cause.images[0] === image ? [renderCause(cause, targets.length > 1, colors)] : [];
  });
}

function renderCause({ message, images, names }: SharedCause, namesTargets: boolean, colors: Colors): string {
  const count = formatCount(names.length, 'image');
  const lines = images.flatMap((image) => {
    const { target, warnings, uses } = image;
    const copy = namesTargets && target !== undefined ? ` → ${printable(target)}` : '';
    const locations = colors.dim(`in ${uses.map((use) => printable(formatLocation(use))).join(', ')}`);
    const all = [...warnings, ...uses.flatMap((use) => use.warnings ?? [])];
    return [
      `${printable(nameOf(image))}${copy}  ${locations}`,
      ...all.map((warning) => renderWarning(warning, colors)),
    ];
  });
  return [`${colors.red('failed')} ${colors.bold(count)}: ${printable(message, maxMessageCharacters)}`, ...lines].join(
    '\n    ',
  );
}

function renderWarning(warning: string, colors: Colors): string {
  return `${colors.yellow('warning:')} ${printable(warning, maxMessageCharacters)}`;
}

function needsAttention(image: ImageReport): boolean {
  return image.state !== 'skipped' || hasWarnings(image);
}

function hasWarnings({ warnings, uses }: ImageReport): boolean {
  return warnings.length > 0 || uses.some((use) => use.warnings !== undefined);
}

function renderImage(image: ImageReport, colors: Colors): string {
  const { target, copiedBytes, uses } = image;
  const copied = copiedBytes === undefined ? '' : `${formatBytes(copiedBytes)} copied`;
  const { tags } = bumpOf(image);
  // What it is now stands in its name already.
  const bumped = tags.includes(' → ') ? tags : '';
  const facts = [printable(bumped), formatDigests(image), copied, tagWords(image)].filter(Boolean).join(', ');
  const lines = [
    `${colorOf(image.state, colors)(formatState(image))} ${colors.bold(printable(nameOf(image)))}`,
    ...(target === undefined ? [] : [`→ ${printable(target)}`]),
    ...(facts === '' ? [] : [facts]),
    ...(image.message === undefined ? [] : [`why: ${printable(image.message, maxMessageCharacters)}`]),
    ...image.warnings.map((warning) => renderWarning(warning, colors)),
    ...uses.flatMap((use) => renderUse(use, colors)),
  ];
  return lines.join('\n    ');
}

function renderUse({ written, warnings = [], ...location }: ReportUse, colors: Colors): readonly string[] {
  const spelling = written === undefined ? '' : `  ${printable(written)}`;
  return [
    colors.dim(`in ${printable(formatLocation(location))}${spelling}`),
    ...warnings.map((warning) => renderWarning(warning, colors)),
  ];
}

const maxMessageCharacters = 1_000;

export function colorOf(state: State, colors: Colors): (text: string) => string {
  switch (state) {
    case 'mirrored':
      return colors.green;
    case 'would-mirror':
      return colors.cyan;
    case 'skipped':
      return colors.dim;
    case 'stale':
      return colors.yellow;
    case 'deferred':
      return colors.magenta;
    case 'failed':
      return colors.red;
  }
}
