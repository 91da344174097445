import type { Report } from '../../../src/result/report.js';
import { onTestFinished } from '../../support/jest/testing.js';
import { useAbort } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import { type Bump, dependabot, renovate, treeOf } from './bots.js';
import {
  buildNodeExporter,
  buildPostgres,
  buildRedis,
  buildVersions,
  bumpPostgres,
  megabytes,
  threePlatforms,
} from './images.js';
import { ecrHost, ghcrAuth, useWorld } from './world.js';

/** Dependabot bumps two, one of a private repository whose login is no secret of Dependabot's. */
export async function denied(): Promise<Report> {
  const { hub, quay, run, review } = await useWorld({
    quay: { auth: { kind: 'bearer', jwt: true, allow: (_user, repository) => !repository.startsWith('acme/') } },
  });
  buildRedis(hub);
  buildVersions(quay, 'acme/builder', [{ tag: '2.4.0' }, { tag: '2.5.0' }]);
  const bumps: readonly Bump[] = [
    { image: 'docker.io/library/redis', before: '7.2', now: '7.4', type: 'minor' },
    { image: 'quay.io/acme/builder', before: '2.4.0', now: '2.5.0', type: 'minor' },
  ];
  await run(treeOf(['docker.io/library/redis:7.2']));
  return review(dependabot(bumps, 'base-images'));
}

/**
 * Dependabot bumps three of a registry whose pulls are used up: two have no copy of the new tag yet, so that the pull request must not be merged. The third
 * has one by another pull request.
 */
export async function pullsUsedUp(): Promise<Report> {
  const { hub, run, review } = await useWorld({ hub: { rateLimit: { limit: 16, windowSeconds: 21_600 } } });
  const [, redis] = buildRedis(hub);
  buildPostgres(hub);
  buildVersions(hub, 'library/nginx', [{ tag: '1.26' }, { tag: '1.27' }]);
  const bumps: readonly Bump[] = [
    { image: 'docker.io/library/nginx', before: '1.26', now: '1.27', type: 'minor' },
    { image: 'docker.io/library/postgres', before: '14', now: '15', type: 'major' },
    { image: 'docker.io/library/redis', before: '7.2', now: `7.4@${redis.digest}`, type: 'minor' },
  ];
  const pullRequest = dependabot(bumps, 'base-images');
  await run(pullRequest.before);
  await run(treeOf(['docker.io/library/redis:7.4']));
  return review(pullRequest);
}

/** Dependabot’s token may only read, for the workflow does not say otherwise. One of two images is there by another pull request. */
export async function dependabotCheck(): Promise<Report> {
  let isReadOnly = false;
  const { hub, quay, run, review } = await useWorld({
    ghcr: { auth: { ...ghcrAuth, allow: (_user, _repository, action) => action === 'pull' || !isReadOnly } },
  });
  const [before, now] = buildPostgres(hub);
  const exporter = buildNodeExporter(quay, 'first');
  const image = 'quay.io/prometheus/node-exporter';
  buildIndex(quay, 'prometheus/node-exporter', 'v1.8.1', { platforms: threePlatforms, layers: megabytes(1.9, 2.1) });
  const bumps: readonly Bump[] = [
    bumpPostgres(before, now),
    { image, before: 'v1.8.1', now: `v1.8.2@${exporter.digest}`, type: 'patch' },
  ];
  const pullRequest = dependabot(bumps, 'base-images');
  await run(pullRequest.before);
  await run(treeOf([`${image}:v1.8.2`]));
  isReadOnly = true;
  return review(pullRequest);
}

/** At night, one source’s tag was moved and the target’s may not be; another source is down. */
export async function staleAndUnverified(): Promise<Report> {
  const { hub, quay, run } = await useWorld({
    ecr: { auth: { kind: 'none' }, quirks: { immutableTags: 'ecr' } },
    targets: [`${ecrHost}/mirror`],
  });
  const buildNightly = (seed: string): void => {
    buildIndex(hub, 'library/postgres', '14', { platforms: threePlatforms, layers: megabytes(8.1, 4.3), seed });
  };
  buildNightly('first');
  buildNodeExporter(quay, 'first');
  const tree = treeOf(['docker.io/library/postgres:14', 'quay.io/prometheus/node-exporter:v1.8.2']);
  await run(tree);
  buildNightly('second');
  quay.fault({ when: { kind: ['manifest-head', 'manifest-get'] }, status: 503, times: Infinity });
  return run(tree);
}

/** The run is cancelled when two of three images are there. */
export async function interrupted(): Promise<Report> {
  const { hub, run, review } = await useWorld();
  const abort = useAbort();
  buildPostgres(hub);
  buildRedis(hub);
  buildVersions(hub, 'library/nginx', [{ tag: '1.26' }, { tag: '1.27' }]);
  const bumps: readonly Bump[] = [
    { image: 'docker.io/library/nginx', before: '1.26', now: '1.27', type: 'minor' },
    { image: 'docker.io/library/postgres', before: '14', now: '15', type: 'major' },
    { image: 'docker.io/library/redis', before: '7.2', now: '7.4', type: 'minor' },
  ];
  const pullRequest = renovate(bumps, 'databases-and-web');
  await run(pullRequest.before);
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  hub.fault({ when: { kind: 'blob-get', repository: 'library/redis' }, holdUntil: held, times: Infinity });
  onTestFinished(() => {
    release();
  });
  let done = 0;
  const finished = (): void => {
    done += 1;
    if (done === bumps.length - 1) abort.abort(new Error('the run was cancelled'));
  };
  const progress = {
    started: () => undefined,
    expected: () => undefined,
    moved: () => undefined,
    finished,
    log: () => undefined,
  };
  return review(pullRequest, { signal: abort.signal, progress });
}

/** At night, a tree of 120 files; of each eighth the image is gone. */
export async function long(): Promise<Report> {
  const { hub, run } = await useWorld();
  const names = Array.from(
    { length: 120 },
    (_value, index) => `team-${index % 10}/service-${String(index).padStart(3, '0')}`,
  );
  for (const name of names.filter((_name, index) => index % 8 !== 0)) buildImage(hub, name, '1.0.1', { seed: name });
  return run(treeOf(names.map((name) => `docker.io/${name}:1.0.1`)));
}
