import { beforeAll, describe, expect, test } from '@jest/globals';
import { onTestFinished, skip } from '../support/jest/testing.js';
import { type Judge, findJudge } from '../support/programs/peer.js';
import {
  type RealRegistry,
  type RealRegistryKind,
  findRealRegistries,
  realRegistryNames,
  startRealRegistry,
} from '../support/real-registries/real-registries.js';
import { buildImage } from '../support/registry/images/images.js';
import { buildIndex } from '../support/registry/images/indexes.js';
import { type Registry, startRegistry } from '../support/registry/registry.js';
import { runAction, writeTree } from '../support/programs/run-bundle.js';
import { pushBlob, seed } from '../support/seed.js';

/**
 * The committed bundle, run as a runner runs it, between two real registries of a kind; what lands is read back by skopeo or crane.
 * Where there is no such program on this machine its tests are skipped by name, and those on the double remain.
 */
const found = await findRealRegistries();
const names = ['double', ...realRegistryNames] as const;
let judge: Judge | undefined;

beforeAll(async () => {
  judge = await findJudge();
});

interface TestRegistry {
  readonly host: string;
  stop(): Promise<void>;
}

async function startTestRegistry(name: (typeof names)[number]): Promise<TestRegistry> {
  const kind: RealRegistryKind | undefined = found.find((candidate) => candidate.name === name);
  const registry: RealRegistry | Registry = kind === undefined ? await startRegistry() : await startRealRegistry(kind);
  onTestFinished(async () => registry.stop());
  return registry;
}

/** What a tag on the target resolves to, judged by another project's program where there is one. */
async function readIntact(reference: string): Promise<string> {
  if (judge !== undefined) return judge.readIntact(reference);
  const [, host = '', repository = '', tag = ''] = /^([^/]+)\/(.+):([^:]+)$/.exec(reference) ?? [];
  const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
  const response = await fetch(`http://${host}/v2/${repository}/manifests/${tag}`, { headers: { accept } });
  return response.headers.get('docker-content-digest') ?? '';
}

