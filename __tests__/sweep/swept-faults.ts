import { oddities } from '../support/gateway/oddities/all.js';
import type { FaultEffect } from '../support/registry/faults/fault-types.js';
import type { TunnelFault } from '../support/proxy.js';
import type { RequestKind } from '../support/registry/types.js';
import type { SweptRequest } from './requests.js';

/** Where and when a fault strikes. */
export interface FaultPlace {
  /** From 0 (included) to 1 (excluded): where in a body. */
  readonly fraction: number;
  /** Bytes of the request's and the answer's bodies, as they are without the fault. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** The token service of the request's own side. */
  readonly realm: string;
  /** A host that nobody means to speak to. */
  readonly stranger: string;
}

export interface SweepFault {
  readonly name: string;
  /** Of which requests it makes sense. */
  readonly of: (request: SweptRequest) => boolean;
  readonly effect: (place: FaultPlace) => FaultEffect;
  /** What an image that failed of it must say. */
  readonly says: RegExp;
  /** Besides the effect, the whole host goes away, and comes back. */
  readonly outage?: boolean;
  /** The engine waits for this host for a second, and not for minutes. */
  readonly stalls?: boolean;
  /** How many requests it takes to be one fault. Default 1. */
  readonly hits?: number;
  /** Only where both sides have TLS. */
  readonly tls?: boolean;
  /** Besides the effect, the proxy breaks all tunnels to the side, and spoils the next one. Only where there is a proxy. */
  readonly tunnel?: (place: FaultPlace) => TunnelFault;
}

const any = (): boolean => true;
const isOf =
  (...kinds: readonly RequestKind[]) =>
  ({ kind }: SweptRequest): boolean =>
    kinds.includes(kind);
const hasAnswerBody = ({ bytesOut }: SweptRequest): boolean => bytesOut > 0;
const hasRequestBody = ({ bytesIn }: SweptRequest): boolean => bytesIn > 0;
const isRead = isOf('manifest-head', 'manifest-get', 'blob-head', 'blob-get', 'cdn', 'tags');
const isWrite = isOf('upload-post', 'upload-put', 'upload-delete', 'manifest-put');
const hasDigestHeader = isOf('manifest-head', 'manifest-get', 'manifest-put', 'blob-head', 'upload-put');
const opensSession = ({ kind, status }: SweptRequest): boolean => kind === 'upload-post' && status === 202;
const needsToken = ({ listener, kind }: SweptRequest): boolean => listener === 'main' && kind !== 'ping';

/** A digest that nothing has. */
const wrongDigest = `sha256:${'0'.repeat(64)}`;
/** An address of this machine where nobody listens. */
const deadHost = 'http://127.0.0.1:1';
const html = '<html><head><title>502</title></head><body><h1>Bad Gateway</h1><hr>nginx</body></html>';

const connectionFaults: readonly SweepFault[] = [
  {
    name: 'connection refused',
    of: any,
    effect: () => ({ reset: true }),
    outage: true,
    says: /ECONNREFUSED|closed|ECONNRESET/,
  },
  { name: 'reset before the headers', of: any, effect: () => ({ reset: true }), says: /ECONNRESET|closed|EPIPE/ },
  {
    name: 'reset in the middle of the answer',
    of: hasAnswerBody,
    effect: (place) => ({ cutBody: offset(place) }),
    says: /closed|terminated|ECONNRESET|aborted/,
  },
  {
    name: 'reset in the middle of what is sent',
    of: hasRequestBody,
    effect: ({ fraction, bytesIn }) => ({ resetAfterBytesIn: 1 + Math.floor(fraction * (bytesIn - 1)) }),
    says: /ECONNRESET|closed|EPIPE/,
  },
  {
    name: 'silence before the headers',
    of: any,
    effect: () => ({ delayMs: Infinity }),
    stalls: true,
    says: /timeout/i,
  },
  {
    name: 'silence in the middle of the answer',
    of: hasAnswerBody,
    effect: (place) => ({ stallMs: Infinity, stallAfterBytes: offset(place) }),
    stalls: true,
    says: /timeout/i,
  },
];

