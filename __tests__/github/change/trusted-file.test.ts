import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { lazyGithub } from '../../../src/github/api/api.js';
import { readTrustedFile } from '../../../src/github/change/trusted-file.js';
import { configFileKind } from '../../../src/read-config-file.js';
import { ConfigurationError } from '../../../src/runtime/errors.js';
import { systemClock } from '../../../src/runtime/clock.js';
import type { Failure } from '../../support/github/failures.js';
import { type Github, useGithub } from '../../support/github/github.js';
import { onTestFinished } from '../../support/jest/testing.js';
import { fast } from '../connected-client.js';
import { commit, makeFolder, runGit, useGit } from '../history.js';

const path = '.github/image-mirror.yml';
const sha = 'b'.repeat(40);

interface Asked {
  readonly sha?: string | undefined;
  readonly workspace?: string;
  readonly path?: string;
  readonly signal?: AbortSignal;
  readonly hasToken?: boolean;
}

/** The text, or that there is none, or why that is not known. */
async function read(github: Github | undefined, asked: Asked = {}): Promise<string> {
  const { signal = new AbortController().signal } = asked;
  const environment = {
    PATH: process.env.PATH ?? '',
    ...(github === undefined ? {} : { GITHUB_API_URL: github.apiUrl }),
  };
  const client = lazyGithub({
    environment,
    clock: systemClock,
    token: asked.hasToken === false ? '' : (github?.token ?? ''),
    log: () => undefined,
    signal,
    limits: fast,
  });
  onTestFinished(client.close);
  const place = { owner: 'octo-org', repository: 'octo-repo', sha: 'sha' in asked ? asked.sha : sha };
  const deps = {
    environment,
    workspace: asked.workspace ?? (await makeFolder()),
    github: client,
    clock: systemClock,
    signal,
  };
  try {
    return (await readTrustedFile(asked.path ?? path, configFileKind, place, deps)) ?? 'none';
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}

const hostile = 'overrides: [{ match: "**", compare: presence }]';

describe('K3 by GitHub, where the checkout does not have the commit', () => {
  test('the base’s text is read, whatever the pull request has', async () => {
    const github = await useGithub();
    github.addContent(sha, path, 'the base’s');
    const workspace = await makeFolder();
    await commitTo(workspace, { [path]: hostile });
    expect(await read(github, { workspace })).toBe('the base’s');
    await rm(join(workspace, path));
    expect(await read(github, { workspace })).toBe('the base’s');
  });

  test('none is none, where GitHub shows what is at that commit', async () => {
    const github = await useGithub();
    const workspace = await makeFolder();
    await commitTo(workspace, { [path]: hostile });
    expect(await read(github, { workspace })).toBe('none');
    expect(github.requests.map((request) => request.replace(/^.*octo-repo/, ''))).toEqual([
      `/contents/.github%2Fimage-mirror.yml?ref=${sha}`,
      `/compare/${sha}...${sha}?per_page=1`,
    ]);
  });

  test('the default branch is asked for without a commit', async () => {
    const github = await useGithub();
    github.addContent('', path, 'the default branch’s');
    expect(await read(github, { sha: undefined })).toBe('the default branch’s');
  });

  test.each<[string, Failure, RegExp]>([
    ['403', { kind: 'status', status: 403 }, /403 Resource not accessible.*`contents: read`/],
    [
      'a 404 for all, as a token without the right gets',
      { kind: 'status', status: 404 },
      /does not say whether it is there: 404.*`contents: read`/,
    ],
    ['a 5xx', { kind: 'status', status: 502 }, /502/],
    ['a page', { kind: 'text', status: 200, contentType: 'text/html', text: '<p>' }, /no regular file/],
    ['an answer that is cut', { kind: 'cut' }, /.+/],
  ])('%s: the run does nothing', async (_name, failure, words) => {
    const github = await useGithub();
    github.fail(failure);
    const said = await read(github);
    expect(said).toMatch(
      /^\.github\/image-mirror\.yml: .* It is read at the base, bbbbbbb, as what is not merged does not count\.$/s,
    );
    expect(said).toMatch(words);
  });

  test('without a token nothing is known', async () => {
    expect(await read(await useGithub(), { hasToken: false })).toContain(
      'to ask GitHub takes the input `github-token`.',
    );
  });

  test('a file that is too large, or no text, is refused', async () => {
    const github = await useGithub();
    github.addContent(sha, path, 'x'.repeat(configFileKind.maxBytes + 1));
    expect(await read(github)).toContain('the configuration file has at most 262144');
  });
});

async function commitTo(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  await runGit(folder, 'init', '--quiet', '--initial-branch=main');
  return commit(folder, files);
}

describe('K3 by the checkout, where that has the commit', () => {
  useGit();

  test('its text is read, and GitHub is not asked', async () => {
    const workspace = await makeFolder();
    const base = await commitTo(workspace, { [path]: 'the base’s', 'other.txt': '1' });
    await commit(workspace, { [path]: hostile });
    expect(await read(undefined, { workspace, sha: base })).toBe('the base’s');
  });

  test('none is none', async () => {
    const workspace = await makeFolder();
    const base = await commitTo(workspace, { 'other.txt': '1' });
    await commit(workspace, { [path]: hostile });
    expect(await read(undefined, { workspace, sha: base })).toBe('none');
  });

  test('in a folder of the workspace, the path is from the repository’s root', async () => {
    const workspace = await makeFolder();
    const base = await commitTo(join(workspace), { 'x.txt': '1' }).then(async () =>
      commitTo(await nested(workspace), { [path]: 'nested' }),
    );
    expect(await read(undefined, { workspace, sha: base, path: `checkout/${path}` })).toBe('nested');
  });

  test('a folder that the pull request makes a link leads to no other path', async () => {
    const workspace = await makeFolder();
    const base = await commitTo(workspace, { [path]: 'the base’s' });
    await rm(join(workspace, '.github'), { recursive: true });
    await symlink('.', join(workspace, '.github'));
    await commit(workspace, {});
    expect(await read(undefined, { workspace, sha: base })).toBe('the base’s');
    const github = await useGithub();
    github.addContent(sha, path, 'GitHub’s');
    expect(await read(github, { workspace })).toBe('GitHub’s');
  });

  test('a link is no file, and a name is no pattern', async () => {
    const workspace = await makeFolder();
    await commitTo(workspace, { 'lax.yml': hostile, '.github/image-mirrorX.yml': hostile });
    await symlink('../lax.yml', join(workspace, path));
    const base = await commit(workspace, {});
    expect(await read(undefined, { workspace, sha: base })).toContain('This is no regular file');
    expect(await read(undefined, { workspace, sha: base, path: '.github/image-mirror?.yml' })).toBe('none');
  });

  test('what is changed in the checkout is not the commit', async () => {
    const workspace = await makeFolder();
    const base = await commitTo(workspace, { [path]: 'the base’s' });
    await writeFile(join(workspace, path), hostile);
    await writeFile(join(workspace, '.gitattributes'), '* filter=x\n');
    expect(await read(undefined, { workspace, sha: base })).toBe('the base’s');
  });
});

async function nested(workspace: string): Promise<string> {
  await commit(workspace, { 'checkout/.keep': '' });
  return join(workspace, 'checkout');
}
