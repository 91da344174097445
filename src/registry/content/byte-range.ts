/** Which bytes of a whole an answer brings. Source: RFC 9110 §14.4. */
export interface ContentRange {
  /** The offsets of its first and its last byte, from 0. */
  readonly first: number;
  readonly last: number;
  /** Of the whole, in bytes; undefined: the server does not know, or does not say. */
  readonly size: number | undefined;
}

/** The `Range` of a request that only asks whether there is something. */
export const firstByte = 'bytes=0-0';

/** The `Range` of a request for all from a byte on. Source: RFC 9110 §14.2. */
export function formatRangeFrom(offset: number): string {
  return `bytes=${offset}-`;
}

/** Reads a `Content-Range`; undefined if it is not one, or says that the range does not exist. */
export function parseContentRange(text: string): ContentRange | undefined {
  // Sixteen digits are more than any number that is exact.
  const match = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16}|\*)$/i.exec(text);
  if (match === null) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2])];
  const size = match[3] === '*' ? undefined : Number(match[3]);
  const end = size ?? Number.MAX_SAFE_INTEGER;
  return first <= last && last < end && Number.isSafeInteger(end) ? { first, last, size } : undefined;
}

/** Whether these are all bytes from there on, of a whole of that size. */
export function isRest(range: ContentRange | undefined, offset: number, wholeSize: number): boolean {
  if (range === undefined) return false;
  return range.first === offset && range.last === wholeSize - 1 && (range.size ?? wholeSize) === wholeSize;
}
