import type { Clock } from '../../runtime/clock.js';
import type { Descriptor } from '../../image/manifest.js';
import { within } from '../../runtime/wait.js';
import type { JointResult, TransferJointly, TransferPart } from './fan-out-transfer.js';

/** How long a target that wants a blob waits for the image's others, which may want it too. */
const patienceMs = 2_000;

/** A download of one blob for those that want it. */
interface Gathering {
  /** Targets that may still come. */
  readonly awaited: Set<Companion>;
  readonly parts: TransferPart[];
  /** Settled when it is begun. */
  readonly started: Promise<void>;
  readonly results: Promise<readonly Promise<JointResult>[]>;
  hasBegun: boolean;
  begin(): void;
}

/**
 * The targets of one image: they want the same blobs at about the same time, so that one download can feed all. Who does not come in time
 * is not waited for again in the whole run: it is fed by itself.
 */
export class Convoy {
  readonly #companions = new Set<Companion>();
  readonly #gatherings = new Map<string, Gathering>();

  /** @param laggards registries that are not waited for; grows */
  constructor(
    private readonly transfer: TransferJointly,
    private readonly laggards: Set<string>,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  /** One target more. */
  companion(registry: string): Companion {
    const companion = new Companion(registry, this);
    if (!this.laggards.has(registry)) this.#companions.add(companion);
    return companion;
  }

  pass(companion: Companion, descriptor: Descriptor): void {
    arrive(this.#gatheringOf(descriptor), companion);
  }

  leave(companion: Companion): void {
    this.#companions.delete(companion);
    for (const gathering of this.#gatherings.values()) arrive(gathering, companion);
  }

  async join(companion: Companion, part: TransferPart): Promise<JointResult> {
    const gathering = this.#gatheringOf(part.request.descriptor);
    if (gathering.hasBegun) return 'alone';
    const index = gathering.parts.push(part) - 1;
    arrive(gathering, companion);
    if (index === 0) await this.#waitForOthers(gathering);
    const results = await gathering.results;
    return results[index] ?? 'alone';
  }

  async #waitForOthers(gathering: Gathering): Promise<void> {
    if (gathering.hasBegun) return;
    await within(patienceMs, gathering.started, this.clock, this.signal);
    for (const late of gathering.awaited) {
      this.laggards.add(late.registry);
      this.leave(late);
    }
  }

  #gatheringOf({ digest, size }: Descriptor): Gathering {
    const key = `${digest} ${size}`;
    const gathering = this.#gatherings.get(key) ?? this.#gather();
    this.#gatherings.set(key, gathering);
    return gathering;
  }

  #gather(): Gathering {
    const parts: TransferPart[] = [];
    let start: () => void = () => undefined;
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    return {
      awaited: new Set(this.#companions),
      parts,
      started,
      // One by itself goes the ordinary way, which is tried again.
      results: started.then(() => (parts.length > 1 ? this.transfer(parts, this.signal) : [])),
      hasBegun: false,
      begin() {
        this.hasBegun = true;
        start();
      },
    };
  }
}

function arrive(gathering: Gathering, companion: Companion): void {
  gathering.awaited.delete(companion);
  if (gathering.awaited.size === 0 && gathering.parts.length > 0 && !gathering.hasBegun) gathering.begin();
}

/** One target of an image, on its way with the others. */
export class Companion {
  constructor(
    readonly registry: string,
    private readonly convoy: Convoy,
  ) {}

  /** Wants a blob to be downloaded: with those of the others that want it, too. */
  async join(part: TransferPart): Promise<JointResult> {
    return this.convoy.join(this, part);
  }

  /** Needs no download of this blob, or has to wait for it elsewhere. */
  pass(descriptor: Descriptor): void {
    this.convoy.pass(this, descriptor);
  }

  /** Needs nothing more. */
  leave(): void {
    this.convoy.leave(this);
  }
}
