import { describe, expect, test } from '@jest/globals';
import type { Failure, FailureScope } from '../support/github/failures.js';
import type { Github } from '../support/github/github.js';
import { makeWorkspace } from '../support/mirror.js';
import {
  type PullRequestOptions,
  pullRequestBase,
  pullRequestEnvironment,
  usePullRequest,
} from '../support/pull-request.js';
import { runAction } from '../support/programs/run-bundle.js';
import { file, marker, runFor, useEarlier, useGround } from './commenting.js';

function writesOf(github: Github): readonly string[] {
  return github.requests
    .filter((line) => /^(?:POST|PATCH|DELETE) \/repos/.test(line))
    .map((line) => line.split(' ')[0] ?? '');
}

const create = { operationId: 'issues/create-comment' };
const list = { operationId: 'issues/list-comments' };
const needed = 'The job needs the permission `pull-requests: write`.';

describe('O4 where GitHub does not take a comment, all else is there', () => {
  test.each<[string, Failure, FailureScope, string, readonly string[]]>([
    [
      '403',
      { kind: 'status', status: 403 },
      create,
      `403 Resource not accessible by integration - https://docs.github.com/rest. ${needed}`,
      ['POST'],
    ],
    [
      '403 to read them',
      { kind: 'status', status: 403 },
      list,
      `403 Resource not accessible by integration - https://docs.github.com/rest. ${needed}`,
      [],
    ],
    [
      '404',
      { kind: 'status', status: 404 },
      create,
      `404 Not Found - https://docs.github.com/rest. ${needed}`,
      ['POST'],
    ],
    [
      '401',
      { kind: 'status', status: 401 },
      list,
      '401 Bad credentials - https://docs.github.com/rest. Look at the input `github-token`',
      [],
    ],
    [
      '403 for it is locked',
      { kind: 'status', status: 403, message: 'Unable to create comment because issue is locked.' },
      create,
      '403 Unable to create comment because issue is locked. - https://docs.github.com/rest.\n',
      ['POST'],
    ],
    ['422', { kind: 'status', status: 422 }, create, '422 Validation Failed: ', ['POST']],
    [
      '503',
      { kind: 'status', status: 503 },
      create,
      '503 Service unavailable - https://docs.github.com/rest.\n',
      ['POST', 'POST'],
    ],
    [
      'a long wait',
      { kind: 'secondary-rate-limit', retryAfterSeconds: 90 },
      create,
      '403 You have exceeded a secondary rate limit. Please wait a few minutes before you try again. - https://docs.github.com/rest.\n',
      ['POST'],
    ],
  ])('%s', async (_name, failure, scope, words, writes) => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    github.fail(failure, scope);
    const run = await runFor(ground, github);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain(
      `::warning title=No comment::The comment on pull request #2 could not be written: ${words}`,
    );
    expect(run.outputs['comment-body']).toContain('1 mirrored');
    expect(run.summary).toContain('1 mirrored');
    expect(writesOf(github)).toEqual(writes);
    expect(github.comments).toEqual([]);
  });

  test.each<[string, PullRequestOptions, string]>([
    [
      'a fork',
      { isFromFork: true },
      'By default the token of a pull request from a fork may only read, whatever the workflow says',
    ],
    [
      'Dependabot',
      { actor: 'dependabot[bot]' },
      'In runs of Dependabot the token may only read, unless the workflow’s `permissions:` say otherwise: they must have `pull-requests: write`.',
    ],
  ])('the token of %s, which may only read', async (_name, options, words) => {
    const github = await usePullRequest([file]);
    github.fail({ kind: 'status', status: 403 }, create);
    const run = await runFor(await useGround(), github, {}, options);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/^::warning title=No comment::.*403 Resource not accessible by integration/m);
    expect(run.stdout).toContain(words);
  });

  test('no token', async () => {
    const github = await usePullRequest([file]);
    const run = await runFor(await useGround(), github, { 'github-token': '' });
    // Without one the configuration file cannot be read at the base either.
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toContain('.github/image-mirror.yml: The checkout does not have it, and to ask GitHub takes');
    expect(run.stdout).toContain(`could not be written: there is no \`github-token\`. Its default will do. ${needed}`);
    expect(github.requests).toEqual([]);
  });

  test('no warning where there would have been no comment', async () => {
    const github = await usePullRequest([file]);
    github.fail({ kind: 'status', status: 403 }, list);
    const run = await runFor(await useGround(), github, { comment: 'on-problem' });
    expect(run.stdout).toContain('\nThe comment on pull request #2 could not be written: 403 ');
    expect(run.stdout).not.toContain('No comment');
  });

  test('an event that cannot be read', async () => {
    const github = await usePullRequest([file]);
    const ground = await useGround();
    const environment = { ...(await pullRequestEnvironment(github)), GITHUB_EVENT_PATH: '/no/event.json' };
    const { source, target } = ground.pair;
    const inputs = {
      target: `${target.host}/mirror`,
      'allowed-registries': source.host,
      'github-token': github.token,
    };
    const run = await runAction(ground.workspace, inputs, environment);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/^::warning::The event pull_request cannot be read: .* So there is no comment\./m);
  });
});

describe('what GitHub mends by itself', () => {
  test('a secondary rate limit that ends soon is waited for', async () => {
    const github = await usePullRequest([file]);
    github.fail({ kind: 'secondary-rate-limit', retryAfterSeconds: 1 }, { ...create, times: 1 });
    await runFor(await useGround(), github);
    expect(github.comments).toHaveLength(1);
    expect(writesOf(github)).toEqual(['POST', 'POST']);
  });

  test.each([true, false])('a 502 leads to one comment, whether it was written (%s)', async (done) => {
    const github = await usePullRequest([file]);
    github.fail({ kind: 'status', status: 502 }, { ...create, times: 1, done });
    await runFor(await useGround(), github);
    expect(github.comments).toHaveLength(1);
    expect(writesOf(github)).toEqual(done ? ['POST'] : ['POST', 'POST']);
  });

  test('a comment that was deleted meanwhile is written anew', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    await useEarlier(ground, github);
    github.fail({ kind: 'status', status: 404 }, { operationId: 'issues/update-comment' });
    await runFor(ground, github);
    expect(github.comments.map(({ body }) => marker.exec(body)?.[1])).toEqual(['16', '17']);
  });
});

test('where little is left of GitHub’s limit texts are not read, so that the comment can be written, and it says until when', async () => {
  const { pair } = await useGround();
  const files = Array.from({ length: 12 }, (_, index) => `images/${index}/Dockerfile`);
  const text = `FROM ${pair.source.host}/app:1\n`;
  const workspace = await makeWorkspace(Object.fromEntries(files.map((path) => [path, text])));
  const github = await usePullRequest(files, {}, 'modified');
  for (const path of files) github.addContent(pullRequestBase(), path, text);
  github.limit({ remaining: 105, resetsInSeconds: 1_800 });
  const run = await runFor({ pair, workspace }, github);
  expect(run.exitCode).toBe(0);
  const words =
    /What \d files were before cannot be read, and is not compared: GitHub’s rate limit leaves \d+ requests until \d{4}-\d\d-\d\d \d\d:\d\d UTC, which are for the comment and for other jobs\./;
  expect(run.stdout).toMatch(words);
  expect(github.comments.map(({ body }) => body.replaceAll('`', ''))).toEqual([expect.stringMatching(words)]);
  const texts = github.requests.filter((line) => line.includes('/contents/'));
  expect(texts.length).toBeGreaterThanOrEqual(4);
  expect(texts.length).toBeLessThan(12);
});
