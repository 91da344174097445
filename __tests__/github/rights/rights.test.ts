import { describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../../../src/github/runner/event.js';
import { rightsOf } from '../../../src/github/rights/rights.js';
import type { Refusal } from '../../../src/plan/when-refused.js';
import { pullRequest } from '../connected-client.js';

const ghcr: Refusal = { registry: 'ghcr.io', hasAccount: true };
const nobody: Refusal = { registry: 'r.example', hasAccount: false };
const robot: Refusal = { registry: 'r.example', hasAccount: true };

const dependabot = { GITHUB_ACTOR: 'dependabot[bot]' };
const fork = { isFromFork: true };

function why(more: object, environment: object, ...refusals: [Refusal, ...Refusal[]]): string {
  const { whenRefused } = rightsOf({ ...pullRequest({}), ...more }, { GITHUB_ACTOR: 'octocat', ...environment });
  return whenRefused.kind === 'check' ? whenRefused.explain(refusals) : 'fails';
}

describe('what a pull request’s run lacks is named in one sentence', () => {
  test.each<[string, object, object, Refusal, RegExp]>([
    [
      'ghcr.io, one’s own branch',
      {},
      {},
      ghcr,
      /^This run may not write to ghcr\.io: the job lacks the permission "packages: write", or the package/,
    ],
    [
      'ghcr.io, Dependabot',
      {},
      dependabot,
      ghcr,
      /lacks the permission "packages: write", which Dependabot’s runs have only where/,
    ],
    ['ghcr.io, a fork', fork, {}, ghcr, /pull request from a fork has by default no permission "packages: write"/],
    ['ghcr.io, Dependabot in a fork', fork, dependabot, ghcr, /from a fork has by default no/],
    [
      'ghcr.io, the base’s own rights',
      { ...fork, name: 'pull_request_target' },
      dependabot,
      ghcr,
      /the job lacks .*, or the package/,
    ],
    ['no login, one’s own branch', {}, {}, nobody, /r\.example: there is no login for it before this step/],
    [
      'no login, Dependabot',
      {},
      dependabot,
      nobody,
      /r\.example: .*only Dependabot’s own secrets \(Settings → Secrets and variables → Dependabot\)\.$/,
    ],
    [
      'no login, a fork',
      fork,
      {},
      nobody,
      /r\.example: there is no login for it, and runs for pull requests from forks have by default no secrets\.$/,
    ],
    [
      'a login that may not write',
      {},
      dependabot,
      robot,
      /r\.example: the account that is logged in there lacks the right\.$/,
    ],
  ])('%s', (_name, event, environment, refusal, words) => {
    expect(why(event, environment, refusal)).toMatch(words);
  });

  test('of several registries each has its reason', () => {
    expect(why(fork, {}, ghcr, nobody)).toMatch(/^This run may not write to ghcr\.io: .*; nor to r\.example: [^.]*\.$/);
  });
});

describe('a login that is missing', () => {
  test.each<[string, object, Record<string, string>, RegExp | undefined]>([
    ['of Dependabot’s', {}, dependabot, /only Dependabot’s own secrets/],
    ['of a fork’s', fork, {}, /forks have by default no secrets/],
    ['of one’s own', {}, {}, undefined],
    ['of one’s own under pull_request_target', { ...fork, name: 'pull_request_target' }, dependabot, undefined],
  ])('%s is told of as such', (_name, event, environment, words) => {
    const { noAccountReason } = rightsOf({ ...pullRequest({}), ...event }, environment);
    if (words === undefined) expect(noAccountReason).toBeUndefined();
    else expect(noAccountReason).toMatch(words);
  });
});

test('a run by a push of Dependabot’s to its branch fails and says where its secrets are', () => {
  const { whenRefused, noAccountReason } = rightsOf({ kind: 'other', name: 'push' }, dependabot);
  expect(whenRefused).toEqual({ kind: 'fail' });
  expect(noAccountReason).toMatch(/only Dependabot’s own secrets/);
  expect(rightsOf({ kind: 'other', name: 'push' }, {}).noAccountReason).toBeUndefined();
});

describe('B4 a check of a bot’s pull request that a person started', () => {
  const bot = 'renovate[bot]';

  test('is told of by both accounts', () => {
    const { leftImagesReason } = rightsOf(pullRequest({ author: bot }), { GITHUB_ACTOR: 'octocat' });
    expect(leftImagesReason).toContain(
      'renovate[bot] opened pull request #7, and octocat started this run: by "Update branch", ',
    );
    expect(leftImagesReason).toContain('"@dependabot recreate"');
  });

  test.each([
    ['that the bot started itself', bot, bot],
    ['of a person', 'octocat', bot],
    ['of an account that is gone', '', 'octocat'],
    ['whose actor nobody knows', bot, undefined],
  ])('is not told of one %s', (_name, author, actor) => {
    expect(rightsOf(pullRequest({ author }), { GITHUB_ACTOR: actor })).not.toHaveProperty('whenLeft');
  });
});

test.each(['schedule', 'workflow_dispatch', 'merge_group', ''])(
  'a run that %j started fails where it is refused',
  (name) => {
    const event: RunEvent = { kind: 'other', name };
    expect(rightsOf(event, dependabot)).toEqual({ whenRefused: { kind: 'fail' }, noAccountReason: undefined });
  },
);
