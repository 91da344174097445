import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type RunEvent, readEvent } from '../../../src/github/runner/event.js';
import { makeWorkspace } from '../../support/mirror.js';

interface Payload {
  readonly action?: unknown;
  readonly number?: unknown;
  readonly pull_request: { readonly head: Side; readonly base: Side; readonly body?: unknown; readonly user?: unknown };
}

interface Side {
  readonly ref?: unknown;
  readonly sha?: unknown;
  readonly repo?: { readonly full_name: string } | null;
}

/** What GitHub's own documentation and hooks sent. */
const recorded = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-examples'), 'utf8'),
) as readonly { readonly name: string; readonly examples: readonly Payload[] }[];

function examplesOf(name: string): readonly Payload[] {
  const examples = recorded.find((definition) => definition.name === name)?.examples ?? [];
  if (examples.length === 0) throw new Error(`there is no example of ${name}`);
  return examples;
}

async function read(name: string | undefined, payload: unknown, environment: object = {}): Promise<RunEvent> {
  const path = join(await makeWorkspace({}), 'event.json');
  await writeFile(path, typeof payload === 'string' ? payload : JSON.stringify(payload));
  const runner = { GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: 'Codertocat/Hello-World' };
  return readEvent({ ...runner, GITHUB_EVENT_NAME: name, ...environment });
}

const sha = { head: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821', base: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e' };

describe('GitHub’s own payloads', () => {
  const [opened] = examplesOf('pull_request');

  test.each(['pull_request', 'pull_request_target'])('of %s are read', async (name) => {
    expect(await read(name, opened)).toEqual({
      kind: 'pull-request',
      name,
      action: 'opened',
      owner: 'Codertocat',
      repository: 'Hello-World',
      number: 2,
      headSha: sha.head,
      baseSha: sha.base,
      isMerged: false,
      isFromFork: false,
      baseRef: 'master',
      defaultBranch: 'master',
      headRef: 'changes',
      author: 'Codertocat',
      body: 'This is a pretty simple change that we need to pull into master.',
    });
  });

  test('of a pull request are read, each and every one', async () => {
    const kinds = await Promise.all(examplesOf('pull_request').map(async (payload) => read('pull_request', payload)));
    expect(kinds.length).toBeGreaterThan(20);
    expect(kinds.filter(({ kind }) => kind !== 'pull-request')).toEqual([]);
  });

  test.each(['push', 'merge_group'])('of %s are read, each and every one', async (name) => {
    for (const payload of examplesOf(name)) {
      const event = await read(name, payload);
      expect(event).toMatchObject({ kind: 'commit-range', name, owner: 'Codertocat', repository: 'Hello-World' });
      expect(event.kind === 'commit-range' && [event.baseSha, event.headSha].join()).toMatch(
        /^[0-9a-f]{40},[0-9a-f]{40}$/,
      );
    }
  });

  test('of a push say what was before and after', async () => {
    const payload = { before: 'a'.repeat(40), after: 'b'.repeat(40) };
    expect(await read('push', payload)).toMatchObject({ baseSha: payload.before, headSha: payload.after });
  });

  test('of a merge group say what it is merged into', async () => {
    const payload = { merge_group: { base_sha: 'a'.repeat(40), head_sha: 'b'.repeat(40) } };
    expect(await read('merge_group', payload)).toMatchObject({ baseSha: 'a'.repeat(40), headSha: 'b'.repeat(40) });
  });

  /** No webhook has this name, so that there is no example of GitHub's; a runner's file has this besides the repository. */
  const ofSchedule = { schedule: '17 3 * * *', workflow: '.github/workflows/mirror.yml' };

  test.each(['schedule', 'workflow_dispatch', 'pull_request_review'])(
    'of %s are of another kind, without a reproach',
    async (name) => {
      for (const payload of name === 'schedule' ? [ofSchedule] : examplesOf(name))
        expect(await read(name, payload)).toEqual({ kind: 'other', name });
    },
  );

  test.each([
    ['a fork', { full_name: 'somebody/Hello-World' }],
    ['a fork that was deleted', null],
  ])('from %s are told apart', async (_name, repo) => {
    const [{ pull_request: request, ...others } = { pull_request: { head: {}, base: {} } }] =
      examplesOf('pull_request');
    const payload = { ...others, pull_request: { ...request, head: { ...request.head, repo } } };
    expect(await read('pull_request', payload)).toMatchObject({ isFromFork: true, owner: 'Codertocat', number: 2 });
  });
});

test.each([
  [true, 'main', 'main', true],
  [true, 'feature', 'main', false],
  [true, undefined, undefined, false],
  [false, 'main', 'main', false],
  [undefined, 'main', 'main', false],
  ['yes', 'main', 'main', false],
])('a pull request with merged: %j into %j of %j was merged: %j', async (merged, ref, default_branch, isMerged) => {
  const [closed] = examplesOf('pull_request');
  const request = closed?.pull_request ?? { head: {}, base: {} };
  const repo = { full_name: 'Codertocat/Hello-World', default_branch };
  const pull_request = { ...request, merged, base: { ...request.base, ref, repo } };
  const payload = { ...closed, action: 'closed', pull_request };
  expect(await read('pull_request', payload)).toMatchObject({ action: 'closed', isMerged });
});

