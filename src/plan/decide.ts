import type { Config } from '../config/config.js';
import { isAccessRefusal, isDenial } from '../image/registry-error.js';
import { isFailure } from '../runtime/errors.js';
import type { ImageSource, ManifestHead } from '../image/source-and-target.js';
import { type Digest, shortDigest } from '../image/digest.js';
import { formatCanonical } from '../image/reference.js';
import type { Decision } from './decision.js';
import type { Task } from './task.js';

/** What of the configuration a decision depends on. */
export type Policy = Pick<Config, 'mode' | 'compare' | 'onMismatch' | 'force'>;

/** Where a task's image comes from and goes to: only their tags are looked at. */
export interface Sides {
  readonly source: Pick<ImageSource, 'headManifest'>;
  readonly target: Pick<ImageSource, 'headManifest'>;
  /** Whether the target's repository takes an upload. Absent if nothing is to be written there. */
  readonly takesUploads?: () => Promise<boolean>;
}

/**
 * Asks the target first, and the source only if the target does not settle it; only by HEAD. A registry's failure never counts as an absent
 * image, except for a 403 of a target that takes uploads. The order is that of docs/behaviours.md, "Deciding". With force, a tag must be where
 * the source's is, whatever else is allowed.
 */
export async function decide(task: Task, policy: Policy, sides: Sides, signal: AbortSignal): Promise<Decision> {
  const { source, target } = sides;
  const lookedUp = await lookUp(async () => target.headManifest(task.target.tag, signal), signal);
  if (lookedUp.kind === 'failed') return decideUnread(task, policy, { ...sides, error: lookedUp.error }, signal);
  if (policy.mode === 'verify') return verifyPresence(task, policy, { held: lookedUp.head, target, signal });
  if (lookedUp.head !== undefined) {
    const { digest } = lookedUp.head;
    if (digest === task.digest) return { kind: 'up-to-date', digest };
    if (policy.compare === 'presence' && !policy.force) return { kind: 'present', digest };
  }
  const found = await findDigest(task, policy, lookedUp.head, source, signal);
  if (found.kind === 'decided') return found.decision;
  const decision = compareDigests(
    task,
    found.digest,
    lookedUp.head?.digest,
    policy.force ? 'update' : policy.onMismatch,
  );
  const mayWait = decision.kind === 'copy' && !policy.force;
  return mayWait
    ? lookUpByDigest(task, { ...decision, tagWaits: true }, { target, signal, otherwise: decision })
    : decision;
}

/**
 * Some registries answer 403 for a tag that they do not have. If this run may move every tag, it may put this one, too. Whether the target takes uploads
 * is asked last, because that costs requests.
 */
async function mayBeAbsent(
  error: Error,
  { mode, compare, onMismatch, force }: Policy,
  { takesUploads }: Sides,
): Promise<boolean> {
  const movesEveryTag = mode === 'mirror' && compare === 'digest' && onMismatch === 'update' && !force;
  return movesEveryTag && isDenial(error) && (await takesUploads?.()) === true;
}

interface Unread extends Sides {
  /** why the tag could not be looked up */
  readonly error: Error;
}

/** Nobody knows whether a tag that the target refuses to show is in use: before the merge it waits. */
async function decideUnread(task: Task, policy: Policy, unread: Unread, signal: AbortSignal): Promise<Decision> {
  const { source, target, error } = unread;
  if (!(await mayBeAbsent(error, policy, unread))) return failedLookUp(task, error);
  const wanted = await findDigest(task, policy, undefined, source, signal);
  if (wanted.kind === 'decided') return wanted.decision;
  const { digest } = wanted;
  const found = await lookUp(async () => target.headManifest(digest, signal), signal);
  if (found.kind === 'failed' && !isDenial(found.error)) return failedLookUp(task, found.error);
  const isHeld = found.kind === 'found' && found.head !== undefined;
  const { tagWaits } = task;
  const previousUnknown = true;
  if (tagWaits === undefined) return { kind: 'copy', digest, previousUnknown, ...(isHeld ? { isHeld } : {}) };
  return isHeld
    ? { kind: 'up-to-date', digest, tagWaits, previousUnknown }
    : { kind: 'copy', digest, tagWaits, previousUnknown };
}

