import type { Clock } from '../../runtime/clock.js';
import type { OperationContext } from '../../image/registry-error.js';
import { errorFromThrown } from '../errors/registry-failure.js';
import { type HttpRequest, type HttpResponse, readBody } from './http.js';

/** A small answer, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
  readonly url: URL;
  readonly bytes: Uint8Array;
  readonly latencyMs: number;
}

type AnsweredRequest = Pick<HttpRequest, 'method'> & { readonly context: OperationContext };

/** @throws {RegistryError} that names the host which answered */
export async function readAnswer(
  response: HttpResponse,
  request: AnsweredRequest,
  maxBytes: number,
  clock: Clock,
): Promise<Answer> {
  const answeredAt = clock.monotonicMs();
  const isLate = (): boolean => clock.monotonicMs() - answeredAt > maxAnswerMs;
  const { status, headers, url, latencyMs } = response;
  try {
    // Nobody looks into the body of another answer, so that its coding is of no account.
    const read = { maxBytes, isLate, ...(request.method === 'GET' && response.status === 200 ? {} : asItCame) };
    return { status, headers, url, bytes: await readBody(response, read), latencyMs };
  } catch (error) {
    throw errorFromThrown(error, url.host, request.context);
  }
}

const asItCame = { codings: [] };

/** From the first byte of a small answer to the last: a host that sends a byte at a time is as good as one that sends none. */
const maxAnswerMs = 120_000;
