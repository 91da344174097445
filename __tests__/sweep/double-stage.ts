import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Transport } from '../../src/registry/transport/transport.js';
import type { Report } from '../../src/result/report.js';
import { mirrorFiles } from '../support/mirror.js';
import { startForwardProxy } from '../support/proxy.js';
import { namedCertificate, testCertificate } from '../support/registry/server/certificate.js';
import type { BuiltImage, BuiltIndex, BuiltManifest } from '../support/registry/images/image-types.js';
import { addLayers, buildImage } from '../support/registry/images/images.js';
import { buildIndex } from '../support/registry/images/indexes.js';
import type { RegistryOptions } from '../support/registry/options.js';
import { type Registry, startRegistry } from '../support/registry/registry.js';
import type { Side } from './requests.js';
import { sweptTransport } from './scenarios.js';
import { type Account, type RunOptions, type Stage, type StagedImage, nameOf } from './stage.js';
import { startStranger } from './stranger.js';
import { secretFor } from '../support/secrets.js';

/** Silence that is waited for; the HTTP client's own timers are not more exact than a second. */
const impatienceMs = 500;

const accounts: Readonly<Record<Side, Account>> = {
  source: { username: 'reader', password: secretFor('reader') },
  target: { username: 'robot', password: secretFor('robot') },
};

export interface StageOptions {
  readonly tls?: boolean;
  /** The target has other images under the tags, and one of the layers. */
  readonly isUpdate?: boolean;
  /** Whether undici sends all requests, and not our own client. */
  readonly byUndici?: boolean;
  /** Whether a proxy stands before both sides, whose names nobody else can look up. */
  readonly isProxied?: boolean;
  /** Of the largest layers. Default 70,000. */
  readonly layerBytes?: number;
  /** Everything is copied there, too. Whoever gives it stops it. */
  readonly second?: Registry;
  /** Whether the target lists referrers itself. Default true. */
  readonly listsReferrers?: boolean;
  /** Stands between the engine and its HTTP client. */
  readonly adapt?: (transport: Transport) => Transport;
}

/**
 * Two doubles: a source that leads to a CDN, and a target that checks nothing, so that only the client keeps it right. Both want tokens of a
 * service at a host of its own.
 */
export async function openDoubleStage({
  tls = false,
  isUpdate = false,
  byUndici = false,
  isProxied = false,
  layerBytes,
  second,
  listsReferrers = true,
  adapt = asItIs,
}: StageOptions = {}): Promise<Stage> {
  const optionsOf = (side: Side): RegistryOptions => ({
    ...(tls ? { tls: isProxied ? namedCertificate : testCertificate } : {}),
    ...(isProxied ? { name: nameOf(side) } : {}),
  });
  const hostOf = ({ host }: Registry, side: Side): string =>
    isProxied ? host.replace('127.0.0.1', nameOf(side)) : host;
  const source = await startRegistry({ ...optionsOf('source'), auth: bearer('source'), cdn: true });
  const target = await startRegistry({
    ...optionsOf('target'),
    auth: { ...bearer('target'), jwt: true },
    quirks: { sparseIndexes: true, believesDigests: true },
    referrers: listsReferrers,
  });
  const stranger = await startStranger();
  const built = buildContent(source, isUpdate ? addFormer(target) : [], layerBytes);
  const content = second === undefined ? built : { ...built, images: built.images.flatMap(onBoth) };
  const proxy = isProxied ? await startForwardProxy() : undefined;
  const hosts = { source: hostOf(source, 'source'), target: hostOf(target, 'target') };
  const workspace = await prepareWorkspace(content.images, hosts);
  const environment = {
    ...(tls ? { SSL_CERT_FILE: join(workspace, 'ca.pem') } : {}),
    IMAGE_MIRROR_TRANSPORT: byUndici ? 'undici' : sweptTransport,
    ...(proxy === undefined ? {} : { HTTPS_PROXY: proxy.host }),
  };
  const targets = [hosts.target, ...(second === undefined ? [] : [second.host])].map((host) => `${host}/${prefix}`);
  const repository = (name: string): string => `${prefix}${name}`;
  return {
    source,
    target,
    stranger,
    ...(proxy === undefined ? {} : { proxy }),
    ...content,
    accounts,
    realms: { source: source.tokenRealm, target: target.tokenRealm },
    naming: (side) => ({ prefix: side === 'target' ? prefix : '', labels: content.labels }),
    begin: () => {
      stranger.forget();
      proxy?.heal();
      target.reset();
      second?.reset();
      if (isUpdate) addFormer(target);
      source.clearFaults();
      source.clearRequests();
    },
    mirror: async (run) => runEngine({ workspace, target: targets.join('\n'), environment, adapt }, run),
    look: async (image) => {
      const registry = image.isOnSecond === true ? (second ?? target) : target;
      const digest = registry.resolve(repository(image.repository), image.tag);
      return Promise.resolve(
        digest === undefined ? undefined : { digest, ...registry.closure(repository(image.repository), image.tag) },
      );
    },
    holds: async (name, digest) => Promise.resolve(target.hasBlob(repository(name), digest)),
    stop: async () => {
      proxy?.stop();
      await Promise.all([source.stop(), target.stop(), stranger.stop()]);
      await rm(workspace, { recursive: true, force: true });
    },
  };
}

