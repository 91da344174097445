import type { Clock } from '../../runtime/clock.js';
import { join, resolve } from 'node:path';
import type { Config } from '../../config/config.js';
import type { WhenRefused } from '../../plan/when-refused.js';
import type { PullRequestEvent, RunEvent } from '../runner/event.js';
import { printable } from '../../runtime/text.js';
import { findRoot } from '../change/checkout.js';
import { createGit } from '../change/git.js';
import { requireTrusted } from './trust.js';
import type { Environment } from '../../runtime/environment.js';

/** What a run may not do for what started it, and what is said of that. */
export interface Rights {
  readonly whenRefused: WhenRefused;
  /** A sentence: why there may be no login to a registry. */
  readonly noAccountReason: string | undefined;
  /** A sentence: why a check may be all that there is, where images are left to mirror. */
  readonly leftImagesReason?: string;
  /** A sentence: why nothing may be written at all. */
  readonly checkOnlyReason?: string;
  /** A sentence: why sources are read as everybody may. */
  readonly publicOnlyReason?: string;
}

/** Of a run that may do what its workflow and its secrets allow: what is missing there is a mistake. */
const ownRights: Rights = { whenRefused: { kind: 'fail' }, noAccountReason: undefined };

export interface RightsDeps {
  readonly event: RunEvent;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly workspace: string;
  readonly config: Pick<Config, 'images' | 'allowUntrusted'>;
  readonly signal: AbortSignal;
}

/**
 * What a run may do for the pull request that started it, if one did.
 * @throws {ConfigurationError} where it has rights that the files in its checkout must not have
 */
export async function readRights({
  event,
  environment,
  clock,
  workspace,
  config,
  signal,
}: RightsDeps): Promise<Rights> {
  const folder = resolve(workspace, config.images);
  // Not git in that folder itself: a pull request's files may look like a repository, and give git's answers.
  const root = await findRoot(workspace, config.images);
  if (!config.allowUntrusted)
    await requireTrusted(event, {
      folder,
      git: createGit(join(workspace, root), environment, clock),
      environment,
      signal,
    });
  const rights = rightsOf(event, environment);
  // Anybody can open a pull request from a fork: what it names must not get a name of the target's, with its base's rights.
  const isOutsider = event.name === 'pull_request_target' && event.kind === 'pull-request' && event.isFromFork;
  return isOutsider && !config.allowUntrusted
    ? { ...rights, checkOnlyReason: outsiders, publicOnlyReason: readers }
    : rights;
}

const outsiders =
  'Nothing is written for a pull request from a fork: under pull_request_target anybody who opens one would decide what is kept under the target’s names. It is mirrored when it is merged, or with "allow-untrusted: true".';

/** The comment is public, and an image that a `FROM` names would be read with the base's login. */
const readers =
  'For a pull request from a fork sources are read without a login: under pull_request_target whoever opens one would be shown what only that may read. Where you trust everybody who can open one, set "allow-untrusted: true".';

/** A pull request is no place to mend rights in, and some do not have them: what cannot be written there is looked at. */
export function rightsOf(event: RunEvent, environment: Environment): Rights {
  const starter = starterOf(event, environment);
  if (event.kind !== 'pull-request') return { ...ownRights, noAccountReason: noAccountReason(starter) };
  return {
    whenRefused: {
      kind: 'check',
      // One sentence, whatever number of registries refused.
      explain: (refusals) => {
        const parts = refusals.map(({ registry, hasAccount }) => {
          const reason = hasAccount ? reasonWithAccount(registry, starter) : reasonWithoutAccount(starter);
          return `${registry}: ${reason}`;
        });
        return `This run may not write to ${parts.join('; nor to ')}.`;
      },
    },
    noAccountReason: noAccountReason(starter),
    ...leftImagesReason(event, environment),
  };
}

/**
 * Workflows that mirror what a bot pushed go by the actor, who is the person that pressed "Update branch", reopened the pull request or pushed to it.
 * Source: docs.github.com, "Contexts": `github.actor`; a run that is started again keeps its actor.
 */
function leftImagesReason(
  { author, number }: PullRequestEvent,
  { GITHUB_ACTOR: actor = '' }: Environment,
): Pick<Rights, 'leftImagesReason'> {
  if (!author.endsWith('[bot]') || actor === '' || actor === author) return {};
  const names = `${printable(author)} opened pull request #${number}, and ${printable(actor)} started this run`;
  return {
    leftImagesReason: `This run only checks, and leaves images to mirror. ${names}: by "Update branch", by reopening it, or by a push. If the workflow mirrors only what the bot pushed, let the bot push again: comment "@dependabot recreate", or tick the box in Renovate's pull request.`,
  };
}

/** Whom GitHub gives fewer rights. */
type Starter = 'fork' | 'dependabot' | 'other';

/**
 * GitHub goes by who started the run, and not by who made the pull request. `pull_request_target` has the base's rights, whoever made it.
 * Source: docs.github.com, "Troubleshooting Dependabot on GitHub Actions", "Events that trigger workflows".
 */
function starterOf(event: RunEvent, { GITHUB_ACTOR }: Environment): Starter {
  if (event.name === 'pull_request_target') return 'other';
  if (event.kind === 'pull-request' && event.isFromFork) return 'fork';
  // A push of Dependabot has Dependabot's rights, too. What is missing is a mistake, but not where it seems to be.
  const isOfBranch = event.kind === 'pull-request' || event.name === 'push';
  return isOfBranch && GITHUB_ACTOR === 'dependabot[bot]' ? 'dependabot' : 'other';
}

function noAccountReason(starter: Starter): string | undefined {
  switch (starter) {
    case 'fork':
      return 'Runs for pull requests from forks have by default no secrets to log in with.';
    case 'dependabot':
      return 'Dependabot’s runs have only Dependabot’s own secrets: those of the login must be there, too (Settings → Secrets and variables → Dependabot).';
    case 'other':
      return undefined;
  }
}

function reasonWithoutAccount(starter: Starter): string {
  switch (starter) {
    case 'fork':
      return 'there is no login for it, and runs for pull requests from forks have by default no secrets';
    case 'dependabot':
      return 'there is no login for it, and Dependabot’s runs have only Dependabot’s own secrets (Settings → Secrets and variables → Dependabot)';
    case 'other':
      return 'there is no login for it before this step (docker/login-action)';
  }
}

/** A private repository may send its forks a write token, and secrets. Source: docs.github.com, "Automatic token authentication" and "Troubleshooting Dependabot on GitHub Actions". */
function reasonWithAccount(registry: string, starter: Starter): string {
  if (registry !== 'ghcr.io') return 'the account that is logged in there lacks the right';
  switch (starter) {
    case 'fork':
      return 'a run for a pull request from a fork has by default no permission "packages: write"';
    case 'dependabot':
      return 'the job lacks the permission "packages: write", which Dependabot’s runs have only where the workflow’s "permissions" name it';
    case 'other':
      return 'the job lacks the permission "packages: write", or the package does not let this repository write (package settings, "Manage Actions access"), or it is new and the organisation lets nobody create packages (organisation settings, Packages, "Package creation")';
  }
}
