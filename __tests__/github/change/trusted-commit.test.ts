import { expect, test } from '@jest/globals';
import { findTrustedCommit } from '../../../src/github/change/trusted-commit.js';
import type { RunEvent } from '../../../src/github/runner/event.js';
import { pullRequest } from '../connected-client.js';

const environment = { GITHUB_REPOSITORY: 'octo-org/octo-repo' };
const baseSha = 'b'.repeat(40);
const range = { kind: 'commit-range', owner: 'octo-org', repository: 'octo-repo', headSha: 'a', baseSha } as const;
const group = { ...range, name: 'merge_group', baseRef: 'main', defaultBranch: 'main' } as const;
const [base, defaultBranch] = [baseSha, 'the default branch'];

test.each<[string, RunEvent, string | undefined]>([
  ['a pull request to the default branch', pullRequest(), base],
  ['one from a fork', pullRequest({ isFromFork: true }), base],
  ['pull_request_target', pullRequest({ name: 'pull_request_target' }), base],
  ['one that was merged, whose run is of what was before', pullRequest({ action: 'closed', isMerged: true }), base],
  ['a pull request to a branch that anybody may have made', pullRequest({ baseRef: 'lax' }), defaultBranch],
  ['one whose event names no branch', pullRequest({ baseRef: '', defaultBranch: '' }), defaultBranch],
  ['a merge group', group, base],
  ['a merge group of another branch', { ...group, baseRef: 'lax' }, defaultBranch],
  ['a review', { kind: 'other', name: 'pull_request_review' }, defaultBranch],
  ['a comment of a review', { kind: 'other', name: 'pull_request_review_comment' }, defaultBranch],
  ['a comment that asks for a run', { kind: 'other', name: 'issue_comment' }, defaultBranch],
  ['a workflow behind another one', { kind: 'other', name: 'workflow_run' }, defaultBranch],
  ['a pull request that cannot be read', { kind: 'other', name: 'pull_request', why: 'No file.' }, defaultBranch],
  ['a merge group that cannot be read', { kind: 'other', name: 'merge_group', why: 'No file.' }, defaultBranch],
  ['a push', { ...range, name: 'push', baseRef: '', defaultBranch: 'main' }, undefined],
  ['a push that cannot be read', { kind: 'other', name: 'push', why: 'No file.' }, undefined],
  ['a schedule', { kind: 'other', name: 'schedule' }, undefined],
  ['a run by hand', { kind: 'other', name: 'workflow_dispatch' }, undefined],
])('K3 whose file decides: %s', (_name, event, at) => {
  const found = findTrustedCommit(event, environment);
  const place = found === undefined ? undefined : (found.sha ?? defaultBranch);
  expect(place).toBe(at);
  if (found !== undefined) expect(found).toMatchObject({ owner: 'octo-org', repository: 'octo-repo' });
});
