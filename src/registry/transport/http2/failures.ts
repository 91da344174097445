import { errorCodeOf } from '../../../runtime/errors.js';
import { MalformedResponseError, closedError } from '../transport-error.js';

/** The server did not process the request, so that it may be sent again, whatever it does. Source: RFC 9113 §8.7. */
export class UnprocessedRequestError extends Error {
  override readonly name = 'UnprocessedRequestError';
  /** As for a connection that was closed: the host may be away. */
  readonly code = 'ECONNRESET';

  constructor() {
    super('the other side closed the session again and again, and did not process the request');
  }
}

/** The server takes this request over HTTP/1.1 only. */
export class Http11RequiredError extends Error {
  override readonly name = 'Http11RequiredError';
}

/** Source: RFC 9113 §7. Node has them too, in a module that is loaded only where it is needed. */
export const errorCodes = {
  protocolError: 0x1,
  flowControlError: 0x3,
  frameSizeError: 0x6,
  refusedStream: 0x7,
  cancel: 0x8,
  compressionError: 0x9,
  enhanceYourCalm: 0xb,
  http11Required: 0xd,
} as const;

/** What the other side, or this one, did wrong by the rules of HTTP/2. */
const faults: ReadonlyMap<number, string> = new Map<number, string>([
  [errorCodes.protocolError, 'PROTOCOL_ERROR'],
  [errorCodes.flowControlError, 'FLOW_CONTROL_ERROR'],
  [errorCodes.frameSizeError, 'FRAME_SIZE_ERROR'],
  [errorCodes.compressionError, 'COMPRESSION_ERROR'],
  [errorCodes.enhanceYourCalm, 'ENHANCE_YOUR_CALM'],
]);

/** Node's own words for what broke the rules: a frame that is none, a head that is too large. */
const brokenRules = /^ERR_HTTP2_(?:ERROR|TOO_MANY_|INVALID_|HEADER|PSEUDO|STATUS|CONNECTION_HEADERS)/;

/**
 * Why a stream ended before its answer was whole.
 * @param resetCode the code of its RST_STREAM, whoever sent it
 * @param cause what its session failed with, where it did
 */
export function streamFailure(resetCode: number, cause: unknown): Error {
  if (resetCode === errorCodes.refusedStream) return new UnprocessedRequestError();
  if (resetCode === errorCodes.http11Required) return new Http11RequiredError('HTTP_1_1_REQUIRED');
  const fault = faults.get(resetCode);
  if (fault !== undefined) return new MalformedResponseError(fault, 'HTTP/2');
  const code = errorCodeOf(cause) ?? '';
  if (brokenRules.test(code)) return new MalformedResponseError(code, 'HTTP/2');
  return cause instanceof Error && code !== '' && !code.startsWith('ERR_HTTP2_') ? cause : closedError();
}