describe('the words of a pull request', () => {
  const [opened] = examplesOf('pull_request');

  async function words(body: unknown, user: unknown, ref: unknown): Promise<unknown> {
    const request = opened?.pull_request ?? { head: {}, base: {} };
    const event = await read('pull_request', {
      ...opened,
      pull_request: { ...request, body, user, head: { ...request.head, ref } },
    });
    return event.kind === 'pull-request' ? [event.body, event.author, event.headRef] : event;
  }

  test.each<[string, unknown, unknown, unknown, readonly string[]]>([
    ['of a bot', 'text', { login: 'renovate[bot]' }, 'renovate/x', ['text', 'renovate[bot]', 'renovate/x']],
    ['that are missing', undefined, undefined, undefined, ['', '', '']],
    ['of an account that is gone', null, null, null, ['', '', '']],
    ['that are none', 1, 'somebody', [], ['', '', '']],
    ['whose author has no name', 'text', { login: null }, 'a', ['text', '', 'a']],
  ])('%s', async (_name, body, user, ref, expected) => {
    expect(await words(body, user, ref)).toEqual(expected);
  });

  test('are cut to what GitHub takes', async () => {
    const [body] = (await words('x'.repeat(1024 * 1024), { login: 'a' }, 'b')) as readonly [string];
    expect(body).toHaveLength(65_536);
  });
});

describe('an event of another kind', () => {
  test.each(['schedule', 'workflow_call', ''])('is %j', async (name) => {
    expect(await read(name, {})).toEqual({ kind: 'other', name });
  });

  test('is what no runner started', async () => {
    expect(await readEvent({})).toEqual({ kind: 'other', name: '' });
  });
});

describe('what cannot be read is of another kind, and says why', () => {
  const repo = { full_name: 'o/r' };
  const side = (more: object = {}): object => ({ sha: 'a'.repeat(40), repo, ...more });
  const payload = (head: object, more: object = {}): object => ({
    action: 'opened',
    number: 1,
    pull_request: { head, base: side() },
    ...more,
  });

  test('but for what is whole', async () => {
    expect(await read('pull_request', payload(side()))).toMatchObject({ kind: 'pull-request', number: 1 });
    expect(await read('pull_request', payload(side({ sha: 'b'.repeat(64) })))).toMatchObject({ kind: 'pull-request' });
  });

  test.each<[string, unknown, object, RegExp]>([
    ['no path', {}, { GITHUB_EVENT_PATH: undefined }, /GITHUB_EVENT_PATH is missing/],
    ['an empty path', {}, { GITHUB_EVENT_PATH: '' }, /GITHUB_EVENT_PATH is missing/],
    ['no file', {}, { GITHUB_EVENT_PATH: '/no/such/event.json' }, /ENOENT/],
    ['a folder', {}, { GITHUB_EVENT_PATH: '/' }, /EISDIR/],
    ['an empty file', '', {}, /JSON/],
    ['more than GitHub sends', ' '.repeat(32 * 1024 * 1024 + 1), {}, /has more than 33554432 bytes/],
    ['half a file', '{"action":"opened","pull_', {}, /JSON/],
    ['a list', [], {}, /action/],
    ['null', 'null', {}, /Expected Object but received null/],
    ['no number', payload(side(), { number: undefined }), {}, /, number: /],
    ['a number of none', payload(side(), { number: 0 }), {}, /, number: /],
    ['no pull request', payload(side(), { pull_request: undefined }), {}, /, pull_request: /],
    ['no commit', payload({ repo }), {}, /, pull_request.head.sha: /],
    ['a branch for a commit', payload(side({ sha: 'main' })), {}, /pull_request.head.sha: no name of a commit/],
    ['an option for a commit', payload(side({ sha: '--output=/etc/x' })), {}, /no name of a commit/],
    ['no repository', payload(side()), { GITHUB_REPOSITORY: undefined }, /GITHUB_REPOSITORY: missing/],
    ['a repository of one word', payload(side()), { GITHUB_REPOSITORY: 'r' }, /GITHUB_REPOSITORY: not owner\/name/],
    ['a repository with a path', payload(side()), { GITHUB_REPOSITORY: 'o/r/../x' }, /not owner\/name/],
  ])('%s', async (_name, content, environment, why) => {
    const event = await read('pull_request', content, environment);
    expect(event).toMatchObject({ kind: 'other', name: 'pull_request' });
    expect(event.kind === 'other' && event.why).toMatch(why);
    expect(event.kind === 'other' && event.why).toMatch(/^The event pull_request cannot be read: .+\.$/);
  });
});
