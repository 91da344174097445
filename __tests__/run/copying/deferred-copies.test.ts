import { describe, expect, test } from '@jest/globals';
import type { OptionTexts } from '../../../src/config/options.js';
import { changing, unknownChange } from '../../support/changes.js';
import { type Pair, onlyImage, statesOf, usePair, useRegistry } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { Registry } from '../../support/registry/registry.js';

const sixHours = 21_600;

/** Images of one index and two platforms each: three manifests. */
async function usePairWith(repositories: readonly string[], limit?: number): Promise<Pair> {
  const pair = await usePair({
    source: limit === undefined ? {} : { rateLimit: { limit, windowSeconds: sixHours } },
  });
  for (const repository of repositories) buildIndex(pair.source, repository, '1', { seed: repository });
  return pair;
}

function pulls({ source }: Pair, status = 200): number {
  return source.count('manifest-get', (record) => record.status === status);
}

/** The file of the image at this place of the list that is mirrored. */
function fileOf(index: number): string {
  return `images/${String(index).padStart(4, '0')}/Dockerfile`;
}

describe('where a source limits pulls', () => {
  test('it is told what the copies need and what is left, before the first blob is read', async () => {
    const pair = await usePairWith(['a', 'b'], 100);
    const told: { line: string; blobs: number }[] = [];
    const report = await pair.mirror(['a:1', 'b:1'], undefined, {
      progress: {
        started: () => undefined,
        expected: () => undefined,
        moved: () => undefined,
        finished: () => undefined,
        log: (line) => told.push({ line, blobs: pair.source.count('blob-get') }),
      },
    });
    expect(told).toEqual([
      {
        line: `${pair.source.host}: 100 of 100 pulls left before the copies (window of 6 h), 6 needed at most`,
        blobs: 0,
      },
    ]);
    expect(report.pullBudgets).toEqual([
      {
        registry: pair.source.host,
        limit: 100,
        remaining: 100,
        windowSeconds: sixHours,
        needed: 6,
        neededIs: 'at-most',
        deferred: 0,
      },
    ]);
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
    expect(pulls(pair)).toBe(6);
  });

  test('pulls that suffice to the last are all used, and no refusal is met', async () => {
    const pair = await usePairWith(['a', 'b', 'c'], 9);
    expect(statesOf(await pair.mirror(['a:1', 'b:1', 'c:1']))).toEqual(['mirrored', 'mirrored', 'mirrored']);
    expect([pulls(pair), pulls(pair, 429)]).toEqual([9, 0]);
  });

  test('what does not fit is deferred with the time when the window opens, and the next run after that does it', async () => {
    const pair = await usePairWith(['a', 'b', 'c'], 6);
    const before = Date.now();
    const report = await pair.mirror(['a:1', 'b:1', 'c:1']);
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored', 'deferred']);
    const [, , last] = report.images;
    const until = Date.parse(last?.deferredUntil ?? '');
    expect(until).toBeGreaterThanOrEqual(before + sixHours * 1_000);
    expect(until).toBeLessThan(before + (sixHours + 60) * 1_000);
    expect(last?.message).toContain(
      `${pair.source.host} has 0 pulls left, and this image needs at least one. Run it again after`,
    );
    expect(report.pullBudgets).toMatchObject([{ remaining: 6, needed: 7, neededIs: 'at-least', deferred: 1 }]);
    expect([pulls(pair), pulls(pair, 429)]).toEqual([6, 0]);
    pair.source.resetRateLimit();
    expect(statesOf(await pair.mirror(['a:1', 'b:1', 'c:1']))).toEqual([
      'skipped: up-to-date',
      'skipped: up-to-date',
      'mirrored',
    ]);
    expect(pulls(pair)).toBe(9);
  });

  test('a smaller image takes what a larger one has no use for', async () => {
    const pair = await usePairWith(['a'], 2);
    buildImage(pair.source, 'b', '1');
    expect(statesOf(await pair.mirror(['a:1', 'b:1']))).toEqual(['deferred', 'mirrored']);
    expect([pulls(pair), pulls(pair, 429)]).toEqual([2, 0]);
  });

  test('images of the pull request go first', async () => {
    const pair = await usePairWith(['a', 'b', 'c'], 3);
    const trigger = changing([fileOf(2)]);
    const report = await pair.mirror(['a:1', 'b:1', 'c:1'], { scope: 'all' }, { trigger });
    expect(statesOf(report)).toEqual(['deferred', 'deferred', 'mirrored']);
  });

  test('what the target lacks goes before what it has an older copy of', async () => {
    const pair = await usePairWith(['a'], 6);
    await pair.mirror(['a:1']);
    buildIndex(pair.source, 'a', '1', { seed: 'newer' });
    buildIndex(pair.source, 'b', '1', { seed: 'b' });
    expect(statesOf(await pair.mirror(['a:1', 'b:1']))).toEqual(['deferred', 'mirrored']);
  });

  test.each([
    ['known, in a run of all', changing([fileOf(0)]), 'all'],
    ['known, in a run of what is changed', changing([fileOf(0)]), 'auto'],
    ['known, in a merge group', changing([fileOf(0)], { kind: 'merge-group' }), 'auto'],
    ['not known, in a run of all', unknownChange(), 'all'],
    ['not known', unknownChange(), 'auto'],
  ])(
    'an image of the pull request that gets none, and has no copy, is a failure (what is changed is %s)',
    async (_name, trigger, scope) => {
      const pair = await usePairWith(['a'], 0);
      const image = onlyImage(await pair.mirror(['a:1'], { scope }, { trigger }));
      expect(image.state).toBe('failed');
      expect(image.message).toContain('has 0 pulls left');
    },
  );

  test('an image of a push waits: it is merged already', async () => {
    const pair = await usePairWith(['a'], 0);
    const trigger = changing([fileOf(0)], { kind: 'push' });
    const image = onlyImage(await pair.mirror(['a:1'], { scope: 'changed' }, { trigger }));
    expect(image.state).toBe('deferred');
  });

  test('images that are pinned find out by a HEAD, which does not count, and are read no further than there are pulls for', async () => {
    const pair = await usePair({ source: { rateLimit: { limit: 1, windowSeconds: sixHours } } });
    const pinned = ['a', 'b', 'c'].map(
      (repository) => `${repository}:1@${buildImage(pair.source, repository, '1', { seed: repository }).digest}`,
    );
    const report = await pair.mirror(pinned);
    expect(statesOf(report)).toEqual(['mirrored', 'deferred', 'deferred']);
    expect([pair.source.count('manifest-head'), pulls(pair), pulls(pair, 429)]).toEqual([1, 1, 0]);
  });

  test('manifests that the target has cost none', async () => {
    const pair = await usePairWith(['a'], 3);
    await pair.mirror(['a:1']);
    pair.source.tag('a', '2', pair.source.resolve('a', '1') ?? '');
    expect(statesOf(await pair.mirror(['a:2']))).toEqual(['mirrored']);
    expect([pulls(pair), pulls(pair, 429)]).toEqual([3, 0]);
  });
});

