import { describe, expect, test } from 'vitest';
import { makeCheckout } from '../github/history.js';
import type { Failure, FailureScope } from '../support/github/failures.js';
import type { Github } from '../support/github/github.js';
import { type Pair, makeWorkspace, usePair } from '../support/mirror.js';
import {
  type PullRequestOptions,
  pullRequestEnvironment,
  pullRequestNumber,
  usePullRequest,
} from '../support/pull-request.js';
import { buildImage } from '../support/registry/images.js';
import { type FinishedAction, runAction } from '../support/run-bundle.js';

const us = 'github-actions[bot]';
const file = 'images/app/Dockerfile';
const marker = /^<!-- image-mirror:[0-9a-f]{16} run=(\d+) attempt=1 -->\n/;

interface Ground {
  readonly pair: Pair;
  readonly workspace: string;
}

/** One image, which the pull request is about. */
async function useGround(): Promise<Ground> {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  return { pair, workspace: await makeWorkspace({ [file]: `FROM ${pair.source.host}/app:1\n` }) };
}

async function runFor(
  { pair, workspace }: Ground,
  github: Github,
  inputs: Readonly<Record<string, string>> = {},
  options: PullRequestOptions = {},
): Promise<FinishedAction> {
  return runAction(
    workspace,
    {
      target: `${pair.target.host}/mirror`,
      'allowed-registries': pair.source.host,
      'github-token': github.token,
      ...inputs,
    },
    await pullRequestEnvironment(github, options),
  );
}

/** What a comment says behind its marker. */
function textOf(body: string | undefined): string {
  expect(body).toMatch(marker);
  return body?.replace(marker, '') ?? '';
}

/** The comment that an earlier run wrote, as it would be now. */
async function useEarlier(ground: Ground, github: Github, options: PullRequestOptions = { run: 16 }): Promise<string> {
  await runFor(ground, github, {}, options);
  return github.comments.at(-1)?.body ?? '';
}

function writesOf(github: Github): readonly string[] {
  return github.requests
    .filter((line) => /^(?:POST|PATCH|DELETE) \/repos/.test(line))
    .map((line) => line.split(' ')[0] ?? '');
}

