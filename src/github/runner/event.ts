import * as v from 'valibot';
import { optional } from '../../runtime/optional-field.js';
import { messageOf } from '../../runtime/errors.js';
import { printable } from '../../runtime/text.js';
import { readPayload } from './payload.js';
import type { Environment } from '../../runtime/environment.js';

/** What started the run. */
export type RunEvent = PullRequestEvent | CommitRangeEvent | OtherEvent;

export interface PullRequestEvent {
  readonly kind: 'pull-request';
  readonly name: PullRequestEventName;
  /** `opened`, `synchronize`, `closed`, … */
  readonly action: string;
  /** Of the repository that it wants to change, which is the one that the run is in. */
  readonly owner: string;
  /** Without its owner. */
  readonly repository: string;
  readonly number: number;
  readonly headSha: string;
  /** The branch that it wants to change; empty where the event does not say. */
  readonly baseRef: string;
  /** Where the branch that it wants to change was when the event happened, not where they parted. */
  readonly baseSha: string;
  /** Of one that is `closed`: whether it was merged into the default branch; into another it is still only proposed to all who work with that. */
  readonly isMerged: boolean;
  /** A run of `pull_request` then has a token that may only read. True where the fork has been deleted meanwhile. */
  readonly isFromFork: boolean;
  /** The branch that it wants to bring in; empty where the event does not say. */
  readonly headRef: string;
  /** Of its repository; empty where the event does not say. */
  readonly defaultBranch: string;
  /** Who opened it, `dependabot[bot]`; empty where that account is gone. */
  readonly author: string;
  /** Its description, cut to what GitHub takes; empty where there is none. */
  readonly body: string;
}

/** A push, or the merge of a queue: what is between two commits. */
export interface CommitRangeEvent {
  readonly kind: 'commit-range';
  readonly name: CommitRangeEventName;
  readonly owner: string;
  readonly repository: string;
  readonly headSha: string;
  /** Of a push that makes its branch, zeros. */
  readonly baseSha: string;
  /** Of a merge group: the branch that it is to be merged into; empty where the event does not say. */
  readonly baseRef: string;
  readonly defaultBranch: string;
}

export interface OtherEvent {
  readonly kind: 'other';
  /** `push`; empty where no runner started the run. */
  readonly name: string;
  /** A sentence: why an event that changes files could not be read. */
  readonly why?: string;
}

type PullRequestEventName = 'pull_request' | 'pull_request_target';
type CommitRangeEventName = 'push' | 'merge_group';

const nameSchema = v.picklist(['pull_request', 'pull_request_target', 'push', 'merge_group']);

/** git's object names are arguments of a program later on: nothing else may pass here. */
const shaSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, 'no name of a commit'));

/** GitHub takes no more of a description or a comment: its own error message says so. */
export const maxBodyCharacters = 65_536;

/** What is only ever shown, or looked for in, and must not make the event unreadable. */
const wordsSchema = v.fallback(v.string(), '');

/** Of the events' payloads what is needed. Source: docs.github.com, "Webhook events and payloads". */
const pullRequestSchema = v.object({
  action: v.string(),
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  pull_request: v.object({
    user: v.fallback(v.object({ login: wordsSchema }), { login: '' }),
    body: wordsSchema,
    merged: v.fallback(v.boolean(), false),
    head: v.object({ sha: shaSchema, ref: wordsSchema, repo: optional(v.object({ full_name: v.string() })) }),
    base: v.object({
      sha: shaSchema,
      ref: wordsSchema,
      repo: v.object({ full_name: v.string(), default_branch: wordsSchema }),
    }),
  }),
});

const pushSchema = v.object({ before: shaSchema, after: shaSchema });

/** What every event has. */
const defaultBranchSchema = v.fallback(v.object({ repository: v.object({ default_branch: wordsSchema }) }), {
  repository: { default_branch: '' },
});

const mergeGroupSchema = v.object({
  merge_group: v.object({ base_sha: shaSchema, base_ref: wordsSchema, head_sha: shaSchema }),
});

const repositorySchema = v.pipe(v.string('missing'), v.regex(/^[\w.-]+\/[\w.-]+$/, 'not owner/name'));

/** Reads the event that started the run, as the runner tells it; what cannot be read is an event of another kind. */
export async function readEvent(environment: Environment): Promise<RunEvent> {
  const name = v.safeParse(nameSchema, environment.GITHUB_EVENT_NAME);
  if (!name.success) return { kind: 'other', name: environment.GITHUB_EVENT_NAME ?? '' };
  try {
    const repositoryParts = parse(repositorySchema, environment.GITHUB_REPOSITORY, 'GITHUB_REPOSITORY');
    const [owner = '', repository = ''] = repositoryParts.split('/');
    return { owner, repository, ...fieldsOf(name.output, await readPayload(environment)) };
  } catch (error) {
    const why = `The event ${name.output} cannot be read: ${printable(messageOf(error))}.`;
    return { kind: 'other', name: name.output, why };
  }
}

function parse<T>(schema: v.GenericSchema<unknown, T>, value: unknown, what: string): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${[what, v.getDotPath(issue)].filter(Boolean).join(', ')}: ${issue.message}`);
}

type Fields<T> = T extends RunEvent ? Omit<T, 'owner' | 'repository'> : never;

function fieldsOf(
  name: v.InferOutput<typeof nameSchema>,
  payload: unknown,
): Fields<PullRequestEvent | CommitRangeEvent> {
  const what = 'the event’s file (GITHUB_EVENT_PATH)';
  const defaultBranch = v.parse(defaultBranchSchema, payload).repository.default_branch;
  switch (name) {
    case 'pull_request':
    case 'pull_request_target': {
      return { kind: 'pull-request', name, ...fieldsOfPullRequest(parse(pullRequestSchema, payload, what)) };
    }
    case 'push': {
      const { before: baseSha, after: headSha } = parse(pushSchema, payload, what);
      return { kind: 'commit-range', name, headSha, baseSha, baseRef: '', defaultBranch };
    }
    case 'merge_group': {
      const { base_sha: baseSha, base_ref, head_sha: headSha } = parse(mergeGroupSchema, payload, what).merge_group;
      const baseRef = base_ref.replace(/^refs\/heads\//, '');
      return { kind: 'commit-range', name, headSha, baseSha, baseRef, defaultBranch };
    }
  }
}

function fieldsOfPullRequest({ action, number, pull_request: request }: v.InferOutput<typeof pullRequestSchema>) {
  const { head, base, user, body, merged } = request;
  const isMerged = merged && base.ref !== '' && base.ref === base.repo.default_branch;
  const isFromFork = head.repo?.full_name !== base.repo.full_name;
  const branches = { baseRef: base.ref, defaultBranch: base.repo.default_branch };
  const words = { headRef: head.ref, author: user.login, body: body.slice(0, maxBodyCharacters) };
  return { action, number, headSha: head.sha, baseSha: base.sha, isMerged, isFromFork, ...branches, ...words };
}
