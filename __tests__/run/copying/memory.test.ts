import { describe, expect, test } from '@jest/globals';
import {
  type Pair,
  expectComplete,
  explain,
  mirrorFiles,
  statesOf,
  usePair,
  useRegistry,
} from '../../support/mirror.js';
import { buildImage, descriptorOf } from '../../support/registry/images/images.js';
import type { BuiltManifest } from '../../support/registry/images/image-types.js';
import { addIndex } from '../../support/registry/images/indexes.js';
import type { Registry } from '../../support/registry/registry.js';
import { eventually } from '../../support/timing/eventually.js';

const mebibyte = 1024 * 1024;

/** An image whose manifest is so large. */
function largeImage(registry: Registry, name: string, tag: string | undefined, bytes: number): BuiltManifest {
  return buildImage(registry, name, tag, {
    seed: name,
    layers: [1_000],
    annotations: { note: 'x'.repeat(Math.round(bytes)) },
  });
}

/** What a run holds at the least: the manifests that it has read, of images whose tags are not put yet. */
function watchHeld({ source, target, repository }: Pair): { readonly mostBytes: () => number } {
  const held = new Map<string, number>();
  let most = 0;
  source.watch(({ kind, repository: name, bytesOut }) => {
    if (kind !== 'manifest-get' || name === undefined) return;
    held.set(repository(name), (held.get(repository(name)) ?? 0) + bytesOut);
    most = Math.max(
      most,
      [...held.values()].reduce((sum, bytes) => sum + bytes, 0),
    );
  });
  target.watch(({ kind, repository: name, reference }) => {
    if (kind === 'manifest-put' && reference === '1') held.delete(name ?? '');
  });
  return { mostBytes: () => most };
}

/** Each upload takes its time, so that many images are in work at once. */
function slowUploads(target: Registry): void {
  target.fault({ when: { kind: 'upload-put' }, times: Number.POSITIVE_INFINITY, delayMs: 50 });
}

describe('F22 many images with large manifests are in work at once, and the target is slow:', () => {
  test('they wait for each other, so that the run holds no more than it may', async () => {
    const pair = await usePair({ target: { maxManifestBytes: 8 * mebibyte } });
    const names = Array.from({ length: 7 }, (_each, index) => `app${index}`);
    const images = names.map((name) => largeImage(pair.source, name, '1', 4.9 * mebibyte));
    slowUploads(pair.target);
    const watched = watchHeld(pair);
    const report = await pair.mirror(
      names.map((name) => `${name}:1`),
      {},
      { maxMemoryBytes: 24 * mebibyte },
    );
    expect(explain(report).trim()).toBe('');
    expect(statesOf(report)).toEqual(names.map(() => 'mirrored'));
    names.forEach((name, index) => {
      expectComplete(pair, name, '1', images[index]?.digest ?? '');
    });
    // Three quarters are for one way: two that were read, and a share for one that is not.
    expect(watched.mostBytes()).toBeGreaterThan(9 * mebibyte);
    expect(watched.mostBytes()).toBeLessThanOrEqual(18 * mebibyte);
    expect(pair.source.count('manifest-get')).toBe(names.length);
  });

  test('one that needs more than a usual share is copied, too, and its manifests are read once', async () => {
    const pair = await usePair({ target: { maxManifestBytes: 8 * mebibyte } });
    const names = Array.from({ length: 3 }, (_each, index) => `app${index}`);
    const indexes = names.map((name) => {
      const children = [1, 2, 3].map((number) => largeImage(pair.source, name, undefined, 3 * mebibyte + number));
      return addIndex(pair.source, name, '1', children.map(descriptorOf), {});
    });
    slowUploads(pair.target);
    const watched = watchHeld(pair);
    const report = await pair.mirror(
      names.map((name) => `${name}:1`),
      {},
      { maxMemoryBytes: 24 * mebibyte },
    );
    expect(explain(report).trim()).toBe('');
    names.forEach((name, index) => {
      expectComplete(pair, name, '1', indexes[index]?.digest ?? '');
    });
    // One is more than three quarters of the budget: it is alone.
    expect(watched.mostBytes()).toBeLessThanOrEqual(10 * mebibyte);
    expect(pair.source.count('manifest-get')).toBe(names.length * 4);
  });

  test('one whose config does not fit beside its manifest gets a larger share before anything is written', async () => {
    const pair = await usePair({ target: { maxManifestBytes: 8 * mebibyte } });
    const { digest, blobs } = buildImage(pair.source, 'app', '1', {
      config: { labels: { note: 'x'.repeat(3.5 * mebibyte) } },
      annotations: { note: 'x'.repeat(4.9 * mebibyte) },
    });
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectComplete(pair, 'app', '1', digest);
    // So large a manifest is kept by nobody.
    expect(pair.source.count('manifest-get')).toBe(2);
    expect(pair.source.count('blob-get')).toBe(blobs.length);
  });

  test('those of another source go on while they wait', async () => {
    const pair = await usePair({ target: { maxManifestBytes: 8 * mebibyte } });
    const other = await useRegistry();
    const names = Array.from({ length: 6 }, (_each, index) => `app${index}`);
    for (const name of names) largeImage(pair.source, name, '1', 4.9 * mebibyte);
    buildImage(other, 'small', '1');
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    pair.source.fault({ when: { kind: 'blob-get' }, times: Number.POSITIVE_INFINITY, holdUntil: held });
    const images = [...names.map((name) => `${pair.source.host}/${name}:1`), `${other.host}/small:1`];
    const done: string[] = [];
    const run = mirrorFiles({
      files: Object.fromEntries(images.map((image, index) => [`images/${index}/Dockerfile`, `FROM ${image}\n`])),
      inputs: { target: `${pair.target.host}/mirror`, 'verify-timeout': '1' },
      maxMemoryBytes: 24 * mebibyte,
      progress: {
        started: () => undefined,
        expected: () => undefined,
        moved: () => undefined,
        log: () => undefined,
        finished: ({ source }) => {
          done.push(source.repository);
        },
      },
    });
    await eventually(() => {
      expect(done).toEqual(['small']);
    });
    release();
    expect(statesOf(await run)).toEqual(images.map(() => 'mirrored'));
  });

  test('a run that is stopped meanwhile ends, and says of each that it was stopped', async () => {
    const pair = await usePair({ target: { maxManifestBytes: 8 * mebibyte } });
    const names = Array.from({ length: 6 }, (_each, index) => `app${index}`);
    for (const name of names) largeImage(pair.source, name, '1', 4.9 * mebibyte);
    const stop = new AbortController();
    pair.target.fault({
      when: { kind: 'upload-put' },
      times: Number.POSITIVE_INFINITY,
      delayMs: Number.POSITIVE_INFINITY,
    });
    const run = pair.mirror(
      names.map((name) => `${name}:1`),
      {},
      { maxMemoryBytes: 24 * mebibyte, signal: stop.signal },
    );
    await eventually(() => {
      expect(pair.source.count('manifest-get')).toBe(3);
    });
    stop.abort();
    const report = await run;
    expect(statesOf(report)).toEqual(names.map(() => 'failed'));
    expect(pair.source.count('manifest-get')).toBe(3);
  });
});
