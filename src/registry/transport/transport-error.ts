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
