import prettyBytes from 'pretty-bytes';
import { type Digest, hexOf, shortDigest } from '../image/digest.js';
import { type Reference, formatRepository, tryReference } from '../image/reference.js';
import type { Update, Use } from '../plan/task.js';
import type { ImageReport, Report, State } from './report.js';
import { states } from './report.js';

/** The words of a report, the same wherever it is shown. */
const stateWords: Readonly<Record<State, string>> = {
  mirrored: 'mirrored',
  'would-mirror': 'would mirror',
  skipped: 'skipped',
  stale: 'stale',
  deferred: 'deferred',
  failed: 'failed',
};

export function wordOf(state: State): string {
  return stateWords[state];
}

/** `skipped: up-to-date`, `failed`. */
export function formatState({ state, reason }: Pick<ImageReport, 'state' | 'reason'>): string {
  return reason === undefined ? stateWords[state] : `${stateWords[state]}: ${reason}`;
}

/** `1 failed, 3 mirrored, 12 skipped`: states without an image are left out. */
export function formatCounts({
  counts,
  images,
  interrupted,
}: Pick<Report, 'counts' | 'images' | 'interrupted'>): string {
  const unverified = images.filter(({ reason }) => reason === 'unverified').length;
  const parts = states
    .filter((state) => counts[state] > 0)
    .map(
      (state) =>
        `${counts[state]} ${stateWords[state]}${state === 'skipped' && unverified > 0 ? ` (${unverified} unverified)` : ''}`,
    );
  const words = parts.length === 0 ? 'nothing to do' : parts.join(', ');
  return interrupted ? `stopped early: ${words}` : words;
}

/** `sha256:1f2e… → sha256:9a8b…`, or the one digest that there is. */
export function formatDigests({ previousDigest, digest }: Pick<ImageReport, 'previousDigest' | 'digest'>): string {
  const distinct = [...new Set([previousDigest, digest].filter((entry) => entry !== undefined))];
  return distinct.map(shortDigest).join(' → ');
}

/** Decimal units, as registries show them. */
export function formatBytes(bytes: number): string {
  return prettyBytes(bytes);
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

/** `docker.io: 37 of 100 pulls left before the copies (window of 6 h), 41 needed at least, not enough for 3 images` */
export function formatPullBudget({
  registry,
  limit,
  remaining,
  windowSeconds,
  needed,
  neededIs,
  deferred,
}: Report['pullBudgets'][number]): string {
  return [
    `${registry}: ${remaining} of ${limit} pulls left before the copies (window of ${formatWindow(windowSeconds)})`,
    `${needed} needed ${neededIs === 'at-most' ? 'at most' : 'at least'}`,
    ...(deferred === 0 ? [] : [`not enough for ${count(deferred, 'image')}`]),
  ].join(', ');
}

function formatWindow(seconds: number): string {
  return seconds % 3_600 === 0 ? `${seconds / 3_600} h` : `${Math.round(seconds / 60)} min`;
}

/** What a run cost, in one line. */
export function formatCost({ traffic, durationMs }: Report): string {
  const requests = Object.values(traffic.requests).reduce((sum, ofKind) => sum + ofKind, 0);
  return [
    `${formatBytes(traffic.bytesFromSources)} read from sources`,
    `${formatBytes(traffic.bytesToTargets)} written`,
    count(traffic.upstreamPulls, 'upstream pull'),
    count(requests, 'request'),
    formatDuration(durationMs),
  ].join(' · ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/**
 * What a pull request made of an image: `14 → 15`, with pins `14@1f2e… → 15@9a8b…`, and in full where its repository is another one:
 * `docker.io/library/postgres:14 → ghcr.io/acme/postgres:15`. What it was in several files is listed. Empty where it was none before.
 */
export function formatBump({ canonical, digest, uses }: Pick<ImageReport, 'canonical' | 'digest' | 'uses'>): string {
  const bumped = uses.filter(({ was }) => was !== undefined);
  const now = withPin(tryReference(canonical ?? ''), bumped, digest);
  const before = [...new Set(bumped.flatMap(({ was }) => was ?? []))].flatMap((was) => tryReference(was) ?? []);
  if (now === undefined || before.length === 0) return '';
  const isInFull = before.some((reference) => formatRepository(reference) !== formatRepository(now));
  const format = isInFull ? formatInFull : formatVersion;
  const listed = before.slice(0, maxListed).map(format);
  const more = before.length - listed.length;
  return `${[...listed, ...(more === 0 ? [] : [`${more} more`])].join(', ')} → ${format(now)}`;
}

/** What the bots say of the bumps: `major, in the group docker-images`; those that say the same once. Empty where they say nothing. */
export function formatUpdates({ uses }: Pick<ImageReport, 'uses'>): string {
  const words = uses.flatMap(({ update }) => (update === undefined ? [] : formatUpdate(update)));
  return [...new Set(words)].filter(Boolean).slice(0, maxListed).join('; ');
}

/** As many files as a reader compares; the JSON report has them all. */
const maxListed = 3;

function formatUpdate({ type, group }: Update): string {
  return [...(type === undefined ? [] : [type]), ...(group === undefined ? [] : [`in the group ${group}`])].join(', ');
}

/** A canonical name leaves the pin out: it stands in the file, or, where that has a variable, is what the tag was to lead to. */
function withPin(
  reference: Reference | undefined,
  uses: readonly Use[],
  digest: Digest | undefined,
): Reference | undefined {
  if (reference === undefined || reference.digest !== undefined) return reference;
  const pinned = uses.map(({ written = '' }) => written).filter((written) => written.includes('@'));
  const pin = pinned.map((written) => tryReference(written)?.digest).find((found) => found !== undefined);
  const known = pin ?? (pinned.length === 0 ? undefined : digest);
  return known === undefined ? reference : { ...reference, digest: known };
}

function formatInFull(reference: Reference): string {
  const version = formatVersion(reference);
  return `${formatRepository(reference)}${version.startsWith('@') ? '' : ':'}${version}`;
}

function formatVersion({ tag = '', digest }: Reference): string {
  return digest === undefined ? tag : `${tag}@${hexOf(digest).slice(0, shownDigits)}…`;
}

/** As many as `shortDigest` shows. */
const shownDigits = 12;
