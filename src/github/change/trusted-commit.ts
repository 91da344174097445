import type { Environment } from '../../runtime/environment.js';
import type { RunEvent } from '../runner/event.js';

/** A commit whose files decide what a run may do. */
export interface TrustedCommit {
  readonly owner: string;
  readonly repository: string;
  /** undefined: that of the default branch */
  readonly sha: string | undefined;
}

/**
 * Also of reviews, of comments and of workflows that follow another one, which may check out a pull request, and of events whose payload cannot be
 * read. Of what is on the default branch anyway, the file is the same there.
 */
const unmergedEvents = /^(?:pull_request(?:_.*)?|merge_group|issue_comment|workflow_run)$/;

/**
 * What is not merged decides nothing: in a pull request and in a merge group it is their base's commit. Where the base is another branch than the
 * default one, which whoever may push can make, or is not known, it is the default branch.
 * @returns undefined: what the run has in its workspace is merged
 */
export function findTrustedCommit(event: RunEvent, environment: Environment): TrustedCommit | undefined {
  if (event.kind === 'other') {
    if (!unmergedEvents.test(event.name)) return undefined;
    const [owner = '', repository = ''] = (environment.GITHUB_REPOSITORY ?? '').split('/');
    return { owner, repository, sha: undefined };
  }
  if (event.name === 'push') return undefined;
  const { owner, repository, baseRef, defaultBranch, baseSha } = event;
  return { owner, repository, sha: baseRef !== '' && baseRef === defaultBranch ? baseSha : undefined };
}
