import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../../../src/runtime/clock.js';
import { outputsOf } from '../../../src/report/outputs.js';
import { exitCodeOf } from '../../../src/result/exit-code.js';
import { renderComment } from '../../../src/report/markdown/pull-request-comment.js';
import { changing } from '../../support/changes.js';
import type { Gateway, GatewayOptions } from '../../support/gateway/gateway.js';
import { useGateway } from '../../support/gateway/use-gateway.js';
import {
  blobHeadWithoutSize,
  isBlob,
  isChild,
  isMount,
  loses,
  refusedHeads,
  slowReplicas,
} from '../../support/gateway/oddities/content.js';
import { expectThat } from '../../support/jest/testing.js';
import { type MirrorOptions, explain, mirrorFiles, onlyImage, statesOf, useRegistry } from '../../support/mirror.js';
import type { Quirks } from '../../support/registry/options.js';
import type { Registry } from '../../support/registry/registry.js';
import { addJsonManifest, buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { Report } from '../../../src/result/report.js';
import { quickClock } from '../../support/timing/quick-clock.js';
import { settlingWaitsMs } from '../../../src/copy/push/confirmations.js';

interface Scene {
  readonly source: Registry;
  readonly target: Registry;
  readonly gateway: Gateway;
  /** Mirrors images, named `repository:tag`; the waits of the engine take no time. */
  readonly mirror: (images: readonly string[], more?: Partial<MirrorOptions>) => Promise<Report>;
  readonly clock: Clock & { readonly slept: readonly number[] };
}

/** A source, and a target behind a gateway. Without quirks the target takes an index whatever it names. */
async function useScene(
  oddities: NonNullable<GatewayOptions['oddities']> = [],
  quirks: Quirks = { sparseIndexes: true },
): Promise<Scene> {
  const [source, target] = [await useRegistry(), await useRegistry({ quirks })];
  const gateway = await useGateway(target.host, oddities);
  const clock = settlingClock();
  return {
    source,
    target,
    gateway,
    clock,
    mirror: async (images, more = {}) =>
      mirrorFiles({
        files: Object.fromEntries(
          images.map((image, index) => [`images/${String(index)}/Dockerfile`, `FROM ${source.host}/${image}\n`]),
        ),
        clock,
        ...more,
        inputs: { target: `${gateway.host}/m`, naming: '{repository}', 'verify-timeout': '1', ...more.inputs },
      }),
  };
}

/** A clock that jumps, and records the waits for a registry that does not find what it took. */
function settlingClock(): Scene['clock'] {
  const clock = quickClock();
  const slept: number[] = [];
  return {
    ...clock,
    slept,
    sleep: async (ms, signal) => {
      if (settlingWaitsMs.includes(ms)) slept.push(ms);
      await clock.sleep(ms, signal);
    },
  };
}

function expectWhole({ target }: Scene, reference: string, digest: string, repository = 'm/app'): void {
  expect(target.resolve(repository, reference)).toBe(digest);
  expect(target.closure(repository, reference)).toMatchObject({ complete: true, missing: [], damaged: [] });
}

const platforms = ['linux/amd64', 'linux/arm64'];

describe('C10 what the registry accepts and loses', () => {
  test.each([
    ['a child manifest', isChild, 1],
    ['a blob', isBlob, 1],
  ] as const)('%s, once: it is written again in the same run', async (_name, isMeant, times) => {
    const scene = await useScene([loses(isMeant, times)], { sparseIndexes: true, believesDigests: true });
    const index = buildIndex(scene.source, 'app', '1', { platforms });
    const report = await scene.mirror(['app:1']);
    expect(explain(report)).toBe('');
    expect(statesOf(report)).toEqual(['mirrored']);
    expectWhole(scene, '1', index.digest);
  });

  test('a child manifest, each time: the image failed, and has neither its tag nor its digest', async () => {
    const scene = await useScene([loses(isChild)]);
    const index = buildIndex(scene.source, 'app', '1', { platforms });
    const report = await scene.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(
      /accepted this twice and does not have it: 2 manifests missing \(sha256:.*The tag was not put/,
    );
    expect(scene.target.resolve('m/app', '1')).toBeUndefined();
    expect(scene.target.resolve('m/app', index.digest)).toBeUndefined();
    expect(scene.gateway.count('manifest-put', isByDigest)).toBe(4);
  });

  test('a blob, each time, by a registry that looks at no manifest', async () => {
    const scene = await useBlind([loses(isBlob)]);
    const image = buildImage(scene.source, 'app', '1', { layers: [1_000] });
    const report = await scene.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(/it: 2 blobs missing/);
    expect(scene.target.resolve('m/app', image.digest)).toBeUndefined();
  });

  test('a blob, once, by a registry that looks at no manifest', async () => {
    const scene = await useBlind([loses(isBlob, 1)]);
    const image = buildImage(scene.source, 'app', '1', { layers: [1_000] });
    const report = await scene.mirror(['app:1']);
    expect(explain(report)).toBe('');
    expectWhole(scene, '1', image.digest);
  });

  test('a mount, each time: the blob is brought by its bytes, and not from the source', async () => {
    const scene = await useBlind([loses(isMount)]);
    const one = buildImage(scene.source, 'one', '1', { seed: 'same', layers: [1_000] });
    buildImage(scene.source, 'two', '1', { seed: 'same', layers: [1_000] });
    const report = await scene.mirror(['one:1', 'two:1']);
    expect(explain(report)).toBe('\n');
    expectWhole(scene, '1', one.digest, 'm/one');
    expectWhole(scene, '1', one.digest, 'm/two');
    expect(scene.source.count('blob-get')).toBe(2);
  });

  test('the image’s first manifest, once: it is put again', async () => {
    const scene = await useScene([
      loses(({ record }) => record.kind === 'manifest-put' && record.reference !== '1', 1),
    ]);
    const index = buildIndex(scene.source, 'app', '1', { platforms });
    expect(explain(await scene.mirror(['app:1']))).toBe('');
    expectWhole(scene, '1', index.digest);
  });

  test('a copy that is put again by force is confirmed, too', async () => {
    const scene = await useScene();
    const index = buildIndex(scene.source, 'app', '1', { platforms });
    await scene.mirror(['app:1']);
    scene.target.deleteManifest('m/app', index.images[0]?.digest ?? '');
    scene.gateway.add(loses(isChild));
    const report = await scene.mirror(['app:1'], { inputs: { force: 'true' } });
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('does not have it: 1 manifest missing');
  });
});

describe('C11 what was written is looked for', () => {
  test('once a repository and digest, however many images name it', async () => {
    const scene = await useScene();
    buildImage(scene.source, 'app', '1', { seed: 'same', layers: [1_000] });
    const other = buildImage(scene.source, 'app', '2', { seed: 'same', layers: [1_000, 2_000] });
    await scene.mirror(['app:1', 'app:2']);
    const asked = scene.gateway.requests.filter(({ kind }) => kind === 'blob-head').map(({ digest }) => digest);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toContain(other.layers[0]?.digest);
  });

  test('each child manifest by one HEAD, and each blob by one', async () => {
    const scene = await useScene();
    const index = buildIndex(scene.source, 'app', '1', { platforms });
    await scene.mirror(['app:1']);
    const byDigest = scene.gateway.count('manifest-head', ({ reference }) => reference?.includes(':') === true);
    expect(byDigest).toBe(2);
    const blobs = new Set(
      index.images.flatMap(({ config, layers }) => [config, ...layers].map(({ digest }) => digest)),
    );
    expect(scene.gateway.count('blob-head')).toBe(blobs.size);
    expect(scene.clock.slept).toEqual([]);
  });

  test('not where it was there before', async () => {
    const scene = await useScene();
    const index = buildIndex(scene.source, 'app', '1', { platforms });
    await scene.mirror(['app:1']);
    scene.source.tag('app', '2', index.digest);
    scene.gateway.clearRequests();
    await scene.mirror(['app:2']);
    expect(scene.gateway.count('manifest-head', ({ reference }) => reference?.includes(':') === true)).toBe(0);
    const asked = scene.gateway.requests.filter(({ kind }) => kind === 'blob-head').map(({ digest }) => digest);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('a 404 counts only after the waits that a registry with replicas needs', async () => {
    const scene = await useScene([slowReplicas]);
    const index = buildIndex(scene.source, 'app', '1', { platforms });
    expect(explain(await scene.mirror(['app:1']))).toBe('');
    expectWhole(scene, '1', index.digest);
    expect(scene.gateway.count('manifest-put')).toBe(4);
    expect(new Set(scene.clock.slept)).toEqual(new Set([1_000]));
  });

  test.each([400, 403, 405, 406, 500, 501])('by GET where HEAD is answered by %i', async (status) => {
    const scene = await useScene();
    const index = buildIndex(scene.source, 'app', '1', { platforms });
    scene.gateway.fault({ status, when: { kind: 'blob-head' }, times: Infinity });
    scene.gateway.fault({
      answer: async (exchange, handOn) =>
        exchange.record.kind === 'manifest-head' && exchange.record.reference?.includes(':') === true
          ? { status, headers: {} }
          : handOn(),
      times: Infinity,
    });
    expect(explain(await scene.mirror(['app:1']))).toBe('');
    expectWhole(scene, '1', index.digest);
    const blobs = scene.gateway.requests.filter(({ kind }) => kind === 'blob-get');
    expect(blobs.every(({ headers, bytesOut }) => headers.range === 'bytes=0-0' && bytesOut === 1)).toBe(true);
    expect(blobs.length).toBeGreaterThan(0);
  });

  test('by GET where a signed address refuses HEAD', async () => {
    const scene = await useScene([refusedHeads]);
    const index = buildIndex(scene.source, 'app', '1', { platforms });
    expect(explain(await scene.mirror(['app:1']))).toBe('');
    expectWhole(scene, '1', index.digest);
  });

  test('by GET at last, where HEAD says 404 of all that there is', async () => {
    const scene = await useScene();
    const index = buildIndex(scene.source, 'app', '1', { platforms });
    scene.gateway.fault({
      answer: async (exchange, handOn) =>
        exchange.method === 'HEAD' && exchange.record.path.includes('sha256:')
          ? { status: 404, headers: {} }
          : handOn(),
      times: Infinity,
    });
    expect(explain(await scene.mirror(['app:1']))).toBe('');
    expectWhole(scene, '1', index.digest);
  });

  test('its blobs not, where the registry refused an image in this run for want of one', async () => {
    const scene = await useScene([], {});
    const index = buildIndex(scene.source, 'app', '1', { platforms, layers: [1_000] });
    const [damaged, whole] = index.images;
    scene.gateway.add(
      loses(({ record }) => record.kind === 'upload-put' && record.digest === damaged?.layers[0]?.digest, 1),
    );
    expect(explain(await scene.mirror(['app:1']))).toBe('');
    expectWhole(scene, '1', index.digest);
    const headsOf = (digest = ''): number => scene.gateway.count('blob-head', (request) => request.digest === digest);
    expect([headsOf(damaged?.layers[0]?.digest), headsOf(whole?.layers[0]?.digest)]).toEqual([1, 0]);
    // Nothing of this is known to another run.
    buildImage(scene.source, 'app', '2', { seed: 'other', layers: [1_000] });
    scene.gateway.clearRequests();
    await scene.mirror(['app:2']);
    expect(scene.gateway.count('blob-head', ({ status }) => status === 200)).toBe(2);
  });

  test('its blobs, too, where the registry refused an image for want of its subject', async () => {
    const scene = await useScene([], { sparseIndexes: true, sparseImages: true, refuseMissingSubject: true });
    addOrphan(scene.source, 'orphan', '1');
    const image = buildImage(scene.source, 'app', '1', { layers: [1_000] });
    const digest = image.layers[0]?.digest;
    scene.gateway.add(loses(({ record }) => record.kind === 'upload-put' && record.digest === digest));
    holdUntilRefused(scene, 'm/app');
    const report = await scene.mirror(['orphan:1', 'app:1']);
    expect(statesOf(report)).toEqual(['failed', 'failed']);
    expect(explain(report)).toContain('does not have it: 1 blob missing');
    expect(scene.target.resolve('m/app', image.digest)).toBeUndefined();
  });

  test('its blobs, too, where the registry says BLOB_UNKNOWN, as it may of a config that it reads', async () => {
    const scene = await useBlind([]);
    buildImage(scene.source, 'odd', '1', { seed: 'odd', layers: [1_000] });
    const image = buildImage(scene.source, 'app', '1', { layers: [1_000] });
    const digest = image.layers[0]?.digest;
    scene.gateway.add(loses(({ record }) => record.kind === 'upload-put' && record.digest === digest));
    scene.gateway.fault({
      when: ({ kind, repository }) => kind === 'manifest-put' && repository === 'm/odd',
      status: 404,
      code: 'BLOB_UNKNOWN',
      times: Infinity,
    });
    holdUntilRefused(scene, 'm/app');
    const report = await scene.mirror(['odd:1', 'app:1']);
    expect(statesOf(report)).toEqual(['failed', 'failed']);
    expect(explain(report)).toContain('does not have it: 1 blob missing');
    expect(scene.target.resolve('m/app', image.digest)).toBeUndefined();
  });
});

describe('C12 where the tag waits for the merge', () => {
  test('what is lost leaves no digest behind that a later run would believe', async () => {
    const scene = await useScene();
    const old = buildIndex(scene.source, 'app', '1', { platforms, seed: 'old' });
    await scene.mirror([`app:1@${old.digest}`]);
    const now = buildIndex(scene.source, 'app', '1', { platforms, seed: 'new' });
    scene.gateway.add(loses(isChild));
    const trigger = changing(['images/0/Dockerfile'], {
      textBefore: async () => Promise.resolve(`FROM ${scene.source.host}/app:1@${old.digest}\n`),
    });
    const inputs = { 'allowed-registries': scene.source.host };
    for (const run of ['first', 'second']) {
      const report = await scene.mirror([`app:1@${now.digest}`], { trigger, inputs });
      expectThat(statesOf(report), run).toEqual(['failed']);
    }
    expect(scene.target.resolve('m/app', now.digest)).toBeUndefined();
    expect(scene.target.resolve('m/app', '1')).toBe(old.digest);
  });
});

test('C13 a child lost once by a registry that checks: the index is put once', async () => {
  const scene = await useScene([loses(isChild, 1)], {});
  const index = buildIndex(scene.source, 'app', '1', { platforms });
  expect(explain(await scene.mirror(['app:1']))).toBe('');
  expectWhole(scene, '1', index.digest);
  expect(scene.gateway.count('manifest-put', ({ reference }) => reference === index.digest)).toBe(1);
});

test('C13 a child lost when it was seen already: it is put again before the index', async () => {
  const scene = await useScene([], {});
  const index = buildIndex(scene.source, 'app', '1', { platforms });
  const child = index.images[0]?.digest ?? '';
  let isDone = false;
  scene.gateway.fault({
    answer: async ({ record }, handOn) => {
      if (record.kind === 'manifest-put' && record.reference === index.digest && !isDone) {
        isDone = true;
        scene.target.deleteManifest('m/app', child);
      }
      return handOn();
    },
    times: Infinity,
  });
  expect(explain(await scene.mirror(['app:1']))).toBe('');
  expectWhole(scene, '1', index.digest);
  expect(scene.gateway.count('manifest-put', ({ reference }) => reference === index.digest)).toBe(2);
});

test('C14 a HEAD that says that a blob has 0 bytes does not say that it is lost', async () => {
  const scene = await useScene([blobHeadWithoutSize]);
  buildImage(scene.source, 'app', '1', { layers: [1_000] });
  await scene.mirror(['app:1']);
  scene.gateway.clearRequests();
  const report = await scene.mirror(['app:1'], { inputs: { force: 'true' } });
  expect(statesOf(report)).toEqual(['skipped: up-to-date']);
  expect(scene.gateway.count('upload-put')).toBe(0);
});

test('C14 nor does one that says how long the blob is when it is compressed', async () => {
  const scene = await useScene();
  buildImage(scene.source, 'app', '1', { layers: [1_000] });
  await scene.mirror(['app:1']);
  scene.gateway.fault({
    answer: async (exchange, handOn) => {
      const reply = await handOn();
      if (exchange.record.kind !== 'blob-head') return reply;
      return { ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip', 'content-length': '17' } };
    },
    times: Infinity,
  });
  const report = await scene.mirror(['app:1'], { inputs: { force: 'true' } });
  expect(statesOf(report)).toEqual(['skipped: up-to-date']);
});

test('C15 a tag that is accepted and never shown is said not to be visible, and is not mirrored to fail-on', async () => {
  const scene = await useScene([loses(({ record }) => record.reference === '1' && record.kind === 'manifest-put')]);
  buildImage(scene.source, 'app', '1');
  const report = await scene.mirror(['app:1']);
  expect(onlyImage(report)).toMatchObject({ state: 'mirrored', visible: false });
  expect(exitCodeOf(report, 'failed')).toBe(0);
  expect(exitCodeOf(report, 'not-mirrored')).toBe(1);
  expect(outputsOf(report, { reportPath: '', commentBody: '' }).mirrored).toContain('the tag is not visible yet');
  expect(renderComment(report, { maxCharacters: 65_000, pullRequest: 7 })).toContain('(the tag is not visible yet)');
});

test('C16 each child of a large index costs the same requests, and is looked for once', async () => {
  const costs: number[] = [];
  for (const count of [20, 40, 60]) {
    const scene = await useScene();
    const many = Array.from({ length: count }, (_, number) => `linux/a${String(number)}`);
    const index = buildIndex(scene.source, 'app', '1', { platforms: many, layers: [200] });
    expect(explain(await scene.mirror(['app:1']))).toBe('');
    expectWhole(scene, '1', index.digest);
    expect(scene.gateway.count('manifest-head', isByDigest)).toBe(count);
    costs.push(scene.source.requests.length + scene.gateway.requests.length);
  }
  const [small = 0, medium = 0, large = 0] = costs;
  expect(large - medium).toBe(medium - small);
});

function isByDigest({ reference }: { readonly reference: string | undefined }): boolean {
  return reference?.includes(':') === true;
}

/** An image with a subject that is nowhere. */
function addOrphan(registry: Registry, repository: string, tag: string): void {
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', ...registry.addBlob(repository, '{}') };
  const subject = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: `sha256:${'a'.repeat(64)}`,
    size: 100,
  };
  addJsonManifest(registry, repository, tag, {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: 'application/vnd.test',
    config,
    layers: [config],
    subject,
  });
}

/** Holds back what one repository is given until the target has refused another’s manifest: it is put a second time then. */
function holdUntilRefused({ gateway }: Scene, repository: string): void {
  const refused = new AbortController();
  let puts = 0;
  gateway.watch((request) => {
    if (request.kind !== 'manifest-put' || request.repository === repository) return;
    puts += 1;
    if (puts === 2) refused.abort();
  });
  gateway.fault({
    when: (request) => request.kind === 'upload-put' && request.repository === repository,
    holdUntil: once(refused.signal, 'abort'),
    times: Infinity,
  });
}

/** A target that looks at no manifest: of what it names nothing has to be there. */
async function useBlind(oddities: NonNullable<GatewayOptions['oddities']>): Promise<Scene> {
  return useScene(oddities, { sparseIndexes: true, sparseImages: true });
}
