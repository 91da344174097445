import type { HeldToken } from './held-tokens.js';
import { PositionSet } from './position-set.js';
import { type Grants, resourceOf } from './scopes.js';

/** The most repositories to mount from in one request. The layers of a base are in several repositories, because several images brought them. */
const maxLenders = 10;

/** So many lenders are remembered: a request for less than twenty scopes needs some of them itself. */
const knownLenders = 30;

/** For so many groups of lenders it is remembered which scopes are served. */
const knownGroups = 100;

/** Says which token serves all of these scopes. */
type FindToken = (scopes: readonly string[]) => HeldToken | undefined;

/** The scopes that a run needs, in its order, and which of them have a token. */
export class ExpectedScopes {
  readonly #scopes: string[] = [];
  readonly #positions = new Map<string, number>();
  /** By its resource. */
  readonly #scopeOf = new Map<string, string>();
  /** Those of repositories that others mount blobs from; the latest last. */
  readonly #lenders = new Set<string>();
  /** Which scopes have a token, by the lenders that the token must serve, too; what was used last is last. */
  readonly #served = new Map<string, ServedScopes>();

  constructor(private readonly findToken: FindToken) {}

  add(scope: string): void {
    this.#scopeOf.set(resourceOf(scope), scope);
    if (this.#positions.has(scope)) return;
    this.#positions.set(scope, this.#scopes.push(scope) - 1);
  }

  /** Only of those that the run will need anyhow: what was only guessed may be denied, and spoil a token for others. */
  recordLenders(scopes: readonly string[]): void {
    for (const lent of scopes) {
      const scope = this.#scopeOf.get(resourceOf(lent));
      if (scope === undefined) continue;
      this.#lenders.delete(scope);
      this.#lenders.add(scope);
    }
    for (const oldest of this.#lenders) {
      if (this.#lenders.size <= knownLenders) return;
      this.#lenders.delete(oldest);
    }
  }

  lendersBut(needed: Grants): readonly string[] {
    return [...this.#lenders].filter((scope) => !needed.has(resourceOf(scope))).slice(-maxLenders);
  }

  /** Those that come after the first in the order of the run, and that no token serves together with the others. */
  *unservedAfter([own, ...lenders]: readonly string[]): Iterable<string> {
    const served = this.#servedWith(lenders.join(' '));
    const first = own === undefined ? 0 : (this.#positions.get(own) ?? -1) + 1;
    const find = (position: number): HeldToken | undefined =>
      this.findToken([this.#scopes[position] ?? '', ...lenders]);
    for (const position of served.unserved(first, this.#scopes.length, find)) {
      const scope = this.#scopes[position];
      if (scope !== undefined) yield scope;
    }
  }

  /** A token allows less than it was asked for, or serves nobody any more. */
  recordLoss(held: HeldToken): void {
    for (const served of this.#served.values()) served.recordLoss(held);
  }

  #servedWith(lenders: string): ServedScopes {
    const served = this.#served.get(lenders) ?? new ServedScopes();
    this.#served.delete(lenders);
    this.#served.set(lenders, served);
    const [oldest] = this.#served.keys();
    if (this.#served.size > knownGroups && oldest !== undefined) this.#served.delete(oldest);
    return served;
  }
}

/** Which scopes have a token, as far as it was looked at: each is looked at once, and again when its token is lost. */
class ServedScopes {
  readonly #served = new PositionSet();
  readonly #byToken = new Map<HeldToken, number[]>();

  /** From `first` on to the end, and then from the beginning. */
  *unserved(first: number, count: number, find: (position: number) => HeldToken | undefined): Iterable<number> {
    yield* this.#unservedBetween(first, count, find);
    yield* this.#unservedBetween(0, first, find);
  }

  recordLoss(held: HeldToken): void {
    for (const position of this.#byToken.get(held) ?? []) this.#served.delete(position);
    this.#byToken.delete(held);
  }

  *#unservedBetween(start: number, end: number, find: (position: number) => HeldToken | undefined): Iterable<number> {
    for (let at = this.#served.nextAbsent(start); at < end; at = this.#served.nextAbsent(at + 1)) {
      const held = find(at);
      if (held === undefined) yield at;
      else this.#recordServed(at, held);
    }
  }

  #recordServed(position: number, held: HeldToken): void {
    this.#served.add(position);
    const positions = this.#byToken.get(held);
    if (positions === undefined) this.#byToken.set(held, [position]);
    else positions.push(position);
  }
}
