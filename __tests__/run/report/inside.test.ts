import { describe, expect, test } from '@jest/globals';
import { mirrorLines } from '../../support/bump.js';
import { type Pair, onlyImage, statesOf, usePair } from '../../support/mirror.js';
import { buildImage, descriptorOf } from '../../support/registry/images/images.js';
import { addIndex, buildIndex, imageDescriptor } from '../../support/registry/images/indexes.js';
import type { FaultMatch } from '../../support/registry/faults/fault-types.js';
import type { BuiltIndex } from '../../support/registry/images/image-types.js';
import type { RegistryOptions } from '../../support/registry/options.js';
import type { Registry } from '../../support/registry/registry.js';
import { secretFor } from '../../support/secrets.js';

const old = {
  seed: '14',
  platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'],
  config: { created: '2024-01-01T00:00:00Z', env: ['PATH=/usr/bin', 'PG_MAJOR=14', `PG_PASSWORD=${secretFor('old')}`] },
};
const fresh = {
  seed: '15',
  platforms: ['linux/amd64', 'linux/arm64'],
  config: {
    created: '2024-05-01T00:00:00Z',
    env: ['PATH=/usr/bin', 'PG_MAJOR=15', `PG_PASSWORD=${secretFor('new')}`],
    labels: { note: '</details> @team ::error::x' },
  },
};

/** db:14 is mirrored, and db:15 at the source. */
async function useBump(
  options: { source?: RegistryOptions } = {},
): Promise<Pair & { before: BuiltIndex; now: BuiltIndex }> {
  const pair = await usePair(options);
  const before = buildIndex(pair.source, 'db', '14', old);
  const now = buildIndex(pair.source, 'db', '15', fresh);
  await pair.mirror(['db:14']);
  pair.target.clearRequests();
  pair.source.clearRequests();
  return { ...pair, before, now };
}

const bump = { image: 'db:15', was: 'db:14' };

/** Requests by kind, but for those that find nothing new. */
function costOf(registry: Registry): Readonly<Record<string, number>> {
  const kinds = registry.requests.map(({ kind }) => kind);
  return Object.fromEntries(
    [...new Set(kinds)].sort().map((kind) => [kind, kinds.filter((other) => other === kind).length]),
  );
}

function pulls({ source }: Pair): number {
  return source.count('manifest-get', ({ status }) => status === 200);
}

describe('B5 a pin without a tag whose new digest looks like another variant’s', () => {
  const title = (value: string): Record<string, string> => ({ 'org.opencontainers.image.title': value });
  const linux = {
    platforms: ['linux/amd64', 'linux/arm64'],
    config: { created: '2026-01-01T00:00:00Z', labels: title('golang'), more: { Entrypoint: ['go'] } },
  };
  const windows = { ...linux, platforms: ['windows/amd64'] };
  const other = {
    ...linux,
    config: { ...linux.config, labels: title('golang-cgo'), more: { Entrypoint: ['cgo'] } },
  };

  async function warningsOf(now: object, tags = ['', '']): Promise<string> {
    const pair = await usePair();
    const before = buildIndex(pair.source, 'db', '14', { ...linux, seed: 'before' });
    const after = buildIndex(pair.source, 'db', '14', { ...now, seed: 'after' });
    await mirrorLines(pair, [`db@${before.digest}`]);
    const line = { image: `db${tags[1] ?? ''}@${after.digest}`, was: `db${tags[0] ?? ''}@${before.digest}` };
    return onlyImage(await mirrorLines(pair, [line])).warnings.join(' ');
  }

  test('is warned of by its platforms, where nothing else can be compared', async () => {
    expect(await warningsOf(windows)).toContain('differs from the one before in its platforms. Check that');
  });

  test('is warned of by entrypoint and title, and it is said how to write it', async () => {
    const words = await warningsOf(other);
    expect(words).toContain('in its entrypoint (["go"] → ["cgo"]) and its title (golang → golang-cgo).');
    expect(words).toContain('write name:tag@digest');
  });

  test.each<[string, object, string[]]>([
    ['of the same variant', linux, ['', '']],
    ['with its tag', other, [':14', ':14']],
    ['that got its tag', other, ['', ':14']],
    ['that lost its tag', other, [':14', '']],
  ])('is not warned of for a digest %s', async (_name, now, tags) => {
    expect(await warningsOf(now, tags)).not.toContain('no tag beside it');
  });

  test('is not warned of for another repository', async () => {
    const pair = await usePair();
    const before = buildIndex(pair.source, 'old', '14', { ...linux, seed: 'before' });
    const after = buildIndex(pair.source, 'db', '14', { ...other, seed: 'after' });
    const report = await mirrorLines(pair, [{ image: `db@${after.digest}`, was: `old@${before.digest}` }]);
    expect(onlyImage(report).comparison?.inside?.changes.length).toBe(2);
    expect(onlyImage(report).warnings).toEqual([]);
  });
});

