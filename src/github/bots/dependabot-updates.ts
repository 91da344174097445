import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import * as v from 'valibot';
import type { BotUpdate } from '../../plan/task.js';
import { withDeadline } from '../../runtime/wait.js';
import { groupWord, typeWord } from './renovate-updates.js';
import type { PullRequestEvent } from '../runner/event.js';
import type { GithubClient } from '../api/octokit.js';
import { readPages } from '../api/pages.js';

/** Three pages of GitHub's; what is nice to know is not waited for as long as what is needed. */
const listingTimeoutMs = 30_000;

/** GitHub lists no more of a pull request's. Source: docs.github.com, "List commits on a pull request". */
const maxCommits = 250;

/** Dependabot writes three lines for a dependency; of thousands of them nobody wants to be told. */
const maxMessageCharacters = 131_072;
const maxUpdates = 500;

const pageSchema = v.array(
  v.object({
    commit: v.object({ message: v.string() }),
    author: v.fallback(v.object({ login: v.string() }), { login: '' }),
  }),
);

const dependencySchema = v.object({
  'dependency-name': v.string(),
  'dependency-version': v.optional(v.string()),
  'update-type': v.optional(v.string()),
  'dependency-group': v.optional(v.string()),
});

const metadataSchema = v.object({ 'updated-dependencies': v.array(v.unknown()) });

/**
 * What Dependabot's own commits in a pull request say of it.
 * @throws {Error} GitHub cannot be asked, or a commit's message has something else where Dependabot's lines should be
 */
export async function readDependabotUpdates(
  event: PullRequestEvent,
  client: GithubClient,
  signal: AbortSignal,
): Promise<readonly BotUpdate[]> {
  return withDeadline(listingTimeoutMs, { clock: client.clock, signal }, async (bounded) => {
    const messages = await readMessages(event, client, bounded);
    return messages.flatMap(parseDependabotMessage).slice(0, maxUpdates);
  });
}

async function readMessages(
  { owner, repository, number }: PullRequestEvent,
  client: GithubClient,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const parameters = { owner, repo: repository, pull_number: number };
  const messages: string[] = [];
  let listed = 0;
  for await (const answer of readPages(client, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits', parameters)) {
    signal.throwIfAborted();
    const page = v.safeParse(pageSchema, answer);
    if (!page.success) throw new Error('the answer is no list of commits');
    const own = page.output.filter(({ author }) => author.login === 'dependabot[bot]');
    messages.push(...own.map(({ commit }) => commit.message));
    listed += page.output.length;
    if (listed >= maxCommits) break;
  }
  return messages;
}

/**
 * The `updated-dependencies` at the end of a commit's message, in YAML between `---` and `...`; none where there are no such lines. Of
 * Docker's digests there is no `update-type`, and the version is the tag that stays. Source: dependabot/fetch-metadata and dependabot-core,
 * message_builder.rb.
 * @throws {Error} what stands there is not what Dependabot writes
 */
export function parseDependabotMessage(message: string): readonly BotUpdate[] {
  const yaml = message.length > maxMessageCharacters ? undefined : blockOf(message);
  if (yaml === undefined) return [];
  // Every value is text, because a version such as `8.10` is not a number. Aliases are refused: they can expand to gigabytes.
  const written = load(yaml, { schema: FAILSAFE_SCHEMA, maxDepth: 8, maxAliases: 0, maxTotalMergeKeys: 0 });
  const { 'updated-dependencies': dependencies } = v.parse(metadataSchema, written);
  return dependencies.slice(0, maxUpdates).flatMap((dependency): readonly BotUpdate[] => {
    const read = v.safeParse(dependencySchema, dependency);
    if (!read.success) return [];
    const { 'dependency-name': name, 'dependency-version': version = '' } = read.output;
    const type = typeWord(read.output['update-type']?.replace('version-update:semver-', ''));
    const group = groupWord(read.output['dependency-group']);
    return [
      {
        by: 'dependabot',
        name,
        ...(version === '' ? {} : { version }),
        ...(type === undefined ? {} : { type }),
        ...(group === undefined ? {} : { group }),
      },
    ];
  });
}

function blockOf(message: string): string | undefined {
  const lines = message.split(/\r?\n/);
  const first = lines.findIndex((line, index) => line === 'updated-dependencies:' && lines[index - 1] === '---');
  const last = lines.indexOf('...', first);
  return first === -1 || last === -1 ? undefined : lines.slice(first, last).join('\n');
}
