declare const digestBrand: unique symbol;

/** A content digest, `sha256:<64 hex>` or `sha512:<128 hex>`, checked. Source: OCI image specification, descriptor.md#digests. */
export type Digest = string & { readonly [digestBrand]: true };

const hexLengths = new Map([
  ['sha256', 64],
  ['sha512', 128],
]);

/** Says whether the text is a digest of an algorithm that this program can compute. */
export function isDigest(text: string): text is Digest {
  const [algorithm = '', hex = '', ...rest] = text.split(':');
  return rest.length === 0 && hexLengths.get(algorithm) === hex.length && /^[0-9a-f]+$/.test(hex);
}

/**
 * Reads a digest.
 * @throws {InvalidDigestError} where the text is none, or its algorithm is unknown.
 */
export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text;
  throw new InvalidDigestError(text);
}

/** Why something is no digest that content can be checked against. Source: OCI image specification, descriptor.md#digests. */
export function describeNoDigest(value: unknown): string {
  if (typeof value !== 'string') return 'expected a digest, a text';
  const shown = `"${value.slice(0, 150)}"`;
  const algorithm = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):[\w=-]+$/.exec(value.slice(0, 300))?.[1];
  if (algorithm === undefined || hexLengths.has(algorithm))
    return `${shown} is no digest: expected sha256: and 64 lower-case hex digits, or sha512: and 128`;
  return `${shown} is by the algorithm ${algorithm.slice(0, 40)}, which cannot be checked: expected sha256 or sha512`;
}

export class InvalidDigestError extends Error {
  override readonly name = 'InvalidDigestError';

  constructor(text: string) {
    super(`"${text.slice(0, 150)}" is no digest: expected sha256: and 64 lower-case hex digits, or sha512: and 128.`);
  }
}

export function hexOf(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** A digest as people tell it apart: algorithm and the first 12 hex digits. */
export function shortDigest(digest: string): string {
  return digest.slice(0, digest.indexOf(':') + 13);
}
