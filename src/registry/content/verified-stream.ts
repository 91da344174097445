import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import { hexOf } from '../../image/digest.js';
import { hashFor } from '../../image/hash.js';
import type { Descriptor } from '../../image/manifest.js';

/**
 * Passes content on while measuring and hashing it. The last piece is held back until size and digest are right, so a receiver that knows the length
 * can never complete wrong content.
 * @param onWrong called before a mismatch is thrown
 * @throws {RegistryError} `size-mismatch` or `digest-mismatch`
 */
export async function* verifyContent(
  content: AsyncIterable<Uint8Array>,
  descriptor: Descriptor,
  context: OperationContext,
  onWrong: () => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const wrong = (code: 'size-mismatch' | 'digest-mismatch', what: string): RegistryError => {
    onWrong();
    return new RegistryError({ ...context, code, what });
  };
  const { digest, size: expected } = descriptor;
  const hash = hashFor(digest);
  let size = 0;
  let held: Uint8Array | undefined;
  for await (const chunk of content) {
    // An empty piece held back would let the last bytes pass unchecked.
    if (chunk.length === 0) continue;
    size += chunk.length;
    if (size > expected)
      throw wrong('size-mismatch', `${digest} has more than ${expected} bytes, expected ${expected}`);
    hash.update(chunk);
    if (held !== undefined) yield held;
    held = chunk;
  }
  if (size !== expected) throw wrong('size-mismatch', `${digest} has ${size} bytes, expected ${expected}`);
  const hex = hash.digest('hex');
  if (hex !== hexOf(digest)) throw wrong('digest-mismatch', `the content of ${digest} hashes to ${hex}`);
  if (held !== undefined) yield held;
}
