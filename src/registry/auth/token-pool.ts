import { RegistryError } from '../../image/registry-error.js';
import { ExpectedScopes } from './expected-scopes.js';
import { type HeldToken, HeldTokens, TokenValues } from './held-tokens.js';
import { readGrants } from './jwt.js';
import { type Grants, covers, grantsOf, joinGrants } from './scopes.js';
import type { Token } from './token.js';

interface Fetched {
  readonly token: Token;
  readonly granted: Grants;
}

export type FetchToken = (scopes: readonly string[]) => Promise<Token>;

/** What earlier runs found out about a token service. */
export interface ScopesCache {
  /** Whether it grants several scopes at once; undefined: it is not known. */
  readonly grantsSeveral: boolean | undefined;
  record(grantsSeveral: boolean): void;
}

/** The most scopes of one request. */
const maxScopes = 20;

/** What a request line takes nearly everywhere. Source: RFC 9112 §3 asks for 8,000 bytes; half of it leaves room for the rest. */
const maxScopeBytes = 4_000;

/** A header line has 8 KiB in nginx; a token that comes near it is one for too many repositories. */
const maxSharedTokenBytes = 6_000;

/** Statuses by which a token service may say that it does not want several scopes. */
const scopeRefusalStatuses = new Set([400, 401, 403, 404, 413, 414, 422, 431]);

/**
 * The tokens of one login at one registry. A token serves every repository that it grants, and is requested together with the scopes that the run
 * needs next, so a run over hundreds of repositories fetches only some tokens. A JWT says whether a server grants several scopes at once. An opaque
 * token does not, and registries answer missing rights by 401, 403 or 404. So after an opaque token each scope gets a token of its own.
 */
export class TokenPool {
  readonly #expected: ExpectedScopes;
  readonly #held: HeldTokens;
  /** How many tokens were asked for. */
  #count = 0;
  /** How many scopes the server grants at once, as far as is known. */
  #atOnce: number;
  /** How often in a row it broke on several scopes: that may be for another reason. */
  #breaks = 0;

  /** @param values shared by the pools of one registry */
  constructor(
    now: () => number,
    private readonly scopesCache: ScopesCache,
    values = new TokenValues(),
  ) {
    this.#atOnce = scopesCache.grantsSeveral === false ? 1 : maxScopes;
    this.#held = new HeldTokens(now, values, (held) => {
      this.#expected.recordLoss(held);
    });
    this.#expected = new ExpectedScopes((scopes) => this.#held.find(scopes.join(' '), grantsOf(scopes)));
  }

  /** Takes note of a scope that the run will need. */
  expect(scope: string): void {
    this.#expected.add(scope);
  }

  /** The token for a scope, if it has come. Most requests find theirs so, and wait for nothing. */
  atHand(scope: string): Token | undefined {
    return this.#held.find(scope, grantsOf([scope]))?.token;
  }

  /**
   * A token for all of the scopes; requests that one token serves wait for one fetch.
   * @param scopes a repository's own, and behind it those that it mounts blobs from
   */
  async get(scopes: readonly string[], fetchToken: FetchToken): Promise<Token> {
    const needed = grantsOf(scopes);
    if (scopes.length > 1) this.#expected.recordLenders(scopes.slice(1));
    const held = this.#held.find(scopes.join(' '), needed) ?? this.#fetch(scopes, needed, fetchToken);
    try {
      const token = await held.promise;
      if (covers(held.grants, needed)) return token;
    } catch (error) {
      // It may have failed for another's sake. A mount needs a second repository, which may be none to be had: who needs the first alone does not
      // fail with it, whatever the answer was.
      const mayBeForOthers = covers(held.needed, needed) ? mayBeForMany(error) : isRefusal(error);
      if (covers(needed, held.needed) || !mayBeForOthers) throw error;
    }
    // The server granted less than it was asked for, or nothing for another's sake: this scope needs a token of its own.
    return this.get(scopes, fetchToken);
  }

  #fetch(scopes: readonly string[], needed: Grants, fetchToken: FetchToken): HeldToken {
    this.#held.dropExpired();
    const others = this.#scopesAlong(scopes);
    // Memory is good for the first token, which is the only one that most runs need; then it is found out.
    if (this.#count === 0 && this.scopesCache.grantsSeveral === false) this.#atOnce = maxScopes;
    this.#count += 1;
    const asked = grantsOf([...scopes, ...others]);
    const held: HeldToken = {
      promise: this.#fetchTogether(scopes, others, fetchToken).then(({ token, granted }) => {
        this.#held.arrived(held, token, joinGrants(granted, needed));
        // It may have granted less than it was asked for.
        this.#expected.recordLoss(held);
        return token;
      }),
      needed,
      resources: [...asked.keys()],
      number: this.#count,
      grants: asked,
    };
    this.#held.add(held);
    held.promise.catch(() => {
      this.#held.drop(held);
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
      if (token.value.length <= maxSharedTokenBytes) return { token, granted: granted ?? grantsOf(scopes) };
      this.#atOnce = Math.ceil(this.#atOnce / 2);
    } catch (error) {
      if (!mayBeForMany(error)) throw error;
      // Where to mount from may be a guess: that it is denied says nothing of how many may be asked for.
      const alone = scopes.length > 1 ? await fetchToken(scopes) : undefined;
      if (this.#isOnSeveral(error, breaks)) {
        this.#atOnce = 1;
        this.scopesCache.record(false);
      }
      if (alone !== undefined) return { token: alone, granted: grantsOf(scopes) };
    }
    return { token: await fetchToken(scopes), granted: grantsOf(scopes) };
  }

  /**
   * Whether the request failed because it asked for several scopes: a service may refuse all scopes because of one, or fail on them. A service that
   * fails may have another reason, so it is asked once more after a pause.
   */
  #isOnSeveral(error: unknown, breaksBefore: number): boolean {
    if (isRefusal(error)) return true;
    // Requests that were under way together break together.
    if (breaksBefore === this.#breaks) this.#breaks += 1;
    return this.#breaks > 1;
  }

  /**
   * Scopes to add behind those that are needed now: the repositories that blobs are mounted from, and those that the run needs next and has no token
   * for. If the request is for mounts, the next repositories will mount from there, too, so only a token for both counts.
   */
  #scopesAlong(scopes: readonly string[]): readonly string[] {
    if (scopes.length >= this.#atOnce) return [];
    const needed = grantsOf(scopes);
    const along = new Set<string>();
    let bytes = scopes.reduce((sum, scope) => sum + scope.length + 1, 0);
    for (const scope of this.#candidates(scopes, needed)) {
      if (along.has(scope) || covers(needed, grantsOf([scope]))) continue;
      bytes += scope.length + 1;
      if (bytes > maxScopeBytes) break;
      along.add(scope);
      if (scopes.length + along.size >= this.#atOnce) break;
    }
    return [...along];
  }

  *#candidates(scopes: readonly string[], needed: Grants): Iterable<string> {
    yield* this.#expected.lendersBut(needed);
    yield* this.#expected.unservedAfter(scopes);
  }
}

/** Whether a token service refused what it was asked for, and may give less. */
export function isRefusal(error: unknown): boolean {
  return error instanceof RegistryError && error.status !== undefined && scopeRefusalStatuses.has(error.status);
}

/** Any answer but that it is too much. */
function mayBeForMany(error: unknown): boolean {
  return error instanceof RegistryError && error.status !== undefined && error.status !== 429;
}
