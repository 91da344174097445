import { type OperationContext, RegistryError } from '../../runtime/errors.js';
import { hexOf } from '../../image/digest.js';
import { hashFor } from '../../image/hash.js';
import type { Descriptor } from '../../image/manifest.js';

/**
 * Passes content on while measuring and hashing it. The last piece is held back until size and digest are right, so that
 * whoever sends the content on with its length can never complete a wrong one.
 * @param onWrong called before a mismatch is thrown
 * @throws {RegistryError} `size-mismatch` or `digest-mismatch`
 */
export async function* verifyContent(
  content: AsyncIterable<Uint8Array>,
  descriptor: Descriptor,
  context: OperationContext,
  onWrong: () => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const wrong = (error: RegistryError): RegistryError => {
    onWrong();
    return error;
  };
  const hash = hashFor(descriptor.digest);
  let size = 0;
  let held: Uint8Array | undefined;
  for await (const chunk of content) {
    // An empty piece held back would let the last bytes pass unchecked.
    if (chunk.length === 0) continue;
    size += chunk.length;
    if (size > descriptor.size) throw wrong(sizeMismatch(descriptor, `more than ${descriptor.size}`, context));
    hash.update(chunk);
    if (held !== undefined) yield held;
    held = chunk;
  }
  if (size !== descriptor.size) throw wrong(sizeMismatch(descriptor, String(size), context));
  const hex = hash.digest('hex');
  if (hex !== hexOf(descriptor.digest)) throw wrong(digestMismatch(descriptor, hex, context));
  if (held !== undefined) yield held;
}

function sizeMismatch({ digest, size }: Descriptor, got: string, context: OperationContext): RegistryError {
  return new RegistryError({ ...context, code: 'size-mismatch', what: `${digest} has ${got} bytes, expected ${size}` });
}

function digestMismatch({ digest }: Descriptor, hex: string, context: OperationContext): RegistryError {
  return new RegistryError({ ...context, code: 'digest-mismatch', what: `the content of ${digest} hashes to ${hex}` });
}
