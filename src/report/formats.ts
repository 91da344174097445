import prettyBytes from 'pretty-bytes';
import { formatLocation } from '../plan/task.js';
import { formatCount, formatTime, printable } from '../runtime/text.js';
import { shortDigest } from '../image/digest.js';
import type { Advance } from '../result/progress.js';
import { type ImageReport, type Report, type ScopeReport, type State, states } from '../result/report.js';

/** The words of a report, the same wherever it is shown. */
const stateWords: Readonly<Record<State, string>> = {
  mirrored: 'mirrored',
  'would-mirror': 'would mirror',
  skipped: 'skipped',
  stale: 'stale',
  deferred: 'deferred',
  failed: 'failed',
};

/** `skipped: up-to-date`, `failed`. */
export function formatState({ state, reason }: Pick<ImageReport, 'state' | 'reason'>): string {
  return reason === undefined ? stateWords[state] : `${stateWords[state]}: ${reason}`;
}

/** Why the tag does not resolve to the copy yet; undefined: as far as is known, it does. */
export function tagWords({ tagWaits, visible }: Pick<ImageReport, 'tagWaits' | 'visible'>): string | undefined {
  if (tagWaits === true) return 'the tag moves with the merge';
  return visible === false ? 'the tag is not visible yet' : undefined;
}

/** What an image is called: as far as its name could be read, and else as it is written or where. */
export function nameOf({ canonical, uses: [use] }: ImageReport): string {
  return canonical ?? use?.written ?? (use === undefined ? '' : formatLocation(use));
}

/**
 * `1 failed, 3 mirrored, 12 skipped: up-to-date`: states without an image are left out.
 * @param verified what a verification found there is called by; `reasons`: `2 present`
 */
export function formatCounts(
  {
    counts,
    images,
    interrupted,
    mode,
  }: Pick<Report, 'counts' | 'images' | 'interrupted'> & { readonly mode?: Report['mode'] },
  verified: 'states' | 'reasons' = 'states',
): string {
  const skipped =
    mode === 'verify' && verified === 'reasons'
      ? countReasons(images).join(', ')
      : formatSkipped(`${counts.skipped} ${stateWords.skipped}`, images);
  const parts = states
    .filter((state) => counts[state] > 0)
    .map((state) => (state === 'skipped' ? skipped : `${counts[state]} ${stateWords[state]}`));
  const words = parts.length === 0 ? 'nothing to do' : parts.join(', ');
  return interrupted ? `stopped early: ${words}` : words;
}

/** Whether what was skipped is there, or is nobody's to copy: `3 skipped: up-to-date`, `4 skipped (1 unverified, 3 up-to-date)`. */
function formatSkipped(count: string, images: readonly ImageReport[]): string {
  const [reason, ...others] = new Set(reasonsOf(images));
  if (reason === undefined) return count;
  if (others.length === 0) return `${count}: ${reason}`;
  return `${count} (${countReasons(images).join(', ')})`;
}

function countReasons(images: readonly ImageReport[]): readonly string[] {
  const reasons = reasonsOf(images);
  const count = (wanted: string): number => reasons.filter((reason) => reason === wanted).length;
  // What is to be noticed goes first.
  const weight = (reason: string): number => (reason === 'unverified' ? Infinity : count(reason));
  const ordered = [...new Set(reasons)].toSorted(
    (one, other) => weight(other) - weight(one) || one.localeCompare(other, 'en'),
  );
  return ordered.map((reason) => `${count(reason)} ${reason}`);
}

function reasonsOf(images: readonly ImageReport[]): readonly string[] {
  return images.flatMap(({ state, reason }) => (state === 'skipped' && reason !== undefined ? [reason] : []));
}

