import { describe, expect, test } from '@jest/globals';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import { explain, onlyImage, statesOf, usePair } from '../../support/mirror.js';
import type { Fault } from '../../support/registry/faults/fault-types.js';

test('D1 pinned and there: one HEAD on the target, and nothing of the source, which may be down', async () => {
  const pair = await usePair();
  const { digest } = buildIndex(pair.source, 'app', '1');
  await pair.mirror([`app:1@${digest}`]);
  pair.target.clearRequests();
  pair.source.clearRequests();
  await pair.source.pause();
  const report = await pair.mirror([`app:1@${digest}`]);
  expect(statesOf(report)).toEqual(['skipped: up-to-date']);
  expect(pair.target.requests.map(({ kind }) => kind)).toEqual(['ping', 'manifest-head']);
  expect(pair.source.requests).toEqual([]);
});

test('D2 compare: presence is content with any image, and does not ask the source', async () => {
  const pair = await usePair();
  buildImage(pair.target, pair.repository('app'), '1', { seed: 'something else' });
  await pair.source.pause();
  const report = await pair.mirror(['app:1'], { compare: 'presence' });
  expect(statesOf(report)).toEqual(['skipped: present']);
});

test('D3 by tag and equal: one HEAD on each side, and no GET of a manifest', async () => {
  const pair = await usePair();
  buildIndex(pair.source, 'app', '1');
  await pair.mirror(['app:1']);
  pair.target.clearRequests();
  pair.source.clearRequests();
  const report = await pair.mirror(['app:1']);
  expect(statesOf(report)).toEqual(['skipped: up-to-date']);
  expect(pair.target.requests.map(({ kind }) => kind)).toEqual(['ping', 'manifest-head']);
  expect(pair.source.requests.map(({ kind }) => kind)).toEqual(['ping', 'manifest-head']);
  expect(report.traffic.upstreamPulls).toBe(0);
});

describe('B4 a check that leaves images to mirror says what it was told to say of that', () => {
  const leftImagesReason = 'octocat started this run.';

  test.each<[string, string, readonly string[]]>([
    ['check', 'app:1', [leftImagesReason]],
    ['mirror', 'app:1', []],
  ])('mode %s', async (mode, image, expected) => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    expect((await pair.mirror([image], { mode }, { leftImagesReason })).warnings).toEqual(expected);
  });

  test('and nothing of what was to be mirrored, and may not be written', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    pair.target.fault({ status: 403, when: { kind: 'upload-post' }, times: Number.POSITIVE_INFINITY });
    const whenRefused = { kind: 'check', explain: () => 'No right to write.' } as const;
    const report = await pair.mirror(['app:1'], {}, { leftImagesReason, whenRefused });
    expect(statesOf(report)).toEqual(['would-mirror']);
    expect(report.warnings).toEqual([]);
  });

  test('and nothing where the copy is there', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    expect((await pair.mirror(['app:1'], { mode: 'check' }, { leftImagesReason })).warnings).toEqual([]);
  });
});

describe('D4 what the target lacks is copied', () => {
  test.each([
    ['the repository', undefined],
    ['the tag', 'other'],
  ])('%s', async (_name, tag) => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    if (tag !== undefined) buildImage(pair.target, pair.repository('app'), tag, { seed: 'other' });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
  });
});

describe('D5 a target that holds another digest', () => {
  test.each([
    ['update', 'mirrored'],
    ['report', 'stale: target-behind'],
    ['fail', 'failed'],
  ])('on-mismatch: %s → %s', async (onMismatch, state) => {
    const pair = await usePair();
    const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    const moved = buildImage(pair.source, 'app', '1', { seed: 'new' });
    const report = await pair.mirror(['app:1'], { 'on-mismatch': onMismatch });
    expect(statesOf(report)).toEqual([state]);
    expect(onlyImage(report)).toMatchObject({ previousDigest: old.digest, digest: moved.digest });
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(state === 'mirrored' ? moved.digest : old.digest);
  });
});

