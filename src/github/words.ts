import * as v from 'valibot';
import { messageOf } from '../errors.js';
import { printable } from '../text.js';

/** octokit's errors have a status even where nobody answered. */
const answeredSchema = v.object({ status: v.number(), response: v.object({}) });

/**
 * Sentences for what octokit threw.
 * @param permission that the token must have for what was asked: `pull-requests: read`
 */
export function wordsFor(error: unknown, permission: string): string {
  const what = printable(messageOf(error), 200).replace(/\.$/, '');
  const status = statusOf(error);
  if (status === undefined) return `${what}.`;
  const lacksPermission = (status === 401 || status === 403 || status === 404) && !/rate limit/i.test(what);
  return `${status} ${what}.${lacksPermission ? ` The job needs the permission \`${permission}\`.` : ''}`;
}

/** What GitHub answered; undefined where it did not. */
export function statusOf(error: unknown): number | undefined {
  const answered = v.safeParse(answeredSchema, error);
  return answered.success ? answered.output.status : undefined;
}
