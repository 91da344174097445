import { describe, expect, test } from '@jest/globals';
import { type ChangedFiles, readChangedFiles } from '../../../src/github/change/changed-files.js';
import { type Git, createGit } from '../../../src/github/change/git.js';
import type { Failure } from '../../support/github/failures.js';
import { type Github, useGithub } from '../../support/github/github.js';
import { type Connection, connectTo, pullRequest } from '../connected-client.js';
import { changedByHistory, checkOut, gitEnvironment, shareHistory } from '../history.js';
import { systemClock } from '../../../src/runtime/clock.js';
import { eventually } from '../../support/timing/eventually.js';

const signal = new AbortController().signal;

/** A checkout that has the answer, which must not be asked for it where GitHub has one too. */
const neverAsked: Git = async () => Promise.reject(new Error('git was asked'));
const shallow: Git = async (args) =>
  Promise.resolve({ exitCode: args[0] === 'rev-list' ? 0 : 128, stdout: 'c'.repeat(40), stderr: '' });

async function changed(connection: Connection | undefined, git: Git): Promise<ChangedFiles> {
  return readChangedFiles(pullRequest(), {
    client: async () => Promise.resolve(connection?.client),
    git,
    clock: systemClock,
    signal,
  });
}

/** What is known to be different, as a reader lists it. */
function listOf(changed: ChangedFiles): readonly string[] | undefined {
  return changed.kind === 'known' ? [...changed.diff.files.keys(), ...changed.diff.gone].sort() : undefined;
}

function numbered(count: number): readonly { filename: string }[] {
  return Array.from({ length: count }, (_, index) => ({ filename: `images/${index}/Dockerfile` }));
}

describe('GitHub’s list', () => {
  test('is read to its last page', async () => {
    const github = await useGithub();
    github.addPullRequest(7, numbered(201));
    const result = await changed(await connectTo(github), neverAsked);
    expect(result.kind === 'known' && result.diff.files.size).toBe(201);
    expect(github.requests).toEqual([
      'GET /repos/octo-org/octo-repo/pulls/7/files?per_page=100',
      'GET /repos/octo-org/octo-repo/pulls/7/files?per_page=100&page=2',
      'GET /repos/octo-org/octo-repo/pulls/7/files?per_page=100&page=3',
    ]);
  });

  test('has what was renamed by both names, and what was removed', async () => {
    const github = await useGithub();
    github.addPullRequest(7, [
      { filename: 'images/new/Dockerfile', status: 'renamed', previous_filename: 'images/old/Dockerfile' },
      { filename: 'images/gone/Dockerfile', status: 'removed' },
      { filename: 'images/added/Dockerfile', status: 'added' },
    ]);
    const result = await changed(await connectTo(github), neverAsked);
    expect(result.kind === 'known' && [...result.diff.files]).toEqual([
      ['images/new/Dockerfile', 'images/old/Dockerfile'],
      ['images/added/Dockerfile', undefined],
    ]);
    expect(result.kind === 'known' && [...result.diff.gone]).toEqual([
      'images/old/Dockerfile',
      'images/gone/Dockerfile',
    ]);
  });

  test('T23 says which of them are submodules, whatever became of them', async () => {
    const github = await useGithub();
    const submodule = { blob_url: null, sha: 'd'.repeat(40) };
    github.addPullRequest(7, [
      { filename: 'lib/added', status: 'added', ...submodule },
      { filename: 'lib/moved', status: 'renamed', previous_filename: 'lib/old', ...submodule },
      { filename: 'lib/bumped', ...submodule },
      { filename: 'lib/gone', status: 'removed', ...submodule },
      { filename: 'lib/file' },
    ]);
    const result = await changed(await connectTo(github), neverAsked);
    expect(result.kind === 'known' && [...result.diff.submodules]).toEqual(['lib/added', 'lib/moved', 'lib/bumped']);
  });

  test('may be empty', async () => {
    const github = await useGithub();
    github.addPullRequest(7);
    expect(listOf(await changed(await connectTo(github), neverAsked))).toEqual([]);
  });

  test('is whole up to GitHub’s limit', async () => {
    const github = await useGithub();
    github.addPullRequest(7, numbered(2_999));
    expect(await changed(await connectTo(github), neverAsked)).toMatchObject({ kind: 'known' });
  });

  test.each([3_000, 3_001])(
    'of %d files may not be whole, which is said where the checkout cannot tell',
    async (count) => {
      const github = await useGithub();
      github.addPullRequest(7, numbered(count));
      const result = await changed(await connectTo(github), shallow);
      expect(result.kind === 'unknown' && result.why).toMatch(
        /^Which files pull request #7 changes is not known\. GitHub’s list: It has no more than 3000, and there are as many\. The checkout: It lacks/,
      );
    },
  );

  test('is read from GitHub Enterprise Server too', async () => {
    const github = await useGithub({ product: 'ghes-3.19', basePath: '/api/v3' });
    github.addPullRequest(7, numbered(101));
    const result = await changed(await connectTo(github), neverAsked);
    expect(result.kind === 'known' && result.diff.files.size).toBe(101);
  });

  test('is read again where GitHub fails for a moment, in its middle too', async () => {
    const github = await useGithub();
    github.addPullRequest(7, numbered(101));
    const connection = await connectTo(github);
    github.fail({ kind: 'status', status: 500 }, { times: 1 });
    expect(await changed(connection, neverAsked)).toMatchObject({ kind: 'known' });
    expect(github.requests).toHaveLength(3);
  });
});

