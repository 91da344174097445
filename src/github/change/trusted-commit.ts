import type { Environment } from '../../runtime/environment.js';
import type { RunEvent } from '../runner/event.js';

/** A commit whose files decide what a run may do. */
export interface TrustedCommit {
  readonly owner: string;
  readonly repository: string;
  /** undefined: that of the default branch */
  readonly sha: string | undefined;
}

/** Also of reviews, whose payload is not read here, and of those whose payload cannot be read. */
const unmergedEvents = /^(?:pull_request(?:_.*)?|merge_group)$/;

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
