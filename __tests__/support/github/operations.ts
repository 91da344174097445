import { join } from 'node:path/posix';
import type { Description } from './description.js';
import { type Answer, type Asked, errorAnswer } from './exchange.js';
import { pageAnswer } from './paging.js';
import {
  type Repository,
  renderComment,
  renderCommit,
  renderComparison,
  renderContent,
  renderFile,
} from './repository.js';

interface OperationContext {
  readonly description: Description;
  readonly repository: Repository;
  readonly asked: Asked;
  readonly parameters: ReadonlyMap<string, string>;
  /** Where a `Link` leads: the request's own path, with the repository's number. */
  readonly pathOfLinks: string;
  /** Whose token it is. */
  readonly login: string;
}

type Operate = (context: OperationContext) => Answer;

/** More than this GitHub does not list, and does not say so. */
const maxFiles = 3_000;
const maxCommits = 250;

/** Nor of two commits more than this. */
const maxComparedFiles = 300;

/** By GitHub's own message; of what it is that many is not said. */
const maxCommentLength = 65_536;

const notFound = errorAnswer(404, 'Not Found');

/** What the double can do, by GitHub's name for it. */
export const operations: ReadonlyMap<string, Operate> = new Map([
  ['pulls/list-files', listFiles],
  ['pulls/list-commits', listCommits],
  ['issues/list-comments', listComments],
  ['issues/create-comment', createComment],
  ['issues/update-comment', updateComment],
  ['issues/delete-comment', deleteComment],
  ['repos/get-content', getContent],
  ['repos/compare-commits-with-basehead', compareCommits],
]);

function listFiles({ description, repository, asked, parameters, pathOfLinks }: OperationContext): Answer {
  const files = repository.filesOf(Number(parameters.get('pull_number')));
  if (files === undefined) return notFound;
  const rendered = files.slice(0, maxFiles).map((file) => renderFile(description, file));
  return pageAnswer(rendered, asked, pathOfLinks);
}

function listCommits({ description, repository, asked, parameters, pathOfLinks }: OperationContext): Answer {
  const number = Number(parameters.get('pull_number'));
  if (repository.filesOf(number) === undefined) return notFound;
  const rendered = repository.commitsOf(number).map((commit) => renderCommit(description, commit));
  return pageAnswer(rendered.slice(0, maxCommits), asked, pathOfLinks);
}

function getContent({ description, repository, asked, parameters }: OperationContext): Answer {
  const [path, ref] = [parameters.get('path') ?? '', asked.query.get('ref') ?? ''];
  const there = repository.contentAt(ref, path);
  if (there === undefined) return notFound;
  const target = there.kind === 'link' ? repository.contentAt(ref, join(path, '..', there.target)) : undefined;
  return { status: 200, body: renderContent(description, path, target?.kind === 'file' ? target : there) };
}

function compareCommits({ description, repository, parameters }: OperationContext): Answer {
  const [base, head] = (parameters.get('basehead') ?? '').split('...');
  const same = base === head ? { files: [] } : undefined;
  const comparison = repository.comparisonOf(parameters.get('basehead') ?? '') ?? same;
  if (comparison === undefined) return notFound;
  const files = comparison.files.slice(0, maxComparedFiles);
  return { status: 200, body: renderComparison(description, { ...comparison, files }) };
}

function listComments({ description, repository, asked, parameters, pathOfLinks }: OperationContext): Answer {
  const issue = Number(parameters.get('issue_number'));
  if (!repository.hasIssue(issue)) return notFound;
  const comments = repository.comments.filter((comment) => comment.issue === issue);
  const rendered = comments.map((comment) => renderComment(description, repository, comment));
  return pageAnswer(rendered, asked, pathOfLinks);
}

function createComment({ description, repository, asked, parameters, login }: OperationContext): Answer {
  const issue = Number(parameters.get('issue_number'));
  if (!repository.hasIssue(issue)) return notFound;
  const body = bodyOf(asked);
  const refusal = refuseBody(body);
  if (refusal !== undefined) return refusal;
  return { status: 201, body: renderComment(description, repository, repository.addComment(issue, body, login)) };
}

/** The text alone changes: who wrote the comment stays its author, and GitHub allows no others but those who may write. */
function updateComment({ description, repository, asked, parameters }: OperationContext): Answer {
  const comment = repository.comments.find(({ id }) => id === Number(parameters.get('comment_id')));
  if (comment === undefined) return notFound;
  const body = bodyOf(asked);
  const refusal = refuseBody(body);
  if (refusal !== undefined) return refusal;
  comment.body = body;
  comment.updatedAt = new Date(Date.parse(comment.updatedAt) + 1_000).toISOString().replace(/\.\d+Z$/, 'Z');
  return { status: 200, body: renderComment(description, repository, comment) };
}

function deleteComment({ repository, parameters }: OperationContext): Answer {
  return repository.deleteComment(Number(parameters.get('comment_id'))) ? { status: 204, body: undefined } : notFound;
}

/** The description has seen to its being there. */
function bodyOf(asked: Asked): string {
  return (asked.body as { readonly body: string }).body;
}

function refuseBody(body: string): Answer | undefined {
  const message =
    body.trim() === ''
      ? 'Body cannot be blank'
      : body.length > maxCommentLength
        ? `Body is too long (maximum is ${maxCommentLength} characters)`
        : undefined;
  if (message === undefined) return undefined;
  const errors = [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }];
  return errorAnswer(422, 'Validation Failed', { errors });
}