describe.each(names)('between two registries of the kind %s', (name) => {
  const missing = name !== 'double' && !found.some((kind) => kind.name === name);

  async function setUp(): Promise<{
    images: Registry;
    source: TestRegistry;
    target: TestRegistry;
    copyOf: (image: string) => string;
  }> {
    const images = await startRegistry();
    onTestFinished(async () => images.stop());
    const [source, target] = [await startTestRegistry(name), await startTestRegistry(name)];
    return {
      images,
      source,
      target,
      copyOf: (image) => `${target.host}/mirror/${source.host.replace(':', '_')}/${image}`,
    };
  }

  test('an index is copied, then nothing is done, then a moved tag is updated', async () => {
    skip(missing, `${name} is not on this machine`);
    const { images, source, target, copyOf } = await setUp();
    const first = buildIndex(images, 'library/app', '1', { attestations: true, layers: [500_000, 2_000] });
    await seed(images, 'library/app', '1', source.host);
    const workspace = await writeTree([`${source.host}/library/app:1`]);
    const inputs = { target: `${target.host}/mirror` };

    const copied = await runAction(workspace, inputs);
    expect(copied.stderr).toBe('');
    expect(copied.exitCode).toBe(0);
    expect(copied.outputs).toMatchObject({
      'mirrored-count': '1',
      'failed-count': '0',
      bytes: String(first.blobBytes),
    });
    expect(await readIntact(copyOf('library/app:1'))).toBe(first.digest);

    const again = await runAction(workspace, inputs);
    expect(again.outputs).toMatchObject({
      'mirrored-count': '0',
      'skipped-count': '1',
      'upstream-pulls': '0',
      bytes: '0',
    });
    expect(again.report?.traffic.requests).toMatchObject({ ping: 2, 'manifest-head': 2, 'manifest-get': 0 });

    const moved = buildIndex(images, 'library/app', '1', { attestations: true, layers: [500_000, 3_000], seed: 2 });
    await seed(images, 'library/app', '1', source.host);
    const updated = await runAction(workspace, inputs);
    expect(JSON.parse(updated.outputs.mirrored ?? '')).toMatchObject([
      { digest: moved.digest, previousDigest: first.digest, files: ['images/0/Dockerfile:1'] },
    ]);
    expect(await readIntact(copyOf('library/app:1'))).toBe(moved.digest);
  });

  test('D1 a pinned digest that is there needs no source: it is stopped', async () => {
    skip(missing, `${name} is not on this machine`);
    const { images, source, target } = await setUp();
    const { digest } = buildIndex(images, 'app', '1');
    await seed(images, 'app', '1', source.host);
    const workspace = await writeTree([`${source.host}/app:1@${digest}`]);
    const inputs = { target: `${target.host}/mirror` };
    expect((await runAction(workspace, inputs)).outputs['mirrored-count']).toBe('1');
    await source.stop();
    const again = await runAction(workspace, inputs);
    expect(again.exitCode).toBe(0);
    expect(again.outputs).toMatchObject({ 'skipped-count': '1' });
    expect(again.report?.traffic.requests).toMatchObject({ ping: 1, 'manifest-head': 1, 'manifest-get': 0 });
  });

  test('O7 one bad image among ten: nine are done and reported, the run fails', async () => {
    skip(missing, `${name} is not on this machine`);
    const { images, source, target, copyOf } = await setUp();
    const good = Array.from({ length: 9 }, (_, index) => `app${String(index)}`);
    const digests = new Map(good.map((image) => [image, buildImage(images, image, '1', { seed: image }).digest]));
    for (const image of good) await seed(images, image, '1', source.host);
    const workspace = await writeTree([...good, 'missing'].map((image) => `${source.host}/${image}:1`));
    const run = await runAction(workspace, { target: `${target.host}/mirror` });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'mirrored-count': '9', 'failed-count': '1' });
    expect(run.stdout).toContain('::error title=failed%3A 127.0.0.1');
    expect(run.stdout).toContain('file=images/9/Dockerfile,line=1');
    for (const image of good) expect(await readIntact(copyOf(`${image}:1`))).toBe(digests.get(image));
    const forgiving = await runAction(workspace, { target: `${target.host}/mirror`, 'fail-on': 'never' });
    expect(forgiving.exitCode).toBe(0);
  });

  test('C9 what a run that was cut off left is not copied again', async () => {
    skip(missing, `${name} is not on this machine`);
    const { images, source, target, copyOf } = await setUp();
    const image = buildImage(images, 'app', '1', { layers: [100_000, 200_000, 300_000] });
    await seed(images, 'app', '1', source.host);
    const repository = copyOf('app').slice(target.host.length + 1);
    for (const digest of image.blobs.slice(0, 3))
      await pushBlob(images, 'app', digest, { host: target.host, repository });
    const run = await runAction(await writeTree([`${source.host}/app:1`]), { target: `${target.host}/mirror` });
    // crane's registry mounts nothing, not even from the repository itself: there the copy begins anew.
    const [config, one = 0, two = 0, three = 0] = [image.config.size, ...image.layers.map(({ size }) => size)];
    const bytes = name === 'crane' ? config + one + two + three : three;
    expect(run.outputs).toMatchObject({ 'mirrored-count': '1', bytes: String(bytes) });
    expect(await readIntact(copyOf('app:1'))).toBe(image.digest);
  });

  test('C3 blobs that images share cross the wire once', async () => {
    skip(missing, `${name} is not on this machine`);
    const { images, source, target, copyOf } = await setUp();
    const built = ['a', 'b', 'c'].map((image) => ({
      image,
      ...buildImage(images, image, '1', { layers: [300_000], seed: 'the same base' }),
    }));
    for (const { image } of built) await seed(images, image, '1', source.host);
    const workspace = await writeTree(built.map(({ image }) => `${source.host}/${image}:1`));
    const run = await runAction(workspace, { target: `${target.host}/mirror` });
    expect(run.outputs).toMatchObject({ 'mirrored-count': '3' });
    const distinct = 300_000 + (built[0]?.config.size ?? 0);
    // The three are one manifest, which is read for each that does not find it read already.
    const bytes = run.report?.traffic.bytesFromSources ?? 0;
    const manifest = built[0]?.size ?? 0;
    expect([1, 2, 3].map((count) => distinct + count * manifest)).toContain(bytes);
    for (const { image, digest } of built) expect(await readIntact(copyOf(`${image}:1`))).toBe(digest);
  });
});

test('which registries these tests ran against', () => {
  const kinds = found.map(({ name, version }) => `${name} ${version}`);
  const judged =
    judge === undefined
      ? 'and nobody but the registry itself judged what landed'
      : `and ${judge.name} judged what landed`;
  process.stdout.write(
    `registry suite: the double${kinds.length === 0 ? ' alone: no real registry is on this machine' : `, ${kinds.join(', ')}`}; ${judged}\n`,
  );
  expect(names).toContain('double');
});
