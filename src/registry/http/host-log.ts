import type { AskedHost } from '../../image/source-and-target.js';
import type { OperationContext } from '../../image/registry-error.js';
import { detached } from '../../runtime/text.js';
import type { RequestKind } from './traffic.js';

/** What a request was for: one that comes again after such a one failed is a repetition. */
interface RecordedRequest {
  readonly kind: RequestKind;
  readonly context: Pick<OperationContext, 'reference'>;
}

/** Called with the host of each request that is sent. */
export type OnHost = (host: string) => void;

/**
 * Which hosts were asked for one repository: the registry, its token service, and those that it redirects to. A run may have tens of thousands of
 * these logs, most with one host and no failure, so space for more is allocated only when needed.
 */
export class HostLog {
  #first: AskedHost | undefined;
  #others: AskedHost[] | undefined;
  #failed: Set<string> | undefined;

  /** Begins to send a request, with what goes along: a ping, a token, redirects. */
  begin(request: RecordedRequest, isAgain = false): OnHost {
    const isRepeated = (this.#failed?.delete(keyOf(request)) ?? false) || isAgain;
    return (host) => {
      this.#record(host, isRepeated);
    };
  }

  /** The request failed, or what came of it was cut off or wrong. */
  failed(request: RecordedRequest): void {
    this.#failed ??= new Set();
    this.#failed.add(keyOf(request));
  }

  get hosts(): readonly AskedHost[] {
    return this.#first === undefined ? [] : [this.#first, ...(this.#others ?? [])];
  }

  #record(host: string, isRepeated: boolean): void {
    if (this.#first === undefined || this.#first.host === host) this.#first = counted(this.#first, host, isRepeated);
    else this.#recordOther(host, isRepeated);
  }

  #recordOther(host: string, isRepeated: boolean): void {
    this.#others ??= [];
    const index = this.#others.findIndex((other) => other.host === host);
    if (index === -1) this.#others.push(counted(undefined, host, isRepeated));
    else this.#others[index] = counted(this.#others[index], host, isRepeated);
  }
}

function counted(asked: AskedHost | undefined, host: string, isRepeated: boolean): AskedHost {
  // The address of a CDN is long.
  return {
    host: asked?.host ?? detached(host),
    requests: (asked?.requests ?? 0) + 1,
    repeated: (asked?.repeated ?? 0) + (isRepeated ? 1 : 0),
  };
}

function keyOf({ kind, context }: RecordedRequest): string {
  return `${kind} ${context.reference}`;
}
