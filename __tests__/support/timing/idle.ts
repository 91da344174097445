/** So long nothing may happen before this process counts as one that only waits. */
const quietMs = 8;

/** Less than any answer takes to be made or read: what looks at the time itself takes that long. */
const maxActiveMs = 0.3;

/** Programs beside this process answer in real time: so many seconds of a wait are one of theirs. */
const programSpeed = 10;

/** Whether programs run beside this process, as real registries do. */
export function hasPrograms(): boolean {
  return process.getActiveResourcesInfo().includes('ProcessWrap');
}

/** Tells when nothing goes on in this process but waits: no code runs, and no file is read. */
export class IdleWatch {
  #last = performance.eventLoopUtilization();
  #quietSince = performance.now();

  /**
   * To be asked again and again, every millisecond or so.
   * @param waitMs how long the shortest wait still takes
   */
  isIdle(waitMs: number): boolean {
    const now = performance.eventLoopUtilization();
    const { active } = performance.eventLoopUtilization(now, this.#last);
    this.#last = now;
    if (active > maxActiveMs) this.restart();
    const quiet = performance.now() - this.#quietSince;
    if (quiet < quietMs) return false;
    if (process.getActiveResourcesInfo().some((name) => /^(?:FSReq|GetAddrInfoReq)/.test(name))) return false;
    return !hasPrograms() || quiet >= waitMs / programSpeed;
  }

  /** Something happens. */
  restart(): void {
    this.#quietSince = performance.now();
  }
}