const wrongBytes = /hash|no token|bytes, expected|larger than|\b401\b|cannot be used/;

const bodyFaults: readonly SweepFault[] = [
  {
    name: 'body cut at its length',
    of: hasAnswerBody,
    effect: (place) => ({ truncate: offset(place) }),
    says: wrongBytes,
  },
  {
    name: 'body with one bit flipped',
    of: hasAnswerBody,
    effect: (place) => ({ flipBit: offset(place) }),
    says: wrongBytes,
  },
  { name: 'body longer than it should be', of: hasAnswerBody, effect: () => ({ extraBytes: 3 }), says: wrongBytes },
  {
    name: 'body longer than it says',
    of: hasAnswerBody,
    effect: () => ({ extraBytesUntold: 3 }),
    says: /Parse|HPE_|closed|Response does not match/i,
  },
];

const statusFaults: readonly SweepFault[] = [
  ...([403, 408, 413, 500, 503] as const).map((status) => ({
    name: String(status),
    of: any,
    effect: () => ({ status }),
    says: new RegExp(`\\b${status}\\b`),
  })),
  { name: '404', of: any, effect: () => ({ status: 404 }), says: /\b404\b|not at the source|does not have it/ },
  {
    name: '502 with HTML',
    of: any,
    effect: () => ({ status: 502, body: html, headers: { 'content-type': 'text/html' } }),
    says: /\b502\b/,
  },
  {
    name: '504 after it was done',
    of: isWrite,
    effect: () => ({ commitThenStatus: 504, body: html }),
    says: /\b504\b/,
  },
  {
    name: '401 with a new challenge',
    of: any,
    effect: ({ realm }) => ({
      status: 401,
      code: 'UNAUTHORIZED',
      headers: { 'www-authenticate': `Bearer realm="${realm}",service="another",error="invalid_token"` },
    }),
    // A CDN that is shown the token that it asked for refuses that by 400. A service without TLS gets no request.
    says: /\b40[01]\b|names a token service that has no TLS/,
  },
  { name: '401 without a challenge', of: any, effect: () => ({ status: 401 }), says: /\b401\b/ },
  {
    name: '429 with seconds',
    of: any,
    effect: () => ({ status: 429, headers: { 'retry-after': '2' } }),
    says: /\b429\b/,
  },
  {
    name: '429 with a date',
    of: any,
    effect: () => ({ status: 429, headers: { 'retry-after': new Date(Date.now() + 6_000).toUTCString() } }),
    says: /\b429\b/,
  },
  {
    name: '429 with a Go duration',
    of: any,
    effect: () => ({ status: 429, code: 'TOOMANYREQUESTS', message: 'retry-after: 35.5ms, allowed: 44000/minute' }),
    says: /\b429\b/,
  },
  { name: '429', of: any, effect: () => ({ status: 429 }), says: /\b429\b/ },
];

const wayFaults: readonly SweepFault[] = [
  {
    name: 'redirect to a dead host',
    of: any,
    effect: () => ({ redirect: `${deadHost}/v2/` }),
    says: /ECONNREFUSED|\b307\b|127\.0\.0\.1:1\b/,
  },
  {
    name: 'redirect to a stranger who asks for credentials',
    of: any,
    effect: ({ stranger }) => ({ redirect: `${stranger}/v2/` }),
    says: /\b307\b|\b40[14]\b|not at the source|has no TLS|does not have it/,
  },
  {
    name: 'redirect loop',
    of: any,
    effect: () => ({ redirectLoop: true }),
    hits: 7,
    says: /redirected more than|\b307\b/,
  },
  { name: 'Location relative', of: opensSession, effect: () => ({ location: pathOf }), says: /never/ },
  {
    name: 'Location on another host',
    of: opensSession,
    effect: ({ stranger }) => ({ location: (address) => `${stranger}${pathOf(address)}` }),
    says: /\b40[14]\b|has no TLS/,
  },
  {
    name: 'Location with an opaque query',
    of: opensSession,
    effect: () => ({ uploadQuery: '_state=a~b%20c&k&sig=%2Bx%3D%3d&empty=' }),
    says: /never/,
  },
  {
    name: 'Location that is none',
    of: opensSession,
    effect: () => ({ location: () => 'http://[' }),
    says: /address that is none/,
  },
  {
    name: 'Location in plain http',
    of: opensSession,
    effect: () => ({ location: (address) => address.replace(/^https:/, 'http:') }),
    tls: true,
    says: /never/,
  },
  {
    name: 'redirect to plain http',
    of: isRead,
    effect: ({ stranger }) => ({ redirect: `${stranger}/v2/` }),
    tls: true,
    says: /has no TLS/,
  },
];