const prefix = 'mirror/';

/** In the order of the report. */
function onBoth(image: StagedImage): readonly StagedImage[] {
  return [image, { ...image, isOnSecond: true }];
}

function bearer(side: Side): Extract<RegistryOptions['auth'], { kind: 'bearer' }> {
  const { username, password } = accounts[side];
  return { kind: 'bearer', users: { [username]: password }, separateHost: true, anonymous: false };
}

export interface StagedContent {
  readonly images: readonly StagedImage[];
  readonly labels: ReadonlyMap<string, string>;
  readonly blobs: readonly string[];
}

/** What the target held before: an index that shares the base, and an image that shares nothing. */
function addFormer(target: Registry): readonly string[] {
  const base = addLayers(target, `${prefix}app`, { layers: 1, seed: 'base' });
  const index = buildIndex(target, `${prefix}app`, '1', { seed: 'former', sharedLayers: base });
  const image = buildImage(target, `${prefix}tool`, '2', { seed: 'former' });
  return [index.digest, image.digest];
}

/** An index of two platforms, one in an index of its own, with an attestation; and an image that shares its base. */
export function buildContent(
  source: Registry,
  [formerApp, formerTool]: readonly string[] = [],
  layerBytes = 70_000,
): StagedContent {
  const base = { layers: 1, seed: 'base' };
  const index = buildIndex(source, 'app', '1', {
    nested: true,
    attestations: 'of the first',
    attestationSubjects: true,
    layers: [layerBytes],
    sharedLayers: addLayers(source, 'app', base),
  });
  const image = buildImage(source, 'tool', '2', {
    layers: 0,
    seed: 'tool',
    sharedLayers: addLayers(source, 'tool', base),
  });
  return {
    images: [
      { repository: 'app', tag: '1', digest: index.digest, former: formerApp },
      { repository: 'tool', tag: '2', digest: image.digest, former: formerTool },
    ],
    labels: new Map([...labelsOfIndex(index), ...labelsOfImage('tool', image)]),
    blobs: [...new Set([...index.blobs, ...image.blobs])],
  };
}

function labelsOfIndex({ digest, nested, images, attestations }: BuiltIndex): readonly (readonly [string, string])[] {
  return [
    [digest, 'index'],
    [nested?.digest ?? '', 'inner index'],
    ...images.flatMap((image) => labelsOfImage(image.platform.architecture, image)),
    ...attestations.flatMap((attestation, place) => labelsOfAttestation(`attestation ${place + 1}`, attestation)),
  ];
}

function labelsOfAttestation(name: string, { digest, bytes }: BuiltManifest): readonly (readonly [string, string])[] {
  const { config, layers } = JSON.parse(bytes.toString('utf8')) as {
    readonly config: { readonly digest: string };
    readonly layers: readonly { readonly digest: string }[];
  };
  return [
    [digest, name],
    [config.digest, `${name} config`],
    [layers[0]?.digest ?? '', `${name} statement`],
  ];
}

function labelsOfImage(name: string, { digest, config, layers }: BuiltImage): readonly (readonly [string, string])[] {
  const [base, own] = layers;
  return [
    [digest, `${name} manifest`],
    [config.digest, `${name} config`],
    [base?.digest ?? '', 'base layer'],
    [own?.digest ?? '', `${name} layer`],
  ];
}

async function prepareWorkspace(
  images: readonly StagedImage[],
  { source, target }: Readonly<Record<Side, string>>,
): Promise<string> {
  const auths = Object.fromEntries(
    Object.entries({ [source]: accounts.source, [target]: accounts.target }).map(([host, { username, password }]) => [
      host,
      { auth: Buffer.from(`${username}:${password}`).toString('base64') },
    ]),
  );
  return writeWorkspace(images, source, {
    '.docker/config.json': JSON.stringify({ auths }),
    'ca.pem': `${testCertificate.cert}${namedCertificate.cert}`,
  });
}

/** A folder with a Dockerfile an image, which the stage removes itself: thousands of runs use it. */
export async function writeWorkspace(
  images: readonly StagedImage[],
  source: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const workspace = await mkdtemp(join(tmpdir(), 'image-mirror-sweep-'));
  const files = { ...more };
  for (const { repository, tag } of images) {
    files[`images/${repository}/Dockerfile`] = `FROM ${source}/${repository}:${tag}\n`;
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), text);
  }
  return workspace;
}

export interface EngineOptions {
  readonly workspace: string;
  readonly target: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly adapt?: (transport: Transport) => Transport;
}

/** The whole engine, in this process and over the real wire. */
export async function runEngine(
  { workspace, target, environment = {}, adapt = asItIs }: EngineOptions,
  { clock, signal, isImpatient }: RunOptions,
): Promise<Report> {
  return mirrorFiles({
    files: {},
    workspace,
    inputs: { target, naming: '{repository}', 'verify-timeout': '1' },
    environment,
    clock,
    signal,
    adapt: (transport) => adapt(isImpatient ? impatient(transport) : transport),
  });
}

function asItIs(transport: Transport): Transport {
  return transport;
}

function impatient(transport: Transport): Transport {
  return async (request) => transport({ ...request, headersTimeoutMs: impatienceMs, bodyTimeoutMs: impatienceMs });
}
