import type { Config } from '../../config/config.js';
import type { Credentials } from '../../registry/auth/registry-credentials.js';
import type { Environment } from '../../runtime/environment.js';

const ghcr = 'ghcr.io';

/**
 * The workflow's own token as a login for GHCR, where a target is there: GHCR takes it with any user name
 * (docs.github.com, "Working with the Container registry"). It is for that host alone, and not for GitHub Enterprise Server's.
 */
export function githubCredentials(
  targets: Config['targets'],
  token: string,
  environment: Environment,
): ReadonlyMap<string, Credentials> {
  const isGithubDotCom = (environment.GITHUB_SERVER_URL ?? 'https://github.com') === 'https://github.com';
  if (token === '' || !targets.some(({ registry }) => registry === ghcr) || !isGithubDotCom) return new Map();
  return new Map([
    [ghcr, { kind: 'password', username: environment.GITHUB_ACTOR ?? 'github-actions', password: token }],
  ]);
}
