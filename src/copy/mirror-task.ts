import type { Clock } from '../clock.js';
import { RegistryError, messageOf } from '../errors.js';
import type { ImageSource, ImageTarget } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import { formatCanonical } from '../image/reference.js';
import type { Outcome, OutcomeFacts } from '../outcome.js';
import { type Decision, type Policy, decide, missingUpstream } from '../plan/decide.js';
import type { Task } from '../plan/task.js';
import type { BlobPlan } from './blob-plan.js';
import type { ConfigCache } from './config-cache.js';
import { type CopyResult, copyImage } from './copy-image.js';
import { type PlatformRule, readPlatforms } from './platforms.js';

export interface MirrorOptions extends Policy {
  readonly onMissingPlatform: 'fail' | 'warn';
  readonly verifyTimeoutMs: number;
}

/** One task with all that is needed to do it. */
export interface Job {
  readonly task: Task;
  readonly source: ImageSource;
  readonly target: ImageTarget;
  readonly options: MirrorOptions;
  readonly plan: BlobPlan;
  readonly configs: ConfigCache;
  readonly clock: Clock;
  /** Told of bytes as they cross the wire; negative where a transfer that failed begins again. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

type CopyDecision = Extract<Decision, { kind: 'copy' }>;

/** Decides on one task and does it. Whatever goes wrong is this task's outcome, and no other's. Never throws. */
export async function mirrorTask(job: Job): Promise<Outcome> {
  const { task, options, signal } = job;
  try {
    const decision = await decide(task, options, job, signal);
    if (decision.kind !== 'copy') return await settle(job, decision);
    return options.mode === 'mirror' ? await copy(job, decision) : await foresee(job, decision);
  } catch (error) {
    const message = signal.aborted ? 'The run was stopped before this image was done.' : messageOf(error);
    return { kind: 'failed', message, warnings: [] };
  }
}

/** What needs no copy. */
async function settle(job: Job, decision: Exclude<Decision, CopyDecision>): Promise<Outcome> {
  switch (decision.kind) {
    case 'up-to-date':
    case 'present': {
      const { digest } = decision;
      const platforms = await verifyPlatforms(job, digest);
      return {
        kind: 'skipped',
        reason: decision.kind,
        previous: digest,
        digest,
        ...platforms,
        warnings: platforms.warnings ?? [],
      };
    }
    case 'unverified':
      return {
        kind: 'skipped',
        reason: 'unverified',
        previous: decision.digest,
        warnings: [decision.message],
      };
    case 'target-behind': {
      const { wanted, previous } = decision;
      const message = `${formatCanonical(job.task.target)} is behind its source, and "on-mismatch" is "report".`;
      return { kind: 'stale', reason: 'target-behind', message, previous, digest: wanted, warnings: [] };
    }
    case 'fail':
      return { kind: 'failed', message: decision.message, ...factsOf(decision), warnings: [] };
  }
}

/** Where platforms are required, a copy that is there already must serve them too. The target is read, which no limit counts. */
async function verifyPlatforms(
  { task, target, options, configs, signal }: Job,
  digest: Digest,
): Promise<Partial<OutcomeFacts>> {
  if (task.platforms.length === 0) return {};
  const root = await target.getManifest(digest, signal);
  const { platforms, warnings } = await readPlatforms(root, platformRule(task, options), target, configs, signal);
  return { platforms, warnings };
}

/** What a copy would do: where platforms are required, the source's manifest has to be read to tell. */
async function foresee({ task, source, options, configs, signal }: Job, decision: CopyDecision): Promise<Outcome> {
  const facts = factsOf(decision);
  if (task.platforms.length === 0) return { kind: 'would-mirror', ...facts, warnings: [] };
  const root = await source.getManifest(decision.wanted, signal);
  const { platforms, warnings } = await readPlatforms(root, platformRule(task, options), source, configs, signal);
  return { kind: 'would-mirror', ...facts, platforms, warnings };
}

async function copy(job: Job, decision: CopyDecision): Promise<Outcome> {
  const { task, source, target, options, onBytes, signal } = job;
  const { onMissingPlatform, verifyTimeoutMs } = options;
  const wanted = { wanted: decision.wanted, tag: task.target.tag, platforms: task.platforms };
  try {
    const request = { ...wanted, source, target, onMissingPlatform, verifyTimeoutMs, onBytes };
    return toOutcome(job, decision, await copyImage(request, job, signal));
  } catch (error) {
    // A pin is read without being looked up before: here it shows that the source does not have it.
    if (task.pin === undefined || !isMissing(error, source, task.pin)) throw error;
    return { kind: 'failed', message: missingUpstream(task), ...factsOf(decision), warnings: [] };
  }
}

function isMissing(error: unknown, { name }: ImageSource, pin: Digest): boolean {
  return error instanceof RegistryError && error.code === 'not-found' && error.reference === `${name}@${pin}`;
}

function toOutcome({ task }: Job, decision: CopyDecision, result: CopyResult): Outcome {
  const { size, platforms, copiedBytes } = result;
  const facts = { ...factsOf(decision), platforms, size, warnings: result.warnings };
  switch (result.tag.kind) {
    case 'put':
    case 'not-visible':
      return { kind: 'mirrored', ...facts, copiedBytes };
    case 'done-elsewhere':
      return { kind: 'skipped', reason: 'done elsewhere', ...facts };
    case 'immutable': {
      const name = formatCanonical(task.target);
      const message = `${name} cannot be moved: the registry keeps its tags as they are. Allow this tag to change there, or bump the file to a new tag.`;
      return { kind: 'stale', reason: 'immutable-tag', message, ...facts, previous: result.tag.found };
    }
  }
}

function platformRule({ platforms }: Task, { onMissingPlatform }: MirrorOptions): PlatformRule {
  return { platforms, onMissingPlatform };
}

function factsOf({
  wanted,
  previous,
}: {
  readonly wanted?: Digest;
  readonly previous?: Digest;
}): Pick<OutcomeFacts, 'previous' | 'digest'> {
  return { ...(previous === undefined ? {} : { previous }), ...(wanted === undefined ? {} : { digest: wanted }) };
}
