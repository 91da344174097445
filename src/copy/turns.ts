import PQueue from 'p-queue';
import type { ImageSource } from '../image/source-and-target.js';
import type { Task } from '../plan/task.js';
import type { MemoryBudget } from './memory/memory-budget.js';
import type { MemoryShare } from './memory/memory-share.js';

/** The turns of a run, by the route from one registry to another: what waits for a host that hangs takes no slot from the others. */
export class Turns {
  readonly #routes = new Map<string, RouteTurns>();

  /** @param concurrency how many tasks of one route are worked on at a time */
  constructor(
    private readonly concurrency: number,
    private readonly memory: MemoryBudget,
    private readonly signal: AbortSignal,
  ) {}

  of({ source, target }: Task): RouteTurns {
    const name = `${source.registry} ${target.registry}`;
    const known = this.#routes.get(name);
    if (known !== undefined) return known;
    const route = new RouteTurns(name, new PQueue({ concurrency: this.concurrency }), this.memory, this.signal);
    this.#routes.set(name, route);
    return route;
  }
}

/** The turns of one route. */
export class RouteTurns {
  constructor(
    private readonly name: string,
    private readonly queue: PQueue,
    private readonly memory: MemoryBudget,
    private readonly signal: AbortSignal,
  ) {}

  /** How many tasks have a turn at the same time. */
  get concurrency(): number {
    return this.queue.concurrency;
  }

  /** A turn for work that holds no manifests. */
  async decide<T>(work: () => Promise<T>): Promise<T> {
    return this.queue.add(work);
  }

  /**
   * A turn for work that holds an image's manifests: memory first, then a slot, because work that waits for memory must not hold a slot. It goes
   * before what is still to be decided on, so that what has begun ends first.
   * @param reader the repository that is read
   */
  async read<T>(reader: ImageSource, work: (share: MemoryShare) => Promise<T>): Promise<T> {
    return this.memory.hold({ route: this.name, reader }, this.signal, async (share) =>
      this.queue.add(async () => work(share), { priority: 1 }),
    );
  }
}
