import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { skip } from '../support/jest/testing.js';
import { type ActOptions, type ActRun, runByAct } from '../support/programs/act.js';
import { type Github, useGithub } from '../support/github/github.js';
import { makeWorkspace, useRegistry } from '../support/mirror.js';
import { findTool } from '../support/programs/programs.js';
import { buildImage } from '../support/registry/images/images.js';
import type { BuiltImage } from '../support/registry/images/image-types.js';
import type { RegistryOptions } from '../support/registry/options.js';
import type { Registry } from '../support/registry/registry.js';
import { secretFor } from '../support/secrets.js';

const act = await findTool('act');

beforeEach(() => {
  skip(act === undefined, 'act is not on this machine: scripts/install-tools.sh');
});

interface Scene {
  readonly source: Registry;
  readonly target: Registry;
  readonly github: Github;
  readonly image: BuiltImage;
  readonly copy: string;
  readonly run: (
    workflow: string,
    event: string,
    payload?: object,
    more?: Pick<ActOptions, 'variables' | 'secrets' | 'actor' | 'ecr'>,
  ) => Promise<ActRun>;
  /** what the target's tag leads to */
  readonly held: () => string | undefined;
}

const file = 'images/app/Dockerfile';

async function useScene(options: RegistryOptions = {}): Promise<Scene> {
  const [source, target, github] = [await useRegistry(), await useRegistry(options), await useGithub()];
  const image = buildImage(source, 'app', '1');
  github.addPullRequest(7, [{ filename: file, status: 'modified' }]);
  github.addContent('a'.repeat(40), file, `FROM ${source.host}/app:0\n`);
  const copy = `octo-org/mirror/${source.host.replace(':', '_')}/app`;
  const files = { [file]: `FROM ${source.host}/app:1@${image.digest}\n` };
  return {
    source,
    target,
    github,
    image,
    copy,
    run: async (workflow, event, payload = {}, more = {}) =>
      runByAct({
        workflow: `examples/workflows/${workflow}`,
        ...{ event, payload, files, registry: target.host, github, ...more },
      }),
    held: () => target.resolve(copy, '1'),
  };
}

function pullRequestBy(login: string): object {
  const sha = 'a'.repeat(40);
  const repo = { full_name: 'octo-org/octo-repo', name: 'octo-repo', owner: { login: 'octo-org' } };
  return {
    action: 'opened',
    number: 7,
    repository: { ...repo, default_branch: 'main' },
    pull_request: { number: 7, user: { login }, head: { ref: 'bump', sha, repo }, base: { ref: 'main', sha, repo } },
  };
}

function inputsOf({ started }: ActRun): Readonly<Record<string, string>> {
  return started.find(({ action }) => action.startsWith('OWNER/'))?.inputs ?? {};
}