describe('O3 a bump from one tag to another', () => {
  test('tells what changed inside, platforms lost, layers, dates, and no secret', async () => {
    const pair = await useBump();
    const report = await mirrorLines(pair, [bump]);
    const image = onlyImage(report);
    expect(image.comparison).toEqual({
      before: { name: `${pair.source.host}/db:14`, digest: pair.before.digest },
      lostPlatforms: ['linux/arm/v7'],
      gainedPlatforms: [],
      inside: {
        platform: 'linux/amd64',
        createdBefore: '2024-01-01T00:00:00Z',
        created: '2024-05-01T00:00:00Z',
        layers: { kept: 0, keptBytes: 0, added: 2, addedBytes: expect.any(Number), removed: 2 },
        changes: [
          { field: 'environment', name: 'PG_MAJOR', before: '14', now: '15' },
          { field: 'environment', name: 'PG_PASSWORD', isHidden: true },
          { field: 'labels', name: 'note', now: '</details> @team ::error::x' },
        ],
      },
    });
    expect(image.warnings).toEqual([`It does not serve linux/arm/v7 any more, which ${pair.source.host}/db:14 did.`]);
  });

  test('costs the target five requests, and the source none', async () => {
    const plain = await useBump();
    await mirrorLines(plain, ['db:15']);
    const pair = await useBump();
    await mirrorLines(pair, [bump]);
    expect(costOf(pair.source)).toEqual(costOf(plain.source));
    const [without, with_] = [costOf(plain.target), costOf(pair.target)];
    expect((with_['manifest-head'] ?? 0) - (without['manifest-head'] ?? 0)).toBe(1); // what 14 leads to there
    expect((with_['manifest-get'] ?? 0) - (without['manifest-get'] ?? 0)).toBe(2); // its index and its image
    expect((with_['blob-get'] ?? 0) - (without['blob-get'] ?? 0)).toBe(2); // both configs
    expect(pair.target.requests.length - plain.target.requests.length).toBe(5);
  });

  test('is told again when the run is repeated and nothing is copied, from the target alone', async () => {
    const pair = await useBump();
    const first = onlyImage(await mirrorLines(pair, [bump]));
    pair.source.clearRequests();
    pair.target.clearRequests();
    const again = onlyImage(await mirrorLines(pair, [bump]));
    expect([again.state, again.reason]).toEqual(['skipped', 'up-to-date']);
    expect(again.comparison).toEqual(first.comparison);
    expect(again.warnings).toEqual(first.warnings);
    expect(costOf(pair.source)).toEqual({ ping: 1, 'manifest-head': 1 });
    expect(costOf(pair.target)).toEqual({ ping: 1, 'manifest-head': 2, 'manifest-get': 4, 'blob-get': 2 });
  });

  test.each([{ mode: 'check' }, { mode: 'mirror' }])('names the platforms that are left: %j', async (inputs) => {
    const pair = await useBump();
    for (const state of inputs.mode === 'check' ? ['would-mirror'] : ['mirrored', 'skipped']) {
      const image = onlyImage(await mirrorLines(pair, [bump], { inputs }));
      expect([image.state, image.platforms]).toEqual([state, ['linux/amd64', 'linux/arm64']]);
    }
  });

  test('of a single image has its platform and size as a copy tells them', async () => {
    const pair = await usePair();
    for (const tag of ['1', '2']) buildImage(pair.source, 'app', tag, { seed: tag });
    await pair.mirror(['app:1']);
    const line = { image: 'app:2', was: 'app:1' };
    const foreseen = onlyImage(await mirrorLines(pair, [line], { inputs: { mode: 'check' } }));
    const copied = onlyImage(await mirrorLines(pair, [line]));
    const again = onlyImage(await mirrorLines(pair, [line]));
    expect([foreseen.state, copied.state, again.state]).toEqual(['would-mirror', 'mirrored', 'skipped']);
    expect([copied.platforms, typeof copied.size]).toEqual([['linux/amd64'], 'number']);
    for (const { platforms, size } of [foreseen, again])
      expect([platforms, size]).toEqual([copied.platforms, copied.size]);
  });

  test.each([
    ['linux/amd64 where both have it', ['linux/arm64', 'linux/amd64'], 'linux/amd64'],
    ['else the first that both have', ['linux/s390x', 'linux/arm/v7', 'linux/arm64'], 'linux/arm/v7'],
  ])('is looked into on %s', async (_name, platforms, platform) => {
    const pair = await useBump();
    buildIndex(pair.source, 'db', '16', { ...fresh, platforms });
    const { comparison } = onlyImage(await mirrorLines(pair, [{ image: 'db:16', was: 'db:14' }]));
    expect(comparison?.inside?.platform).toBe(platform);
  });

  test('to an index that does not name all of its platforms says of none that it is lost', async () => {
    const pair = await useBump();
    const [one, other] = ['linux/amd64', 'linux/arm64'].map((platform) =>
      buildImage(pair.source, 'db', undefined, { platform }),
    );
    if (one === undefined || other === undefined) throw new Error('two images were built');
    addIndex(pair.source, 'db', '16', [imageDescriptor(one), descriptorOf(other)], {});
    const image = onlyImage(await mirrorLines(pair, [{ image: 'db:16', was: 'db:14' }]));
    expect(image.comparison).toMatchObject({ lostPlatforms: [], inside: { platform: 'linux/amd64' } });
    expect(image.warnings).toEqual([]);
  });

  test('of another repository, its copy is found by its own name', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'old/app', '1', { seed: 'a' });
    buildImage(pair.source, 'new/app', '1', { seed: 'b', config: { env: ['A=1'] } });
    await pair.mirror(['old/app:1']);
    pair.source.clearRequests();
    const { comparison } = onlyImage(await mirrorLines(pair, [{ image: 'new/app:1', was: 'old/app:1' }]));
    expect(comparison?.before.name).toBe(`${pair.source.host}/old/app:1`);
    expect(comparison?.inside?.changes).toHaveLength(2);
    expect(pair.source.count('manifest-get', ({ repository }) => repository === 'old/app')).toBe(0);
  });

  test('of two pins of one tag, that before is read by its digest', async () => {
    const pair = await usePair();
    const before = buildImage(pair.source, 'app', '1', { seed: 'a' });
    await pair.mirror([`app:1@${before.digest}`]);
    const now = buildImage(pair.source, 'app', '1', { seed: 'b' });
    const image = onlyImage(await mirrorLines(pair, [{ image: `app:1@${now.digest}`, was: `app:1@${before.digest}` }]));
    expect(image.comparison?.before).toEqual({ name: `${pair.source.host}/app:1`, digest: before.digest });
    expect(image.comparison?.inside?.layers).toMatchObject({ kept: 0, added: 2, removed: 2 });
  });

  test('a pin that the target lost is read at the source, which names no limit', async () => {
    const pair = await useBump();
    const lost = buildImage(pair.source, 'db', undefined, { seed: 'lost' });
    const image = onlyImage(await mirrorLines(pair, [{ image: 'db:15', was: `db:14@${lost.digest}` }]));
    expect(image.comparison?.before.digest).toBe(lost.digest);
  });

  test('a copy that is not there changes nothing else', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '2');
    const told: string[] = [];
    const image = onlyImage(await mirrorLines(pair, [{ image: 'app:2', was: 'app:1' }], { told }));
    expect([image.comparison, image.warnings, image.message]).toEqual([undefined, [], undefined]);
    expect(told).toHaveLength(1);
  });
});

