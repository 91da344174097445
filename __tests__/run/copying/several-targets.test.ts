import { describe, expect, test } from '@jest/globals';
import type { OptionTexts } from '../../../src/config/options.js';
import type { Report } from '../../../src/result/report.js';
import { mirrorFiles, statesOf, useRegistry } from '../../support/mirror.js';
import type { Fault } from '../../support/registry/faults/fault-types.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { RegistryOptions } from '../../support/registry/options.js';
import type { Registry } from '../../support/registry/registry.js';
import { eventually } from '../../support/timing/eventually.js';

const always = Number.POSITIVE_INFINITY;
const layerBytes = 3_000_000;

interface Fleet {
  readonly source: Registry;
  readonly targets: readonly Registry[];
  /** Mirrors images of the source, named `repository:tag`, to all targets. */
  readonly mirror: (images: readonly string[], inputs?: OptionTexts, signal?: AbortSignal) => Promise<Report>;
  /** The copy's repository on a target. */
  readonly repository: (name: string) => string;
  /** The targets on which the copy is whole. */
  readonly whole: (name: string, tag: string) => readonly boolean[];
  /** How often each blob was downloaded from the source. */
  readonly downloads: () => ReadonlyMap<string, number>;
}

/** A source and some targets. */
async function useFleet(count: number, options: RegistryOptions = {}): Promise<Fleet> {
  const source = await useRegistry();
  const targets = await Promise.all(Array.from({ length: count }, async () => useRegistry(options)));
  const repository = (name: string): string => `mirror/${source.host.replace(':', '_')}/${name}`;
  return {
    source,
    targets,
    repository,
    mirror: async (images, inputs = {}, signal = new AbortController().signal) =>
      mirrorFiles({
        signal,
        files: Object.fromEntries(
          images.map((image, index) => [`images/${index}/Dockerfile`, `FROM ${source.host}/${image}\n`]),
        ),
        inputs: {
          target: targets.map(({ host }) => `${host}/mirror`).join('\n'),
          'verify-timeout': '1',
          ...inputs,
        },
      }),
    whole: (name, tag) =>
      targets.map(
        (target) =>
          target.resolve(repository(name), tag) === source.resolve(name, tag) &&
          target.closure(repository(name), tag).complete,
      ),
    downloads: () => {
      const counts = new Map<string, number>();
      for (const { kind, digest = '' } of source.requests)
        if (kind === 'blob-get') counts.set(digest, (counts.get(digest) ?? 0) + 1);
      return counts;
    },
  };
}

function most(counts: ReadonlyMap<string, number>): number {
  return Math.max(0, ...counts.values());
}

/** A fleet of two whose image has a large layer; what is wrong is wrong with the second. */
async function useTwoWith(fault: Fault): Promise<Fleet & { readonly second: Registry }> {
  const fleet = await useFleet(2);
  buildImage(fleet.source, 'app', '1', { layers: [layerBytes, layerBytes] });
  const [, second] = fleet.targets;
  if (second === undefined) throw new Error('there are two targets');
  second.fault(fault);
  return { ...fleet, second };
}

