import type { Clock } from '../../runtime/clock.js';
import type { RetryPolicy } from '../throttle/retry.js';
import { runAttempt } from '../../runtime/wait.js';
import { HostRestart } from '../throttle/host-restart.js';
import { HostSilence } from '../throttle/host-silence.js';
import type { HttpRequest, HttpResponse, Send } from './http.js';

interface AskedHostsDeps {
  readonly clock: Clock;
  readonly retryPolicy: RetryPolicy;
  readonly log?: ((sentence: string) => void) | undefined;
  readonly cleanupSignal?: AbortSignal | undefined;
}

interface HostRecord {
  readonly restart: HostRestart;
  readonly silence: HostSilence;
  /** Where it answered last, and who named that address. A probe goes there, under the same address rules. */
  lastAddress: Pick<HttpRequest, 'url' | 'namedBy'> | undefined;
}

/**
 * Every host that a run asks: registries, their token services, and the storages that they redirect to. Each is judged by its own requests, because
 * a registry may be up while its storage is down.
 */
export class AskedHosts {
  readonly #hosts = new Map<string, HostRecord>();

  /** @param plainSend sends, and takes note of nothing */
  constructor(
    private readonly plainSend: Send,
    private readonly deps: AskedHostsDeps,
  ) {}

  restartOf(host: string): HostRestart {
    return this.#of(host).restart;
  }

  /**
   * Sends, and takes note of the host that answered, or did not.
   * @throws {SilentHostError} where it answers nobody
   */
  readonly send: Send = async (request) => {
    const { url, namedBy } = request;
    const host = this.#of(url.host);
    host.silence.check();
    const madeAt = this.deps.clock.monotonicMs();
    try {
      const response = await this.plainSend(request);
      host.silence.recordAnswer();
      if (isOfGateway(response)) return response;
      host.lastAddress = { url, namedBy };
      host.restart.recordAnswer();
      return response;
    } catch (error) {
      host.silence.recordFailure(error, request, madeAt);
      throw error;
    }
  };

  #of(host: string): HostRecord {
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    const { retryPolicy: policy, clock, log = () => undefined, cleanupSignal: signal = neverAborted } = this.deps;
    const record: HostRecord = {
      restart: new HostRestart({ host, policy, clock, probe: async () => this.#isUp(host), log, signal }),
      silence: new HostSilence(host, clock),
      lastAddress: undefined,
    };
    this.#hosts.set(host, record);
    return record;
  }

  /** Whether it answers anything, by a ping; what stands before it answers for one that is down, too. */
  async #isUp(host: string): Promise<boolean> {
    const { lastAddress, silence } = this.#of(host);
    if (lastAddress === undefined) return false;
    const { clock, cleanupSignal } = this.deps;
    const url = new URL('/v2/', lastAddress.url);
    const { namedBy } = lastAddress;
    try {
      return await runAttempt(maxProbeMs, { clock, signal: cleanupSignal }, async (signal) => {
        const response = await this.plainSend({ kind: 'ping', method: 'GET', url, namedBy, headers: {}, signal });
        await response.discard();
        if (isOfGateway(response)) return false;
        silence.recordAnswer();
        return true;
      });
    } catch {
      return false;
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
