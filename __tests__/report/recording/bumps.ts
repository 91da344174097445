import type { Report } from '../../../src/result/report.js';
import type { BuiltIndex } from '../../support/registry/images/image-types.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { Registry } from '../../support/registry/registry.js';
import { type Bump, dependabot, person, renovate, treeOf } from './bots.js';
import {
  buildNodeExporter,
  buildPostgres,
  buildRedis,
  buildVersions,
  bumpPostgres,
  megabytes,
  threePlatforms,
} from './images.js';
import { ecrHost, useWorld } from './world.js';

/** Dependabot bumps one image to its next major version. */
export async function majorBump(): Promise<Report> {
  const { hub, reviewMirrored } = await useWorld();
  const [before, now] = buildPostgres(hub);
  return reviewMirrored(dependabot([bumpPostgres(before, now)]));
}

/** A person adds a line to files whose images are mirrored already. */
export async function noOp(): Promise<Report> {
  const { hub, quay, reviewMirrored } = await useWorld();
  const [, redis] = buildRedis(hub);
  buildNodeExporter(quay, 'first');
  const before = {
    ...treeOf([`docker.io/library/redis:7.4@${redis.digest}`, 'quay.io/prometheus/node-exporter:v1.8.2']),
    'images/docker.io/acme/empty/Dockerfile': 'FROM scratch\n',
  };
  const now = Object.entries(before).map(([path, text]) => [path, `# Bumped by Dependabot.\n${text}`]);
  return reviewMirrored(person(before, Object.fromEntries(now) as typeof before));
}

/** A person changes what is no Dockerfile. */
export async function nothing(): Promise<Report> {
  const { hub, reviewMirrored } = await useWorld();
  const [, redis] = buildRedis(hub);
  const tree = treeOf([`docker.io/library/redis:7.4@${redis.digest}`]);
  return reviewMirrored(person({ ...tree, 'README.md': '# Images\n' }, { ...tree, 'README.md': '# Our images\n' }));
}

/** Renovate bumps two: one lost a platform, and the tag of the other was moved. The registry fails now and then. */
export async function platformLost(): Promise<Report> {
  const { hub, quay, run, review } = await useWorld();
  buildRedis(hub, ['linux/amd64', 'linux/arm64', 'linux/s390x']);
  const first = buildNodeExporter(quay, 'first');
  const tree = treeOf(['docker.io/library/redis:7.2', `quay.io/prometheus/node-exporter:v1.8.2@${first.digest}`]);
  await run(tree);
  const second = buildNodeExporter(quay, 'second');
  hub.fault({ when: { kind: 'blob-get', repository: 'library/redis' }, status: 503, times: 3 });
  const bumps: readonly Bump[] = [
    { image: 'docker.io/library/redis', before: '7.2', now: '7.4', type: 'minor' },
    {
      image: 'quay.io/prometheus/node-exporter',
      before: `v1.8.2@${first.digest}`,
      now: `v1.8.2@${second.digest}`,
      type: 'digest',
    },
  ];
  return review(renovate(bumps, 'all-minor-patch'));
}

const rolling = [
  ['grafana/grafana', '11.5'],
  ['library/nginx', '1.27'],
  ['library/postgres', '15'],
  ['library/redis', '7.4'],
] as const;

/** Renovate bumps the pins of four tags that roll; the pulls that are left suffice for two. */
export async function deferred(): Promise<Report> {
  const { hub, run, review } = await useWorld({ hub: { rateLimit: { limit: 10, windowSeconds: 21_600 } } });
  const bumps = rolling.map(([repository, tag]): Bump => {
    const [before, now] = buildVersions(hub, repository, [
      { tag, seed: `${repository} before`, config: { created: '2026-01-13T06:14:00Z' } },
      { tag, seed: `${repository} now`, config: { created: '2026-02-11T17:48:30Z' } },
    ]);
    const image = `docker.io/${repository}`;
    return { image, before: `${tag}@${before.digest}`, now: `${tag}@${now.digest}`, type: 'digest' };
  });
  const pullRequest = renovate(bumps, 'digests');
  // In two nights: for all of them one window does not suffice either.
  const before = Object.entries(pullRequest.before);
  for (const half of [before.slice(0, 2), before.slice(2)]) {
    await run(Object.fromEntries(half));
    hub.resetRateLimit();
  }
  return review(pullRequest);
}

const grouped: readonly (readonly [repository: string, before: string, now: string, type: string])[] = [
  ['grafana/grafana', '11.4.0', '11.5.1', 'minor'],
  ['library/alpine', '3.20.3', '3.21.2', 'minor'],
  ['library/busybox', '1.36.1', '1.37.0', 'minor'],
  ['library/caddy', '2.8.4', '2.9.1', 'minor'],
  ['library/golang', '1.23.4', '1.24.0', 'minor'],
  ['library/haproxy', '3.0.7', '3.1.2', 'minor'],
  ['library/mariadb', '11.4.4', '11.6.2', 'minor'],
  ['library/memcached', '1.6.33', '1.6.36', 'patch'],
  ['library/nginx', '1.27.3', '1.27.4', 'patch'],
  ['library/node', '22.13.0', '22.14.0', 'minor'],
  ['library/python', '3.12.8', '3.13.2', 'minor'],
  ['library/rabbitmq', '4.0.5', '4.0.6', 'patch'],
];

/**
 * Dependabot bumps a dozen for two targets. One of the new ones is older than what it replaces, and the tag of another has been moved on
 * since it was pinned.
 */
export async function group(): Promise<Report> {
  const { hub, reviewMirrored } = await useWorld({ targets: ['ghcr.io/acme/mirror', `${ecrHost}/mirror`] });
  const bumps = grouped.map(([repository, before, now, type]): Bump => {
    const [old, fresh] = buildSmall(hub, repository, before, now);
    return { image: `docker.io/${repository}`, before: `${before}@${old.digest}`, now: `${now}@${fresh.digest}`, type };
  });
  buildIndex(hub, 'library/memcached', '1.6.36', { seed: 'built again', platforms: threePlatforms });
  return reviewMirrored(dependabot(bumps, 'base-images'));
}

function buildSmall(
  registry: Registry,
  repository: string,
  before: string,
  now: string,
): readonly [BuiltIndex, BuiltIndex] {
  const created = ['2025-12-09T06:14:00Z', '2026-02-11T17:48:30Z'];
  const [first = '', second = ''] = repository === 'library/busybox' ? created.toReversed() : created;
  const platforms = ['linux/amd64', 'linux/arm64'];
  const versions = [
    { tag: before, platforms, layers: megabytes(0.7), config: { created: first } },
    { tag: now, platforms, layers: megabytes(0.8, 0.1), config: { created: second } },
  ] as const;
  return buildVersions(registry, repository, versions, 1.1);
}
