import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Clock, Timer } from '../../../src/runtime/clock.js';
import { defaultRetryPolicy } from '../../../src/registry/throttle/retry.js';
import { onTestFinished } from '../../support/jest/testing.js';
import {
  explain,
  mirrorFiles,
  onlyImage,
  silentProgress,
  statesOf,
  useAbort,
  usePair,
  useRegistry,
} from '../../support/mirror.js';
import { needKind } from '../../support/programs/needed-programs.js';
import { startRealRegistry } from '../../support/real-registries/real-registries.js';
import { addLayers, buildImage } from '../../support/registry/images/images.js';
import { quickClock } from '../../support/timing/quick-clock.js';

const times = Number.POSITIVE_INFINITY;
const second = 1_000;

function namesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_each, index) => `app${index}`);
}

/** The real waits, by a clock that jumps; and what was told meanwhile. */
function patient() {
  const clock = quickClock();
  const told: string[] = [];
  const progress = { ...silentProgress, log: (line: string) => void told.push(line) };
  return { clock, told, options: { clock, progress, retryPolicy: defaultRetryPolicy } };
}

describe('F1 a target that fails every write', () => {
  test('with 500 to each upload is given up within a minute, whatever the number of images, and is still read', async () => {
    const pair = await usePair();
    for (const name of [...namesOf(100), 'old']) buildImage(pair.source, name, '1', { seed: name });
    await pair.mirror(['old:1']);
    const full = { status: 500, code: 'UNKNOWN', message: 'no space left on device' };
    pair.target.fault({ when: { kind: 'upload-post' }, ...full, times });
    pair.target.clearRequests();
    const { clock, options } = patient();
    const report = await pair.mirror(
      [...namesOf(100), 'old'].map((name) => `${name}:1`),
      {},
      options,
    );
    expect(clock.waitedMs()).toBeLessThan(60 * second);
    const failed = report.images.filter(({ state }) => state === 'failed');
    expect(failed).toHaveLength(100);
    for (const { message } of failed) {
      expect(message).toContain('no space left on device');
      expect(message).toContain(`${pair.target.host} failed every write`);
    }
    expect(statesOf(report)).toContain('skipped: up-to-date');
  });

  test('with 500 to the bytes of each blob is given up, too: that an upload is opened shows nothing', async () => {
    const pair = await usePair();
    for (const name of namesOf(30)) buildImage(pair.source, name, '1', { seed: name });
    pair.target.fault({ when: { kind: 'upload-put' }, status: 500, times });
    const { clock, options } = patient();
    const report = await pair.mirror(
      namesOf(30).map((name) => `${name}:1`),
      {},
      options,
    );
    expect(clock.waitedMs()).toBeLessThan(60 * second);
    expect(new Set(statesOf(report))).toEqual(new Set(['failed']));
    expect(explain(report)).toContain('failed every write');
  });
});

test('F2 an upload is opened five times for a blob, and not twenty-five times', async () => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1', { layers: [] });
  pair.target.fault({ when: { kind: 'upload-post' }, status: 500, times });
  const report = await pair.mirror(['app:1']);
  expect(statesOf(report)).toEqual(['failed']);
  // One to see whether the target takes any, one that may mount, and five attempts, the first of which is behind the mount.
  expect(pair.target.count('upload-post')).toBeLessThanOrEqual(7);
});

test('F3 a blob that failed for good stops its image’s others', async () => {
  const pair = await usePair();
  const image = buildImage(pair.source, 'app', '1', { layers: [1_000, 4_000_000] });
  const [small = '', large = ''] = image.layers.map(({ digest }) => digest);
  pair.source.fault({ when: ({ kind, digest }) => kind === 'blob-get' && digest === small, status: 403, times });
  pair.source.fault({
    when: ({ kind, digest }) => kind === 'blob-get' && digest === large,
    stallMs: times,
    stallAfterBytes: 100_000,
    times,
  });
  const report = await pair.mirror(['app:1']);
  expect(statesOf(report)).toEqual(['failed']);
  expect(explain(report)).toContain(small);
  expect(pair.target.openUploads).toBe(0);
});

