import { describe, expect, test } from '@jest/globals';
import type { OptionTexts } from '../../../src/config/options.js';
import type { Digest } from '../../../src/image/digest.js';
import { RunCache } from '../../../src/cache/run-cache.js';
import type { Report } from '../../../src/result/report.js';
import {
  type MirrorOptions,
  type Pair,
  explain,
  mirrorFiles,
  onlyImage,
  statesOf,
  usePair,
  useRegistry,
} from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';

const force = { force: 'true' };

interface Mirrored extends Pair {
  readonly index: ReturnType<typeof buildIndex>;
  readonly copy: string;
  readonly again: (inputs?: OptionTexts, more?: Partial<MirrorOptions>) => Promise<Report>;
}

/** A pinned index of two platforms that was mirrored, and nothing noted of it. */
async function useMirrored(options: Parameters<typeof usePair>[0] = {}): Promise<Mirrored> {
  const pair = await usePair(options);
  const index = buildIndex(pair.source, 'app', '1');
  const image = `app:1@${index.digest}`;
  await pair.mirror([image]);
  forgetRequests(pair);
  const again = async (inputs: OptionTexts = force, more: Partial<MirrorOptions> = {}): Promise<Report> =>
    pair.mirror([image], inputs, more);
  return { ...pair, index, copy: pair.repository('app'), again };
}

function forgetRequests({ source, target }: Pick<Pair, 'source' | 'target'>): void {
  source.clearRequests();
  target.clearRequests();
}

function childOf({ index }: Mirrored): ReturnType<typeof buildIndex>['images'][number] {
  const [child] = index.images;
  if (child === undefined) throw new Error('the index has no image');
  return child;
}

function layerOf(pair: Mirrored): { digest: string; size: number } {
  const [layer] = childOf(pair).layers;
  if (layer === undefined) throw new Error('the image has no layer');
  return layer;
}

/** Requests for content of the source: what costs pulls and bytes. */
function readFromSource({ source }: Pick<Pair, 'source'>): readonly string[] {
  const reads = source.requests.filter(({ kind }) => kind === 'manifest-get' || kind === 'blob-get');
  return reads.map(({ kind, digest, reference }) => `${kind} ${digest ?? reference ?? ''}`);
}

function writtenTo({ target }: Pick<Pair, 'target'>): readonly string[] {
  let givenBack = target.count('upload-delete');
  // An upload that is cancelled shows whether the target takes anything.
  const isUsed = (kind: string): boolean => kind !== 'upload-post' || (givenBack -= 1) < 0;
  const writes = target.requests.filter(
    ({ method, kind }) => method !== 'GET' && method !== 'HEAD' && kind !== 'upload-delete' && isUsed(kind),
  );
  return writes.map(({ kind, reference }) => `${kind} ${reference ?? ''}`.trim());
}

