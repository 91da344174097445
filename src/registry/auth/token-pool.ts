import { RegistryError } from '../../errors.js';
import { readGrants } from './jwt.js';
import { type Grants, covers, grantsOf, joinGrants } from './scopes.js';
import type { Token } from './token.js';

export type FetchToken = (scopes: readonly string[]) => Promise<Token>;

/** A token, held or on its way. */
interface HeldToken {
  readonly promise: Promise<Token>;
  /** What it was fetched for; what came along for others stands behind. */
  readonly needed: Grants;
  /** Whether it was asked to serve for more than was needed. */
  readonly shared: boolean;
  /** What it allows: what it says itself, or else what it was asked for. */
  grants: Grants;
  saysGrants: boolean;
  /** Set when the promise has been kept. */
  token?: Token;
}

/**
 * A request for a token with more scopes than these makes a token that no longer fits into the header that servers take: 8 KiB in
 * nginx, and a scope takes some 150 bytes of a JWT.
 */
const maxScopes = 20;

/** What a request line takes nearly everywhere. Source: RFC 9112 §3 asks for 8,000 bytes; half of it leaves room for the rest. */
const maxScopeBytes = 4_000;

/** Statuses by which a token service may say that it does not want several scopes. */
const refusalStatuses = new Set([400, 401, 403, 404, 413, 414, 422, 431]);

/**
 * The tokens of one registry. A token serves all repositories that it was granted for, and is asked for together with what the run will
 * need next, so that a run over hundreds of repositories fetches some. Whether a server grants several scopes at once is found out: a JWT
 * says so; of another token the first refusal tells, and from then on each scope gets its own.
 */
export class TokenPool {
  readonly #expected = new Map<string, Grants>();
  readonly #held = new Set<HeldToken>();
  /** The latest token by resource, so that of many one is found at once. */
  readonly #byResource = new Map<string, HeldToken>();
  #grantsMany = true;
  /** The scope by whose refusal that was given up. */
  #suspect: string | undefined;

  constructor(private readonly now: () => number) {}

  /** Takes note of a scope that the run will need. */
  expect(scope: string): void {
    this.#expected.set(scope, grantsOf([scope]));
  }

  /** A token for all of the scopes; requests that one token serves wait for one fetch. */
  async get(scopes: readonly string[], fetchToken: FetchToken): Promise<Token> {
    const needed = grantsOf(scopes);
    const held = this.#find(needed) ?? this.#fetch(scopes, needed, fetchToken);
    try {
      const token = await held.promise;
      if (covers(held.grants, needed)) return token;
    } catch (error) {
      if (covers(held.needed, needed) || !isRefusal(error)) throw error;
    }
    // The server granted less than it was asked for, or nothing for another's sake: this scope needs a token of its own.
    return this.get(scopes, fetchToken);
  }

  /**
   * Takes back a token that the registry did not take. What was asked for along with others and refused tells that the server does not
   * grant several scopes, unless the token itself says what it grants.
   */
  refuse(scopes: readonly string[], value: string): void {
    const refused = [...this.#held].find(({ token }) => token?.value === value);
    if (refused === undefined) return;
    const isFirst = covers(refused.needed, grantsOf(scopes));
    if (isFirst || !refused.shared || refused.saysGrants) {
      this.#drop(refused);
    } else {
      this.#grantsMany = false;
      this.#suspect = scopes[0];
      refused.grants = refused.needed;
    }
  }

  /** Told that a token of its own was refused as well: then the refusal was about these scopes, and says nothing of several at once. */
  deny(scopes: readonly string[]): void {
    if (this.#suspect !== scopes[0]) return;
    this.#suspect = undefined;
    this.#grantsMany = true;
  }

  /** Whether a refusal may come of the token having been asked for together with others. */
  isShared(value: string): boolean {
    return [...this.#held].some(({ token, shared }) => shared && token?.value === value);
  }

  #find(needed: Grants): HeldToken | undefined {
    const [resource] = needed.keys();
    const latest = resource === undefined ? undefined : this.#byResource.get(resource);
    if (latest !== undefined && this.#serves(latest, needed)) return latest;
    return needed.size === 1 ? undefined : [...this.#held].find((held) => this.#serves(held, needed));
  }

  #serves({ token, grants }: HeldToken, needed: Grants): boolean {
    return (token === undefined || token.expiresAt > this.now()) && covers(grants, needed);
  }

  #fetch(scopes: readonly string[], needed: Grants, fetchToken: FetchToken): HeldToken {
    const others = this.#grantsMany ? this.#companions(scopes) : [];
    const held: HeldToken = {
      promise: this.#fetchTogether(scopes, others, fetchToken).then(({ token, granted }) => {
        held.token = token;
        if (granted !== undefined) {
          held.grants = joinGrants(granted, needed);
          held.saysGrants = true;
        }
        return token;
      }),
      needed,
      saysGrants: false,
      shared: others.length > 0,
      grants: grantsOf([...scopes, ...others]),
    };
    this.#keep(held);
    held.promise.catch(() => {
      this.#drop(held);
    });
    return held;
  }

  async #fetchTogether(
    scopes: readonly string[],
    others: readonly string[],
    fetchToken: FetchToken,
  ): Promise<{ readonly token: Token; readonly granted: Grants | undefined }> {
    try {
      const token = await fetchToken([...scopes, ...others]);
      return { token, granted: others.length === 0 ? undefined : readGrants(token.value) };
    } catch (error) {
      if (others.length === 0 || !mayBeForMany(error)) throw error;
      // A service may break on several scopes, or let one that may not be had spoil the others: each is asked for by itself then.
      if (isRefusal(error)) this.#grantsMany = false;
      const token = await fetchToken(scopes);
      this.#grantsMany = false;
      return { token, granted: grantsOf(scopes) };
    }
  }

  /** What the run will need next and has no token for, behind the scopes that are needed now. */
  #companions(scopes: readonly string[]): readonly string[] {
    const all = [...this.#expected];
    const start = all.findIndex(([scope]) => scope === scopes[0]) + 1;
    const needed = grantsOf(scopes);
    const companions: string[] = [];
    let bytes = lengthOf(scopes);
    for (const [scope, grants] of [...all.slice(start), ...all.slice(0, start)]) {
      if (covers(needed, grants) || this.#find(grants) !== undefined) continue;
      bytes += scope.length + 1;
      if (scopes.length + companions.length >= maxScopes || bytes > maxScopeBytes) break;
      companions.push(scope);
    }
    return companions;
  }

  #keep(held: HeldToken): void {
    this.#held.add(held);
    for (const resource of held.grants.keys()) this.#byResource.set(resource, held);
    for (const other of this.#held)
      if (other.token !== undefined && other.token.expiresAt <= this.now()) this.#drop(other);
  }

  #drop(held: HeldToken): void {
    this.#held.delete(held);
    for (const [resource, latest] of this.#byResource) if (latest === held) this.#byResource.delete(resource);
  }
}

function lengthOf(scopes: readonly string[]): number {
  return scopes.reduce((sum, scope) => sum + scope.length + 1, 0);
}

function isRefusal(error: unknown): boolean {
  return error instanceof RegistryError && error.status !== undefined && refusalStatuses.has(error.status);
}

/** Any answer but that it is too much. */
function mayBeForMany(error: unknown): boolean {
  return error instanceof RegistryError && error.status !== undefined && error.status !== 429;
}
