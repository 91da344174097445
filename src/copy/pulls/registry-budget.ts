import { type Clock, momentIn } from '../../runtime/clock.js';
import { RegistryError } from '../../image/registry-error.js';
import { isFailure } from '../../runtime/errors.js';
import type { PullLimit } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import { type Urgency, isUrgent } from '../../plan/urgency.js';
import type { Progress } from '../../result/progress.js';
import type { PullBudget } from '../../result/report.js';
import { formatPullBudget } from '../../result/pull-budget.js';
import { formatCount, formatTime } from '../../runtime/text.js';
import type { BlobPlan } from '../blobs/blob-plan.js';
import type { MemoryBudget } from '../memory/memory-budget.js';
import {
  type PullDemands,
  type PullNeed,
  type PullDemand,
  type PulledImage,
  type PullAllowance,
  findNeed,
} from './pull-need.js';
import type { SharedSource } from '../image/shared-source.js';

export type Admission =
  | { readonly kind: 'admitted' }
  | {
      readonly kind: 'deferred';
      /** why, and what to do */
      readonly message: string;
      /** when the registry's window opens again, at the latest */
      readonly until: Date;
      readonly isUrgent: boolean;
    };

interface PullBudgetDeps {
  readonly clock: Clock;
  readonly plan: BlobPlan;
  readonly memory: MemoryBudget;
  readonly urgency: () => Promise<Urgency>;
  readonly progress: Pick<Progress, 'log'>;
  readonly signal: AbortSignal;
}

/** Of how many manifests an image may be: so many are kept in hand for each that is looked at side by side. */
const pullsOfLargeImage = 20;

/**
 * Shares the pulls that a source's registry has left among the images to copy: first the urgent ones, then those that the target does not have. With
 * a registry that names no limit nothing waits. With one that does, all images are decided on before the first is read.
 */
export class RegistryBudget {
  /** The targets' demands of each image. */
  readonly #demands = new Map<PulledImage, [PullDemand, ...PullDemand[]]>();
  readonly #allDecided: Promise<void>;
  #endWait: () => void = () => undefined;
  #undecided = 0;
  #asking: Promise<void> | undefined;
  #sharing: Promise<ReadonlyMap<PulledImage, Admission>> | undefined;
  #before: PullLimit | undefined;
  #source: SharedSource | undefined;
  readonly #images: PulledImage[] = [];
  /** Manifests that images need, and those that are still to be read for what was admitted: each once, however many tags lead to it. */
  readonly #needed = new Set<string>();
  readonly #reserved = new Set<string>();
  /** Mode `check`: more than the top manifests is not known. */
  #isEstimate = false;
  readonly #deferred = new Set<PulledImage>();
  /** Met on the way: when the registry said that it may be asked again. */
  #refusedUntil: Date | undefined;
  /** The end of the window, reported equally for all images. */
  #opensAt: Date | undefined;

