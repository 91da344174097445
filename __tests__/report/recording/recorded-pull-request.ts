import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../src/runtime/clock.js';
import { lazyGithub } from '../../../src/github/api/api.js';
import { triggerOf } from '../../../src/github/change/trigger.js';
import { readEvent } from '../../../src/github/runner/event.js';
import { rightsOf } from '../../../src/github/rights/rights.js';
import { fast } from '../../github/connected-client.js';
import type { ChangedFile } from '../../support/github/repository.js';
import { type Github, useGithub } from '../../support/github/github.js';
import { onTestFinished } from '../../support/jest/testing.js';
import { type Files, type MirrorOptions, makeWorkspace } from '../../support/mirror.js';

/** A pull request, as far as a run reads it. */
export interface PullRequest {
  /** Who made it, and started the run: `dependabot[bot]` */
  readonly author: string;
  readonly branch: string;
  /** The whole tree, on its base and with it. */
  readonly before: Files;
  readonly now: Files;
  readonly body: string;
  /** messages */
  readonly commits: readonly string[];
}

/** Of the recorded pull request. */
const pullRequestNumber = 1347;

type Opened = Required<Pick<MirrorOptions, 'trigger' | 'whenRefused'>> & Pick<MirrorOptions, 'noAccountReason'>;

/** What a run that it starts has of it: by its event, and by what a GitHub double says of it. */
export async function openPullRequest(pullRequest: PullRequest): Promise<Opened & { readonly now: Files }> {
  const github = await useGithub({ owner: 'acme', name: 'images' });
  addTo(github, pullRequest);
  const environment = await environmentOf(github, pullRequest);
  const event = await readEvent(environment);
  const { signal } = new AbortController();
  const log = (): void => undefined;
  const lazy = lazyGithub({ environment, clock: systemClock, token: github.token, log, signal, limits: fast });
  onTestFinished(lazy.close);
  const { whenRefused, noAccountReason } = rightsOf(event, environment);
  return {
    now: pullRequest.now,
    trigger: triggerOf({
      event,
      environment,
      workspace: await checkOut(),
      images: 'images',
      github: lazy,
      clock: systemClock,
      log,
      signal,
    }),
    whenRefused,
    noAccountReason,
  };
}

const [baseSha, headSha] = ['2'.repeat(40), '1'.repeat(40)];

function addTo(github: Github, { author, before, now, commits }: PullRequest): void {
  const added = Object.keys(now).filter((path) => !(path in before));
  const removed = Object.keys(before).filter((path) => !(path in now));
  const modified = Object.keys(now).filter((path) => path in before && before[path] !== now[path]);
  github.addPullRequest(pullRequestNumber, [
    ...added.map((filename): ChangedFile => ({ filename, status: 'added' })),
    ...removed.map((filename): ChangedFile => ({ filename, status: 'removed' })),
    ...modified.map((filename): ChangedFile => ({ filename, status: 'modified' })),
  ]);
  github.addCommits(
    pullRequestNumber,
    commits.map((message) => ({ message, author })),
  );
  for (const [path, text] of Object.entries(before)) github.addContent(baseSha, path, text);
}

async function environmentOf(
  { apiUrl }: Github,
  { author, branch, body }: PullRequest,
): Promise<Readonly<Record<string, string>>> {
  const repo = { full_name: 'acme/images' };
  const payload = {
    action: 'opened',
    number: pullRequestNumber,
    pull_request: {
      user: { login: author },
      body,
      head: { sha: headSha, ref: branch, repo },
      base: { sha: baseSha, repo },
    },
  };
  const path = join(await makeWorkspace({}), 'event.json');
  await writeFile(path, JSON.stringify(payload));
  return {
    GITHUB_ACTOR: author,
    GITHUB_API_URL: apiUrl,
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: path,
    GITHUB_REPOSITORY: repo.full_name,
    PATH: process.env.PATH ?? '',
  };
}

/** One without a history: what was before is asked of GitHub. */
async function checkOut(): Promise<string> {
  return makeWorkspace({ '.git/HEAD': 'nothing' });
}
