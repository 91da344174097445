import type { Clock } from '../clock.js';
import type { RetryPolicy } from '../retry.js';
import { beginAttempt } from '../settle.js';
import { HostRestart } from './host-restart.js';
import { type HttpResponse, type Send, discard } from './http.js';

export interface HostRestartsOptions {
  readonly clock: Clock;
  readonly retryPolicy: RetryPolicy;
  readonly tell?: ((sentence: string) => void) | undefined;
  readonly tidyUntil?: AbortSignal | undefined;
}

/** Where a host answered last, and who led there: a probe goes the same way, and so under the same rules of addresses. */
type Way = Pick<Parameters<Send>[0], 'url' | 'ledBy'>;

/**
 * Every host of a run that may be started again: registries, their token services, and the storages that they redirect to. Each is known by its own
 * requests alone: a registry is up while its storage is away.
 */
export class HostRestarts {
  readonly #hosts = new Map<string, HostRestart>();
  readonly #ways = new Map<string, Way>();

  /** @param wire sends, and takes note of nothing */
  constructor(
    private readonly wire: Send,
    private readonly options: HostRestartsOptions,
  ) {}

  of(host: string): HostRestart {
    const known = this.#hosts.get(host) ?? this.#make(host);
    this.#hosts.set(host, known);
    return known;
  }

  /** Sends, and takes note of the host that answered. */
  readonly send: Send = async (request) => {
    const response = await this.wire(request);
    if (!isOfGateway(response)) {
      const { url, ledBy } = request;
      this.#ways.set(url.host, { url, ledBy });
      this.of(url.host).noteAnswer();
    }
    return response;
  };

  #make(host: string): HostRestart {
    const { retryPolicy: policy, clock, tell = () => undefined, tidyUntil: signal = neverAborted } = this.options;
    return new HostRestart({ host, policy, clock, probe: async () => this.#isUp(host), tell, signal });
  }

  /** Whether it answers anything, by a ping; what stands before it answers for one that is down, too. */
  async #isUp(host: string): Promise<boolean> {
    const way = this.#ways.get(host);
    if (way === undefined) return false;
    const attempt = beginAttempt(maxProbeMs, this.options.tidyUntil ?? neverAborted);
    try {
      const url = new URL('/v2/', way.url);
      const { ledBy } = way;
      const response = await this.wire({
        kind: 'ping',
        method: 'GET',
        url,
        ledBy,
        headers: {},
        signal: attempt.signal,
      });
      await discard(response);
      return !isOfGateway(response);
    } catch {
      return false;
    } finally {
      attempt.end();
    }
  }
}

/** Whether a proxy may have answered so for a host that is down. */
export function isOfGateway({ status }: Pick<HttpResponse, 'status'>): boolean {
  return gatewayStatuses.has(status);
}

const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

const neverAborted = new AbortController().signal;

/** A host that is there answers a ping at once. */
const maxProbeMs = 5_000;
