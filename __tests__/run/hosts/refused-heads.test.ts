import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { headRefused } from '../../support/gateway/oddities/manifests.js';
import { explain, expectComplete, onlyImage, statesOf, usePair } from '../../support/mirror.js';
import { needTool } from '../../support/programs/needed-programs.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { Registry } from '../../support/registry/registry.js';

const statuses = [400, 403, 404, 405, 406, 500, 501];
const forever = { when: { kind: 'manifest-head' as const }, times: Number.POSITIVE_INFINITY };

function refuseHead(registry: Registry, status: number): void {
  registry.fault({ answer: headRefused(status).begin(), ...forever });
}

/** By the tag's name alone: what a look-up by GET asks for. */
function lookUpsByGet(registry: Registry): number {
  return registry.count('manifest-get', ({ reference }) => reference?.includes(':') === false);
}

describe('G1 a source whose HEAD fails where GET works', () => {
  test.each(statuses)('%i: the manifest is read, once, and the image mirrored', async (status) => {
    const pair = await usePair();
    const { digest } = buildIndex(pair.source, 'app', '1');
    refuseHead(pair.source, status);
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['mirrored']);
    expectComplete(pair, 'app', '1', digest);
    // After the tag is put the source's is looked at once more.
    expect(lookUpsByGet(pair.source)).toBe(2);
    expect(pair.source.count('manifest-get', ({ reference }) => reference === digest)).toBe(0);
    expect(report.traffic.upstreamPulls).toBe(pair.source.count('manifest-get'));
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['skipped: up-to-date']);
  });

  test.each([403, 405])('%i: once a GET has served, no other HEAD is made of that host', async (status) => {
    const pair = await usePair();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) buildImage(pair.source, name, '1', { seed: name });
    refuseHead(pair.source, status);
    await pair.mirror(['a:1', 'b:1', 'c:1', 'd:1', 'e:1', 'f:1']);
    const first = pair.source.count('manifest-head');
    expect(first).toBeLessThanOrEqual(6);
    expect(lookUpsByGet(pair.source)).toBe(12);
  });

  test('a HEAD that succeeded is believed from then on', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    buildImage(pair.source, 'app', '2');
    await pair.mirror(['app:1']);
    pair.source.clearRequests();
    pair.source.fault({
      ...forever,
      when: ({ kind, reference }) => kind === 'manifest-head' && reference === '2',
      status: 403,
      delayMs: 50,
    });
    const report = await pair.mirror(['app:1', 'app:2']);
    expect(statesOf(report)).toEqual(['skipped: up-to-date', 'failed']);
    expect(lookUpsByGet(pair.source)).toBe(0);
  });

  test('who refuses both is asked by GET three times at most, and the reason is that of the GET', async () => {
    const pair = await usePair();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    pair.source.fault({ ...forever, status: 403 });
    pair.source.fault({ ...forever, when: { kind: 'manifest-get' }, status: 403, code: 'DENIED', message: 'no seat' });
    const report = await pair.mirror(names.map((name) => `${name}:1`));
    expect(statesOf(report)).toEqual(names.map(() => 'failed'));
    expect(lookUpsByGet(pair.source)).toBe(3);
    expect(explain(report)).toContain('no seat');
  });

  test('what is not there is asked for by GET three times at most', async () => {
    const pair = await usePair();
    const names = ['a', 'b', 'c', 'd', 'e'];
    const report = await pair.mirror(names.map((name) => `${name}:1`));
    expect(statesOf(report)).toEqual(names.map(() => 'failed'));
    expect(explain(report)).toContain('is not at the source');
    expect(lookUpsByGet(pair.source)).toBe(3);
    expect(report.traffic.upstreamPulls).toBe(0);
  });

  test('images whose HEADs are refused at once are not failed by tries that are under way', async () => {
    const pair = await usePair();
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    for (const name of names) buildImage(pair.source, name, '1', { seed: name });
    refuseHead(pair.source, 404);
    pair.source.fault({ ...forever, when: { kind: 'manifest-get' }, delayMs: 30 });
    const report = await pair.mirror(names.map((name) => `${name}:1`));
    expect(statesOf(report)).toEqual(names.map(() => 'mirrored'));
  });
});

describe('G2 a source that counts pulls', () => {
  const limited = { source: { rateLimit: { limit: 100, windowSeconds: 21_600 } } };

  test('is not asked by GET for what its HEAD says is not there', async () => {
    const pair = await usePair(limited);
    buildImage(pair.source, 'app', '1');
    // The first answer shows the limit.
    await pair.mirror(['app:1']);
    pair.source.clearRequests();
    pair.source.fault({
      ...forever,
      status: 404,
      headers: { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '90;w=21600' },
    });
    expect(statesOf(await pair.mirror(['other:1']))).toEqual(['failed']);
    expect(pair.source.count('manifest-get')).toBe(0);
  });

  test.each([403, 405])(
    'where HEAD is refused (%i): look-ups count in the traffic and in the budget',
    async (status) => {
      const pair = await usePair(limited);
      for (const name of ['a', 'b']) buildIndex(pair.source, name, '1', { seed: name });
      refuseHead(pair.source, status);
      const report = await pair.mirror(['a:1', 'b:1']);
      expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
      // Two indexes of two platforms: as many as with HEAD.
      expect(pair.source.count('manifest-get', ({ status }) => status === 200)).toBe(6);
      expect(report.traffic.upstreamPulls).toBe(6);
      expect(report.pullBudgets).toMatchObject([{ remaining: 100, needed: 6, deferred: 0 }]);
    },
  );

  test('an image that its look-up leaves too few pulls for is deferred before any blob is read', async () => {
    const pair = await usePair({ source: { rateLimit: { limit: 2, windowSeconds: 21_600 } } });
    buildIndex(pair.source, 'app', '1');
    refuseHead(pair.source, 403);
    const report = await pair.mirror(['app:1']);
    expect(onlyImage(report)).toMatchObject({ state: 'deferred' });
    expect(pair.source.count('blob-get')).toBe(0);
    expect(report.traffic.upstreamPulls).toBe(1);
  });
});

test.each(statuses.filter((status) => status !== 500))('G1 crane reads what a HEAD refuses with %i', async (status) => {
  const crane = await needTool('crane');
  const pair = await usePair();
  const { digest } = buildImage(pair.source, 'app', '1');
  refuseHead(pair.source, status);
  const { stdout } = await promisify(execFile)(crane, ['digest', '--insecure', `${pair.source.host}/app:1`]);
  expect(stdout.trim()).toBe(digest);
});
