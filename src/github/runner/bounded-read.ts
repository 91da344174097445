/**
 * Reads a stream to its end.
 * @param what names it in the error: "the entry"
 * @throws {Error} it has more than so many bytes; the stream is closed then
 */
export async function readBounded(stream: AsyncIterable<Uint8Array>, maxBytes: number, what: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`${what} has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
