import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { type Pair, makeWorkspace, usePair } from '../support/mirror.js';
import { type Github, useGithub } from '../support/github/github.js';
import { buildIndex } from '../support/registry/images/indexes.js';
import { type FinishedAction, runAction } from '../support/programs/run-bundle.js';

/** Three images of three manifests each, and a source that serves three. */
async function useLimited(): Promise<Pair & { readonly workspace: string }> {
  const pair = await usePair({ source: { rateLimit: { limit: 3, windowSeconds: 21_600 } } });
  const names = ['a', 'b', 'c'];
  for (const name of names) buildIndex(pair.source, name, '1', { seed: name });
  const files = names.map((name) => [`images/${name}/Dockerfile`, `FROM ${pair.source.host}/${name}:1\n`] as const);
  return { ...pair, workspace: await makeWorkspace(Object.fromEntries(files)) };
}

/** A run for a pull request that changes one file. */
async function runFor(
  { workspace, source, target }: Pair & { readonly workspace: string },
  github: Github,
  inputs: Readonly<Record<string, string>> = {},
): Promise<FinishedAction> {
  const event = join(workspace, 'event.json');
  const [base, head] = ['b', 'a'].map((letter) => ({
    sha: letter.repeat(40),
    repo: { full_name: 'octo-org/octo-repo' },
  }));
  await writeFile(
    event,
    JSON.stringify({
      action: 'synchronize',
      number: 7,
      pull_request: { number: 7, base, head },
    }),
  );
  return runAction(
    workspace,
    {
      target: `${target.host}/mirror`,
      'allowed-registries': source.host,
      'github-token': github.token,
      scope: 'all',
      ...inputs,
    },
    {
      GITHUB_API_URL: github.apiUrl,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: event,
      GITHUB_REPOSITORY: 'octo-org/octo-repo',
    },
  );
}

function statesIn({ report }: FinishedAction): readonly string[] {
  return report?.images.map(({ state }) => state) ?? [];
}

describe('where a source’s pulls do not suffice', () => {
  test('the image of the pull request is mirrored, and the others are told to be deferred', async () => {
    const limited = await useLimited();
    const github = await useGithub();
    github.addPullRequest(7, [{ filename: 'images/c/Dockerfile' }]);
    const run = await runFor(limited, github);
    expect(statesIn(run)).toEqual(['deferred', 'deferred', 'mirrored']);
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ 'deferred-count': '2', 'mirrored-count': '1' });
    expect(run.summary).toContain('## ⏳ Image mirror: 2 deferred, 1 mirrored');
    expect(run.summary).toContain('3 of 3 pulls left before the copies (window of 6 h)');
    expect(run.stdout).toMatch(
      /3 of 3 pulls left before the copies \(window of 6 h\), \d+ needed at least, not enough for 2 images/,
    );
    expect(run.stdout).toMatch(/::warning .*title=deferred.*Run it again after 20\d\d-/);
  });

  test.each([
    ['failed', 0],
    ['stale', 1],
    ['never', 0],
  ])('what is deferred makes the run fail as "fail-on: %s" says', async (failOn, exitCode) => {
    const limited = await useLimited();
    const github = await useGithub();
    github.addPullRequest(7, [{ filename: 'images/c/Dockerfile' }]);
    expect((await runFor(limited, github, { 'fail-on': failOn })).exitCode).toBe(exitCode);
  });

  test('a pull request whose changes are not known is about all images: what it does not get is a failure', async () => {
    const limited = await useLimited();
    const github = await useGithub();
    github.fail({ kind: 'status', status: 403 }, { operationId: 'pulls/list-files' });
    const run = await runFor(limited, github);
    expect(statesIn(run)).toEqual(['mirrored', 'failed', 'failed']);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('pull-requests: read');
  });
});
