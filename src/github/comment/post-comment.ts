import { systemClock } from '../../runtime/clock.js';
import { withDeadline } from '../../runtime/wait.js';
import { messageOf } from '../../runtime/errors.js';
import { printable } from '../../runtime/text.js';
import { connectGithub } from '../api/api.js';
import { adviceFor } from './comment-advice.js';
import { commentsOf } from './comments.js';
import type { PullRequestEvent } from '../runner/event.js';
import { statusOf, whenOpen } from '../api/failure-words.js';
import { type StickyComment, type Stuck, stickComment } from './sticky-comment.js';
import { readViewer } from '../api/viewer.js';

export interface CommentMeans {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The input `github-token`. */
  readonly token: string;
  readonly log: (line: string) => void;
  /** Shows a sentence where the run is looked at. */
  readonly warn: (sentence: string) => void;
  /** Until when a run that was stopped may say so. */
  readonly tellUntil: AbortSignal;
}

/** Some pages, a write, and the longest wait that a rate limit may ask for. */
const commentingTimeoutMs = 120_000;

/** A server that failed is asked again only after this. */
const pauseMs = 2_000;

/**
 * Writes a run's comment, or says why there is none. Never throws: the summary has the same, and the images were mirrored. A run that was
 * stopped has a few seconds to say so.
 */
export async function postComment(sticky: StickyComment, event: PullRequestEvent, means: CommentMeans): Promise<void> {
  const { log, warn, tellUntil } = means;
  try {
    const limits = { clock: systemClock, signal: tellUntil };
    const stuck = await withDeadline(commentingTimeoutMs, limits, async (signal) =>
      stick(sticky, event, means, signal),
    );
    log(wordsFor(stuck, event));
  } catch (error) {
    // Whoever would have had none anyway need not be warned.
    const tell = sticky.mayCreate ? warn : log;
    tell(`${failureOf(error, event)} ${adviceFor(error, event, means.environment)}`.trim());
  }
}

function failureOf(error: unknown, { number }: PullRequestEvent): string {
  const status = statusOf(error);
  const what = [...(status === undefined ? [] : [status]), printable(messageOf(error), 300).replace(/\.$/, '')];
  return `The comment on pull request #${number} could not be written: ${what.join(' ')}.${whenOpen(error)}`;
}

async function stick(
  sticky: StickyComment,
  event: PullRequestEvent,
  means: CommentMeans,
  signal: AbortSignal,
): Promise<Stuck> {
  const api = await connectGithub({ ...means, signal });
  if (api === undefined) throw new Error('there is no `github-token`');
  try {
    return await stickComment(sticky, {
      thread: commentsOf(event, api.client),
      viewer: async () => readViewer(api.client),
      pause: async () => systemClock.sleep(pauseMs, signal),
      signal,
    });
  } finally {
    await api.close();
  }
}

function wordsFor(stuck: Stuck, { number }: PullRequestEvent): string {
  const where = `comment on pull request #${number}`;
  switch (stuck.kind) {
    case 'created':
    case 'updated':
      return `The ${where} was ${stuck.kind}: ${printable(stuck.url)}`;
    case 'unchanged':
      return `The ${where} says so already: ${printable(stuck.url)}`;
    case 'none':
      return `Pull request #${number} has no comment, and needs none.`;
    case 'overtaken':
      return `The ${where} is of a newer run, and left as it is: ${printable(stuck.url)}`;
  }
}
