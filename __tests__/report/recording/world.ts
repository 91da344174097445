import { type Clock, systemClock } from '../../../src/runtime/clock.js';
import type { WhenRefused } from '../../../src/plan/when-refused.js';
import type { Report } from '../../../src/result/report.js';
import { type Files, type MirrorOptions, mirrorFiles, useRegistry } from '../../support/mirror.js';
import type { BearerAuth, RegistryOptions } from '../../support/registry/options.js';
import type { Registry } from '../../support/registry/registry.js';
import { type StandIn, filesToDoubles, publicName, toDoubles, toPublic } from './public-names.js';
import { type PullRequest, openPullRequest } from './recorded-pull-request.js';
import { secretFor } from '../../support/secrets.js';

/** Two public registries, and two of one's own. All names in situations are the public ones. */
export interface World {
  readonly hub: Registry;
  readonly quay: Registry;
  readonly ghcr: Registry;
  readonly ecr: Registry;
  /** A run of the whole tree, as at night. */
  readonly run: (files: Files, more?: More) => Promise<Report>;
  /** The run that a pull request starts. */
  readonly review: (pullRequest: PullRequest, more?: More) => Promise<Report>;
  /** That, in a tree whose images are all mirrored as they were before. */
  readonly reviewMirrored: (pullRequest: PullRequest, more?: More) => Promise<Report>;
}

type More = Pick<MirrorOptions, 'progress' | 'signal'>;

export interface WorldOptions {
  readonly hub?: RegistryOptions;
  readonly quay?: RegistryOptions;
  readonly ghcr?: RegistryOptions;
  readonly ecr?: RegistryOptions;
  /** Default `ghcr.io/acme/mirror`. */
  readonly targets?: readonly string[];
}

export const ecrHost = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';

/** Who the runs are logged in as. */
const account = { username: 'acme-bot', password: secretFor('acme') };

/** As GHCR has it; everyone reads. */
export const ghcrAuth: BearerAuth = {
  kind: 'bearer',
  users: { [account.username]: account.password },
  deniedStatus: 403,
};

export async function useWorld(options: WorldOptions = {}): Promise<World> {
  const hub = await useRegistry({ auth: { kind: 'bearer', separateHost: true, jwt: true }, cdn: true, ...options.hub });
  const quay = await useRegistry({ auth: { kind: 'bearer', jwt: true }, cdn: true, ...options.quay });
  const ghcr = await useRegistry({ auth: ghcrAuth, cdn: true, ...options.ghcr });
  const ecr = await useRegistry({ auth: { kind: 'basic', ...account }, ...options.ecr });
  const standIns: readonly StandIn[] = [
    { registry: hub, name: 'docker.io', hosts: hubHosts },
    { registry: quay, name: 'quay.io', hosts: { main: 'quay.io', cdn: 'cdn03.quay.io' } },
    { registry: ghcr, name: 'ghcr.io', hosts: { main: 'ghcr.io', cdn: 'pkg-containers.githubusercontent.com' } },
    { registry: ecr, name: ecrHost },
  ];
  const { targets = ['ghcr.io/acme/mirror'] } = options;
  const environment = { DOCKER_AUTH_CONFIG: loginTo(ghcr, ecr) };
  const run = async (files: Files, more: Partial<MirrorOptions> = {}): Promise<Report> => {
    const report = await mirrorFiles({
      files: filesToDoubles(files, standIns),
      inputs: { target: toDoubles(targets.join('\n'), standIns), 'verify-timeout': '1' },
      environment,
      clock: recordedClock,
      ...more,
    });
    return withRecordedTimes(toPublic(report, standIns));
  };
  const review: World['review'] = async (pullRequest, more) => {
    const { now, ...rest } = await openPullRequest(pullRequestToDoubles(pullRequest, standIns));
    const whenRefused = withPublicRefusals(rest.whenRefused, standIns);
    return run(now, { ...rest, whenRefused, ...more });
  };
  const reviewMirrored: World['review'] = async (pullRequest, more) => {
    await run(pullRequest.before);
    return review(pullRequest, more);
  };
  return { hub, quay, ghcr, ecr, run, review, reviewMirrored };
}

const hubHosts = {
  main: 'registry-1.docker.io',
  token: 'auth.docker.io',
  cdn: 'production.cloudflare.docker.com',
} as const;

/** What `docker login` writes. */
function loginTo(...registries: readonly Registry[]): string {
  const auth = Buffer.from(`${account.username}:${account.password}`).toString('base64');
  return JSON.stringify({ auths: Object.fromEntries(registries.map(({ host }) => [host, { auth }])) });
}

function pullRequestToDoubles(pullRequest: PullRequest, standIns: readonly StandIn[]): PullRequest {
  const { before, now, body, commits } = pullRequest;
  return {
    ...pullRequest,
    before: filesToDoubles(before, standIns),
    now: filesToDoubles(now, standIns),
    body: toDoubles(body, standIns),
    commits: commits.map((message) => toDoubles(message, standIns)),
  };
}

/** Of GHCR another permission is missing than of others, which goes by its name. */
function withPublicRefusals(whenRefused: WhenRefused, standIns: readonly StandIn[]): WhenRefused {
  if (whenRefused.kind === 'fail') return whenRefused;
  const { explain } = whenRefused;
  return {
    kind: 'check',
    explain: (refusals) => {
      const [first, ...others] = refusals.map((one) => ({ ...one, registry: publicName(one.registry, standIns) }));
      return first === undefined ? '' : explain([first, ...others]);
    },
  };
}

const startedAt = Date.parse('2026-02-13T10:21:07.000Z');

/** Its date stands still at that of the recorded runs: on a busy machine a run may take more than the minute that its times are rounded to. */
const recordedClock: Clock = { ...systemClock, wallMs: () => startedAt };

/** What differs from one recording to the next. */
function withRecordedTimes(report: Report): Report {
  const images = report.images.map((image) => {
    const { deferredUntil } = image;
    return deferredUntil === undefined ? image : { ...image, deferredUntil: toFullMinute(deferredUntil) };
  });
  return { ...report, durationMs: 9_340, images };
}

/** The next one, which is what people are told. */
function toFullMinute(time: string): string {
  return new Date(Math.ceil(Date.parse(time) / 60_000) * 60_000).toISOString();
}
