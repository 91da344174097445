type TransportErrorCode =
  /** No connection in time. */
  | 'CONNECT_TIMEOUT'
  /** A connection, and no answer in time. */
  | 'HEADERS_TIMEOUT'
  /** An answer, and then nothing more in time. */
  | 'BODY_TIMEOUT'
  /** The other side ended the connection before its answer was whole. */
  | 'ECONNRESET';

/** A request that failed on its way. Failures of the system itself (`ECONNREFUSED`, `ENOTFOUND`, TLS errors) come as Node makes them. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(
    readonly code: TransportErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export function closedError(): TransportError {
  return new TransportError('ECONNRESET', 'the other side closed the connection');
}

/**
 * The server's answer breaks the rules of HTTP. Nobody knows where such an answer ends, so its connection must be
 * closed. The message never repeats what the server sent.
 */
export class MalformedResponseError extends Error {
  override readonly name = 'MalformedResponseError';

  /** @param fault a sentence without its full stop: "it has two Content-Length headers" */
  constructor(fault: string, version: 'HTTP/1.1' | 'HTTP/2' = 'HTTP/1.1') {
    super(`the answer is not valid ${version}: ${fault}`);
  }
}
