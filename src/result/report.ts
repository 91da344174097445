import type { Comparison } from '../image/image-comparison.js';
import type { Digest } from '../image/digest.js';
import { formatPlatform, printablePlatform } from '../image/platform.js';
import { formatCanonical, formatPinned } from '../image/reference.js';
import type { Outcome, SkipReason, StaleReason, Via } from './outcome.js';
import type { Mode } from '../config/config.js';
import type { Task, Use } from '../plan/task.js';
import { version } from '../runtime/environment.js';

/** A run's result: what summary, terminal, outputs and the JSON file are made of. The file's shape is docs/report.schema.json. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'image-mirror'; readonly version: string };
  readonly mode: Mode;
  /** A sentence: why nothing was written although `mirror` was asked for. With mode `mirror`: why nothing was, to the targets that it names. */
  readonly checkedBecause?: string;
  readonly scope: ScopeReport;
  /** registries and prefixes that copies are kept under */
  readonly targets: readonly string[];
  /** ISO 8601, UTC */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Whether the run was asked to end before it was done. */
  readonly interrupted: boolean;
  /** Why nothing was done at all: what is wrong with the configuration, each a sentence. */
  readonly problems?: readonly string[];
  readonly counts: Readonly<Record<State, number>>;
  /** One an image and target, in the order of their first use. */
  readonly images: readonly ImageReport[];
  /** about the run as a whole */
  readonly warnings: readonly string[];
  readonly traffic: TrafficReport;
  /** registries that limit pulls, as far as they said so */
  readonly pullBudgets: readonly PullBudget[];
}

/** Of how much of the tree the run was. */
export interface ScopeReport {
  /** `changed`: of what the pull request (or push) changes. */
  readonly kind: 'all' | 'changed';
  /** What changes them: `pull request #7`; of `changed`. */
  readonly of?: string;
  /** A sentence: why `all`, where less was asked for. */
  readonly why?: string;
  /** files that were read */
  readonly files: number;
  /** globs of the input `only` */
  readonly only: readonly string[];
  /** images that `only` left out */
  readonly leftOut: number;
}

export type State = Outcome['state'];

/** Worst first: the order in which a reader wants to see them. */
export const states: readonly State[] = ['failed', 'deferred', 'stale', 'would-mirror', 'mirrored', 'skipped'];

export interface ImageReport {
  readonly state: State;
  readonly reason?: SkipReason | StaleReason;
  /** why, in a sentence: of what failed, is deferred or is stale */
  readonly message?: string;
  /** the pin that the source does not have, of what failed for it; not in the JSON */
  readonly missingPin?: Digest;
  readonly warnings: readonly string[];
  /** absent where the name could not be read */
  readonly canonical?: string;
  /** the copy's full name with its tag; absent where there is none */
  readonly target?: string;
  /** what the target's tag resolved to before */
  readonly previousDigest?: Digest;
  /** the target refused (403) to show what its tag resolved to before */
  readonly previousUnknown?: true;
  readonly digest?: Digest;
  /** the copy is there by its digest alone, or would be: the tag leads to `previousDigest`, if it is known, until the pull request is merged */
  readonly tagWaits?: true;
  /** the registry accepted the tag and does not show it yet; of what is mirrored */
  readonly visible?: false;
  /** the target could not be read: whether it has the image is not known */
  readonly targetUnknown?: true;
  readonly platforms?: readonly string[];
  /** bytes of the whole image */
  readonly size?: number;
  /** bytes that crossed the wire for it */
  readonly copiedBytes?: number;
  /** when the source's registry serves it again, at the latest: ISO 8601, UTC; of what is deferred */
  readonly deferredUntil?: string;
  /** what changed against the image before */
  readonly comparison?: Comparison;
  /** globs of the overrides in the configuration file that hold for it */
  readonly overrides?: readonly string[];
  /** hosts that were asked for it */
  readonly via?: readonly Via[];
  /** every location that names it, each with its own spelling */
  readonly uses: readonly ReportUse[];
}

/** A location in the tree that names an image. */
export interface ReportUse extends Omit<Use, 'former'> {
  /** What it named before the pull request: a canonical name, with its tag and pin. */
  readonly was?: string;
}

export interface TrafficReport {
  /** requests by kind */
  readonly requests: Readonly<Record<string, number>>;
  /** bytes of blobs and manifests read from sources */
  readonly bytesFromSources: number;
  /** bytes of blobs written to targets */
  readonly bytesToTargets: number;
  /** manifests that sources served: what Docker Hub counts as pulls */
  readonly upstreamPulls: number;
}

