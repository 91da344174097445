import { isIP } from 'node:net';
import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import { type AddressRules, type HostLookup, isPrivateHost, listingAdvice, objectionTo } from '../http/address.js';
import type { Challenge } from './challenge.js';
import type { TokenService } from './token.js';

/**
 * Reads the token service's address from a challenge. A relative address is resolved against the registry. The host may be another (Docker Hub,
 * GitLab, MCR), but must not be less protected: no plain http for a registry with TLS, no private address other than the registry's own.
 * @throws {RegistryError} `invalid-response`
 */
export function readTokenService(
  challenge: Challenge,
  base: URL,
  context: OperationContext,
  rules: AddressRules,
): TokenService {
  const text = challenge.parameters.get('realm') ?? '';
  // Source for `/v2/` as the base: distribution/distribution#1458. The specification of tokens does not say.
  const root = new URL('/v2/', base);
  const relative = relativePath.test(text) && URL.canParse(text, root.href) ? new URL(text, root) : undefined;
  const realm = URL.canParse(text) ? new URL(text) : relative;
  const objection = realm === undefined ? 'is no address' : objectionTo(realm, base, rules);
  if (realm === undefined || objection !== undefined) {
    throw new RegistryError({
      ...context,
      code: 'invalid-response',
      // Without path and query, which may hold anything.
      what: `${base.host} names a token service that ${objection ?? ''}${realm === undefined ? '' : ` (${realm.protocol}//${realm.host})`}`,
      advice: realm === undefined ? 'Check that this is the registry that you mean.' : listingAdvice(realm),
    });
  }
  return { realm, service: challenge.parameters.get('service'), namedBy: base };
}

/** `/token`, `./token`, `../token` or `token`. A first word with a dot in it (`auth.test`) is more likely a host whose scheme is missing. */
const relativePath = /^(?:\.{0,2}\/|[\w-]+(?:[/?]|$))/;

/** Token services at a host of another domain that are known: Scaleway's. Docker Hub's, GitLab's and most others' share the registry's. */
const knownServices: readonly (readonly [registries: RegExp, service: string])[] = [
  [/(?:^|\.)scw\.cloud$/, 'api.scaleway.com'],
];

/**
 * Whether a registry's login is expected at a host: the registry's own host, one below or above it, one of the same domain, or a known one.
 * Hosts that the user lists are trusted. Domains are compared by name, without the list of public suffixes, because only a warning depends on
 * it (docs/decisions/0027-logins-and-tokens.md).
 */
export function isExpectedHost(realm: URL, registry: URL, hosts?: HostLookup): boolean {
  const [one, other] = [realm.hostname, registry.hostname];
  // A name of one word is no name of the internet's.
  if (
    one === other ||
    hosts?.isListed(realm) === true ||
    [realm, registry].every((url) => isPrivateHost(url) || !/[.:]/.test(url.hostname))
  )
    return true;
  if (isIP(one) !== 0 || isIP(other) !== 0) return false;
  if (knownServices.some(([registries, service]) => service === one && registries.test(other))) return true;
  return areOfOneDomain(one, other);
}

/** Under which everybody may have a name, where a country's domain has such: `co.uk`, `com.au`. */
const publicSuffix = /^(?:ac|co|com|edu|go|gob|gov|mil|ne|net|nom|or|org|sch)\.[a-z]{2}$/;

function areOfOneDomain(one: string, other: string): boolean {
  const [labels, otherLabels] = [one.split('.').toReversed(), other.split('.').toReversed()];
  const length = labels.findIndex((label, index) => label !== otherLabels[index]);
  const shared = length === -1 ? labels : labels.slice(0, length);
  return shared.length >= 2 && !publicSuffix.test(shared.toReversed().join('.'));
}
