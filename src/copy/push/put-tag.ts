import type { Clock } from '../../runtime/clock.js';
import { RegistryError } from '../../image/registry-error.js';
import { isFailure } from '../../runtime/errors.js';
import type { ImageSource, ImageTarget } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import { matchesDigest } from '../../image/hash.js';
import type { ManifestContent } from '../../image/manifest.js';
import { runAttempt } from '../../runtime/wait.js';

export type TagResult =
  | { readonly kind: 'put' }
  /** The registry took the tag and does not show it yet. */
  | { readonly kind: 'not-visible' }
  /** The run was stopped while the tag was on its way. */
  | { readonly kind: 'in-doubt' }
  /** Another run was faster: with the same image, or with a newer one. */
  | { readonly kind: 'done elsewhere'; readonly found: Digest }
  /** Another run put a newer one between the look and the put, which is on the target and has lost the tag. */
  | { readonly kind: 'taken-back'; readonly newer: Digest }
  /** The registry keeps the tag at what it is. */
  | { readonly kind: 'immutable'; readonly found: Digest };

/** A tag of the target that is to lead to another image. */
export interface TagMove {
  readonly tag: string;
  /** What the tag led to when the copy was decided on. */
  readonly previousDigest: Digest | undefined;
  /** Whether another image under the tag may be replaced. */
  readonly mayReplace: boolean;
  /** The source's tag that the image was found by; undefined where the file pins it. */
  readonly sourceTag: string | undefined;
  readonly verifyTimeoutMs: number;
}

/** What a tag led to; undefined: it was not there. */
export interface TagLook {
  readonly digest: Digest | undefined;
  /** by `Clock.monotonicMs` */
  readonly atMs: number;
}

interface TagRequest {
  readonly move: TagMove;
  readonly source: ImageSource;
  readonly target: ImageTarget;
  /** A look that was made meanwhile. An older one than half a second is repeated. */
  readonly look?: TagLook | undefined;
}

const maxLookAgeMs = 500;

/** @throws {RegistryError} */
export async function lookAtTag(target: ImageTarget, tag: string, clock: Clock, signal: AbortSignal): Promise<TagLook> {
  const atMs = clock.monotonicMs();
  return { digest: (await target.headManifest(tag, signal))?.digest, atMs };
}

/**
 * Points the tag to an image that is complete on the target, and checks that it shows. It looks at the tag first: another run may have been faster,
 * and some registries refuse even the same digest a second time (ECR with immutable tags).
 * @throws {RegistryError}
 */
export async function putTag(
  root: ManifestContent,
  request: TagRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<TagResult> {
  const { target, look } = request;
  const { tag } = request.move;
  const isFresh = look !== undefined && clock.monotonicMs() - look.atMs <= maxLookAgeMs;
  const { digest: before } = isFresh ? look : await lookAtTag(target, tag, clock, signal);
  if (before !== undefined && (isContentOf(root, before) || (await isOvertaken(root.digest, before, request, signal))))
    return { kind: 'done elsewhere', found: before };
  try {
    await target.putManifest(tag, root, signal);
  } catch (error) {
    // What was sent may be carried out, whoever waits for the answer.
    if (signal.aborted && error instanceof RegistryError && unansweredCodes.has(error.code))
      return { kind: 'in-doubt' };
    const resolved = await resolveRefusal(error, root, request, signal);
    if (resolved === undefined) throw error;
    return resolved;
  }
  const [shown, newer] = await Promise.all([
    verifyTag(root, request, clock, signal),
    findNewer(root, request, clock, signal),
  ]);
  return newer === undefined ? shown : { kind: 'taken-back', newer };
}

/** Registries name what a tag leads to by sha256, also where the file pins it by sha512. */
function isContentOf({ digest, bytes }: ManifestContent, found: Digest | undefined): boolean {
  return found === digest || (found !== undefined && matchesDigest(bytes, found));
}

/** Somebody moved the tag meanwhile. This image goes there all the same where it is what the file pins, or what the source's tag shows now. */
async function isOvertaken(
  digest: Digest,
  found: Digest,
  { move: { previousDigest, mayReplace, sourceTag }, source }: TagRequest,
  signal: AbortSignal,
): Promise<boolean> {
  if (found === previousDigest) return false;
  if (!mayReplace) return true;
  if (sourceTag === undefined) return false;
  try {
    return (await source.headManifest(sourceTag, signal))?.digest !== digest;
  } catch (error) {
    if (isFailure(error)) return true;
    throw error;
  }
}

const unansweredCodes: ReadonlySet<string> = new Set(['aborted', 'network', 'timeout', 'unavailable']);

/** Wait no longer for it: the image is done. */
const maxAskMs = 5_000;

/**
 * No registry can put a tag on a condition, so another run may have put a newer image between our look and our put. The source shows it: its tag has
 * moved to an image that the target already has. If the target does not have that image, the next run copies it.
 */
async function findNewer(
  root: ManifestContent,
  { move: { sourceTag, previousDigest }, source, target }: TagRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<Digest | undefined> {
  // Not worth a pull: what this may miss the next run sees.
  if (sourceTag === undefined || signal.aborted || source.areLookUpsPulls === true) return undefined;
  return runAttempt(maxAskMs, { clock, signal }, async (bounded) => {
    try {
      const now = await source.headManifest(sourceTag, bounded);
      // Replicas of a source may show for a moment what was there before.
      if (now === undefined || isContentOf(root, now.digest) || now.digest === previousDigest) return undefined;
      return (await target.findManifest(now.digest, bounded))?.digest;
    } catch (error) {
      if (isFailure(error) || bounded.aborted) return undefined;
      throw error;
    }
  });
}

/** The tag is put: what happens from here on cannot make that untrue. */
async function verifyTag(
  root: ManifestContent,
  request: TagRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<TagResult> {
  try {
    return (await becomesVisible(root, request, clock, signal)) ? { kind: 'put' } : { kind: 'not-visible' };
  } catch (error) {
    if (signal.aborted) return { kind: 'put' };
    if (isFailure(error)) return { kind: 'not-visible' };
    throw error;
  }
}

/** A PUT may have been carried out though its answer was lost, and its repetition refused: what the tag leads to now counts. */
async function resolveRefusal(
  error: unknown,
  root: ManifestContent,
  request: TagRequest,
  signal: AbortSignal,
): Promise<TagResult | undefined> {
  if (!(error instanceof RegistryError) || signal.aborted) return undefined;
  const after = await request.target.headManifest(request.move.tag, signal).catch(() => undefined);
  if (after === undefined) return undefined;
  if (isContentOf(root, after.digest)) return { kind: 'put' };
  if (error.code !== 'immutable') return undefined;
  const kind = (await isOvertaken(root.digest, after.digest, request, signal)) ? 'done elsewhere' : 'immutable';
  return { kind, found: after.digest };
}

const firstWaitMs = 500;
const longestWaitMs = 8_000;

async function becomesVisible(
  root: ManifestContent,
  { move: { tag, verifyTimeoutMs }, target }: TagRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = clock.monotonicMs() + verifyTimeoutMs;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    const head = await target.headManifest(tag, signal);
    if (isContentOf(root, head?.digest)) return true;
    const left = deadline - clock.monotonicMs();
    if (left <= 0) return false;
    await clock.sleep(Math.min(waitMs, left), signal);
  }
}