describe('O2 a pull request has one comment', () => {
  test('which is created, says what the summary and the output do, and is changed in its place by the next run', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    github.addComment(pullRequestNumber, 'Looks good to me.');
    const first = await runFor(ground, github, {}, { run: 16 });
    expect(first.exitCode).toBe(0);
    expect(first.stdout).toContain(
      'The comment on pull request #2 was created: https://github.com/Codertocat/Hello-World/pull/2#issuecomment-1001',
    );
    expect(textOf(github.comments[1]?.body)).toContain('1 mirrored');
    expect(first.outputs['comment-body']).toBe(textOf(github.comments[1]?.body));
    expect(github.comments[1]?.body).toContain('https://github.com/Codertocat/Hello-World/actions/runs/9000000017');

    const second = await runFor(ground, github);
    expect(second.stdout).toContain('The comment on pull request #2 was updated: ');
    expect(github.comments).toHaveLength(2);
    expect(github.comments[1]).toMatchObject({ id: 1_001, login: us });
    expect(textOf(github.comments[1]?.body)).toContain('1 skipped');
    expect(marker.exec(github.comments[1]?.body ?? '')?.[1]).toBe('17');
  });

  test('found on its third page', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    for (let index = 0; index < 230; index += 1) github.addComment(pullRequestNumber, `${index}`);
    await useEarlier(ground, github);
    await runFor(ground, github);
    expect(github.comments).toHaveLength(231);
    expect(github.comments[230]?.body).toContain('run=17');
    expect(github.requests.filter((line) => line.endsWith('/issues/2/comments?per_page=100&page=3'))).toHaveLength(2);
  });

  test('and no other’s, whatever it begins with', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    const forged = await useEarlier(ground, github);
    github.deleteComment(1_000);
    github.addComment(pullRequestNumber, forged, 'octocat');
    const run = await runFor(ground, github);
    expect(run.stdout).toContain('was created');
    expect(github.comments).toMatchObject([
      { login: 'octocat', body: forged },
      { login: us, body: expect.stringMatching(/run=17/) as string },
    ]);
  });

  test('for each target and job', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    await runFor(ground, github);
    await runFor(ground, github, { target: `${ground.pair.target.host}/other` });
    expect(github.comments).toHaveLength(2);
  });

  test('where two runs at once wrote two', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    github.addComment(pullRequestNumber, await useEarlier(ground, github), us);
    await runFor(ground, github);
    expect(github.comments).toMatchObject([{ id: 1_000, body: expect.stringMatching(/run=17/) as string }]);
  });

  test('which an older run that was slower leaves as it is', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    const newer = await useEarlier(ground, github, { run: 18 });
    const run = await runFor(ground, github);
    expect(run.stdout).toContain('The comment on pull request #2 is of a newer run, and left as it is: ');
    expect(github.comments).toMatchObject([{ body: newer }]);
  });

  test('on GitHub Enterprise Server, below the path of its API', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file], { product: 'ghes-3.19', basePath: '/api/v3' });
    await useEarlier(ground, github);
    const run = await runFor(ground, github);
    expect(run.stdout).toContain('was updated');
    expect(github.requests).toContain('POST /graphql');
    expect(github.comments).toHaveLength(1);
  });

  test('in pull_request_target too', async () => {
    const github = await usePullRequest([file]);
    const ground = await useGround();
    const sha = await makeCheckout(ground.workspace);
    await runFor(ground, github, {}, { event: 'pull_request_target', isFromFork: true, sha });
    expect(github.comments).toHaveLength(1);
  });
});

describe('a pull request gets no comment', () => {
  test('when it is closed', async () => {
    const github = await usePullRequest([file]);
    const run = await runFor(await useGround(), github, {}, { action: 'closed' });
    expect(run.outputs['comment-body']).toContain('1 mirrored');
    expect(github.requests.filter((line) => line.includes('/issues/'))).toEqual([]);
  });

  test('where none is wanted: nothing is asked of comments', async () => {
    const github = await usePullRequest([file]);
    const run = await runFor(await useGround(), github, { comment: 'never' });
    expect(run.outputs['comment-body']).toContain('1 mirrored');
    expect(github.requests.filter((request) => /comments|graphql/.test(request))).toEqual([]);
  });

  test('where all is well and only problems are wanted', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    const run = await runFor(ground, github, { comment: 'on-problem' });
    expect(run.stdout).toContain('Pull request #2 has no comment, and needs none.');
    expect(github.comments).toEqual([]);
  });

  test('in a run of another kind, which has the output all the same', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    const environment = { ...(await pullRequestEnvironment(github)), GITHUB_EVENT_NAME: 'schedule' };
    const inputs = { target: `${ground.pair.target.host}/mirror`, 'github-token': github.token, comment: 'always' };
    const run = await runAction(ground.workspace, inputs, environment);
    expect(run.outputs['comment-body']).toContain('1 mirrored');
    expect(github.requests).toEqual([]);
  });
});

