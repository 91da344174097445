import { describe, expect, test } from '@jest/globals';
import { Response } from 'undici';
import type { Fetch } from '../../../src/github/api/fetch.js';
import { type GithubClient, createOctokit } from '../../../src/github/api/octokit.js';
import { readPages } from '../../../src/github/api/pages.js';
import type { GithubOptions } from '../../support/github/double.js';
import { type Github, useGithub } from '../../support/github/github.js';
import { heldClock } from '../../support/timing/held-clock.js';
import { secretFor } from '../../support/secrets.js';
import { connectTo } from '../connected-client.js';

const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';

async function useComments(count: number, options?: GithubOptions): Promise<Github> {
  const github = await useGithub(options);
  github.addPullRequest(7);
  for (let index = 0; index < count; index += 1) github.addComment(7, `${index}`);
  return github;
}

async function sizesOf(github: Github): Promise<readonly number[]> {
  const { client } = await connectTo(github);
  const sizes: number[] = [];
  const parameters = { owner: 'octo-org', repo: 'octo-repo', issue_number: 7 };
  for await (const page of readPages(client, route, parameters)) sizes.push((page as unknown[]).length);
  return sizes;
}

describe('the pages of a list', () => {
  test.each([
    [0, [0]],
    [1, [1]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('with %d entries have %j', async (count, sizes) => {
    expect(await sizesOf(await useComments(count))).toEqual(sizes);
  });

  test('are found below the path of GitHub Enterprise Server', async () => {
    const github = await useComments(201, { product: 'ghes-3.19', basePath: '/api/v3' });
    expect(await sizesOf(github)).toEqual([100, 100, 1]);
  });

  test('are read again, each by itself', async () => {
    const github = await useComments(101);
    github.fail({ kind: 'status', status: 502 }, { times: 2 });
    expect(await sizesOf(github)).toEqual([100, 1]);
    expect(github.requests).toHaveLength(4);
  });

  test('end with the first that fails', async () => {
    const github = await useComments(101);
    github.fail({ kind: 'status', status: 410 });
    await expect(sizesOf(github)).rejects.toThrow('Gone');
  });

  test('are not read from another host', async () => {
    const github = await useComments(101, { linkOrigin: 'http://localhost:1' });
    await expect(sizesOf(github)).rejects.toThrow('http://localhost:1 is not http://127.0.0.1:');
    expect(github.requests).toHaveLength(1);
  });

  test('are not read for ever', async () => {
    const baseUrl = 'https://github.example';
    const headers = { 'content-type': 'application/json', link: `<${baseUrl}/x?page=1>; rel="next"` };
    let asked = 0;
    const fetch: Fetch = async () => {
      asked += 1;
      return Promise.resolve(new Response('[]', { headers }));
    };
    const token = `ghs_${secretFor('pages')}`;
    const { request, graphql } = createOctokit({ baseUrl, token, fetch, log: () => undefined, secondMs: 1 });
    const client: GithubClient = { request, graphql, clock: heldClock(), requestsLeft: () => undefined };
    const read = async (): Promise<void> => {
      for await (const page of readPages(client, 'GET /x', {})) expect(page).toEqual([]);
    };
    await expect(read()).rejects.toThrow('the list has more than 100 pages');
    expect(asked).toBe(100);
  });
});
