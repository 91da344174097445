import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/result/report.js';
import { useCacheService } from '../support/cache-service.js';
import { type HeldRequest, holdRequest, holdWhen } from '../support/timing/hold.js';
import { type Pair, explain, makeWorkspace, onlyImage, statesOf, usePair } from '../support/mirror.js';
import { pullRequestEnvironment, usePullRequest } from '../support/pull-request.js';
import type { BuiltImage } from '../support/registry/images/image-types.js';
import { buildImage } from '../support/registry/images/images.js';
import type { RequestRecord } from '../support/registry/types.js';
import { type FinishedAction, runAction, runBundle, writeTree } from '../support/programs/run-bundle.js';
import { needWholeRun } from '../support/whole-run.js';
import { eventually } from '../support/timing/eventually.js';

/** What a plain run of one image with two layers makes. */
const requests = 26;

interface Ground {
  readonly pair: Pair;
  readonly image: BuiltImage;
  readonly workspace: string;
}

async function useGround(): Promise<Ground> {
  const pair = await usePair();
  const image = buildImage(pair.source, 'app', '1', { layers: [20_000, 30_000] });
  return { pair, image, workspace: await writeTree([`${pair.source.host}/app:1`]) };
}

/** Nobody answers what is held, so that nothing but the run's own limit of time can end the process. */
async function stopAt(
  { pair, workspace }: Ground,
  reached: Promise<unknown>,
  signal: NodeJS.Signals = 'SIGINT',
  environment: Readonly<Record<string, string>> = {},
): Promise<FinishedAction> {
  return runAction(workspace, { target: `${pair.target.host}/mirror`, comment: 'always' }, environment, {
    when: reached,
    signal,
  });
}

function reportOf({ report }: FinishedAction): Report {
  if (report === undefined) throw new Error('there is no report');
  return report;
}

/** What the report says of the one image is what the target shows. */
function expectTrue({ pair, image }: Ground, run: FinishedAction): void {
  const { exitCode, summary, outputs } = run;
  const report = reportOf(run);
  expect(report.interrupted).toBe(true);
  expect(exitCode).toBe(1);
  expect(summary).toContain('stopped early: ');
  expect(outputs['comment-body']).toContain('stopped early: ');
  const { state, message = '' } = onlyImage(report);
  expect(message).toMatch(/^$|^The run was stopped (?:before this image was done|while the tag was put: .*)\.$/);
  const repository = pair.repository('app');
  expect(pair.target.resolve(repository, '1')).toBe(state === 'mirrored' ? image.digest : undefined);
  expect(state === 'failed' || pair.target.closure(repository, '1').complete).toBe(true);
}

/** The next run finishes, and neither reads nor writes a blob that is there. */
async function expectFinishedByNext({ pair, image }: Ground): Promise<void> {
  for (const registry of [pair.source, pair.target]) {
    registry.clearFaults();
    registry.clearRequests();
  }
  const repository = pair.repository('app');
  const there = image.layers.map(({ digest }) => digest).filter((digest) => pair.target.hasBlob(repository, digest));
  const report = await pair.mirror(['app:1']);
  expect(statesOf(report)).toEqual([expect.stringMatching(/^(?:mirrored|skipped: up-to-date)$/)]);
  expect(pair.target.resolve(repository, '1')).toBe(image.digest);
  expect(pair.target.closure(repository, '1')).toMatchObject({ complete: true, missing: [], damaged: [] });
  const moves = [...pair.source.requests, ...pair.target.requests]
    .filter(({ kind }) => kind === 'blob-get' || kind === 'upload-put')
    .map(({ digest = '' }) => digest);
  expect(there.filter((digest) => moves.includes(digest))).toEqual([]);
}

/** To be told in time, it has to be sent. */
function isGivenBack({ kind }: RequestRecord): boolean {
  return kind !== 'upload-delete';
}

describe('stopped while a request hangs, a run ends by itself, cancels its uploads, and reports what was done', () => {
  test(`a plain run makes ${requests} requests`, async () => {
    const { pair, workspace } = await useGround();
    const run = await runAction(workspace, { target: `${pair.target.host}/mirror` });
    expect(run.exitCode).toBe(0);
    const all = [...pair.source.requests, ...pair.target.requests];
    expect(all.map(({ kind }) => kind)).toHaveLength(requests);
  });

  test.each(
    Array.from({ length: requests }, (_, index) => [index + 1, index % 2 === 0 ? 'SIGINT' : 'SIGTERM'] as const),
  )('at request %i, by %s', async (number, signal) => {
    // Each third request, so that both signals have their turn.
    if (number % 3 !== 1) needWholeRun();
    const ground = await useGround();
    const { pair } = ground;
    const { reached } = holdRequest(pair, number);
    const run = await stopAt(ground, reached, signal);
    expectTrue(ground, run);
    expect(pair.target.openUploads).toBe(isGivenBack(await reached) ? 0 : 1);
    await expectFinishedByNext(ground);
  });
});

