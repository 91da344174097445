import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../support/github/failures.js';
import { startGithub, useGithub } from '../support/github/github.js';
import { onTestFinished } from '../support/jest/testing.js';
import { ask } from './plain-client.js';

const files = '/repos/octo-org/octo-repo/pulls/7/files';
const comments = '/repos/octo-org/octo-repo/issues/7/comments';

function linkOf(answer: Response, relation: string): string | undefined {
  return new RegExp(`<([^>]+)>; rel="${relation}"`).exec(answer.headers.get('link') ?? '')?.[1];
}

describe('a list', () => {
  test.each([
    ['thirty by itself', '', 30],
    ['as many as it is asked for', '?per_page=50', 50],
    ['a hundred at most', '?per_page=300', 100],
    ['the rest on its last page', '?per_page=100&page=2', 20],
    ['nothing behind it', '?page=9', 0],
  ])('has %s', async (_name, query, count) => {
    const github = await useGithub();
    github.addPullRequest(
      7,
      Array.from({ length: 120 }, (_, index) => ({ filename: `f${index}` })),
    );
    expect(await (await ask(github, 'GET', `${files}${query}`)).json()).toHaveLength(count);
  });

  test('leads from page to page by links that name the repository by its number', async () => {
    const github = await useGithub();
    github.addPullRequest(7);
    for (let index = 0; index < 5; index += 1) github.addComment(7, `${index}`);
    const first = await ask(github, 'GET', `${comments}?per_page=2`);
    expect(linkOf(first, 'next')).toBe(`${github.apiUrl}/repositories/1296269/issues/7/comments?per_page=2&page=2`);
    expect([linkOf(first, 'last')?.slice(-6), linkOf(first, 'prev')]).toEqual(['page=3', undefined]);
    const second = await ask(github, 'GET', linkOf(first, 'next') ?? '');
    expect(linkOf(second, 'prev')?.slice(-6)).toBe('page=1');
    const third = await ask(github, 'GET', linkOf(second, 'next') ?? '');
    expect(await third.json()).toMatchObject([{ body: '4' }]);
    expect(linkOf(third, 'next')).toBeUndefined();
  });

  test('of commits has their messages and authors, and ends at two hundred and fifty', async () => {
    const github = await useGithub();
    github.addPullRequest(7);
    github.addCommits(7, [{ message: 'one', author: null }]);
    github.addCommits(
      7,
      Array.from({ length: 250 }, (_, index) => ({ message: `${index}`, author: 'dependabot[bot]' })),
    );
    const commits = '/repos/octo-org/octo-repo/pulls/7/commits';
    const first = await ask(github, 'GET', `${commits}?per_page=2`);
    expect(await first.json()).toMatchObject([
      { commit: { message: 'one' }, author: null },
      { commit: { message: '0' }, author: { login: 'dependabot[bot]' } },
    ]);
    const last = await ask(github, 'GET', `${commits}?per_page=100&page=3`);
    expect([((await last.json()) as unknown[]).length, linkOf(last, 'next')]).toEqual([50, undefined]);
    expect((await ask(github, 'GET', commits.replace('7', '8'))).status).toBe(404);
  });

  test('that fits on one page has no links', async () => {
    const github = await useGithub();
    github.addPullRequest(7, [{ filename: 'a' }]);
    expect((await ask(github, 'GET', files)).headers.get('link')).toBeNull();
  });

  test('of files ends at three thousand', async () => {
    const github = await useGithub();
    github.addPullRequest(
      7,
      Array.from({ length: 3_001 }, (_, index) => ({ filename: `f${index}` })),
    );
    const last = await ask(github, 'GET', `${files}?per_page=100&page=30`);
    expect([((await last.json()) as unknown[]).length, linkOf(last, 'next')]).toEqual([100, undefined]);
  });
});

describe('a comment', () => {
  test('is created by the token’s user, listed, and changed in its place', async () => {
    const github = await useGithub();
    github.addPullRequest(7);
    github.addPullRequest(8);
    github.addComment(8, 'elsewhere');
    const created = await ask(github, 'POST', comments, { body: 'one' });
    const { id } = (await created.json()) as { id: number };
    expect(created.status).toBe(201);
    await ask(github, 'PATCH', `/repos/octo-org/octo-repo/issues/comments/${id}`, { body: 'two' });
    const listed = await ask(github, 'GET', comments);
    expect(await listed.json()).toMatchObject([
      { id, body: 'two', user: { login: 'github-actions[bot]', type: 'Bot' } },
    ]);
  });

  test.each([
    ['blank', ' \n', 'Body cannot be blank'],
    ['too long', 'x'.repeat(65_537), 'Body is too long (maximum is 65536 characters)'],
  ])('that is %s is refused, new or old', async (_name, body, message) => {
    const github = await useGithub();
    github.addPullRequest(7);
    const { id } = github.addComment(7, 'old');
    for (const [method, path] of [
      ['POST', comments],
      ['PATCH', `/repos/octo-org/octo-repo/issues/comments/${id}`],
    ] as const) {
      const answer = await ask(github, method, path, { body });
      expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ message }] }]);
    }
    expect(github.comments.map((comment) => comment.body)).toEqual(['old']);
  });
});

describe('a comment that is deleted', () => {
  const path = '/repos/octo-org/octo-repo/issues/comments/1000';

  test('is gone, and its number is not given again', async () => {
    const github = await useGithub();
    github.addPullRequest(7);
    github.addComment(7, 'one');
    expect((await ask(github, 'DELETE', path)).status).toBe(204);
    expect((await ask(github, 'DELETE', path)).status).toBe(404);
    expect(github.addComment(7, 'two')).toMatchObject({ id: 1_001 });
  });
});

