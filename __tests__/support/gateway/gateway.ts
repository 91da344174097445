import { Agent, request } from 'undici';
import { Backend } from '../registry/backend.js';
import { memoryContent } from '../registry/content/content.js';
import { changeExchange } from '../registry/server/exchange.js';
import type { Fault, FaultHandle } from '../registry/faults/fault-types.js';
import { Faults } from '../registry/faults/faults.js';
import { Journal } from '../registry/server/journal.js';
import { Server } from '../registry/server/server.js';
import type { Answer, Exchange, Reply, RequestKind, RequestRecord } from '../registry/types.js';
import type { Oddity } from './oddity.js';

/** What stands before a registry, and passes on what it is asked. */
export interface Gateway {
  /** `127.0.0.1:port` */
  readonly host: string;
  readonly requests: readonly RequestRecord[];
  /** How many requests of a kind came. */
  count(kind: RequestKind, where?: (request: RequestRecord) => boolean): number;
  /** From now on answers in this way. Of several oddities the first one is nearest to the client. */
  add(oddity: Pick<Oddity, 'begin'>): void;
  fault(fault: Fault): FaultHandle;
  clearFaults(): void;
  clearRequests(): void;
  /** Calls the watcher with every request that comes, until the function that it returns is called. */
  watch(watcher: (request: RequestRecord) => void): () => void;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  readonly oddities?: readonly Pick<Oddity, 'begin'>[];
  /** Serve https. PEM. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
}

/**
 * Starts a gateway before a registry, real or the double. It answers as the registry does, except where an oddity or a fault says otherwise.
 *
 * @param upstream the registry's host and port, reached by plain http
 */
export async function startGateway(upstream: string, { oddities = [], tls }: GatewayOptions = {}): Promise<Gateway> {
  const [journal, faults, agent] = [new Journal(), new Faults(), new Agent()];
  const answers = oddities.map(({ begin }) => begin());
  const carryOut = async (exchange: Exchange): Promise<Reply> =>
    answerBy(answers, exchange, async (last) => forward(last, upstream, agent));
  const server = new Server(new Backend(tls === undefined ? {} : { tls }), journal, faults, carryOut);
  await server.listen();
  return {
    get host() {
      return server.host;
    },
    get requests() {
      return journal.requests;
    },
    count: (kind, where = () => true) =>
      journal.requests.filter((record) => record.kind === kind && where(record)).length,
    add: ({ begin }) => {
      answers.push(begin());
    },
    fault: (fault) => faults.add(fault),
    clearFaults: () => {
      faults.clear();
    },
    clearRequests: () => {
      journal.clear();
    },
    watch: (watcher) => journal.watch(watcher),
    pause: async () => server.close(),
    resume: async () => server.listen(),
    stop: async () => {
      await server.close();
      await agent.destroy();
    },
  };
}

async function answerBy(
  [first, ...others]: readonly Answer[],
  exchange: Exchange,
  last: (exchange: Exchange) => Promise<Reply>,
): Promise<Reply> {
  if (first === undefined) return last(exchange);
  return first(exchange, async (changed) => answerBy(others, changeExchange(exchange, changed), last));
}

/** Headers that are a connection's own, or that are made anew. */
const ownHeaders = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']);

/** Keeps the host that the client asked, so that what the registry names leads back here. */
async function forward(exchange: Exchange, upstream: string, dispatcher: Agent): Promise<Reply> {
  const { method, url, headers: asked } = exchange;
  const body = await readAll(exchange.body);
  const answer = await request(`http://${upstream}${url.pathname}${url.search}`, {
    method,
    headers: withoutOwn(asked),
    dispatcher,
    ...(body.length === 0 ? {} : { body }),
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  const length = answer.headers['content-length'];
  const headers = withoutOwn(answer.headers);
  if (method === 'HEAD')
    return {
      status: answer.statusCode,
      headers: typeof length === 'string' ? { ...headers, 'content-length': length } : headers,
    };
  return { status: answer.statusCode, headers, ...(bytes.length === 0 ? {} : { body: memoryContent([bytes]) }) };
}

async function readAll(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function withoutOwn(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !ownHeaders.has(name)) kept[name] = value;
  }
  return kept;
}