describe('D6 a target that fails is never taken for one that lacks the image', () => {
  test.each<[string, Fault]>([
    ['401', { status: 401 }],
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    [
      '502 with HTML',
      { status: 502, body: '<html><h1>Bad gateway</h1></html>', headers: { 'content-type': 'text/html' } },
    ],
    ['503', { status: 503 }],
    ['a reset', { reset: true }],
    ['a redirect to nowhere', { redirect: 'http://127.0.0.1:1/' }],
  ])('%s', async (_name, fault) => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    pair.target.fault({ ...fault, when: { kind: 'manifest-head' }, times: Number.POSITIVE_INFINITY });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(/^Looking up .* on the target: /);
    expect(pair.target.count('upload-post')).toBe(0);
    expect(pair.target.count('manifest-put')).toBe(0);
  });

  test('a registry that is not there', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    await pair.target.pause();
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('ECONNREFUSED');
  });

  test('but what passes is tried again', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    pair.target.fault({ status: 503, when: { kind: 'manifest-head' }, times: 4 });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
  });
});

describe('D7 a source that cannot be read', () => {
  test('leaves a copy as it is, unverified, with a warning', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    await pair.source.pause();
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['skipped: unverified']);
    expect(onlyImage(report).warnings.join()).toContain('ECONNREFUSED');
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
  });

  test('because its tag was deleted upstream leaves the copy, and says so', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    pair.source.deleteTag('app', '1');
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['skipped: unverified']);
    expect(onlyImage(report).warnings.join()).toContain('is not at the source');
  });

  test('because of a pull limit names the time when it ends', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    const limit = {
      status: 429,
      code: 'TOOMANYREQUESTS',
      message: 'You have reached your pull rate limit',
      headers: { 'retry-after': '7200', 'ratelimit-remaining': '0;w=21600' },
    };
    pair.source.fault({ ...limit, when: { kind: 'manifest-head' }, times: Number.POSITIVE_INFINITY });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['skipped: unverified']);
    expect(onlyImage(report).warnings.join()).toMatch(/429.*The limit ends at \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    expect(pair.source.count('manifest-head', ({ status }) => status === 429)).toBe(1);
  });

  test('because of a pull limit that counts GET and not HEAD, as Docker Hub’s does, is for a later run', async () => {
    const pair = await usePair({ source: { rateLimit: { limit: 1, windowSeconds: 21_600 } } });
    const { digest } = buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    const moved = buildImage(pair.source, 'app', '1', { seed: 'new' });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['deferred']);
    expect(onlyImage(report)).toMatchObject({ previousDigest: digest, digest: moved.digest });
    expect(onlyImage(report).message).toMatch(/0 pulls left.*The copy on the target was left as it is\./);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
  });

  test('but content that is wrong is a failure, with both digests', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    const moved = buildImage(pair.source, 'app', '1', { seed: 'new' });
    pair.source.fault({ flipBit: 3, when: { kind: 'blob-get' }, times: Number.POSITIVE_INFINITY });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(onlyImage(report)).toMatchObject({ previousDigest: digest, digest: moved.digest });
  });

  test('fails where the target lacks the image', async () => {
    const pair = await usePair();
    await pair.source.pause();
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['failed']);
  });

  test('fails for a pin that is gone, and says what to do, as a check does', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror([`app:1@sha256:${'1'.repeat(64)}`]);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('Bump the pin');
  });

  test('fails for a pin that the target is known not to hold', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    await pair.source.pause();
    expect(statesOf(await pair.mirror([`app:1@sha256:${'1'.repeat(64)}`]))).toEqual(['failed']);
  });
});

describe('D8 registries without digest headers, or without HEAD', () => {
  test.each([{ noDigestHeader: true }, { headManifest405: true }])(
    '%j: the manifest is read and hashed',
    async (quirks) => {
      const pair = await usePair({ target: { quirks }, source: { quirks } });
      const { digest } = buildIndex(pair.source, 'app', '1');
      expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
      expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
      expect(statesOf(await pair.mirror(['app:1']))).toEqual(['skipped: up-to-date']);
    },
  );
});

