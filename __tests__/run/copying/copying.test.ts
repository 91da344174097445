import { describe, expect, test } from '@jest/globals';
import { addLayers, buildImage, descriptorOf } from '../../support/registry/images/images.js';
import { addIndex, buildIndex } from '../../support/registry/images/indexes.js';
import { buildReferrer } from '../../support/registry/images/signatures.js';
import type { RequestRecord } from '../../support/registry/types.js';
import { closedGate } from '../../support/timing/gate.js';
import { holdWhen } from '../../support/timing/hold.js';
import {
  type Pair,
  explain,
  mirrorFiles,
  onlyImage,
  statesOf,
  usePair,
  useRegistry,
  expectComplete,
} from '../../support/mirror.js';

describe('C1 an index is copied whole, its digest unchanged', () => {
  test.each([
    ['of OCI, with attestations', { mediaTypes: 'oci', attestations: true }],
    ['of Docker', { mediaTypes: 'docker' }],
    ['in an index', { nested: true, platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'] }],
  ] as const)('%s', async (_name, options) => {
    const pair = await usePair();
    const index = buildIndex(pair.source, 'library/app', '1', options);
    const report = await pair.mirror(['library/app:1']);
    expect(statesOf(report)).toEqual(['mirrored']);
    expectComplete(pair, 'library/app', '1', index.digest);
    expect(report.traffic.bytesToTargets).toBe(index.blobBytes);
  });

  test('a single image too, its platform read from its config', async () => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', '1', { platform: 'linux/arm/v7' });
    const report = await pair.mirror(['app:1']);
    expect(onlyImage(report)).toMatchObject({ state: 'mirrored', digest: image.digest, platforms: ['linux/arm/v7'] });
    expectComplete(pair, 'app', '1', image.digest);
    expect(pair.source.count('blob-get')).toBe(image.blobs.length);
  });
});

describe('C2 each manifest after what it names, and the tag last', () => {
  test('is put: blobs and subjects, images, indexes, the tag', async () => {
    const pair = await usePair({ target: { quirks: { refuseMissingSubject: true } } });
    const index = buildIndex(pair.source, 'app', '1', {
      nested: true,
      platforms: ['linux/amd64', 'linux/arm64', 'linux/s390x'],
      attestations: true,
      attestationSubjects: true,
    });
    await pair.mirror(['app:1']);
    const puts = pair.target.requests.filter(({ kind }) => kind === 'manifest-put');
    // The target takes nothing that names what it does not have.
    expect(puts.map(({ status }) => status)).toEqual(puts.map(() => 201));
    expect(puts).toHaveLength(3 * 2 + 3);
    expect(puts.slice(-3).map(({ reference }) => reference)).toEqual([index.nested?.digest, index.digest, '1']);
  });

  test('a manifest is put as soon as its own blobs are there, and its index when all are', async () => {
    const pair = await usePair();
    const quick = buildImage(pair.source, 'app', undefined, { seed: 'quick' });
    const slow = buildImage(pair.source, 'app', undefined, { seed: 'slow' });
    const { digest } = addIndex(pair.source, 'app', '1', [descriptorOf(slow), descriptorOf(quick)], {});
    const gate = closedGate();
    const putBefore: (string | undefined)[] = [];
    pair.target.watch(({ kind, reference }) => {
      if (kind !== 'manifest-put') return;
      if (reference === quick.digest) gate.open();
      putBefore.push(reference);
    });
    pair.source.fault({ when: { kind: 'blob-get', digest: slow.layers[0]?.digest ?? '' }, holdUntil: gate.opened });
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expect(putBefore).toEqual([quick.digest, slow.digest, digest, '1']);
    expectComplete(pair, 'app', '1', digest);
  });

  test('a manifest that is refused stops what its index needs besides', async () => {
    const pair = await usePair();
    const refused = buildImage(pair.source, 'app', undefined, { seed: 'refused' });
    const slow = buildImage(pair.source, 'app', undefined, { seed: 'slow' });
    addIndex(pair.source, 'app', '1', [descriptorOf(refused), descriptorOf(slow)], {});
    const layer = slow.layers[0]?.digest ?? '';
    const held = holdWhen(pair, ({ kind, digest }) => kind === 'blob-get' && digest === layer);
    const isRefused = ({ kind, reference }: RequestRecord): boolean =>
      kind === 'manifest-put' && reference === refused.digest;
    pair.target.fault({ when: isRefused, holdUntil: held.reached, status: 403, code: 'DENIED', times: Infinity });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('403 DENIED');
    expect(pair.target.openUploads).toBe(0);
    expect(pair.target.resolve(pair.repository('app'), slow.digest)).toBeUndefined();
  });

  test('a manifest waits for its subject, wherever the index names it', async () => {
    const pair = await usePair({ target: { quirks: { refuseMissingSubject: true } } });
    const image = buildImage(pair.source, 'app', undefined);
    const referrer = buildReferrer(pair.source, 'app', image.digest);
    addIndex(pair.source, 'app', '1', [descriptorOf(referrer), descriptorOf(image)], {});
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expect(pair.target.count('manifest-put', ({ status }) => status !== 201)).toBe(0);
  });

  test('and a reader that looks all the time never finds something incomplete under the tag', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    const moved = buildIndex(pair.source, 'app', '1', { seed: 'new', layers: [300_000, 200_000] });
    const found = new Set<boolean>();
    pair.target.fault({
      when: () => {
        found.add(pair.target.closure(pair.repository('app'), '1').complete);
        return false;
      },
    });
    await pair.mirror(['app:1']);
    expect([...found]).toEqual([true]);
    expectComplete(pair, 'app', '1', moved.digest);
  });

  test('a run that fails at the last blob leaves the old image under the tag', async () => {
    const pair = await usePair();
    const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    const moved = buildImage(pair.source, 'app', '1', { seed: 'new', layers: 3 });
    pair.source.fault({
      status: 404,
      when: { kind: 'blob-get', digest: moved.layers[2]?.digest ?? '' },
      times: Number.POSITIVE_INFINITY,
    });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['failed']);
    expectComplete(pair, 'app', '1', old.digest);
    expect(pair.target.openUploads).toBe(0);
  });
});

