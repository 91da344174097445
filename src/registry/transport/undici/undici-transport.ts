import { Readable } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Dispatcher } from 'undici';
import { bytesOf } from '../../../runtime/bounded-read.js';
import type { Clock } from '../../../runtime/clock.js';
import type { Environment } from '../../../runtime/environment.js';
import type { Reach } from '../../http/known-hosts.js';
import { paceSent } from '../../throttle/body-pace.js';
import { createGuardedDispatchers } from './dispatcher.js';
import type { ConnectGuard } from './guarded-connect.js';
import { type ResponseBody, type Transport, isStreamed } from '../transport.js';

interface UndiciTransports {
  readonly of: (reach: Reach) => Transport;
  readonly close: () => Promise<void>;
}

/** @throws {ConfigurationError} */
export function createUndiciTransports(
  environment: Environment,
  authorities: SecureContext | undefined,
  guard: Omit<ConnectGuard, 'reach'>,
  clock: Clock,
): UndiciTransports {
  const dispatchers = createGuardedDispatchers(environment, authorities, guard);
  return { of: (reach) => undiciTransport(dispatchers.of(reach), clock), close: dispatchers.destroy };
}

/** Sends by undici's client. It throws what undici throws. */
export function undiciTransport(dispatcher: Dispatcher, clock: Clock): Transport {
  return async (request) => {
    const { method, url, headers, body: content, pace, headersTimeoutMs, bodyTimeoutMs, signal } = request;
    const body = isStreamed(content)
      ? Readable.from(pace === undefined ? content : paceSent(content, pace), { objectMode: false })
      : content;
    const sentAtMs = clock.monotonicMs();
    const response = await dispatcher.request({
      method,
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      headers: { ...headers },
      ...(body === undefined ? {} : { body }),
      headersTimeout: headersTimeoutMs,
      bodyTimeout: bodyTimeoutMs,
      // undici ends a connection after a HEAD, for servers that send a body all the same (undici#258). Registries do not, and a new
      // connection for every look-up costs more than the look-up; what comes unasked is an error of that connection, and tried again.
      reset: false,
      signal,
    });
    const latencyMs = clock.monotonicMs() - sentAtMs;
    return { status: response.statusCode, headers: response.headers, body: receivedBody(response.body), latencyMs };
  };
}

function receivedBody(body: Dispatcher.ResponseData['body']): ResponseBody {
  return {
    get isEnded() {
      return body.destroyed || body.readableEnded;
    },
    takeWhole: () => undefined,
    drain: async (maxBytes, signal) => {
      await body.dump({ limit: maxBytes, signal }).catch(() => undefined);
    },
    destroy: (error) => {
      body.destroy(error);
    },
    [Symbol.asyncIterator]: () => bytesOf(body),
  };
}
