import { expect, test } from '@jest/globals';
import type { ImageReport } from '../../../src/result/report.js';
import { mirrorLines } from '../../support/bump.js';
import { onlyImage, usePair, useRegistry } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { Registry } from '../../support/registry/registry.js';

/** What a registry was really asked, by host. */
function requestsByHost(registry: Registry): Readonly<Record<string, number>> {
  const hosts = registry.requests.map(({ url }) => new URL(url).host);
  return Object.fromEntries([...new Set(hosts)].map((host) => [host, hosts.filter((other) => other === host).length]));
}

function saidOf({ via = [] }: ImageReport, side: 'source' | 'target'): Readonly<Record<string, number>> {
  return Object.fromEntries(via.filter((one) => one.side === side).map(({ host, requests }) => [host, requests]));
}

function repeatedOf({ via = [] }: ImageReport, side: 'source' | 'target'): number {
  return via.filter((one) => one.side === side).reduce((sum, { repeated }) => sum + repeated, 0);
}

test('registry, token service and CDN are told, each with as many requests as it got', async () => {
  const pair = await usePair({ source: { auth: { kind: 'bearer', separateHost: true }, cdn: true } });
  buildIndex(pair.source, 'app', '1', { layers: [300_000, 2_000] });
  const image = onlyImage(await pair.mirror(['app:1']));
  expect(Object.keys(saidOf(image, 'source'))).toHaveLength(3);
  expect(saidOf(image, 'source')).toEqual(requestsByHost(pair.source));
  expect(saidOf(image, 'target')).toEqual(requestsByHost(pair.target));
  expect([repeatedOf(image, 'source'), repeatedOf(image, 'target')]).toEqual([0, 0]);
});

test('of images side by side the sum is what was asked, and a ping is told once', async () => {
  const pair = await usePair({ source: { auth: { kind: 'bearer' } } });
  for (const name of ['a', 'b', 'c']) buildIndex(pair.source, name, '1', { seed: 'shared' });
  const { images } = await pair.mirror(['a:1', 'b:1', 'c:1']);
  for (const [side, registry] of [['source', pair.source] as const, ['target', pair.target] as const]) {
    const said = images.flatMap((image) => Object.values(saidOf(image, side)));
    expect(said.reduce((sum, requests) => sum + requests, 0)).toBe(registry.requests.length);
  }
});

test('what an image is compared with is asked for it, too', async () => {
  const pair = await usePair();
  buildIndex(pair.source, 'app', '1', { seed: 'a' });
  await pair.mirror(['app:1']);
  buildIndex(pair.source, 'app', '2', { seed: 'b' });
  pair.target.clearRequests();
  const image = onlyImage(await mirrorLines(pair, [{ image: 'app:2', was: 'app:1' }]));
  expect(saidOf(image, 'target')).toEqual(requestsByHost(pair.target));
});

test.each(['on the target', 'at the source alone'])(
  'an image before it that is %s counts with its host',
  async (place) => {
    const pair = await usePair();
    buildImage(pair.source, 'old/app', '1', { seed: 'a' });
    if (place === 'on the target') await pair.mirror(['old/app:1']);
    buildImage(pair.source, 'app', '2', { seed: 'b' });
    pair.source.clearRequests();
    pair.target.clearRequests();
    const image = onlyImage(await mirrorLines(pair, [{ image: 'app:2', was: 'old/app:1' }]));
    expect(image.comparison).toBeDefined();
    expect(image.via).toHaveLength(2);
    expect(saidOf(image, 'source')).toEqual(requestsByHost(pair.source));
    expect(saidOf(image, 'target')).toEqual(requestsByHost(pair.target));
  },
);

test.each([
  ['the same repository', 'app:1', true],
  ['the same repository, read at the source alone', 'app:1', false],
  ['another repository', 'old/app:1', true],
  ['another repository, read at the source alone', 'old/app:1', false],
])('no request counts twice for an image before it of %s', async (_name, was, isOnTarget) => {
  const pair = await usePair();
  const [repository = ''] = was.split(':');
  buildIndex(pair.source, repository, '1', { seed: 'a' });
  if (isOnTarget) await pair.mirror([was]);
  buildIndex(pair.source, 'app', '2', { seed: 'b' });
  for (const mode of ['check', 'mirror']) {
    const report = await mirrorLines(pair, [{ image: 'app:2', was }], { inputs: { mode } });
    const image = onlyImage(report);
    expect(image.comparison).toBeDefined();
    const told = (image.via ?? []).reduce((sum, { requests }) => sum + requests, 0);
    const made = Object.values(report.traffic.requests).reduce((sum, requests) => sum + requests, 0);
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThanOrEqual(made);
  }
});

test.each([
  ['a small request that fails twice', { kind: 'manifest-get' }, { status: 503, times: 2 }, 2],
  ['a connection that is cut before the answer', { kind: 'manifest-head' }, { reset: true }, 1],
  ['a blob that does not begin', { kind: 'blob-get' }, { status: 503 }, 1],
  ['a blob that is cut in its middle', { kind: 'blob-get', path: 'sha256' }, { cutBody: 10 }, 1],
  ['a blob with wrong bytes', { kind: 'blob-get' }, { flipBit: 3 }, 1],
] as const)('repeated: %s', async (_name, when, effect, repeated) => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1', { layers: [50_000] });
  pair.source.fault({ when, ...effect });
  const image = onlyImage(await pair.mirror(['app:1']));
  expect(image.state).toBe('mirrored');
  expect(saidOf(image, 'source')).toEqual(requestsByHost(pair.source));
  expect(repeatedOf(image, 'source')).toBe(repeated);
});

test('repeated: a request whose token was no longer taken', async () => {
  const pair = await usePair({ source: { auth: { kind: 'bearer' } } });
  buildImage(pair.source, 'app', '1');
  let revoked = false;
  pair.source.fault({
    when: ({ kind }) => {
      if (kind === 'manifest-get' && !revoked) pair.source.revokeTokens();
      revoked ||= kind === 'manifest-get';
      return false;
    },
  });
  const image = onlyImage(await pair.mirror(['app:1']));
  expect(image.state).toBe('mirrored');
  expect(repeatedOf(image, 'source')).toBe(1);
});

test('a failed image tells how often its hosts were tried', async () => {
  const pair = await usePair();
  pair.target.fault({ status: 503, when: { kind: 'manifest-head' }, times: Number.POSITIVE_INFINITY });
  const image = onlyImage(await pair.mirror(['app:1']));
  expect(image.state).toBe('failed');
  expect(image.via).toEqual([{ side: 'target', host: pair.target.host, requests: 6, repeated: 4 }]);
});

test('what is plainly skipped tells nothing, and what could not be verified does', async () => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  await pair.mirror(['app:1']);
  expect(onlyImage(await pair.mirror(['app:1'])).via).toBeUndefined();
  pair.source.fault({ status: 503, times: Number.POSITIVE_INFINITY });
  const image = onlyImage(await pair.mirror(['app:1']));
  expect(image.reason).toBe('unverified');
  expect(repeatedOf(image, 'source')).toBe(4);
});

test('each target has its own hosts, and the source is the same for all', async () => {
  const pair = await usePair();
  const other = await useRegistry();
  buildImage(pair.source, 'app', '1');
  const { images } = await pair.mirror(['app:1'], { target: `${pair.target.host}/mirror\n${other.host}/mirror` });
  expect(images.map(({ via = [] }) => via.filter(({ side }) => side === 'target').map(({ host }) => host))).toEqual([
    [pair.target.host],
    [other.host],
  ]);
});