test.each([
  ['in the same repository', 'app:1', 'app:2'],
  ['in another repository', 'one:1', 'two:1'],
])('F3 a blob that another image wants, too, %s, goes on', async (_where, failing, other) => {
  const pair = await usePair();
  const [[repository = '', tag = ''], [otherRepository = '', otherTag = '']] = [failing.split(':'), other.split(':')];
  const sharedLayersOf = (name: string) => addLayers(pair.source, name, { layers: [3_000_000], seed: 'shared' });
  const image = buildImage(pair.source, repository, tag, {
    layers: [1_000],
    seed: 'own',
    sharedLayers: sharedLayersOf(repository),
  });
  const otherImage = buildImage(pair.source, otherRepository, otherTag, {
    layers: 1,
    seed: 'other',
    sharedLayers: sharedLayersOf(otherRepository),
  });
  const [sharedLayer = '', ownLayer = ''] = image.layers.map(({ digest }) => digest);
  // The image fails only when the other one waits for the shared layer, and the layer arrives only after that.
  const waiting = new AbortController();
  const failed = new AbortController();
  pair.source.fault({
    when: ({ kind, digest }) => {
      if (kind === 'blob-get' && digest === otherImage.layers[1]?.digest) waiting.abort();
      return kind === 'blob-get' && digest === ownLayer;
    },
    holdUntil: once(waiting.signal, 'abort'),
    status: 403,
    times,
  });
  pair.source.fault({ when: { kind: 'blob-get', digest: sharedLayer }, holdUntil: once(failed.signal, 'abort') });
  const progress = {
    ...silentProgress,
    finished: () => {
      failed.abort();
    },
  };
  const report = await pair.mirror([failing, other], undefined, { progress });
  expect(statesOf(report)).toEqual(['failed', 'mirrored']);
  const downloads = pair.source.requests.filter(({ kind, digest }) => kind === 'blob-get' && digest === sharedLayer);
  expect(downloads).toHaveLength(1);
});

/** A registry that answers at once, and then sends a byte every four seconds. */
async function useTrickling(clock: Clock): Promise<string> {
  const digest = `sha256:${'a'.repeat(64)}`;
  const timers = new Set<Timer>();
  const server = createServer(({ method }, response) => {
    response.writeHead(200, { 'docker-content-digest': digest, 'content-length': method === 'HEAD' ? '0' : '900' });
    if (method === 'HEAD') return void response.end();
    response.flushHeaders();
    const timer = clock.setTimer(4 * second, () => {
      response.write('{');
      timer.restart();
    });
    timers.add(timer);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const timer of timers) timer.cancel();
    server.closeAllConnections();
    server.close();
  });
  // The ping has no body that anybody reads.
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('F4 a host that sends a byte every few seconds', () => {
  test('counts as one that is silent: a thousand images end within three minutes', async () => {
    const { clock, options } = patient();
    const [host, target] = [await useTrickling(clock), await useRegistry()];
    const files = Object.fromEntries(
      namesOf(1_000).map((name) => [`images/${name}/Dockerfile`, `FROM ${host}/${name}:1\n`]),
    );
    const report = await mirrorFiles({ files, inputs: { target: `${target.host}/mirror` }, ...options });
    expect(clock.waitedMs()).toBeLessThan(180 * second);
    expect(report.counts.failed).toBe(1_000);
    expect(report.images[999]?.message).toContain(`${host} sent less than 1 KiB a second`);
  });

  test('is not one that serves other bodies well', async () => {
    const [pair, { clock, options }, { signal }] = [await usePair(), patient(), useAbort()];
    const stalled = buildImage(pair.source, 'stalled', '1', { layers: [100_000], seed: 'stalled' });
    const names = namesOf(6);
    for (const name of names) buildImage(pair.source, name, '1', { layers: [400_000], seed: name });
    pair.source.fault({
      when: ({ kind, digest }) => kind === 'blob-get' && digest === stalled.layers[0]?.digest,
      stallUntil: clock.sleep(80 * second, signal),
      stallAfterBytes: 1_000,
    });
    // One after the other, each within a minute.
    pair.source.fault({
      when: ({ kind, path }) => kind === 'blob-get' && !path.includes('/stalled/'),
      answer: async (_exchange, handOn) => {
        await clock.sleep(12 * second, signal);
        return handOn();
      },
      times,
    });
    const report = await pair.mirror(['stalled:1', ...names.map((name) => `${name}:1`)], { concurrency: '2' }, options);
    expect(explain(report).trim()).toBe('');
    expect(new Set(statesOf(report))).toEqual(new Set(['mirrored']));
  });

  test('a target that takes next to nothing counts so, too', async () => {
    const [source, slow] = [await useRegistry(), createServer()];
    for (const name of namesOf(20)) buildImage(source, name, '1', { layers: [8_000_000], seed: name });
    slow.on('request', (request, response) => {
      const { method, url = '' } = request;
      if (method === 'PUT') return;
      request.resume();
      if (method === 'POST') response.writeHead(202, { location: `${url.replace(/\?.*/, '')}1` }).end();
      else response.writeHead(url === '/v2/' ? 200 : 404).end();
    });
    await new Promise<void>((resolve) => void slow.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      slow.closeAllConnections();
      slow.close();
    });
    const host = `127.0.0.1:${(slow.address() as AddressInfo).port}`;
    const files = Object.fromEntries(
      namesOf(20).map((name) => [`images/${name}/Dockerfile`, `FROM ${source.host}/${name}:1\n`]),
    );
    const { clock, options } = patient();
    const report = await mirrorFiles({ files, inputs: { target: `${host}/mirror` }, ...options });
    expect(clock.waitedMs()).toBeLessThan(180 * second);
    expect(new Set(statesOf(report))).toEqual(new Set(['failed']));
    expect(explain(report)).toContain(`${host} took less than 1 KiB a second`);
  });
});

