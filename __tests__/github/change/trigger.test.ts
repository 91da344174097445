import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Github, useGithub } from '../../support/github/github.js';
import { makeWorkspace } from '../../support/mirror.js';
import { type History, checkOut, makeFolder, runGit, shareHistory, useGit } from '../history.js';
import { type Started, changeOf, knownOf, ofHistory, pullRequestPayload, start } from '../started.js';

describe('what starts a run', () => {
  test.each(['schedule', 'workflow_dispatch', ''])('and changes nothing is none: %j', async (name) => {
    const github = await useGithub();
    const started = await start({ name, workspace: await makeWorkspace({}), github });
    expect(started.trigger).toEqual({ kind: 'none', event: name });
    expect(github.requests).toEqual([]);
  });

  test.each([
    ['pull_request', 'pull-request'],
    ['pull_request_target', 'pull-request'],
    ['push', 'push'],
    ['merge_group', 'merge-group'],
  ])('and cannot be read changes nobody knows what: %s', async (name, kind) => {
    const started = await start({ name, payload: [], workspace: await makeWorkspace({}) });
    expect(started.trigger.kind).toBe(kind);
    expect(await changeOf(started)).toMatchObject({
      kind: 'unknown',
      why: expect.stringMatching(new RegExp(`^The event ${name} cannot be read`)),
    });
  });

  test('asks GitHub when it is asked itself, and once', async () => {
    const github = await useGithub();
    github.addPullRequest(7, [{ filename: 'images/a/Dockerfile' }]);
    const workspace = await makeWorkspace({});
    const started = await start({ name: 'pull_request', payload: pullRequestPayload(ofHistory), workspace, github });
    expect(github.requests).toEqual([]);
    expect(await knownOf(started)).toBe(await changeOf(started));
    expect(await changeOf(started)).toMatchObject({ what: 'pull request #7' });
    expect(github.requests).toHaveLength(1);
  });
});

describe('where the repository’s root is in the workspace', () => {
  async function filesIn(workspace: string, images: string): Promise<readonly string[]> {
    const github = await useGithub();
    github.addPullRequest(7, [{ filename: 'images/a/Dockerfile' }]);
    const payload = pullRequestPayload(ofHistory);
    const { files } = await knownOf(await start({ name: 'pull_request', payload, workspace, images, github }));
    return [...files.keys()];
  }

  test('is told by git’s own folder', async () => {
    const workspace = await makeWorkspace({ 'src/.git/HEAD': 'x' });
    expect(await filesIn(workspace, 'src/images')).toEqual(['src/images/a/Dockerfile']);
    expect(await filesIn(workspace, './src/images/')).toEqual(['src/images/a/Dockerfile']);
    await mkdir(join(workspace, '.git'));
    expect(await filesIn(workspace, 'images')).toEqual(['images/a/Dockerfile']);
    expect(await filesIn(workspace, 'src/images')).toEqual(['src/images/a/Dockerfile']);
  });

  test('T23 counts for submodules, too', async () => {
    const github = await useGithub();
    github.addPullRequest(7, [{ filename: 'images/a', blob_url: null }, { filename: 'images/b' }]);
    const workspace = await makeWorkspace({ 'src/.git/HEAD': 'x' });
    const payload = pullRequestPayload(ofHistory);
    const started = await start({ name: 'pull_request', payload, workspace, images: 'src/images', github });
    expect([...(await knownOf(started)).submodules]).toEqual(['src/images/a']);
  });

  test('is any folder above the images where there is none', async () => {
    expect(await filesIn(await makeWorkspace({}), 'src/images')).toEqual([
      'images/a/Dockerfile',
      'src/images/a/Dockerfile',
      'src/images/images/a/Dockerfile',
    ]);
  });
});

