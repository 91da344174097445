import type { Clock } from '../clock.js';
import { RegistryError, isFailure } from '../errors.js';
import type { PullLimit } from '../image/access.js';
import { type Urgency, isUrgent } from '../plan/urgency.js';
import type { PullBudget } from '../report/report.js';
import { formatPullBudget } from '../report/words.js';
import { formatTime } from '../text.js';
import type { BlobPlan } from './blob-plan.js';
import { type Need, type PullDemand, type PulledImage, findNeed } from './pull-need.js';
import type { SharedSource } from './shared-source.js';

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

export interface PullSurroundings {
  readonly clock: Clock;
  readonly plan: BlobPlan;
  readonly urgency: () => Promise<Urgency>;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Of how many manifests an image may be: so many are kept in hand for each that is looked at side by side. */
const pullsOfLargeImage = 20;

/** The pulls of one registry. */
export class RegistryBudget {
  readonly #demands: PullDemand[] = [];
  readonly #allDecided: Promise<void>;
  #endWait: () => void = () => undefined;
  #undecided = 0;
  #asking: Promise<void> | undefined;
  #sharing: Promise<ReadonlyMap<PulledImage, Admission>> | undefined;
  #before: PullLimit | undefined;
  #source: SharedSource | undefined;
  #reserved = 0;
  #needed = 0;
  /** Images that a run would copy: each has one manifest at least. */
  #foreseen = 0;
  readonly #deferred = new Set<PulledImage>();
  /** Met on the way: when the registry said that it may be asked again. */
  #refusedUntil: Date | undefined;
  /** The end of the window, told alike of all images. */
  #opens: Date | undefined;

  constructor(
    private readonly registry: string,
    private readonly surroundings: PullSurroundings,
  ) {
    this.#allDecided = new Promise((resolve) => {
      this.#endWait = resolve;
    });
  }

  /** One image more will be decided on. */
  expect({ source }: PulledImage): void {
    this.#source ??= source;
    this.#undecided += 1;
  }

  /** One image is decided on. */
  decided(): void {
    this.#undecided -= 1;
    if (this.#undecided === 0) this.#endWait();
  }

  foresee(): void {
    this.#foreseen += 1;
  }

  async admit(demand: PullDemand): Promise<Admission> {
    const limit = await this.#findLimit(demand).catch((error: unknown) => {
      this.decided();
      throw error;
    });
    if (limit === 'none') {
      this.decided();
      return { kind: 'admitted' };
    }
    this.#before ??= limit;
    this.#demands.push(demand);
    this.decided();
    await this.#allDecided;
    this.#sharing ??= this.#share();
    return (await this.#sharing).get(demand.image) ?? { kind: 'admitted' };
  }

  async recheck(image: PulledImage, error: unknown): Promise<Admission | undefined> {
    if (error instanceof RegistryError && error.code === 'pull-limit' && error.side === 'source') this.#refuse(error);
    if (this.#refusedUntil === undefined) return undefined;
    return this.#defer(image, `${this.registry} serves no more manifests for now (429)`);
  }

  get report(): PullBudget | undefined {
    const now = this.#source?.pullLimit;
    const limit = this.#before ?? (now === 'none' ? undefined : now);
    if (limit === undefined) return undefined;
    const neededIs = this.#foreseen + this.#deferred.size > 0 ? 'at-least' : 'at-most';
    return {
      registry: this.registry,
      ...limit,
      needed: this.#needed + this.#foreseen,
      neededIs,
      deferred: this.#deferred.size,
    };
  }

  /** Who only has pins asked the source nothing yet: a HEAD tells, and is not counted. */
  async #findLimit({ image: { source }, wanted }: PullDemand): Promise<PullLimit | 'none'> {
    if (source.pullLimit === undefined) {
      this.#asking ??= source.headManifest(wanted, this.surroundings.signal).then(
        () => undefined,
        (error: unknown) => {
          if (!isFailure(error)) throw error;
        },
      );
      await this.#asking;
    }
    return source.pullLimit ?? 'none';
  }

  async #share(): Promise<ReadonlyMap<PulledImage, Admission>> {
    const urgency = await this.surroundings.urgency();
    const waiting = inOrder(this.#demands, urgency);
    const purse = {
      take: () => this.#take(),
      refuse: (error: RegistryError) => {
        this.#refuse(error);
      },
    };
    const admissions = new Map<PulledImage, Admission>();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, Math.max(1, Math.floor(this.#left() / pullsOfLargeImage)));
      const needs = await Promise.all(batch.map(async (demand) => findNeed(demand, purse, this.surroundings)));
      for (const need of needs) admissions.set(need.demand.image, await this.#decideOn(need));
    }
    if (this.report !== undefined) this.surroundings.tell(formatPullBudget(this.report));
    return admissions;
  }

  async #decideOn({ demand: { image }, pulls, isUnread }: Need): Promise<Admission> {
    this.#needed += pulls;
    const left = this.#left();
    if (pulls > left) {
      const needs = isUnread ? 'at least one' : String(pulls);
      return this.#defer(image, `${this.registry} has ${left} pulls left, and this image needs ${needs}`);
    }
    this.#reserved += pulls;
    return { kind: 'admitted' };
  }

  /** Takes one of what is left, for a manifest that is read at once. */
  #take(): boolean {
    if (this.#left() < 1) return false;
    this.#needed += 1;
    return true;
  }

  /** What is left by the registry's last word, without what other images were promised. */
  #left(): number {
    const now = this.#source?.pullLimit;
    if (this.#refusedUntil !== undefined || now === undefined || now === 'none') return 0;
    return Math.max(0, now.remaining - this.#reserved);
  }

  #refuse({ retryAt }: RegistryError): void {
    this.#refusedUntil = retryAt ?? this.#refusedUntil ?? this.#windowEnd();
  }

  #windowEnd(): Date {
    const now = this.#source?.pullLimit;
    const windowSeconds = now === undefined || now === 'none' ? hubWindowSeconds : now.windowSeconds;
    return new Date(this.surroundings.clock.now() + windowSeconds * 1_000);
  }

  async #defer(image: PulledImage, why: string): Promise<Admission> {
    this.#deferred.add(image);
    const until = this.#refusedUntil ?? (this.#opens ??= this.#windowEnd());
    const urgency = await this.surroundings.urgency();
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

/** What cannot wait, then what the target lacks, and otherwise as it is in the tree. */
function inOrder(demands: readonly PullDemand[], urgency: Urgency): PullDemand[] {
  const rank = ({ image, isAbsent }: PullDemand): number =>
    (image.tasks.some((task) => isUrgent(task, urgency)) ? 0 : 2) + (isAbsent ? 0 : 1);
  return demands.toSorted((one, other) => rank(one) - rank(other) || one.image.index - other.image.index);
}