describe.each([
  ['mirror-dependabot.yml', 'dependabot[bot]'],
  ['mirror-renovate.yml', 'renovate[bot]'],
])('%s', (workflow, bot) => {
  test('mirrors in the bot’s own pull request, before it is merged', async () => {
    const scene = await useScene();
    const run = await scene.run(workflow, 'pull_request', pullRequestBy(bot), { actor: bot });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.started).toHaveLength(1);
    expect(inputsOf(run)).toMatchObject({ INPUT_MODE: 'mirror', INPUT_SCOPE: 'auto', INPUT_COMMENT: 'auto' });
    expect(inputsOf(run)['INPUT_FAIL-ON']).toBe('not-mirrored');
    expect(scene.held()).toBe(scene.image.digest);
  });

  test('is red in the bot’s own, where the target takes no copy: nothing may merge that by itself', async () => {
    const scene = await useScene({
      auth: { kind: 'bearer', users: { mirror: secretFor('registry') }, anonymous: false },
    });
    const run = await scene.run(workflow, 'pull_request', pullRequestBy(bot), { actor: bot });
    expect(run).toMatchObject({ exitCode: 1 });
    expect(run.output).toContain('1 would mirror');
    expect(scene.held()).toBeUndefined();
  });

  test('B4 is red in its own, where a person started the run and the copy is not there', async () => {
    const scene = await useScene();
    const run = await scene.run(workflow, 'pull_request', pullRequestBy(bot), { actor: 'octocat' });
    expect(run).toMatchObject({ exitCode: 1 });
    expect(inputsOf(run)).toMatchObject({ INPUT_MODE: 'check', 'INPUT_FAIL-ON': 'not-mirrored' });
    expect(run.output).toContain('1 would mirror');
    expect(run.output).toContain('octocat started this run');
    expect(scene.held()).toBeUndefined();
  });

  test('B4 is green in its own, where a person started the run and the bot’s own run brought the copy', async () => {
    const scene = await useScene();
    await scene.run(workflow, 'pull_request', pullRequestBy(bot), { actor: bot });
    const run = await scene.run(workflow, 'pull_request', pullRequestBy(bot), { actor: 'octocat' });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(inputsOf(run)).toMatchObject({ INPUT_MODE: 'check', 'INPUT_FAIL-ON': 'not-mirrored' });
    expect(run.output).not.toContain('started this run');
  });

  test.each([
    ['in anybody else’s', 'octocat', 'octocat'],
    ['in anybody else’s, where it pushed last', 'octocat', bot],
  ])('copies nothing %s', async (_where, author, actor) => {
    const scene = await useScene();
    const run = await scene.run(workflow, 'pull_request', pullRequestBy(author), { actor });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(inputsOf(run)).toMatchObject({ INPUT_MODE: 'check', 'INPUT_FAIL-ON': 'failed' });
    expect(run.output).toContain('1 would mirror');
    expect(scene.held()).toBeUndefined();
  });

  test.each(['push', 'merge_group'])('mirrors the tree on %s', async (event) => {
    const scene = await useScene();
    const payload = event === 'push' ? { ref: 'refs/heads/main', head_commit: { modified: [file] } } : {};
    const run = await scene.run(workflow, event, payload);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.started).toHaveLength(1);
    expect(inputsOf(run)).toMatchObject({ INPUT_MODE: 'mirror', INPUT_SCOPE: 'all', INPUT_COMMENT: 'never' });
    expect(scene.held()).toBe(scene.image.digest);
  });

  // Without a secret there is no such step, as the tests above show: a fork, and Dependabot where the secret is not one of its own.
  test.each(['pull_request', 'push'])('logs in where there is a secret for it, on %s', async (event) => {
    const scene = await useScene();
    const payload = event === 'push' ? { ref: 'refs/heads/main' } : pullRequestBy(bot);
    const run = await scene.run(workflow, event, payload, {
      actor: bot,
      secrets: { REGISTRY_TOKEN: secretFor('registry') },
    });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.started.map(({ inputs }) => inputs.INPUT_REGISTRY)).toEqual(['registry.example.com', undefined]);
    expect(run.started[0]?.inputs.INPUT_PASSWORD).toBe(secretFor('registry'));
  });
});

describe('mirror-ecr.yml', () => {
  /** With a second target, for which nobody has logged in: the steps that would are only noted. */
  async function useTwoTargets(login: string, options: RegistryOptions = {}): Promise<[Scene, Registry, ActRun]> {
    const [scene, ecr] = [await useScene(), await useRegistry(options)];
    const how = { actor: login, ecr: ecr.host };
    return [scene, ecr, await scene.run('mirror-ecr.yml', 'pull_request', pullRequestBy(login), how)];
  }

  test.each(['dependabot[bot]', 'renovate[bot]'])(
    'takes the role and feeds both in a pull request of %s',
    async (bot) => {
      const [scene, ecr, run] = await useTwoTargets(bot);
      expect(run).toMatchObject({ exitCode: 0 });
      expect(run.started.map(({ action }) => action.split('@')[0])).toEqual([
        'aws-actions/configure-aws-credentials',
        'aws-actions/amazon-ecr-login',
        'OWNER/image-mirror',
      ]);
      expect(run.started[0]?.inputs['INPUT_ROLE-TO-ASSUME']).toBe('arn:aws:iam::123456789012:role/mirror');
      expect(scene.held()).toBe(scene.image.digest);
      expect(ecr.resolve(scene.copy.replace('octo-org/', ''), '1')).toBe(scene.image.digest);
    },
  );

  test('takes no role in anybody else’s, and only checks', async () => {
    const [scene, ecr, run] = await useTwoTargets('octocat', { auth: { kind: 'bearer', anonymous: false } });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.started).toHaveLength(1);
    expect(inputsOf(run)).toMatchObject({ INPUT_MODE: 'check', 'INPUT_FAIL-ON': 'failed' });
    expect(run.output).toContain('2 would mirror');
    expect([scene.held(), ecr.count('upload-post')]).toEqual([undefined, 0]);
  });

  test.each(['push', 'merge_group'])('feeds both on %s', async (event) => {
    const [scene, ecr] = [await useScene(), await useRegistry()];
    const payload = event === 'push' ? { ref: 'refs/heads/main' } : {};
    const run = await scene.run('mirror-ecr.yml', event, payload, { ecr: ecr.host });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.started).toHaveLength(3);
    expect(scene.held()).toBe(scene.image.digest);
    expect(ecr.resolve(scene.copy.replace('octo-org/', ''), '1')).toBe(scene.image.digest);
  });
});

