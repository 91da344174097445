import type { Clock } from '../../runtime/clock.js';
import type { OperationContext } from '../../image/registry-error.js';
import { errorFromThrown } from '../errors/registry-failure.js';
import { type HttpRequest, type HttpResponse, readBody, takeBody } from './http.js';

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
  const { status, headers, url, latencyMs } = response;
  const answeredAt = clock.monotonicMs();
  const isLate = (): boolean => clock.monotonicMs() - answeredAt > maxAnswerMs;
  // Nobody looks into the body of another answer, so that its coding is of no account.
  const codings = request.method === 'GET' && status === 200 ? undefined : asItCame;
  const options = { maxBytes, isLate, codings };
  try {
    const bytes = takeBody(response, options) ?? (await readBody(response, options));
    return { status, headers, url, bytes, latencyMs };
  } catch (error) {
    throw errorFromThrown(error, url.host, request.context);
  }
}

const asItCame: readonly string[] = [];

/** From the first byte of a small answer to the last: a host that sends a byte at a time is as good as one that sends none. */
const maxAnswerMs = 120_000;
