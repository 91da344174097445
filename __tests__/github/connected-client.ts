import { type GithubApi, type GithubApiLimits, connectGithub } from '../../src/github/api/api.js';
import type { PullRequestEvent } from '../../src/github/runner/event.js';
import type { Github } from '../support/github/github.js';
import { type Clock, systemClock } from '../../src/runtime/clock.js';
import { onTestFinished } from '../support/jest/testing.js';

/** Waits that a test can sit through. A request has as long as outside of tests: on a busy machine an answer may take seconds. */
export const fast: GithubApiLimits = { requestTimeoutMs: 30_000, secondMs: 1 };

export interface Connection extends GithubApi {
  readonly lines: readonly string[];
  readonly stop: () => void;
}

export interface ConnectionOptions {
  readonly token?: string;
  readonly limits?: Partial<GithubApiLimits>;
  readonly clock?: Clock;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Our client of a GitHub, closed when the test has ended. */
export async function connectTo(
  github: Pick<Github, 'apiUrl' | 'token'>,
  options: ConnectionOptions = {},
): Promise<Connection> {
  const lines: string[] = [];
  const controller = new AbortController();
  const api = await connectGithub({
    environment: { GITHUB_API_URL: github.apiUrl, ...options.environment },
    clock: options.clock ?? systemClock,
    token: options.token ?? github.token,
    log: (line) => lines.push(line),
    signal: controller.signal,
    limits: { ...fast, ...options.limits },
  });
  if (api === undefined) throw new Error('there is no client without a token');
  onTestFinished(async () => api.close());
  const stop = (): void => {
    controller.abort(new Error('stopped by SIGINT'));
  };
  return { ...api, lines, stop };
}

export function pullRequest(more: Partial<PullRequestEvent> = {}): PullRequestEvent {
  return {
    kind: 'pull-request',
    name: 'pull_request',
    action: 'synchronize',
    owner: 'octo-org',
    repository: 'octo-repo',
    number: 7,
    headSha: 'a'.repeat(40),
    baseSha: 'b'.repeat(40),
    baseRef: 'main',
    defaultBranch: 'main',
    isMerged: false,
    isFromFork: false,
    headRef: 'topic',
    author: 'octocat',
    body: '',
    ...more,
  };
}
