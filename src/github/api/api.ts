import type { Clock } from '../../runtime/clock.js';
import { ConfigurationError, messageOf } from '../../runtime/errors.js';
import { withoutTrailing } from '../../runtime/text.js';
import type { Fetch } from './fetch.js';
import type { GithubClient } from './octokit.js';
import { createRateLimit } from './rate-limit.js';
import type { Environment } from '../../runtime/environment.js';

/** GitHub's REST API for a run. */
export interface GithubApi {
  readonly client: GithubClient;
  close(): Promise<void>;
}

export interface GithubApiLimits {
  /** For one request and its answer. */
  readonly requestTimeoutMs: number;
  /** How long a second of waiting is. */
  readonly secondMs: number;
}

interface GithubApiDeps {
  readonly environment: Environment;
  readonly clock: Clock;
  /** The input `github-token`. */
  readonly token: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  readonly limits?: GithubApiLimits;
}

const defaultLimits: GithubApiLimits = { requestTimeoutMs: 30_000, secondMs: 1_000 };

/**
 * Makes a client for the GitHub that the run is on, through the environment's proxy. `@actions/github` takes longer to load than a run on an
 * empty tree takes in all, so it is loaded here and not when this file is.
 * @returns undefined without a token, for GitHub then answers sixty requests an hour and address, which runners share
 * @throws {ConfigurationError} where GITHUB_API_URL, the proxy or the certificates of the environment cannot be used
 */
export async function connectGithub(deps: GithubApiDeps): Promise<GithubApi | undefined> {
  const { environment, clock, token, log, signal, limits = defaultLimits } = deps;
  if (token === '') return undefined;
  const url = parseApiUrl(environment);
  const [{ createFetch }, { createDispatcher }] = await Promise.all([
    import('./fetch.js'),
    import('../../registry/transport/undici/dispatcher.js'),
  ]);
  const dispatcher = await createDispatcher(environment);
  // Last: `@actions/github` reads the proxies too, and its own error for one that cannot be used does not name the variable.
  const { createOctokit } = await import('./octokit.js');
  const { requestTimeoutMs: timeoutMs, secondMs } = limits;
  const ask = createFetch({ dispatcher, clock, origin: url.origin, timeoutMs, signal });
  const limit = createRateLimit(clock);
  const fetch: Fetch = async (...request) => {
    const answer = await ask(...request);
    limit.record(answer.headers);
    return answer;
  };
  const baseUrl = `${url.origin}${withoutTrailing(url.pathname, '/')}`;
  const { request, graphql } = createOctokit({ baseUrl, token, fetch, log, secondMs });
  return { client: { clock, request, graphql, requestsLeft: limit.left }, close: async () => dispatcher.destroy() };
}

/** GitHub's REST API for a run that may not need it. */
export interface LazyGithub {
  /** Connects when it is first called. undefined: there is no token, or it cannot be asked, which is told once. Never fails. */
  readonly client: () => Promise<GithubClient | undefined>;
  readonly close: () => Promise<void>;
}

export function lazyGithub(deps: GithubApiDeps): LazyGithub {
  let api: Promise<GithubApi | undefined> | undefined;
  const connect = async (): Promise<GithubApi | undefined> =>
    connectGithub(deps).catch((error: unknown) => {
      deps.log(`GitHub cannot be asked: ${messageOf(error)}`);
      return undefined;
    });
  return {
    client: async () => (await (api ??= connect()))?.client,
    close: async () => (await api)?.close(),
  };
}

/** GitHub Enterprise Server's has a path. Source: docs.github.com, "Variables reference". */
function parseApiUrl(environment: Environment): URL {
  const text = environment.GITHUB_API_URL ?? '';
  const address = text === '' ? 'https://api.github.com' : text;
  if (/^https?:/.test(address) && URL.canParse(address)) return new URL(address);
  throw new ConfigurationError([`GITHUB_API_URL: ${text} is no http address. Leave it to the runner.`]);
}