test('who watches is told what is to cross the wire: what is there already, or is mounted, is not counted', async () => {
  const pair = await usePair();
  const sharedLayers = addLayers(pair.source, 'a', { layers: [400_000], seed: 'base' });
  addLayers(pair.source, 'b', { layers: [400_000], seed: 'base' });
  for (const name of ['a', 'b']) buildImage(pair.source, name, '1', { sharedLayers, layers: [10_000], seed: name });
  const sums = { expected: 0, moved: 0 };
  const report = await pair.mirror(['a:1', 'b:1'], undefined, {
    progress: {
      started: () => undefined,
      expected: (_task, bytes) => (sums.expected += bytes),
      moved: (_task, bytes) => (sums.moved += bytes),
      finished: () => undefined,
      log: () => undefined,
    },
  });
  expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
  expect(sums.expected).toBeGreaterThan(400_000);
  expect(sums.expected).toBeLessThan(800_000);
  expect(sums.expected).toBe(sums.moved);
});

describe('C3 a blob is downloaded once a run', () => {
  const repositories = ['a', 'b', 'c', 'd', 'e'];

  async function sharedBase(
    options: Parameters<typeof usePair>[0],
  ): Promise<{ pair: Pair; images: readonly string[]; distinct: number }> {
    const pair = await usePair(options);
    const digests = repositories.flatMap((name) => {
      const sharedLayers = addLayers(pair.source, name, { layers: [400_000, 50_000], seed: 'base' });
      return buildIndex(pair.source, name, '1', { sharedLayers, layers: [10_000], seed: name }).blobs;
    });
    return { pair, images: repositories.map((name) => `${name}:1`), distinct: new Set(digests).size };
  }

  test.each([
    ['and mounted for its siblings', {}, true],
    [
      'where the registry refuses mounts, too: it is read back from there',
      { target: { quirks: { refuseMounts: true } } },
      false,
    ],
  ] as const)('%s', async (_name, options, mounts) => {
    const { pair, images, distinct } = await sharedBase(options);
    const report = await pair.mirror(images);
    expect(statesOf(report)).toEqual(repositories.map(() => 'mirrored'));
    expect(pair.source.count('blob-get')).toBe(distinct);
    for (const name of repositories) expect(pair.target.closure(pair.repository(name), '1').complete).toBe(true);
    expect(pair.target.count('blob-get') === 0).toBe(mounts);
  });

  test('where the registry answers mounts by 401, too', async () => {
    const { pair, images, distinct } = await sharedBase({});
    pair.target.fault({ status: 401, when: ({ url }) => url.includes('mount='), times: Number.POSITIVE_INFINITY });
    expect(statesOf(await pair.mirror(images))).toEqual(repositories.map(() => 'mirrored'));
    expect(pair.source.count('blob-get')).toBe(distinct);
  });

  test('where the registry answers mounts of what is not there by 401, as Docker Hub does, and mounts what is', async () => {
    const { pair, images, distinct } = await sharedBase({ target: { quirks: { refuseMounts: '401' } } });
    expect(statesOf(await pair.mirror(images))).toEqual(repositories.map(() => 'mirrored'));
    expect(pair.source.count('blob-get')).toBe(distinct);
    expect(pair.target.count('blob-get')).toBe(0);
  });

  test('also where its first download fails: another image’s own source is tried', async () => {
    const pair = await usePair();
    const sharedA = addLayers(pair.source, 'a', { layers: [50_000], seed: 'base' });
    const sharedB = addLayers(pair.source, 'b', { layers: [50_000], seed: 'base' });
    buildImage(pair.source, 'a', '1', { sharedLayers: sharedA, seed: 'a' });
    const good = buildImage(pair.source, 'b', '1', { sharedLayers: sharedB, seed: 'b' });
    pair.source.fault({
      status: 403,
      when: { kind: 'blob-get', repository: 'a', digest: sharedA[0]?.digest ?? '' },
      times: Number.POSITIVE_INFINITY,
    });
    const report = await pair.mirror(['a:1', 'b:1']);
    expect(statesOf(report)).toEqual(['failed', 'mirrored']);
    expectComplete(pair, 'b', '1', good.digest);
  });
});

