import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeCheckout, useGit } from '../github/history.js';
import { useGithub } from '../support/github/github.js';
import { type Pair, makeWorkspace, usePair } from '../support/mirror.js';
import { buildIndex } from '../support/registry/images/indexes.js';
import type { RegistryOptions } from '../support/registry/options.js';
import { type FinishedAction, runAction } from '../support/programs/run-bundle.js';
import { pairInBase64, secretFor } from '../support/secrets.js';

interface Payload {
  readonly pull_request: { readonly head: object; readonly base: object };
}

/** What GitHub's hooks sent. */
const recorded = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-examples'), 'utf8'),
) as readonly { readonly name: string; readonly examples: readonly Payload[] }[];
const [opened] = recorded.find(({ name }) => name === 'pull_request')?.examples ?? [];
if (opened === undefined) throw new Error('there is no example of a pull request');

function payloadOf(head: object = {}): object {
  const request = opened?.pull_request;
  return { ...opened, pull_request: { ...request, head: { ...request?.head, ...head } } };
}

const fork = { repo: { full_name: 'somebody/Hello-World' } };

/** As GHCR with a token that may read: it gives tokens, and refuses the upload. */
const readOnly: RegistryOptions = {
  auth: {
    kind: 'bearer',
    users: { robot: secretFor('robot') },
    deniedStatus: 403,
    allow: (_user, _repository, action) => action === 'pull',
  },
};

