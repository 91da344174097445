import { describe, expect, test } from '@jest/globals';
import { blobOf } from '../../support/github/repository.js';
import { type Github, useGithub } from '../../support/github/github.js';
import { makeWorkspace } from '../../support/mirror.js';
import { type History, checkOut, shareHistory } from '../history.js';
import { type Started, knownOf, ofHistory, pullRequestPayload, start } from '../started.js';

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
      message: expect.stringContaining('a link, which is not followed'),
    });
    expect(await textNow('large')).toMatchObject({ kind: 'problem' });
    expect(await textNow('folder')).toMatchObject({ kind: 'problem' });
    expect(await textNow('lost')).toMatchObject({ kind: 'problem' });
  });

  test('with a checkout that has the head’s branch, too, is read from there: it costs no request', async () => {
    const history = shared();
    const github = await useGithub();
    const sha = blobOf(Buffer.from('2'));
    github.addPullRequest(7, [
      { filename: 'sub/changed.txt', sha },
      { filename: 'kept.txt', sha },
    ]);
    github.addContent(history.headSha, 'kept.txt', '2');
    const { textNow } = await knownOf(await target(({ newBaseSha }) => newBaseSha, 0, github));
    expect(await textNow?.('sub/changed.txt')).toEqual({ kind: 'text', text: '2' });
    expect(github.requests).toHaveLength(1);
    // What GitHub lists is something else than what the branch has.
    expect(await textNow?.('kept.txt')).toEqual({ kind: 'text', text: '2' });
    expect(github.requests).toHaveLength(2);
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