describe('C6 after the copy', () => {
  test('the image is read by digest before the tag is put', async () => {
    const pair = await usePair();
    const { digest } = buildIndex(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    const order = pair.target.requests.map(({ kind, reference }) => `${kind} ${reference ?? ''}`);
    expect(order.indexOf(`manifest-get ${digest}`)).toBeGreaterThan(order.indexOf(`manifest-put ${digest}`));
    expect(order.indexOf('manifest-put 1')).toBeGreaterThan(order.indexOf(`manifest-get ${digest}`));
  });

  test('bytes that were altered on the target are found, and no tag leads to them', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1');
    pair.target.fault({ flipBit: 20, when: { kind: 'manifest-get' }, times: Number.POSITIVE_INFINITY });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBeUndefined();
  });

  test('a tag that is not visible yet is a warning, and no second copy', async () => {
    const pair = await usePair();
    const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    buildImage(pair.source, 'app', '1', { seed: 'new' });
    pair.target.clearRequests();
    pair.target.fault({
      status: 200,
      headers: { 'docker-content-digest': old.digest },
      when: ({ kind, reference }) => kind === 'manifest-head' && reference === '1',
      times: Number.POSITIVE_INFINITY,
    });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(onlyImage(report).warnings.join()).toContain('not visible yet');
    expect(pair.target.count('manifest-put', ({ reference }) => reference === '1')).toBe(1);
  });
});

describe('N4 what one repository does not give fails no other’s image', () => {
  test.each(['503', '403'])('layers: %s', async (status) => {
    const pair = await usePair();
    for (const name of ['bad', 'good']) buildImage(pair.source, name, '1', { layers: [50_000] });
    pair.source.fault({
      when: { kind: 'blob-get', repository: 'bad' },
      status: Number(status),
      times: Number.POSITIVE_INFINITY,
    });
    const report = await pair.mirror(['bad:1', 'good:1']);
    expect(report.images.at(-1)?.state).toBe('mirrored');
  });

  test('configs, of another registry', async () => {
    const [bad, good, target] = [await useRegistry(), await useRegistry(), await useRegistry()];
    for (const registry of [bad, good]) buildImage(registry, 'app', '1');
    bad.fault({ when: { kind: 'blob-get' }, status: 403, times: Number.POSITIVE_INFINITY });
    const files = {
      'images/a/Dockerfile': `FROM ${bad.host}/app:1\n`,
      'images/b/Dockerfile': `FROM ${good.host}/app:1\n`,
    };
    const report = await mirrorFiles({ files, inputs: { target: target.host, platforms: 'linux/amd64' } });
    const states = new Map(report.images.map(({ canonical, state }) => [canonical, state]));
    expect(states.get(`${good.host}/app:1`)).toBe('mirrored');
  });
});

test('an upload is opened when it has its place, and not before: sessions end', async () => {
  const pair = await usePair();
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) buildImage(pair.source, name, '1', { layers: 4, seed: name });
  let most = 0;
  pair.target.fault({
    when: () => {
      most = Math.max(most, pair.target.openUploads);
      return false;
    },
  });
  const report = await pair.mirror(
    names.map((name) => `${name}:1`),
    { concurrency: '1' },
  );
  expect(report.counts).toMatchObject({ mirrored: 5 });
  expect(most).toBeLessThanOrEqual(2);
});

test('a tag that moves to an image that the target has already costs no pull', async () => {
  const pair = await usePair();
  const { digest } = buildIndex(pair.source, 'app', '1.2');
  await pair.mirror(['app:1.2']);
  pair.source.tag('app', 'latest', digest);
  pair.source.clearRequests();
  const report = await pair.mirror(['app:latest']);
  expect(statesOf(report)).toEqual(['mirrored']);
  expect(report.traffic.upstreamPulls).toBe(0);
  expect(pair.source.requests.map(({ kind }) => kind)).toEqual(['ping', 'manifest-head', 'manifest-head']);
});
