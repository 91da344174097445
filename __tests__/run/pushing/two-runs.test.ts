import { describe, expect, test } from '@jest/globals';
import { type Pair, explain, expectComplete, onlyImage, statesOf, usePair } from '../../support/mirror.js';
import type { FaultMatch } from '../../support/registry/faults/fault-types.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { Registry } from '../../support/registry/registry.js';
import type { RegistryOptions } from '../../support/registry/options.js';
import type { RequestRecord } from '../../support/registry/types.js';
import type { Report } from '../../../src/result/report.js';
import { eventually } from '../../support/timing/eventually.js';
import { closedGate } from '../../support/timing/gate.js';

interface HeldRun {
  readonly report: Promise<Report>;
  /** Lets it go on. */
  readonly release: () => void;
}

/** A run that is at a request, which is carried out when it is let go on. */
async function startHeld(pair: Pair, registry: Registry, when: FaultMatch): Promise<HeldRun> {
  const { opened, open } = closedGate();
  const fault = registry.fault({ when, holdUntil: opened });
  const report = pair.mirror(['app:1']);
  await eventually(() => {
    expect(fault.hits).toBe(1);
  });
  return { report, release: open };
}

const putsTag = { kind: 'manifest-put', path: /\/manifests\/1$/ } as const;
const readsLayer = { kind: 'blob-get' } as const;

function tagPuts({ target }: Pair): number {
  return target.count('manifest-put', ({ reference }: RequestRecord) => reference === '1');
}

describe('D11 two runs at once bring the same image', () => {
  test('and the other is done while this one still copies: it says so, and puts no tag', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    const slow = await startHeld(pair, pair.source, readsLayer);
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
    slow.release();
    expect(statesOf(await slow.report)).toEqual(['skipped: done elsewhere']);
    expect(tagPuts(pair)).toBe(1);
    expectComplete(pair, 'app', '1', digest);
  });

  test.each<readonly [string, RegistryOptions]>([
    ['', {}],
    [' of a registry that takes no tag twice', { quirks: { immutableTags: 'ecr' } }],
  ])('and the other puts the tag%s between this one’s look and its put: none fails', async (_name, target) => {
    const pair = await usePair({ target });
    const { digest } = buildImage(pair.source, 'app', '1');
    const slow = await startHeld(pair, pair.target, putsTag);
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
    slow.release();
    const report = await slow.report;
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(explain(report).trim()).toBe('');
    expectComplete(pair, 'app', '1', digest);
  });
});

describe('D11 two runs at once, and the source’s tag moved between them', () => {
  test.each<readonly [string, RegistryOptions]>([
    ['', {}],
    [' of a registry that keeps its tags as they are', { quirks: { immutableTags: 'quay' } }],
  ])('the newer puts the tag%s between the older’s look and its put: it is not taken back', async (_name, target) => {
    const pair = await usePair({ target });
    buildImage(pair.source, 'app', '1', { seed: 'older' });
    const slow = await startHeld(pair, pair.target, putsTag);
    const newer = buildImage(pair.source, 'app', '1', { seed: 'newer' });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
    pair.source.clearRequests();
    slow.release();
    const report = await slow.report;
    expect(statesOf(report)).toEqual(['skipped: done elsewhere']);
    expect(onlyImage(report).digest).toBe(newer.digest);
    expect(pair.source.count('manifest-get') + pair.source.count('blob-get')).toBe(0);
    expectComplete(pair, 'app', '1', newer.digest);
  });

  test('the newer lost content of its image meanwhile: the tag is not put on what is not whole', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { seed: 'older' });
    const slow = await startHeld(pair, pair.target, putsTag);
    const newer = buildImage(pair.source, 'app', '1', { seed: 'newer' });
    await pair.mirror(['app:1']);
    pair.target.deleteBlob(pair.repository('app'), newer.layers[0]?.digest ?? '');
    slow.release();
    expect(statesOf(await slow.report)).toEqual(['skipped: done elsewhere']);
    expectComplete(pair, 'app', '1', newer.digest);
  });

  test('the newer is slower: it puts its image in the older’s place', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { seed: 'older' });
    const older = await startHeld(pair, pair.target, putsTag);
    const image = buildImage(pair.source, 'app', '1', { seed: 'newer' });
    const newer = await startHeld(pair, pair.source, { ...readsLayer, digest: image.layers[0]?.digest ?? '' });
    older.release();
    expect(statesOf(await older.report)).toEqual(['mirrored']);
    newer.release();
    expect(statesOf(await newer.report)).toEqual(['mirrored']);
    expectComplete(pair, 'app', '1', image.digest);
  });

  test.each([
    ['fails', { status: 500 }],
    ['is gone', { status: 404 }],
  ])('a source that %s when it is asked again changes nothing', async (_name, fault) => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    const run = await startHeld(pair, pair.target, putsTag);
    pair.source.fault({ when: { kind: ['manifest-head', 'manifest-get'] }, times: Number.POSITIVE_INFINITY, ...fault });
    run.release();
    const report = await run.report;
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(explain(report).trim()).toBe('');
    expectComplete(pair, 'app', '1', digest);
  });

  test('a source that shows for a moment what the target had before: the tag is not taken back', async () => {
    const pair = await usePair();
    const before = buildImage(pair.source, 'app', '1', { seed: 'before' });
    await pair.mirror(['app:1']);
    const newer = buildImage(pair.source, 'app', '1', { seed: 'newer' });
    const run = await startHeld(pair, pair.target, putsTag);
    pair.source.tag('app', '1', before.digest);
    run.release();
    expect(statesOf(await run.report)).toEqual(['mirrored']);
    expectComplete(pair, 'app', '1', newer.digest);
  });
});

