/**
 * What registries and what stands before them answer to a HEAD though they answer a GET: a method that a gateway or a signed address of a
 * storage does not allow (403, 405), or that a server does not know (400, 406, 500, 501). Such an answer says nothing of the content.
 * Sources: docs/registries.md, "Lookups". A 404 is an answer: only a source that has not shown yet that it serves HEAD may mean something else
 * by it (`manifest-head.ts`).
 */
export const untrustedHeadStatuses: readonly number[] = [400, 403, 405, 406, 500, 501];
/** A host whose GETs find nothing more than its HEADs is believed after so many. */
const maxTries = 3;

/** Whether one host's HEAD of a manifest is believed. GETs may be counted as pulls, so they are made only until it is known. */
export class HeadTrust {
  #method: 'unknown' | 'head' | 'get' = 'unknown';
  #tries = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /** The host does not serve HEAD: look-ups are GETs from the first request on. */
  get isRefused(): boolean {
    return this.#method === 'get';
  }

  /** It is known whether this host's HEAD is to be believed. */
  get isKnown(): boolean {
    return this.#method !== 'unknown' || this.#tries >= maxTries;
  }

  /** A HEAD found a manifest, so this host serves HEAD. */
  recordHead(): void {
    if (this.#method === 'unknown') this.#method = 'head';
  }

  /**
   * Asks again what a HEAD refused, if it is not known yet whether that says anything. One at a time: the first answer that helps spares the others
   * their HEAD, and what waits must not be failed by tries that are still under way.
   * @param get the same look-up by GET; undefined: the registry does not have it
   * @returns `believed`: the HEAD's answer counts
   */
  async ask<T>(get: () => Promise<T | undefined>): Promise<T | undefined | 'believed'> {
    const turn = this.#turn.then(async () => this.#try(get));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #try<T>(get: () => Promise<T | undefined>): Promise<T | undefined | 'believed'> {
    if (this.#method !== 'get' && this.isKnown) return 'believed';
    this.#tries += 1;
    const found = await get();
    if (found !== undefined) this.#method = 'get';
    return found;
  }
}
