/**
 * Records the reports beside it: `npm run record`. Each is of a run of the engine between registry doubles, and the doubles' hosts are then
 * called by the names of public registries. What a pull request adds to a report (scope, what the tree named before, the bot's words) is given here.
 */
import type { PullRequestEvent } from '../../../src/github/event.js';
import { rightsOf } from '../../../src/github/rights.js';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Comparison, ConfigChange } from '../../../src/image/comparison.js';
import { parseDigest } from '../../../src/image/digest.js';
import type { Via } from '../../../src/outcome.js';
import type { Use } from '../../../src/plan/task.js';
import { type ImageReport, type Report } from '../../../src/report/report.js';
import { type Files, type MirrorOptions, mirrorFiles, useAbort, useRegistry } from '../../support/mirror.js';
import type { BuiltIndex, IndexOptions } from '../../support/registry/image-types.js';
import { addLayers, buildImage } from '../../support/registry/images.js';
import { buildIndex } from '../../support/registry/indexes.js';
import type { RegistryOptions } from '../../support/registry/options.js';
import type { Registry } from '../../support/registry/registry.js';
import { entry, failed, hostileTexts, reportOf } from '../reports.js';

interface World {
  readonly hub: Registry;
  readonly quay: Registry;
  readonly ghcr: Registry;
  readonly ecr: Registry;
  readonly run: (images: Images, inputs?: Readonly<Record<string, string>>, more?: Partial<MirrorOptions>) => Promise<Report>;
}

/** `FROM` by folder; `HUB` and `QUAY` stand for the doubles' hosts. */
type Images = Readonly<Record<string, string>>;

interface WorldOptions {
  readonly hub?: RegistryOptions;
  readonly ghcr?: RegistryOptions;
  readonly severalTargets?: true;
}

async function useWorld(options: WorldOptions = {}): Promise<World> {
  const hub = await useRegistry(options.hub);
  const quay = await useRegistry();
  const ghcr = await useRegistry(options.ghcr);
  const ecr = await useRegistry();
  const names: readonly (readonly [Registry, string])[] = [
    [hub, 'docker.io'],
    [quay, 'quay.io'],
    [ghcr, 'ghcr.io'],
    [ecr, '123456789012.dkr.ecr.eu-central-1.amazonaws.com'],
  ];
  const target = options.severalTargets === undefined ? '' : `\n${ecr.host}/mirror`;
  return {
    hub,
    quay,
    ghcr,
    ecr,
    run: async (images, inputs, more) => {
      const report = await mirrorFiles({
        files: filesOf(images, hub, quay),
        inputs: { target: `${ghcr.host}/acme/mirror${target}`, 'verify-timeout': '1', ...inputs },
        ...more,
      });
      const text = names.reduce(
        (all, [{ host }, name]) => all.replaceAll(host, name).replaceAll(host.replace(':', '_'), name),
        JSON.stringify(report),
      );
      return { ...(JSON.parse(text) as Report), startedAt: '2026-02-13T10:21:07.000Z', durationMs: 9_340 };
    },
  };
}

function filesOf(images: Images, hub: Registry, quay: Registry): Files {
  return Object.fromEntries(
    Object.entries(images).map(([folder, from]) => [
      `images/${folderOf(folder, hub, quay)}/Dockerfile`,
      `FROM ${from.replace('HUB', hub.host).replace('QUAY', quay.host)}\n`,
    ]),
  );
}

/** As the layout wants it: a port's colon is written `_`. */
function folderOf(folder: string, hub: Registry, quay: Registry): string {
  return folder.replace('docker.io', hub.host.replace(':', '_')).replace('quay.io', quay.host.replace(':', '_'));
}

/** Megabytes. */
function layersOf(...sizes: readonly number[]): readonly number[] {
  return sizes.map((size) => Math.round(size * 1_000_000));
}

const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'];

/** Two versions of an image on a base that both have. */
function buildTwo(
  registry: Registry,
  repository: string,
  [before, now]: readonly [string, string],
  [optionsBefore, optionsNow]: readonly [IndexOptions, IndexOptions],
): readonly [BuiltIndex, BuiltIndex] {
  const sharedLayers = addLayers(registry, repository, { layers: layersOf(8.2), seed: `${repository} base` });
  return [
    buildIndex(registry, repository, before, { sharedLayers, seed: before, layers: layersOf(4.1, 0.9, 0.02), ...optionsBefore }),
    buildIndex(registry, repository, now, { sharedLayers, seed: now, layers: layersOf(5.3, 1.2, 0.03, 0.01), ...optionsNow }),
  ];
}