describe('C3 one download feeds every target', () => {
  test.each([2, 3])('of %d: each manifest and each blob is read once', async (count) => {
    const fleet = await useFleet(count);
    buildIndex(fleet.source, 'app', '1', { layers: [layerBytes, 1_000] });
    buildImage(fleet.source, 'other', '1', { seed: 'other' });
    const report = await fleet.mirror(['app:1', 'other:1']);
    expect(statesOf(report)).toEqual(Array.from({ length: 2 * count }, () => 'mirrored'));
    expect([...fleet.whole('app', '1'), ...fleet.whole('other', '1')]).not.toContain(false);
    expect(most(fleet.downloads())).toBe(1);
    expect(fleet.source.count('manifest-get')).toBe(4);
    // One of each image, and one behind each tag that was put: whether it has moved on meanwhile.
    expect(fleet.source.count('manifest-head')).toBe(2 + 2 * count);
    // Nothing went from target to target.
    for (const target of fleet.targets) expect(target.count('blob-get')).toBe(0);
    expect(report.targets).toEqual(fleet.targets.map(({ host }) => `${host}/mirror`));
  });

  test('a row an image and target, each with the copy’s name', async () => {
    const fleet = await useFleet(2);
    buildImage(fleet.source, 'app', '1');
    const { images } = await fleet.mirror(['app:1']);
    expect(images.map(({ target }) => target?.split('/')[0])).toEqual(fleet.targets.map(({ host }) => host));
  });

  test('but the one that an image lives on: it is that one’s own', async () => {
    const fleet = await useFleet(2);
    const [first, second] = fleet.targets;
    if (first === undefined || second === undefined) throw new Error('there are two targets');
    const { digest } = buildImage(first, 'ours', '1');
    const report = await mirrorFiles({
      files: { 'images/ours/Dockerfile': `FROM ${first.host}/ours:1\n` },
      inputs: { target: `${first.host}/mirror, ${second.host}/mirror`, 'verify-timeout': '1' },
    });
    expect(new Set(statesOf(report))).toEqual(new Set(['skipped: internal', 'mirrored']));
    expect(second.resolve(`mirror/${first.host.replace(':', '_')}/ours`, '1')).toBe(digest);
    expect(first.count('upload-post')).toBe(0);
  });

  test('where one is up to date, the other is fed', async () => {
    const fleet = await useFleet(2);
    buildImage(fleet.source, 'app', '1');
    await fleet.mirror(['app:1'], { target: `${fleet.targets[0]?.host ?? ''}/mirror` });
    expect(statesOf(await fleet.mirror(['app:1']))).toEqual(['skipped: up-to-date', 'mirrored']);
    expect(fleet.whole('app', '1')).toEqual([true, true]);
  });

  test('two prefixes of one registry share blobs by mounting', async () => {
    const fleet = await useFleet(1);
    buildImage(fleet.source, 'app', '1');
    const host = fleet.targets[0]?.host ?? '';
    expect(statesOf(await fleet.mirror(['app:1'], { target: `${host}/one, ${host}/two` }))).toEqual([
      'mirrored',
      'mirrored',
    ]);
    expect(most(fleet.downloads())).toBe(1);
    expect(fleet.targets[0]?.count('upload-put')).toBe(3);
  });

  test('the next run asks each target once, and the source once', async () => {
    const fleet = await useFleet(3);
    buildImage(fleet.source, 'app', '1');
    await fleet.mirror(['app:1']);
    for (const registry of [fleet.source, ...fleet.targets]) registry.clearRequests();
    expect(new Set(statesOf(await fleet.mirror(['app:1'])))).toEqual(new Set(['skipped: up-to-date']));
    for (const registry of [fleet.source, ...fleet.targets]) expect(registry.count('manifest-head')).toBe(1);
  });
});

describe('a target that is broken does not stop the others', () => {
  test('where it is down', async () => {
    const fleet = await useFleet(2);
    buildImage(fleet.source, 'app', '1');
    await fleet.targets[1]?.pause();
    expect(statesOf(await fleet.mirror(['app:1']))).toEqual(['mirrored', 'failed']);
    expect(most(fleet.downloads())).toBe(1);
  });

  test('where it refuses to be written', async () => {
    const denied = { status: 403, code: 'DENIED', times: always };
    const fleet = await useTwoWith({ ...denied, when: { kind: 'upload-post' } });
    const report = await fleet.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['mirrored', 'failed']);
    expect(fleet.whole('app', '1')).toEqual([true, false]);
    expect(most(fleet.downloads())).toBe(1);
  });

  test('where it takes no bytes', async () => {
    const fleet = await useTwoWith({ reset: true, when: { kind: 'upload-put' }, times: always });
    expect(statesOf(await fleet.mirror(['app:1']))).toEqual(['mirrored', 'failed']);
    expect(fleet.whole('app', '1')).toEqual([true, false]);
  });

  test('where it fails once in the middle of a body, it is fed from the other’s copy', async () => {
    const fleet = await useTwoWith({
      resetAfterBytesIn: 1_000_000,
      when: ({ kind, headers }) => kind === 'upload-put' && Number(headers['content-length']) === layerBytes,
    });
    expect(statesOf(await fleet.mirror(['app:1']))).toEqual(['mirrored', 'mirrored']);
    expect(fleet.whole('app', '1')).toEqual([true, true]);
    expect(most(fleet.downloads())).toBe(1);
    expect(fleet.targets[0]?.count('blob-get')).toBe(1);
  });

  test('where the other’s copy cannot be read, it is fed from the source', async () => {
    const fleet = await useTwoWith({
      resetAfterBytesIn: 1_000_000,
      when: ({ kind, headers }) => kind === 'upload-put' && Number(headers['content-length']) === layerBytes,
    });
    fleet.targets[0]?.fault({ when: { kind: 'blob-get' }, status: 403, code: 'DENIED', times: always });
    expect(statesOf(await fleet.mirror(['app:1']))).toEqual(['mirrored', 'mirrored']);
    expect(fleet.whole('app', '1')).toEqual([true, true]);
    expect(most(fleet.downloads())).toBe(2);
    expect(fleet.targets[0]?.count('blob-get')).toBeGreaterThan(0);
  });
});

