import type { Clock } from '../../runtime/clock.js';
import { RegistryError, isAccessRefusal } from '../../image/registry-error.js';
import type { ImageTarget, PutAnswer, TaggedContent } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import type { ManifestContent } from '../../image/manifest.js';
import { type Referrer, ReferrersList, readReferrersList, referrerOf, referrersTag } from '../../image/referrers.js';
import { formatCount } from '../../runtime/text.js';
import { waitForAll } from '../../runtime/wait.js';
import { groupBy } from '../../runtime/group-by.js';

/** The least that the specification asks registries to take of a manifest. */
const maxReferrersListBytes = 4 * 1024 * 1024;

/** How long after a write a read may still show what was there before: GHCR has missed a write five seconds old. */
const settlingWaitsMs = [500, 1_000, 2_000, 4_000];

/** Other runs may write the same list at the same moment. Each retry means that another run's write succeeded. */
const maxWrites = 20;

interface LinkOptions {
  readonly verifyTimeoutMs: number;
  /** Whether this run wrote other content to the repository. Then a refusal is not about the login. */
  readonly hasWritten: boolean;
  readonly signal: AbortSignal;
}

/**
 * Lists manifests under the referrers tag of their subject, on registries that keep no such list themselves. Without that list clients do not find a
 * copied attestation. Source: OCI distribution specification, "Pushing Manifests with Subject".
 */
export class ReferrersTags {
  /** Whether the registry lists a manifest that this run put, by repository and digest. */
  readonly #answers = new Map<string, boolean>();
  /** Whether a registry lists referrers, as far as that is known. */
  readonly #registries = new Map<string, Promise<boolean>>();
  /** Registries that failed to say so. Later look-ups there are sent once, so that not every image waits for all attempts. */
  readonly #failed = new Set<string>();
  /** The last write of each list: a list has one writer at a time in this run. */
  readonly #writes = new Map<string, Promise<unknown>>();

  constructor(private readonly clock: Clock) {}

  /** Takes note of what the registry said of a manifest that it took. */
  recordPut(target: ImageTarget, { digest, manifest }: ManifestContent, { listsReferrer }: PutAnswer): void {
    if (manifest.subject === undefined) return;
    this.#answers.set(`${target.name}@${digest}`, listsReferrer);
    this.#registries.set(target.registry, Promise.resolve(listsReferrer));
  }

  /**
   * Lists the manifests of an image whose subject is another manifest of the same image, as in attestations. Subjects outside the image are skipped:
   * an image must not attach its attestations to somebody else's.
   * @returns warnings: an image is whole without these lists
   */
  async link(image: readonly ManifestContent[], target: ImageTarget, options: LinkOptions): Promise<readonly string[]> {
    const own = new Set(image.map(({ digest }) => digest));
    const unlisted: { readonly subject: Digest; readonly content: ManifestContent }[] = [];
    let listsReferrers: boolean | undefined;
    for (const content of image) {
      const subject = content.manifest.subject?.digest;
      if (subject === undefined || !own.has(subject)) continue;
      const isListed =
        this.#answers.get(`${target.name}@${content.digest}`) ??
        (listsReferrers ??= await this.#servesReferrers(target, subject, options.signal));
      if (!isListed) unlisted.push({ subject, content });
    }
    const problems = await waitForAll(
      [...groupBy(unlisted, ({ subject }) => subject)].map(async ([subject, group]) => {
        const referrers = group.map(({ content }) => referrerOf(content));
        return this.add(target, subject, referrers, options);
      }),
    );
    return summarize(problems.filter((problem) => problem !== undefined));
  }

  /**
   * Adds referrers to the list of one subject, and keeps what others wrote there. It reads the list, puts it with the missing entries, and reads it
   * again until all of them are there.
   * @returns why not, in a sentence
   */
  async add(
    target: ImageTarget,
    subject: Digest,
    referrers: readonly Referrer[],
    options: LinkOptions,
  ): Promise<string | undefined> {
    const key = `${target.name}@${subject}`;
    const before = this.#writes.get(key) ?? Promise.resolve();
    const write = before.then(async () => this.#add(target, subject, referrers, options));
    this.#writes.set(
      key,
      write.catch(() => undefined),
    );
    return write;
  }

  /** A failed look-up counts as no, and is not kept. A tag too many does no harm, and an attestation that nobody finds does. */
  async #servesReferrers(target: ImageTarget, subject: Digest, signal: AbortSignal): Promise<boolean> {
    const { registry } = target;
    const known = this.#registries.get(registry) ?? target.servesReferrers(subject, signal, this.#failed.has(registry));
    this.#registries.set(registry, known);
    try {
      return await known;
    } catch (error) {
      if (!(error instanceof RegistryError) || signal.aborted) throw error;
      this.#failed.add(registry);
      if (this.#registries.get(registry) === known) this.#registries.delete(registry);
      return false;
    }
  }

  async #add(
    target: ImageTarget,
    subject: Digest,
    referrers: readonly Referrer[],
    { verifyTimeoutMs, hasWritten, signal }: LinkOptions,
  ): Promise<string | undefined> {
    const tag = referrersTag(subject);
    const what = `${formatCount(referrers.length, 'attestation')} could not be listed`;
    try {
      const problem = await this.#write(target, tag, referrers, verifyTimeoutMs, signal);
      return problem === undefined ? undefined : `${what}: ${target.name}:${tag} ${problem}`;
    } catch (error) {
      if (!(error instanceof RegistryError) || signal.aborted) throw error;
      const isOfTag = hasWritten && isAccessRefusal(error);
      return `${what}: ${(isOfTag ? error.withAdvice(tagAdvice) : error).message}`;
    }
  }

