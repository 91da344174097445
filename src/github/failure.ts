import * as v from 'valibot';

/** octokit's errors have a status even where nobody answered. */
const answeredSchema = v.object({ status: v.number(), response: v.object({}) });

/** What GitHub answered to a request that failed; undefined where it did not. */
export function statusOf(error: unknown): number | undefined {
  const answered = v.safeParse(answeredSchema, error);
  return answered.success ? answered.output.status : undefined;
}