/** Why GitHub's list is not there, and whether a permission would mend it. */
const failures: readonly (readonly [string, Failure, RegExp])[] = [
  ['401', { kind: 'status', status: 401 }, /list: 401 Bad credentials .*permission `pull-requests: read`/],
  ['403', { kind: 'status', status: 403 }, /list: 403 Resource not accessible .*permission `pull-requests: read`/],
  ['404', { kind: 'status', status: 404 }, /list: 404 Not Found .*permission `pull-requests: read`/],
  ['503', { kind: 'status', status: 503 }, /list: 503 Service unavailable [^`]*\. The checkout/],
  [
    'a long wait',
    { kind: 'secondary-rate-limit', retryAfterSeconds: 90 },
    /list: 403 You have exceeded a secondary rate limit[^`]*\. The checkout/,
  ],
  ['no answer', { kind: 'hang' }, /list: no answer within 0\.2 seconds\. The/],
  ['a cut answer', { kind: 'cut' }, /list: terminated\. The|list: other side closed\. The/],
  [
    'a proxy’s page',
    { kind: 'text', status: 200, contentType: 'text/html', text: '<p>' },
    /list: the answer is no list/,
  ],
  [
    'a proxy’s page in the place of JSON',
    { kind: 'text', status: 200, contentType: 'application/json', text: '<p>' },
    /answer is no list/,
  ],
  ['no content', { kind: 'text', status: 200, contentType: 'application/json', text: '' }, /answer is no list/],
  ['nothing in it', { kind: 'text', status: 200, contentType: 'application/json', text: 'null' }, /answer is no list/],
  [
    'a conflict',
    { kind: 'text', status: 409, contentType: 'application/json', text: '{"message":"no"}' },
    /list: 409 no\. The/,
  ],
  ['another list', { kind: 'text', status: 200, contentType: 'application/json', text: '[{}]' }, /answer is no list/],
];

async function useFailing(failure: Failure): Promise<[Github, Connection]> {
  const github = await useGithub();
  github.addPullRequest(7, numbered(1));
  github.fail(failure);
  // Only who never answers is waited for in vain: on a busy machine the others may take longer than that.
  const limits = failure.kind === 'hang' ? { requestTimeoutMs: 200 } : {};
  return [github, await connectTo(github, { limits })];
}

