import { describe, expect, test } from '@jest/globals';
import type { Gateway } from '../../support/gateway/gateway.js';
import { useGateway } from '../../support/gateway/use-gateway.js';
import { isBlob, isChild, isMount, loses } from '../../support/gateway/oddities/content.js';
import { quickClock } from '../../support/timing/quick-clock.js';
import { explain, mirrorFiles, statesOf, useRegistry } from '../../support/mirror.js';
import { needJudge, startCopyBy, useRealRegistry } from '../../support/programs/needed-programs.js';
import type { RealRegistryName } from '../../support/real-registries/real-registries.js';
import { addJsonManifest, buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { Registry } from '../../support/registry/registry.js';

/** A real registry that takes incomplete images, behind a gateway. */
async function useSparse(name: RealRegistryName): Promise<Gateway> {
  return useGateway((await useRealRegistry(name, { isSparse: true })).host);
}

async function mirror(
  source: Registry,
  target: string,
  images: readonly string[],
): Promise<{ states: readonly string[]; words: string }> {
  const report = await mirrorFiles({
    files: Object.fromEntries(
      images.map((image, index) => [`images/${String(index)}/Dockerfile`, `FROM ${source.host}/${image}\n`]),
    ),
    inputs: { target: `${target}/m`, naming: '{repository}', 'verify-timeout': '1' },
    clock: quickClock(),
  });
  return { states: statesOf(report), words: explain(report).trim() };
}

const sparse = ['distribution-3', 'olareg'] as const;

describe.each(sparse)('C10 %s, which takes an index without what it names,', (name) => {
  test('has no tag of an image whose child it lost', async () => {
    const [source, gateway] = [await useRegistry(), await useSparse(name)];
    buildIndex(source, 'app', '1');
    gateway.add(loses(isChild));
    const { states, words } = await mirror(source, gateway.host, ['app:1']);
    expect(states).toEqual(['failed']);
    expect(words).toContain('accepted this twice and does not have it: 2 manifests missing');
    const tag = await fetch(`http://${gateway.host}/v2/m/app/manifests/1`, { headers: { accept: '*/*' } });
    expect(tag.status).toBe(404);
  });

  test.each([
    ['a child manifest', isChild],
    ['a blob', isBlob],
    ['a mount', isMount],
  ] as const)('has the whole image though it lost %s once', async (_name, isMeant) => {
    const [source, gateway] = [await useRegistry(), await useSparse(name)];
    const judge = await needJudge();
    const index = buildIndex(source, 'app', '1');
    buildIndex(source, 'other', '1');
    gateway.add(loses(isMeant, 1));
    expect(await mirror(source, gateway.host, ['app:1', 'other:1'])).toEqual({
      states: ['mirrored', 'mirrored'],
      words: '',
    });
    expect(await judge.readIntact(`${gateway.host}/m/app:1`)).toBe(index.digest);
    expect(await judge.readIntact(`${gateway.host}/m/other:1`)).toBe(index.digest);
  });
});

const ociForeign = 'application/vnd.oci.image.layer.nondistributable.v1.tar';

/** An image with a layer of a type that is not to be distributed, and no address to have it from. */
function buildForeign(source: Registry, urls: object): { readonly digest: string; readonly layer: string } {
  const image = buildImage(source, 'app', undefined, { layers: [500] });
  const blob = source.addBlob('app', 'a base layer');
  const layer = { mediaType: ociForeign, ...blob, ...urls };
  const config = {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: image.config.digest,
    size: image.config.size,
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config,
    layers: [layer],
  };
  return { digest: addJsonManifest(source, 'app', '1', manifest).digest, layer: blob.digest };
}

const noAddress: readonly (readonly [string, object])[] = [
  ['no urls', {}],
  ['urls: []', { urls: [] }],
  ['urls: null', { urls: null }],
];

const everyName = ['the double', 'distribution-2.8', 'distribution-3', 'olareg', 'zot'] as const;

describe.each(everyName)('C7 to %s a foreign layer', (name) => {
  test.each(noAddress)('with %s is copied', async (_name, urls) => {
    const { host } = name === 'the double' ? await useRegistry() : await useRealRegistry(name);
    const source = await useRegistry();
    const { layer } = buildForeign(source, urls);
    expect(await mirror(source, host, ['app:1'])).toEqual({ states: ['mirrored'], words: '' });
    expect((await fetch(`http://${host}/v2/m/app/blobs/${layer}`, { method: 'HEAD' })).status).toBe(200);
  });
});

test.each(['skopeo', 'regctl'] as const)('C7 a foreign layer without urls is copied by %s, too', async (name) => {
  const [source, target] = [await useRegistry(), await useRegistry()];
  const { layer } = buildForeign(source, {});
  await (
    await startCopyBy(name, `${source.host}/app:1`, `${target.host}/app:1`)
  ).copied;
  expect(target.hasBlob('app', layer)).toBe(true);
});
