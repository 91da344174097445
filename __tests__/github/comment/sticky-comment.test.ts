import { describe, expect, test } from '@jest/globals';
import { type CommentMarker, formatMarker } from '../../../src/github/comment/comment-marker.js';
import { commentsOf } from '../../../src/github/comment/comment-thread.js';
import type { GithubClient } from '../../../src/github/api/octokit.js';
import { type StickyComment, type CommentResult, upsertComment } from '../../../src/github/comment/sticky-comment.js';
import { type Viewer, readViewer } from '../../../src/github/api/viewer.js';
import type { GithubOptions } from '../../support/github/double.js';
import type { Failure } from '../../support/github/failures.js';
import { type Github, useGithub } from '../../support/github/github.js';
import { connectTo, pullRequest } from '../connected-client.js';

const us = 'github-actions[bot]';
const marker: CommentMarker = { key: '0123456789abcdef', run: 17, attempt: 1 };

function bodyFor(text: string, more: Partial<CommentMarker> = {}): string {
  return `${formatMarker({ ...marker, ...more })}\n${text}`;
}

async function useComments(options?: GithubOptions): Promise<Github> {
  const github = await useGithub(options);
  github.addPullRequest(7);
  return github;
}

interface Around {
  /** Whose the token is; without it GitHub is asked, which octokit lets nobody do at once before a write. */
  readonly login?: string;
  readonly meanwhile?: () => void;
}

async function stick(
  github: Github,
  more: Partial<StickyComment> = {},
  { login = us, meanwhile = () => undefined }: Around = {},
): Promise<CommentResult> {
  return stickFor(github, more, async () => Promise.resolve({ kind: 'known', login }), meanwhile);
}

/** GitHub is asked whose the token is. */
async function ask(github: Github): Promise<CommentResult> {
  return stickFor(github, {}, readViewer);
}

async function stickFor(
  github: Github,
  more: Partial<StickyComment>,
  viewer: (client: GithubClient) => Promise<Viewer>,
  meanwhile: () => void = () => undefined,
): Promise<CommentResult> {
  const { client } = await connectTo(github);
  const comment = { marker, mayCreate: true, render: () => 'new', ...more };
  return upsertComment(comment, {
    thread: commentsOf(pullRequest(), client),
    viewer: async () => viewer(client),
    pause: async () => {
      meanwhile();
      return Promise.resolve();
    },
    signal: new AbortController().signal,
  });
}

function bodiesOf(github: Github): readonly string[] {
  return github.comments.map(({ body }) => body);
}

function writesOf(github: Github): readonly string[] {
  return github.requests
    .filter((line) => !line.startsWith('GET '))
    .map((line) => line.replace('/repos/octo-org/octo-repo', ''));
}

