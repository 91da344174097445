import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Response } from 'undici';
import { describe, expect, test } from '@jest/globals';
import { connectGithub } from '../../../src/github/api/api.js';
import type { Fetch } from '../../../src/github/api/fetch.js';
import { createOctokit } from '../../../src/github/api/octokit.js';
import { version } from '../../../src/runtime/environment.js';
import type { Failure } from '../../support/github/failures.js';
import type { GithubOptions } from '../../support/github/double.js';
import { type Github, useGithub } from '../../support/github/github.js';
import { onTestFinished } from '../../support/jest/testing.js';
import { type Connection, connectTo } from '../connected-client.js';
import { secretFor } from '../../support/secrets.js';
import { systemClock } from '../../../src/runtime/clock.js';
import { eventually } from '../../support/timing/eventually.js';
import { heldClock } from '../../support/timing/held-clock.js';

const filesRoute = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
const commentsRoute = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
const repository = { owner: 'octo-org', repo: 'octo-repo' };

async function useFiles(options?: GithubOptions): Promise<Github> {
  const github = await useGithub(options);
  github.addPullRequest(7, [{ filename: 'a' }]);
  return github;
}

async function list({ client }: Connection): Promise<number> {
  return (await client.request(filesRoute, { ...repository, pull_number: 7 })).status;
}

async function comment({ client }: Connection): Promise<number> {
  return (await client.request(commentsRoute, { ...repository, issue_number: 7, body: 'x' })).status;
}