describe('without GitHub’s list', () => {
  const sharedHistory = shareHistory();

  test.each(failures)('for %s the checkout tells', async (_name, failure) => {
    const history = sharedHistory();
    const git = createGit(await checkOut(history, 'refs/pull/7/merge', 2), gitEnvironment, systemClock);
    const [, { client }] = await useFailing(failure);
    const event = pullRequest({ headSha: history.headSha, baseSha: history.baseSha });
    expect(
      listOf(
        await readChangedFiles(event, { client: async () => Promise.resolve(client), git, clock: systemClock, signal }),
      ),
    ).toEqual(changedByHistory);
  });

  test('for there is no token the checkout tells', async () => {
    const history = sharedHistory();
    const git = createGit(await checkOut(history, 'refs/pull/7/merge', 2), gitEnvironment, systemClock);
    const event = pullRequest({ headSha: history.headSha, baseSha: history.baseSha });
    expect(
      listOf(
        await readChangedFiles(event, {
          client: async () => Promise.resolve(undefined),
          git,
          clock: systemClock,
          signal,
        }),
      ),
    ).toEqual(changedByHistory);
  });

  test('for it has as many as GitHub lists the checkout tells', async () => {
    const history = sharedHistory();
    const git = createGit(await checkOut(history, 'refs/pull/7/merge', 2), gitEnvironment, systemClock);
    const github = await useGithub();
    github.addPullRequest(7, numbered(3_000));
    const { client } = await connectTo(github);
    const event = pullRequest({ headSha: history.headSha, baseSha: history.baseSha });
    expect(
      listOf(
        await readChangedFiles(event, { client: async () => Promise.resolve(client), git, clock: systemClock, signal }),
      ),
    ).toEqual(changedByHistory);
  });

  test('a shallow checkout does not, and both are said', async () => {
    const history = sharedHistory();
    const git = createGit(await checkOut(history, 'refs/pull/7/merge', 1), gitEnvironment, systemClock);
    const [, { client }] = await useFailing({ kind: 'status', status: 403 });
    const event = pullRequest({ headSha: history.headSha, baseSha: history.baseSha });
    expect(
      await readChangedFiles(event, { client: async () => Promise.resolve(client), git, clock: systemClock, signal }),
    ).toEqual({
      kind: 'unknown',
      why: `Which files pull request #7 changes is not known. GitHub’s list: 403 Resource not accessible by integration - https://docs.github.com/rest. The job needs the permission \`pull-requests: read\`. The checkout: It lacks the history to commit ${history.headSha.slice(0, 7)}; \`fetch-depth: 2\` of actions/checkout brings it where that checks out GitHub’s merge, and \`fetch-depth: 0\` of anything else.`,
    });
  });
});

describe('with neither', () => {
  test.each(failures)('it is not known for %s', async (_name, failure, why) => {
    const [, connection] = await useFailing(failure);
    const result = await changed(connection, shallow);
    expect(result.kind === 'unknown' && result.why).toMatch(why);
    expect(result.kind === 'unknown' && result.why).toMatch(/fetch-depth: 0/);
  });

  test('it is not known where nobody listens', async () => {
    const github = await useGithub();
    await github.stop();
    const connection = await connectTo(github);
    const result = await changed(connection, shallow);
    expect(result.kind === 'unknown' && result.why).toMatch(
      /list: connect ECONNREFUSED 127\.0\.0\.1:\d+\. The checkout/,
    );
  });

  test('it is not known without a token, nor is anything asked', async () => {
    const result = await changed(undefined, shallow);
    expect(result.kind === 'unknown' && result.why).toMatch(/There is no `github-token`.*`pull-requests: read`/);
  });

  test('it is not known when the run is stopped while GitHub is waited for', async () => {
    const github = await useGithub();
    github.addPullRequest(7);
    github.fail({ kind: 'secondary-rate-limit', retryAfterSeconds: 60 });
    const { client, lines } = await connectTo(github, { limits: { secondMs: 1_000 } });
    const controller = new AbortController();
    const reading = readChangedFiles(pullRequest(), {
      client: async () => Promise.resolve(client),
      git: shallow,
      clock: systemClock,
      signal: controller.signal,
    });
    await eventually(() => {
      expect(lines).toHaveLength(1);
    });
    controller.abort(new Error('stopped by SIGTERM'));
    const result = await reading;
    expect(result.kind === 'unknown' && result.why).toMatch(/list: stopped by SIGTERM\./);
  });
});