  async #write(
    target: ImageTarget,
    tag: string,
    referrers: readonly Referrer[],
    verifyTimeoutMs: number,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    // What was seen once is never left out: a read may show an older list than was there a moment ago.
    let seen = new ReferrersList().with(referrers);
    let lastWrite: { readonly over: ReferrersList; readonly waitsMs: number[] } | undefined;
    const deadline = this.clock.monotonicMs() + verifyTimeoutMs;
    for (let writes = 0; writes < maxWrites;) {
      const found = await target.findTagged(tag, signal);
      const list = found === undefined ? new ReferrersList() : readReferrersList(found.content);
      if (list === undefined) return 'is not a list of referrers, and was left as it is.';
      if (referrers.every(({ digest }) => list.has(digest))) return undefined;
      if (lastWrite !== undefined && this.clock.monotonicMs() >= deadline) break;
      // It may still show what the last write replaced. Anything else was written over it.
      const waitMs = lastWrite?.over.equals(list) === true ? lastWrite.waitsMs.shift() : undefined;
      if (waitMs !== undefined) {
        await this.clock.sleep(waitMs, signal);
        continue;
      }
      seen = seen.with(list.entries);
      const content = list.with(seen.entries).toContent();
      if (content.bytes.length > maxReferrersListBytes) return 'would be larger than registries take (4 MiB).';
      writes += 1;
      if (await wasPut(target, tag, content, found, signal)) lastWrite = { over: list, waitsMs: [...settlingWaitsMs] };
    }
    return 'was put, and the registry does not show all of it.';
  }
}

/** false: another run was faster, and the list is to be read again. Source: RFC 9110 §13.1.1. */
async function wasPut(
  target: ImageTarget,
  tag: string,
  content: ManifestContent,
  before: TaggedContent | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const etag = before?.etag;
  try {
    await target.putManifest(tag, content, signal, etag);
    return true;
  } catch (error) {
    if (etag !== undefined && error instanceof RegistryError && error.status === 412) return false;
    throw error;
  }
}

/** The account may write to the repository. Some registries have rules for single tags. */
const tagAdvice = 'This run could write there otherwise, so check whether a rule of the registry refuses this tag.';

/** One registry refuses all of an image's lists for the same reason: the first says it. */
function summarize([first, ...others]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` The same is true of ${formatCount(others.length, 'more list')}.`;
  const then =
    'The image is complete, but tools that look for its attestations may not find them. A run with "force" tries again.';
  return [`${first}${more} ${then}`];
}
