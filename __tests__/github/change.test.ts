import { readEvent } from '../../src/github/event.js';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lazyGithub } from '../../src/github/api.js';
import { triggerOf } from '../../src/github/change.js';
import type { Change, KnownChange, Trigger } from '../../src/tree/change.js';
import { blobOf } from '../support/github/repository.js';
import { type Github, useGithub } from '../support/github/github.js';
import { makeWorkspace } from '../support/mirror.js';
import { fast } from './client.js';
import { type History, checkOut, gitEnvironment, makeFolder, runGit, shareHistory } from './history.js';

const repo = { full_name: 'octo-org/octo-repo' };
const [base, head] = ['b'.repeat(40), 'a'.repeat(40)];

interface Started {
  readonly trigger: Trigger;
  readonly lines: readonly string[];
}

interface Start {
  readonly name: string;
  readonly payload?: unknown;
  readonly workspace: string;
  readonly images?: string;
  readonly github?: Github;
  readonly environment?: Readonly<Record<string, string>>;
}

async function start({ name, payload, workspace, images = 'images', github, environment }: Start): Promise<Started> {
  const path = join(await makeFolder(), 'event.json');
  await writeFile(path, JSON.stringify(payload ?? {}));
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const { signal } = new AbortController();
  const all = {
    ...gitEnvironment,
    GITHUB_API_URL: github?.apiUrl ?? 'http://127.0.0.1:1',
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: path,
    GITHUB_REPOSITORY: repo.full_name,
    ...environment,
  };
  const lazy = lazyGithub({ environment: all, token: github?.token ?? '', log, signal, limits: fast });
  onTestFinished(lazy.close);
  return {
    trigger: triggerOf({ event: await readEvent(all), environment: all, workspace, images, github: lazy, log, signal }),
    lines,
  };
}

async function changeOf({ trigger }: Started): Promise<Change> {
  if (trigger.kind === 'none') throw new Error('it changes nothing');
  return trigger.change();
}

async function knownOf(started: Started): Promise<KnownChange> {
  const change = await changeOf(started);
  if (change.kind === 'unknown') throw new Error(change.why);
  return change;
}

function pullRequestPayload(sides: { readonly headSha: string; readonly baseSha: string }): object {
  const side = (sha: string): object => ({ sha, repo });
  const pull_request = { head: side(sides.headSha), base: side(sides.baseSha) };
  return { action: 'synchronize', number: 7, pull_request };
}

const ofHistory = { headSha: head, baseSha: base };

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
      why: expect.stringMatching(new RegExp(`^The event ${name} cannot be read`)) as string,
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

  test('is any folder above the images where there is none', async () => {
    expect(await filesIn(await makeWorkspace({}), 'src/images')).toEqual([
      'images/a/Dockerfile',
      'src/images/a/Dockerfile',
      'src/images/images/a/Dockerfile',
    ]);
  });
});

