import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../../src/result/report.js';
import { defaultRetryPolicy } from '../../../src/registry/throttle/retry.js';
import { fullDisk, uploadKinds } from '../../support/gateway/oddities/faults.js';
import { limitedTo, takingPatchesOnly } from '../../support/gateway/oddities/uploads.js';
import { explain, mirrorFiles, statesOf } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import { emptyReply } from '../../support/registry/server/reply.js';
import type { Answer, RequestRecord } from '../../support/registry/types.js';
import { type Way, filesOf, mirrored, useWay } from '../../support/upload-way.js';
import { type QuickClock, quickClock } from '../../support/timing/quick-clock.js';

const second = 1_000;
const refusesPatches = fullDisk({ kinds: ['upload-patch'] });

function namesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_each, index) => `app${index}`);
}

interface Patient extends Way {
  readonly clock: QuickClock;
  /** Mirrors images by the real waits. */
  readonly mirrorAll: (names: readonly string[]) => Promise<Report>;
}

async function usePatient(answers: readonly Answer[]): Promise<Patient> {
  const way = await useWay(answers);
  const clock = quickClock();
  return {
    ...way,
    clock,
    mirrorAll: async (names) =>
      mirrorFiles({
        files: filesOf(
          way.source,
          names.map((name) => `${name}:1`),
        ),
        inputs: { target: `${way.gateway.host}/mirror`, 'verify-timeout': '1' },
        clock,
        retryPolicy: defaultRetryPolicy,
      }),
  };
}

describe('F1 a target that opens uploads, and fails each PATCH', () => {
  test.each<[string, readonly Answer[], { bytes: number; most: number }]>([
    [
      'which takes blobs by PATCH alone',
      [takingPatchesOnly(emptyReply(405)), refusesPatches],
      { bytes: 1_000, most: 60 },
    ],
    // It stores configs: as long as some are left it does not fail every write.
    [
      'behind a proxy that wants blobs in pieces',
      [limitedTo(1_500_000), refusesPatches],
      { bytes: 1_600_000, most: 120 },
    ],
  ])('%s, is given up, whatever the number of images', async (_name, answers, { bytes, most }) => {
    for (const count of [10, 100]) {
      const { source, gateway, clock, mirrorAll } = await usePatient(answers);
      for (const name of namesOf(count)) buildImage(source, name, '1', { layers: [bytes], seed: name });
      const report = await mirrorAll(namesOf(count));
      expect(clock.waitedMs()).toBeLessThan(most * second);
      expect(new Set(statesOf(report))).toEqual(new Set(['failed']));
      expect(explain(report)).toContain(`${gateway.host} failed every write`);
      // 1,000 for 100 images, if each was tried.
      expect(gateway.count('upload-patch')).toBeLessThan(100);
    }
  });
});

test('F1 a target that fails every write for five seconds costs no image, and soon takes all', async () => {
  const { source, gateway, clock, mirrorAll } = await usePatient([]);
  for (const name of namesOf(30)) buildImage(source, name, '1', { seed: name });
  const begun = clock.monotonicMs();
  gateway.add({
    begin: () => async (exchange, handOn) => {
      const isFull = clock.monotonicMs() - begun < 5 * second;
      return isFull ? fullDisk()(exchange, handOn) : handOn();
    },
  });
  mirrored(await mirrorAll(namesOf(30)));
  expect(clock.waitedMs()).toBeLessThan(15 * second);
});

describe('F1 a target that answers each write with an error and a time to wait', () => {
  test.each([
    [503, 20, 60],
    [500, 20, 60],
    [503, 60, 200],
  ])(
    '%i, %i s: is waited for, and is given up within %i s, whatever the number of images; it is still read',
    async (status, asked, most) => {
      const { source, gateway, clock, mirrorAll } = await usePatient([]);
      for (const name of [...namesOf(200), 'old']) buildImage(source, name, '1', { seed: name });
      mirrored(await mirrorAll(['old']));
      const answer = fullDisk({
        status,
        kinds: [...uploadKinds, 'manifest-put'],
        headers: { 'retry-after': String(asked) },
      });
      gateway.add({ begin: () => answer });
      gateway.clearRequests();
      const waited = clock.waitedMs();
      const report = await mirrorAll([...namesOf(200), 'old']);
      expect(clock.waitedMs() - waited).toBeLessThan(most * second);
      expect(report.counts).toMatchObject({ failed: 200, skipped: 1 });
      for (const { state, message } of report.images)
        if (state === 'failed') expect(message).toContain(`${gateway.host} failed every write`);
      // 2,000, if each was tried.
      expect(gateway.count('upload-post')).toBeLessThan(20);
    },
  );
});

describe('F2 what fails is tried again in one place:', () => {
  test('a mount that fails is made once, and then the blob is uploaded', async () => {
    const { source, gateway, mirrorAll } = await usePatient([]);
    for (const name of ['one', 'two']) buildImage(source, name, '1', { layers: [1_000], seed: 'same' });
    const copied = new AbortController();
    // With its tag: after that it writes nothing to a host that is given up.
    gateway.watch(({ kind, repository = '', reference }) => {
      if (kind === 'manifest-put' && repository.endsWith('/one') && reference === '1') copied.abort();
    });
    // Not its manifest, which is the same: whoever comes second need not read it.
    source.fault({
      when: ({ kind, repository }) => kind === 'manifest-head' && repository === 'two',
      holdUntil: once(copied.signal, 'abort'),
    });
    const isOfTwo = ({ kind, repository = '' }: RequestRecord): boolean =>
      kind === 'upload-post' && repository.endsWith('/two');
    gateway.fault({ when: isOfTwo, status: 500, times: Infinity });
    const report = await mirrorAll(['one', 'two']);
    expect(statesOf(report)).toEqual(['mirrored', 'failed']);
    const posts = gateway.requests.filter(isOfTwo).map(({ url }) => url);
    const mounts = posts.filter((url) => url.includes('mount='));
    expect(mounts).toHaveLength(2);
    expect(new Set(mounts).size).toBe(2);
    expect(posts.length).toBeLessThanOrEqual(2 + 2 * 5);
  });

  test('a look at a blob behind a write whose answer was lost is made once, by GET, too', async () => {
    const { source, gateway, mirrorAll } = await usePatient([]);
    const image = buildImage(source, 'app', '1', { layers: [1_000] });
    const lost = image.layers[0]?.digest;
    for (const kind of ['upload-put', 'blob-head', 'blob-get'] as const)
      gateway.fault({
        when: (request) => request.kind === kind && request.digest === lost,
        status: 500,
        times: Infinity,
      });
    const report = await mirrorAll(['app']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(gateway.count('blob-get', ({ digest }) => digest === lost)).toBeLessThanOrEqual(5);
    expect(gateway.count('blob-get', ({ digest }) => digest === lost)).toBeGreaterThan(0);
  });

  test('a mount that fails while the host rests is tried again, because it costs no bytes', async () => {
    const { source, gateway, mirrorAll } = await usePatient([]);
    for (const name of ['one', 'two']) buildImage(source, name, '1', { layers: [1_000], seed: 'same' });
    const isMountOfOther = ({ url, repository }: RequestRecord): boolean => {
      const { searchParams } = new URL(url);
      return searchParams.has('mount') && searchParams.get('from') !== repository;
    };
    const refusal = gateway.fault({ when: isMountOfOther, status: 429, headers: { 'retry-after': '1' } });
    mirrored(await mirrorAll(['one', 'two']));
    expect(refusal.hits).toBe(1);
    expect(gateway.count('upload-put')).toBe(2);
  });
});
