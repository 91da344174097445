import { Agent, request } from 'undici';
import { Backend } from '../support/registry/backend.js';
import { memoryContent } from '../support/registry/content.js';
import { Faults } from '../support/registry/faults.js';
import { Journal } from '../support/registry/journal.js';
import { Server } from '../support/registry/server.js';
import type { Exchange, Reply } from '../support/registry/types.js';
import type { SweptRegistry } from './stage.js';

export interface Front extends SweptRegistry {
  stop(): Promise<void>;
}

/** Stands before a real registry, hands on what it is asked, and does wrong what the double can do wrong. */
export async function startFront(upstream: string): Promise<Front> {
  const [journal, faults, agent] = [new Journal(), new Faults(), new Agent()];
  const server = new Server(new Backend({}), journal, faults, async (exchange) => forward(exchange, upstream, agent));
  await server.listen();
  return {
    get host() {
      return server.host;
    },
    get requests() {
      return journal.requests;
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

/** Headers that are a connection's own, or that are made anew. */
const ownHeaders = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']);

/** Under the host that the client asked, so that what the registry names leads back here. */
async function forward(exchange: Exchange, upstream: string, dispatcher: Agent): Promise<Reply> {
  const { method, url, record } = exchange;
  const body = await readAll(exchange.body);
  const answer = await request(`http://${upstream}${url.pathname}${url.search}`, {
    method,
    headers: withoutOwn(record.headers),
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