interface LookByDigestDeps {
  readonly target: Sides['target'];
  readonly signal: AbortSignal;
  /** of a tag that does not wait */
  readonly otherwise: Decision;
}

/** Of a tag that waits for the merge the image is kept by its digest alone. */
async function lookUpByDigest(
  task: Task,
  decision: Decision & { readonly digest: Digest; readonly previousDigest?: Digest },
  { target, signal, otherwise }: LookByDigestDeps,
): Promise<Decision> {
  const { digest, previousDigest } = decision;
  if (task.tagWaits !== true || previousDigest === undefined) return otherwise;
  const found = await lookUp(async () => target.headManifest(digest, signal), signal);
  if (found.kind === 'failed') return failedLookUp(task, found.error);
  return found.head === undefined ? decision : { kind: 'up-to-date', digest, tagWaits: true, previousDigest };
}

function failedLookUp(task: Task, error: Error): Decision {
  const refusal = isAccessRefusal(error) ? { refusal: error } : {};
  return { kind: 'fail', message: error.message, ...pinnedDigestOf(task), ...refusal };
}

interface TargetHead {
  readonly held: ManifestHead | undefined;
  readonly target: Sides['target'];
  readonly signal: AbortSignal;
}

async function verifyPresence(
  task: Task,
  { compare }: Policy,
  { held: targetHead, target, signal }: TargetHead,
): Promise<Decision> {
  if (targetHead === undefined && isDispensable(task)) return pinsDiffer(undefined, absentCopy);
  if (targetHead === undefined) {
    const message = `missing from ${task.target.registry}: ${formatCanonical(task.target)}. The tag was looked up on the target, which does not have it. Run mode "mirror" to copy the image.`;
    return { kind: 'fail', message, ...pinnedDigestOf(task) };
  }
  const { digest: previousDigest } = targetHead;
  if (previousDigest === task.digest) return { kind: 'up-to-date', digest: previousDigest };
  // Without a pin only the source could tell whether it is the right one, and it is not asked.
  if (task.digest === undefined || compare === 'presence') return { kind: 'present', digest: previousDigest };
  const message = `${formatCanonical(task.target)} is ${shortDigest(previousDigest)} on the target, and the pin is ${shortDigest(task.digest)}. Run mode "mirror" to bring it up to date.`;
  const behind = { kind: 'fail', message, digest: task.digest, previousDigest } as const;
  return lookUpByDigest(task, behind, { target, signal, otherwise: behind });
}

type WantedDigest =
  | { readonly kind: 'found'; readonly digest: Digest }
  /** The source shows none: this is what to do. */
  | { readonly kind: 'decided'; readonly decision: Decision };

/** The digest that the target should have: the pin, or what the source's tag resolves to. */
async function findDigest(
  task: Task,
  { mode }: Policy,
  targetHead: ManifestHead | undefined,
  source: Sides['source'],
  signal: AbortSignal,
): Promise<WantedDigest> {
  // A copy reads a pin by its digest and finds out by that; a check has to ask whether it could.
  if (task.digest !== undefined && mode === 'mirror') return { kind: 'found', digest: task.digest };
  const reference = task.digest ?? task.source.tag ?? 'latest';
  const found = await lookUp(async () => source.headManifest(reference, signal), signal);
  if (found.kind === 'found' && found.head !== undefined) return followsTag(task, found.head, targetHead);
  const facts =
    found.kind === 'found' ? missingUpstream(task) : { message: found.error.message, ...pinnedDigestOf(task) };
  return { kind: 'decided', decision: withoutSource(task, targetHead, facts) };
}

