/** So many looks in a row must find nothing going on. One look is not enough: a busy machine may have held this process before its events. */
const quietLooks = 8;

/** A process that runs code for less than this from one look to the next only waits: the look itself takes less. */
const maxActiveMs = 0.3;

/** Programs beside this process answer in real time: so many seconds of a wait are one of theirs. */
const programSpeed = 10;

/** Whether programs run beside this process, as real registries do. */
export function hasPrograms(): boolean {
  return process.getActiveResourcesInfo().includes('ProcessWrap');
}

/** Tells when nothing goes on in this process but waits: no code runs, no file is read, no name is looked up. */
export class IdleWatch {
  #last = performance.eventLoopUtilization();
  #looks = 0;
  #quietSince = performance.now();

  /**
   * To be asked again and again, every millisecond or so.
   * @param waitMs how long the shortest wait still takes
   */
  isIdle(waitMs: number): boolean {
    const now = performance.eventLoopUtilization();
    const { active } = performance.eventLoopUtilization(now, this.#last);
    this.#last = now;
    this.#looks += 1;
    // Threads read files and look up names. Who waits for them has a request to the system.
    if (active > maxActiveMs || process.getActiveResourcesInfo().some((name) => name.includes('Req'))) this.restart();
    if (this.#looks < quietLooks) return false;
    return !hasPrograms() || performance.now() - this.#quietSince >= waitMs / programSpeed;
  }

  /** Something happens. */
  restart(): void {
    this.#looks = 0;
    this.#quietSince = performance.now();
  }
}