describe('a push or a merge group', () => {
  const shared = shareHistory();
  const push = ({ baseSha, newBaseSha }: History): object => ({ before: baseSha, after: newBaseSha });

  test('is read from the checkout where that has the history', async () => {
    const history = shared();
    const workspace = await checkOut(history, history.newBaseSha, 0);
    const known = await knownOf(await start({ name: 'push', payload: push(history), workspace }));
    expect([...known.files]).toEqual([['base-after.txt', undefined]]);
    const payload = { merge_group: { base_sha: history.baseSha, head_sha: history.newBaseSha } };
    const group = await knownOf(await start({ name: 'merge_group', payload, workspace }));
    expect([...group.files]).toEqual([['base-after.txt', undefined]]);
    expect([known.what, group.what].join()).toMatch(/^push \w{7}\.\.\w{7},merge group \w{7}\.\.\w{7}$/);
  });

  async function shallow(github: Github, payload: object = push(shared())): Promise<Started> {
    const workspace = await checkOut(shared(), shared().newBaseSha, 1);
    return start({ name: 'push', payload, workspace, github });
  }

  test('is compared by GitHub where it has not', async () => {
    const github = await useGithub();
    const { baseSha, newBaseSha } = shared();
    github.addComparison(baseSha, newBaseSha, { files: [{ filename: 'x' }, { filename: 'y', status: 'removed' }] });
    const { files, gone } = await knownOf(await shallow(github));
    expect([...files.keys(), ...gone]).toEqual(['x', 'y']);
    expect(github.requests).toHaveLength(1);
  });

  test('may change nothing', async () => {
    const github = await useGithub();
    github.addComparison(shared().baseSha, shared().newBaseSha, { files: [], status: 'identical' });
    expect((await knownOf(await shallow(github))).files.size).toBe(0);
  });

  test.each([
    ['299 files', 299, 'ahead', /^$/],
    [
      'as many files as GitHub lists',
      300,
      'ahead',
      /checkout: It lacks the history .*no more than 300 files, and there are as many/,
    ],
    ['a push by force', 1, 'diverged', /it does not tell what a push by force takes back/],
    ['a push of what was there', 0, 'behind', /it does not tell what a push by force takes back/],
  ] as const)('is known only as far as GitHub tells: %s', async (_name, count, status, why) => {
    const github = await useGithub();
    const files = Array.from({ length: count }, (_, index) => ({ filename: `f${index}` }));
    github.addComparison(shared().baseSha, shared().newBaseSha, { files, status });
    const change = await changeOf(await shallow(github));
    expect(change.kind === 'unknown' ? change.why : '').toMatch(why);
  });

  test('that makes its branch is not compared with anything', async () => {
    const github = await useGithub();
    const payload = { before: '0'.repeat(40), after: shared().newBaseSha };
    const change = await changeOf(await shallow(github, payload));
    expect(change.kind === 'unknown' && change.why).toContain('its branch is new');
    expect(github.requests).toEqual([]);
  });
});

describe('a checkout', () => {
  useGit();

  test('in a folder is asked, and its texts have the workspace’s paths', async () => {
    const workspace = await makeWorkspace({});
    const inner = await makeFolder();
    await runGit(inner, 'init', '--quiet');
    await mkdir(join(inner, 'images'));
    await writeFile(join(inner, 'images/Dockerfile'), 'FROM a:1');
    await runGit(inner, 'add', '--all');
    await runGit(inner, 'commit', '--quiet', '--message=x');
    const before = await runGit(inner, 'rev-parse', 'HEAD');
    await writeFile(join(inner, 'images/Dockerfile'), 'FROM a:2');
    await runGit(inner, 'commit', '--quiet', '--all', '--message=x');
    const after = await runGit(inner, 'rev-parse', 'HEAD');
    await rename(inner, join(workspace, 'src'));
    const payload = { before, after };
    const known = await knownOf(await start({ name: 'push', payload, workspace, images: 'src/images' }));
    expect([...known.files.keys()]).toEqual(['src/images/Dockerfile']);
    expect(await known.textBefore('src/images/Dockerfile')).toBe('FROM a:1');
  });
});
