import { blocks } from './blocks.js';

/**
 * Reads content to its end.
 * @param tooLarge makes the error for content of more than `maxBytes`; the content is closed then
 * @throws what `tooLarge` makes, or what the content throws
 */
export async function readBounded(
  content: AsyncIterable<Uint8Array>,
  maxBytes: number,
  tooLarge: () => Error,
): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks, size);
  for (const chunk of chunks) blocks.release(chunk);
  return whole;
}

/** The chunks of a body of undici, whose types do not say what it is made of. */
export async function* bytesOf(body: AsyncIterable<unknown> | null): AsyncGenerator<Uint8Array> {
  for await (const chunk of body ?? []) if (chunk instanceof Uint8Array) yield chunk;
}

export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';

  constructor(maxBytes: number) {
    super(`the answer is larger than ${maxBytes} bytes`);
  }
}
