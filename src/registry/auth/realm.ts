import { isIP } from 'node:net';
import { type OperationContext, RegistryError } from '../../errors.js';
import { isPrivateAddress } from '../address.js';
import type { Challenge } from './challenge.js';
import type { TokenService } from './token.js';

/**
 * Reads where a registry sends its clients for tokens. The host may be another (Docker Hub, GitLab, MCR), but never one that is
 * less protected: no plain http for a registry with TLS, no private address that is not the registry's own.
 * @throws {RegistryError} `invalid-response`
 */
export function readTokenService(challenge: Challenge, base: URL, context: OperationContext): TokenService {
  const text = challenge.parameters.get('realm') ?? '';
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  const problem = realm === undefined ? 'is no address' : problemOf(realm, base);
  if (realm === undefined || problem !== undefined) {
    throw new RegistryError({
      ...context,
      code: 'invalid-response',
      what: `${base.host} names a token service that ${problem ?? ''} (${text.slice(0, 100)})`,
      advice: 'Nothing was sent there. Check that this is the registry that you mean.',
    });
  }
  return { realm, service: challenge.parameters.get('service') };
}

function problemOf(realm: URL, base: URL): string | undefined {
  if (realm.protocol !== 'https:' && realm.protocol !== 'http:') return 'is not reached by http';
  if (realm.username !== '' || realm.password !== '') return 'has credentials in its address';
  if (realm.protocol === 'http:' && base.protocol === 'https:') return 'has no TLS';
  const host = realm.hostname.replace(/^\[|\]$|\.$/g, '');
  const own = realm.hostname === base.hostname;
  if (!own && (/(?:^|\.)localhost$/.test(host) || (isIP(host) !== 0 && isPrivateAddress(host))))
    return 'is at a private address';
  return undefined;
}
