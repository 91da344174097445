import { type OperationContext, RegistryError } from '../../errors.js';
import { type LeadRules, listingAdvice, objectionTo } from '../address.js';
import type { Challenge } from './challenge.js';
import type { TokenService } from './token.js';

/**
 * Reads where a registry sends its clients for tokens. The host may be another (Docker Hub, GitLab, MCR), but never one that is
 * less protected: no plain http for a registry with TLS, no private address that is not the registry's own.
 * @throws {RegistryError} `invalid-response`
 */
export function readTokenService(
  challenge: Challenge,
  base: URL,
  context: OperationContext,
  rules: LeadRules,
): TokenService {
  const text = challenge.parameters.get('realm') ?? '';
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  const objection = realm === undefined ? 'is no address' : objectionTo(realm, base, rules);
  if (realm === undefined || objection !== undefined) {
    throw new RegistryError({
      ...context,
      code: 'invalid-response',
      what: `${base.host} names a token service that ${objection ?? ''} (${text.slice(0, 100)})`,
      advice: realm === undefined ? 'Check that this is the registry that you mean.' : listingAdvice(realm),
    });
  }
  return { realm, service: challenge.parameters.get('service'), namedBy: base };
}
