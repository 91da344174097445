import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { BotUpdate } from '../../../src/plan/task.js';
import { readUpdates } from '../../../src/github/bots/bot-updates.js';
import { type PullRequestEvent, readEvent } from '../../../src/github/runner/event.js';
import type { Failure } from '../../support/github/failures.js';
import { type Github, useGithub } from '../../support/github/github.js';
import { makeWorkspace } from '../../support/mirror.js';
import { connectTo, pullRequest } from '../connected-client.js';

const table = '| Package | Update | Change |\n|---|---|---|\n| postgres | major | `14` → `15` |';
const fromRenovate: BotUpdate = { by: 'renovate', name: 'postgres', version: '15', type: 'major' };

function message(name: string): string {
  return `Bump ${name}\n\n---\nupdated-dependencies:\n- dependency-name: ${name}\n...\n`;
}

const dependabot = pullRequest({ author: 'dependabot[bot]', headRef: 'dependabot/docker/images/x/postgres-15' });

interface Told {
  readonly updates: readonly BotUpdate[];
  readonly lines: readonly string[];
}

async function tell(event: PullRequestEvent, github?: Github): Promise<Told> {
  const lines: string[] = [];
  const { client } = github === undefined ? { client: undefined } : await connectTo(github);
  const { signal } = new AbortController();
  return { updates: await readUpdates(event, { client, signal, log: (line) => lines.push(line) }), lines };
}

describe('a pull request by nobody’s bot', () => {
  test.each<[string, Partial<PullRequestEvent>]>([
    ['of a person', { body: table }],
    ['of a person whose branch is called like Dependabot’s', { headRef: 'dependabot/docker/postgres-15' }],
    ['of Dependabot’s, on a branch of somebody else’s', { author: 'dependabot[bot]', headRef: 'topic' }],
    ['of another bot', { author: 'some[bot]', headRef: 'renovated/x', body: table }],
    ['on a branch that begins alike', { author: 'dependabot[bot]', headRef: 'dependabots' }],
  ])('%s costs no request', async (_name, more) => {
    const github = await useGithub();
    expect(await tell(pullRequest(more), github)).toEqual({ updates: [], lines: [] });
    expect(github.requests).toEqual([]);
  });
});