test('an image that is older than the one it replaces is a warning', async () => {
  const pair = await useBump();
  await pair.mirror(['db:15']);
  const image = onlyImage(await mirrorLines(pair, [{ image: 'db:14', was: 'db:15' }]));
  expect(image.warnings).toEqual([
    `It is older than the image that it replaces: it was built 2024-01-01, and ${pair.source.host}/db:15 was built 2024-05-01.`,
  ]);
});

describe('no pull is spent where pulls are short', () => {
  const limited = (limit: number): RegistryOptions => ({ rateLimit: { limit, windowSeconds: 21_600 } });

  test('a check reads the new image at the source where it names no limit', async () => {
    const pair = await useBump();
    const image = onlyImage(await mirrorLines(pair, [bump], { inputs: { mode: 'check' } }));
    expect(image.state).toBe('would-mirror');
    expect(image.comparison?.lostPlatforms).toEqual(['linux/arm/v7']);
    expect(pulls(pair)).toBe(2);
  });

  test.each([
    ['more than half of the pulls are left', 20, true],
    ['half of them are left', 8, false],
  ])('where %s', async (_name, limit, isCompared) => {
    const pair = await useBump({ source: limited(limit) });
    const told: string[] = [];
    const report = await mirrorLines(pair, [bump], { inputs: { mode: 'check' }, told });
    expect(onlyImage(report).comparison !== undefined).toBe(isCompared);
    expect(pulls(pair)).toBe(isCompared ? 2 : 0);
    expect(report.traffic.upstreamPulls).toBe(pulls(pair));
    expect(told.join()).toContain(isCompared ? '' : `the pulls that ${pair.source.host} has left are kept for copies`);
  });

  test('an old image that the target lost is not pulled again, and many at once take no more than the half', async () => {
    const pair = await usePair({ source: limited(10) });
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
    for (const name of names)
      for (const tag of ['1', '2']) buildImage(pair.source, name, tag, { seed: `${name}${tag}` });
    const lines = names.map((name) => ({ image: `${name}:2`, was: `${name}:1` }));
    await mirrorLines(pair, lines, { inputs: { mode: 'check' } });
    expect(pulls(pair)).toBeLessThanOrEqual(5);
  });

  test('pulls that copies need go to copies: the last one is not spent on a look', async () => {
    const pair = await usePair({ source: limited(5) });
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names)
      for (const tag of ['1', '2']) buildImage(pair.source, name, tag, { seed: `${name}${tag}` });
    const report = await mirrorLines(
      pair,
      names.map((name) => ({ image: `${name}:2`, was: `${name}:1` })),
    );
    expect(new Set(statesOf(report))).toEqual(new Set(['mirrored']));
  });
});

