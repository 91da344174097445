import type { BotUpdate } from '../../plan/task.js';
import { messageOf } from '../../runtime/errors.js';
import { printable } from '../../runtime/text.js';
import type { PullRequestEvent } from '../runner/event.js';
import type { GithubClient } from '../api/octokit.js';

interface BotUpdatesDeps {
  /** undefined: there is no token. Renovate's pull requests need none. */
  readonly client: GithubClient | undefined;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * What the bot that made a pull request says of its bumps; nothing of one that no bot made. It is only ever shown, so that what looks like
 * a bot's is taken for it, and whatever fails costs a line in the log. Asks GitHub for the commits of Dependabot, and nothing else. Never throws.
 */
export async function readUpdates(event: PullRequestEvent, deps: BotUpdatesDeps): Promise<readonly BotUpdate[]> {
  const { author, headRef, body } = event;
  try {
    // The branch is `dependabot/docker/…`, but for another separator in `dependabot.yml`, and of a group of several ecosystems.
    if (author === 'dependabot[bot]' && /^dependabot[/_-]/.test(headRef)) {
      const { readDependabotUpdates } = await import('./dependabot-updates.js');
      if (deps.client === undefined) throw new Error('there is no `github-token`');
      return await readDependabotUpdates(event, deps.client, deps.signal);
    }
    // Who runs Renovate themselves gives it a name of their own; its branches, or the mark at the end of its descriptions, are the same.
    const isRenovates =
      author === 'renovate[bot]' || headRef.startsWith('renovate/') || body.includes('<!--renovate-debug:');
    if (!isRenovates) return [];
    const { parseRenovateBody } = await import('./renovate-updates.js');
    const updates = parseRenovateBody(body, headRef);
    // Only a bot's account has that in its name, which nobody can choose; everybody can name a branch and write a table.
    return author.endsWith('[bot]') ? updates : updates.map((update) => ({ ...update, by: 'author' }));
  } catch (error) {
    const why = printable(messageOf(error), 200).replace(/\.$/, '');
    deps.log(`What the bot says of pull request #${event.number} is not known, and is left out: ${why}.`);
    return [];
  }
}