describe('the text before', () => {
  const shared = shareHistory();

  async function inCheckout(ref: (history: History) => string, depth: number, github?: Github): Promise<Started> {
    const history = shared();
    const workspace = await checkOut(history, ref(history), depth);
    const payload = pullRequestPayload(history);
    return start({ name: 'pull_request', payload, workspace, ...(github === undefined ? {} : { github }) });
  }

  test('is read from the checkout, by the name that the file had', async () => {
    const started = await inCheckout(() => 'refs/pull/7/merge', 2);
    const { textBefore, warnings } = await knownOf(started);
    expect(await textBefore('sub/changed.txt')).toBe('1');
    expect(await textBefore('neu – “ü”.txt')).toBe('renamed as it is');
    expect(await textBefore('line\nbreak.txt')).toBeUndefined();
    expect(await textBefore('gone.txt')).toBe('x');
    expect(await textBefore('kept.txt')).toBe('kept');
    // There is no token.
    expect([started.lines, warnings()]).toEqual([[], []]);
  });

  test('is read from GitHub where the checkout has no history', async () => {
    const github = await useGithub();
    github.addPullRequest(7, [
      { filename: 'sub/changed.txt' },
      { filename: 'b', previous_filename: 'a', status: 'renamed' },
    ]);
    github.addContent(shared().baseSha, 'sub/changed.txt', '1 by GitHub');
    github.addContent(shared().baseSha, 'a', 'a by GitHub');
    const { textBefore } = await knownOf(await inCheckout(() => 'refs/pull/7/merge', 1, github));
    expect(await textBefore('sub/changed.txt')).toBe('1 by GitHub');
    expect(await textBefore('b')).toBe('a by GitHub');
    // Who asks again costs nothing.
    expect(await textBefore('b')).toBe('a by GitHub');
    expect(github.requests.slice(1)).toEqual([
      `GET /repos/octo-org/octo-repo/contents/sub%2Fchanged.txt?ref=${shared().baseSha}`,
      `GET /repos/octo-org/octo-repo/contents/a?ref=${shared().baseSha}`,
    ]);
  });

  test.each([
    ['403', { kind: 'status', status: 403 }, /403 Resource not accessible .* `contents: read`/],
    ['404', { kind: 'status', status: 404 }, /It is not there at/],
    ['a page', { kind: 'text', status: 200, contentType: 'text/html', text: '<p>' }, /no regular file/],
  ] as const)('is none where it cannot be read, which is said once: %s', async (_name, failure, words) => {
    const github = await useGithub();
    github.addPullRequest(7, [{ filename: 'a' }, { filename: 'b' }]);
    github.fail(failure, { operationId: 'repos/get-content' });
    const started = await inCheckout(() => 'refs/pull/7/merge', 1, github);
    const { textBefore, warnings } = await knownOf(started);
    expect(await textBefore('a')).toBeUndefined();
    expect(warnings()).toEqual([expect.stringMatching(/^What a file was before cannot be read, /)]);
    expect(await textBefore('b')).toBeUndefined();
    expect(warnings()).toEqual([expect.stringMatching(words)]);
    expect(warnings()).toEqual([expect.stringMatching(/^What 2 files were before cannot be read, /)]);
    expect(started.lines).toEqual([]);
  });

  test('is read of 300 files, and the others are said to be left out', async () => {
    const github = await useGithub();
    const names = Array.from({ length: 302 }, (_item, index) => `f${index}`);
    github.addPullRequest(
      7,
      names.map((filename) => ({ filename })),
    );
    for (const name of names) github.addContent(shared().baseSha, name, 'x');
    const { textBefore, warnings } = await knownOf(await inCheckout(() => 'refs/pull/7/merge', 1, github));
    const texts = await Promise.all(names.map(textBefore));
    expect(texts.filter((text) => text === 'x')).toHaveLength(300);
    expect(warnings()).toEqual([
      'Of 302 files that changed, 300 were read as they were before: the images of the others are not compared.',
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

describe('pull_request_target', () => {
  const shared = shareHistory();

  async function target(ref: (history: History) => string, depth: number, github: Github): Promise<Started> {
    const history = shared();
    const workspace = await checkOut(history, ref(history), depth);
    return start({ name: 'pull_request_target', payload: pullRequestPayload(history), workspace, github });
  }

  async function useFiles(): Promise<Github> {
    const github = await useGithub();
    const text = 'FROM a\n';
    const sha = blobOf(Buffer.from(text));
    github.addPullRequest(
      7,
      ['a', 'link', 'large', 'folder', 'lost'].map((filename) => ({ filename, sha })),
    );
    const { headSha } = shared();
    github.addContent(headSha, 'a', text);
    github.addContent(headSha, 'link', { kind: 'link', target: 'secret' });
    github.addContent(headSha, 'secret', 'FROM secret\n');
    github.addContent(headSha, 'large', 'x'.repeat(1024 * 1024 + 1));
    github.addContent(headSha, 'folder', { kind: 'folder' });
    return github;
  }

  test.each<[string, (history: History) => string, number]>([
    ['the base', ({ newBaseSha }) => newBaseSha, 1],
    ['the base with all branches', ({ newBaseSha }) => newBaseSha, 0],
  ])('with a checkout of %s is read from GitHub, as data', async (_name, ref, depth) => {
    const { textNow } = await knownOf(await target(ref, depth, await useFiles()));
    if (textNow === undefined) throw new Error('the workspace does not hold it');
    expect(await textNow('a')).toEqual({ kind: 'text', text: 'FROM a\n' });
    expect(await textNow('link')).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('a link, which is not followed') as string,
    });
    expect(await textNow('large')).toMatchObject({ kind: 'problem' });
    expect(await textNow('folder')).toMatchObject({ kind: 'problem' });
    expect(await textNow('lost')).toMatchObject({ kind: 'problem' });
  });

  test.each<[string, (history: History) => string, number]>([
    ['the head', ({ headSha }) => headSha, 1],
    ['GitHub’s merge', () => 'refs/pull/7/merge', 1],
    ['GitHub’s merge with its parents', () => 'refs/pull/7/merge', 2],
  ])('with a checkout of %s is read from the workspace', async (_name, ref, depth) => {
    expect(await knownOf(await target(ref, depth, await useFiles()))).not.toHaveProperty('textNow');
  });

  test('has each file once, wherever the repository’s root may be', async () => {
    const workspace = await makeWorkspace({});
    const payload = pullRequestPayload(ofHistory);
    const github = await useFiles();
    const started = await start({ name: 'pull_request_target', payload, workspace, images: 'a/images', github });
    expect([...(await knownOf(started)).files.keys()]).toEqual(['a', 'link', 'large', 'folder', 'lost']);
  });

  test('a pull_request’s checkout is believed to be its own', async () => {
    const workspace = await makeWorkspace({});
    const payload = pullRequestPayload(ofHistory);
    const started = await start({ name: 'pull_request', payload, workspace, github: await useFiles() });
    expect(await knownOf(started)).not.toHaveProperty('textNow');
  });
});

describe('the configuration', () => {
  const workflow = '.github/workflows/mirror.yml';
  const files = {
    [workflow]:
      'jobs:\n  a:\n    uses: ./.github/workflows/called.yml\n  b:\n    uses: other/repo/.github/workflows/x.yml@v1\n',
    '.github/workflows/called.yml': "steps:\n  - uses: './.github/actions/mirror'\n  - uses: ./\n",
    '.github/actions/mirror/action.yml': 'runs:\n  steps:\n    - uses: ./.github/actions/inner/ # x\n',
    '.github/workflows/another.yml': 'x',
  };

  async function configurationOf(
    filename: string,
    environment: Readonly<Record<string, string>> = {},
    status = 'modified',
  ) {
    const github = await useGithub();
    github.addPullRequest(7, [{ filename, status: status as 'modified' | 'removed' }]);
    const payload = pullRequestPayload(ofHistory);
    const ref = { GITHUB_WORKFLOW_REF: `Octo-Org/octo-repo/${workflow}@refs/pull/7/merge`, ...environment };
    const workspace = await makeWorkspace(files);
    const known = await knownOf(await start({ name: 'pull_request', payload, workspace, github, environment: ref }));
    return known.configuration;
  }

  test.each([
    workflow,
    '.github/workflows/called.yml',
    '.github/actions/mirror/action.yml',
    '.github/actions/mirror/main.js',
    '.github/actions/inner/action.yaml',
  ])('is changed by %s', async (path) => {
    expect(await configurationOf(path)).toBe(path);
  });

  test('is changed by what is removed from it', async () => {
    expect(await configurationOf('.github/actions/inner/action.yml', {}, 'removed')).toBeDefined();
  });

  test.each([
    '.github/workflows/another.yml',
    'README.md',
    '.github/actions/mirrors/action.yml',
    'images/a/Dockerfile',
  ])('is not changed by %s', async (path) => {
    expect(await configurationOf(path)).toBeUndefined();
  });

  test.each([
    ['another repository’s workflow', 'octo-org/other/.github/workflows/mirror.yml@refs/heads/main'],
    ['nothing', ''],
    ['nonsense', 'x@y'],
  ])('is not changed where the run is by %s', async (_name, ref) => {
    expect(await configurationOf(workflow, { GITHUB_WORKFLOW_REF: ref })).toBeUndefined();
  });
});

test('a checkout in a folder is asked, and its texts have the workspace’s paths', async () => {
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
