import { createHook } from 'node:async_hooks';
import { expect, test } from '@jest/globals';
import { RegistryConnection, type RegistryRequest } from '../../../src/registry/http/connection.js';
import type { HttpResponse, Send } from '../../../src/registry/http/http.js';
import type { ResponseBody } from '../../../src/registry/transport/transport.js';
import { connectionOver } from '../connection-over.js';

/** How many promises are made while this goes on. */
async function countPromises(work: () => Promise<unknown>): Promise<number> {
  let promises = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type === 'PROMISE') promises += 1;
    },
  });
  hook.enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return promises;
}

/** A body that is here already. */
function bodyOf(content: string): ResponseBody {
  return {
    isEnded: true,
    takeWhole: () => Buffer.from(content),
    drain: async () => Promise.resolve(),
    destroy: () => undefined,
    async *[Symbol.asyncIterator]() {
      yield* [await Promise.resolve(Buffer.from(content))];
    },
  };
}

function answer(url: URL, status: number, headers: Record<string, string> = {}, content = ''): HttpResponse {
  return { status, headers, url, body: bodyOf(content), latencyMs: 1, discard: async () => Promise.resolve() };
}

const bearer = { 'www-authenticate': 'Bearer realm="https://registry.test/token",service="registry.test"' };

/** A registry that wants a token, and whose answers are there at once. */
const send: Send = async ({ url, headers }) => {
  if (url.pathname === '/token') return Promise.resolve(answer(url, 200, {}, '{"token":"T","expires_in":300}'));
  return Promise.resolve(headers.authorization === 'Bearer T' ? answer(url, 200) : answer(url, 401, bearer));
};

function request(repository: string, signal: AbortSignal): RegistryRequest {
  return {
    kind: 'manifest-head',
    method: 'HEAD',
    url: `/v2/${repository}/manifests/1`,
    headers: {},
    repository,
    scopes: [`repository:${repository}:pull`],
    context: { operation: 'Looking up', reference: `registry.test/${repository}:1`, side: 'source' },
    signal,
  };
}

test('a request whose token is there waits for its answer, and for little else', async () => {
  const { deps } = connectionOver(send);
  const connection = new RegistryConnection('registry.test', { ...deps, credentials: () => undefined });
  const { signal } = new AbortController();
  const ask = async (): Promise<unknown> => connection.ask(request('a', signal), [200], 0);
  await ask();
  const sent = await countPromises(async () =>
    send({ ...request('a', signal), url: new URL('https://registry.test') }),
  );
  const asked = await countPromises(ask);
  // One for each function on the way, and one or two for each wait.
  expect(asked - sent).toBeLessThanOrEqual(34);
});
