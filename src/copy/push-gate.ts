import { RegistryError, isAccessRefusal, isFailure, isLoginRefusal } from '../errors.js';
import type { ImageTarget } from '../image/access.js';

/** What the first repository of a registry told of the others. */
type Verdict =
  /** They are not asked: what is wrong with one of them, its copy tells. */
  | { readonly kind: 'open' }
  /** Nothing may be written anywhere there. */
  | { readonly kind: 'closed'; readonly error: RegistryError }
  /** Some registries grant by repository or namespace: each is asked itself. */
  | { readonly kind: 'apart' }
  /** The registry makes no repositories on push: each that is not there is asked itself. */
  | { readonly kind: 'made-before' };

/**
 * Whether targets take what is to be written, found out before anything is read for it: what a source serves may be limited, and is lost on a
 * target that refuses. An upload is opened in the first repository of each registry and login, and given back.
 */
export class PushGates {
  readonly #gates = new Map<string, { readonly first: ImageTarget; readonly gate: PushGate }[]>();

  constructor(private readonly signal: AbortSignal) {}

  /**
   * @param isThere whether the target's repository exists; asked only where that matters
   * @returns why nothing can be written there; undefined: nothing is known against it
   */
  async ask(target: ImageTarget, isThere: () => Promise<boolean>): Promise<RegistryError | undefined> {
    return (await this.#gateOf(target)).ask(target, isThere);
  }

  /** One registry may have several logins, each for a namespace: what one may not do says nothing of another. */
  async #gateOf(target: ImageTarget): Promise<PushGate> {
    const gates = this.#gates.get(target.registry) ?? [];
    this.#gates.set(target.registry, gates);
    for (const { first, gate } of gates) if (await first.sharesLogin(target.repository)) return gate;
    const gate = new PushGate(this.signal);
    gates.push({ first: target, gate });
    return gate;
  }

  /** Waits until all uploads are given back. */
  async end(): Promise<void> {
    await Promise.all([...this.#gates.values()].flat().map(async ({ gate }) => gate.end()));
  }
}

class PushGate {
  #verdict: Promise<Verdict> | undefined;
  readonly #answers = new Map<string, Promise<RegistryError | undefined>>();
  readonly #cancelling: Promise<void>[] = [];

  constructor(private readonly signal: AbortSignal) {}

  async ask(target: ImageTarget, isThere: () => Promise<boolean>): Promise<RegistryError | undefined> {
    this.#verdict ??= this.#judge(target);
    const verdict = await this.#verdict;
    switch (verdict.kind) {
      case 'open':
        return undefined;
      case 'closed': {
        const { error } = verdict;
        return error.inContext({ operation: error.operation, reference: target.name, side: error.side });
      }
      case 'apart':
        return this.#answerOf(target);
      case 'made-before':
        return (await isThere()) ? undefined : this.#answerOf(target);
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#cancelling);
  }

  async #judge(target: ImageTarget): Promise<Verdict> {
    const error = await this.#answerOf(target);
    if (error === undefined) return { kind: 'open' };
    if (error.code === 'not-found') return { kind: 'made-before' };
    const isOfAll = isLoginRefusal(error) || (await target.isReadAnonymously());
    return isOfAll ? { kind: 'closed', error } : { kind: 'apart' };
  }

  async #answerOf(target: ImageTarget): Promise<RegistryError | undefined> {
    const answer = this.#answers.get(target.repository) ?? this.#open(target);
    this.#answers.set(target.repository, answer);
    return answer;
  }

  /** Only a refusal counts: a registry that is down, or has enough for now, may be up when there is something to write. */
  async #open(target: ImageTarget): Promise<RegistryError | undefined> {
    try {
      const upload = await target.startUpload(this.signal);
      this.#cancelling.push(upload.cancel());
      return undefined;
    } catch (error) {
      if (isAccessRefusal(error) || (error instanceof RegistryError && error.code === 'not-found')) return error;
      if (isFailure(error)) return undefined;
      throw error;
    }
  }
}