describe('a request', () => {
  test('says who asks, and by which token', async () => {
    const github = await useFiles();
    await list(await connectTo(github));
    const [asked] = github.asked;
    expect(asked?.headers['user-agent']).toMatch(new RegExp(`^image-mirror/${version} `));
    expect(asked?.headers.authorization).toBe(`token ${github.token}`);
  });

  test.each(['', '/'])('goes below the path of GitHub Enterprise Server, written with “%s” at its end', async (end) => {
    const github = await useFiles({ product: 'ghes-3.19', basePath: '/api/v3' });
    const connection = await connectTo({ ...github, apiUrl: `${github.apiUrl}${end}` });
    expect(await list(connection)).toBe(200);
  });

  test('goes through the proxy of the environment', async () => {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      proxy.close();
    });
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}` };
    const github = { apiUrl: 'https://github.example/api/v3', token: secretFor('x') };
    const connection = await connectTo(github, { environment });
    await expect(list(connection)).rejects.toThrow();
    expect(asked).toContain('github.example:443');
  });

  test('is not sent without a token', async () => {
    const options = {
      environment: {},
      clock: systemClock,
      token: '',
      log: () => undefined,
      signal: new AbortController().signal,
    };
    expect(await connectGithub(options)).toBeUndefined();
  });

  test.each(['github.example', 'ftp://github.example', 'https://', 'file:///etc'])(
    'is not sent to %s',
    async (apiUrl) => {
      await expect(connectTo({ apiUrl, token: secretFor('x') })).rejects.toThrow(
        `GITHUB_API_URL: ${apiUrl} is no http address`,
      );
    },
  );

  test('carries its token to no other host, whatever a link says', async () => {
    const github = await useGithub({ linkOrigin: 'http://localhost:1' });
    github.addPullRequest(7, [{ filename: 'a' }, { filename: 'b' }]);
    const { client } = await connectTo(github);
    const { headers } = await client.request(filesRoute, { ...repository, pull_number: 7, per_page: 1 });
    const [, next = ''] = /<([^>]+)>; rel="next"/.exec(headers.link ?? '') ?? [];
    await expect(client.request({ method: 'GET', url: next })).rejects.toThrow(
      'http://localhost:1 is not http://127.0.0.1:',
    );
    expect(github.requests).toHaveLength(1);
  });
});

test('the token is dropped where GitHub’s API redirects to another host', async () => {
  const given: (string | undefined)[] = [];
  const listen = async (answer: (response: ServerResponse) => void): Promise<string> => {
    const server = createServer((request, response) => {
      given.push(request.headers.authorization);
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close().closeAllConnections();
    });
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  };
  const other = await listen((response) => response.writeHead(200, { 'content-type': 'application/json' }).end('[]'));
  const apiUrl = await listen((response) => response.writeHead(302, { location: other }).end());
  const token = secretFor('github');
  const { client } = await connectTo({ apiUrl, token });
  await client.request('GET /x');
  expect(given).toEqual([`token ${token}`, undefined]);
});

const bad = (status: 401 | 403 | 404 | 410 | 422 | 500 | 502 | 503): Failure => ({ kind: 'status', status });
const asksToWait = (retryAfterSeconds?: number): Failure => ({
  kind: 'secondary-rate-limit',
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

describe('what fails', () => {
  test.each<[string, Failure, number, number]>([
    ['500', bad(500), 1, 2],
    ['502 twice', bad(502), 2, 3],
    ['an answer that is cut off', { kind: 'cut' }, 1, 2],
    ['a short wait', asksToWait(2), 1, 2],
    ['the longest wait', asksToWait(60), 1, 2],
    ['a wait of no length', asksToWait(), 1, 2],
    ['a wait said by 429', { kind: 'secondary-rate-limit', status: 429, retryAfterSeconds: 2 }, 1, 2],
    ['a rate limit that ends soon', { kind: 'rate-limit', resetsInSeconds: 5 }, 1, 2],
  ])('for a while is tried again: %s', async (_name, failure, times, requests) => {
    const github = await useFiles();
    github.fail(failure, { times });
    expect(await list(await connectTo(github))).toBe(200);
    expect(github.requests).toHaveLength(requests);
  });

  test.each<[string, Failure, number]>([
    ['401', bad(401), 1],
    ['403', bad(403), 1],
    ['404', bad(404), 1],
    ['422', bad(422), 1],
    ['503', bad(503), 3],
    ['an answer that is cut off', { kind: 'cut' }, 3],
    ['a wait of more than a minute', asksToWait(61), 1],
    ['a second wait', asksToWait(2), 2],
    ['a second wait said by 429', { kind: 'secondary-rate-limit', status: 429, retryAfterSeconds: 2 }, 2],
    ['a rate limit that ends late', { kind: 'rate-limit', resetsInSeconds: 3_000 }, 1],
  ])('for good is given up: %s', async (_name, failure, requests) => {
    const github = await useFiles();
    github.fail(failure);
    await expect(list(await connectTo(github))).rejects.toThrow();
    expect(github.requests).toHaveLength(requests);
  });

  test('is not written a second time, for the first may have been done', async () => {
    const github = await useFiles();
    github.fail(bad(502), { times: 1 });
    const connection = await connectTo(github);
    await expect(comment(connection)).rejects.toThrow('Server Error');
    expect(github.requests).toHaveLength(1);
  });

  test('is written a second time where GitHub says that it did not do the first', async () => {
    const github = await useFiles();
    github.fail(asksToWait(1), { times: 1 });
    expect(await comment(await connectTo(github))).toBe(201);
    expect(github.comments).toHaveLength(1);
  });
});

describe('who does not answer', () => {
  test.each<[string, Failure]>([
    ['at all', { kind: 'hang' }],
    ['to the end', { kind: 'stall' }],
  ])('is waited for once: not %s', async (_name, failure) => {
    const github = await useFiles();
    github.fail(failure);
    const clock = heldClock();
    const listed = list(await connectTo(github, { clock }));
    const refused = expect(listed).rejects.toThrow('no answer within 30 seconds');
    await eventually(() => {
      expect(github.requests).toHaveLength(1);
    });
    clock.advance(30_000);
    await refused;
    expect(github.requests).toHaveLength(1);
  });

  test('is not waited for when the run is stopped', async () => {
    const github = await useFiles();
    github.fail({ kind: 'hang' });
    const connection = await connectTo(github, { limits: { requestTimeoutMs: 60_000 } });
    const listed = expect(list(connection)).rejects.toThrow('stopped by SIGINT');
    await eventually(() => {
      expect(github.requests).toHaveLength(1);
    });
    connection.stop();
    await listed;
  });

  test('and says too much is not read to its end', async () => {
    const github = await useFiles();
    github.fail({ kind: 'text', status: 200, contentType: 'application/json', text: ' '.repeat(33 * 1024 * 1024) });
    await expect(list(await connectTo(github))).rejects.toThrow('the answer is larger than 33554432 bytes');
    expect(github.requests).toHaveLength(1);
  });
});

describe('the log', () => {
  test('says what is waited for, and what is not', async () => {
    const github = await useFiles();
    github.fail(asksToWait(7), { times: 1 });
    github.fail(asksToWait(700), { times: 1 });
    const connection = await connectTo(github);
    await expect(list(connection)).rejects.toThrow('secondary rate limit');
    expect(connection.lines).toEqual([
      'GitHub: its rate limit asks for 7 seconds, which are waited for',
      'GitHub: its rate limit asks for 700 seconds, which are not waited for',
    ]);
  });

  test('has octokit’s own lines, on one line each and without the token', async () => {
    const lines: string[] = [];
    const token = `ghs_${secretFor('log')}`;
    const headers = { 'content-type': 'application/json', deprecation: 'true', sunset: `soon\u0085${token}` };
    const fetch: Fetch = async () => Promise.resolve(new Response('{}', { headers }));
    const client = createOctokit({
      baseUrl: 'https://github.example',
      token,
      fetch,
      log: (line) => lines.push(line),
      secondMs: 1,
    });
    await client.request('GET /x/{y}', { y: token });
    expect(lines).toEqual([expect.stringMatching(/^GitHub: .*x\/\*\*\*" is deprecated/)]);
    expect(lines[0]).toContain('soon\\u0085***');
  });
});
