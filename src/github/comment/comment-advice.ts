import { messageOf } from '../../runtime/errors.js';
import type { PullRequestEvent } from '../runner/event.js';
import { statusOf } from '../api/failure-words.js';
import type { Environment } from '../../runtime/environment.js';

/** What to do about a comment that GitHub did not take: a sentence, or nothing where there is nothing to do but to wait. */
export function commentAdvice(error: unknown, event: PullRequestEvent, environment: Environment): string {
  const status = statusOf(error);
  if (status === undefined) return messageOf(error).includes('`github-token`') ? `Its default will do. ${needed}` : '';
  if (status === 401) return 'Look at the input `github-token`: its default is the workflow’s own.';
  // GitHub says these by 403 too, and no permission helps.
  const isRefused = (status === 403 || status === 404) && !/rate limit|locked|archived/i.test(messageOf(error));
  return isRefused ? adviceOnRights(event, environment) : '';
}

const needed = 'The job needs the permission `pull-requests: write`.';

/** Source: docs.github.com, "Automatic token authentication" and "Troubleshooting Dependabot on GitHub Actions". */
function adviceOnRights({ name, isFromFork }: PullRequestEvent, { GITHUB_ACTOR: actor }: Environment): string {
  if (isFromFork && name === 'pull_request')
    return 'By default the token of a pull request from a fork may only read, whatever the workflow says: the job summary and the output `comment-body` have the same. A workflow on `workflow_run` may post it.';
  if (actor === 'dependabot[bot]')
    return 'In runs of Dependabot the token may only read, unless the workflow’s `permissions:` say otherwise: they must have `pull-requests: write`.';
  return needed;
}
