import { readGrants } from '../../../src/registry/auth/jwt.js';
import { type Grants, covers, grantsOf, joinGrants } from '../../../src/registry/auth/scopes.js';
import { type FetchToken, type ScopesCache, isRefusal } from '../../../src/registry/auth/token-pool.js';
import type { Token } from '../../../src/registry/auth/token.js';
import { RegistryError } from '../../../src/image/registry-error.js';

interface HeldToken {
  readonly promise: Promise<Token>;
  readonly needed: Grants;
  readonly resources: readonly string[];
  grants: Grants;
  token?: Token;
}

interface Fetched {
  readonly token: Token;
  readonly granted: Grants;
}

/** What a pool of tokens has to do, written down without regard to what it costs: each step searches through everything. */
export class SearchingPool {
  readonly #expected = new Map<string, Grants>();
  /** The scope that was expected last, by its resource. */
  readonly #scopeOf = new Map<string, string>();
  readonly #lenders = new Set<string>();
  #held: HeldToken[] = [];
  #hasAsked = false;
  #atOnce: number;
  #breaks = 0;

  constructor(
    private readonly now: () => number,
    private readonly scopesCache: ScopesCache,
  ) {
    this.#atOnce = scopesCache.grantsSeveral === false ? 1 : 20;
  }

  expect(scope: string): void {
    this.#expected.set(scope, grantsOf([scope]));
    for (const resource of grantsOf([scope]).keys()) this.#scopeOf.set(resource, scope);
  }

  async get(scopes: readonly string[], fetchToken: FetchToken): Promise<Token> {
    const needed = grantsOf(scopes);
    this.#recordLenders(scopes.slice(1));
    const held = this.#find(needed) ?? this.#fetch(scopes, needed, fetchToken);
    try {
      const token = await held.promise;
      if (covers(held.grants, needed)) return token;
    } catch (error) {
      const mayBeForOthers = covers(held.needed, needed) ? mayBeForMany(error) : isRefusal(error);
      if (covers(needed, held.needed) || !mayBeForOthers) throw error;
    }
    return this.get(scopes, fetchToken);
  }

  refuse(value: string): void {
    this.#held = this.#held.filter(({ token }) => token?.value !== value);
  }

  #find(needed: Grants): HeldToken | undefined {
    return this.#held.findLast((held) => this.#serves(held, needed));
  }

  #serves({ token, grants }: HeldToken, needed: Grants): boolean {
    return (token === undefined || token.expiresAt > this.now()) && covers(grants, needed);
  }

  #recordLenders(scopes: readonly string[]): void {
    for (const resource of grantsOf(scopes).keys()) {
      const scope = this.#scopeOf.get(resource);
      if (scope === undefined) continue;
      this.#lenders.delete(scope);
      this.#lenders.add(scope);
    }
  }

  #fetch(scopes: readonly string[], needed: Grants, fetchToken: FetchToken): HeldToken {
    const others = this.#scopesAlong(scopes);
    if (!this.#hasAsked && this.scopesCache.grantsSeveral === false) this.#atOnce = 20;
    this.#hasAsked = true;
    const asked = grantsOf([...scopes, ...others]);
    const held: HeldToken = {
      promise: this.#fetchTogether(scopes, others, fetchToken).then(({ token, granted }) => {
        held.token = token;
        held.grants = joinGrants(granted, needed);
        return token;
      }),
      needed,
      resources: [...asked.keys()],
      grants: asked,
    };
    this.#held.push(held);
    held.promise.catch(() => {
      this.#held = this.#held.filter((other) => other !== held);
    });
    return held;
  }

  async #fetchTogether(scopes: readonly string[], others: readonly string[], fetchToken: FetchToken): Promise<Fetched> {
    if (others.length === 0) return { token: await fetchToken(scopes), granted: grantsOf(scopes) };
    const breaks = this.#breaks;
    try {
      const token = await fetchToken([...scopes, ...others]);
      const granted = readGrants(token.value);
      if (granted === undefined) this.#atOnce = 1;
      this.scopesCache.record(granted !== undefined);
      this.#breaks = 0;
      if (token.value.length <= 6_000) return { token, granted: granted ?? grantsOf(scopes) };
      this.#atOnce = Math.ceil(this.#atOnce / 2);
    } catch (error) {
      if (!mayBeForMany(error)) throw error;
      const alone = scopes.length > 1 ? await fetchToken(scopes) : undefined;
      if (this.#isOnSeveral(error, breaks)) {
        this.#atOnce = 1;
        this.scopesCache.record(false);
      }
      if (alone !== undefined) return { token: alone, granted: grantsOf(scopes) };
    }
    return { token: await fetchToken(scopes), granted: grantsOf(scopes) };
  }

  #isOnSeveral(error: unknown, breaksBefore: number): boolean {
    if (isRefusal(error)) return true;
    if (breaksBefore === this.#breaks) this.#breaks += 1;
    return this.#breaks > 1;
  }

  #scopesAlong(scopes: readonly string[]): readonly string[] {
    if (scopes.length >= this.#atOnce) return [];
    const needed = grantsOf(scopes);
    const along: string[] = [];
    let bytes = scopes.join(' ').length + 1;
    for (const scope of [...this.#lendersBut(needed), ...this.#unheldAfter(scopes)]) {
      if (along.includes(scope) || covers(needed, grantsOf([scope]))) continue;
      bytes += scope.length + 1;
      if (scopes.length + along.length >= this.#atOnce || bytes > 4_000) break;
      along.push(scope);
    }
    return along;
  }

  #lendersBut(needed: Grants): readonly string[] {
    const isNeeded = (scope: string): boolean => [...grantsOf([scope]).keys()].some((resource) => needed.has(resource));
    return [...this.#lenders].filter((scope) => !isNeeded(scope)).slice(-10);
  }

  #unheldAfter([own, ...others]: readonly string[]): readonly string[] {
    const all = [...this.#expected.keys()];
    const start = all.findIndex((scope) => scope === own) + 1;
    return [...all.slice(start), ...all.slice(0, start)].filter(
      (scope) => this.#find(grantsOf([scope, ...others])) === undefined,
    );
  }
}

function mayBeForMany(error: unknown): boolean {
  return error instanceof RegistryError && error.status !== undefined && error.status !== 429;
}
