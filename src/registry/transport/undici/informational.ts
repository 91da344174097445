import type { Socket } from 'node:net';
import { type Dispatcher, Pool, buildConnector } from 'undici';

/** A longer head is left to the parser, which has a limit of its own. */
const maxHeadBytes = 16 * 1024;

/** `HTTP/1.1 100 `: so much of an answer says whether it is informational. */
const statusLineBytes = 13;

const endOfHead = Buffer.from('\r\n\r\n');
const nothing = Buffer.alloc(0);

/**
 * Makes the HTTP client of one origin. Its connections skip informational answers (100 Continue, 102 Processing, 103 Early Hints), as RFC 9110 §15.2
 * demands. undici closes a connection at a 100 that it did not ask for. Give it to an agent as its `factory`.
 */
export function informationalPassingPool(origin: string | URL, options: object): Dispatcher {
  const given: unknown = 'connect' in options ? options.connect : undefined;
  const connect: unknown =
    typeof given === 'function' ? given : buildConnector(typeof given === 'object' ? { ...given } : {});
  return new Pool(origin, { ...options, connect: passingInformational(connect) });
}

function passingInformational(connect: unknown): buildConnector.connector {
  return (target, callback) => {
    const done: buildConnector.Callback = (...[error, socket]) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      passOverInformational(socket);
      callback(null, socket);
    };
    if (typeof connect === 'function') Reflect.apply(connect, undefined, [target, done]);
  };
}

/**
 * Takes informational answers out of what is read from a socket. It has one request at a time: from its beginning on, which is the only text that
 * is written, an answer is expected, and what comes before the final one is dropped. 101 is none of them: it changes the protocol.
 */
function passOverInformational(socket: Socket): void {
  const answers = new Answers();
  const write = socket.write.bind(socket);
  const read = socket.read.bind(socket);
  // Not fixed: Node itself replaces `write` when the other side has ended.
  Object.defineProperty(socket, 'write', {
    configurable: true,
    writable: true,
    value: (...written: readonly unknown[]): unknown => {
      if (typeof written[0] === 'string' && /^[A-Z]+ /.test(written[0])) answers.expect();
      return Reflect.apply(write, socket, written);
    },
  });
  Object.defineProperty(socket, 'read', {
    configurable: true,
    writable: true,
    value: (size?: number): unknown => {
      for (;;) {
        const chunk: unknown = read(size);
        if (!(chunk instanceof Buffer)) return chunk;
        const passed = answers.pass(chunk);
        if (passed !== undefined) return passed;
      }
    },
  });
}

/** The answers of one connection. */
class Answers {
  #isExpected = false;
  #held: Buffer = nothing;

  /** A request begins. */
  expect(): void {
    this.#isExpected = true;
  }

  /** undefined: nothing of it is for the reader, or not yet. */
  pass(chunk: Buffer): Buffer | undefined {
    if (!this.#isExpected) return chunk;
    let rest = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = nothing;
    while (rest.length > 0) {
      const end = endOfInformational(rest);
      if (end === 'unknown') {
        this.#held = rest;
        return undefined;
      }
      if (end === undefined) {
        this.#isExpected = false;
        return rest;
      }
      rest = rest.subarray(end);
    }
    return undefined;
  }
}

/** Where the informational answer ends that bytes begin with; undefined: they begin with another. */
function endOfInformational(bytes: Buffer): number | 'unknown' | undefined {
  const statusLine = bytes.toString('latin1', 0, statusLineBytes);
  if (statusLine.length < statusLineBytes)
    return statusLine.startsWith('HTTP/1.') || 'HTTP/1.'.startsWith(statusLine) ? 'unknown' : undefined;
  if (!/^HTTP\/1\.\d 1(?!01)\d\d[ \r]$/.test(statusLine)) return undefined;
  const end = bytes.indexOf(endOfHead);
  if (end !== -1) return end + endOfHead.length;
  return bytes.length > maxHeadBytes ? undefined : 'unknown';
}
