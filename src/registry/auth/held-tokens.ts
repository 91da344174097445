import { type Grants, covers } from './scopes.js';
import type { Token } from './token.js';

/** A token, held or on its way. */
export interface HeldToken {
  readonly promise: Promise<Token>;
  /** What it was fetched for; what came along for others stands behind. */
  readonly needed: Grants;
  /** What it was asked for. */
  readonly resources: readonly string[];
  /** Those that were asked for later have larger numbers. */
  readonly number: number;
  /** What it allows: what it was asked for while it is on its way, and then what it says itself. */
  grants: Grants;
  /** Set when the promise has been kept. */
  token?: Token;
  /** Its request failed, the registry refused it, or it expired. */
  isLost?: true;
}

/** Tokens by their value. A service may give the same value for several requests; if the registry refuses it, all of them are lost. */
export class TokenValues {
  readonly #byValue = new Map<string, Map<HeldToken, () => void>>();

  add(value: string, held: HeldToken, onRefused: () => void): void {
    const holders = this.#byValue.get(value) ?? new Map<HeldToken, () => void>();
    holders.set(held, onRefused);
    this.#byValue.set(value, holders);
  }

  delete(value: string, held: HeldToken): void {
    const holders = this.#byValue.get(value);
    holders?.delete(held);
    if (holders?.size === 0) this.#byValue.delete(value);
  }

  refuse(value: string): void {
    for (const onRefused of [...(this.#byValue.get(value)?.values() ?? [])]) onRefused();
  }
}

/** What a search found, and the number of the last token that it looked at. */
interface Found {
  readonly held: HeldToken;
  readonly upTo: number;
}

/** From so many tokens of one resource on, what a search found is remembered. */
const manyTokens = 8;

/** The tokens of one login. A run may have thousands, and a repository that others mount from is in most of them. */
export class HeldTokens {
  /** By resource, the latest last. */
  readonly #byResource = new Map<string, HeldToken[]>();
  /** Those that have arrived; the first to expire first. */
  readonly #byExpiry: HeldToken[] = [];
  /** What was found where there are many, by what was looked for. */
  readonly #found = new Map<string, Found>();

  /** @param onLost called when a token serves nobody any more */
  constructor(
    private readonly now: () => number,
    private readonly values: TokenValues,
    private readonly onLost: (held: HeldToken) => void,
  ) {}

  /**
   * The latest token that allows all that is needed. The latest of a resource may allow less than another one: a repository that was mounted from may
   * only be read by it.
   * @param scopes what `needed` was read from, as one text
   */
  find(scopes: string, needed: Grants): HeldToken | undefined {
    const { value: resource } = needed.keys().next();
    const all = resource === undefined ? undefined : this.#byResource.get(resource);
    if (all === undefined) return undefined;
    if (all.length < manyTokens) return all.findLast((held) => this.#serves(held, needed));
    const held = this.#findAmongMany(all, needed, this.#found.get(scopes));
    if (held === undefined) this.#found.delete(scopes);
    else this.#found.set(scopes, { held, upTo: all.at(-1)?.number ?? 0 });
    return held;
  }

  add(held: HeldToken): void {
    for (const resource of held.resources) {
      const all = this.#byResource.get(resource);
      if (all === undefined) this.#byResource.set(resource, [held]);
      else all.push(held);
    }
  }

  /** Records that a token has come, and what it allows. */
  arrived(held: HeldToken, token: Token, grants: Grants): void {
    held.token = token;
    held.grants = grants;
    const later = this.#byExpiry.findLastIndex((other) => expiryOf(other) <= token.expiresAt);
    this.#byExpiry.splice(later + 1, 0, held);
    this.values.add(token.value, held, () => {
      this.drop(held);
    });
  }

  drop(held: HeldToken): void {
    if (held.isLost === true) return;
    held.isLost = true;
    for (const resource of held.resources) this.#remove(held, resource);
    if (held.token !== undefined) this.values.delete(held.token.value, held);
    this.onLost(held);
  }

  dropExpired(): void {
    const now = this.now();
    const alive = this.#byExpiry.findIndex((held) => expiryOf(held) > now);
    for (const held of this.#byExpiry.splice(0, alive === -1 ? this.#byExpiry.length : alive)) this.drop(held);
  }

  #findAmongMany(all: readonly HeldToken[], needed: Grants, known: Found | undefined): HeldToken | undefined {
    if (known === undefined || !this.#serves(known.held, needed))
      return all.findLast((held) => this.#serves(held, needed));
    // Those between the known one and the last that was looked at did not serve.
    for (let index = all.length - 1; ; index -= 1) {
      const held = all[index];
      if (held === undefined || held.number <= known.upTo) return known.held;
      if (this.#serves(held, needed)) return held;
    }
  }

  #serves(held: HeldToken, needed: Grants): boolean {
    return held.isLost !== true && expiryOf(held) > this.now() && covers(held.grants, needed);
  }

  #remove(held: HeldToken, resource: string): void {
    const all = this.#byResource.get(resource) ?? [];
    // The first expires first, and the last fails first.
    const index = all[0] === held ? 0 : all.lastIndexOf(held);
    if (index !== -1) all.splice(index, 1);
    if (all.length === 0) this.#byResource.delete(resource);
  }
}

/** A token that is on its way has no end yet. */
function expiryOf({ token }: HeldToken): number {
  return token?.expiresAt ?? Number.POSITIVE_INFINITY;
}