describe('what goes wrong with a look is no image’s failure', () => {
  test.each<[string, (before: BuiltIndex) => FaultMatch, boolean]>([
    ['a config that the target lost', () => ({ kind: 'blob-get' }), true],
    ['an index that the target does not give', ({ digest }) => ({ kind: 'manifest-get', path: digest }), false],
    ['an image that it does not give', ({ images }) => ({ kind: 'manifest-get', path: images[0]?.digest ?? '' }), true],
  ])('%s', async (_name, when, hasPlatforms) => {
    const pair = await useBump();
    pair.target.fault({ when: when(pair.before), status: 500, times: Number.POSITIVE_INFINITY });
    const told: string[] = [];
    const image = onlyImage(await mirrorLines(pair, [bump], { told }));
    expect([image.state, image.message]).toEqual(['mirrored', undefined]);
    expect(image.comparison?.inside).toBeUndefined();
    expect(image.comparison?.lostPlatforms).toEqual(hasPlatforms ? ['linux/arm/v7'] : undefined);
    expect(told.join()).toContain('was not compared with the image before');
  });

  test('more than a hundred: the rest is said to be left out', async () => {
    const pair = await usePair();
    const names = Array.from({ length: 103 }, (_item, index) => `app${String(index)}`);
    for (const name of names) buildImage(pair.source, name, '1', { layers: 1, seed: 'a' });
    await pair.mirror(names.map((name) => `${name}:1`));
    for (const name of names) buildImage(pair.source, name, '1', { layers: 1, seed: 'b' });
    const told: string[] = [];
    const report = await mirrorLines(
      pair,
      names.map((name) => `${name}:1`),
      { told },
    );
    expect(report.images.filter(({ comparison }) => comparison !== undefined)).toHaveLength(100);
    expect(report.warnings).toEqual([expect.stringMatching(/^Of 103 images that changed, 100 were looked into: /)]);
    expect(told).toEqual([]);
  });
});

test('an image without one before it, and a run with nothing to do, cost nothing more', async () => {
  const pair = await usePair();
  buildIndex(pair.source, 'app', '1');
  const image = onlyImage(await pair.mirror(['app:1']));
  expect(image.comparison).toBeUndefined();
  expect(pair.target.count('blob-get')).toBe(0);
  expect(pair.target.count('manifest-get')).toBe(1); // read back by its digest
  pair.source.clearRequests();
  pair.target.clearRequests();
  await pair.mirror(['app:1']);
  expect([costOf(pair.source), costOf(pair.target)]).toEqual([
    { ping: 1, 'manifest-head': 1 },
    { ping: 1, 'manifest-head': 1 },
  ]);
});
