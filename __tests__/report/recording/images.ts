import type { BuiltIndex, ConfigOptions, IndexOptions } from '../../support/registry/images/image-types.js';
import { addLayers } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { Registry } from '../../support/registry/registry.js';
import type { Bump } from './bots.js';

export const threePlatforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'];

/** One version of an image; what is not said of it is made from its tag. */
export interface Version extends IndexOptions {
  readonly tag: string;
}

/** Of a base's one layer. */
const baseMegabytes = 8.2;

/** Versions of an image on a base that they share, the older first. */
export function buildVersions(
  registry: Registry,
  repository: string,
  versions: readonly [Version, Version],
  base = baseMegabytes,
): readonly [BuiltIndex, BuiltIndex] {
  const sharedLayers = addLayers(registry, repository, { layers: megabytes(base), seed: `${repository} base` });
  const build = ({ tag, ...options }: Version, own: readonly number[]): BuiltIndex =>
    buildIndex(registry, repository, tag, {
      sharedLayers,
      seed: `${repository} ${tag}`,
      platforms: threePlatforms,
      layers: megabytes(...own),
      ...options,
    });
  return [build(versions[0], [4.1, 0.9, 0.02]), build(versions[1], [5.3, 1.2, 0.03, 0.01])];
}

export function megabytes(...sizes: readonly number[]): readonly number[] {
  return sizes.map((size) => Math.round(size * 1_000_000));
}

/** The two that most situations are about. */
export function buildPostgres(registry: Registry): readonly [BuiltIndex, BuiltIndex] {
  return buildVersions(registry, 'library/postgres', [
    { tag: '14', config: postgresConfig('14', '14.21-1.pgdg13+1', '2025-11-18T02:11:40Z', 'SIGTERM') },
    { tag: '15', config: postgresConfig('15', '15.16-1.pgdg13+1', '2026-02-12T23:04:12Z', 'SIGINT') },
  ]);
}

export function bumpPostgres(before: BuiltIndex, now: BuiltIndex): Bump {
  const image = 'docker.io/library/postgres';
  return { image, before: `14@${before.digest}`, now: `15@${now.digest}`, type: 'major' };
}

function postgresConfig(major: string, version: string, created: string, stopSignal: string): ConfigOptions {
  return {
    created,
    env: [
      `PATH=/usr/local/bin:/usr/bin:/usr/lib/postgresql/${major}/bin`,
      'GOSU_VERSION=1.19',
      'LANG=en_US.utf8',
      `PG_MAJOR=${major}`,
      `PG_VERSION=${version}`,
      'PGDATA=/var/lib/postgresql/data',
    ],
    more: {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['postgres'],
      ExposedPorts: { '5432/tcp': {} },
      Volumes: { '/var/lib/postgresql/data': {} },
      StopSignal: stopSignal,
    },
  };
}

export function buildRedis(registry: Registry, platforms = threePlatforms): readonly [BuiltIndex, BuiltIndex] {
  return buildVersions(registry, 'library/redis', [
    {
      tag: '7.2',
      config: {
        created: '2025-10-06T19:22:02Z',
        env: ['PATH=/usr/local/bin:/usr/bin', 'REDIS_DOWNLOAD_TOKEN=4b1f0c9a7e62', 'REDIS_VERSION=7.2.11'],
        labels: { maintainer: 'Redis Docker Team' },
        more: redisSettings({ '6379/tcp': {} }),
      },
    },
    {
      tag: '7.4',
      platforms,
      config: {
        created: '2026-01-28T20:40:51Z',
        env: ['PATH=/usr/local/bin:/usr/bin', 'REDIS_DOWNLOAD_TOKEN=8d35e2f6a071', 'REDIS_VERSION=7.4.6'],
        more: { ...redisSettings({ '6379/tcp': {}, '16379/tcp': {} }), User: 'redis' },
      },
    },
  ]);
}

function redisSettings(ports: Readonly<Record<string, object>>): Readonly<Record<string, unknown>> {
  return { Entrypoint: ['docker-entrypoint.sh'], Cmd: ['redis-server'], ExposedPorts: ports, WorkingDir: '/data' };
}

/** The same version, built at two times. */
export function buildNodeExporter(registry: Registry, build: 'first' | 'second'): BuiltIndex {
  const [created, revision] =
    build === 'first' ? ['2024-07-14T11:57:01Z', '9d54f2d6'] : ['2026-02-03T08:30:00Z', 'c1f8e407'];
  return buildIndex(registry, 'prometheus/node-exporter', 'v1.8.2', {
    platforms: threePlatforms,
    layers: megabytes(1.9, 2.2),
    seed: `node-exporter ${build}`,
    config: {
      created,
      labels: { maintainer: 'The Prometheus Authors', 'org.opencontainers.image.revision': revision },
      more: { Entrypoint: ['/bin/node_exporter'], Cmd: [], ExposedPorts: { '9100/tcp': {} }, User: 'nobody' },
    },
  });
}