/** By the bytes that the double serves. */
function compare(
  name: string,
  [before, now]: readonly [BuiltIndex, BuiltIndex],
  more: { readonly dates: readonly [string, string]; readonly changes: readonly ConfigChange[] },
): Comparison {
  const [one, other] = [platformsOf(before), platformsOf(now)];
  const [first, second] = [before.images[0]?.layers ?? [], now.images[0]?.layers ?? []];
  const had = new Set(first.map(({ digest }) => digest));
  const kept = second.filter(({ digest }) => had.has(digest));
  const added = second.filter(({ digest }) => !had.has(digest));
  return {
    before: { name, digest: parseDigest(before.digest) },
    lostPlatforms: one.filter((platform) => !other.includes(platform)),
    gainedPlatforms: other.filter((platform) => !one.includes(platform)),
    inside: {
      platform: one[0] ?? '',
      createdBefore: more.dates[0],
      created: more.dates[1],
      layers: {
        kept: kept.length,
        keptBytes: sum(kept),
        added: added.length,
        addedBytes: sum(added),
        removed: first.length - kept.length,
      },
      changes: more.changes,
    },
  };
}

function sum(layers: readonly { readonly size: number }[]): number {
  return layers.reduce((total, { size }) => total + size, 0);
}

function platformsOf({ images }: BuiltIndex): readonly string[] {
  return images.map(({ platform: { os, architecture, variant } }) => [os, architecture, variant].filter(Boolean).join('/'));
}

/** The report as a pull request's run would make it. */
function inPullRequest(report: Report, changed: number, more: Partial<Report> = {}): Report {
  return { ...report, scope: { kind: 'changed', of: 'pull request #1347', files: changed, only: [], leftOut: 0 }, ...more };
}

function withImage(report: Report, part: string, change: (image: ImageReport) => ImageReport): Report {
  const images = report.images.map((image) => ((image.canonical ?? '').includes(part) ? change(image) : image));
  return { ...report, images };
}

function withUse(image: ImageReport, more: Partial<Use>): ImageReport {
  return { ...image, uses: image.uses.map((use) => ({ ...use, ...more })) };
}

const hubVia: Via = { side: 'source', host: 'registry-1.docker.io', requests: 14, repeated: 0 };
const ghcrVia: Via = { side: 'target', host: 'ghcr.io', requests: 27, repeated: 0 };

const postgresChanges: readonly ConfigChange[] = [
  { field: 'environment', name: 'PG_MAJOR', before: '14', now: '15' },
  { field: 'environment', name: 'PG_VERSION', before: '14.21-1.pgdg13+1', now: '15.16-1.pgdg13+1' },
  { field: 'environment', name: 'PATH', before: '/usr/local/bin:/usr/bin:/usr/lib/postgresql/14/bin', now: '/usr/local/bin:/usr/bin:/usr/lib/postgresql/15/bin' },
  { field: 'stop-signal', before: 'SIGTERM', now: 'SIGINT' },
];

async function majorBump(): Promise<Report> {
  const { hub, run } = await useWorld();
  const built = buildTwo(hub, 'library/postgres', ['14', '15'], [{ platforms }, { platforms }]);
  await run({ 'docker.io/library/postgres': 'HUB/library/postgres:14' });
  const report = await run({ 'docker.io/library/postgres': `HUB/library/postgres:15@${built[1].digest}` });
  const comparison = compare('docker.io/library/postgres:14', built, {
    dates: ['2025-11-18T02:11:40Z', '2026-02-12T23:04:12Z'],
    changes: postgresChanges,
  });
  return inPullRequest(
    withImage(report, 'postgres', (image) => ({
      ...withUse(image, {
        was: `docker.io/library/postgres:14@${built[0].digest}`,
        update: { by: 'dependabot', type: 'major' },
      }),
      comparison,
      via: [hubVia, ghcrVia],
    })),
    1,
  );
}

