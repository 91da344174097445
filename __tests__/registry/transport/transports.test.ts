import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/runtime/clock.js';
import { createTransports } from '../../../src/registry/transport/transports.js';
import { errorFromThrown } from '../../../src/registry/errors/registry-failure.js';
import { explainingProxy } from '../../../src/registry/http/proxy.js';
import { onTestFinished } from '../../support/jest/testing.js';
import { secretFor } from '../../support/secrets.js';
import { type Resolve, guardedLookup } from '../../../src/registry/transport/guarded-lookup.js';
import { createSend } from '../../../src/registry/http/http.js';
import { KnownHosts, type Reach } from '../../../src/registry/http/known-hosts.js';
import { Traffic } from '../../../src/registry/http/traffic.js';

function resolveTo(...addresses: readonly string[]): Resolve {
  const all = addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_hostname, _options, callback) => {
    callback(null, all);
  };
}

type LookedUp = string | readonly string[];

async function lookUp(resolve: Resolve, reach: Reach, all = true): Promise<LookedUp> {
  return new Promise((done) => {
    guardedLookup(resolve, reach)('name.test', { all }, (error, found) => {
      if (error !== null) done(error.message);
      else done(typeof found === 'string' ? found : found.map(({ address }) => address));
    });
  });
}

describe('of a name’s addresses', () => {
  const refused = (address: string): string =>
    `name.test resolves to the private address ${address}, where only hosts of your own may be`;

  test.each<[string, Reach, readonly string[], LookedUp]>([
    ['all', 'anywhere', ['169.254.169.254', '10.0.0.5', '8.8.8.8'], ['169.254.169.254', '10.0.0.5', '8.8.8.8']],
    ['those that are not link-local', 'network', ['169.254.169.254', '10.0.0.5', '8.8.8.8'], ['10.0.0.5', '8.8.8.8']],
    ['the public ones', 'public', ['169.254.169.254', '10.0.0.5', '8.8.8.8', '::1'], ['8.8.8.8']],
    ['none that is private', 'public', ['10.0.0.5', '127.0.0.1'], refused('10.0.0.5')],
    ['none of an unspecified one', 'public', ['0.0.0.0'], refused('0.0.0.0')],
    ['none behind NAT64', 'public', ['64:ff9b::a00:5'], refused('64:ff9b::a00:5')],
    ['none of IPv4 as IPv6 writes it', 'public', ['::ffff:10.0.0.5'], refused('::ffff:10.0.0.5')],
    ['none that is link-local', 'network', ['169.254.169.254'], refused('169.254.169.254')],
    ['none of a metadata service', 'network', ['fd00:ec2::254'], refused('fd00:ec2::254')],
  ])('%s may be connected to: %s', async (_name, reach, addresses, expected) => {
    expect(await lookUp(resolveTo(...addresses), reach)).toEqual(expected);
  });

  test('the first that may be is taken where one is asked for', async () => {
    expect(await lookUp(resolveTo('10.0.0.5', '8.8.8.8'), 'public', false)).toBe('8.8.8.8');
  });

  test('what DNS says instead is handed on', async () => {
    const resolve: Resolve = (_hostname, _options, callback) => {
      callback(Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' }), []);
    };
    expect(await lookUp(resolve, 'public')).toBe('queryA ENOTFOUND');
  });
});

interface Stage {
  readonly port: number;
  readonly hosts: KnownHosts;
  /** Sends a request to a host of this server; its status, or what was thrown. */
  readonly ask: (host: string, ledBy?: string) => Promise<string>;
  /** Connections and requests that the server had. */
  readonly seen: { connections: number; requests: number };
}

/** A server that all names lead to, but for one that leads to where clouds keep credentials. */
async function useStage(listed: readonly string[] = []): Promise<Stage> {
  const seen = { connections: 0, requests: 0 };
  const server = createServer((_request, response) => {
    seen.requests += 1;
    response.end('content');
  }).on('connection', () => (seen.connections += 1));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const hosts = new KnownHosts(listed.map((name) => `${name}:${port}`));
  const resolve: Resolve = (hostname, options, callback) => {
    const address = hostname.startsWith('metadata') ? '169.254.169.254' : '127.0.0.1';
    resolveTo(address)(hostname, options, callback);
  };
  const { transportFor, close } = await createTransports({ environment: {}, hosts, resolve, clock: systemClock });
  onTestFinished(async () => {
    await close();
    server.close();
  });
  const send = createSend(transportFor, new Traffic(), systemClock);
  const at = (host: string): URL => new URL(`http://${host}:${port}/`);
  const ask = async (host: string, ledBy?: string): Promise<string> => {
    const leader = ledBy === undefined ? {} : { namedBy: at(ledBy) };
    const signal = AbortSignal.timeout(60_000);
    try {
      const response = await send({ kind: 'ping', method: 'GET', url: at(host), headers: {}, signal, ...leader });
      await response.discard();
      return String(response.status);
    } catch (error) {
      return String(error);
    }
  };
  return { port, hosts, ask, seen };
}

describe('a request to a name at a private address', () => {
  test('is made where the name is listed', async () => {
    const { ask } = await useStage(['registry.corp']);
    expect(await ask('registry.corp')).toBe('200');
    expect(await ask('registry.corp', 'public.test')).toBe('200');
  });

  test('is not made where a file names it that nobody trusts', async () => {
    const { ask, port, seen } = await useStage();
    expect(await ask('registry.test')).toBe(
      `PrivateAddressError: registry.test:${port} resolves to the private address 127.0.0.1, where only hosts of your own may be`,
    );
    expect(seen).toEqual({ connections: 0, requests: 0 });
  });

  test('is not made where a public host leads there', async () => {
    const { ask, hosts, port, seen } = await useStage(['registry.test']);
    hosts.recordConnection(`registry.test:${port}`, '203.0.113.5');
    expect(await ask('storage.test', 'registry.test')).toContain('resolves to the private address 127.0.0.1');
    expect(seen.connections).toBe(0);
  });

  test('is made where a registry at one leads there, but to no metadata service', async () => {
    const { ask } = await useStage(['registry.corp']);
    expect(await ask('registry.corp')).toBe('200');
    expect(await ask('storage.corp', 'registry.corp')).toBe('200');
    expect(await ask('metadata.corp', 'registry.corp')).toContain('resolves to the private address 169.254.169.254');
  });

  test('is not made by a connection that was opened for whom might', async () => {
    const { ask, seen } = await useStage(['registry.corp']);
    await ask('registry.corp');
    expect(await ask('storage.corp', 'registry.corp')).toBe('200');
    const soFar = seen.requests;
    expect(await ask('storage.corp', 'public.test')).toContain('resolves to the private address');
    expect(await ask('storage.corp')).toContain('resolves to the private address');
    expect(seen.requests).toBe(soFar);
  });
});

describe('a request to an address that stands for itself', () => {
  test.each(['127.0.0.1', 'localhost', '2130706433', '127.1', '[::ffff:127.0.0.1]'])(
    'is not made where a file names it that nobody trusts: %s',
    async (host) => {
      const { ask, seen } = await useStage();
      expect(await ask(host)).toMatch(/is a private address, where only hosts of your own may be$/);
      expect(seen.connections).toBe(0);
    },
  );

  test('is made where it is listed, and where one like it leads there', async () => {
    const { ask } = await useStage(['127.0.0.1']);
    expect(await ask('127.0.0.1')).toBe('200');
    expect(await ask('127.0.0.2', '127.0.0.1')).not.toContain('PrivateAddressError');
    expect(await ask('169.254.169.254', '127.0.0.1')).toContain('169.254.169.254');
  });
});

test('behind a proxy addresses are refused, and names are the proxy’s to look up', async () => {
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    proxy.close();
  });
  const environment = { HTTPS_PROXY: `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}` };
  const { transportFor, close } = await createTransports({
    environment,
    hosts: new KnownHosts([]),
    resolve: resolveTo('10.0.0.5'),
    clock: systemClock,
  });
  onTestFinished(close);
  const send = createSend(transportFor, new Traffic(), systemClock);
  const ask = async (url: string): Promise<unknown> =>
    send({ kind: 'ping', method: 'GET', url: new URL(url), headers: {}, signal: AbortSignal.timeout(60_000) });
  await expect(ask('https://10.0.0.5/')).rejects.toThrow('10.0.0.5 is a private address');
  await expect(ask('https://name.test/')).rejects.toThrow('502');
  expect(asked).toEqual(['name.test:443']);
});