describe('Dependabot', () => {
  test.each(['dependabot/docker/x-2', 'dependabot-docker-x-2', 'dependabot_docker_x-2', 'dependabot/all-images-abc'])(
    'is asked on the branch %s',
    async (headRef) => {
      const github = await useGithub();
      github.addPullRequest(7);
      github.addCommits(7, [{ message: message('x'), author: 'dependabot[bot]' }]);
      expect(await tell({ ...dependabot, headRef }, github)).toEqual({
        updates: [{ by: 'dependabot', name: 'x' }],
        lines: [],
      });
      expect(github.requests).toEqual(['GET /repos/octo-org/octo-repo/pulls/7/commits?per_page=100']);
    },
  );

  test('is believed in its own commits alone', async () => {
    const github = await useGithub();
    github.addPullRequest(7);
    github.addCommits(7, [
      { message: message('a'), author: 'dependabot[bot]' },
      { message: message('forged'), author: 'octocat' },
      { message: message('nobody'), author: null },
      { message: 'Merge branch main', author: 'dependabot[bot]' },
      { message: message('b'), author: 'dependabot[bot]' },
    ]);
    expect((await tell(dependabot, github)).updates.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('is read on all pages, up to what GitHub lists', async () => {
    const github = await useGithub();
    github.addPullRequest(7);
    github.addCommits(
      7,
      Array.from({ length: 260 }, (_value, index) => ({ message: message(`a${index}`), author: 'dependabot[bot]' })),
    );
    expect((await tell(dependabot, github)).updates).toHaveLength(250);
    expect(github.requests).toHaveLength(3);
  });

  test('is read on GitHub Enterprise Server too', async () => {
    const github = await useGithub({ product: 'ghes-3.19', basePath: '/api/v3' });
    github.addPullRequest(7);
    github.addCommits(7, [{ message: message('x'), author: 'dependabot[bot]' }]);
    expect((await tell(dependabot, github)).updates).toEqual([{ by: 'dependabot', name: 'x' }]);
  });

  const known = 'What the bot says of pull request #7 is not known, and is left out: ';

  test.each<[string, Failure, string]>([
    ['not allowed', { kind: 'status', status: 403 }, 'Resource not accessible by integration'],
    ['not found', { kind: 'status', status: 404 }, 'Not Found'],
    ['out of order', { kind: 'status', status: 502 }, 'Server Error'],
    [
      'no list',
      { kind: 'text', status: 200, contentType: 'application/json', text: '{}' },
      'the answer is no list of commits',
    ],
  ])('that is %s costs a line of the log', async (_name, failure, words) => {
    const github = await useGithub();
    github.addPullRequest(7);
    github.fail(failure, { times: 9 });
    const { updates, lines } = await tell(dependabot, github);
    expect(updates).toEqual([]);
    expect(lines).toEqual([expect.stringContaining(words)]);
    expect(lines[0]?.startsWith(known)).toBe(true);
  });

  test('without a token costs a line of the log', async () => {
    expect(await tell(dependabot)).toEqual({ updates: [], lines: [`${known}there is no \`github-token\`.`] });
  });

  test('whose lines are not its own costs one line of the log', async () => {
    const github = await useGithub();
    github.addPullRequest(7);
    github.addCommits(7, [
      { message: message('&a [*a]\n::error::x'), author: 'dependabot[bot]' },
      { message: message('b'), author: 'dependabot[bot]' },
    ]);
    const { updates, lines } = await tell(dependabot, github);
    expect(updates).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('\n');
  });
});

describe('Renovate', () => {
  test.each<[string, Partial<PullRequestEvent>]>([
    ['GitHub’s app', { author: 'renovate[bot]', headRef: 'deps/postgres' }],
    ['one that somebody runs', { author: 'acme-deps[bot]', headRef: 'renovate/postgres-15.x' }],
  ])('is known as %s, and costs no request', async (_name, more) => {
    const github = await useGithub();
    expect(await tell(pullRequest({ body: table, ...more }), github)).toEqual({ updates: [fromRenovate], lines: [] });
    expect(github.requests).toEqual([]);
  });

  test.each<[string, Partial<PullRequestEvent>]>([
    ['its branch', { headRef: 'renovate/postgres-15.x' }],
    ['its mark', { headRef: 'acme/main/x', body: `${table}\n\n<!--renovate-debug:eyJ9-->` }],
  ])('is not named for %s under a person’s account, who can write the same', async (_name, more) => {
    const { updates } = await tell(pullRequest({ body: table, author: 'acme', ...more }));
    expect(updates).toEqual([{ ...fromRenovate, by: 'author' }]);
  });

  test('needs no token', async () => {
    expect(await tell(pullRequest({ body: table, author: 'renovate[bot]' }))).toEqual({
      updates: [fromRenovate],
      lines: [],
    });
  });

  test('may say nothing', async () => {
    expect(await tell(pullRequest({ author: 'renovate[bot]' }))).toEqual({ updates: [], lines: [] });
  });
});

/** What GitHub’s hooks sent; of a bot’s pull request there is none, so that its words are put in. */
const recorded = (
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-examples'), 'utf8')) as readonly {
    readonly name: string;
    readonly examples: readonly { readonly pull_request: { readonly head: object } }[];
  }[]
).find(({ name }) => name === 'pull_request')?.examples[0];

test('of an event’s payload as GitHub sends it, all is read that is needed', async () => {
  const { pull_request: request = { head: {} } } = recorded ?? {};
  const head = { ...request.head, ref: 'renovate/postgres-15.x' };
  const payload = {
    ...recorded,
    pull_request: { ...request, head, user: { login: 'acme[bot]' }, body: `${table}\r\n` },
  };
  const path = join(await makeWorkspace({}), 'event.json');
  await writeFile(path, JSON.stringify(payload));
  const event = await readEvent({
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: path,
    GITHUB_REPOSITORY: 'Codertocat/Hello-World',
  });
  if (event.kind !== 'pull-request') throw new Error(event.name);
  expect((await tell(event)).updates).toEqual([fromRenovate]);
});
