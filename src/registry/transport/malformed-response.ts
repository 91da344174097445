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
