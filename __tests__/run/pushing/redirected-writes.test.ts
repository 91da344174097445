import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { limitedTo, redirecting } from '../../support/gateway/oddities/uploads.js';
import { explain, mirrorFiles, statesOf, useRegistry } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { Answer, RequestKind } from '../../support/registry/types.js';
import { pairInBase64, secretFor } from '../../support/secrets.js';
import { useGateway } from '../../support/gateway/use-gateway.js';
import { filesOf, mirrored, mostReads, useWay } from '../../support/upload-way.js';

/** More than what is held of a body to be sent again. */
const largeBytes = 9_000_000;
const muchBytes = 2_000_000;
const basic = { kind: 'basic', username: 'robot', password: secretFor('robot') } as const;

const authorization = { authorization: `Basic ${pairInBase64(basic.username, basic.password)}` };

describe('G10 a request that writes, redirected by 307 or 308, is followed', () => {
  test.each([307, 308])('by %d on the same host, with its account', async (status) => {
    const { source, target, gateway, mirror, isWhole } = await useWay([redirecting({ status })], {
      target: { auth: basic },
    });
    buildImage(source, 'app', '1');
    mirrored(await mirror(['app:1']));
    expect(isWhole('app')).toBe(true);
    const [asked, carried] = [gateway, target].map((side) =>
      (['upload-post', 'upload-put', 'manifest-put'] as const).map((kind) => side.count(kind)),
    );
    // Each went once more, and none without its account.
    expect(asked).toEqual(carried?.map((times) => 2 * times));
    expect(target.requests.filter((request) => request.status === 401 && request.kind !== 'ping')).toEqual([]);
  });

  test.each<readonly [string, readonly RequestKind[]]>([
    ['the start of an upload', ['upload-post']],
    ['a blob', ['upload-put']],
    ['a manifest', ['manifest-put']],
    ['the end of an upload that is cancelled', ['upload-delete']],
  ])('to another host, which gets no account: %s', async (_name, kinds) => {
    const { source, target, gateway, mirror, isWhole } = await useWay([], { target: { auth: basic } });
    // It knows who is led there, as the storage behind a registry does by a signature in the address.
    const knowing: Answer = (exchange, handOn) => handOn({ headers: { ...exchange.headers, ...authorization } });
    const other = await useGateway(target.host, [knowing]);
    gateway.add({
      begin: () => redirecting({ kinds, to: ({ url }) => `http://${other.host}${url.pathname}${url.search}` }),
    });
    buildImage(source, 'app', '1');
    mirrored(await mirror(['app:1']));
    expect(isWhole('app')).toBe(true);
    expect(other.requests.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...kinds]));
    expect(other.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  test('and the upload goes on where its answer came from', async () => {
    const relative: Answer = async (_exchange, handOn) => {
      const reply = await handOn();
      const location = String(reply.headers.location ?? '');
      return location === ''
        ? reply
        : { ...reply, headers: { ...reply.headers, location: location.replace(/^http:\/\/[^/]+/, '') } };
    };
    const { source, target, gateway, mirror, isWhole } = await useWay([]);
    const behind = await useGateway(target.host, [relative]);
    gateway.add({
      begin: () =>
        redirecting({ kinds: ['upload-post'], to: ({ url }) => `http://${behind.host}${url.pathname}${url.search}` }),
    });
    buildImage(source, 'app', '1');
    mirrored(await mirror(['app:1']));
    expect(isWhole('app')).toBe(true);
    expect(behind.count('upload-put')).toBeGreaterThan(0);
    expect(gateway.count('upload-put')).toBe(0);
  });

  test.each([301, 302, 303])('but not by %d, which makes a read of it, and says what to do', async (status) => {
    const { source, gateway, mirror } = await useWay([redirecting({ status })]);
    buildImage(source, 'app', '1');
    const report = await mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain(`redirected a POST with status ${status}, which turns it into a GET`);
    expect(explain(report)).toContain('answer with 307 or 308');
    expect(gateway.requests.filter(({ url }) => url.includes('redirected='))).toEqual([]);
  });
});

describe('G11 a large blob that is redirected while it is sent', () => {
  test.each([
    ['when some of it is read', muchBytes],
    ['when all of it is read, as by a proxy that buffers', Number.POSITIVE_INFINITY],
  ])('%s is read once more, and goes to the new address', async (_name, readsBytes) => {
    const {
      source,
      target,
      gateway,
      mirror,
      mostReads: reads,
      isWhole,
    } = await useWay([redirecting({ kinds: ['upload-put'], readsBytes })]);
    buildImage(source, 'app', '1', { layers: [largeBytes] });
    mirrored(await mirror(['app:1']));
    expect(isWhole('app')).toBe(true);
    expect(reads()).toBe(2);
    // In the same upload: one for each blob, and that which shows that the target can be written.
    expect(target.count('upload-post')).toBe(target.count('upload-put') + 1);
    expect(gateway.count('upload-put')).toBe(2 * target.count('upload-put'));
  });

  test('is read once from then on: the next is held back until it is known where it goes', async () => {
    const [atFirst, later] = [muchBytes, 1].map((readsBytes) => redirecting({ kinds: ['upload-put'], readsBytes }));
    let large = 0;
    const {
      source,
      mirror,
      mostReads: reads,
    } = await useWay([
      async (exchange, handOn) => {
        const { kind, headers, url } = exchange.record;
        const isLarge = kind === 'upload-put' && Number(headers['content-length']) === largeBytes;
        if (isLarge && !url.includes('redirected=')) large += 1;
        // Who does not wait for the answer sends a lot meanwhile.
        if (large > 1 && isLarge) for (let turn = 0; turn < 100; turn += 1) await setImmediate();
        return (large > 1 ? later : atFirst)?.(exchange, handOn) ?? handOn();
      },
    ]);
    buildImage(source, 'app', '1', { layers: [largeBytes], seed: 'app' });
    buildImage(source, 'other', '1', { layers: [largeBytes, largeBytes], seed: 'other' });
    mirrored(await mirror(['app:1', 'other:1'], { concurrency: '1' }));
    expect(reads()).toBe(2);
    const twice = source.requests.filter(({ kind }) => kind === 'blob-get').length;
    expect(twice).toBe(
      new Set(source.requests.flatMap(({ kind, digest }) => (kind === 'blob-get' ? [digest] : []))).size + 1,
    );
  });

  test('a small one is not read again', async () => {
    const { source, mirror, mostReads: reads } = await useWay([redirecting({ readsBytes: Number.POSITIVE_INFINITY })]);
    buildImage(source, 'app', '1', { layers: [100_000] });
    mirrored(await mirror(['app:1']));
    expect(reads()).toBe(1);
  });

  test.each([
    ['when some of it is read', muchBytes],
    ['when all of it is read, as by a proxy that buffers', Number.POSITIVE_INFINITY],
  ])('G14 in chunks: each goes to the address that it is redirected to, %s', async (_name, readsBytes) => {
    const {
      source,
      target,
      mirror,
      mostReads: reads,
      isWhole,
    } = await useWay([limitedTo(20_000_000), redirecting({ kinds: ['upload-patch'], readsBytes })]);
    buildImage(source, 'app', '1', { layers: [40_000_000], seed: 'app' });
    buildImage(source, 'other', '1', { layers: [40_000_000], seed: 'other' });
    mirrored(await mirror(['app:1', 'other:1'], { concurrency: '1' }));
    expect([isWhole('app'), isWhole('other')]).toEqual([true, true]);
    // Once more when the first chunk shows that chunks are redirected, and never again.
    expect(reads()).toBeLessThanOrEqual(3);
    const again = source.requests.filter(({ kind }) => kind === 'blob-get').length - 4;
    expect(again).toBeLessThanOrEqual(3);
    const sizes = target.requests.flatMap(({ kind, bytesIn }) => (kind === 'upload-patch' ? [bytesIn] : []));
    expect(Math.max(...sizes)).toBe(16 * 1024 * 1024);
  });

  test('of two targets one that redirects does not hold up the other', async () => {
    const { source, target, gateway } = await useWay([redirecting({ kinds: ['upload-put'], readsBytes: muchBytes })]);
    const other = await useRegistry();
    buildImage(source, 'app', '1', { layers: [largeBytes, largeBytes] });
    const report = await mirrorFiles({
      files: filesOf(source, ['app:1']),
      inputs: { target: `${gateway.host}/mirror\n${other.host}/mirror`, 'verify-timeout': '1' },
    });
    mirrored(report);
    const name = `mirror/${source.host.replace(':', '_')}/app`;
    expect([target, other].map((registry) => registry.closure(name, '1').complete)).toEqual([true, true]);
    // What one target has is read back from there.
    expect(mostReads(source)).toBe(1);
  });
});

describe('G12 a redirect of a request that writes has limits', () => {
  test('a circle ends', async () => {
    const { source, gateway, mirror } = await useWay([redirecting({ to: ({ url }) => url.href })]);
    buildImage(source, 'app', '1');
    const report = await mirror(['app:1']);
    expect(explain(report)).toContain('redirected more than 5 times');
    expect(gateway.count('upload-post')).toBeLessThan(60);
  });

  test('a circle of a large blob ends, too', async () => {
    const {
      source,
      mirror,
      mostReads: reads,
    } = await useWay([redirecting({ kinds: ['upload-put'], to: ({ url }) => url.href })]);
    buildImage(source, 'app', '1', { layers: [largeBytes] });
    expect(explain(await mirror(['app:1']))).toMatch(/redirected more than 5 times|redirected the upload/);
    expect(reads()).toBeLessThan(12);
  });
});
