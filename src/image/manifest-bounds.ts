/**
 * Objects and lists in a manifest. A descriptor with its platform and annotations is three; an image may have 10,000 blobs (`maxBlobs`), and an
 * index 1,000 manifests (`maxManifests`).
 */
const maxParts = 40_000;

/** Values in a manifest: twenty for each of 10,000 descriptors. */
const maxValues = 200_000;

/** A manifest needs five levels. */
const maxLevels = 64;

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const openers: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closers: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Smaller texts cannot hold enough to cost much. */
const freeBytes = 64 * 1024;

/**
 * Counts what a text of JSON holds before anybody parses it: parsed, 8 MiB can take many times that. The count needs no memory and ends at the
 * first bound. Text that is not JSON is left to the parser.
 * @returns why the text is not parsed, or undefined
 */
export function findExcess(bytes: Uint8Array): string | undefined {
  if (bytes.length <= freeBytes) return undefined;
  let [level, parts, values] = [0, 0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) at = endOfString(bytes, at);
    else if (byte === comma) values += 1;
    else if (openers.has(byte)) {
      [level, parts, values] = [level + 1, parts + 1, values + 1];
    } else if (closers.has(byte)) level -= 1;
    if (level > maxLevels) return `its values are nested deeper than ${maxLevels} levels`;
    if (parts > maxParts) return `it has more than ${maxParts} objects and lists`;
    if (values > maxValues) return `it has more than ${maxValues} values`;
  }
  return undefined;
}

/** The closing quote of the string that opens at `start`, or the end of the text. */
function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; ; at += 1) {
    const byte = bytes[at];
    if (byte === undefined || byte === quote) return at;
    if (byte === backslash) at += 1;
  }
}