async function noOp(): Promise<Report> {
  const { hub, quay, run } = await useWorld();
  const { digest } = buildIndex(hub, 'library/redis', '7.4', { platforms, layers: layersOf(7.9, 3.4) });
  buildIndex(quay, 'prometheus/node-exporter', 'v1.8.2', { platforms, layers: layersOf(1.9, 2.2) });
  const images = {
    'docker.io/library/redis': `HUB/library/redis:7.4@${digest}`,
    'quay.io/prometheus/node-exporter': 'QUAY/prometheus/node-exporter:v1.8.2',
    'docker.io/acme/scratch': 'scratch',
  };
  await run(images);
  return inPullRequest(await run(images), 3);
}

async function platformLost(): Promise<Report> {
  const { hub, quay, run } = await useWorld();
  const two = ['linux/amd64', 'linux/arm64', 'linux/s390x'];
  const built = buildTwo(hub, 'library/redis', ['7.2', '7.4'], [{ platforms }, { platforms: two }]);
  buildIndex(quay, 'prometheus/node-exporter', 'v1.8.2', { platforms, layers: layersOf(1.9, 2.2), seed: 'first' });
  await run({ a: 'HUB/library/redis:7.2', b: 'QUAY/prometheus/node-exporter:v1.8.2' });
  buildIndex(quay, 'prometheus/node-exporter', 'v1.8.2', { platforms, layers: layersOf(1.9, 2.2), seed: 'second' });
  const report = await run({
    'docker.io/library/redis': 'HUB/library/redis:7.4',
    'quay.io/prometheus/node-exporter': 'QUAY/prometheus/node-exporter:v1.8.2',
  });
  const comparison = compare('docker.io/library/redis:7.2', built, {
    dates: ['2025-10-06T19:22:02Z', '2026-01-28T20:40:51Z'],
    changes: [
      { field: 'environment', name: 'REDIS_VERSION', before: '7.2.11', now: '7.4.6' },
      { field: 'environment', name: 'REDIS_DOWNLOAD_TOKEN', isHidden: true },
      { field: 'user', now: 'redis' },
      { field: 'ports', name: '16379/tcp', now: '16379/tcp' },
      { field: 'labels', name: 'maintainer', before: 'Redis Docker Team' },
    ],
  });
  const redis = withImage(report, 'redis', (image) => ({
    ...withUse(image, { was: 'docker.io/library/redis:7.2', update: { by: 'renovate', type: 'minor' } }),
    comparison,
    via: [{ ...hubVia, requests: 17, repeated: 3 }, ghcrVia],
    warnings: ['linux/arm/v7 is lost: docker.io/library/redis:7.2 had it, docker.io/library/redis:7.4 has it no more.'],
  }));
  return inPullRequest(
    withImage(redis, 'node-exporter', (image) => ({
      ...image,
      warnings: ['The tag v1.8.2 looks like a version, and it was moved upstream to another image.'],
    })),
    2,
  );
}

async function denied(): Promise<Report> {
  const { hub, run } = await useWorld({
    ghcr: {
      auth: {
        kind: 'bearer',
        users: { bot: 'secret' },
        deniedStatus: 403,
        allow: (_user, repository, action) => action === 'pull' || !repository.includes('postgres'),
      },
    },
  });
  const built = buildTwo(hub, 'library/postgres', ['14', '15'], [{ platforms }, { platforms }]);
  buildIndex(hub, 'library/redis', '7.4', { platforms, layers: layersOf(7.9, 3.4) });
  const report = await run({
    'docker.io/library/postgres': 'HUB/library/postgres:15',
    'docker.io/library/redis': 'HUB/library/redis:7.4',
  });
  return inPullRequest(
    withImage(report, 'postgres', (image) =>
      withUse(image, {
        was: `docker.io/library/postgres:14@${built[0].digest}`,
        update: { by: 'dependabot', type: 'major' },
      }),
    ),
    2,
  );
}

async function dependabotCheck(): Promise<Report> {
  const { hub, quay, run } = await useWorld();
  const built = buildTwo(hub, 'library/postgres', ['14', '15'], [{ platforms }, { platforms }]);
  buildIndex(quay, 'prometheus/node-exporter', 'v1.8.2', { platforms, layers: layersOf(1.9, 2.2) });
  await run({ a: 'QUAY/prometheus/node-exporter:v1.8.2' });
  const report = await run(
    {
      'docker.io/library/postgres': `HUB/library/postgres:15@${built[1].digest}`,
      'quay.io/prometheus/node-exporter': 'QUAY/prometheus/node-exporter:v1.8.2',
    },
    { mode: 'check' },
  );
  return inPullRequest(
    withImage(report, 'postgres', (image) =>
      withUse(image, {
        was: `docker.io/library/postgres:14@${built[0].digest}`,
        update: { by: 'dependabot', type: 'major' },
      }),
    ),
    2,
    {
      checkedBecause: refusedByGhcr(),
    },
  );
}