test('D11 of two runs at once, the one that comes later says so, and puts no tag', async () => {
  const pair = await usePair();
  const { digest } = buildImage(pair.source, 'app', '1');
  // The other run is done just before this one looks at the tag again.
  pair.target.fault({
    when: { kind: 'manifest-get' },
    holdUntil: Promise.resolve().then(() => {
      pair.target.tag(pair.repository('app'), '1', digest);
    }),
  });
  pair.target.fault({ when: { kind: 'manifest-head', nth: 1 }, status: 404 });
  const report = await pair.mirror(['app:1']);
  expect(statesOf(report)).toEqual(['skipped: done elsewhere']);
  expect(pair.target.count('manifest-put', ({ reference }) => reference === '1')).toBe(0);
});

describe('D11 a slow run and a tag that moved meanwhile', () => {
  test('does not take the tag back to what the source no longer shows', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    const slow = buildImage(pair.source, 'app', '1', { seed: 'slow' });
    const { opened, open } = closedGate();
    pair.source.fault({ when: { kind: 'blob-get', digest: slow.layers[0]?.digest ?? '' }, holdUntil: opened });
    const first = pair.mirror(['app:1']);
    await eventually(() => {
      expect(pair.source.count('blob-get', ({ digest }) => digest === slow.layers[0]?.digest)).toBe(1);
    });
    const newer = buildImage(pair.source, 'app', '1', { seed: 'newer' });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
    open();
    const report = await first;
    expect(statesOf(report)).toEqual(['skipped: done elsewhere']);
    expect(onlyImage(report).digest).toBe(newer.digest);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(newer.digest);
  });

  test('and replaces nothing where on-mismatch does not let it', async () => {
    const pair = await usePair();
    const repository = pair.repository('app');
    const old = buildImage(pair.target, repository, '1', { seed: 'old' });
    buildImage(pair.source, 'app', '1', { seed: 'new' });
    // The registry denies the tag when it is looked up, as some do for a lack of rights, and shows it afterwards.
    pair.target.fault({ when: { kind: 'manifest-head', nth: 1 }, status: 404 });
    const report = await pair.mirror(['app:1'], { 'on-mismatch': 'report' });
    expect(statesOf(report)).toEqual(['skipped: done elsewhere']);
    expect(pair.target.resolve(repository, '1')).toBe(old.digest);
  });

  test('but puts what the source shows, whoever put something else there', async () => {
    const pair = await usePair();
    const wanted = buildImage(pair.source, 'app', '1');
    const { opened, open } = closedGate();
    pair.source.fault({ when: { kind: 'blob-get', digest: wanted.layers[0]?.digest ?? '' }, holdUntil: opened });
    const run = pair.mirror(['app:1']);
    await eventually(() => {
      expect(pair.source.count('blob-get')).toBeGreaterThan(0);
    });
    buildImage(pair.target, pair.repository('app'), '1', { seed: 'somebody else' });
    open();
    expect(statesOf(await run)).toEqual(['mirrored']);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(wanted.digest);
  });
});