describe('pulls are counted by digest:', () => {
  const tags = ['1', '1.0', '1.0.0', 'latest', 'alpine'];

  /** One index of two platforms, three manifests, under five tags. */
  async function usePairWithTags(limit?: number): Promise<Pair> {
    const pair = await usePairWith(['app'], limit);
    for (const tag of tags) pair.source.tag('app', tag, pair.source.resolve('app', '1') ?? '');
    return pair;
  }

  const images = tags.map((tag) => `app:${tag}`);

  test('several tags of one image read it once', async () => {
    const pair = await usePairWithTags();
    expect((await pair.mirror(images)).counts).toMatchObject({ mirrored: 5 });
    expect(pulls(pair)).toBe(3);
  });

  test('several tags of one image need its pulls once', async () => {
    const pair = await usePairWithTags(3);
    const report = await pair.mirror(images);
    expect(report.counts).toMatchObject({ mirrored: 5 });
    expect(report.pullBudgets).toMatchObject([{ needed: 3, neededIs: 'at-most', deferred: 0 }]);
    expect([pulls(pair), pulls(pair, 429)]).toEqual([3, 0]);
  });

  test('several tags of one image that does not fit wait together', async () => {
    const pair = await usePairWithTags(2);
    const report = await pair.mirror(images);
    expect(report.counts).toMatchObject({ deferred: 5 });
    expect(report.pullBudgets).toMatchObject([{ needed: 3, neededIs: 'at-least', deferred: 5 }]);
    expect(report.images[0]?.message).toContain('has 1 pull left, and this image needs 2.');
    expect([pulls(pair), pulls(pair, 429)]).toEqual([1, 0]);
  });

  test('a check of several tags says what their one image needs', async () => {
    const pair = await usePairWithTags(9);
    const report = await pair.mirror(images, { mode: 'check' });
    expect(report.pullBudgets).toMatchObject([{ needed: 1, neededIs: 'at-least' }]);
  });

  test('one digest in two repositories is two manifests', async () => {
    const pair = await usePairWith([], 9);
    for (const repository of ['a', 'b']) buildIndex(pair.source, repository, '1', { seed: 'same' });
    const report = await pair.mirror(['a:1', 'b:1'], { mode: 'check' });
    expect(report.pullBudgets).toMatchObject([{ needed: 2 }]);
  });

  test('an image that another one’s index names is counted once', async () => {
    const pair = await usePairWith([], 3);
    const { images: platforms } = buildIndex(pair.source, 'app', '1');
    pair.source.tag('app', 'one-platform', platforms[0]?.digest ?? '');
    const report = await pair.mirror(['app:1', 'app:one-platform']);
    expect(report.counts).toMatchObject({ mirrored: 2 });
    expect(report.pullBudgets).toMatchObject([{ needed: 3 }]);
    expect([pulls(pair), pulls(pair, 429)]).toEqual([3, 0]);
  });
});