/** What a run of Dependabot says whose workflow does not raise its token's permissions. */
function refusedByGhcr(): string {
  const event: PullRequestEvent = {
    kind: 'pull-request',
    name: 'pull_request',
    action: 'opened',
    owner: 'acme',
    repository: 'images',
    number: 1347,
    headSha: '1'.repeat(40),
    baseSha: '2'.repeat(40),
    isFromFork: false,
    headRef: 'dependabot/docker/postgres-15',
    author: 'dependabot[bot]',
    body: '',
  };
  const { whenRefused } = rightsOf(event, { GITHUB_ACTOR: 'dependabot[bot]' });
  return whenRefused.kind === 'check' ? whenRefused.explain([{ registry: 'ghcr.io', hasAccount: true }]) : '';
}

async function deferred(): Promise<Report> {
  const { hub, run } = await useWorld({ hub: { rateLimit: { limit: 10, windowSeconds: 21_600 } } });
  const repositories = ['grafana/grafana', 'library/nginx', 'library/postgres', 'library/redis'];
  for (const repository of repositories) buildIndex(hub, repository, '1.27', { platforms, layers: layersOf(4.4, 2.8), seed: repository });
  const report = await run(
    Object.fromEntries(repositories.map((name) => [`docker.io/${name}`, `HUB/${name}:1.27`])),
  );
  const until = '2026-02-13T16:21:07.000Z';
  const images = report.images.map((image) => ({
    ...image,
    ...(image.message === undefined ? {} : { message: image.message.replace(/20\d\d-\d\d-\d\dT[\d:.]+Z/g, until) }),
    ...(image.deferredUntil === undefined ? {} : { deferredUntil: until }),
    uses: image.uses.map((use) => ({
      ...use,
      was: (image.canonical ?? '').replace('1.27', '1.26'),
      update: { by: 'renovate' as const, type: 'minor', group: 'databases and web' },
    })),
  }));
  return inPullRequest({ ...report, images }, 4);
}

const groupNames = [
  'grafana/grafana', 'library/alpine', 'library/busybox', 'library/caddy', 'library/golang', 'library/haproxy',
  'library/mariadb', 'library/memcached', 'library/nginx', 'library/node', 'library/python', 'library/rabbitmq',
];

async function group(): Promise<Report> {
  const { hub, run } = await useWorld({ severalTargets: true });
  const built = new Map(
    groupNames.map((name) => [
      name,
      buildTwo(hub, name, ['3.1.4', '3.2.0'], [
        { layers: layersOf(1.2), platforms: ['linux/amd64', 'linux/arm64'], seed: `${name} old` },
        { layers: layersOf(1.4, 0.1), platforms: ['linux/amd64', 'linux/arm64'], seed: `${name} new` },
      ]),
    ]),
  );
  const report = await run(
    Object.fromEntries(groupNames.map((name) => [`docker.io/${name}`, `HUB/${name}:3.2.0@${built.get(name)?.[1].digest ?? ''}`])),
  );
  return groupNames.reduce(
    (all, name) => {
      const [before] = built.get(name) ?? [];
      return withImage(all, name, (image) =>
        withUse(image, {
          was: `docker.io/${name}:3.1.4@${before?.digest ?? ''}`,
          update: { by: 'dependabot', type: 'minor', group: 'base-images' },
        }),
      );
    },
    inPullRequest(report, 12),
  );
}

