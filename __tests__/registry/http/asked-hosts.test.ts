import { setMaxListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { AskedHosts } from '../../../src/registry/http/asked-hosts.js';
import type { HttpRequest } from '../../../src/registry/http/http.js';
import { defaultRetryPolicy } from '../../../src/registry/throttle/retry.js';
import { heldClock } from '../../support/timing/held-clock.js';
import { fakeSend, hanging } from '../fake-send.js';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const registry = new URL('https://registry.test/v2/');
const signed: HttpRequest = {
  kind: 'blob-get',
  method: 'GET',
  url: new URL('https://storage.test/blob?X-Signature=secret'),
  headers: { range: 'bytes=5-' },
  namedBy: registry,
  signal,
};

/** A run's hosts, whose answers have these statuses in turn, the last one for ever. */
function useHosts(...statuses: readonly number[]) {
  const fake = fakeSend((_request, index) => ({ status: statuses[index] ?? statuses.at(-1) ?? 200 }));
  const told: string[] = [];
  const log = (sentence: string): void => void told.push(sentence);
  const hosts = new AskedHosts(fake.send, { clock: heldClock(), retryPolicy: defaultRetryPolicy, log });
  const fail = async (host = 'storage.test'): Promise<boolean> => {
    await hosts.restartOf(host).recordFailure();
    return hosts.restartOf(host).recordFailure();
  };
  return { ...fake, hosts, told, fail };
}

describe('F5 the hosts of a run', () => {
  test('are pinged where they answered, under the same rules of addresses, without what the request carried', async () => {
    const { hosts, requests, fail } = useHosts(200, 503);
    await hosts.send(signed);
    expect(await fail()).toBe(true);
    expect(requests[1]).toMatchObject({ kind: 'ping', method: 'GET', headers: {}, namedBy: registry });
    expect(requests[1]?.url.href).toBe('https://storage.test/v2/');
  });

  test('are judged separately: the storage is away, and the registry is not', async () => {
    const { hosts, told, fail } = useHosts(200, 200, 503);
    await hosts.send(signed);
    await hosts.send({ ...signed, url: registry, namedBy: undefined });
    await fail();
    expect(hosts.restartOf('storage.test').isActive).toBe(true);
    expect(hosts.restartOf('registry.test').isActive).toBe(false);
    expect(told).toEqual(['storage.test does not answer any more. Waiting up to 60 s until it does.']);
  });

  test.each([200, 307, 401, 403, 404, 429, 500])('one that answers a ping with %i is there', async (status) => {
    const { hosts, told, fail } = useHosts(200, status);
    await hosts.send(signed);
    expect(await fail()).toBe(false);
    expect(told).toEqual([]);
  });

  test('one that does not answer a ping within five seconds is away', async () => {
    const { send } = fakeSend(() => ({ status: 200 }));
    const clock = heldClock();
    const isPing = ({ kind }: HttpRequest): boolean => kind === 'ping';
    const hosts = new AskedHosts(async (request) => (isPing(request) ? hanging(request) : send(request)), {
      clock,
      retryPolicy: { ...defaultRetryPolicy, maxRestartMs: 1 },
    });
    await hosts.send(signed);
    const restart = hosts.restartOf('storage.test');
    await restart.recordFailure();
    const isWaitedFor = restart.recordFailure();
    clock.advance(4_999);
    expect(clock.timers()).toBe(1);
    clock.advance(1);
    expect(await isWaitedFor).toBe(true);
  });

  test.each([502, 503, 504])('F6 one that never answered anything but %i is not waited for', async (status) => {
    const { hosts, requests, fail } = useHosts(status);
    await hosts.send(signed);
    expect(await fail()).toBe(false);
    expect(requests).toHaveLength(1);
  });
});