describe('stopped elsewhere, too', () => {
  test('while GitHub is asked what changed: no image is named', async () => {
    const ground = await useGround();
    const github = await usePullRequest(['images/0/Dockerfile']);
    github.fail({ kind: 'hang' }, { operationId: 'pulls/list-files' });
    const asked = eventually(() => {
      expect(github.requests.some((line) => line.includes('/pulls/2/files'))).toBe(true);
    });
    const run = await runAction(
      ground.workspace,
      { target: `${ground.pair.target.host}/mirror`, 'github-token': github.token, comment: 'always' },
      await pullRequestEnvironment(github),
      { when: asked, signal: 'SIGINT' },
    );
    expect(run.exitCode).toBe(1);
    expect(run.report).toMatchObject({ interrupted: true, images: [] });
    expect(run.report?.warnings).toEqual([
      'The run was stopped by SIGINT. Run it again: what is copied already stays.',
      'The run was stopped before it was known which images it is of: this report names none of them.',
    ]);
    expect(run.summary).toContain('stopped early: nothing to do');
    expect(github.comments[0]?.body).toContain('stopped early: ');
    expect([...ground.pair.source.requests, ...ground.pair.target.requests]).toEqual([]);
  });

  test.each(['GetCacheEntryDownloadURL', 'CreateCacheEntry', 'PUT'])(
    'while GitHub’s cache does not answer %s',
    async (request) => {
      const ground = await useGround();
      const service = await useCacheService();
      service.behave({ kind: 'hang', request });
      const asked = eventually(() => {
        expect(service.requests).toContain(request);
      });
      const run = await stopAt(ground, asked, 'SIGTERM', service.environment);
      expectTrue(ground, run);
      expect(statesOf(reportOf(run))).toEqual([request.startsWith('Get') ? 'failed' : 'mirrored']);
      await expectFinishedByNext(ground);
    },
  );

  test('while it is looked at what changed inside: what is done is told of as done', async () => {
    const ground = await useGround();
    const { pair } = ground;
    await pair.mirror(['app:1']);
    const newer = buildImage(pair.source, 'app', '1', { seed: 'newer' });
    const { reached } = holdWhen(
      pair,
      ({ kind, reference }) => kind === 'manifest-get' && reference === ground.image.digest,
    );
    const run = await stopAt(ground, reached);
    expectTrue({ ...ground, image: newer }, run);
    expect(statesOf(reportOf(run))).toEqual(['mirrored']);
    expect(run.summary).toContain('The run was stopped when all images were done.');
  });

  test('while its comment waits for GitHub: it is done by then, and ends as it would have ended', async () => {
    const ground = await useGround();
    const { pair, workspace } = ground;
    const github = await usePullRequest(['images/0/Dockerfile']);
    github.fail({ kind: 'hang' }, { operationId: 'issues/list-comments' });
    const asked = eventually(() => {
      expect(github.requests.some((line) => line.includes('/issues/2/comments'))).toBe(true);
    });
    const run = await runAction(
      workspace,
      { target: `${pair.target.host}/mirror`, 'allowed-registries': pair.source.host, 'github-token': github.token },
      await pullRequestEnvironment(github),
      { when: asked, signal: 'SIGINT' },
    );
    expect(run.report).toMatchObject({ interrupted: false, counts: { mirrored: 1 } });
    expect(run.exitCode).toBe(0);
    expect(run.summary).toContain('1 mirrored');
    expect(run.stdout).toContain('The comment on pull request #2 could not be written: stopped by SIGINT.');
  });

  test('and its comment hangs besides: summary and report come first', async () => {
    const ground = await useGround();
    const { pair, workspace } = ground;
    const github = await usePullRequest(['images/0/Dockerfile']);
    github.fail({ kind: 'hang' }, { operationId: 'issues/list-comments' });
    const { reached } = holdWhen(pair, ({ kind }) => kind === 'upload-post');
    const run = await runAction(
      workspace,
      { target: `${pair.target.host}/mirror`, 'allowed-registries': pair.source.host, 'github-token': github.token },
      await pullRequestEnvironment(github),
      { when: reached, signal: 'SIGTERM' },
    );
    expectTrue(ground, run);
    expect(github.comments).toEqual([]);
  });

  test('a command, too: it prints its report, and writes its file', async () => {
    const ground = await useGround();
    const { pair, workspace: cwd } = ground;
    const { reached }: HeldRequest = holdWhen(pair, ({ kind }) => kind === 'upload-put');
    const run = await runBundle(['mirror', '--target', `${pair.target.host}/mirror`, '--report', 'report.json'], {
      cwd,
      killAt: { when: reached, signal: 'SIGTERM' },
    });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('The run was stopped before this image was done');
    const report = JSON.parse(await readFile(join(cwd, 'report.json'), 'utf8')) as Report;
    expect(report).toMatchObject({ interrupted: true, counts: { failed: 1 } });
    expect(pair.target.openUploads).toBe(0);
  });
});

