import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeCheckout } from '../github/history.js';
import { type Github, useGithub } from '../support/github/github.js';
import { blobOf } from '../support/github/repository.js';
import { type Pair, makeWorkspace, usePair } from '../support/mirror.js';
import { buildImage } from '../support/registry/images/images.js';
import { type FinishedAction, runAction } from '../support/programs/run-bundle.js';

const names = ['a', 'b', 'c'];
const [base, head] = ['b'.repeat(40), 'a'.repeat(40)];

interface Stage extends Pair {
  readonly workspace: string;
  readonly github: Github;
}

async function useStage(): Promise<Stage> {
  const pair = await usePair();
  for (const name of names) buildImage(pair.source, name, '1', { seed: name });
  const files = names.map((name) => [`images/${name}/Dockerfile`, `FROM ${pair.source.host}/${name}:1\n`] as const);
  return { ...pair, workspace: await makeWorkspace(Object.fromEntries(files)), github: await useGithub() };
}

async function runFor(
  { workspace, source, target, github }: Stage,
  event: string,
  inputs: Readonly<Record<string, string>> = {},
  more: Readonly<Record<string, string>> = {},
  merged = false,
): Promise<FinishedAction> {
  const payload = join(await makeWorkspace({}), 'event.json');
  const repo = { full_name: 'octo-org/octo-repo', default_branch: 'main' };
  const side = (sha: string, ref: string): object => ({ sha, ref, repo });
  const pull_request = { number: 7, base: side(base, 'main'), head: side(head, 'topic'), merged };
  await writeFile(payload, JSON.stringify({ action: merged ? 'closed' : 'opened', number: 7, pull_request }));
  return runAction(
    workspace,
    {
      target: `${target.host}/mirror`,
      'allowed-registries': source.host,
      'github-token': github.token,
      ...inputs,
    },
    {
      GITHUB_API_URL: github.apiUrl,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: payload,
      GITHUB_REPOSITORY: 'octo-org/octo-repo',
      ...more,
    },
  );
}

/** Repositories that the source was asked for. */
function askedFor({ source }: Stage): readonly string[] {
  const found = source.requests.map(({ repository }) => repository ?? '');
  return [...new Set(found)].filter((name) => name !== '').sort();
}