const protocolFaults: readonly SweepFault[] = [
  {
    name: 'done, and then the connection drops',
    of: isWrite,
    effect: () => ({ commitThenReset: true }),
    says: /ECONNRESET|closed|EPIPE/,
  },
  {
    name: 'digest header missing',
    of: hasDigestHeader,
    effect: () => ({ digestHeader: false }),
    says: /never/,
  },
  {
    name: 'digest header wrong',
    of: hasDigestHeader,
    effect: () => ({ digestHeader: wrongDigest }),
    says: new RegExp(wrongDigest),
  },
  {
    name: 'token without expires_in',
    of: isOf('token'),
    effect: () => ({ omitFields: ['expires_in'] }),
    says: /never/,
  },
  { name: 'token that ends', of: needsToken, effect: () => ({ revokeTokens: true }), says: /\b401\b/ },
  {
    name: 'upload session lost',
    of: isOf('upload-put', 'upload-delete'),
    effect: () => ({ loseUpload: true }),
    says: /BLOB_UPLOAD_UNKNOWN/,
  },
];

/** What a side's certificate and keys take, in bytes, before its first answer. */
const handshakeBytes = 1_200;

const tunnelFaults: readonly SweepFault[] = [
  ...([407, 502, 503] as const).map((status) =>
    tunnelFault(`CONNECT answered ${status}`, () => ({ status }), new RegExp(`the proxy answered ${status}`)),
  ),
  tunnelFault('CONNECT not answered, and closed', () => 'closed', /closed|ECONNRESET/),
  tunnelFault('tunnel closed before the handshake', () => ({ cutAfterBytes: 0 }), /closed|disconnected|ECONNRESET/),
  tunnelFault(
    'tunnel cut',
    ({ fraction, bytesOut }) => ({ cutAfterBytes: 1 + Math.floor(fraction * (handshakeBytes + bytesOut)) }),
    /closed|disconnected|ECONNRESET/,
  ),
];

function tunnelFault(name: string, tunnel: Required<SweepFault>['tunnel'], says: RegExp): SweepFault {
  return { name, of: any, effect: () => ({ reset: true }), tunnel, says };
}

/** What real registries do that the specification does not say, for one request or for all of a sort. */
const oddFaults: readonly SweepFault[] = oddities.map(({ name, kinds, sides, begin, hits = 1, says }) => ({
  name,
  of: ({ kind, side }) => kinds.includes(kind) && sides.includes(side),
  effect: () => ({ answer: begin() }),
  hits,
  says,
}));

/** Every fault that is swept. */
export const sweepFaults: readonly SweepFault[] = [
  ...connectionFaults,
  ...bodyFaults,
  ...statusFaults,
  ...wayFaults,
  ...protocolFaults,
  ...tunnelFaults,
  ...oddFaults,
];

const staying = new Set([
  'connection refused',
  'silence before the headers',
  'body with one bit flipped',
  '401 with a new challenge',
  '429',
  '503',
]);

/** What may be wrong with all of a side's answers for ever: its hosts are down, a proxy alters what it hands on, a limit does not end. */
export const stayingFaults: readonly SweepFault[] = sweepFaults.filter(({ name }) => staying.has(name));

/** A proxy that reaches nobody any more. */
export const stayingTunnelFaults: readonly SweepFault[] = tunnelFaults.filter(
  ({ name }) => name === 'CONNECT answered 502',
);

function offset({ fraction, bytesOut }: FaultPlace): number {
  return Math.floor(fraction * bytesOut);
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
}