describe('with several targets', () => {
  /** Mirrors to the pair's target and to a second one. */
  async function useTargets(limit: number): Promise<Pair & { readonly other: Registry; readonly inputs: OptionTexts }> {
    const pair = await usePairWith(['app'], limit);
    const other = await useRegistry();
    return { ...pair, other, inputs: { target: `${pair.target.host}/mirror\n${other.host}/mirror` } };
  }

  test('an image that one holds under another tag, and one lacks, is counted whole', async () => {
    const pair = await useTargets(100);
    await pair.mirror(['app:1']);
    pair.source.resetRateLimit();
    pair.source.clearRequests();
    pair.source.tag('app', '2', pair.source.resolve('app', '1') ?? '');
    const report = await pair.mirror(['app:2'], pair.inputs);
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
    expect(report.pullBudgets).toMatchObject([{ needed: 3, neededIs: 'at-most' }]);
    expect(pulls(pair)).toBe(3);
  });

  test('an image that cannot be finished for the one that lacks it costs no more than the pull that tells', async () => {
    const pair = await useTargets(2);
    const held = buildIndex(pair.target, pair.repository('app'), 'another', { seed: 'app' });
    expect(held.digest).toBe(pair.source.resolve('app', '1'));
    const report = await pair.mirror(['app:1'], pair.inputs);
    expect(statesOf(report)).toEqual(['deferred', 'deferred']);
    expect([pulls(pair), pulls(pair, 429)]).toEqual([1, 0]);
  });

  test('an image that all hold under another tag costs none', async () => {
    const pair = await useTargets(3);
    await pair.mirror(['app:1'], pair.inputs);
    pair.source.tag('app', '2', pair.source.resolve('app', '1') ?? '');
    const report = await pair.mirror(['app:2'], pair.inputs);
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
    expect([pulls(pair), pulls(pair, 429)]).toEqual([3, 0]);
  });

  test('a check says what the image needs, once', async () => {
    const pair = await useTargets(6);
    const report = await pair.mirror(['app:1'], { ...pair.inputs, mode: 'check' });
    expect(statesOf(report)).toEqual(['would-mirror', 'would-mirror']);
    expect(report.pullBudgets).toMatchObject([{ needed: 1, neededIs: 'at-least' }]);
  });
});

