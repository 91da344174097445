import { MockAgent } from 'undici';
import { type HttpRequest, type HttpResponse, type Send, createSend } from '../../src/registry/http/http.js';
import { undiciTransport } from '../../src/registry/transport/undici/undici-transport.js';
import { Traffic } from '../../src/registry/http/traffic.js';
import { heldClock } from '../support/timing/held-clock.js';

export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

export interface FakeSend {
  readonly send: Send;
  /** What was sent, in order. */
  readonly requests: readonly HttpRequest[];
}

/** A wire on which every request has the test's answer; bodies are undici's own. */
export function fakeSend(answer: (request: HttpRequest, index: number) => FakeAnswer): FakeSend {
  const requests: HttpRequest[] = [];
  const send: Send = async (request) => {
    requests.push(request);
    return sendTo(answer(request, requests.length - 1), request);
  };
  return { send, requests };
}

/** A request that nobody answers: as undici does, it ends with its signal. */
export async function hanging({ signal }: Pick<HttpRequest, 'signal'>): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    });
  });
}

/** A response as it comes from the wire. */
export async function responseOf(answer: FakeAnswer, url = 'https://registry.test/v2/'): Promise<HttpResponse> {
  const { signal } = new AbortController();
  return sendTo(answer, { kind: 'ping', method: 'GET', url: new URL(url), headers: {}, signal });
}

async function sendTo({ status, headers = {}, body = '' }: FakeAnswer, request: HttpRequest): Promise<HttpResponse> {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const { url, method } = request;
  agent
    .get(url.origin)
    .intercept({ path: `${url.pathname}${url.search}`, method })
    .reply(status, body, { headers });
  const clock = heldClock();
  return createSend(() => undiciTransport(agent, clock), new Traffic(), clock)(request);
}
