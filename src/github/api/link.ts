/** Four addresses, as a list's first page has them, take some hundred characters; what is longer leads nowhere. */
const maxLinkLength = 8_192;

/**
 * The address of the next page in a `Link` header, as GitHub writes them; undefined: there is none. Source: docs.github.com, "Using pagination
 * in the REST API"; RFC 8288 §3.
 */
export function nextOf(header: string): string | undefined {
  return /<([^<>\s]+)>\s*;\s*rel="next"/.exec(header.slice(0, maxLinkLength))?.[1];
}