describe('pins tell of no limit', () => {
  const gone = `gone:1@sha256:${'a'.repeat(64)}`;

  /** Pinned indexes of three manifests, behind a pin that the source answers for without a word of its limit. */
  async function usePins(status: number): Promise<Pair & { readonly pins: readonly string[] }> {
    const repositories = ['a', 'b', 'c', 'd'];
    const pair = await usePairWith(repositories, 5);
    pair.source.fault({
      when: { repository: 'gone' },
      status,
      headers: { 'ratelimit-limit': undefined, 'ratelimit-remaining': undefined },
      times: Number.POSITIVE_INFINITY,
    });
    const pins = repositories.map((repository) => `${repository}:1@${pair.source.resolve(repository, '1') ?? ''}`);
    return { ...pair, pins: [gone, ...pins] };
  }

  test.each([404, 403, 500])(
    'where the first is answered by %d: the others are asked, and every window brings some',
    async (status) => {
      const pair = await usePins(status);
      const report = await pair.mirror(pair.pins);
      expect(statesOf(report)).toEqual(['failed', 'mirrored', 'deferred', 'deferred', 'deferred']);
      expect(pulls(pair, 429)).toBe(0);
      pair.source.resetRateLimit();
      expect((await pair.mirror(pair.pins)).counts).toMatchObject({ mirrored: 1, deferred: 2, failed: 1 });
    },
  );

  test('where the first cannot be looked up: it is planned for with the others', async () => {
    const pair = await usePins(404);
    const silent = { 'ratelimit-limit': undefined, 'ratelimit-remaining': undefined };
    const when = { kind: 'manifest-head', repository: 'a' } as const;
    pair.source.fault({ when, status: 403, headers: silent, times: Number.POSITIVE_INFINITY });
    const report = await pair.mirror(pair.pins.slice(1));
    expect(statesOf(report)).toEqual(['mirrored', 'deferred', 'deferred', 'deferred']);
    expect(report.pullBudgets).toMatchObject([{ needed: 10, deferred: 3 }]);
    expect([pulls(pair), pulls(pair, 429)]).toEqual([5, 0]);
  });

  test('where none is there: each fails for itself', async () => {
    const pair = await usePins(404);
    expect(statesOf(await pair.mirror([gone, `gone:2@sha256:${'b'.repeat(64)}`]))).toEqual(['failed', 'failed']);
  });

  test('where the first answers: one look does for all', async () => {
    const pair = await usePins(404);
    pair.source.clearRequests();
    await pair.mirror(pair.pins.slice(1));
    expect(pair.source.count('manifest-head')).toBe(1);
  });
});

test('a limit that others use up meanwhile ends the reading: the rest is deferred and not asked for', async () => {
  const pair = await usePairWith(['a', 'b', 'c', 'd', 'e'], 100);
  const refusal = { status: 429, code: 'TOOMANYREQUESTS', message: 'You have reached your pull rate limit' };
  let served = 0;
  pair.source.fault({
    ...refusal,
    headers: { 'retry-after': '3600' },
    when: ({ kind }) => kind === 'manifest-get' && ++served > 5,
    times: Number.POSITIVE_INFINITY,
  });
  const before = Date.now();
  const report = await pair.mirror(['a:1', 'b:1', 'c:1', 'd:1', 'e:1']);
  expect(new Set(statesOf(report))).toEqual(new Set(['deferred']));
  expect(pulls(pair)).toBe(5);
  expect(pulls(pair, 429)).toBeLessThanOrEqual(10);
  const until = Date.parse(report.images[0]?.deferredUntil ?? '');
  expect(Math.abs(until - before - 3_600_000)).toBeLessThan(60_000);
});

test('a source that says nothing of a limit has no budget, and nothing is told', async () => {
  const pair = await usePairWith(['a']);
  const told: string[] = [];
  const report = await pair.mirror(['a:1'], undefined, {
    progress: {
      started: () => undefined,
      expected: () => undefined,
      moved: () => undefined,
      finished: () => undefined,
      log: (line) => told.push(line),
    },
  });
  expect([report.pullBudgets, told]).toEqual([[], []]);
});

test('a limit that nothing needs is told all the same', async () => {
  const pair = await usePairWith(['a'], 3);
  await pair.mirror(['a:1']);
  expect((await pair.mirror(['a:1'])).pullBudgets).toMatchObject([{ limit: 3, remaining: 0, needed: 0, deferred: 0 }]);
});

test('a check says what a run would need at least', async () => {
  const pair = await usePairWith(['a', 'b'], 3);
  const report = await pair.mirror(['a:1', 'b:1'], { mode: 'check' });
  expect(statesOf(report)).toEqual(['would-mirror', 'would-mirror']);
  expect(report.pullBudgets).toMatchObject([{ limit: 3, remaining: 3, needed: 2, neededIs: 'at-least' }]);
  expect(pulls(pair)).toBe(0);
});
