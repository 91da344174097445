import type { PhrasingContent, Root, RootContent, TableContent } from 'mdast';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { Use } from '../plan/task.js';
import { formatPlace } from '../plan/place.js';
import { printable } from '../text.js';
import type { ImageReport, Report } from './report.js';
import {
  formatBytes,
  formatCost,
  formatDigests,
  formatPullBudget,
  formatResult,
  formatState,
  worstFirst,
} from './words.js';

/** GitHub takes this many bytes of summary a step (docs.github.com, "Workflow commands": job summaries). */
export const maxSummaryBytes = 1024 * 1024;

/**
 * The job summary: the result in words, a table with a row for each place that names an image, the worst first, and what it cost.
 * Whatever comes from outside stands in code spans, where neither Markdown nor HTML nor mentions take effect. Of a report that is too long,
 * whole rows at the end are left out, and the summary says how many.
 */
export function renderSummary(report: Report, maxBytes: number = maxSummaryBytes): string {
  const rows = worstFirst(report.images).flatMap((image) => image.uses.map((use) => toRow(image, use)));
  const whole = renderWith(report, rows, 0);
  if (Buffer.byteLength(whole) <= maxBytes) return whole;
  return renderWith(report, rows, rows.length - fittingRows(report, rows, maxBytes));
}

/** The most rows that fit, found by halving. */
function fittingRows(report: Report, rows: readonly Row[], maxBytes: number): number {
  let fits = 0;
  let tooMany = rows.length;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    const size = Buffer.byteLength(renderWith(report, rows, rows.length - middle));
    if (size <= maxBytes) fits = middle;
    else tooMany = middle;
  }
  return fits;
}

type Row = readonly string[];

const headings: Row = ['State', 'Image', 'Digest', 'Reason', 'Platforms', 'Size', 'Copied', 'Target', 'Named in'];

function renderWith(report: Report, rows: readonly Row[], leftOut: number): string {
  const shown = rows.slice(0, rows.length - leftOut);
  const children: RootContent[] = [
    { type: 'heading', depth: 2, children: [text(`Image mirror: ${formatResult(report)}`)] },
    paragraph([text(modeWords(report)), ...targetsOf(report), text('.')]),
    ...report.warnings.slice(0, maxWarnings).map((warning) => paragraph([text('⚠️ '), code(warning)])),
    ...(shown.length === 0 ? [] : [table(shown)]),
    ...(leftOut === 0 ? [] : [paragraph([text(`${leftOut} more rows did not fit; the JSON report has them all.`)])]),
    paragraph([text(formatCost(report))]),
    ...report.pullBudgets.map((budget) => paragraph([text(formatPullBudget(budget))])),
  ];
  const root: Root = { type: 'root', children };
  return toMarkdown(root, { extensions: [gfmTableToMarkdown({ tablePipeAlign: false })] });
}

function targetsOf({ targets }: Report): PhrasingContent[] {
  return targets.flatMap((target, index) => (index === 0 ? [code(target)] : [text(' and '), code(target)]));
}

function modeWords({ mode }: Report): string {
  switch (mode) {
    case 'mirror':
      return 'Copies are kept under ';
    case 'check':
      return 'This was a check, nothing was written. Copies are kept under ';
    case 'verify':
      return 'This looked whether the target has every image; the sources were not asked. Copies are kept under ';
  }
}

function toRow(image: ImageReport, { file, line, written, warnings = [] }: Use): Row {
  const reason = [image.message, ...image.warnings, ...warnings].filter((part) => part !== undefined).join(' ');
  const place = formatPlace({ file, ...(line === undefined ? {} : { line }) });
  return [
    formatState(image),
    image.canonical ?? '',
    formatDigests(image),
    reason,
    (image.platforms ?? []).join(', '),
    image.size === undefined ? '' : formatBytes(image.size),
    image.copiedBytes === undefined ? '' : formatBytes(image.copiedBytes),
    image.target ?? '',
    written === undefined ? place : `${place} ${written}`,
  ];
}

function table(rows: readonly Row[]): RootContent {
  const header: TableContent = {
    type: 'tableRow',
    children: headings.map((heading) => ({ type: 'tableCell', children: [text(heading)] })),
  };
  const body = rows.map((row): TableContent => ({
    type: 'tableRow',
    children: row.map((cell, column) => ({ type: 'tableCell', children: cellOf(cell, column) })),
  }));
  return { type: 'table', children: [header, ...body] };
}

/** The first column's words are ours; all others may come from outside. */
function cellOf(cell: string, column: number): PhrasingContent[] {
  if (cell === '') return [];
  return [column === 0 ? text(cell) : code(cell)];
}

function paragraph(children: PhrasingContent[]): RootContent {
  return { type: 'paragraph', children };
}

function text(value: string): PhrasingContent {
  return { type: 'text', value };
}

function code(value: string): PhrasingContent {
  return { type: 'inlineCode', value: printable(value, maxCellCharacters) };
}

/** Of warnings about the run as a whole there are few; more than this are in the JSON report. */
const maxWarnings = 10;

/** An error's text is cut to what a reader takes in; the JSON report has all of it. */
const maxCellCharacters = 600;
