import { RegistryError } from '../../errors.js';
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
  /** What it allows: what it was asked for while it is on its way, and then what it says itself. */
  grants: Grants;
  /** Set when the promise has been kept. */
  token?: Token;
}

/** What earlier runs found out about a token service. */
export interface ScopesMemory {
  /** Whether it grants several scopes at once; undefined: it is not known. */
  readonly grantsSeveral: boolean | undefined;
  note(grantsSeveral: boolean): void;
}

/** The most scopes of one request. */
const maxScopes = 20;

/** What a request line takes nearly everywhere. Source: RFC 9112 §3 asks for 8,000 bytes; half of it leaves room for the rest. */
const maxScopeBytes = 4_000;

/** A header line has 8 KiB in nginx; a token that comes near it is one for too many repositories. */
const maxTokenBytes = 6_000;

/** Statuses by which a token service may say that it does not want several scopes. */
const refusalStatuses = new Set([400, 401, 403, 404, 413, 414, 422, 431]);

/**
 * The tokens of one registry. A token serves all repositories that it says it was granted for, and is asked for together with what the run
 * will need next, so that a run over hundreds of repositories fetches some. Whether a server grants several scopes at once is found out: a JWT
 * says so. Of a token that says nothing nothing is assumed, for registries answer a lack of rights by 401, 403 or 404: each scope gets its own.
 */
export class TokenPool {
  readonly #expected = new Map<string, Grants>();
  readonly #held = new Set<HeldToken>();
  /** The latest token by resource, so that of many one is found at once. */
  readonly #byResource = new Map<string, HeldToken>();
  /** How many scopes the server grants at once, as far as is known. */
  #atOnce: number;

  constructor(
    private readonly now: () => number,
    private readonly memory: ScopesMemory,
  ) {
    this.#atOnce = memory.grantsSeveral === false ? 1 : maxScopes;
  }

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

  /** Takes back a token that the registry did not take. */
  refuse(value: string): void {
    for (const held of this.#held) if (held.token?.value === value) this.#drop(held);
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
    const others = this.#companions(scopes);
    // Memory is good for the first token, which is the only one that most runs need; then it is found out.
    if (this.#held.size === 0 && this.memory.grantsSeveral === false) this.#atOnce = maxScopes;
    const held: HeldToken = {
      promise: this.#fetchTogether(scopes, others, fetchToken).then(({ token, granted }) => {
        held.token = token;
        held.grants = joinGrants(granted, needed);
        return token;
      }),
      needed,
      grants: grantsOf([...scopes, ...others]),
    };
    this.#keep(held);
    held.promise.catch(() => {
      this.#drop(held);
    });
    return held;
  }

  async #fetchTogether(scopes: readonly string[], others: readonly string[], fetchToken: FetchToken): Promise<Fetched> {
    if (others.length === 0) return { token: await fetchToken(scopes), granted: grantsOf(scopes) };
    try {
      const token = await fetchToken([...scopes, ...others]);
      const granted = readGrants(token.value);
      if (granted === undefined) this.#atOnce = 1;
      this.memory.note(granted !== undefined);
      if (token.value.length <= maxTokenBytes) return { token, granted: granted ?? grantsOf(scopes) };
      this.#atOnce = Math.ceil(this.#atOnce / 2);
    } catch (error) {
      if (!mayBeForMany(error)) throw error;
      // A service may break on several scopes, or let one that may not be had spoil the others.
      this.#atOnce = 1;
      this.memory.note(false);
    }
    return { token: await fetchToken(scopes), granted: grantsOf(scopes) };
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
      if (scopes.length + companions.length >= this.#atOnce || bytes > maxScopeBytes) break;
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
