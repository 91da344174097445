import { setMaxListeners } from 'node:events';
import pMap from 'p-map';
import type { Config } from '../../config/config.js';
import type { Clock } from '../../runtime/clock.js';
import { messageOf } from '../../runtime/errors.js';
import type { ManifestHead } from '../../image/source-and-target.js';
import { shortDigest } from '../../image/digest.js';
import { type Reference, formatCanonical } from '../../image/reference.js';
import type { Outcome } from '../../result/outcome.js';
import type { Progress } from '../../result/progress.js';
import type { Task } from '../../plan/task.js';
import { runAttempt } from '../../runtime/wait.js';
import { type CompareDeps, compareWithPrevious } from './compare-with-previous.js';
import { type DoneImage, type PreviousImage, findPreviousImage, matchesSource } from './previous-image.js';
import { warnOfMovedVersion } from './moved-version.js';
import { warnOfOtherVariant } from './other-variant.js';
import type { PulledImage } from '../pulls/pull-need.js';
import { withVia } from '../../result/via.js';

interface ComparisonCandidate extends DoneImage {
  readonly before: PreviousImage | undefined;
}

interface ComparisonsDeps extends Omit<CompareDeps, 'signal' | 'onFailure'> {
  readonly config: Pick<Config, 'mode' | 'targets' | 'naming'>;
  /** Gets what a reader of the log may want to know. */
  readonly progress: Pick<Progress, 'log'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A reader looks at some dozens: so many images are compared in a run, those first whose lines the pull request changed. */
const maxImages = 100;

/** How many are looked at side by side; their requests wait in their registries' queues besides. */
const atOnce = 8;

/** Nobody waits longer for what changes no result. */
const maxMs = 60_000;

/** So many reasons why an image was not compared fill no log. */
const maxLoggedFailures = 3;

/**
 * Finds what changed inside the images, when all of them are done. It comes last so that it takes no pull that a copy needs. Its failures do not
 * fail an image.
 */
export class Comparisons {
  readonly #changed: ComparisonCandidate[] = [];
  readonly #others: ComparisonCandidate[] = [];
  readonly #failures: string[] = [];
  readonly #heads = new Map<PulledImage, Promise<ManifestHead | undefined>>();
  #offered = 0;

  constructor(private readonly deps: ComparisonsDeps) {}

  /** Takes note of an image that is done, where there is something to look at; the outcomes of most have nothing. */
  offer(done: DoneImage): void {
    const { task, image, target, outcome } = done;
    // The digest that the tag waits for has a task of its own.
    if (task.contest !== undefined && outcome.tagWaits === true) return;
    const isComparable = outcome.digest !== undefined && matchesSource(outcome);
    const before = isComparable ? findPreviousImage(task, outcome, this.deps.config) : undefined;
    const isChanged = isTouchedByChange(task);
    if (before === undefined && !(isChanged && this.#tagToAsk(done) !== undefined)) return;
    this.#offered += 1;
    const list = isChanged ? this.#changed : this.#others;
    if (list.length < maxImages) list.push({ task, image, target, outcome, before });
  }

  /** What is known now of the images that were looked at; the others are as they were. */
  async run(): Promise<ReadonlyMap<Task, Outcome>> {
    const candidates = [...this.#changed, ...this.#others].slice(0, maxImages);
    const { clock, signal } = this.deps;
    if (candidates.length === 0 || signal.aborted) return new Map();
    try {
      const compared = await runAttempt(maxMs, { clock, signal }, async (bounded) => {
        setMaxListeners(0, bounded);
        return pMap(candidates, async (candidate) => this.#compare(candidate, bounded), { concurrency: atOnce });
      });
      return new Map(compared.map(({ task, outcome }) => [task, outcome]));
    } finally {
      this.#logFailures();
    }
  }

  /** Sentences of the run as a whole: what was not looked at may hold what a reader must see. */
  get warnings(): readonly string[] {
    if (this.#offered <= maxImages) return [];
    return [
      `Of ${this.#offered} images that changed, ${maxImages} were looked into: what changed inside the others, and whether they lost a platform, is not known.`,
    ];
  }

  async #compare(candidate: ComparisonCandidate, signal: AbortSignal): Promise<Pick<DoneImage, 'task' | 'outcome'>> {
    const { task, image, target, outcome, before } = candidate;
    const name = formatCanonical(task.source);
    const { config, configs, pulls, isPublicOnly, sourceOf } = this.deps;
    const deps: CompareDeps = {
      config,
      configs,
      pulls,
      isPublicOnly,
      sourceOf,
      signal,
      onFailure: (error) => this.#failures.push(`${name} was not compared with the image before: ${messageOf(error)}`),
    };
    const [compared, pinWarnings] = await Promise.all([
      before === undefined ? undefined : compareWithPrevious({ task, image, target, outcome, before }, deps),
      this.#warnOfPin(candidate, signal),
    ]);
    // What was found out for the image's own sake comes first.
    const found = compared === undefined ? outcome : { ...compared.facts, ...outcome, comparison: compared.comparison };
    const variant = compared === undefined ? [] : warnOfOtherVariant(task, compared.comparison);
    const warnings = [...outcome.warnings, ...(compared?.warnings ?? []), ...variant, ...pinWarnings];
    const asked = [image.source, target, ...(compared?.asked ?? [])];
    return { task, outcome: withVia({ ...found, warnings }, asked) };
  }

  /** A tag beside a pin says what the pin should be: one HEAD, which is not counted, of what the pull request brings. */
  async #warnOfPin(candidate: ComparisonCandidate, signal: AbortSignal): Promise<readonly string[]> {
    const tag = this.#tagToAsk(candidate);
    const { digest } = candidate.task;
    if (tag === undefined || digest === undefined || !isTouchedByChange(candidate.task)) return [];
    const head = await this.#headOf(candidate.image, tag, signal).catch(() => undefined);
    if (head === undefined) return [];
    if (head.digest === digest) return warnOfMovedVersion(candidate.task, candidate.outcome, digest);
    return [
      `The tag ${tag} and the pin no longer agree: at the source the tag leads to ${shortDigest(head.digest)}, and the pin is ${shortDigest(digest)}.`,
    ];
  }

  #tagToAsk({ task, outcome }: DoneImage): Reference['tag'] {
    const isAsked = this.deps.config.mode !== 'verify' && outcome.state !== 'failed';
    return isAsked && task.digest !== undefined ? task.source.tag : undefined;
  }

  async #headOf(image: PulledImage, tag: string, signal: AbortSignal): Promise<ManifestHead | undefined> {
    const known = this.#heads.get(image) ?? image.source.headManifest(tag, signal);
    this.#heads.set(image, known);
    return known;
  }

  #logFailures(): void {
    const { progress, signal } = this.deps;
    if (signal.aborted) return;
    for (const line of this.#failures.slice(0, maxLoggedFailures)) progress.log(line);
    const more = this.#failures.length - maxLoggedFailures;
    if (more > 0) progress.log(`${more} more images were not compared with those before.`);
  }
}

/** Whether a line that names it was changed, or is new. */
function isTouchedByChange({ uses, isNew }: Task): boolean {
  return isNew === true || uses.some(({ former }) => former !== undefined);
}
