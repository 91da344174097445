import { request as httpRequest } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { loadDescription } from '../support/github/description.js';
import { type Github, startGithub, useGithub } from '../support/github/github.js';
import { finishTest, onTestFinished } from '../support/jest/testing.js';
import { ask } from './plain-client.js';

/** Not `useGithub`: what is against the description is what is looked for here. */
async function startBroken(): Promise<Github> {
  const github = await startGithub();
  onTestFinished(async () => github.stop());
  github.addPullRequest(7, [{ filename: 'a' }]);
  return github;
}

const comments = '/repos/octo-org/octo-repo/issues/7/comments';
const files = '/repos/octo-org/octo-repo/pulls/7/files';

describe('what GitHub’s description does not know', () => {
  test.each([
    ['a path', 'GET', '/repos/octo-org/octo-repo/pull/7/files', undefined, 'no such request'],
    ['a method', 'PUT', comments, { body: 'x' }, 'no such request'],
    ['a query parameter', 'GET', `${files}?pageSize=100`, undefined, 'query parameter pageSize is unknown'],
    ['a number in words', 'GET', `${files}?per_page=all`, undefined, 'query parameter per_page must be integer'],
    ['a word in a path', 'GET', files.replace('7', 'seven'), undefined, 'path parameter pull_number must be integer'],
    ['a date of no format', 'GET', `${comments}?since=yesterday`, undefined, 'query parameter since must match format'],
    ['no body', 'POST', comments, undefined, 'the body is missing'],
    ['a body without its property', 'POST', comments, {}, "body must have required property 'body'"],
    ['a body of another type', 'POST', comments, { body: 7 }, 'body /body must be string'],
    ['a property', 'POST', comments, { body: 'x', boddy: 'y' }, 'body /boddy is unknown'],
    ['a body where none is', 'POST', `${comments.replace('/7/comments', '/comments/1')}/pin`, {}, 'no such request'],
    [
      'an operation that was not extracted',
      'GET',
      '/repos/octo-org/octo-repo/issues',
      undefined,
      'list in scripts/github-description.js and run `node scripts/github-description.js`',
    ],
  ])('%s is a problem, and is not answered', async (_name, method, path, body, problem) => {
    const github = await startBroken();
    const answer = await ask(github, method, path, body);
    expect(answer.status).toBe(501);
    expect(github.problems).toEqual([expect.stringContaining(problem)]);
    expect(github.comments).toEqual([]);
  });

  test('a request without a user agent is a problem', async () => {
    const github = await startBroken();
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(`${github.apiUrl}${files}`, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject).end();
    });
    expect([status, github.problems]).toEqual([501, [expect.stringContaining('no User-Agent')]]);
  });

  test('a path outside the base of GitHub Enterprise Server is a problem', async () => {
    const github = await startGithub({ product: 'ghes-3.19', basePath: '/api/v3' });
    onTestFinished(async () => github.stop());
    const { origin } = new URL(github.apiUrl);
    const answer = await fetch(`${origin}${files}`);
    expect([answer.status, github.problems]).toEqual([501, [expect.stringContaining('not below /api/v3')]]);
  });

  test('an operation that the double has not is a problem', async () => {
    const github = await startBroken();
    const answer = await ask(github, 'GET', '/repos/octo-org/octo-repo/pulls/7');
    expect([answer.status, github.problems]).toEqual([501, ['the double does not do pulls/get yet']]);
  });

  test('an answer is a problem too', async () => {
    const github = await startBroken();
    github.addPullRequest(8, [{ filename: 'a', status: 'gone' as 'removed' }]);
    await ask(github, 'GET', files.replace('7', '8'));
    expect(github.problems).toEqual([
      expect.stringContaining('pulls/list-files answer /0/status must be equal to one'),
    ]);
  });
});

test('a test that asks for what GitHub does not know fails, whatever else it finds', async () => {
  const github = await useGithub();
  await ask(github, 'GET', '/repos/octo-org/octo-repo/no/such/thing');
  await expect(finishTest()).rejects.toThrow('the description has no such request');
});

test.each([
  ['GET', '/repos/o/r/pulls/comments', 'pulls/list-review-comments-for-repo'],
  ['GET', '/repos/o/r/pulls/7', 'pulls/get'],
  ['GET', '/repos/o/r/issues/comments/7', 'issues/get-comment'],
  ['PATCH', '/repos/o/r/issues/comments/7', 'issues/update-comment'],
])('a word of a path goes before a parameter in its place: %s %s', (method, path, operationId) => {
  expect(loadDescription('api.github.com').find(method, path)?.operation.operationId).toBe(operationId);
});