function withoutSource(
  task: Task,
  targetHead: ManifestHead | undefined,
  facts: Pick<Extract<Decision, { kind: 'fail' }>, 'message' | 'digest' | 'missingPin'>,
): Decision {
  const { message } = facts;
  if (targetHead === undefined && isDispensable(task)) return pinsDiffer(undefined, message);
  // A pin that the target does not hold is known to be behind, whatever the source says.
  if (targetHead !== undefined && task.digest === undefined)
    return { kind: 'unverified', digest: targetHead.digest, message: leftAsItIs(message) };
  return {
    kind: 'fail',
    ...facts,
    ...(targetHead === undefined ? {} : { previousDigest: targetHead.digest }),
  };
}

/** A tag that files pin to different digests follows its source to these alone. If a file needs the tag, any image is better than none. */
function followsTag(task: Task, { digest }: ManifestHead, targetHead: ManifestHead | undefined): WantedDigest {
  const { contest } = task;
  const mayFollow =
    contest === undefined || contest.pins.includes(digest) || (targetHead === undefined && contest.isNeeded);
  if (mayFollow) return { kind: 'found', digest };
  const message = `At the source the tag leads to ${shortDigest(digest)}, which no file pins.`;
  return { kind: 'decided', decision: pinsDiffer(targetHead?.digest, message) };
}

/** Whether nobody misses the tag: all who name it have a pin, and each of these is kept for itself. */
function isDispensable({ contest }: Task): boolean {
  return contest !== undefined && !contest.isNeeded;
}

const absentCopy = 'The target does not have the tag.';

function pinsDiffer(previousDigest: Digest | undefined, why: string): Decision {
  const message = `${why} The copy's tag was left as it is.`;
  return { kind: 'pins differ', message, ...(previousDigest === undefined ? {} : { previousDigest }) };
}

function compareDigests(
  task: Task,
  digest: Digest,
  previousDigest: Digest | undefined,
  onMismatch: Policy['onMismatch'],
): Decision {
  if (previousDigest === undefined) return { kind: 'copy', digest };
  if (previousDigest === digest) return { kind: 'up-to-date', digest };
  switch (onMismatch) {
    case 'update':
      return { kind: 'copy', digest, previousDigest };
    case 'report':
      return { kind: 'target-behind', digest, previousDigest };
    case 'fail': {
      const message = `${formatCanonical(task.target)} is ${shortDigest(previousDigest)} on the target and ${shortDigest(digest)} at the source ("on-mismatch" is "fail").`;
      return { kind: 'fail', message, digest, previousDigest };
    }
  }
}

/** Of a source that cannot be read while there is a copy. */
export function leftAsItIs(why: string): string {
  return `${why} The copy on the target was left as it is.`;
}

/** Says that the source does not have the image, and what to do. A missing pin is not reported as a digest: no registry is known to have it. */
export function missingUpstream({ source, digest }: Task): { readonly message: string; readonly missingPin?: Digest } {
  const name = formatCanonical(source);
  if (digest === undefined) {
    const message = `${name} is not at the source: the repository or the tag was never there, or was deleted. Check the spelling of both, or bump the file to a tag that exists.`;
    return { message };
  }
  const message = `${name} is not at the source with the pinned digest ${digest}: it was deleted, or the pin is another image's. Bump the pin.`;
  return { message, missingPin: digest };
}

function pinnedDigestOf({ digest }: Task): { digest?: Digest } {
  return digest === undefined ? {} : { digest };
}

type LookUp =
  | { readonly kind: 'found'; readonly head: ManifestHead | undefined }
  | { readonly kind: 'failed'; readonly error: Error };

/** That the run was stopped says nothing of a registry. */
async function lookUp(head: () => Promise<ManifestHead | undefined>, signal: AbortSignal): Promise<LookUp> {
  try {
    return { kind: 'found', head: await head() };
  } catch (error) {
    if (!isFailure(error) || signal.aborted) throw error;
    return { kind: 'failed', error };
  }
}