describe('a problem', () => {
  test('is told, and that it is mended as well', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    const inputs = { comment: 'on-problem' };
    ground.pair.source.fault({ status: 404, code: 'MANIFEST_UNKNOWN', message: 'gone', when: {}, times: Infinity });
    await runFor(ground, github, inputs, { run: 16 });
    expect(textOf(github.comments[0]?.body)).toContain('1 failed');
    ground.pair.source.clearFaults();
    await runFor(ground, github, inputs);
    expect(textOf(github.comments[0]?.body)).toContain('1 mirrored');
    expect(github.comments).toHaveLength(1);
  });

  test('of the configuration is told in the comment, the summary and the outputs, and that it is mended as well', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    const wrong = { mode: '</details>\n@team', concurrency: '0' };
    const run = await runFor(ground, github, wrong, { run: 16 });
    expect(run.exitCode).toBe(2);
    const text = textOf(github.comments[0]?.body);
    expect(text).toContain('### ❌ Image mirror: wrong configuration, nothing was done');
    expect(text).toContain('**Do not merge yet.** ');
    for (const shown of [text, run.summary]) {
      expect(shown).toContain('- mode: "`</details> @team`" is none of its values. Choose mirror, check, verify.');
      expect(shown).toContain('- concurrency: "0" is no whole number from 1 to 64.');
    }
    expect(run.outputs['comment-body']).toBe(text);
    expect(run.report).toMatchObject({
      images: [],
      problems: [/^mode: /, /^concurrency: /].map((words) => expect.stringMatching(words) as string),
    });
    await runFor(ground, github);
    expect(textOf(github.comments[0]?.body)).toContain('1 mirrored');
    expect(github.comments).toHaveLength(1);
  });

  test('where no comment is wanted is told in none', async () => {
    const github = await usePullRequest([file]);
    const run = await runFor(await useGround(), github, { comment: 'never', mode: 'copy' });
    expect(run.exitCode).toBe(2);
    expect(run.outputs['comment-body']).toContain('wrong configuration');
    expect(github.requests).toEqual([]);
  });

  test('of the wish for a comment makes none, and does not let an old one say that all is well', async () => {
    const ground = await useGround();
    const github = await usePullRequest([file]);
    await runFor(ground, github, { comment: 'sometimes' });
    expect(github.comments).toEqual([]);
    await runFor(ground, github);
    await runFor(ground, github, { comment: 'sometimes' });
    expect(github.comments.map(({ body }) => textOf(body))).toEqual([expect.stringContaining('wrong configuration')]);
  });
});

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
    expect(run.exitCode).toBe(0);
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

test('O5 a comment over the limit is cut by whole rows, the worst first, and the output with it', async () => {
  const { pair } = await useGround();
  const names = Array.from({ length: 600 }, (_, index) => `Upper${String(index).padStart(4, '0')}`);
  const files = names.map((name) => [`images/${name}/Dockerfile`, `FROM ${name}-${'x'.repeat(80)}:1\n`] as const);
  const workspace = await makeWorkspace(Object.fromEntries(files));
  const github = await usePullRequest(files.map(([path]) => path));
  const run = await runFor({ pair, workspace }, github);
  expect(run.stdout).toContain('was created');
  const [{ body } = { body: '' }] = github.comments;
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(textOf(body)).toContain('600 failed');
  expect(run.outputs['comment-body']).toBe(textOf(body));
});

test('a run that was stopped says so', async () => {
  const ground = await useGround();
  const { pair } = ground;
  buildImage(pair.source, 'big', '1', { layers: [4_000_000] });
  const when = { kind: 'blob-get', repository: 'big' } as const;
  pair.source.fault({ when, delayMs: Number.POSITIVE_INFINITY, times: Number.POSITIVE_INFINITY });
  const workspace = await makeWorkspace({
    [file]: `FROM ${pair.source.host}/app:1\n`,
    'images/big/Dockerfile': `FROM ${pair.source.host}/big:1\n`,
  });
  const github = await usePullRequest([file, 'images/big/Dockerfile']);
  const { source, target } = pair;
  const inputs = { target: `${target.host}/mirror`, 'allowed-registries': source.host, 'github-token': github.token };
  const killAt = { text: 'mirrored  ', signal: 'SIGINT' } as const;
  const run = await runAction(workspace, inputs, await pullRequestEnvironment(github), killAt);
  expect(run.exitCode).toBe(1);
  expect(textOf(github.comments[0]?.body)).toContain('stopped early: 1 failed, 1 mirrored');
});
