import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Gateway, startGateway } from '../support/gateway/gateway.js';
import { isBlob, isChild, isMount, loses } from '../support/gateway/oddities/content.js';
import { quickClock } from '../sweep/quick-clock.js';
import { explain, mirrorFiles, statesOf, useRegistry } from '../support/mirror.js';
import { findJudge } from '../support/peer.js';
import { findRealRegistries, findTool, startRealRegistry } from '../support/real-registries.js';
import { addJsonManifest, buildImage } from '../support/registry/images.js';
import { buildIndex } from '../support/registry/indexes.js';
import type { Registry } from '../support/registry/registry.js';

const run = promisify(execFile);
const kinds = await findRealRegistries();
const judge = await findJudge();

/** A real registry that takes what lacks something, behind a gateway. */
async function useSparse(name: string): Promise<Gateway> {
  const kind = kinds.find((each) => each.name === name);
  if (kind === undefined) throw new Error('skipped where there is none');
  const registry = await startRealRegistry(kind, { isSparse: true });
  onTestFinished(async () => registry.stop());
  return useGateway(registry.host);
}

async function useGateway(upstream: string): Promise<Gateway> {
  const gateway = await startGateway(upstream);
  onTestFinished(async () => gateway.stop());
  return gateway;
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

describe.each(['distribution-3', 'olareg'])('C10 %s, which takes an index without what it names,', (name) => {
  const isThere = kinds.some((kind) => kind.name === name);

  test.skipIf(!isThere)('has no tag of an image whose child it lost', async () => {
    const [source, gateway] = [await useRegistry(), await useSparse(name)];
    buildIndex(source, 'app', '1');
    gateway.add(loses(isChild));
    const { states, words } = await mirror(source, gateway.host, ['app:1']);
    expect(states).toEqual(['failed']);
    expect(words).toContain('accepted this twice and does not have it: 2 manifests missing');
    const tag = await fetch(`http://${gateway.host}/v2/m/app/manifests/1`, { headers: { accept: '*/*' } });
    expect(tag.status).toBe(404);
  });

  test.skipIf(!isThere || judge === undefined).each([
    ['a child manifest', isChild],
    ['a blob', isBlob],
    ['a mount', isMount],
  ] as const)('has the whole image though it lost %s once', async (_what, isMeant) => {
    const [source, gateway] = [await useRegistry(), await useSparse(name)];
    const index = buildIndex(source, 'app', '1');
    buildIndex(source, 'other', '1');
    gateway.add(loses(isMeant, 1));
    expect(await mirror(source, gateway.host, ['app:1', 'other:1'])).toEqual({
      states: ['mirrored', 'mirrored'],
      words: '',
    });
    expect(await judge?.readIntact(`${gateway.host}/m/app:1`)).toBe(index.digest);
    expect(await judge?.readIntact(`${gateway.host}/m/other:1`)).toBe(index.digest);
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

describe.each(['the double', 'distribution-2.8', 'distribution-3', 'olareg', 'zot'])(
  'C7 to %s a foreign layer',
  (name) => {
    const kind = kinds.find((each) => each.name === name);

    test.skipIf(kind === undefined && name !== 'the double').each(noAddress)(
      'with %s is copied',
      async (_urls, urls) => {
        const source = await useRegistry();
        const host = kind === undefined ? (await useRegistry()).host : await useReal(kind);
        const { layer } = buildForeign(source, urls);
        expect(await mirror(source, host, ['app:1'])).toEqual({ states: ['mirrored'], words: '' });
        expect((await fetch(`http://${host}/v2/m/app/blobs/${layer}`, { method: 'HEAD' })).status).toBe(200);
      },
    );
  },
);

async function useReal(kind: (typeof kinds)[number]): Promise<string> {
  const registry = await startRealRegistry(kind);
  onTestFinished(async () => registry.stop());
  return registry.host;
}

const skopeo = await findTool('skopeo');
const regctl = await findTool('regctl');

describe('C7 a foreign layer without urls, copied by another client,', () => {
  test.skipIf(skopeo === undefined)('skopeo: is there', async () => {
    const [source, target] = [await useRegistry(), await useRegistry()];
    const { layer } = buildForeign(source, {});
    const plain = ['--src-tls-verify=false', '--dest-tls-verify=false'];
    await run(skopeo ?? '', [
      '--insecure-policy',
      'copy',
      '--preserve-digests',
      ...plain,
      `docker://${source.host}/app:1`,
      `docker://${target.host}/app:1`,
    ]);
    expect(target.hasBlob('app', layer)).toBe(true);
  });

  test.skipIf(regctl === undefined)('regctl: is there', async () => {
    const [source, target] = [await useRegistry(), await useRegistry()];
    const { layer } = buildForeign(source, {});
    const home = await mkdtemp(join(tmpdir(), 'image-mirror-regctl-'));
    onTestFinished(async () => rm(home, { recursive: true, force: true }));
    const hosts = [source, target].flatMap(({ host }) => ['--host', `reg=${host},tls=disabled`]);
    const env = { ...process.env, HOME: home };
    await run(regctl ?? '', [...hosts, 'image', 'copy', `${source.host}/app:1`, `${target.host}/app:1`], { env });
    expect(target.hasBlob('app', layer)).toBe(true);
  });
});
