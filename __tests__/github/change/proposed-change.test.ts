import { expect, test } from '@jest/globals';
import { systemClock } from '../../../src/runtime/clock.js';
import { lazyGithub } from '../../../src/github/api/api.js';
import { triggerOf } from '../../../src/github/change/trigger.js';
import type { RunEvent } from '../../../src/github/runner/event.js';
import { pullRequest } from '../connected-client.js';

const range = {
  kind: 'commit-range',
  owner: 'a',
  repository: 'b',
  headSha: 'a',
  baseSha: 'b',
  baseRef: '',
  defaultBranch: '',
} as const;

test.each<[string, RunEvent, boolean | undefined]>([
  ['a pull request that is open', pullRequest(), true],
  ['pull_request_target', pullRequest({ name: 'pull_request_target' }), true],
  ['a pull request that was closed', pullRequest({ action: 'closed' }), true],
  ['a pull request that was merged', pullRequest({ action: 'closed', isMerged: true }), false],
  ['a push', { ...range, name: 'push' }, false],
  ['B2 a merge group', { ...range, name: 'merge_group' }, true],
  ['a pull request that cannot be read', { kind: 'other', name: 'pull_request_target', why: 'No file.' }, true],
  ['B2 a merge group that cannot be read', { kind: 'other', name: 'merge_group', why: 'No file.' }, true],
  ['a push that cannot be read', { kind: 'other', name: 'push', why: 'No file.' }, false],
  ['a schedule', { kind: 'other', name: 'schedule' }, undefined],
])('%s: whether what it changes is only proposed', (_name, event, isProposal) => {
  const signal = new AbortController().signal;
  const log = (): void => undefined;
  const github = lazyGithub({ environment: {}, clock: systemClock, token: '', log, signal });
  const trigger = triggerOf({
    event,
    environment: {},
    workspace: '/',
    images: 'images',
    github,
    clock: systemClock,
    log,
    signal,
  });
  expect(trigger.kind === 'none' ? undefined : trigger.isProposal).toBe(isProposal);
});