describe('mirror-schedule.yml', () => {
  test('mirrors the tree, and logs in nowhere without an account', async () => {
    const scene = await useScene();
    const run = await scene.run('mirror-schedule.yml', 'schedule');
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.started.map(({ action }) => action)).toEqual(['OWNER/image-mirror@SHA']);
    expect(scene.held()).toBe(scene.image.digest);
  });

  test('logs in to Docker Hub where there is one', async () => {
    const scene = await useScene();
    const run = await scene.run(
      'mirror-schedule.yml',
      'schedule',
      {},
      {
        variables: { DOCKERHUB_USERNAME: 'octocat' },
        secrets: { DOCKERHUB_TOKEN: secretFor('hub') },
      },
    );
    expect(run.started.map(({ inputs }) => inputs.INPUT_USERNAME)).toEqual(['octocat', undefined]);
  });
});

/** What GitHub tells a run by hand; act takes branch and commit from the repository. */
function byHand(inputs: Readonly<Record<string, string>>, defaultBranch = 'main'): object {
  return { inputs, repository: { full_name: 'octo-org/octo-repo', default_branch: defaultBranch } };
}

describe('mirror-dispatch.yml', () => {
  test('does nothing on a branch that is not the default one', async () => {
    const scene = await useScene();
    const run = await scene.run('mirror-dispatch.yml', 'workflow_dispatch', byHand({ mode: 'mirror' }, 'trunk'));
    expect(run).toMatchObject({ exitCode: 0, started: [] });
    expect(scene.held()).toBeUndefined();
  });

  test('mirrors the tree', async () => {
    const scene = await useScene();
    const run = await scene.run('mirror-dispatch.yml', 'workflow_dispatch', byHand({ mode: 'mirror' }));
    expect(run).toMatchObject({ exitCode: 0 });
    expect(scene.held()).toBe(scene.image.digest);
  });

  test('brings back what the registry lost, by force', async () => {
    const scene = await useScene();
    await scene.run('mirror-dispatch.yml', 'workflow_dispatch', byHand({ mode: 'mirror' }));
    const lost = scene.image.layers[0]?.digest ?? '';
    scene.target.deleteBlob(scene.copy, lost);
    await scene.run('mirror-dispatch.yml', 'workflow_dispatch', byHand({ mode: 'mirror' }));
    expect(scene.target.hasBlob(scene.copy, lost)).toBe(false);
    const run = await scene.run('mirror-dispatch.yml', 'workflow_dispatch', byHand({ mode: 'mirror', force: 'true' }));
    expect(run).toMatchObject({ exitCode: 0 });
    expect(scene.target.hasBlob(scene.copy, lost)).toBe(true);
  });

  test('hands on what was typed as it is, and to no shell', async () => {
    const scene = await useScene();
    const folder = await makeWorkspace({});
    const only = `a'"; touch ${folder}/obeyed; $(touch ${folder}/obeyed) \`touch ${folder}/obeyed\` \${{ github.token }}`;
    const run = await scene.run('mirror-dispatch.yml', 'workflow_dispatch', byHand({ mode: 'check', only }));
    expect(inputsOf(run).INPUT_ONLY).toBe(only);
    await expect(access(join(folder, 'obeyed'))).rejects.toThrow('ENOENT');
    expect(scene.held()).toBeUndefined();
  });
});
