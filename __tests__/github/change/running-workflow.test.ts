import { describe, expect, test } from '@jest/globals';
import { findConfiguration } from '../../../src/github/change/running-workflow.js';
import { useGithub } from '../../support/github/github.js';
import { makeWorkspace } from '../../support/mirror.js';
import { knownOf, ofHistory, pullRequestPayload, start } from '../started.js';

describe('the configuration', () => {
  const workflow = '.github/workflows/mirror.yml';
  const files = {
    [workflow]:
      'jobs:\n  a:\n    uses: ./.github/workflows/called.yml\n  b:\n    uses: other/repo/.github/workflows/x.yml@v1\n',
    '.github/workflows/called.yml': "steps:\n  - uses: './.github/actions/mirror'\n  - uses: ./\n",
    '.github/actions/mirror/action.yml': 'runs:\n  steps:\n    - uses: ./.github/actions/inner/ # x\n',
    '.github/workflows/another.yml': 'x',
    '.github/workflows/dollar.yml': 'jobs: { a: { uses: $/.github/workflows/inner.yml }, b: { "uses": "$/" } }\n',
    '.github/workflows/inner.yml':
      "steps:\n  - uses: $/.github/actions/sibling\n  - { name: x, 'uses': './.github/actions/flow' }\n",
    '.github/actions/sibling/action.yml': 'runs:\n  steps:\n    - uses: "$/.github/actions/deep"\n',
  };

  async function configurationOf(
    filename: string,
    environment: Readonly<Record<string, string>> = {},
    status = 'modified',
  ) {
    const github = await useGithub();
    github.addPullRequest(7, [{ filename, status: status as 'modified' | 'removed' }]);
    const payload = pullRequestPayload(ofHistory);
    const ref = { GITHUB_WORKFLOW_REF: `Octo-Org/octo-repo/${workflow}@refs/pull/7/merge`, ...environment };
    const workspace = await makeWorkspace(files);
    const known = await knownOf(await start({ name: 'pull_request', payload, workspace, github, environment: ref }));
    return known.configuration;
  }

  test.each([
    workflow,
    '.github/workflows/called.yml',
    '.github/actions/mirror/action.yml',
    '.github/actions/mirror/main.js',
    '.github/actions/inner/action.yaml',
  ])('is changed by %s', async (path) => {
    expect(await configurationOf(path)).toBe(path);
  });

  const dollar = { GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/dollar.yml@refs/pull/7/merge' };

  test.each([
    '.github/workflows/inner.yml',
    '.github/actions/sibling/action.yml',
    '.github/actions/sibling/main.js',
    '.github/actions/deep/action.yml',
    '.github/actions/flow/action.yml',
  ])('B3 is changed by %s, which is called by the self-repository prefix', async (path) => {
    expect(await configurationOf(path, dollar)).toBe(path);
  });

  test('B3 is not changed by all that is in the repository, whatever calls its root', async () => {
    expect(await configurationOf('images/a/Dockerfile', dollar)).toBeUndefined();
  });

  test('B3 is found from the repository’s root, also where that is a folder of the workspace', async () => {
    const workspace = await makeWorkspace({
      'repo/.git': 'x',
      'repo/images/a/Dockerfile': 'FROM x',
      [`repo/${workflow}`]: 'steps:\n  - uses: $/act\n  - uses: ./local\n  - uses: $/\n',
    });
    const find = async (path: string): Promise<string | undefined> =>
      findConfiguration(
        {
          environment: { GITHUB_REPOSITORY: 'a/b', GITHUB_WORKFLOW_REF: `a/b/${workflow}@refs/heads/main` },
          workspace,
          root: 'repo',
        },
        { files: new Map([[path, path]]), gone: new Set() },
      );
    expect(await find('repo/act/action.yml')).toBe('repo/act/action.yml');
    expect(await find('act/action.yml')).toBeUndefined();
    expect(await find('local/action.yml')).toBe('local/action.yml');
    expect(await find('repo/images/a/Dockerfile')).toBeUndefined();
  });

  test('is changed by what is removed from it', async () => {
    expect(await configurationOf('.github/actions/inner/action.yml', {}, 'removed')).toBeDefined();
  });

  test.each([
    '.github/workflows/another.yml',
    'README.md',
    '.github/actions/mirrors/action.yml',
    'images/a/Dockerfile',
  ])('is not changed by %s', async (path) => {
    expect(await configurationOf(path)).toBeUndefined();
  });

  test.each([
    ['another repository’s workflow', 'octo-org/other/.github/workflows/mirror.yml@refs/heads/main'],
    ['nothing', ''],
    ['nonsense', 'x@y'],
  ])('is not changed where the run is by %s', async (_name, ref) => {
    expect(await configurationOf(workflow, { GITHUB_WORKFLOW_REF: ref })).toBeUndefined();
  });
});
