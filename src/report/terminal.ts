import type { Colors } from 'picocolors/types.js';
import { formatPlace } from '../plan/place.js';
import type { Use } from '../plan/task.js';
import { printable } from '../text.js';
import { bumpOf } from './bump.js';
import type { ImageReport, Report, State } from './report.js';
import {
  formatBytes,
  formatCost,
  formatCounts,
  formatDigests,
  formatList,
  formatPullBudget,
  formatScope,
  formatState,
  isOnlyChecked,
  nameOf,
  scopeReason,
  waitingWords,
  worstFirst,
} from './words.js';

/**
 * The report for a terminal: all that needs a person or was changed, the worst first, each with the places that name it; then the result
 * in words, and what it cost. What was up to date is only counted.
 */
export function renderTerminal(report: Report, colors: Colors): string {
  const sorted = worstFirst(report.images);
  const blocks = sorted.filter(needsWords).map((image) => renderImage(image, colors));
  const passedOver = sorted.filter((image) => !needsWords(image) && wasPassedOver(image));
  const lines = passedOver.map((image) => renderPassedOver(image, colors));
  const warnings = report.warnings.map((warning) => `${colors.yellow('warning')} ${printable(warning)}`);
  const result = `${colors.bold(formatCounts(report))} under ${formatList(report.targets.map((target) => printable(target)))}`;
  const scope = [formatScope(report.scope), scopeReason(report)].filter((part) => part !== undefined).join(': ');
  const why =
    report.checkedBecause === undefined
      ? []
      : [
          `${isOnlyChecked(report) ? 'only checked' : 'not written'}: ${printable(report.checkedBecause, maxMessageCharacters)}`,
        ];
  const costs = [formatCost(report), ...report.pullBudgets.map((budget) => printable(formatPullBudget(budget)))];
  const facts = [...(scope === '' ? [] : [printable(scope, maxMessageCharacters)]), ...costs];
  return [...blocks, ...lines, ...warnings, '', result, ...why, ...facts.map((line) => colors.dim(line)), ''].join(
    '\n',
  );
}

function needsWords({ state, warnings, uses }: ImageReport): boolean {
  return state !== 'skipped' || warnings.length > 0 || uses.some((use) => use.warnings !== undefined);
}

/** Left out without asking any registry: who wonders where an image is has to find it. */
function wasPassedOver({ reason }: ImageReport): boolean {
  return reason === 'internal' || reason === 'excluded' || reason === 'scratch';
}

function renderPassedOver(image: ImageReport, colors: Colors): string {
  const places = image.uses.map((use) => printable(formatPlace(use))).join(', ');
  return colors.dim(`${formatState(image)} ${printable(nameOf(image))}  in ${places}`);
}

function renderImage(image: ImageReport, colors: Colors): string {
  const { target, copiedBytes, tagWaits, uses } = image;
  const copied = copiedBytes === undefined ? '' : `${formatBytes(copiedBytes)} copied`;
  const waiting = tagWaits === true ? waitingWords : '';
  const facts = [printable(bumped(image)), formatDigests(image), copied, waiting].filter(Boolean).join(', ');
  const lines = [
    `${colorOf(image.state, colors)(formatState(image))} ${colors.bold(printable(nameOf(image)))}`,
    ...(target === undefined ? [] : [`→ ${printable(target)}`]),
    ...(facts === '' ? [] : [facts]),
    ...(image.message === undefined ? [] : [`why: ${printable(image.message, maxMessageCharacters)}`]),
    ...image.warnings.map((warning) => `${colors.yellow('warning:')} ${printable(warning, maxMessageCharacters)}`),
    ...uses.flatMap((use) => renderUse(use, colors)),
  ];
  return lines.join('\n    ');
}

/** What it is now stands in its name already. */
function bumped(image: ImageReport): string {
  const { tags } = bumpOf(image);
  return tags.includes(' → ') ? tags : '';
}

function renderUse({ written, warnings = [], ...place }: Use, colors: Colors): readonly string[] {
  const spelling = written === undefined ? '' : `  ${printable(written)}`;
  return [
    colors.dim(`in ${printable(formatPlace(place))}${spelling}`),
    ...warnings.map((warning) => `${colors.yellow('warning:')} ${printable(warning, maxMessageCharacters)}`),
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
