import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import { type Challenge, parseChallenges } from '../auth/challenge.js';
import { type ErrorDeps, errorFromResponse, speaksNoTls } from '../errors/registry-failure.js';
import type { OnHost } from './host-log.js';
import type { Send } from './http.js';

/** Where a registry answers, and what authorization it asks for. */
interface Pinged {
  readonly base: URL;
  readonly challenges: readonly Challenge[];
}

interface PingDeps extends ErrorDeps {
  readonly send: Send;
  readonly context: OperationContext;
  readonly signal: AbortSignal;
  readonly onHost?: OnHost | undefined;
}

/**
 * Asks a registry's root. Source: OCI distribution specification, "Determining Support".
 * @param plain whether it may be without TLS: http is tried first then, for a server without TLS may wait for the end of what it takes for a request.
 * @throws {RegistryError} or what the HTTP client throws
 */
export async function ping(host: string, plain: boolean, deps: PingDeps): Promise<Pinged> {
  const secure = new URL(`https://${host}`);
  if (!plain) return pingAt(secure, deps);
  try {
    return await pingAt(new URL(`http://${host}`), deps);
  } catch (error) {
    if (error instanceof RegistryError || deps.signal.aborted) throw error;
    return await pingAt(secure, deps).catch((other: unknown) => {
      throw speaksNoTls(other) ? error : other;
    });
  }
}

async function pingAt(base: URL, deps: PingDeps): Promise<Pinged> {
  const { send, context, signal, onHost } = deps;
  const response = await send({ kind: 'ping', method: 'GET', url: new URL('/v2/', base), headers: {}, signal, onHost });
  // A proxy may know nothing of this path: what the real request says counts.
  if (response.status >= 500 || response.status === 429)
    throw await errorFromResponse(response, context, deps, { kind: 'ping' });
  await response.discard();
  if (response.status === 400 && base.protocol === 'http:')
    throw new Error('400, as a server with TLS answers plain http');
  return { base, challenges: parseChallenges(response.headers['www-authenticate']) };
}
