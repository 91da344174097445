import { readFile } from 'node:fs/promises';
import { lookup } from 'node:dns';
import { dirname, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { KnownHosts } from '../../../src/registry/http/known-hosts.js';
import { createTransports } from '../../../src/registry/transport/transports.js';
import { ConfigurationError } from '../../../src/runtime/errors.js';
import { onTestFinished } from '../../support/jest/testing.js';
import { heldClock } from '../../support/timing/held-clock.js';
import { answer, get, readAll, useRawServer } from './http1/raw-server.js';

async function headSentWith(environment: Readonly<Record<string, string>>): Promise<string> {
  const server = await useRawServer('http', ({ socket }) => socket.write(answer('content')));
  const hosts = new KnownHosts([`127.0.0.1:${server.port}`]);
  const transports = await createTransports({ environment, hosts, resolve: lookup, clock: heldClock() });
  onTestFinished(transports.close);
  const url = server.url('/', '127.0.0.1');
  const { bytes } = await readAll(await transports.transportFor(url, undefined)(get(url)));
  expect(bytes.toString()).toBe('content');
  return server.connections[0]?.got() ?? '';
}

describe('IMAGE_MIRROR_TRANSPORT', () => {
  // undici writes another head than we do.
  const ofUndici = 'connection: keep-alive';

  test.each([{}, { IMAGE_MIRROR_TRANSPORT: '' }])('without it our own client sends: %j', async (environment) => {
    expect(await headSentWith(environment)).not.toContain(ofUndici);
  });

  test('as "undici" it sends all through undici', async () => {
    expect(await headSentWith({ IMAGE_MIRROR_TRANSPORT: 'undici' })).toContain(ofUndici);
  });

  test.each(['own', 'Undici', '1'])('"%s" is an error', async (value) => {
    await expect(headSentWith({ IMAGE_MIRROR_TRANSPORT: value })).rejects.toThrow(ConfigurationError);
  });
});

/** The modules that are loaded with this one, without those that are imported later. */
async function loadedWith(path: string, loaded = new Set<string>()): Promise<ReadonlySet<string>> {
  if (loaded.has(path)) return loaded;
  loaded.add(path);
  const text = await readFile(path, 'utf8');
  for (const [, types, name = ''] of text.matchAll(/^(?:import|export) (type )?(?:[^;]*? from )?'([^']+)';$/gm)) {
    if (types !== undefined) continue;
    if (name.startsWith('.')) await loadedWith(resolve(dirname(path), name.replace(/\.js$/, '.ts')), loaded);
    else loaded.add(name);
  }
  return loaded;
}

test('undici is not loaded with the clients of registries, but when it is first needed', async () => {
  const loaded = await loadedWith(resolve('src/connect.ts'));
  expect(loaded).toContain(resolve('src/registry/transport/http1/exchange.ts'));
  expect(loaded).not.toContain('undici');
  expect(await loadedWith(resolve('src/registry/transport/undici/undici-transport.ts'))).toContain('undici');
});