describe('O2 a comment', () => {
  test('is created where there is none, and nobody is asked who we are', async () => {
    const github = await useComments();
    github.addComment(7, 'something else', us);
    const stuck = await stick(github);
    expect(stuck).toEqual({ kind: 'created', url: 'https://github.com/octo-org/octo-repo/pull/7#issuecomment-1001' });
    expect(bodiesOf(github)).toEqual(['something else', bodyFor('new')]);
    expect(writesOf(github)).toEqual(['POST /issues/7/comments']);
  });

  test('is not created where none is wanted', async () => {
    const github = await useComments();
    expect(await stick(github, { mayCreate: false })).toEqual({ kind: 'none' });
    expect(bodiesOf(github)).toEqual([]);
  });

  test.each([true, false])('is changed in its place, whether or not one might be created (%s)', async (mayCreate) => {
    const github = await useComments();
    const { id } = github.addComment(7, bodyFor('old', { run: 16 }), us);
    expect(await stick(github, { mayCreate })).toMatchObject({ kind: 'updated' });
    expect(github.comments).toMatchObject([{ id, body: bodyFor('new') }]);
  });

  test('is found on the last page', async () => {
    const github = await useComments();
    for (let index = 0; index < 230; index += 1) github.addComment(7, `${index}`);
    github.addComment(7, bodyFor('old'), us);
    expect(await stick(github)).toMatchObject({ kind: 'updated' });
    expect(github.requests.filter((line) => line.startsWith('GET '))).toHaveLength(3);
    expect(github.comments).toHaveLength(231);
  });

  test('that says so already is not written', async () => {
    const github = await useComments();
    github.addComment(7, bodyFor('new'), us);
    expect(await stick(github)).toMatchObject({ kind: 'unchanged' });
    expect(writesOf(github)).toEqual([]);
  });

  test.each([
    ['another key', bodyFor('x', { key: 'fedcba9876543210' }), us],
    ['no marker at its beginning', `I quote: ${bodyFor('x')}`, us],
    ['another author', bodyFor('x'), 'octocat'],
    ['an author whose name is nearly ours', bodyFor('x'), 'github-actions'],
  ])('with %s is left alone', async (_name, body, login) => {
    const github = await useComments();
    github.addComment(7, body, login);
    expect(await stick(github)).toMatchObject({ kind: 'created' });
    expect(bodiesOf(github)).toEqual([body, bodyFor('new')]);
  });

  test.each(['acme-mirror[bot]', 'octocat'])('of another token’s user, %s, is its own', async (login) => {
    const github = await useComments({ login });
    github.addComment(7, bodyFor('old'), login);
    github.addComment(7, bodyFor('forged'), us);
    expect(await ask(github)).toMatchObject({ kind: 'updated' });
    expect(bodiesOf(github)).toEqual([bodyFor('new'), bodyFor('forged')]);
  });

  test.each([
    ['run', { run: 18 }],
    ['attempt', { attempt: 2 }],
  ])('of a newer %s is not overwritten', async (_name, newer) => {
    const github = await useComments();
    github.addComment(7, bodyFor('theirs', newer), us);
    expect(await stick(github)).toMatchObject({ kind: 'overtaken' });
    expect(bodiesOf(github)).toEqual([bodyFor('theirs', newer)]);
  });

  test('that two runs at once wrote twice is one again', async () => {
    const github = await useComments();
    const { id } = github.addComment(7, bodyFor('one', { run: 15 }), us);
    github.addComment(7, bodyFor('forged'), 'octocat');
    github.addComment(7, bodyFor('two', { run: 16 }), us);
    expect(await stick(github)).toMatchObject({ kind: 'updated' });
    expect(github.comments).toMatchObject([{ id, body: bodyFor('new') }, { body: bodyFor('forged') }]);
  });

  test('that is gone when it is to be removed is what was wanted', async () => {
    const github = await useComments();
    for (const text of ['one', 'two', 'three']) github.addComment(7, bodyFor(text), us);
    github.fail({ kind: 'status', status: 404 }, { operationId: 'issues/delete-comment', times: 1, done: true });
    expect(await stick(github)).toMatchObject({ kind: 'updated' });
    expect(bodiesOf(github)).toEqual([bodyFor('new')]);
  });

  test('that was deleted meanwhile is created anew', async () => {
    const github = await useComments();
    github.addComment(7, bodyFor('old'), us);
    // As a list that is behind shows it: the one that is there cannot be written, and is listed again.
    github.fail({ kind: 'status', status: 404 }, { operationId: 'issues/update-comment' });
    expect(await stick(github)).toMatchObject({ kind: 'created' });
    expect(bodiesOf(github)).toEqual([bodyFor('old'), bodyFor('new')]);
  });

  test('that was deleted meanwhile stays so where none is wanted', async () => {
    const github = await useComments();
    github.addComment(7, bodyFor('old'), us);
    github.fail({ kind: 'status', status: 404 }, { operationId: 'issues/update-comment' });
    expect(await stick(github, { mayCreate: false })).toEqual({ kind: 'none' });
  });

  test('is found on GitHub Enterprise Server, whose GraphQL is beside its REST API', async () => {
    const github = await useComments({ product: 'ghes-3.19', basePath: '/api/v3' });
    github.addComment(7, bodyFor('old'), us);
    expect(await stick(github)).toMatchObject({ kind: 'updated' });
  });
});

