import { memoryContent } from '../../registry/content.js';
import { textReply } from '../../registry/reply.js';
import type { Answer, Exchange, Reply, RequestKind } from '../../registry/types.js';
import type { Oddity } from '../oddity.js';

const kinds: readonly RequestKind[] = [
  'ping',
  'token',
  'manifest-head',
  'manifest-get',
  'manifest-put',
  'blob-head',
  'blob-get',
  'upload-post',
  'upload-put',
  'tags',
];
const all = { kinds, sides: ['source', 'target'], says: /never/ } as const;

/** Where the token service of an oddity is, at the registry's own host. */
const tokenPath = '/oddity/token';

interface Guard {
  /** The name that a token has to be for. */
  readonly nameOf?: (repository: string) => string;
  /** After so many requests a token has expired, whatever was said of its life. */
  readonly uses?: number;
  readonly realmOf?: (origin: string, isExpired: boolean) => string;
  /** Answers a request for a token first. */
  readonly before?: (exchange: Exchange) => Reply | undefined;
}

interface Issued {
  readonly scopes: ReadonlySet<string>;
  uses: number;
}

/** Asks for tokens before a registry that asks for none, and hands them out to everybody. */
function guarded({ nameOf = (name) => name, uses = Infinity, realmOf = realmAt, before }: Guard): Answer {
  const issued = new Map<string, Issued>();
  return async (exchange, handOn) => {
    const { url, headers, route, method } = exchange;
    if (url.pathname === tokenPath || url.pathname === `${tokenPath}/`) return before?.(exchange) ?? issue(url, issued);
    if (!url.pathname.startsWith('/v2/')) return handOn();
    const { authorization, ...others } = headers;
    const token = issued.get((authorization ?? '').replace(/^Bearer /, ''));
    const isRead = method === 'GET' || method === 'HEAD';
    const needed =
      route.repository === undefined
        ? []
        : (isRead ? ['pull'] : ['pull', 'push']).map((action) => `${nameOf(route.repository ?? '')}:${action}`);
    const isExpired = token !== undefined && token.uses >= uses;
    if (token !== undefined && !isExpired && needed.every((scope) => token.scopes.has(scope))) {
      token.uses += 1;
      return handOn({ headers: others });
    }
    const realm = realmOf(url.origin, isExpired);
    const scope =
      route.repository === undefined
        ? ''
        : `,scope="repository:${nameOf(route.repository)}:${isRead ? 'pull' : 'pull,push'}"`;
    return { status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}",service="oddity"${scope}` } };
  };
}

function realmAt(origin: string): string {
  return `${origin}${tokenPath}`;
}

function issue(url: URL, issued: Map<string, Issued>): Reply {
  const scopes = url.searchParams.getAll('scope').flatMap((scope) => {
    const [, name = '', actions = ''] = /^repository:(.+):([^:]+)$/.exec(scope) ?? [];
    return actions.split(',').map((action) => `${name}:${action}`);
  });
  const token = `oddity-${String(issued.size)}`;
  issued.set(token, { scopes: new Set(scopes), uses: 0 });
  const body = JSON.stringify({ token, expires_in: 300 });
  return { status: 200, headers: { 'content-type': 'application/json' }, body: memoryContent([Buffer.from(body)]) };
}

export const foreignScope: Oddity = {
  ...all,
  name: 'challenge that names the repository behind the gateway',
  seenAt: 'Artifactory behind a gateway, oras-project/oras-go#650',
  begin: () => guarded({ nameOf: (name) => `behind/${name}` }),
};

export const movingRealm: Oddity = {
  ...all,
  name: 'expired token that is sent to another token service',
  seenAt: 'nvcr.io, NVIDIA/nvidia-container-toolkit#1945',
  begin: () =>
    guarded({
      uses: 4,
      realmOf: (origin, isExpired) => (isExpired ? `${origin}${tokenPath}/?refuse=all` : realmAt(origin)),
      before: ({ url }) =>
        url.searchParams.has('refuse') ? textReply(401, 'text/plain', 'no anonymous clients') : undefined,
    }),
};

export const redirectingTokens: Oddity = {
  ...all,
  name: 'token service that redirects to itself with a slash',
  seenAt: 'nginx before a token service, moby/moby#38662',
  begin: () =>
    guarded({
      before: ({ url }) =>
        url.pathname === tokenPath ? { status: 301, headers: { location: `${tokenPath}/${url.search}` } } : undefined,
    }),
};

export const relativeRealm: Oddity = {
  ...all,
  name: 'realm without a host',
  seenAt: 'registries behind several names',
  begin: () => guarded({ realmOf: () => tokenPath }),
};

export const authOddities: readonly Oddity[] = [foreignScope, movingRealm, redirectingTokens, relativeRealm];