async function staleAndUnverified(): Promise<Report> {
  const { hub, quay, run } = await useWorld({ ghcr: { quirks: { immutableTags: 'ecr' } } });
  buildIndex(hub, 'library/postgres', '14', { platforms, layers: layersOf(8.1, 4.3), seed: 'first' });
  buildIndex(quay, 'prometheus/node-exporter', 'v1.8.2', { platforms, layers: layersOf(1.9, 2.2) });
  const images = {
    'docker.io/library/postgres': 'HUB/library/postgres:14',
    'quay.io/prometheus/node-exporter': 'QUAY/prometheus/node-exporter:v1.8.2',
  };
  await run(images);
  buildIndex(hub, 'library/postgres', '14', { platforms, layers: layersOf(8.1, 4.3), seed: 'second' });
  quay.fault({ when: { kind: ['manifest-head', 'manifest-get'] }, status: 503, times: Infinity });
  return run(images);
}

async function interrupted(): Promise<Report> {
  const { hub, run } = await useWorld();
  const abort = useAbort();
  const names = ['library/nginx', 'library/postgres', 'library/redis'];
  for (const name of names) buildIndex(hub, name, '2.0', { platforms, layers: layersOf(3.1, 1.2), seed: name });
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  hub.fault({ when: { kind: 'blob-get', repository: 'library/redis' }, holdUntil: held, times: Infinity });
  onTestFinished(() => {
    release();
  });
  return inPullRequest(
    await run(Object.fromEntries(names.map((name) => [`docker.io/${name}`, `HUB/${name}:2.0`])), undefined, {
      signal: abort.signal,
      progress: {
        started: () => undefined,
        moved: () => undefined,
        finished: () => {
          setTimeout(() => {
            abort.abort(new Error('the run was cancelled'));
          }, 300);
        },
        told: () => undefined,
      },
    }),
    3,
  );
}

async function nothing(): Promise<Report> {
  const { run } = await useWorld();
  return inPullRequest(await run({}), 0, { warnings: [] });
}

async function long(): Promise<Report> {
  const { hub, run } = await useWorld();
  const names = Array.from({ length: 120 }, (_value, index) => `team-${index % 10}/service-${String(index).padStart(3, '0')}`);
  for (const name of names.filter((_name, index) => index % 8 !== 0)) buildImage(hub, name, '1.0.1', { seed: name });
  const report = await run(Object.fromEntries(names.map((name) => [`docker.io/${name}`, `HUB/${name}:1.0.1`])));
  return report;
}

/** Nothing that a registry could serve: every text that comes from outside is one that would do something. */
async function hostile(): Promise<Report> {
  const entries = [...hostileTexts, `${'x'.repeat(1_000)} a long label`].map((text, index) => {
    const base = entry(text, failed(`The registry said: ${text}`, [text]), { target: text });
    const digest = parseDigest(`sha256:${String(index).padStart(64, '0')}`);
    return {
      ...base,
      uses: base.uses.map((use) => ({
        ...use, file: `images/${text}`, was: text, stage: text, warnings: [text], update: { by: 'renovate' as const, type: text, group: text },
      })),
      outcome: {
        ...base.outcome,
        platforms: [{ os: text, architecture: text }],
        comparison: {
          before: { name: text, digest },
          lostPlatforms: [text],
          gainedPlatforms: [text],
          inside: {
            platform: text,
            createdBefore: text,
            created: text,
            layers: { kept: 1, keptBytes: 1, added: 1, addedBytes: 1, removed: 0 },
            changes: [
              { field: 'labels' as const, name: text, before: text, now: text },
              { field: 'entrypoint' as const, now: text },
            ],
          },
        },
        via: [{ side: 'source' as const, host: text, requests: 1, repeated: 1 }],
      },
    };
  });
  const report = reportOf(entries, {
    targets: [hostileTexts.join(' ')],
    warnings: hostileTexts,
    checkedBecause: hostileTexts.join(' '),
    scope: { kind: 'all', why: hostileTexts.join(' '), files: 1, only: hostileTexts, leftOut: 1 },
  });
  return Promise.resolve(report);
}

const situations: Readonly<Record<string, () => Promise<Report>>> = {
  'major-bump': majorBump,
  'no-op': noOp,
  'platform-lost': platformLost,
  denied,
  'dependabot-check': dependabotCheck,
  deferred,
  group,
  'stale-and-unverified': staleAndUnverified,
  interrupted,
  nothing,
  long,
  hostile,
};

test.each(Object.entries(situations))('%s is recorded', async (name, record) => {
  const report = await record();
  await writeFile(join(import.meta.dirname, `${name}.json`), `${JSON.stringify(report, undefined, 1)}\n`);
  expect(JSON.stringify(report)).not.toContain('127.0.0.1');
});