describe('a pull request', () => {
  test('that changes one file of three asks for its image alone', async () => {
    const stage = await useStage();
    stage.github.addPullRequest(7, [{ filename: 'images/b/Dockerfile' }, { filename: 'README.md' }]);
    const run = await runFor(stage, 'pull_request', { comment: 'never' });
    expect([run.exitCode, run.outputs['mirrored-count']]).toEqual([0, '1']);
    expect(askedFor(stage)).toEqual(['b']);
    expect(stage.github.requests.map((request) => request.replace(/^.*octo-repo|[?].*$/g, ''))).toEqual([
      '/contents/.github%2Fimage-mirror.yml',
      `/compare/${base}...${base}`,
      '/pulls/7/files',
      '/contents/images%2Fb%2FDockerfile',
    ]);
    expect(run.stdout).toMatch(/^1 mirrored \(1 file of pull request #7 · /m);
    expect(run.summary).toContain('Scope: 1 file of pull request `#7`');
  });

  test('that changes none asks nobody, whatever there is', async () => {
    const stage = await useStage();
    await rm(join(stage.workspace, 'images'), { recursive: true });
    stage.github.addPullRequest(7, [{ filename: 'README.md' }]);
    const run = await runFor(stage, 'pull_request');
    expect([run.exitCode, stage.source.requests.length, stage.target.requests.length]).toEqual([0, 0, 0]);
    expect(run.stdout).not.toMatch(/::(?:warning|error)/);
    expect(run.stdout).toContain('nothing to do (pull request #7 changes no file that names images · ');
  });

  test('is about all where "scope: all" says so, and its bumps are read', async () => {
    const stage = await useStage();
    stage.github.addPullRequest(7, [{ filename: 'images/b/Dockerfile' }]);
    stage.github.addContent(base, 'images/b/Dockerfile', `FROM ${stage.source.host}/b:0\n`);
    const run = await runFor(stage, 'pull_request', { scope: 'all' });
    expect([run.exitCode, askedFor(stage)]).toEqual([0, names]);
    const was = run.report?.images.map(({ uses }) => uses[0]?.was);
    expect(was).toEqual([undefined, `${stage.source.host}/b:0`, undefined]);
  });

  test('that pins a tag anew moves it when it is merged', async () => {
    const stage = await useStage();
    const old = buildImage(stage.source, 'b', '1', { seed: 'old' });
    const text = (digest: string): string => `FROM ${stage.source.host}/b:1@${digest}\n`;
    await stage.mirror([`b:1@${old.digest}`]);
    const now = buildImage(stage.source, 'b', '1', { seed: 'now' });
    const file = 'images/b/Dockerfile';
    stage.github.addPullRequest(7, [{ filename: file }]);
    stage.github.addContent(base, file, text(old.digest));
    const tag = (): string | undefined => stage.target.resolve(stage.repository('b'), '1');
    await writeFile(join(stage.workspace, file), text(now.digest));
    const opened = await runFor(stage, 'pull_request');
    expect([opened.exitCode, opened.outputs['mirrored-count'], tag()]).toEqual([0, '1', old.digest]);
    expect(opened.stdout).toContain('the tag moves with the merge');
    expect(opened.outputs['comment-body']).toContain('Its tag moves with the merge.');
    const merged = await runFor(stage, 'pull_request', {}, {}, true);
    expect([merged.exitCode, merged.outputs['upstream-pulls'], tag()]).toEqual([0, '0', now.digest]);
  });

  test('of which nobody knows what it changes is about all, with a warning', async () => {
    const stage = await useStage();
    stage.github.fail({ kind: 'status', status: 403 }, { operationId: 'pulls/list-files' });
    const run = await runFor(stage, 'pull_request');
    expect([run.exitCode, askedFor(stage)]).toEqual([0, names]);
    expect(run.stdout).toMatch(
      /^::warning::Which files pull request #7 changes is not known\..*`pull-requests: read`/m,
    );
    expect(run.report?.scope).toMatchObject({ kind: 'all', files: 3 });
  });

  test('of pull_request_target is read from GitHub and not from the base’s checkout', async () => {
    const stage = await useStage();
    const text = `FROM ${stage.source.host}/c:1\n`;
    const sha = blobOf(Buffer.from(text));
    stage.github.addPullRequest(7, [{ filename: 'images/a/Dockerfile', sha }]);
    stage.github.addContent(head, 'images/a/Dockerfile', text);
    const GITHUB_SHA = await makeCheckout(stage.workspace);
    const run = await runFor(stage, 'pull_request_target', {}, { GITHUB_SHA });
    expect([run.exitCode, askedFor(stage)]).toEqual([0, ['c']]);
    expect(run.report?.images[0]?.uses[0]?.file).toBe('images/a/Dockerfile');
  });
});

describe('what changes nothing', () => {
  test.each(['schedule', 'workflow_dispatch'])('is about all: %s', async (event) => {
    const stage = await useStage();
    const run = await runFor(stage, event);
    expect([run.exitCode, askedFor(stage), stage.github.requests]).toEqual([0, names, []]);
  });

  test('cannot be narrowed to what is changed', async () => {
    const run = await runFor(await useStage(), 'schedule', { scope: 'changed' });
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toMatch(/::error title=Wrong configuration::scope: "changed" .* by the event schedule\./);
  });

  test('is narrowed by "only"', async () => {
    const stage = await useStage();
    const run = await runFor(stage, 'workflow_dispatch', { only: `${stage.source.host}/c` });
    expect([run.exitCode, askedFor(stage)]).toEqual([0, ['c']]);
    expect(run.stdout).toMatch(/^1 mirrored \(2 images left out by `only` · /m);
  });
});