/** What a registry's limit on pulls meant for the run. Source: docs.docker.com, "Docker Hub pull usage and limits". */
export interface PullBudget {
  readonly registry: string;
  /** manifests that it serves in a window */
  readonly limit: number;
  readonly windowSeconds: number;
  /** manifests that it had left before the copies */
  readonly remaining: number;
  /** manifests that the copies need */
  readonly needed: number;
  /** `at-least` where images were deferred, or only looked at (mode `check`): what they name was not read */
  readonly neededIs: 'at-most' | 'at-least';
  /** images that they did not suffice for */
  readonly deferred: number;
}

/** One image's part, before it is a row. */
export interface ReportEntry {
  readonly uses: readonly Use[];
  readonly canonical?: string;
  readonly target?: string;
  readonly outcome: Outcome;
  /** globs of the configuration file's overrides that hold for it */
  readonly overrides?: readonly string[];
}

export interface ReportInput {
  readonly mode: Mode;
  readonly checkedBecause?: string;
  readonly scope: ScopeReport;
  readonly targets: readonly string[];
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly interrupted: boolean;
  readonly problems?: readonly string[];
  readonly entries: readonly ReportEntry[];
  readonly warnings: readonly string[];
  readonly traffic: TrafficReport;
  readonly pullBudgets: readonly PullBudget[];
}

export function buildReport({ entries, startedAt, traffic, ...rest }: ReportInput): Report {
  const images = entries.map(toImageReport).toSorted(({ uses: [one] }, { uses: [other] }) => {
    if (one === undefined || other === undefined) return 0;
    if (one.file !== other.file) return one.file < other.file ? -1 : 1;
    return (one.line ?? 0) - (other.line ?? 0);
  });
  const counts = { mirrored: 0, 'would-mirror': 0, skipped: 0, stale: 0, deferred: 0, failed: 0 };
  for (const { state } of images) counts[state] += 1;
  const { requests, bytesFromSources, bytesToTargets, upstreamPulls } = traffic;
  return {
    schemaVersion: 1,
    tool: { name: 'image-mirror', version },
    ...rest,
    startedAt: startedAt.toISOString(),
    counts,
    images,
    traffic: { requests: { ...requests }, bytesFromSources, bytesToTargets, upstreamPulls },
  };
}

/** The report as a file for programs. Whose pin is missing is for annotations alone. */
export function formatReportFile(report: Report): string {
  const images = report.images.map((image) => ({ ...image, missingPin: undefined }));
  return `${JSON.stringify({ ...report, images }, undefined, 2)}\n`;
}

export function entryOfTask(task: Task, outcome: Outcome): ReportEntry {
  const { uses, rules } = task;
  const names = { canonical: formatCanonical(task.source), target: formatCanonical(task.target) };
  return { uses, ...names, outcome, ...(rules === undefined ? {} : { overrides: rules.overrides }) };
}

function toImageReport({ uses, outcome, ...names }: ReportEntry): ImageReport {
  const { state, warnings, previousDigest, digest, tagWaits, platforms, size } = outcome;
  return {
    state,
    ...('reason' in outcome ? { reason: outcome.reason } : {}),
    ...('message' in outcome ? { message: outcome.message } : {}),
    ...('missingPin' in outcome ? { missingPin: outcome.missingPin } : {}),
    warnings,
    ...names,
    ...(previousDigest === undefined ? {} : { previousDigest }),
    ...(digest === undefined ? {} : { digest }),
    ...(tagWaits === undefined ? {} : { tagWaits }),
    ...(platforms === undefined
      ? {}
      : { platforms: [...new Set(platforms.map(formatPlatform).map(printablePlatform))] }),
    ...(size === undefined ? {} : { size }),
    ...('until' in outcome ? { deferredUntil: outcome.until.toISOString() } : {}),
    ...optionalFacts(outcome),
    uses: uses.map(toReportUse),
  };
}

function toReportUse({ former, update, ...use }: Use): ReportUse {
  return {
    ...use,
    ...(former === undefined ? {} : { was: formatPinned(former) }),
    ...(update === undefined ? {} : { update }),
  };
}

function optionalFacts(
  outcome: Outcome,
): Pick<ImageReport, 'copiedBytes' | 'visible' | 'previousUnknown' | 'targetUnknown' | 'comparison' | 'via'> {
  const { previousUnknown, targetUnknown, comparison, via } = outcome;
  return {
    ...('copiedBytes' in outcome ? { copiedBytes: outcome.copiedBytes } : {}),
    ...('visible' in outcome ? { visible: outcome.visible } : {}),
    ...(previousUnknown === undefined ? {} : { previousUnknown }),
    ...(targetUnknown === undefined ? {} : { targetUnknown }),
    ...(comparison === undefined ? {} : { comparison }),
    ...(via === undefined ? {} : { via }),
  };
}
