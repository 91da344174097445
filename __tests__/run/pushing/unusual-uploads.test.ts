import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  limitedTo,
  limitingBlobsTo,
  namingTls,
  patchRefusals,
  takingPatchesOnly,
  talkative,
} from '../../support/gateway/oddities/uploads.js';
import { startTwoInOne } from '../../support/gateway/two-in-one.js';
import { onTestFinished } from '../../support/jest/testing.js';
import { explain, makeWorkspace, mirrorFiles, statesOf, useRegistry } from '../../support/mirror.js';
import { testCertificate } from '../../support/registry/server/certificate.js';
import { buildImage } from '../../support/registry/images/images.js';
import { emptyReply } from '../../support/registry/server/reply.js';
import type { Answer } from '../../support/registry/types.js';
import { secretFor } from '../../support/secrets.js';
import { closedGate } from '../../support/timing/gate.js';
import { useGateway } from '../../support/gateway/use-gateway.js';
import { filesOf, loginTo, mirrored, useWay } from '../../support/upload-way.js';

/** More than what is held of a body to be sent again. */
const largeBytes = 9_000_000;
const basic = { kind: 'basic', username: 'robot', password: secretFor('robot') } as const;

describe('G13 a target that takes blobs by PATCH alone', () => {
  test.each(patchRefusals)('and says so by %s gets them so, from then on', async (_name, refusal) => {
    const { source, target, gateway, mirror, mostReads: reads, isWhole } = await useWay([takingPatchesOnly(refusal)]);
    buildImage(source, 'app', '1', { layers: [largeBytes, 1_000], seed: 'app' });
    buildImage(source, 'other', '1', { layers: [largeBytes], seed: 'other' });
    mirrored(await mirror(['app:1', 'other:1'], { concurrency: '1' }));
    expect([isWhole('app'), isWhole('other')]).toEqual([true, true]);
    const patches = target.requests.filter(({ kind }) => kind === 'upload-patch');
    expect(patches.length).toBeGreaterThan(0);
    for (const { headers, bytesIn } of patches) {
      expect(headers).toMatchObject({ 'content-type': 'application/octet-stream', 'content-length': String(bytesIn) });
      expect(headers['content-range']).toBeUndefined();
    }
    // Asked once by PUT, and at most by those that were under way together: one large body and two small ones have a slot.
    const puts = gateway.requests.filter(({ kind, bytesIn }) => kind === 'upload-put' && bytesIn > 0);
    const largePuts = puts.filter(({ bytesIn }) => bytesIn === largeBytes);
    expect([largePuts.length <= 1, puts.length - largePuts.length <= 2]).toEqual([true, true]);
    const firstPatch = gateway.requests.find(({ kind }) => kind === 'upload-patch')?.startedTick ?? 0;
    expect(puts.filter(({ startedTick }) => startedTick > firstPatch)).toEqual([]);
    expect(reads()).toBeLessThanOrEqual(2);
    expect(target.count('upload-post')).toBe(patches.length + target.count('upload-delete'));
  });

  test('by a 404: what comes while the blob is looked for waits, and is not sent in vain', async () => {
    const [, refusal] = patchRefusals[0] ?? [];
    if (refusal === undefined) throw new Error('there is such a refusal');
    const [refused, allRead] = [closedGate(), closedGate()];
    const lookLate: Answer = async (exchange, handOn) => {
      if (exchange.record.kind === 'blob-head') await allRead.opened;
      return handOn();
    };
    const { source, gateway, mirror, isWhole } = await useWay([takingPatchesOnly(refusal), lookLate]);
    const { blobs, layers } = buildImage(source, 'app', '1', { layers: [100_000, 1_000, 2_000] });
    const first = layers[0]?.digest;
    // The others come when the first was refused, and could be sent before it is known what became of that.
    source.fault({
      when: ({ kind, digest }) => kind === 'blob-get' && digest !== first,
      holdUntil: refused.opened,
      times: Infinity,
    });
    gateway.watch(({ kind }) => {
      if (kind === 'upload-put') refused.open();
    });
    source.watch(() => {
      if (source.count('blob-get', ({ endedTick }) => endedTick !== undefined) === blobs.length) allRead.open();
    });
    mirrored(await mirror(['app:1']));
    expect(isWhole('app')).toBe(true);
    expect(gateway.count('upload-put', ({ bytesIn }) => bytesIn > 0)).toBe(1);
  });

  test('says where the PUT goes that ends the upload', async () => {
    const step: Answer = async (exchange, handOn) => {
      const reply = await handOn();
      const { location } = reply.headers;
      if (exchange.record.kind !== 'upload-patch' || typeof location !== 'string') return reply;
      return { ...reply, headers: { ...reply.headers, location: `${location}&step=2` } };
    };
    const { source, gateway, mirror } = await useWay([takingPatchesOnly(emptyReply(405)), step]);
    buildImage(source, 'app', '1');
    mirrored(await mirror(['app:1']));
    const ends = gateway.requests.filter(({ kind, status }) => kind === 'upload-put' && status === 201);
    expect(ends.map(({ url }) => url.includes('&step=2&digest='))).toEqual(ends.map(() => true));
    expect(ends).not.toEqual([]);
  });

  test('a small blob is not read again for it', async () => {
    const [, refusal] = patchRefusals[2] ?? [];
    if (refusal === undefined) throw new Error('there is such a refusal');
    const { source, mirror, mostReads: reads } = await useWay([takingPatchesOnly(refusal)]);
    buildImage(source, 'app', '1', { layers: [100_000] });
    mirrored(await mirror(['app:1']));
    expect(reads()).toBe(1);
  });

  test('what takes neither fails by the first refusal', async () => {
    const refused: Answer = async (exchange, handOn) => {
      const { kind } = exchange.record;
      if (kind !== 'upload-put' && kind !== 'upload-patch') return handOn();
      return emptyReply(kind === 'upload-put' ? 405 : 403);
    };
    const { source, gateway, mirror } = await useWay([refused]);
    buildImage(source, 'app', '1');
    const report = await mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('405');
    expect(gateway.count('upload-patch')).toBeGreaterThan(0);
  });

  test('a target that took a blob by PUT is not asked in another way', async () => {
    const { source, gateway, mirror } = await useWay([]);
    buildImage(source, 'app', '1', { layers: [1_000], seed: 'app' });
    buildImage(source, 'other', '1', { layers: [2_000], seed: 'other' });
    let puts = 0;
    gateway.add({
      begin: () => async (exchange, handOn) => {
        if (exchange.record.kind !== 'upload-put') return handOn();
        puts += 1;
        return puts === 3 ? emptyReply(405) : handOn();
      },
    });
    const report = await mirror(['app:1', 'other:1'], { concurrency: '1' });
    expect(statesOf(report)).toContain('failed');
    expect(gateway.count('upload-patch')).toBe(0);
  });
});