/** `3 files of pull request #7, 2 images left out by `only``; undefined where the run was simply of all. */
export function formatScope({ kind, of, why, files, only, leftOut }: ScopeReport): string | undefined {
  const change = of ?? 'the change';
  const changed =
    files === 0 ? `${change} changes no file that names images` : `${formatCount(files, 'file')} of ${change}`;
  const parts = [
    ...(kind === 'changed' ? [changed] : []),
    ...(why === undefined ? [] : [files === 1 ? 'the one file that there is' : `all ${files} files`]),
    ...(only.length === 0 || leftOut === 0 ? [] : [`${formatCount(leftOut, 'image')} left out by \`only\``]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** Why the run was of all, where less was asked for, and no warning says it. */
export function scopeReason({ scope, warnings }: Pick<Report, 'scope' | 'warnings'>): string | undefined {
  return scope.why === undefined || warnings.includes(scope.why) ? undefined : scope.why;
}

/** Whether nothing at all was written though it was asked for. Where the mode stays `mirror`, another target was written to. */
export function isOnlyChecked({ mode, checkedBecause }: Pick<Report, 'mode' | 'checkedBecause'>): boolean {
  return mode === 'check' && checkedBecause !== undefined;
}

/** The result in words, and why something, or anything, was not written though it was asked for. */
export function formatResult(
  report: Pick<Report, 'counts' | 'images' | 'interrupted' | 'mode' | 'checkedBecause'>,
): string {
  const { checkedBecause } = report;
  const counts = formatCounts(report);
  if (checkedBecause === undefined) return counts;
  return `${counts}${isOnlyChecked(report) ? ', only checked. ' : '. Not written: '}${printable(checkedBecause, maxReasonCharacters)}`;
}

/** Some registries' worth of reasons. */
const maxReasonCharacters = 2_000;

/** `sha256:1f2e… → sha256:9a8b…`, or the one digest that there is. */
export function formatDigests({ previousDigest, digest }: Pick<ImageReport, 'previousDigest' | 'digest'>): string {
  const distinct = [...new Set([previousDigest, digest].filter((entry) => entry !== undefined))];
  return distinct.map(shortDigest).join(' → ');
}

/** Decimal units, as registries show them. */
export function formatBytes(bytes: number): string {
  return prettyBytes(bytes);
}

/** Whether an image is beyond its looking up. */
export function isCopying({ bytes, expected }: Advance): boolean {
  return bytes > 0 || expected > 0;
}

/** `120 MB of 200 MB`; a transfer that began again may count less than nothing for a moment. */
export function formatAdvance({ bytes, expected }: Advance): string {
  const moved = formatBytes(Math.max(0, bytes));
  return expected > 0 ? `${moved} of ${formatBytes(Math.max(bytes, expected))}` : moved;
}

export function formatDuration(ms: number): string {
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Images in the order that a reader wants: the worst first, and otherwise as they are. */
export function worstFirst(images: readonly ImageReport[]): readonly ImageReport[] {
  return states.flatMap((state) => images.filter((image) => image.state === state));
}

/** What a run cost, in one line. */
export function formatCost({ traffic, durationMs }: Report): string {
  const requests = Object.values(traffic.requests).reduce((sum, ofKind) => sum + ofKind, 0);
  return [
    `${formatBytes(traffic.bytesFromSources)} read from sources`,
    `${formatBytes(traffic.bytesToTargets)} written`,
    formatCount(traffic.upstreamPulls, 'upstream pull'),
    formatCount(requests, 'request'),
    formatDuration(durationMs),
  ].join(' · ');
}

/** A mark that is seen before the word is read. */
export function iconOf({ state, reason, visible }: Pick<ImageReport, 'state' | 'reason' | 'visible'>): string {
  switch (state) {
    case 'failed':
      return '❌';
    case 'deferred':
      return '⏳';
    case 'stale':
      return '⚠️';
    case 'would-mirror':
      return '🔎';
    case 'mirrored':
      return visible === false ? '⚠️' : '✅';
    case 'skipped':
      return reason === 'unverified' ? '❔' : '☑️';
  }
}

/** As `formatTime`, or the clock alone on the day of `today`; both ISO 8601. */
export function formatWhen(time: string, today: string): string {
  const when = formatTime(new Date(time));
  const day = formatDay(today);
  return when.startsWith(day) ? when.slice(day.length + 1) : when;
}

/** `2026-01-15`; what is no time stays as it is. */
export function formatDay(time: string): string {
  return Number.isNaN(Date.parse(time)) ? time : new Date(time).toISOString().slice(0, 10);
}
