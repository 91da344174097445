import { expect } from '@jest/globals';
import type { Github } from '../support/github/github.js';
import { type Pair, makeWorkspace, usePair } from '../support/mirror.js';
import { type PullRequestOptions, pullRequestEnvironment } from '../support/pull-request.js';
import { buildImage } from '../support/registry/images/images.js';
import { type FinishedAction, runAction } from '../support/programs/run-bundle.js';

export const file = 'images/app/Dockerfile';
export const marker = /^<!-- image-mirror:[0-9a-f]{16} run=(\d+) attempt=1 -->\n/;

/** A pair of registries, and a workspace that names an image of theirs. */
export interface Ground {
  readonly pair: Pair;
  readonly workspace: string;
}

/** One image, which the pull request is about. */
export async function useGround(): Promise<Ground> {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  return { pair, workspace: await makeWorkspace({ [file]: `FROM ${pair.source.host}/app:1\n` }) };
}

export async function runFor(
  { pair, workspace }: Ground,
  github: Github,
  inputs: Readonly<Record<string, string>> = {},
  options: PullRequestOptions = {},
): Promise<FinishedAction> {
  return runAction(
    workspace,
    {
      target: `${pair.target.host}/mirror`,
      'allowed-registries': pair.source.host,
      'github-token': github.token,
      ...inputs,
    },
    await pullRequestEnvironment(github, options),
  );
}

/** What a comment says behind its marker. */
export function textOf(body: string | undefined): string {
  expect(body).toMatch(marker);
  return body?.replace(marker, '') ?? '';
}

/** The comment that an earlier run wrote, as it would be now. */
export async function useEarlier(
  ground: Ground,
  github: Github,
  options: PullRequestOptions = { run: 16 },
): Promise<string> {
  await runFor(ground, github, {}, options);
  return github.comments.at(-1)?.body ?? '';
}