describe('D9 check writes nothing, and says what mirror would do', () => {
  test('of a missing image', async () => {
    const pair = await usePair();
    const { digest } = buildIndex(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], { mode: 'check' });
    expect(statesOf(report)).toEqual(['would-mirror']);
    expect(onlyImage(report).digest).toBe(digest);
    expect(pair.target.requests.map(({ kind }) => kind)).toEqual(['ping', 'manifest-head']);
    expect(report.traffic.upstreamPulls).toBe(0);
  });

  test.each(['check', 'mirror'] as const)(
    'of a pin that is not at the source: it would fail, and nobody is said to have it (%s)',
    async (mode) => {
      const pair = await usePair();
      const { digest } = buildImage(pair.source, 'app', '1');
      await pair.mirror(['app:1']);
      const report = await pair.mirror([`app:1@sha256:${'1'.repeat(64)}`], { mode });
      expect(statesOf(report)).toEqual(['failed']);
      expect(explain(report)).toContain('Bump the pin');
      expect(onlyImage(report)).toMatchObject({ previousDigest: digest });
      expect(onlyImage(report)).not.toHaveProperty('digest');
    },
  );

  test('of an image that lacks a platform: it would fail', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], { mode: 'check', platforms: 'linux/s390x' });
    expect(statesOf(report)).toEqual(['failed']);
  });
});

describe('D9 verify asks the target only', () => {
  test('a missing image fails', async () => {
    const pair = await usePair();
    await pair.source.pause();
    const report = await pair.mirror(['app:1'], { mode: 'verify' });
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toBe(
      `missing from ${pair.target.host}: ${pair.target.host}/${pair.repository('app')}:1. The tag was looked up on the target, which does not have it. Run mode "mirror" to copy the image.`,
    );
  });

  test('one that is there passes, a pin that differs fails, a platform that lacks fails', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    await pair.source.pause();
    expect(statesOf(await pair.mirror(['app:1'], { mode: 'verify' }))).toEqual(['skipped: present']);
    expect(statesOf(await pair.mirror([`app:1@${digest}`], { mode: 'verify' }))).toEqual(['skipped: up-to-date']);
    expect(statesOf(await pair.mirror([`app:1@sha256:${'1'.repeat(64)}`], { mode: 'verify' }))).toEqual(['failed']);
    expect(statesOf(await pair.mirror(['app:1'], { mode: 'verify', platforms: 'linux/amd64' }))).toEqual([
      'skipped: present',
    ]);
    expect(statesOf(await pair.mirror(['app:1'], { mode: 'verify', platforms: 'linux/arm64' }))).toEqual(['failed']);
    const lacking = await pair.mirror(['app:1'], { mode: 'verify', platforms: 'linux/arm64' });
    expect(explain(lacking)).toMatch(/^Reading .* on the target: the image does not serve linux\/arm64/);
  });
});

describe('D10 tags that the registry does not let move', () => {
  test.each(['ecr', 'harbor', 'quay'] as const)(
    'as %s: the same digest is skipped without a PUT, another is stale, once',
    async (immutableTags) => {
      const pair = await usePair({ target: { quirks: { immutableTags } } });
      const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
      expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
      pair.target.clearRequests();
      expect(statesOf(await pair.mirror(['app:1']))).toEqual(['skipped: up-to-date']);
      expect(pair.target.count('manifest-put')).toBe(0);
      buildImage(pair.source, 'app', '1', { seed: 'new' });
      const report = await pair.mirror(['app:1']);
      expect(statesOf(report)).toEqual(['stale: immutable-tag']);
      expect(onlyImage(report).previousDigest).toBe(old.digest);
      expect(pair.target.count('manifest-put', ({ reference }) => reference === '1')).toBe(1);
    },
  );
});

test('D10 a tag that was put though its answer was lost, and must not be put again, is mirrored', async () => {
  const pair = await usePair({ target: { quirks: { immutableTags: 'ecr' } } });
  const { digest } = buildImage(pair.source, 'app', '1');
  pair.target.fault({
    commitThenReset: true,
    when: ({ kind, reference }) => kind === 'manifest-put' && reference === '1',
  });
  expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
  expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
});