describe('G14 a proxy that limits the size of a request', () => {
  test.each([
    [8_000_000, 4 * 1024 * 1024],
    [1024 * 1024, 1024 * 1024],
  ])('of %d bytes gets large blobs in pieces that it takes', async (limit, piece) => {
    const { source, target, gateway, mirror, isWhole } = await useWay([limitedTo(limit)]);
    buildImage(source, 'app', '1', { layers: [largeBytes, 5_000] });
    buildImage(source, 'other', '1', { layers: [largeBytes], seed: 'other' });
    mirrored(await mirror(['app:1', 'other:1'], { concurrency: '1' }));
    expect([isWhole('app'), isWhole('other')]).toEqual([true, true]);
    const sizes = target.requests.flatMap(({ kind, bytesIn }) => (kind === 'upload-patch' ? [bytesIn] : []));
    expect(Math.max(...sizes)).toBe(piece);
    expect(
      gateway.requests.find(({ kind, status }) => kind === 'upload-patch' && status === 202)?.headers,
    ).toMatchObject({
      'content-range': `0-${piece - 1}`,
    });
    // Small ones go as ever, and what was found out is not found out again.
    const refused = gateway.requests.filter(({ status }) => status === 413).length;
    expect(refused).toBeLessThanOrEqual(3);
  });

  test('G15 pieces are not smaller than the registry wants them', async () => {
    const { source, target, mirror, isWhole } = await useWay([
      limitedTo(6_000_000),
      async (exchange, handOn) => {
        const reply = await handOn();
        return exchange.record.kind === 'upload-post'
          ? { ...reply, headers: { ...reply.headers, 'oci-chunk-min-length': '5500000' } }
          : reply;
      },
    ]);
    buildImage(source, 'app', '1', { layers: [largeBytes] });
    mirrored(await mirror(['app:1']));
    expect(isWhole('app')).toBe(true);
    const sizes = target.requests.flatMap(({ kind, bytesIn }) => (kind === 'upload-patch' ? [bytesIn] : []));
    expect(sizes[0]).toBe(5_500_000);
  });

  test('and takes nothing of use fails with what to do', async () => {
    const { source, mirror, mostReads: reads } = await useWay([limitedTo(500_000)]);
    buildImage(source, 'app', '1', { layers: [largeBytes] });
    const report = await mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('A proxy before the registry may limit the size of a request; raise its limit.');
    expect(reads()).toBeLessThanOrEqual(4);
  });

  test('or a registry’s own limit for a blob, which fails at once, and names the registry and no proxy', async () => {
    const { source, gateway, mirror } = await useWay([limitingBlobsTo(500_000)]);
    buildImage(source, 'app', '1', { layers: [largeBytes] });
    const report = await mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain(
      `413 SIZE_INVALID: blob exceeds the limit. ${gateway.host} itself limits the size of what it takes: raise its limit.`,
    );
    expect(explain(report)).not.toMatch(/proxy/i);
    expect(gateway.count('upload-patch')).toBe(0);
  });
});