describe('a proxy that is not reached is named with its variable, and without its password', () => {
  async function closedPort(): Promise<string> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    return String(port);
  }

  test.each([
    ['HTTPS_PROXY', 'https'],
    ['https_proxy', 'https'],
    ['HTTP_PROXY', 'http'],
  ])('%s', async (variable, scheme) => {
    const address = `127.0.0.1:${await closedPort()}`;
    const environment = { [variable]: `http://bob:${secretFor('proxy')}@${address}` };
    const { transportFor, close } = await createTransports({
      environment,
      hosts: new KnownHosts([]),
      resolve: resolveTo('10.0.0.5'),
      clock: systemClock,
    });
    onTestFinished(close);
    const send = explainingProxy(createSend(transportFor, new Traffic(), systemClock), environment);
    const request = { kind: 'ping', method: 'GET', headers: {}, signal: AbortSignal.timeout(60_000) } as const;
    const error = await send({ ...request, url: new URL(`${scheme}://name.test/`) }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: `the proxy http://***@${address} (${variable}) is not reached: connect ECONNREFUSED ${address}`,
      code: 'ECONNREFUSED',
    });
    const context = { operation: 'Reading', reference: 'name.test/a:1', side: 'source' } as const;
    expect(errorFromThrown(error, 'name.test', context)).toMatchObject({
      code: 'network',
      message: expect.stringContaining(`Check the address in ${variable}, and that the proxy runs`),
    });
  });

  test('a registry that is not reached beside it is not taken for it', async () => {
    const own = await closedPort();
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}` };
    const hosts = new KnownHosts([`127.0.0.1:${own}`]);
    const { transportFor, close } = await createTransports({
      environment,
      hosts,
      resolve: resolveTo('10.0.0.5'),
      clock: systemClock,
    });
    onTestFinished(close);
    const send = explainingProxy(createSend(transportFor, new Traffic(), systemClock), environment);
    const request = { kind: 'ping', method: 'GET', headers: {}, signal: AbortSignal.timeout(60_000) } as const;
    await expect(send({ ...request, url: new URL(`https://127.0.0.1:${own}/`) })).rejects.toThrow(
      /^connect ECONNREFUSED/,
    );
  });
});
