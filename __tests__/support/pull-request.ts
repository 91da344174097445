import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { GithubOptions } from './github/double.js';
import { type Github, useGithub } from './github/github.js';
import { makeWorkspace } from './mirror.js';

interface Payload {
  readonly action?: string;
  readonly pull_request?: { readonly head: { readonly repo: object }; readonly base: { readonly sha: string } };
}

/** What GitHub's own documentation and hooks sent. */
const recorded = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-examples'), 'utf8'),
) as readonly { readonly name: string; readonly examples: readonly Payload[] }[];

/** The pull request of GitHub's own example. */
export const pullRequestNumber = 2;

export interface PullRequestOptions {
  readonly event?: 'pull_request' | 'pull_request_target';
  readonly action?: 'opened' | 'closed';
  readonly isFromFork?: boolean;
  /** GITHUB_RUN_NUMBER */
  readonly run?: number;
  readonly actor?: string;
  /** GITHUB_SHA */
  readonly sha?: string;
}

/** A GitHub that has the pull request of GitHub's own example, which changes these files. */
export async function usePullRequest(
  files: readonly string[] = [],
  options: GithubOptions = {},
  status: 'added' | 'modified' = 'added',
): Promise<Github> {
  const github = await useGithub({ owner: 'Codertocat', name: 'Hello-World', ...options });
  github.addPullRequest(
    pullRequestNumber,
    files.map((filename) => ({ filename, status })),
  );
  return github;
}

/** What a runner sets for a run that this pull request started. */
export async function pullRequestEnvironment(
  github: Github,
  {
    event = 'pull_request',
    action = 'opened',
    isFromFork = false,
    run = 17,
    actor = 'octocat',
    sha = '0'.repeat(40),
  }: PullRequestOptions = {},
): Promise<Record<string, string>> {
  const path = join(await makeWorkspace({}), 'event.json');
  await writeFile(path, JSON.stringify(payloadOf(action, isFromFork)));
  return {
    GITHUB_ACTOR: actor,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: path,
    GITHUB_JOB: 'mirror',
    GITHUB_REPOSITORY: 'Codertocat/Hello-World',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '9000000017',
    GITHUB_RUN_NUMBER: String(run),
    GITHUB_SHA: sha,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_WORKFLOW: 'mirror',
    GITHUB_WORKFLOW_REF: 'Codertocat/Hello-World/.github/workflows/mirror.yml@refs/pull/2/merge',
  };
}

/** The commit that it wants to change. */
export function pullRequestBase(): string {
  return exampleOf('opened').pull_request.base.sha;
}

function exampleOf(action: string): Payload & Required<Pick<Payload, 'pull_request'>> {
  const examples = recorded.find(({ name }) => name === 'pull_request')?.examples ?? [];
  const payload = examples.find((example) => example.action === action);
  if (payload?.pull_request === undefined) throw new Error(`there is no example of a pull request that was ${action}`);
  return { ...payload, pull_request: payload.pull_request };
}

function payloadOf(action: string, isFromFork: boolean): object {
  const payload = exampleOf(action);
  if (!isFromFork) return payload;
  const head = { ...payload.pull_request.head, repo: { ...payload.pull_request.head.repo, full_name: 'x/y' } };
  return { ...payload, pull_request: { ...payload.pull_request, head } };
}
