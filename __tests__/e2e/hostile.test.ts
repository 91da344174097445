import { execFileSync } from 'node:child_process';
import { access, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { gitEnvironment, useGit } from '../github/history.js';
import type { Github } from '../support/github/github.js';
import { type Pair, makeWorkspace, usePair, useRegistry } from '../support/mirror.js';
import { pullRequestEnvironment, pullRequestNumber, usePullRequest } from '../support/pull-request.js';
import { buildImage } from '../support/registry/images/images.js';
import type { Registry } from '../support/registry/registry.js';
import { type FinishedAction, runAction } from '../support/programs/run-bundle.js';

const good = 'images/good/Dockerfile';

interface Scene extends Pair {
  /** A registry that no file of the base names. */
  readonly evil: Registry;
  readonly github: Github;
  readonly environment: Record<string, string>;
  readonly baseSha: string;
}

async function useScene(): Promise<Scene> {
  const [pair, evil, github] = [await usePair(), await useRegistry(), await usePullRequest()];
  buildImage(pair.source, 'app', '1');
  buildImage(evil, 'app', '1');
  const environment = await pullRequestEnvironment(github);
  const payload = JSON.parse(await readFile(environment.GITHUB_EVENT_PATH ?? '', 'utf8')) as {
    readonly pull_request: { readonly base: { readonly sha: string } };
  };
  const baseSha = payload.pull_request.base.sha;
  github.addContent(baseSha, good, `FROM ${pair.source.host}/app:0\n`);
  return { ...pair, evil, github, environment, baseSha };
}

async function runOn(
  { target, github, environment }: Scene,
  workspace: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<FinishedAction> {
  const given = { target: `${target.host}/mirror`, 'github-token': github.token, ...inputs };
  return runAction(workspace, given, environment);
}

/** Lines that the runner would obey. */
function commandsIn({ stdout }: FinishedAction): readonly string[] {
  return stdout.split(/\r\n|\r|\n/).filter((line) => line.startsWith('::') || line.includes('##['));
}

test('a hostile pull request reaches nobody, runs nothing and forges nothing; what else it changes is mirrored', async () => {
  const scene = await useScene();
  const outside = await makeWorkspace({ Dockerfile: `FROM ${scene.evil.host}/secret:1\n` });
  const hostile = {
    'images/evil/Dockerfile': `FROM ${scene.evil.host}/app:1\n`,
    'images/a\n::error::forged/Dockerfile': `FROM ${scene.evil.host}/app:1\n`,
    'images/$(touch obeyed)/Dockerfile': `FROM ${scene.evil.host}/app:1\n`,
    'images/--upload-pack=touch obeyed/Dockerfile': `FROM ${scene.evil.host}/app:1\n`,
    'images/metadata/Dockerfile': 'FROM 169.254.169.254/latest:1\n',
    'images/name/Dockerfile': 'FROM metadata.google.internal/latest:1\n',
    'images/here/Dockerfile': 'FROM localhost:1/app:1\n',
    'images/words/Dockerfile': `FROM ${scene.evil.host}/@everyone\u202e::stop-commands::x:1\n`,
  };
  const workspace = await makeWorkspace({ ...hostile, [good]: `FROM ${scene.source.host}/app:1\n` });
  await mkdir(join(workspace, 'images/link'));
  await symlink(join(outside, 'Dockerfile'), join(workspace, 'images/link/Dockerfile'));
  scene.github.addPullRequest(pullRequestNumber, [
    { filename: good, status: 'modified' },
    ...[...Object.keys(hostile), 'images/link/Dockerfile'].map((filename) => ({ filename, status: 'added' }) as const),
  ]);
  const run = await runOn(scene, workspace);
  expect(run.exitCode).toBe(1);
  expect(run.report?.counts).toMatchObject({ mirrored: 1, failed: Object.keys(hostile).length - 3 + 1 });
  expect(scene.evil.requests).toEqual([]);
  expect(scene.target.resolve(scene.repository('app'), '1')).toBeDefined();
  await expect(access(join(workspace, 'obeyed'))).rejects.toThrow('ENOENT');
  expect(commandsIn(run).filter((line) => !/^::(?:error|warning|add-mask)[ :]/.test(line))).toEqual([]);
  expect(commandsIn(run).filter((line) => line.startsWith('::error::forged'))).toEqual([]);
  expect(run.stdout).toMatch(
    new RegExp(`^::error .*file=images/evil/Dockerfile,line=1::.* and 3 more places name ${scene.evil.host}, a`, 'm'),
  );
  expect(run.stdout).toContain('which is outside the workspace, and was not read');
  const [comment] = scene.github.comments;
  expect(comment?.body).toContain('Nothing was sent there.');
  expect(comment?.body.replace(/<code>[^<]*<\/code>|`[^`\n]*`/g, '')).not.toContain('@everyone');
  expect(`${run.stdout}${run.summary}${comment?.body ?? ''}`).not.toContain('secret:1');
});

describe('what it asks GitHub for', () => {
  test('is the text that a bump is named by anyhow, where the file named the registry before', async () => {
    const scene = await useScene();
    const workspace = await makeWorkspace({ [good]: `FROM ${scene.source.host}/app:1\n` });
    scene.github.addPullRequest(pullRequestNumber, [{ filename: good, status: 'modified' }]);
    const run = await runOn(scene, workspace, { comment: 'never' });
    expect([run.exitCode, run.outputs['mirrored-count']]).toEqual([0, '1']);
    expect(scene.github.requests.map((request) => request.replace(/^.*Hello-World|[?].*$/g, ''))).toEqual([
      '/contents/.github%2Fimage-mirror.yml',
      expect.stringContaining('/compare/'),
      '/pulls/2/files',
      `/contents/${encodeURIComponent(good)}`,
    ]);
  });

  test('is one text more for a new file of a registry that another names', async () => {
    const scene = await useScene();
    const added = 'images/new/Dockerfile';
    const workspace = await makeWorkspace({
      [good]: `FROM ${scene.source.host}/app:0\n`,
      [added]: `FROM ${scene.source.host}/app:1\n`,
    });
    scene.github.addPullRequest(pullRequestNumber, [{ filename: added, status: 'added' }]);
    const run = await runOn(scene, workspace, { comment: 'never' });
    expect([run.exitCode, run.outputs['mirrored-count']]).toEqual([0, '1']);
    // Two more are for the configuration file.
    expect(scene.github.requests).toHaveLength(4);
  });
});

test('a pull request that GitHub does not tell about opens nothing', async () => {
  const scene = await useScene();
  scene.github.fail({ kind: 'status', status: 403 }, { operationId: 'pulls/list-files' });
  const workspace = await makeWorkspace({ 'images/evil/Dockerfile': `FROM ${scene.evil.host}/app:1\n` });
  const run = await runOn(scene, workspace);
  expect([run.exitCode, scene.evil.requests]).toEqual([1, []]);
  expect(run.stdout).toMatch(/^::error .*is not known: nothing was sent there\..*`pull-requests: read`/m);
});

describe('files that look like a repository', () => {
  useGit();

  test('do not speak for the checkout of pull_request_target', async () => {
    const scene = await useScene();
    const head = 'c'.repeat(40);
    const workspace = await makeWorkspace({
      [good]: `FROM ${scene.source.host}/app:1\n`,
      'images/HEAD': `${head}\n`,
      'images/config': '[core]\n\tbare = true\n\trepositoryformatversion = 0\n',
      'images/objects/x': 'x',
      'images/refs/x': 'x',
    });
    const git = (...args: readonly string[]): string =>
      execFileSync('git', [...args], { cwd: workspace, env: gitEnvironment, encoding: 'utf8' }).trim();
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message=x');
    // A clone that is cut off, of something that is not what the event calls the base: it may be anybody's.
    const checkout = await makeWorkspace({});
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${workspace}`, join(checkout, 'x')], {
      env: gitEnvironment,
    });
    const run = await runAction(
      join(checkout, 'x'),
      { target: `${scene.target.host}/mirror`, 'github-token': scene.github.token },
      { ...scene.environment, GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_SHA: head },
    );
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toContain('is not what the event or the runner calls the base');
    expect(run.stdout).not.toContain(head.slice(0, 7));
  });
});
