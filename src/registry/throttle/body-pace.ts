import { CircuitBreaker } from '../../runtime/circuit-breaker.js';
import type { Clock, Timer } from '../../runtime/clock.js';

/** Below this a host counts as one that is silent. */
const minBytesPerSecond = 1_024;

/** How often it is looked, and how many looks make the time that a host has. A target may pause to store what it took. */
const checkEveryMs = 5_000;
const checks = { received: 12, sent: 20 };

/** How long until one body tries again whether the host has become better. */
const cooldownMs = 30_000;

type Direction = keyof typeof checks;

/** Thrown for every body of a host that trickles. */
export class TrickleError extends Error {
  override readonly name = 'TrickleError';

  constructor(
    readonly host: string,
    readonly direction: Direction,
  ) {
    const verb = direction === 'received' ? 'sent' : 'took';
    const seconds = (checks[direction] * checkEveryMs) / 1_000;
    super(
      `${host} ${verb} less than ${minBytesPerSecond / 1_024} KiB a second, over ${seconds} s and all that was under way`,
    );
  }
}

/** One body, as what passes it tells. */
export interface PacedBody {
  /** The next bytes are the host's to send, or to take, from now on … */
  waits(): void;
  /** … and so many have come, or gone. */
  passed(bytes: number): void;
  end(): void;
}

interface OpenBody {
  isWaiting: boolean;
  /** Looks in a row that found it waiting for the host. */
  waited: number;
  readonly giveUp: (error: TrickleError) => void;
}

/**
 * How fast the bodies of one host come or go. A body counts only while it waits for the host, because one that waits for us says nothing about the
 * host. The host trickles if one body has waited at every look for a minute and all bodies together moved next to nothing. So a host that serves one
 * body well does not trickle. Time is counted in looks, because a busy machine looks less often.
 */
class HostPace {
  readonly #bodies = new Set<OpenBody>();
  readonly #circuit: CircuitBreaker<TrickleError>;
  /** of each look */
  #bytes: number[] = [];
  #now = 0;
  /** Until the next look; there as long as bodies are. */
  #timer: Timer | undefined;

  constructor(
    private readonly host: string,
    private readonly direction: Direction,
    private readonly clock: Clock,
  ) {
    this.#circuit = new CircuitBreaker({ failures: 1, forMs: 0, cooldownMs }, clock);
  }

  /** @throws {TrickleError} where the host trickles */
  open(giveUp: (error: TrickleError) => void): PacedBody {
    const error = this.#circuit.refusal();
    if (error !== undefined) throw error;
    const body: OpenBody = { isWaiting: false, waited: 0, giveUp };
    this.#bodies.add(body);
    if (this.#timer === undefined) this.#watch();
    return {
      waits: () => {
        body.isWaiting = true;
      },
      passed: (bytes) => {
        body.isWaiting = false;
        this.#now += bytes;
      },
      end: () => {
        this.#bodies.delete(body);
        if (this.#bodies.size === 0) this.#rest();
      },
    };
  }

  #watch(): void {
    this.#bytes = [];
    this.#timer = this.clock.setTimer(checkEveryMs, () => {
      this.#timer?.restart();
      this.#check();
    });
  }

  #rest(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #check(): void {
    const most = checks[this.direction];
    this.#bytes = [...this.#bytes, this.#now].slice(-most);
    this.#now = 0;
    for (const body of this.#bodies) body.waited = body.isWaiting ? body.waited + 1 : 0;
    const bytes = this.#bytes.reduce((sum, each) => sum + each, 0);
    const isSlow = bytes < (minBytesPerSecond * most * checkEveryMs) / 1_000;
    if (!isSlow) this.#circuit.succeeded();
    if (!isSlow || ![...this.#bodies].some(({ waited }) => waited >= most)) return;
    const error = new TrickleError(this.host, this.direction);
    this.#circuit.failed(error);
    for (const { giveUp } of this.#bodies) giveUp(error);
    this.#bodies.clear();
    this.#rest();
  }
}

/** The pace of every host of a run, in both directions. */
export class BodyPaces {
  readonly #hosts = new Map<string, HostPace>();

  constructor(private readonly clock: Clock) {}

  of(host: string, direction: Direction): HostPace {
    const key = `${direction} ${host}`;
    const known = this.#hosts.get(key) ?? new HostPace(host, direction, this.clock);
    this.#hosts.set(key, known);
    return known;
  }
}

/** Passes on what a host sends, and tells the pace of that. @throws {TrickleError} */
export async function* paceReceived(
  content: AsyncIterable<Uint8Array>,
  open: () => PacedBody,
): AsyncGenerator<Uint8Array> {
  const body = open();
  try {
    body.waits();
    for await (const chunk of content) {
      body.passed(chunk.length);
      yield chunk;
      body.waits();
    }
  } finally {
    body.end();
  }
}

/** Passes on what a host is sent, and tells the pace at which it takes that. @throws {TrickleError} */
export async function* paceSent(content: AsyncIterable<Uint8Array>, open: () => PacedBody): AsyncGenerator<Uint8Array> {
  const body = open();
  try {
    for await (const chunk of content) {
      body.waits();
      yield chunk;
      body.passed(chunk.length);
    }
  } finally {
    body.end();
  }
}
