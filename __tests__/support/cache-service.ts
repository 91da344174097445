import { createHash, randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { onTestFinished } from './jest/testing.js';
import { lookThrough } from './secret-search/looked-through.js';
import { secretFor } from './secrets.js';

/**
 * A double of GitHub's cache service, version 2: Twirp with JSON for what there is, signed addresses of a storage for the bytes. It does what
 * github.com's documentation and the toolkit's client tell of the service, and was never compared with the service itself.
 */
export interface CacheService {
  /** What a runner gives to a step. */
  readonly environment: Readonly<Record<string, string>>;
  /** `CreateCacheEntry`, `PUT`, … in the order in which they came. */
  readonly requests: readonly string[];
  /** Keys of what was completed, the oldest first. */
  readonly keys: readonly string[];
  /** Bytes of the newest entry. */
  readonly newest: Uint8Array | undefined;
  /** How it misbehaves from now on. */
  behave(behaviour: Behaviour): void;
  /** Puts other bytes into all entries. */
  spoil(bytes: Uint8Array): void;
}

export type Behaviour =
  | { readonly kind: 'well' }
  /** As for a job whose token may only read. */
  | { readonly kind: 'read-only' }
  /** A request by its name, answered so. */
  | {
      readonly kind: 'answer';
      readonly request: string;
      readonly status: number;
      readonly body?: string;
      readonly location?: string;
    }
  | { readonly kind: 'hang'; readonly request: string };

interface Entry {
  readonly key: string;
  readonly version: string;
  readonly signature: string;
  bytes: Uint8Array | undefined;
  isComplete: boolean;
}

const token = secretFor('runtime');

const requestSchema = v.object({
  key: v.string(),
  version: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  restore_keys: v.optional(v.array(v.string()), []),
  size_bytes: v.optional(v.string()),
});

export async function useCacheService(): Promise<CacheService> {
  const entries: Entry[] = [];
  const requests: string[] = [];
  let behaviour: Behaviour = { kind: 'well' };
  const server = createServer((request, response) => {
    const name = nameOf(request);
    requests.push(name);
    if (behaviour.kind === 'hang' && behaviour.request === name) return;
    if (behaviour.kind === 'answer' && behaviour.request === name) {
      const { status, body = '{}', location } = behaviour;
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
      return;
    }
    const context = {
      request,
      response,
      name,
      entries,
      url: urlOf(server),
      isReadOnly: behaviour.kind === 'read-only',
    };
    void answer(context).catch((error: unknown) => response.writeHead(400).end(JSON.stringify({ msg: String(error) })));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  return {
    environment: {
      ACTIONS_CACHE_SERVICE_V2: 'True',
      ACTIONS_RESULTS_URL: `${urlOf(server)}/`,
      ACTIONS_RUNTIME_TOKEN: token,
    },
    requests,
    get keys() {
      return entries.filter(({ isComplete }) => isComplete).map(({ key }) => key);
    },
    get newest() {
      return entries.filter(({ isComplete }) => isComplete).at(-1)?.bytes;
    },
    behave: (next) => {
      behaviour = next;
    },
    spoil: (bytes) => {
      for (const entry of entries) entry.bytes = bytes;
    },
  };
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function nameOf({ method = '', url = '' }: IncomingMessage): string {
  return /^\/twirp\/github\.actions\.results\.api\.v1\.CacheService\/(\w+)$/.exec(url)?.[1] ?? method;
}

interface Context {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly name: string;
  readonly entries: Entry[];
  readonly url: string;
  readonly isReadOnly: boolean;
}

async function answer(context: Context): Promise<void> {
  const { request, response, name } = context;
  const body = await readAll(request);
  lookThrough('request to a cache', body);
  if (name === request.method) {
    answerStorage(context, body);
  } else if (request.headers.authorization !== `Bearer ${token}`) {
    response.writeHead(401).end('{"code":"unauthenticated","msg":"no token"}');
  } else {
    const answer = answerService(context, v.parse(requestSchema, JSON.parse(body.toString())));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }
}

function answerService(context: Context, request: v.InferOutput<typeof requestSchema>): object {
  switch (context.name) {
    case 'CreateCacheEntry':
      return createEntry(context, request);
    case 'FinalizeCacheEntryUpload':
      return completeEntry(context, request);
    case 'GetCacheEntryDownloadURL':
      return findEntry(context, request);
    default:
      throw new Error(`no such method: ${context.name}`);
  }
}

type ServiceRequest = v.InferOutput<typeof requestSchema>;

/** Entries never change: a key is taken for ever. */
function createEntry({ entries, url, isReadOnly }: Context, { key, version }: ServiceRequest): object {
  if (isReadOnly) return { ok: false, message: 'cache write denied: the token is read-only' };
  if (entries.some((entry) => entry.key === key && entry.version === version))
    return { ok: false, message: 'cache entry with the same key, version, and scope already exists' };
  const entry = { key, version, signature: randomUUID(), bytes: undefined, isComplete: false };
  entries.push(entry);
  return { ok: true, signed_upload_url: addressOf(url, entry) };
}

function completeEntry({ entries }: Context, { key, version, size_bytes: size }: ServiceRequest): object {
  const entry = entries.find((entry) => entry.key === key && entry.version === version);
  if (entry?.bytes === undefined || String(entry.bytes.length) !== size) return { ok: false, message: 'size mismatch' };
  entry.isComplete = true;
  return { ok: true, entry_id: String(entries.indexOf(entry) + 1) };
}

/** The key itself, or else, prefix after prefix, the newest that begins so. Source: docs.github.com, "Cache key matching". */
function findEntry({ entries, url }: Context, request: ServiceRequest): object {
  const mine = entries.filter(({ version, isComplete }) => isComplete && version === request.version);
  const exact = mine.find(({ key }) => key === request.key);
  const byPrefix = [request.key, ...request.restore_keys].map((prefix) =>
    mine.findLast(({ key }) => key.startsWith(prefix)),
  );
  const found = exact ?? byPrefix.find((entry) => entry !== undefined);
  if (found === undefined) return { ok: false };
  return { ok: true, signed_download_url: addressOf(url, found), matched_key: found.key };
}

/** Azure's form: account, container, blob, and a signature that GitHub's runners are told to mask. */
function addressOf(url: string, { key, signature }: Entry): string {
  return `${url}/account/actions-cache/${createHash('sha256').update(key).digest('hex').slice(0, 16)}?sig=${signature}`;
}

function answerStorage({ request, response, entries }: Context, body: Buffer): void {
  const signature = new URL(request.url ?? '', 'http://localhost').searchParams.get('sig');
  const entry = entries.find((entry) => entry.signature === signature);
  if (entry === undefined || request.headers.authorization !== undefined) {
    response.writeHead(403).end('AuthenticationFailed');
  } else if (request.method === 'GET') {
    response.writeHead(200, { 'content-length': entry.bytes?.length ?? 0 }).end(entry.bytes);
  } else if (request.method === 'PUT' && request.headers['x-ms-blob-type'] === 'BlockBlob') {
    entry.bytes = body;
    response.writeHead(201, { etag: '"1"', 'last-modified': new Date(0).toUTCString() }).end();
  } else {
    response.writeHead(400).end('InvalidHeaderValue');
  }
}

async function readAll(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