describe('a target that hangs', () => {
  test('does not keep the other from any of more images than are worked on at once', async () => {
    const fleet = await useFleet(2);
    const [first, second] = fleet.targets;
    const names = Array.from({ length: 120 }, (_, index) => `app${index}`);
    for (const name of names) buildImage(fleet.source, name, '1', { layers: 1, seed: name });
    second?.fault({ when: { kind: 'manifest-head' }, delayMs: always, times: always });
    const abort = new AbortController();
    const running = fleet.mirror(
      names.map((name) => `${name}:1`),
      { concurrency: '4' },
      abort.signal,
    );
    const tags = (): number => names.filter((name) => first?.resolve(fleet.repository(name), '1')).length;
    await eventually(() => {
      expect(tags()).toBe(names.length);
    });
    abort.abort();
    expect((await running).counts).toMatchObject({ mirrored: names.length, failed: names.length });
  });
});

describe('a target that goes down in the middle', () => {
  test('does not make the source be read again, for it is not the source that fails', async () => {
    const fleet = await useFleet(2);
    const [, second] = fleet.targets;
    const names = Array.from({ length: 6 }, (_, index) => `app${index}`);
    for (const name of names) buildImage(fleet.source, name, '1', { layers: [200_000, 1_000], seed: name });
    let posts = 0;
    const when = (request: { readonly kind: string }): boolean => request.kind === 'upload-post' && (posts += 1) > 1;
    second?.fault({ when, reset: true, times: always });
    const report = await fleet.mirror(names.map((name) => `${name}:1`));
    expect(report.counts).toMatchObject({ mirrored: names.length, failed: names.length });
    expect(most(fleet.downloads())).toBe(1);
  });
});

test('an upload that is not opened the first time is opened before the source is read again', async () => {
  const fleet = await useFleet(1);
  buildImage(fleet.source, 'app', '1', { layers: [1_000] });
  fleet.targets[0]?.fault({ when: { kind: 'upload-post' }, status: 503, times: always });
  expect(statesOf(await fleet.mirror(['app:1']))).toEqual(['failed']);
  expect(most(fleet.downloads())).toBe(1);
});

describe('a target that is slow does not hold up the others', () => {
  test('where it takes longer to begin, the other is done before, and it is fed from the other’s copy', async () => {
    const fleet = await useTwoWith({ delayMs: 3_000, when: { kind: 'upload-post' }, times: always });
    expect(statesOf(await fleet.mirror(['app:1']))).toEqual(['mirrored', 'mirrored']);
    expect(fleet.whole('app', '1')).toEqual([true, true]);
    expect(most(fleet.downloads())).toBe(1);
    const lastOf = ({ requests }: Registry, kind: string): number =>
      Math.max(...requests.filter((request) => request.kind === kind).map(({ endedTick = 0 }) => endedTick));
    const [first] = fleet.targets;
    if (first === undefined) throw new Error('there is a first');
    const readBack = first.requests.filter(({ kind }) => kind === 'blob-get');
    expect(readBack.length).toBeGreaterThan(0);
    for (const { startedTick } of readBack) expect(startedTick).toBeGreaterThan(lastOf(first, 'manifest-put'));
  });
});

test('a source that is cut in the middle is gone on with for all', async () => {
  const fleet = await useFleet(2);
  buildImage(fleet.source, 'app', '1', { layers: [layerBytes] });
  fleet.source.fault({ cutBody: 2_000_000, when: ({ kind, headers }) => kind === 'blob-get' && !headers.range });
  expect(statesOf(await fleet.mirror(['app:1']))).toEqual(['mirrored', 'mirrored']);
  expect(fleet.whole('app', '1')).toEqual([true, true]);
  for (const target of fleet.targets) expect(target.count('upload-put')).toBe(2);
});

test('a source that serves wrong bytes is believed by none', async () => {
  const fleet = await useFleet(2);
  buildImage(fleet.source, 'app', '1', { layers: [layerBytes] });
  fleet.source.fault({ flipBit: 7, when: { kind: 'blob-get' }, times: always });
  expect(statesOf(await fleet.mirror(['app:1']))).toEqual(['failed', 'failed']);
  for (const target of fleet.targets)
    expect(target.tags(`mirror/${fleet.source.host.replace(':', '_')}/app`)).toEqual([]);
});
