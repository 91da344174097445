import type { ImageSource } from '../image/source-and-target.js';
import type { Digest } from '../image/digest.js';
import type { ManifestContent } from '../image/manifest.js';
import { formatCanonical } from '../image/reference.js';
import type { Outcome, OutcomeFacts } from '../result/outcome.js';
import type { Decision } from '../plan/decision.js';
import type { Task } from '../plan/task.js';
import { type RunContext, type TaskContext, optionsFor } from './task-context.js';
import type { TargetManifests, Inspection } from './image/lost-content.js';
import type { MemoryShare } from './memory/memory-share.js';
import { configBytesOf, readPlatforms } from './image/platforms.js';
import { type CopyDecision, beforeOf, factsOf, lossWarnings, outcomeOfFailure } from './task-outcome.js';

/** What a copy that is there already is looked at by. */
interface KnownCopy {
  /** what looking into all of it found, and the share of memory that it was looked into with */
  readonly inspected?: { readonly inspection: Inspection; readonly share: MemoryShare };
  /** the target, as it may be read */
  readonly target?: ImageSource;
}

type PresentDecision = Extract<Decision, { kind: 'up-to-date' | 'present' }>;

/** What needs no copy. */
export async function outcomeWithoutCopy(
  context: TaskContext,
  decision: Exclude<Decision, { kind: 'copy' }>,
  run: RunContext,
  copy: KnownCopy = {},
): Promise<Outcome> {
  switch (decision.kind) {
    case 'up-to-date':
    case 'present':
      return outcomeOfPresent(context, decision, run, copy);
    case 'unverified':
      return {
        state: 'skipped',
        reason: 'unverified',
        previousDigest: decision.digest,
        warnings: [decision.message],
      };
    case 'pins differ': {
      const { previousDigest, message } = decision;
      const previousFact = previousDigest === undefined ? {} : { previousDigest };
      return { state: 'skipped', reason: 'pins differ', ...previousFact, warnings: [message] };
    }
    case 'target-behind': {
      const { digest, previousDigest } = decision;
      const message = `${formatCanonical(context.task.target)} is behind its source, and "on-mismatch" is "report".`;
      return { state: 'stale', reason: 'target-behind', message, previousDigest, digest, warnings: [] };
    }
    case 'fail': {
      const { message, missingPin } = decision;
      const pinFact = missingPin === undefined ? {} : { missingPin };
      return { state: 'failed', message, ...pinFact, ...factsOf(decision), warnings: [] };
    }
  }
}

async function outcomeOfPresent(
  context: TaskContext,
  decision: PresentDecision,
  run: RunContext,
  copy: KnownCopy,
): Promise<Outcome> {
  const { kind: reason, digest } = decision;
  const inspection = copy.inspected?.inspection;
  // A copy that is another than its source has is the account's to look into.
  const isHidden = run.isPublicOnly && reason === 'present';
  const platforms = isHidden ? {} : await verifyPlatforms(context, digest, run, copy);
  return {
    state: 'skipped',
    reason,
    // What the tag leads to: to the image, if it does not wait.
    ...('tagWaits' in decision ? { ...beforeOf(decision), tagWaits: decision.tagWaits } : { previousDigest: digest }),
    digest,
    ...platforms,
    ...(inspection === undefined ? {} : { size: inspection.size }),
    warnings: platforms.warnings ?? [],
  };
}

/** Where platforms are required, a copy that is there already must serve them too. The target is read, which no limit counts. */
async function verifyPlatforms(
  context: TaskContext,
  digest: Digest,
  run: RunContext,
  { inspected, target = run.isPublicOnly ? context.image.source : context.target }: KnownCopy,
): Promise<Partial<OutcomeFacts>> {
  const { platforms } = context.task;
  if (inspected !== undefined)
    return readPlatformsAt(target, digest, context.task, run, inspected.share, inspected.inspection.manifests);
  return platforms.length > 0 ? platformsAt(context, target, digest, run) : {};
}

async function platformsAt(
  { task, turns }: TaskContext,
  source: ImageSource,
  digest: Digest,
  run: RunContext,
): Promise<FoundPlatforms> {
  return turns.read(source, async (share) => readPlatformsAt(source, digest, task, run, share));
}

type FoundPlatforms = Pick<OutcomeFacts, 'platforms'> & Pick<Outcome, 'warnings'>;

/** @param manifests what was read of the copy, and counted */
async function readPlatformsAt(
  source: ImageSource,
  digest: Digest,
  task: Task,
  run: RunContext,
  { count }: MemoryShare,
  manifests?: TargetManifests,
): Promise<FoundPlatforms> {
  const { copying, signal } = run;
  const { configs } = copying;
  const rule = { platforms: task.platforms, onMissingPlatform: optionsFor(task, run).onMissingPlatform };
  const readManifest = async (child: Digest): Promise<ManifestContent> => {
    const held = await manifests?.find(child);
    if (held !== undefined) return held;
    const content = await source.getManifest(child, signal);
    count(content.bytes.length);
    return content;
  };
  const root = await readManifest(digest);
  count(configBytesOf(root));
  const { platforms, warnings } = await readPlatforms(root, rule, { source, configs, signal, readManifest });
  return { platforms, warnings };
}

/** What a copy would do: where platforms are required, the source's manifest has to be read to tell. */
export async function predictCopy(context: TaskContext, decision: CopyDecision, run: RunContext): Promise<Outcome> {
  const { task, image, pulls } = context;
  const facts = { ...factsOf(decision), ...(decision.tagWaits === true ? { tagWaits: decision.tagWaits } : {}) };
  const losses = lossWarnings(decision, 'would be copied again');
  pulls.expectCopy(image, decision.digest);
  if (task.platforms.length === 0) return { state: 'would-mirror', ...facts, warnings: losses };
  try {
    const platforms = await platformsAt(context, image.source, decision.digest, run);
    return { state: 'would-mirror', ...facts, ...platforms, warnings: [...losses, ...platforms.warnings] };
  } catch (error) {
    return outcomeOfFailure(task, image.source, decision, error, run.signal);
  }
}
