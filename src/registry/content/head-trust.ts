/**
 * Registries, and what stands before them, may refuse a HEAD and answer the GET: a gateway or a signed address does not allow the method (403, 405),
 * or a server does not know it (400, 406, 500, 501). Such an answer says nothing about the content. Sources: docs/registries.md, "Lookups". A 404 is
 * an answer. Only a source that has not yet served a HEAD may mean something else by it (`manifest-head.ts`).
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
   * Repeats a refused HEAD as a GET, until it is known whether this registry's refusals say anything. One at a time: the first helpful answer saves
   * the others their HEAD, and waiting look-ups must not fail because of a try that is still under way.
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
