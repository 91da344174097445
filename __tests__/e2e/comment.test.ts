import { describe, expect, test } from '@jest/globals';
import { makeCheckout } from '../github/history.js';
import { makeWorkspace } from '../support/mirror.js';
import { pullRequestEnvironment, pullRequestNumber, usePullRequest } from '../support/pull-request.js';
import { buildImage } from '../support/registry/images/images.js';
import { runAction } from '../support/programs/run-bundle.js';
import { file, marker, runFor, textOf, useEarlier, useGround } from './commenting.js';

const us = 'github-actions[bot]';

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
      { login: us, body: expect.stringMatching(/run=17/) },
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
    expect(github.comments).toMatchObject([{ id: 1_000, body: expect.stringMatching(/run=17/) }]);
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
      problems: [/^mode: /, /^concurrency: /].map((words) => expect.stringMatching(words)),
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
