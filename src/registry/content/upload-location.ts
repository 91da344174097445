import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import type { Digest } from '../../image/digest.js';
import { type AddressRules, listingAdvice, objectionTo } from '../http/address.js';
import { headerOf } from '../http/http.js';
import type { Headers } from '../transport/transport.js';

/** An answer that says where an upload goes on. */
interface LocationAnswer {
  readonly headers: Headers;
  /** Where it came from: after a redirect, not where the request went first. */
  readonly url: URL;
}

/**
 * Where the registry wants the bytes: an absolute address, or one relative to where the answer came from. Its query may be signed. If the registry
 * has TLS and names itself with plain http, https is used (distribution#479: behind a proxy it may not know that it has TLS).
 * @throws {RegistryError} where the answer names no usable location
 */
export function uploadLocation(
  { headers, url: from }: LocationAnswer,
  context: OperationContext,
  rules: AddressRules,
): URL {
  const text = headerOf(headers, 'location') ?? '';
  const url = text !== '' && URL.canParse(text, from.href) ? new URL(text, from) : undefined;
  const failure = { ...context, code: 'invalid-response' } as const;
  const where = 'the registry sends uploads to an address that';
  if (url === undefined) throw new RegistryError({ ...failure, what: `${where} is none` });
  if (url.hostname === from.hostname && from.protocol === 'https:' && url.protocol === 'http:') url.protocol = 'https:';
  const objection = objectionTo(url, from, rules);
  if (objection === undefined) return url;
  const what = `${where} ${objection} (${url.protocol}//${url.host})`;
  throw new RegistryError({ ...failure, what, advice: listingAdvice(url) });
}

/** As raw text: URLSearchParams would rewrite a signed query. */
export function withDigest(location: URL, digest: Digest): URL {
  const text = location.toString();
  return new URL(`${text}${text.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`);
}