describe('run-timeout', () => {
  test('stops a run as a signal does, and every row says that it did', async () => {
    const ground = await useGround();
    const { pair, workspace } = ground;
    holdWhen(pair, ({ kind }) => kind === 'upload-put');
    const run = await runAction(workspace, { target: `${pair.target.host}/mirror`, 'run-timeout': '3' });
    expect(run.exitCode).toBe(1);
    expect(run.report).toMatchObject({ interrupted: true, counts: { failed: 1 } });
    expect(run.report?.warnings).toEqual([
      'The run was stopped after 3 s (run-timeout) with some of its work undone. Run it again: what is copied already stays. Or give it more time.',
    ]);
    expect(explain(reportOf(run)).trim()).toBe(
      'The run was stopped after 3 s (run-timeout) before this image was done.',
    );
    expect(run.summary).toContain('The run was stopped after 3 s (run-timeout)');
    expect(pair.target.openUploads).toBe(0);
  });

  test('as a flag, too', async () => {
    const { pair, workspace: cwd } = await useGround();
    holdWhen(pair, ({ kind }) => kind === 'manifest-head');
    const args = ['mirror', '--target', `${pair.target.host}/mirror`, '--run-timeout', '1'];
    const run = await runBundle(args, { cwd });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('The run was stopped after 1 s (run-timeout)');
  });

  test('that is not met is not told of', async () => {
    const { pair } = await useGround();
    const workspace = await makeWorkspace({ 'images/app/Dockerfile': `FROM ${pair.source.host}/app:1\n` });
    const run = await runAction(workspace, { target: `${pair.target.host}/mirror`, 'run-timeout': '600' });
    expect(run.exitCode).toBe(0);
    expect(run.report).toMatchObject({ interrupted: false, warnings: [] });
  });
});

test('F11 a run of twenty thousand images that is stopped writes its report and outputs before its process ends', async () => {
  needWholeRun();
  const pair = await usePair();
  const count = 20_000;
  const workspace = await writeTree(Array.from({ length: count }, (_, index) => `${pair.source.host}/app${index}:1`));
  const { reached } = holdRequest(pair, 200);
  const run = await runAction(
    workspace,
    { target: `${pair.target.host}/mirror` },
    {},
    { when: reached, signal: 'SIGINT' },
  );
  const { interrupted, images } = reportOf(run);
  expect([interrupted, images.length, run.exitCode]).toEqual([true, count, 1]);
  expect(run.outputs['failed-count']).toBe(String(count));
  expect(run.outputs['comment-body']).toContain('stopped early: ');
});

test('F11 a run that is stopped writes the report, the outputs, the annotations, the summary and the comment, in this order', async () => {
  const ground = await useGround();
  const { pair, workspace } = ground;
  const github = await usePullRequest(['images/0/Dockerfile']);
  github.fail({ kind: 'status', status: 401 }, { operationId: 'issues/list-comments' });
  const { reached } = holdWhen(pair, ({ kind }) => kind === 'upload-post');
  const run = await runAction(
    workspace,
    { target: `${pair.target.host}/mirror`, 'allowed-registries': pair.source.host, 'github-token': github.token },
    {
      ...(await pullRequestEnvironment(github)),
      // Nothing can be written there: each says so when its turn comes.
      RUNNER_TEMP: join(workspace, 'images/0/Dockerfile'),
      GITHUB_OUTPUT: join(workspace, 'none', 'output'),
      GITHUB_STEP_SUMMARY: workspace,
    },
    { when: reached, signal: 'SIGTERM' },
  );
  const parts = [
    'The JSON report could',
    'The outputs could',
    'file=images/0/',
    'The job summary could',
    'The comment on',
  ];
  const places = parts.map((part) => run.stdout.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
});