describe('a copy that is whole', () => {
  test('is up to date, after every part of it was asked for, and nothing of the source: it may be down', async () => {
    const pair = await useMirrored();
    await pair.source.pause();
    const report = await pair.again();
    expect(statesOf(report)).toEqual(['skipped: up-to-date']);
    const { digests } = pair.target.closure(pair.copy, '1');
    const asked = pair.target.requests.filter(({ kind }) => kind === 'manifest-get' || kind === 'blob-head');
    expect(asked.map(({ reference, digest }) => digest ?? reference).sort()).toEqual([...digests].sort());
    expect(writtenTo(pair)).toEqual([]);
    expect(readFromSource(pair)).toEqual([]);
  });

  test('shows its digest, platforms and size, those of the copy', async () => {
    const pair = await usePair();
    const { digest } = buildIndex(pair.source, 'app', '1');
    const first = onlyImage(await pair.mirror([`app:1@${digest}`]));
    const second = onlyImage(await pair.mirror([`app:1@${digest}`], force));
    expect(second).toMatchObject({ digest, previousDigest: digest, platforms: first.platforms, size: first.size });
    expect(second.warnings).toEqual([]);
  });

  test('by tag costs the source one HEAD', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    forgetRequests(pair);
    expect(statesOf(await pair.mirror(['app:1'], force))).toEqual(['skipped: up-to-date']);
    expect(pair.source.requests.map(({ kind }) => kind)).toEqual(['ping', 'manifest-head']);
    expect(writtenTo(pair)).toEqual([]);
  });

  test('whose source cannot be asked is unverified as ever', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    await pair.source.pause();
    expect(statesOf(await pair.mirror(['app:1'], force))).toEqual(['skipped: unverified']);
  });

  test('of two images in one repository is asked for each shared blob once', async () => {
    const pair = await usePair();
    for (const tag of ['1', '2']) buildImage(pair.source, 'app', tag, { seed: 'same', layers: [100, 200] });
    await pair.mirror(['app:1', 'app:2']);
    forgetRequests(pair);
    await pair.mirror(['app:1', 'app:2'], force);
    const heads = pair.target.requests.filter(({ kind }) => kind === 'blob-head').map(({ digest }) => digest);
    expect(new Set(heads).size).toBe(heads.length);
  });
});

