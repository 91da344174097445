import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from '../jest/testing.js';
import { Double, type GithubOptions } from './double.js';
import type { Asked } from './exchange.js';
import type { Failure, FailureScope } from './failures.js';
import { RateLimit, type RateLimitOptions } from './rate-limit.js';
import type { ChangedFile, Comment, Commit, Comparison, Content } from './repository.js';

/** A GitHub on this machine. It takes only what GitHub's own description knows, and answers only what that allows. */
export interface Github {
  /** What a runner calls `GITHUB_API_URL`. */
  readonly apiUrl: string;
  readonly token: string;
  /** `GET /repos/octo-org/octo-repo/pulls/7/files?per_page=100`, in order. */
  readonly requests: readonly string[];
  readonly asked: readonly Asked[];
  /** What was asked, or answered, against the description. */
  readonly problems: readonly string[];
  readonly comments: readonly Readonly<Comment>[];
  addPullRequest(number: number, files?: readonly ChangedFile[]): void;
  addCommits(pullRequest: number, commits: readonly Commit[]): void;
  addComment(issue: number, body: string, login?: string): Readonly<Comment>;
  deleteComment(id: number): void;
  /** @param content of a file its text */
  addContent(sha: string, path: string, content: string | Content): void;
  addComparison(base: string, head: string, comparison: Comparison): void;
  fail(failure: Failure, scope?: FailureScope): void;
  /** From now on it counts, and says how many requests are left. */
  limit(options: RateLimitOptions): void;
  stop(): Promise<void>;
}

/** A double that is stopped when the test has ended; the test fails if something was against the description. */
export async function useGithub(options?: GithubOptions): Promise<Github> {
  const github = await startGithub(options);
  onTestFinished(async () => {
    await github.stop();
    if (github.problems.length > 0) throw new Error(`against GitHub's description:\n${github.problems.join('\n')}`);
  });
  return github;
}

export async function startGithub(options: GithubOptions = {}): Promise<Github> {
  const double = new Double(options);
  const server = createServer((request, response) => {
    void double.serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    apiUrl: `${origin}${options.basePath ?? ''}`,
    token: double.token,
    requests: double.requests,
    asked: double.asked,
    problems: double.problems,
    comments: double.repository.comments,
    addPullRequest: (number, files = []) => {
      double.repository.addPullRequest(number, files);
    },
    addCommits: (number, commits) => {
      double.repository.addCommits(number, commits);
    },
    addComment: (issue, body, login = 'octocat') => double.repository.addComment(issue, body, login),
    deleteComment: (id) => {
      double.repository.deleteComment(id);
    },
    addContent: (sha, path, content) => {
      const file = typeof content === 'string' ? ({ kind: 'file', bytes: Buffer.from(content) } as const) : content;
      double.repository.addContent(sha, path, file);
    },
    addComparison: (base, head, comparison) => {
      double.repository.addComparison(base, head, comparison);
    },
    fail: (failure, scope = {}) => {
      double.failures.plan(failure, scope);
    },
    limit: (options) => {
      double.rateLimit = new RateLimit(options);
    },
    stop: async () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