/** Longer than all attempts of a request. */
const outageMs = 15 * second;

describe('F5 a registry that is started again', () => {
  test.each(['source', 'target'] as const)(
    'in the middle of a run is waited for, and the log says so: the %s',
    async (side) => {
      const pair = await usePair();
      for (const name of namesOf(5)) buildImage(pair.source, name, '1', { layers: [50_000], seed: name });
      const registry = pair[side];
      const { clock, told, options } = patient();
      let isDown = false;
      registry.watch(({ kind }) => {
        if (isDown || (kind !== 'blob-get' && kind !== 'upload-put')) return;
        isDown = true;
        void registry
          .pause()
          .then(async () => clock.sleep(outageMs, useAbort().signal))
          .then(async () => registry.resume());
      });
      const report = await pair.mirror(
        namesOf(5).map((name) => `${name}:1`),
        { concurrency: '2' },
        options,
      );
      expect(explain(report).trim()).toBe('');
      expect(new Set(statesOf(report))).toEqual(new Set(['mirrored']));
      expect(told).toEqual([
        `${registry.host} does not answer any more. Waiting up to 60 s until it does.`,
        expect.stringMatching(/ answers again after \d+ s\.$/),
      ]);
      expect(clock.waitedMs()).toBeLessThan(90 * second);
    },
  );

  test.each([502, 503, 504])('behind a proxy that answers %i for it, too', async (status) => {
    const pair = await usePair();
    for (const name of namesOf(5)) buildImage(pair.source, name, '1', { seed: name });
    const { clock, told, options } = patient();
    let until: number | undefined;
    pair.target.fault({
      when: ({ kind }) => {
        if (kind === 'upload-put') until ??= clock.monotonicMs() + outageMs;
        return until !== undefined && clock.monotonicMs() < until;
      },
      status,
      times,
    });
    const report = await pair.mirror(
      namesOf(5).map((name) => `${name}:1`),
      {},
      options,
    );
    expect(new Set(statesOf(report))).toEqual(new Set(['mirrored']));
    expect(told).toHaveLength(2);
  });

  test('and does not come back is waited for once, up to a minute, whatever the number of images', async () => {
    const pair = await usePair();
    for (const name of namesOf(200)) buildImage(pair.source, name, '1', { seed: name });
    let isDown = false;
    pair.source.watch(({ kind }) => {
      if (isDown || kind !== 'manifest-get') return;
      isDown = true;
      void pair.source.pause();
    });
    onTestFinished(async () => pair.source.resume());
    const { clock, told, options } = patient();
    const report = await pair.mirror(
      namesOf(200).map((name) => `${name}:1`),
      {},
      options,
    );
    expect(report.counts.failed).toBe(200);
    expect(clock.waitedMs()).toBeLessThan(120 * second);
    expect(told.at(-1)).toBe(`${pair.source.host} did not answer within 60 s.`);
  });

  test('F6 a host that never answered is not waited for', async () => {
    const target = await useRegistry();
    const { clock, told, options } = patient();
    const files = { 'images/app/Dockerfile': 'FROM 127.0.0.1:1/app:1\n' };
    const report = await mirrorFiles({ files, inputs: { target: `${target.host}/mirror` }, ...options });
    expect(onlyImage(report).state).toBe('failed');
    expect(told).toEqual([]);
    expect(clock.waitedMs()).toBeLessThan(10 * second);
  });

  test('one request that fails while its host answers others is no restart', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    pair.source.fault({ when: { kind: 'blob-get' }, reset: true, times });
    const { clock, told, options } = patient();
    const report = await pair.mirror(['app:1'], {}, options);
    expect(onlyImage(report).state).toBe('failed');
    expect(told).toEqual([]);
    expect(clock.waitedMs()).toBeLessThan(30 * second);
  });
});

