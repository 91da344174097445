import type { Clock } from '../../runtime/clock.js';
import type { Descriptor } from '../../image/manifest.js';
import { waitAtMost } from '../../runtime/wait.js';
import type { FanOutResult, TransferFanOut, FanOutPart } from './fan-out-transfer.js';

/** How long a target that wants a blob waits for the image's others, which may want it too. */
const maxWaitMs = 2_000;

/** A download of one blob for those that want it. */
interface SharedDownload {
  /** Targets that may still come. */
  readonly awaited: Set<FanOutParticipant>;
  readonly parts: FanOutPart[];
  /** Settled when it is begun. */
  readonly started: Promise<void>;
  readonly results: Promise<readonly Promise<FanOutResult>[]>;
  hasBegun: boolean;
  begin(): void;
}

/**
 * The targets of one image. They want the same blobs at about the same time, so one download can feed all of them. A target that comes late once is
 * not waited for again in the whole run: it has downloads of its own.
 */
export class FanOut {
  readonly #participants = new Set<FanOutParticipant>();
  readonly #downloads = new Map<string, SharedDownload>();

  /** @param slowTargets registries that are not waited for; grows */
  constructor(
    private readonly transfer: TransferFanOut,
    private readonly slowTargets: Set<string>,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  /** One target more. */
  addParticipant(registry: string): FanOutParticipant {
    const participant = new FanOutParticipant(registry, this);
    if (!this.slowTargets.has(registry)) this.#participants.add(participant);
    return participant;
  }

  skip(participant: FanOutParticipant, descriptor: Descriptor): void {
    arrive(this.#downloadOf(descriptor), participant);
  }

  leave(participant: FanOutParticipant): void {
    this.#participants.delete(participant);
    for (const download of this.#downloads.values()) arrive(download, participant);
  }

  async join(participant: FanOutParticipant, part: FanOutPart): Promise<FanOutResult> {
    const download = this.#downloadOf(part.descriptor);
    if (download.hasBegun) return 'alone';
    const index = download.parts.push(part) - 1;
    arrive(download, participant);
    if (index === 0) await this.#waitForOthers(download);
    const results = await download.results;
    return results[index] ?? 'alone';
  }

  async #waitForOthers(download: SharedDownload): Promise<void> {
    if (download.hasBegun) return;
    await waitAtMost(maxWaitMs, download.started, this.clock, this.signal);
    for (const late of download.awaited) {
      this.slowTargets.add(late.registry);
      this.leave(late);
    }
  }

  #downloadOf({ digest, size }: Descriptor): SharedDownload {
    const key = `${digest} ${size}`;
    const download = this.#downloads.get(key) ?? this.#createDownload();
    this.#downloads.set(key, download);
    return download;
  }

  #createDownload(): SharedDownload {
    const parts: FanOutPart[] = [];
    let start: () => void = () => undefined;
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    return {
      awaited: new Set(this.#participants),
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

function arrive(download: SharedDownload, participant: FanOutParticipant): void {
  download.awaited.delete(participant);
  if (download.awaited.size === 0 && download.parts.length > 0 && !download.hasBegun) download.begin();
}

/** One target of an image in its fan-out. */
export class FanOutParticipant {
  constructor(
    readonly registry: string,
    private readonly fanOut: FanOut,
  ) {}

  /** Wants a blob to be downloaded: with those of the others that want it, too. */
  async join(part: FanOutPart): Promise<FanOutResult> {
    return this.fanOut.join(this, part);
  }

  /** Needs no download of this blob, or has to wait for it elsewhere. */
  skip(descriptor: Descriptor): void {
    this.fanOut.skip(this, descriptor);
  }

  /** Needs nothing more. */
  leave(): void {
    this.fanOut.leave(this);
  }
}