describe('the other API', () => {
  const query = 'query { viewer { login } }';

  test.each([
    ['github.com', {}],
    ['GitHub Enterprise Server', { product: 'ghes-3.19', basePath: '/api/v3' } as const],
  ])('says whose the token is: %s', async (_name, options) => {
    const github = await useGithub({ ...options, login: 'acme[bot]' });
    const address = `${github.apiUrl.replace(/\/v3$/, '')}/graphql`;
    expect(await (await ask(github, 'POST', address, { query })).json()).toEqual({
      data: { viewer: { login: 'acme[bot]' } },
    });
  });

  test.each([
    ['without a token', {}, 401],
    ['with another', { authorization: 'Bearer ghs_other' }, 401],
  ])('lets nobody in %s', async (_name, headers, status) => {
    const github = await useGithub();
    expect((await ask(github, 'POST', '/graphql', { query }, headers)).status).toBe(status);
  });

  test.each([
    [
      'what GitHub’s schema has not',
      { query: 'query { viewer { logn } }' },
      /Cannot query field "logn" on type "User"/,
    ],
    ['what the double does not do', { query: 'query { viewer { id } }' }, /does not answer this query yet/],
    ['nothing', {}, /no query/],
  ])('has %s for a problem', async (_name, body, problem) => {
    const github = await startGithub();
    onTestFinished(async () => github.stop());
    expect(await (await ask(github, 'POST', '/graphql', body)).json()).toMatchObject({ errors: [{}] });
    expect(github.problems).toEqual([expect.stringMatching(problem)]);
  });
});

describe('who is not let in', () => {
  test.each([
    ['without a token', {}, 401],
    ['with another token', { authorization: 'Bearer ghs_other' }, 401],
  ])('%s', async (_name, headers, status) => {
    const github = await useGithub();
    github.addPullRequest(7);
    expect((await ask(github, 'GET', files, undefined, headers)).status).toBe(status);
  });

  test.each([
    ['another repository', '/repos/octo-org/other/pulls/7/files'],
    ['another pull request', '/repos/octo-org/octo-repo/pulls/8/files'],
    ['comments of no issue', '/repos/octo-org/octo-repo/issues/8/comments'],
  ])('nor to %s', async (_name, path) => {
    const github = await useGithub();
    github.addPullRequest(7);
    expect((await ask(github, 'GET', path)).status).toBe(404);
  });
});

describe('a failure that was asked for', () => {
  test.each<[string, Failure, number, Record<string, string>]>([
    ['401', { kind: 'status', status: 401 }, 401, {}],
    ['422', { kind: 'status', status: 422 }, 422, {}],
    ['503', { kind: 'status', status: 503 }, 503, {}],
    ['secondary', { kind: 'secondary-rate-limit', retryAfterSeconds: 7 }, 403, { 'retry-after': '7' }],
    ['secondary by 429', { kind: 'secondary-rate-limit', status: 429 }, 429, {}],
    ['primary', { kind: 'rate-limit', resetsInSeconds: 60 }, 403, { 'x-ratelimit-remaining': '0' }],
    [
      'text',
      { kind: 'text', status: 200, contentType: 'text/html', text: '<p>' },
      200,
      { 'content-type': 'text/html' },
    ],
  ])('is answered once: %s', async (_name, failure, status, headers) => {
    const github = await useGithub();
    github.addPullRequest(7);
    github.fail(failure, { times: 1 });
    const answer = await ask(github, 'POST', comments, { body: 'x' });
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject(headers);
    expect((await ask(github, 'POST', comments, { body: 'x' })).status).toBe(201);
  });

  test('is of one operation where that is asked for', async () => {
    const github = await useGithub();
    github.addPullRequest(7);
    github.fail({ kind: 'status', status: 403 }, { operationId: 'issues/create-comment' });
    expect((await ask(github, 'GET', comments)).status).toBe(200);
    expect((await ask(github, 'POST', comments, { body: 'x' })).status).toBe(403);
  });

  test('may have been done all the same', async () => {
    const github = await useGithub();
    github.addPullRequest(7);
    github.fail({ kind: 'status', status: 502 }, { times: 1, done: true });
    expect((await ask(github, 'POST', comments, { body: 'x' })).status).toBe(502);
    expect(github.comments).toMatchObject([{ body: 'x' }]);
  });

  test('may be an end in the middle', async () => {
    const github = await useGithub();
    github.fail({ kind: 'cut' });
    await expect((async () => (await ask(github, 'GET', files)).text())()).rejects.toThrow();
  });
});

test('a limit is counted down, and then all is refused but GraphQL, which has its own', async () => {
  const github = await useGithub();
  github.addPullRequest(7);
  github.limit({ remaining: 2, resetsInSeconds: 60 });
  const answers = [await ask(github, 'GET', files), await ask(github, 'GET', files), await ask(github, 'GET', files)];
  expect(answers.map(({ status, headers }) => [status, headers.get('x-ratelimit-remaining')])).toEqual([
    [200, '1'],
    [200, '0'],
    [403, '0'],
  ]);
  const query = await ask(github, 'POST', '/graphql', { query: 'query { viewer { login } }' });
  expect([query.status, query.headers.get('x-ratelimit-resource')]).toEqual([200, 'graphql']);
});