interface Situation {
  readonly event?: string;
  readonly payload?: object;
  readonly actor?: string;
  readonly login?: boolean;
  /** for the source, too */
  readonly sourceLogin?: boolean;
  /** GITHUB_SHA: the base */
  readonly sha?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

async function usePairOfOne(options: { source?: RegistryOptions; target?: RegistryOptions }): Promise<{
  readonly pair: Pair;
  readonly workspace: string;
}> {
  const pair = await usePair(options);
  buildIndex(pair.source, 'app', '1');
  const workspace = await makeWorkspace({ 'images/app/Dockerfile': `FROM ${pair.source.host}/app:1\n` });
  return { pair, workspace };
}

async function runFor(
  { pair, workspace }: { readonly pair: Pair; readonly workspace: string },
  {
    event = 'pull_request',
    payload = payloadOf(),
    actor = 'octocat',
    login = false,
    sourceLogin = false,
    sha = '',
    inputs = {},
  }: Situation,
): Promise<FinishedAction> {
  const path = join(workspace, 'event.json');
  await writeFile(path, JSON.stringify(payload));
  const auth = { auth: pairInBase64('robot', secretFor('robot')) };
  const logins = {
    ...(login ? { [pair.target.host]: auth } : {}),
    ...(sourceLogin ? { [pair.source.host]: auth } : {}),
  };
  const config = JSON.stringify({ auths: logins });
  const github = await useGithub({ owner: 'Codertocat', name: 'Hello-World' });
  return runAction(
    workspace,
    {
      target: `${pair.target.host}/mirror`,
      'allowed-registries': pair.source.host,
      'github-token': github.token,
      comment: 'never',
      ...inputs,
    },
    {
      DOCKER_CONFIG: await makeWorkspace({ 'config.json': config }),
      GITHUB_ACTOR: actor,
      GITHUB_API_URL: github.apiUrl,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: path,
      GITHUB_REPOSITORY: 'Codertocat/Hello-World',
      GITHUB_SHA: sha,
    },
  );
}

describe('a pull request whose run may not write is green, and says in its first line what is missing', () => {
  test.each<[string, Situation, string]>([
    ['Dependabot, without its secrets', { actor: 'dependabot[bot]' }, 'only Dependabot’s own secrets'],
    ['a fork', { payload: payloadOf(fork) }, 'runs for pull requests from forks have by default no secrets'],
    ['a fork that is deleted', { payload: payloadOf({ repo: null }) }, 'from forks have by default no secrets'],
    ['one’s own, without a login', {}, 'there is no login for it before this step'],
    ['one’s own, with an account that may not', { login: true }, 'the account that is logged in there lacks the right'],
  ])('%s', async (_name, situation, reason) => {
    const one = await usePairOfOne({ target: readOnly });
    const run = await runFor(one, situation);
    const { host } = one.pair.target;
    expect(run.exitCode).toBe(0);
    expect(run.report).toMatchObject({ mode: 'check', counts: { 'would-mirror': 1, failed: 0 } });
    expect(run.report?.checkedBecause).toContain(`This run may not write to ${host}: `);
    expect(run.report?.checkedBecause).toContain(reason);
    const [firstLine = '', , nextLine = ''] = run.summary.split('\n');
    expect(firstLine).toMatch(/only checked, nothing was written: 1 would mirror$/);
    expect(nextLine).toContain('This run may not write to');
    expect(nextLine.replaceAll('`', '')).toContain(reason);
    expect(run.stdout).toMatch(/^::warning title=Only checked::/m);
    expect(one.pair.source.count('manifest-get')).toBe(0);
  });

  test('and red with "fail-on: not-mirrored", as a merge that waits for the copy needs it', async () => {
    const one = await usePairOfOne({ target: readOnly });
    const run = await runFor(one, { actor: 'dependabot[bot]', inputs: { 'fail-on': 'not-mirrored' } });
    expect(run.exitCode).toBe(1);
    expect(run.report).toMatchObject({ mode: 'check', counts: { 'would-mirror': 1, failed: 0 } });
    expect(run.stdout).toMatch(/^::error::1 would mirror\. The job summary says what and why\./m);
  });

  test.each(['push', 'schedule', 'workflow_dispatch'])('and %s fails, with what to do', async (event) => {
    const run = await runFor(await usePairOfOne({ target: readOnly }), { event });
    expect(run.exitCode).toBe(1);
    expect(run.report).toMatchObject({ mode: 'mirror', counts: { failed: 1 } });
    expect(run.summary).toContain('were found');
  });

  test('a push of Dependabot’s fails, and says where its secrets are', async () => {
    const run = await runFor(await usePairOfOne({ target: readOnly }), { event: 'push', actor: 'dependabot[bot]' });
    expect(run.exitCode).toBe(1);
    expect(run.summary).toContain('Settings → Secrets and variables → Dependabot');
  });

  test('a source that wants a login says where Dependabot’s secrets are', async () => {
    const source: RegistryOptions = { auth: { kind: 'bearer', anonymous: false } };
    const run = await runFor(await usePairOfOne({ source }), { actor: 'dependabot[bot]' });
    expect(run.exitCode).toBe(1);
    expect(run.summary).toContain('Settings → Secrets and variables → Dependabot');
  });
});

describe('pull_request_target', () => {
  useGit();

  async function checkedOut(): Promise<{ pair: Pair; workspace: string; head: string }> {
    const one = await usePairOfOne({});
    return { ...one, head: await makeCheckout(one.workspace) };
  }

  test('with a checkout of the pull request is refused before any request', async () => {
    const one = await checkedOut();
    const run = await runFor(one, { event: 'pull_request_target', payload: payloadOf({ sha: one.head, ...fork }) });
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toContain('::error title=Wrong configuration::pull_request_target: the checkout that names');
    expect([...one.pair.source.requests, ...one.pair.target.requests]).toEqual([]);
  });

  test('is refused where nothing tells whose the checkout is: no checkout of git’s, an event that cannot be read', async () => {
    const one = await checkedOut();
    const event = 'pull_request_target';
    const unread = await runFor(one, { event, sha: one.head, payload: {} });
    expect([unread.exitCode, unread.stdout]).toEqual([
      2,
      expect.stringContaining('event pull_request_target cannot be read'),
    ]);
    await rm(join(one.workspace, '.git'), { recursive: true });
    const without = await runFor(one, { event, payload: payloadOf(fork), sha: one.head });
    expect([without.exitCode, without.stdout]).toEqual([
      2,
      expect.stringContaining('They are in no checkout of git’s'),
    ]);
    expect([...one.pair.source.requests, ...one.pair.target.requests]).toEqual([]);
  });

  test('from a fork is only checked, for anybody can open one, unless "allow-untrusted" says so', async () => {
    const one = await checkedOut();
    const situation = { event: 'pull_request_target', payload: payloadOf(fork), sha: one.head };
    const checked = await runFor(one, { ...situation, inputs: { scope: 'all' } });
    expect([checked.exitCode, checked.report?.mode]).toEqual([0, 'check']);
    expect(checked.report?.checkedBecause).toContain('Nothing is written for a pull request from a fork');
    expect(one.pair.target.count('upload-post')).toBe(0);
    const inputs = { scope: 'all', 'allow-untrusted': 'true' };
    expect((await runFor(one, { ...situation, inputs })).report?.counts.mirrored).toBe(1);
  });

  /** A registry that shows nothing to who has no account. */
  const closed: RegistryOptions = {
    auth: { kind: 'bearer', users: { robot: secretFor('robot') }, anonymous: false },
  };

  test.each([
    ['that the target has not', '1', {}],
    ['that the target has', '1', { compare: 'presence', force: 'true' }],
    ['by its digest', 'pin', {}],
  ])('tells who opens one from a fork nothing of a private image %s', async (_name, reference, inputs) => {
    const pair = await usePair({ source: closed, target: closed });
    const { digest } = buildIndex(pair.source, 'app', '1');
    const named = `${pair.source.host}/app:1${reference === 'pin' ? `@${digest}` : ''}`;
    const workspace = await makeWorkspace({ 'images/app/Dockerfile': `FROM ${named}\n` });
    const own = { pair, workspace };
    const logins = { login: true, sourceLogin: true };
    if (_name !== 'that the target has not') expect((await runFor(own, logins)).report?.counts.mirrored).toBe(1);
    const event = { event: 'pull_request_target', sha: await makeCheckout(workspace), ...logins };
    const more = { ...inputs, scope: 'all', platforms: 'linux/amd64' };
    const run = await runFor(own, { ...event, payload: payloadOf(fork), inputs: more });
    expect([run.exitCode, run.report?.counts.failed]).toEqual([1, 1]);
    expect(run.report?.images[0]?.message).toContain('sources are read without a login');
    const told = JSON.stringify([run.report, run.outputs, run.summary, run.stdout]);
    // A pin is the pull request's own word.
    if (reference !== 'pin') expect(told).not.toContain(digest.slice(7, 19));
    expect(told).not.toMatch(/amd64[^"]*arm64/);
    const unhidden = await runFor(own, {
      ...event,
      payload: payloadOf(fork),
      inputs: { ...more, 'allow-untrusted': 'true' },
    });
    expect(unhidden.exitCode).toBe(0);
  });

  test('is let through where "allow-untrusted" says so, and where the checkout is another', async () => {
    const one = await checkedOut();
    const event = 'pull_request_target';
    const inputs = { 'allow-untrusted': 'true' };
    expect((await runFor(one, { event, payload: payloadOf({ sha: one.head }), inputs })).exitCode).toBe(0);
    expect((await runFor(one, { event, sha: one.head })).exitCode).toBe(0);
  });
});
