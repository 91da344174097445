import { RegistryError, isAccessRefusal, isLoginRefusal } from '../../image/registry-error.js';
import { isFailure } from '../../runtime/errors.js';
import type { ImageTarget } from '../../image/source-and-target.js';

/** What a repository answered to who would open an upload. */
type UploadAnswer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly error: RegistryError }
  /** It is down, or has enough for now, and may be up when there is something to write. */
  | { readonly kind: 'unknown' };

/** What the first repository of a registry shows about the others. */
type Verdict =
  /** They are not asked: what is wrong with one of them, its copy tells. */
  | { readonly kind: 'open' }
  /** Nothing may be written anywhere there. */
  | { readonly kind: 'closed'; readonly error: RegistryError }
  /** Some registries grant by repository or namespace: each is asked itself. */
  | { readonly kind: 'per-repository' }
  /** The registry makes no repositories on push: each that is not there is asked itself. */
  | { readonly kind: 'existing-only' };

/**
 * Finds out whether targets accept writes before anything is read for them, because a source may limit pulls. It opens an upload in the first
 * repository of each registry and login, and cancels it.
 */
export class PushGates {
  readonly #gates = new Map<string, { readonly first: ImageTarget; readonly gate: PushGate }[]>();

  constructor(private readonly signal: AbortSignal) {}

  /**
   * @param isThere whether the target's repository exists; asked only where that matters
   * @param meanwhile called if the answer has to be waited for: begins what is asked next
   * @returns why nothing can be written there; undefined: nothing is known against it
   */
  async ask(
    target: ImageTarget,
    isThere: () => Promise<boolean>,
    meanwhile: () => void = () => undefined,
  ): Promise<RegistryError | undefined> {
    return (await this.#gateOf(target)).ask(target, isThere, meanwhile);
  }

  /**
   * Whether this very repository takes an upload, because another's answer says nothing of what may be read here. A registry that takes nothing is not
   * asked again.
   */
  async takesUploads(target: ImageTarget): Promise<boolean> {
    return (await this.#gateOf(target)).takesUploads(target);
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

  /** Waits until all uploads are cancelled. */
  async end(): Promise<void> {
    await Promise.all([...this.#gates.values()].flat().map(async ({ gate }) => gate.end()));
  }
}

class PushGate {
  #verdict: Promise<Verdict> | undefined;
  #isDecided = false;
  readonly #answers = new Map<string, Promise<UploadAnswer>>();
  readonly #cancelling: Promise<void>[] = [];

  constructor(private readonly signal: AbortSignal) {}

  async ask(
    target: ImageTarget,
    isThere: () => Promise<boolean>,
    meanwhile: () => void,
  ): Promise<RegistryError | undefined> {
    const deciding = this.#verdictBy(target);
    if (!this.#isDecided) meanwhile();
    const verdict = await deciding;
    switch (verdict.kind) {
      case 'open':
        return undefined;
      case 'closed': {
        const { error } = verdict;
        return error.inContext({ operation: error.operation, reference: target.name, side: error.side });
      }
      case 'per-repository':
        return this.#refusalOf(target);
      case 'existing-only':
        return (await isThere()) ? undefined : this.#refusalOf(target);
    }
  }

  async takesUploads(target: ImageTarget): Promise<boolean> {
    const { kind } = await this.#verdictBy(target);
    return kind !== 'closed' && (await this.#answerOf(target)).kind === 'taken';
  }

  async end(): Promise<void> {
    await Promise.all(this.#cancelling);
  }

  async #verdictBy(target: ImageTarget): Promise<Verdict> {
    this.#verdict ??= this.#findVerdict(target).finally(() => {
      this.#isDecided = true;
    });
    return this.#verdict;
  }

  async #findVerdict(target: ImageTarget): Promise<Verdict> {
    const error = await this.#refusalOf(target);
    if (error === undefined) return { kind: 'open' };
    if (error.code === 'not-found') return { kind: 'existing-only' };
    const isOfAll = isLoginRefusal(error) || (await target.isReadAnonymously());
    return isOfAll ? { kind: 'closed', error } : { kind: 'per-repository' };
  }

  async #refusalOf(target: ImageTarget): Promise<RegistryError | undefined> {
    const answer = await this.#answerOf(target);
    return answer.kind === 'refused' ? answer.error : undefined;
  }

  async #answerOf(target: ImageTarget): Promise<UploadAnswer> {
    const answer = this.#answers.get(target.repository) ?? this.#open(target);
    this.#answers.set(target.repository, answer);
    return answer;
  }

  async #open(target: ImageTarget): Promise<UploadAnswer> {
    try {
      const upload = await target.startUpload(this.signal);
      this.#cancelling.push(upload.cancel());
      return { kind: 'taken' };
    } catch (error) {
      if (isAccessRefusal(error) || (error instanceof RegistryError && error.code === 'not-found'))
        return { kind: 'refused', error };
      if (isFailure(error)) return { kind: 'unknown' };
      throw error;
    }
  }
}