/** Registries that keep what they hold in a directory: crane's does not. */
const restarted = ['distribution-2.8', 'distribution-3', 'olareg'] as const;

describe('F5 a real registry that is killed and started again', () => {
  test.each(restarted)('is waited for: %s', async (name) => {
    const kind = await needKind([name]);
    const directory = await mkdtemp(join(tmpdir(), 'image-mirror-restart-'));
    const [source, first] = [await useRegistry(), await startRealRegistry(kind, { directory })];
    let running = first;
    onTestFinished(async () => {
      await running.stop();
      await rm(directory, { recursive: true, force: true });
    });
    for (const name of namesOf(4)) buildImage(source, name, '1', { layers: [200_000], seed: name });
    const { clock, told, options } = patient();
    let isKilled = false;
    const isBack = new Promise<void>((resolve, reject) => {
      source.watch(({ kind: asked }) => {
        if (isKilled || asked !== 'blob-get') return;
        isKilled = true;
        const port = Number(first.host.split(':')[1]);
        const again = async (): Promise<void> => {
          await first.kill();
          await clock.sleep(outageMs, useAbort().signal);
          running = await startRealRegistry(kind, { directory, port });
        };
        again().then(resolve, reject);
      });
    });
    const files = Object.fromEntries(
      namesOf(4).map((name) => [`images/${name}/Dockerfile`, `FROM ${source.host}/${name}:1\n`]),
    );
    const report = await mirrorFiles({
      files,
      inputs: { target: `${first.host}/mirror`, concurrency: '1' },
      ...options,
    });
    await isBack;
    expect(told[0]).toContain(`${first.host} does not answer any more`);
    expect(explain(report).trim()).toBe('');
    expect(new Set(statesOf(report))).toEqual(new Set(['mirrored']));
  });
});

test('F7 a clock that is set back in the middle of a run makes no duration negative', async () => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  const clock = quickClock();
  let isSetBack = false;
  pair.source.watch(() => {
    isSetBack = true;
  });
  const wallMs = (): number => clock.wallMs() - (isSetBack ? 3_600_000 : 0);
  const report = await pair.mirror(['app:1'], {}, { clock: { ...clock, wallMs } });
  expect(statesOf(report)).toEqual(['mirrored']);
  expect(report.durationMs).toBeGreaterThan(0);
});

test('F8 a date in Retry-After is waited for by the registry’s own clock', async () => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  const ahead = Date.now() + 24 * 3_600_000;
  const [date, retryAfter] = [ahead, ahead + 3 * second].map((ms) => new Date(ms).toUTCString());
  pair.source.fault({
    when: { kind: 'manifest-get' },
    status: 429,
    headers: { date: date ?? '', 'retry-after': retryAfter ?? '' },
  });
  const { clock, options } = patient();
  const report = await pair.mirror(['app:1'], {}, { ...options, signal: useAbort().signal });
  expect(statesOf(report)).toEqual(['mirrored']);
  expect(clock.waitedMs()).toBeGreaterThanOrEqual(2 * second);
  expect(clock.waitedMs()).toBeLessThan(10 * second);
});