describe('what the target lost is brought back, and nothing else', () => {
  test('without force nobody looks', async () => {
    const pair = await useMirrored();
    pair.target.deleteBlob(pair.copy, layerOf(pair).digest);
    expect(statesOf(await pair.again({}))).toEqual(['skipped: up-to-date']);
    expect(pair.target.requests.map(({ kind }) => kind)).toEqual(['ping', 'manifest-head']);
  });

  test('a layer: one download of its bytes, no manifest, and no tag', async () => {
    const pair = await useMirrored();
    const { digest, size } = layerOf(pair);
    pair.target.deleteBlob(pair.copy, digest);
    const report = await pair.again();
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(readFromSource(pair)).toEqual([`blob-get ${digest}`]);
    expect(pair.target.count('manifest-put')).toBe(0);
    expect(onlyImage(report)).toMatchObject({ copiedBytes: size, previousDigest: pair.index.digest });
    expect(report.traffic).toMatchObject({ bytesFromSources: size, bytesToTargets: size, upstreamPulls: 0 });
    expect(explain(report)).toMatch(/not whole: 1 blob missing \(sha256:\w{12}\)\. What is lost was brought back\./);
    expect(pair.target.closure(pair.copy, '1')).toMatchObject({ complete: true });
  });

  test('a config', async () => {
    const pair = await usePair();
    const { digest, config } = buildImage(pair.source, 'app', '1');
    await pair.mirror([`app:1@${digest}`]);
    forgetRequests(pair);
    const copy = pair.repository('app');
    pair.target.deleteBlob(copy, config.digest);
    const report = await pair.mirror([`app:1@${digest}`], force);
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(readFromSource(pair)).toEqual([`blob-get ${config.digest}`]);
    expect(onlyImage(report).copiedBytes).toBe(config.size);
    expect(pair.target.closure(copy, '1')).toMatchObject({ complete: true });
  });

  test('a child manifest: read once, put once, and no blob', async () => {
    const pair = await useMirrored();
    const { digest, size } = childOf(pair);
    pair.target.deleteManifest(pair.copy, digest);
    const report = await pair.again();
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(readFromSource(pair)).toEqual([`manifest-get ${digest}`]);
    expect(writtenTo(pair)).toEqual([`manifest-put ${digest}`]);
    expect(onlyImage(report).copiedBytes).toBe(size);
    expect(explain(report)).toContain('1 manifest missing');
    expect(pair.target.closure(pair.copy, '1')).toMatchObject({ complete: true });
  });

  test.each(['a child', 'the top'])('%s manifest with other bytes', async (which) => {
    const pair = await useMirrored();
    const digest = which === 'a child' ? childOf(pair).digest : pair.index.digest;
    pair.target.damageManifest(pair.copy, digest);
    const report = await pair.again();
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(explain(report)).toContain('1 manifest damaged');
    expect(readFromSource(pair)).toEqual([`manifest-get ${digest}`]);
    expect(writtenTo(pair)).toEqual([`manifest-put ${digest}`]);
    expect(pair.target.closure(pair.copy, '1')).toMatchObject({ complete: true });
  });

  test('a registry that keeps the damaged bytes is not said to be mended', async () => {
    const pair = await useMirrored();
    const { digest } = childOf(pair);
    pair.target.fault({ flipBit: 3, when: { kind: 'manifest-get', digest }, times: Number.POSITIVE_INFINITY });
    const report = await pair.again();
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(
      /do not hash to its digest.*1 manifest damaged.*What is lost was not brought back/s,
    );
  });

  test('a copy whose source is down fails, and says what is lost', async () => {
    const pair = await useMirrored();
    pair.target.deleteBlob(pair.copy, layerOf(pair).digest);
    await pair.source.pause();
    const report = await pair.again();
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(/ECONNREFUSED.*1 blob missing/s);
  });

  test('nor does an unpinned one pass for unverified then', async () => {
    const pair = await usePair();
    const { layers } = buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    pair.target.deleteBlob(pair.repository('app'), layers[0]?.digest ?? '');
    await pair.source.pause();
    const report = await pair.mirror(['app:1'], force);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('1 blob missing');
  });

  test('by its digest, where the source’s tag was deleted', async () => {
    const pair = await usePair();
    const { layers } = buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    pair.target.deleteBlob(pair.repository('app'), layers[0]?.digest ?? '');
    pair.source.deleteTag('app', '1');
    expect(statesOf(await pair.mirror(['app:1'], force))).toEqual(['mirrored']);
    expect(pair.target.closure(pair.repository('app'), '1')).toMatchObject({ complete: true });
  });

  test('a target that does not say whether it has a blob is not taken for one that lost it', async () => {
    const pair = await useMirrored();
    for (const kind of ['blob-head', 'blob-get'] as const)
      pair.target.fault({ status: 500, when: { kind }, times: Number.POSITIVE_INFINITY });
    expect(statesOf(await pair.again())).toEqual(['failed']);
    expect(writtenTo(pair)).toEqual([]);
  });

  test('mode check says what would be, and writes nothing', async () => {
    const pair = await useMirrored();
    pair.target.deleteBlob(pair.copy, layerOf(pair).digest);
    const report = await pair.again({ ...force, mode: 'check' });
    expect(statesOf(report)).toEqual(['would-mirror']);
    expect(explain(report)).toMatch(/1 blob missing \(.*\)\. What is lost would be copied again\./);
    expect(writtenTo(pair)).toEqual([]);
    expect(readFromSource(pair)).toEqual([]);
  });

  test('from another target that has it', async () => {
    const [source, one, other] = [await useRegistry(), await useRegistry(), await useRegistry()];
    const { digest, layers } = buildImage(source, 'app', '1');
    const options = {
      files: { 'images/app/Dockerfile': `FROM ${source.host}/app:1@${digest}\n` },
      inputs: { target: `${one.host}/m,${other.host}/m`, naming: '{repository}', 'verify-timeout': '1' },
    };
    await mirrorFiles(options);
    other.deleteBlob('m/app', layers[0]?.digest ?? '');
    source.clearRequests();
    const report = await mirrorFiles({ ...options, inputs: { ...options.inputs, ...force } });
    expect(statesOf(report)).toEqual(['skipped: up-to-date', 'mirrored']);
    expect(source.count('blob-get')).toBe(0);
    expect(other.closure('m/app', '1')).toMatchObject({ complete: true });
  });
});

