import * as v from 'valibot';
import { messageOf } from '../../runtime/errors.js';
import { formatTime, printable } from '../../runtime/text.js';

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
  return `${status} ${what}.${formatLimitReset(error)}${lacksPermission ? ` The job needs the permission \`${permission}\`.` : ''}`;
}

/** Of more digits no time is made. */
const limitedSchema = v.object({
  response: v.object({
    headers: v.object({
      'x-ratelimit-remaining': v.literal('0'),
      'x-ratelimit-reset': v.pipe(v.string(), v.regex(/^\d{1,12}$/)),
    }),
  }),
});

/** A sentence behind another: when GitHub answers again; '' where no limit of a whole hour is used up. */
export function formatLimitReset(error: unknown): string {
  const limited = v.safeParse(limitedSchema, error);
  if (!limited.success) return '';
  const { 'x-ratelimit-reset': seconds } = limited.output.response.headers;
  return ` It answers again at ${formatTime(new Date(Number(seconds) * 1_000))}.`;
}

/** What GitHub answered; undefined where it did not. */
export function statusOf(error: unknown): number | undefined {
  const answered = v.safeParse(answeredSchema, error);
  return answered.success ? answered.output.status : undefined;
}
