import { memoryContent } from '../../registry/content/content.js';
import { textReply } from '../../registry/server/reply.js';
import type { Answer, Exchange, HandOn, Reply, RequestKind } from '../../registry/types.js';
import type { Oddity } from '../oddity.js';

/** Requests to a repository. */
const kinds: readonly RequestKind[] = [
  'manifest-head',
  'manifest-get',
  'manifest-put',
  'blob-head',
  'blob-get',
  'upload-post',
  'upload-put',
  'tags',
];
const whole = { kinds: [...kinds, 'ping', 'token'], sides: ['source', 'target'], says: /never/ } as const;

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
  ...whole,
  name: 'challenge that names the repository behind the gateway',
  seenAt: 'Artifactory behind a gateway, oras-project/oras-go#650',
  begin: () => guarded({ nameOf: (name) => `behind/${name}` }),
};

export const movingRealm: Oddity = {
  ...whole,
  name: 'expired token that is sent to another token service',
  seenAt: 'nvcr.io, NVIDIA/nvidia-container-toolkit#1945',
  begin: () =>
    guarded({
      // More than a copy asks for at once: a token ends by its time, and a burst of requests does not end it.
      uses: 20,
      realmOf: (origin, isExpired) => (isExpired ? `${origin}${tokenPath}/?refuse=all` : realmAt(origin)),
      before: ({ url }) =>
        url.searchParams.has('refuse') ? textReply(401, 'text/plain', 'no anonymous clients') : undefined,
    }),
};

export const redirectingTokens: Oddity = {
  ...whole,
  name: 'token service that redirects to itself with a slash',
  seenAt: 'nginx before a token service, moby/moby#38662',
  begin: () =>
    guarded({
      before: ({ url }) =>
        url.pathname === tokenPath ? { status: 301, headers: { location: `${tokenPath}/${url.search}` } } : undefined,
    }),
};

export const pathRealm: Oddity = {
  ...whole,
  name: 'realm without a host',
  seenAt: 'registries behind several names',
  begin: () => guarded({ realmOf: () => tokenPath }),
};

export const relativeRealm: Oddity = {
  ...whole,
  name: 'realm relative to the registry',
  seenAt: 'proposed for Docker Trusted Registry, distribution/distribution#1458',
  begin: () => guarded({ realmOf: () => `..${tokenPath}` }),
};

/** They are a token service of their own before a registry that asks for no token, and so have to see every request. */
export const tokenServices: readonly Oddity[] = [
  foreignScope,
  movingRealm,
  redirectingTokens,
  pathRealm,
  relativeRealm,
];

/** The registry's own challenge, changed. */
async function challenged(
  { headers }: Exchange,
  handOn: HandOn,
  change: (challenge: string) => string,
): Promise<Reply> {
  const reply = await handOn({ headers: { ...headers, authorization: undefined }, body: nothing() });
  const challenge = reply.headers['www-authenticate'];
  if (typeof challenge !== 'string') return reply;
  return { status: 401, headers: { 'www-authenticate': change(challenge) } };
}

async function* nothing(): AsyncGenerator<Buffer> {
  // A request that is refused is not read.
}

/** Each is met by one request, or by all of a sort, of a registry that asks for tokens itself. */
export const authOddities: readonly Oddity[] = [
  {
    name: 'token that has to be for another repository, too',
    seenAt: foreignScope.seenAt,
    kinds,
    sides: ['source', 'target'],
    begin: () => {
      const asked = new Set<string>();
      return async (exchange, handOn) => {
        const name = exchange.route.repository ?? '';
        if (asked.has(name)) return handOn();
        asked.add(name);
        return challenged(exchange, handOn, (challenge) =>
          challenge.replace(/scope="[^"]*"/, `scope="repository:behind/${name}:pull,push"`),
        );
      };
    },
    says: /never/,
  },
  {
    name: 'token that has expired, and another token service',
    seenAt: movingRealm.seenAt,
    kinds,
    sides: ['source', 'target'],
    begin: () => {
      const seen: string[] = [];
      return async (exchange, handOn) => {
        const { authorization = '' } = exchange.headers;
        const isFirst = !seen.includes(authorization);
        seen.push(authorization);
        // The first token is good once. What takes its place lives on.
        if (authorization === '' || isFirst || authorization !== seen[0]) return handOn();
        return challenged(exchange, handOn, (challenge) => challenge.replace(/\/token"/, '/elsewhere"'));
      };
    },
    says: /never/,
  },
  {
    name: 'token service that redirects to its own origin',
    seenAt: redirectingTokens.seenAt,
    kinds: ['token'],
    sides: ['source', 'target'],
    begin:
      () =>
      ({ url, method }, handOn) => {
        if (method !== 'GET' || url.searchParams.has('again')) return handOn();
        const location = new URL(url);
        location.searchParams.set('again', '1');
        return { status: 301, headers: { location: `${location.pathname}${location.search}` } };
      },
    says: /never/,
  },
];
