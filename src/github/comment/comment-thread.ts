import * as v from 'valibot';
import { optional } from '../../runtime/optional-field.js';
import type { PullRequestEvent } from '../runner/event.js';
import type { GithubClient } from '../api/octokit.js';
import { readPages } from '../api/pages.js';

/** A comment on a pull request. */
export interface IssueComment {
  readonly id: number;
  readonly body: string;
  /** The page that shows it. */
  readonly url: string;
  /** undefined where the account has been deleted */
  readonly author: { readonly login: string; readonly type: string } | undefined;
}

/** The comments of one pull request. Each throws what octokit throws. */
export interface CommentThread {
  /** In the order in which they were written. */
  list(): AsyncGenerator<IssueComment, void, undefined>;
  create(body: string): Promise<IssueComment>;
  update(id: number, body: string): Promise<IssueComment>;
  remove(id: number): Promise<void>;
}

/** Source: docs.github.com, "REST API endpoints for issue comments": every pull request is an issue. */
const commentSchema = v.object({
  id: v.number(),
  body: optional(v.string()),
  html_url: v.string(),
  user: optional(v.object({ login: v.string(), type: v.string() })),
});

const routes = {
  list: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
  create: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  update: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
  remove: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
} as const;

export function commentsOf(event: PullRequestEvent, client: GithubClient): CommentThread {
  const repository = { owner: event.owner, repo: event.repository };
  const issue = { ...repository, issue_number: event.number };
  return {
    list: async function* () {
      for await (const page of readPages(client, routes.list, issue))
        yield* parse(v.array(commentSchema), page).map(toComment);
    },
    create: async (body) =>
      toComment(parse(commentSchema, (await client.request(routes.create, { ...issue, body })).data)),
    update: async (id, body) => {
      const { data } = await client.request(routes.update, { ...repository, comment_id: id, body });
      return toComment(parse(commentSchema, data));
    },
    remove: async (id) => {
      await client.request(routes.remove, { ...repository, comment_id: id });
    },
  };
}

function toComment({ id, body, html_url: url, user }: v.InferOutput<typeof commentSchema>): IssueComment {
  return { id, body: body ?? '', url, author: user };
}

function parse<T>(schema: v.GenericSchema<unknown, T>, answer: unknown): T {
  const parsed = v.safeParse(schema, answer);
  if (parsed.success) return parsed.output;
  throw new Error('the answer is no comment');
}
