import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { needTool } from '../support/programs/needed-programs.js';
import { type BenchRegistry, needRegistryProgram, useBenchRegistry } from './bench-registry.js';

const run = promisify(execFile);
const sources = resolve(import.meta.dirname, '../../bench/registry');

describe('its sources', () => {
  test('are formatted', async () => {
    const { stdout: root } = await run(await needTool('go'), ['env', 'GOROOT']);
    expect((await run(join(root.trim(), 'bin/gofmt'), ['-l', sources])).stdout).toBe('');
  });

  test.each(['vet', 'test'])('pass go %s', async (command) => {
    const go = await needTool('go');
    await run(go, [command, './...'], { cwd: sources, env: { ...process.env, GOFLAGS: '', GOWORK: 'off' } });
  });
});

describe('counters', () => {
  test('start at zero, are read without being counted, and start anew', async () => {
    const registry = await useBenchRegistry();
    const nothing = {
      ...{ requests: {}, challenges: 0, streams: 0, bytesIn: 0, bytesOut: 0 },
      ...{ connections: 0, open: 0, mostOpen: 0, handshakes: 0, resumed: 0 },
    };
    expect(await registry.readCounters()).toEqual(nothing);
    await (await fetch(`http://${registry.plain}/v2/`, { headers: { connection: 'close' } })).text();
    expect(await registry.readCounters()).toMatchObject({ requests: { ping: 1 }, challenges: 1, connections: 1 });
    await registry.resetCounters();
    expect(await registry.readCounters()).toEqual(nothing);
  });

  test('tell a TLS session that was resumed from a new one', async () => {
    const registry = await useBenchRegistry();
    const agent = await agentOf(registry);
    await ping(registry, agent);
    await ping(registry, agent);
    expect(await registry.readCounters()).toMatchObject({ connections: 2, handshakes: 2, resumed: 1, streams: 0 });
    await ping(registry, await agentOf(registry));
    expect(await registry.readCounters()).toMatchObject({ connections: 3, handshakes: 3, resumed: 1 });
  });

  test('start anew only when a tool has left no connection open', async () => {
    const registry = await useBenchRegistry();
    const agent = await agentOf(registry, { keepAlive: true });
    await ping(registry, agent);
    expect(await registry.readCounters()).toMatchObject({ open: 1, mostOpen: 1 });
    const reset = registry.resetCounters();
    await registry.readCounters();
    expect(await registry.readCounters()).toMatchObject({ connections: 1 });
    agent.destroy();
    await reset;
    expect(await registry.readCounters()).toMatchObject({ open: 0, mostOpen: 0 });
  });
});

test('images that were made up are listed in order', async () => {
  const registry = await useBenchRegistry({ madeUp: { count: 3, tagsEach: 2 } });
  const images = await registry.listImages();
  expect(images.map(({ repository, tag }) => `${repository}:${tag}`)).toEqual([
    'library/small-1:1.0',
    'library/small-1:1.1',
    'library/small-2:1.0',
  ]);
  const [first] = images;
  const { headers } = await fetch(`http://${registry.control}/v2/library/small-1/manifests/1.0`);
  expect(headers.get('docker-content-digest')).toBe(first?.digest);
});

test('a program that cannot start says so', async () => {
  const program = await needRegistryProgram();
  await expect(run(program, ['-certificates', '/nowhere'])).rejects.toThrow('reading the certificate');
});

async function agentOf(registry: BenchRegistry, options: { readonly keepAlive?: boolean } = {}): Promise<Agent> {
  return new Agent({ keepAlive: false, ...options, ca: await readFile(registry.authorityFile) });
}

async function ping(registry: BenchRegistry, agent: Agent): Promise<void> {
  const request = get(`https://${registry.tls}/v2/`, { agent });
  const closed = once(request, 'close');
  request.once('response', (response) => response.resume());
  await closed;
}