  constructor(
    private readonly registry: string,
    private readonly deps: PullBudgetDeps,
  ) {
    this.#allDecided = new Promise((resolve) => {
      this.#endWait = resolve;
    });
  }

  /** Another image will be decided on, for each of its targets. */
  expect(image: PulledImage): void {
    this.#source ??= image.source;
    this.#images.push(image);
    this.#undecided += image.tasks.length;
  }

  /** An image needs no copy on one of its targets. */
  skip(): void {
    this.#countDecided();
  }

  /** An image is decided on for one of its targets. */
  #countDecided(): void {
    this.#undecided -= 1;
    if (this.#undecided === 0) this.#endWait();
  }

  /** Mode `check`: the image would be copied. It has one manifest at least. */
  expectCopy(image: PulledImage, digest: Digest): void {
    this.#isEstimate = true;
    this.#needed.add(keyOf(image, digest));
  }

  /** Waits until it is known whether the image's manifests can be read, which is so for all of its targets. */
  async admit(demand: PullDemand): Promise<Admission> {
    const limit = await this.#findLimit(demand).catch((error: unknown) => {
      this.#countDecided();
      throw error;
    });
    if (limit === 'none') {
      this.#countDecided();
      return { kind: 'admitted' };
    }
    const others = this.#demands.get(demand.image);
    if (others === undefined) this.#demands.set(demand.image, [demand]);
    else others.push(demand);
    this.#countDecided();
    await this.#allDecided;
    this.#sharing ??= this.#share();
    return (await this.#sharing).get(demand.image) ?? { kind: 'admitted' };
  }

  /** What is to become of an image that was admitted, when the registry's limit was met meanwhile; undefined: it was not. */
  async recheck(image: PulledImage, error?: unknown): Promise<Admission | undefined> {
    if (error instanceof RegistryError && error.code === 'pull-limit' && error.side === 'source') this.#refuse(error);
    if (this.#refusedUntil === undefined) return undefined;
    return this.#defer(image, `${this.registry} serves no more manifests for now (429)`);
  }

  get report(): PullBudget | undefined {
    const now = this.#source?.pullLimit;
    const limit = this.#before ?? (now === 'none' ? undefined : now);
    if (limit === undefined) return undefined;
    const neededIs = this.#isEstimate || this.#deferred.size > 0 ? 'at-least' : 'at-most';
    return {
      registry: this.registry,
      ...limit,
      needed: new Set([...this.#needed, ...this.#pulledByLookUps()]).size,
      neededIs,
      deferred: this.#deferred.size,
    };
  }

  /** If all images are pins, the source was not asked yet. A HEAD shows the limit and is not counted, and one answer is enough for all. */
  async lookForLimit(pull: Pick<PullDemand, 'image' | 'digest'>): Promise<void> {
    if (pull.image.source.pullLimit === undefined) await (this.#asking ??= this.#askFor(pull));
  }

  /** If the image that all waited for is missing, each asks for itself. One whose own answer says nothing waits until all are decided on. */
  async #findLimit(demand: PullDemand): Promise<PullLimit | 'none' | undefined> {
    const { source } = demand.image;
    await this.lookForLimit(demand);
    if (source.pullLimit === undefined) await this.#askFor(demand);
    return source.pullLimit;
  }

  async #askFor({ image: { source }, digest }: Pick<PullDemand, 'image' | 'digest'>): Promise<void> {
    try {
      await source.headOnce(digest, this.deps.signal);
    } catch (error) {
      if (!isFailure(error)) throw error;
    }
  }

  async #share(): Promise<ReadonlyMap<PulledImage, Admission>> {
    const admissions = new Map<PulledImage, Admission>();
    const limit = this.#source?.pullLimit;
    if (limit === undefined || limit === 'none') return admissions;
    const { size } = this.#pulledByLookUps();
    this.#before = { ...limit, remaining: Math.min(limit.limit, limit.remaining + size) };
    const waiting = byUrgency([...this.#demands.values()], await this.deps.urgency());
    const allowance = {
      take: (image: PulledImage, digest: Digest) => this.#take(keyOf(image, digest)),
      refuse: (error: RegistryError) => {
        this.#refuse(error);
      },
    };
    for (let next = 0; next < waiting.length;) {
      const batch = waiting.slice(next, next + Math.max(1, Math.floor(this.#left() / pullsOfLargeImage)));
      next += batch.length;
      const needs = await Promise.all(batch.map(async (demands) => this.#findNeed(demands, allowance)));
      for (const need of needs) admissions.set(need.image, await this.#admissionFor(need));
    }
    if (this.report !== undefined) this.deps.progress.log(formatPullBudget(this.report));
    return admissions;
  }

  /** A top manifest has room in any share. */
  async #findNeed(demands: PullDemands, allowance: PullAllowance): Promise<PullNeed> {
    const { memory, signal } = this.deps;
    const holder = { route: this.registry, reader: demands[0].image.source };
    return memory.hold(holder, signal, async () => findNeed(demands, allowance, this.deps));
  }

  async #admissionFor({ image, digests, isUnread }: PullNeed): Promise<Admission> {
    const keys = digests.map((digest) => keyOf(image, digest));
    for (const key of keys) this.#needed.add(key);
    const more = keys.filter((key) => !this.#reserved.has(key));
    const left = this.#left();
    if (isUnread || more.length > left) {
      const needs = isUnread ? 'at least one' : String(more.length);
      return this.#defer(
        image,
        `${this.registry} has ${formatCount(left, 'pull')} left, and this image needs ${needs}`,
      );
    }
    for (const key of more) this.#reserved.add(key);
    return { kind: 'admitted' };
  }

  /** Pulls that were made to decide, where the registry serves no HEAD. */
  #pulledByLookUps(): ReadonlySet<string> {
    return new Set(
      this.#images.flatMap((image) => [...image.source.pulledByLookUps].map((digest) => keyOf(image, digest))),
    );
  }

  /** Takes one of what is left, or what is kept for the manifest, which is read at once. */
  #take(key: string): boolean {
    if (!this.#reserved.delete(key) && this.#left() < 1) return false;
    this.#needed.add(key);
    return true;
  }

  /** What is left by the registry's last word, without what other images were promised. */
  #left(): number {
    const now = this.#source?.pullLimit;
    if (this.#refusedUntil !== undefined || now === undefined || now === 'none') return 0;
    return Math.max(0, now.remaining - this.#reserved.size);
  }

  #refuse({ retryAt }: RegistryError): void {
    this.#refusedUntil = retryAt?.date ?? this.#refusedUntil ?? this.#windowEnd();
  }

  #windowEnd(): Date {
    const now = this.#source?.pullLimit;
    const windowSeconds = now === undefined || now === 'none' ? hubWindowSeconds : now.windowSeconds;
    return momentIn(windowSeconds * 1_000, this.deps.clock).date;
  }

  async #defer(image: PulledImage, why: string): Promise<Admission> {
    this.#deferred.add(image);
    const until = this.#refusedUntil ?? (this.#opensAt ??= this.#windowEnd());
    const urgency = await this.deps.urgency();
    return {
      kind: 'deferred',
      message: `${why}. Run it again after ${formatTime(until)}, when its window is open again, or log in to ${this.registry} with an account that may pull more.`,
      until,
      isUrgent: image.tasks.some((task) => isUrgent(task, urgency)),
    };
  }
}

/** Docker Hub's, for a refusal that names no window: https://docs.docker.com/docker-hub/usage/pulls/ */
const hubWindowSeconds = 6 * 60 * 60;

/** A source's registry may serve one digest of several repositories, and counts each. */
function keyOf({ source: { name } }: PulledImage, digest: Digest): string {
  return `${name}@${digest}`;
}

/** Urgent images first, then those that a target does not have, otherwise in the order of the tree. */
function byUrgency(images: readonly PullDemands[], urgency: Urgency): readonly PullDemands[] {
  const rank = (demands: PullDemands): number =>
    (demands[0].image.tasks.some((task) => isUrgent(task, urgency)) ? 0 : 2) +
    (demands.some(({ isAbsent }) => isAbsent) ? 0 : 1);
  return images.toSorted((one, other) => rank(one) - rank(other) || one[0].image.index - other[0].image.index);
}