describe('a comment without an answer', () => {
  const lost: readonly (readonly [string, Failure])[] = [
    ['502', { kind: 'status', status: 502 }],
    ['a connection that is cut', { kind: 'cut' }],
    ['a proxy’s page', { kind: 'text', status: 201, contentType: 'text/html', text: '<p>' }],
  ];
  const create = { operationId: 'issues/create-comment' };

  test.each(lost)('that was written is not written twice: %s', async (_name, failure) => {
    const github = await useComments();
    github.fail(failure, { ...create, times: 1, done: true });
    expect(await stick(github)).toMatchObject({ kind: 'unchanged' });
    expect(bodiesOf(github)).toEqual([bodyFor('new')]);
  });

  test.each(lost)('that was not written is written then: %s', async (_name, failure) => {
    const github = await useComments();
    github.fail(failure, { ...create, times: 1 });
    expect(await stick(github)).toMatchObject({ kind: 'created' });
    expect(bodiesOf(github)).toEqual([bodyFor('new')]);
  });

  test('is looked for after a while, for it may be on its way', async () => {
    const github = await useComments();
    github.fail({ kind: 'status', status: 502 }, { ...create, times: 1 });
    expect(await stick(github, {}, { meanwhile: () => github.addComment(7, bodyFor('new'), us) })).toMatchObject({
      kind: 'unchanged',
    });
    expect(bodiesOf(github)).toEqual([bodyFor('new')]);
  });

  test('is sent twice at most', async () => {
    const github = await useComments();
    github.fail({ kind: 'status', status: 502 }, create);
    await expect(stick(github)).rejects.toThrow('Server Error');
    expect(writesOf(github)).toEqual(['POST /issues/7/comments', 'POST /issues/7/comments']);
  });

  test.each([401, 403, 404, 410, 422] as const)('is sent once where GitHub refuses it by %d', async (status) => {
    const github = await useComments();
    github.fail({ kind: 'status', status }, create);
    await expect(stick(github)).rejects.toMatchObject({ status });
    expect(writesOf(github)).toEqual(['POST /issues/7/comments']);
  });
});

describe('where GitHub does not say who we are', () => {
  const down: Failure = { kind: 'status', status: 502 };

  test('for a moment, it is asked again', async () => {
    const github = await useComments({ login: 'acme-mirror[bot]' });
    github.addComment(7, bodyFor('old'), 'acme-mirror[bot]');
    github.fail(down, { operationId: 'graphql', times: 1 });
    expect(await ask(github)).toMatchObject({ kind: 'updated' });
  });

  test.each<[string, Failure]>([
    ['for it is down', down],
    ['for it ends in the middle', { kind: 'cut' }],
    ['for it refuses', { kind: 'status', status: 403 }],
    ['for it has a page instead', { kind: 'text', status: 200, contentType: 'text/html', text: '<p>' }],
  ])('%s, the workflows’ bot is taken to be us', async (_name, failure) => {
    const github = await useComments();
    github.addComment(7, bodyFor('forged'), 'octocat');
    github.addComment(7, bodyFor('old'), us);
    github.fail(failure, { operationId: 'graphql' });
    expect(await ask(github)).toMatchObject({ kind: 'updated' });
    expect(bodiesOf(github)).toEqual([bodyFor('forged'), bodyFor('new')]);
  });

  test('nothing is written beside another’s, which may be ours', async () => {
    const github = await useComments();
    github.addComment(7, bodyFor('old'), 'acme-mirror[bot]');
    github.fail(down, { operationId: 'graphql' });
    await expect(ask(github)).rejects.toThrow('GitHub does not say whose the token is: ');
    expect(bodiesOf(github)).toEqual([bodyFor('old')]);
  });
});

describe('O5 a comment that is too long', () => {
  const render = (max: number): string => 'x'.repeat(max);

  test('cannot be: it is written as long as GitHub allows', async () => {
    const github = await useComments();
    expect(await stick(github, { render })).toMatchObject({ kind: 'created' });
    const [{ body } = { body: '' }] = github.comments;
    expect(body.length).toBeGreaterThan(65_000);
    expect(body.length).toBeLessThanOrEqual(65_536);
  });

  test.each([
    ['new', 'issues/create-comment'],
    ['old', 'issues/update-comment'],
  ])('to GitHub all the same is cut by half: a %s one', async (age, operationId) => {
    const github = await useComments();
    if (age === 'old') github.addComment(7, bodyFor('old'), us);
    github.fail(
      { kind: 'status', status: 422, message: 'Body is too long (maximum is 40000 characters)' },
      { operationId, times: 1 },
    );
    await stick(github, { render });
    expect(github.comments[0]?.body.length).toBeGreaterThan(32_000);
    expect(github.comments[0]?.body.length).toBeLessThan(33_000);
  });
});
