import * as v from 'valibot';
import { optional } from '../../runtime/optional-field.js';
import { type Grants, actionsOf } from './scopes.js';

const accessSchema = v.object({
  access: v.array(v.object({ type: v.string(), name: v.string(), actions: optional(v.array(v.string())) })),
});

/**
 * What a token says it allows; undefined if it cannot be read, because tokens need not be JWTs. The registry checks the signature. Here the claim
 * only shows which of the requested scopes need another request.
 * Source: distribution, docs/content/spec/auth/jwt.md, claim `access`.
 */
export function readGrants(token: string): Grants | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  const text = Buffer.from(payload, 'base64url').toString('utf8');
  const claims = v.safeParse(v.pipe(v.string(), v.parseJson(), accessSchema), text, { abortEarly: true });
  if (!claims.success) return undefined;
  return new Map(claims.output.access.map(({ type, name, actions }) => [`${type}:${name}`, actionsOf(actions ?? [])]));
}