describe('what earlier runs noted is not believed', () => {
  test('a blob is not mounted from where it was seen once', async () => {
    const pair = await useMirrored();
    const { digest } = layerOf(pair);
    const cache = new RunCache();
    cache.recordHolder(pair.target.host, digest as Digest, 'elsewhere');
    pair.target.deleteBlob(pair.copy, digest);
    const kept = { cache, save: async () => Promise.resolve() };
    expect(statesOf(await pair.again(force, { kept }))).toEqual(['mirrored']);
    expect(pair.target.count('upload-post', ({ url }) => url.includes('mount='))).toBe(0);
    expect(pair.target.closure(pair.copy, '1')).toMatchObject({ complete: true });
  });

  test('and what the registry does not have any more is forgotten', async () => {
    const pair = await useMirrored();
    const digest = layerOf(pair).digest as Digest;
    const cache = new RunCache();
    cache.recordHolder(pair.target.host, digest, pair.copy);
    pair.target.deleteBlob(pair.copy, digest);
    const kept = { cache, save: async () => Promise.resolve() };
    await pair.again({ ...force, mode: 'check' }, { kept });
    expect(cache.holders(pair.target.host, digest)).toEqual([]);
  });
});

describe('a tag that leads elsewhere is moved', () => {
  test.each<OptionTexts>([
    { compare: 'presence' },
    { 'on-mismatch': 'report' },
    { 'on-mismatch': 'fail' },
    { 'on-mismatch': 'update' },
  ])('whatever %j says', async (inputs) => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    const moved = buildImage(pair.source, 'app', '1', { seed: 'new' });
    expect(statesOf(await pair.mirror(['app:1'], { ...force, ...inputs }))).toEqual(['mirrored']);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(moved.digest);
  });

  test('though it appeared only while the image was copied', async () => {
    const pair = await usePair();
    const wanted = buildImage(pair.source, 'app', '1', { seed: 'new' });
    buildImage(pair.target, pair.repository('app'), '1', { seed: 'old' });
    pair.target.fault({ when: { kind: 'manifest-head', nth: 1 }, status: 404 });
    expect(statesOf(await pair.mirror(['app:1'], { ...force, 'on-mismatch': 'report' }))).toEqual(['mirrored']);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(wanted.digest);
  });

  test('but where the registry keeps tags as they are: it is stale', async () => {
    const pair = await usePair({ target: { quirks: { immutableTags: 'ecr' } } });
    buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    buildImage(pair.source, 'app', '1', { seed: 'new' });
    expect(statesOf(await pair.mirror(['app:1'], force))).toEqual(['stale: immutable-tag']);
  });

  test('to an image of which the target has damaged bytes', async () => {
    const pair = await useMirrored();
    pair.target.deleteTag(pair.copy, '1');
    pair.target.tag(pair.copy, 'other', pair.index.digest);
    pair.target.damageManifest(pair.copy, childOf(pair).digest);
    expect(statesOf(await pair.again())).toEqual(['mirrored']);
    expect(pair.target.closure(pair.copy, '1')).toMatchObject({ complete: true });
  });

  test('and a whole copy under an immutable tag is not written', async () => {
    const pair = await useMirrored({ target: { quirks: { immutableTags: 'ecr' } } });
    expect(statesOf(await pair.again())).toEqual(['skipped: up-to-date']);
    expect(writtenTo(pair)).toEqual([]);
  });
});

test('where pulls are short, a repair that needs one waits for the next window', async () => {
  const pair = await usePair({ source: { rateLimit: { limit: 3, windowSeconds: 21_600 } } });
  const { digest, images } = buildIndex(pair.source, 'app', '1');
  await pair.mirror([`app:1@${digest}`]);
  pair.target.deleteManifest(pair.repository('app'), images[0]?.digest ?? '');
  const report = await pair.mirror([`app:1@${digest}`], force);
  expect(statesOf(report)).toEqual(['deferred']);
  expect(explain(report)).toContain('1 manifest missing');
});
