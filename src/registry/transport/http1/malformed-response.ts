/**
 * An answer breaks the rules of HTTP/1.1. Where it ends is not known any more, so its connection must not be used again. Its words are ours alone:
 * nothing that the server sent is in them.
 */
export class MalformedResponseError extends Error {
  override readonly name = 'MalformedResponseError';

  /** @param fault a sentence without its full stop: "it has two Content-Length headers" */
  constructor(fault: string) {
    super(`the answer is not valid HTTP/1.1: ${fault}`);
  }
}
