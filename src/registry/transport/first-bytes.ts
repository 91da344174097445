import type { OnRead } from './open-socket.js';

/** Over HTTP/2 a server speaks first: of its settings, with what else it may send before it is asked. */
const maxBytes = 64 * 1024;

/**
 * Reads a socket until it is known who reads it. A server of HTTP/2 may send its settings together with the end of the TLS handshake, before the
 * client knows which protocol was chosen, and a session that misses them fails.
 */
export class FirstBytes {
  readonly #kept: Buffer[] = [];
  #size = 0;
  #isHandedOver = false;

  /** @param owner who reads it in the end, if the server speaks HTTP/1.1 */
  constructor(private readonly owner: OnRead) {}

  readonly onRead: OnRead = {
    buffer: () => this.owner.buffer(),
    callback: (count, buffer) => {
      if (this.#isHandedOver) return this.owner.callback(count, buffer);
      this.#size += count;
      if (this.#size <= maxBytes) this.#kept.push(Buffer.from(buffer.subarray(0, count)));
      return true;
    },
  };

  /** What came, in one piece; undefined: more than is kept. */
  take(): Buffer | undefined {
    return this.#size > maxBytes ? undefined : Buffer.concat(this.#kept.splice(0));
  }

  /** The owner reads from now on. @returns whether nothing came before, as nobody was asked for anything */
  handOver(): boolean {
    this.#isHandedOver = true;
    return this.#size === 0;
  }
}
