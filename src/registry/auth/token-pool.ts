import { RegistryError } from '../../image/registry-error.js';
import { readGrants } from './jwt.js';
import { type Grants, covers, grantsOf, joinGrants } from './scopes.js';
import type { Token } from './token.js';

interface Fetched {
  readonly token: Token;
  readonly granted: Grants;
}

export type FetchToken = (scopes: readonly string[]) => Promise<Token>;

/** A token, held or on its way. */
interface HeldToken {
  readonly promise: Promise<Token>;
  /** What it was fetched for; what came along for others stands behind. */
  readonly needed: Grants;
  /** What it was asked for. */
  readonly resources: readonly string[];
  /** What it allows: what it was asked for while it is on its way, and then what it says itself. */
  grants: Grants;
  /** Set when the promise has been kept. */
  token?: Token;
}

/** What earlier runs found out about a token service. */
export interface ScopesCache {
  /** Whether it grants several scopes at once; undefined: it is not known. */
  readonly grantsSeveral: boolean | undefined;
  record(grantsSeveral: boolean): void;
}

/** The most scopes of one request. */
const maxScopes = 20;

/** The most repositories to mount from in one request. The layers of a base are in several repositories, because several images brought them. */
const maxLenders = 10;

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
  readonly #expected = new Map<string, Grants>();
  /** The expected scope by its resource. */
  readonly #scopeOf = new Map<string, string>();
  /** Expected scopes of repositories that others mount blobs from; the latest last. */
  readonly #lenders = new Set<string>();
  /** All tokens by resource, the latest last: a run may have thousands. */
  readonly #byResource = new Map<string, readonly HeldToken[]>();
  /** How many scopes the server grants at once, as far as is known. */
  #atOnce: number;
  /** How often in a row it broke on several scopes: that may be for another reason. */
  #breaks = 0;

  constructor(
    private readonly now: () => number,
    private readonly scopesCache: ScopesCache,
  ) {
    this.#atOnce = scopesCache.grantsSeveral === false ? 1 : maxScopes;
  }

  /** Takes note of a scope that the run will need. */
  expect(scope: string): void {
    const grants = grantsOf([scope]);
    this.#expected.set(scope, grants);
    for (const resource of grants.keys()) this.#scopeOf.set(resource, scope);
  }

  /**
   * A token for all of the scopes; requests that one token serves wait for one fetch.
   * @param scopes a repository's own, and behind it those that it mounts blobs from
   */
  async get(scopes: readonly string[], fetchToken: FetchToken): Promise<Token> {
    const needed = grantsOf(scopes);
    this.#recordLenders(scopes.slice(1));
    const held = this.#find(needed) ?? this.#fetch(scopes, needed, fetchToken);
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

  /** Takes back a token that the registry did not take. */
  refuse(value: string): void {
    const held = new Set([...this.#byResource.values()].flat());
    for (const each of held) if (each.token?.value === value) this.#drop(each);
  }

  #find(needed: Grants): HeldToken | undefined {
    const [resource] = needed.keys();
    // The latest may allow less than another: a repository that was mounted from may only be read by it.
    return this.#heldOf(resource).findLast((held) => this.#serves(held, needed));
  }

  #heldOf(resource: string | undefined): readonly HeldToken[] {
    return (resource === undefined ? undefined : this.#byResource.get(resource)) ?? [];
  }

  #serves(held: HeldToken, needed: Grants): boolean {
    return this.#isAlive(held) && covers(held.grants, needed);
  }

  #isAlive({ token }: HeldToken): boolean {
    return token === undefined || token.expiresAt > this.now();
  }

  /** Only of those that the run will need anyhow: what was only guessed may be denied, and spoil a token for others. */
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
    // Memory is good for the first token, which is the only one that most runs need; then it is found out.
    if (this.#byResource.size === 0 && this.scopesCache.grantsSeveral === false) this.#atOnce = maxScopes;
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
    this.#keep(held);
    held.promise.catch(() => {
      this.#drop(held);
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
    const along: string[] = [];
    let bytes = scopes.reduce((sum, scope) => sum + scope.length + 1, 0);
    for (const scope of [...this.#lendersBut(needed), ...this.#unheldAfter(scopes)]) {
      if (along.includes(scope) || covers(needed, this.#expected.get(scope) ?? needed)) continue;
      bytes += scope.length + 1;
      if (scopes.length + along.length >= this.#atOnce || bytes > maxScopeBytes) break;
      along.push(scope);
    }
    return along;
  }

  #lendersBut(needed: Grants): readonly string[] {
    return [...this.#lenders]
      .filter((scope) => ![...grantsOf([scope]).keys()].some((resource) => needed.has(resource)))
      .slice(-maxLenders);
  }

  /** Those that come after the first in the order of the run, and no token serves together with the others. */
  *#unheldAfter([own, ...others]: readonly string[]): Iterable<string> {
    const all = [...this.#expected];
    const start = all.findIndex(([scope]) => scope === own) + 1;
    const lent = grantsOf(others);
    const [lender] = lent.keys();
    const lending = this.#heldOf(lender).filter((held) => this.#serves(held, lent));
    for (const [scope, grants] of [...all.slice(start), ...all.slice(0, start)]) {
      const isHeld =
        lent.size > 0 ? lending.some((held) => covers(held.grants, grants)) : this.#find(grants) !== undefined;
      if (!isHeld) yield scope;
    }
  }

  #keep(held: HeldToken): void {
    for (const resource of held.resources) {
      const alive = this.#heldOf(resource).filter((other) => this.#isAlive(other));
      this.#byResource.set(resource, [...alive, held]);
    }
  }

  #drop(held: HeldToken): void {
    for (const resource of held.resources) {
      const others = this.#heldOf(resource).filter((other) => other !== held);
      if (others.length === 0) this.#byResource.delete(resource);
      else this.#byResource.set(resource, others);
    }
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
