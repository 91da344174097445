import { describe, expect, test } from 'vitest';
import { useGithub } from '../support/github/github.js';
import { makeWorkspace } from '../support/mirror.js';
import { knownOf, ofHistory, pullRequestPayload, start } from './started.js';

describe('the configuration', () => {
  const workflow = '.github/workflows/mirror.yml';
  const files = {
    [workflow]:
      'jobs:\n  a:\n    uses: ./.github/workflows/called.yml\n  b:\n    uses: other/repo/.github/workflows/x.yml@v1\n',
    '.github/workflows/called.yml': "steps:\n  - uses: './.github/actions/mirror'\n  - uses: ./\n",
    '.github/actions/mirror/action.yml': 'runs:\n  steps:\n    - uses: ./.github/actions/inner/ # x\n',
    '.github/workflows/another.yml': 'x',
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
