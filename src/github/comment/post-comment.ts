import type { Clock } from '../../runtime/clock.js';
import { withDeadline } from '../../runtime/wait.js';
import { messageOf } from '../../runtime/errors.js';
import { printable } from '../../runtime/text.js';
import { connectGithub } from '../api/api.js';
import { commentAdvice } from './comment-advice.js';
import { commentsOf } from './comment-thread.js';
import type { PullRequestEvent } from '../runner/event.js';
import { statusOf, formatLimitReset } from '../api/failure-words.js';
import { type StickyComment, type CommentResult, upsertComment } from './sticky-comment.js';
import { readViewer } from '../api/viewer.js';
import type { Environment } from '../../runtime/environment.js';

interface CommentDeps {
  readonly environment: Environment;
  readonly clock: Clock;
  /** The input `github-token`. */
  readonly token: string;
  readonly log: (line: string) => void;
  /** Shows a sentence where the run is looked at. */
  readonly warn: (sentence: string) => void;
  /** Until when a run that was stopped may say so. */
  readonly reportSignal: AbortSignal;
}

/** Some pages, a write, and the longest wait that a rate limit may ask for. */
const commentingTimeoutMs = 120_000;

/** A server that failed is asked again only after this. */
const pauseMs = 2_000;

/**
 * Writes a run's comment, or says why there is none. Never throws: the summary has the same, and the images were mirrored. A run that was
 * stopped has a few seconds to say so.
 */
export async function postComment(sticky: StickyComment, event: PullRequestEvent, deps: CommentDeps): Promise<void> {
  const { clock, log, warn, reportSignal } = deps;
  try {
    const limits = { clock, signal: reportSignal };
    const result = await withDeadline(commentingTimeoutMs, limits, async (signal) =>
      upsert(sticky, event, deps, signal),
    );
    log(wordsFor(result, event));
  } catch (error) {
    // Whoever would have had none anyway need not be warned.
    const report = sticky.mayCreate ? warn : log;
    const message = printable(messageOf(error), 300).replace(/\.$/, '');
    const what = [statusOf(error), message].filter((part) => part !== undefined).join(' ');
    const failure = `The comment on pull request #${event.number} could not be written: ${what}.${formatLimitReset(error)}`;
    report(`${failure} ${commentAdvice(error, event, deps.environment)}`.trim());
  }
}

async function upsert(
  sticky: StickyComment,
  event: PullRequestEvent,
  { environment, clock, token, log }: CommentDeps,
  signal: AbortSignal,
): Promise<CommentResult> {
  const api = await connectGithub({ environment, clock, token, log, signal });
  if (api === undefined) throw new Error('there is no `github-token`');
  try {
    return await upsertComment(sticky, {
      thread: commentsOf(event, api.client),
      viewer: async () => readViewer(api.client),
      pause: async () => clock.sleep(pauseMs, signal),
      signal,
    });
  } finally {
    await api.close();
  }
}

function wordsFor(result: CommentResult, { number }: PullRequestEvent): string {
  const where = `comment on pull request #${number}`;
  switch (result.kind) {
    case 'created':
    case 'updated':
      return `The ${where} was ${result.kind}: ${printable(result.url)}`;
    case 'unchanged':
      return `The ${where} says so already: ${printable(result.url)}`;
    case 'none':
      return `Pull request #${number} has no comment, and needs none.`;
    case 'overtaken':
      return `The ${where} is of a newer run, and left as it is: ${printable(result.url)}`;
  }
}