describe('G16 uploads that a registry without TLS sends to TLS', () => {
  test('on the same host and port are followed, with the account', async () => {
    const source = await useRegistry();
    const target = await useRegistry({ auth: basic });
    const plain = await useGateway(target.host, [namingTls]);
    const secure = await useGateway(target.host, [namingTls], { tls: testCertificate });
    const both = await startTwoInOne(plain.host, secure.host);
    onTestFinished(async () => both.stop());
    buildImage(source, 'app', '1', { layers: [largeBytes] });
    const folder = await makeWorkspace({ 'ca.pem': testCertificate.cert });
    const report = await mirrorFiles({
      files: filesOf(source, ['app:1']),
      inputs: { target: `${both.host}/mirror`, 'verify-timeout': '1' },
      environment: { ...loginTo(both.host, basic), SSL_CERT_FILE: join(folder, 'ca.pem') },
    });
    mirrored(report);
    expect([plain.count('upload-put'), secure.count('upload-put') > 0]).toEqual([0, true]);
    expect(secure.requests.every(({ headers }) => headers.authorization !== undefined)).toBe(true);
  });
});

describe('G17 informational answers that nobody asked for are passed over', () => {
  test.each<readonly [string, readonly (100 | 102 | 103)[]]>([
    ['100 Continue', [100]],
    ['102 Processing', [102]],
    ['103 Early Hints', [103]],
    ['several', [100, 103, 100, 102, 100]],
  ])('%s, on either side', async (_name, statuses) => {
    const { source, target, gateway } = await useWay([talkative(...statuses)]);
    const before = await useGateway(source.host, [talkative(...statuses)]);
    buildImage(source, 'app', '1', { layers: [largeBytes, 10] });
    const report = await mirrorFiles({
      files: { 'images/a/Dockerfile': `FROM ${before.host}/app:1\n` },
      inputs: { target: `${gateway.host}/mirror`, 'verify-timeout': '1' },
    });
    mirrored(report);
    expect(target.closure(`mirror/${before.host.replace(':', '_')}/app`, '1').complete).toBe(true);
    expect(gateway.requests.length).toBe(target.requests.length);
  });
});
