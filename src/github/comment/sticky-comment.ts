import { messageOf } from '../../runtime/errors.js';
import { type CommentMarker, formatMarker, isOlder, maxCommentCharacters, parseMarker } from './comment-marker.js';
import type { CommentThread, IssueComment } from './comment-thread.js';
import { statusOf } from '../api/failure-words.js';
import type { Viewer } from '../api/viewer.js';

/** What is to be said. */
export interface StickyComment {
  readonly marker: CommentMarker;
  /** Whether it is written where there is none yet. */
  readonly mayCreate: boolean;
  /** Everything behind the marker. */
  readonly render: (maxCharacters: number) => string;
}

/** What it is said with. */
interface StickyCommentDeps {
  readonly thread: CommentThread;
  readonly viewer: () => Promise<Viewer>;
  /** Waits a moment. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** What came of it. */
export type CommentResult =
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly url: string }
  /** There was none, and none was asked for. */
  | { readonly kind: 'none' }
  /** A run that began later has written it already. */
  | { readonly kind: 'overtaken'; readonly url: string };

/**
 * Writes the one comment that a run may have: anew where there is none, else in its place. Others of its kind, which two runs at once leave
 * behind, are removed.
 * @throws what octokit throws
 */
export async function upsertComment(comment: StickyComment, deps: StickyCommentDeps): Promise<CommentResult> {
  return upsert(comment, deps, { gone: new Set(), tries: 0 });
}

interface Earlier {
  /** Comments that were listed and were not there. */
  readonly gone: ReadonlySet<number>;
  /** How often one was written without an answer. */
  readonly tries: number;
}

async function upsert(comment: StickyComment, deps: StickyCommentDeps, before: Earlier): Promise<CommentResult> {
  const own = (await findOwn(comment, deps)).filter(({ id }) => !before.gone.has(id));
  const [first, ...others] = own;
  if (first === undefined) return comment.mayCreate ? create(comment, deps, before) : { kind: 'none' };
  const newer = own.find(({ marker }) => isOlder(comment.marker, marker));
  if (newer !== undefined) return { kind: 'overtaken', url: newer.url };
  try {
    const result = await update(first, comment, deps);
    for (const other of others) await remove(other, deps);
    return result;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return upsert(comment, deps, { ...before, gone: new Set([...before.gone, first.id]) });
  }
}

interface OwnComment extends IssueComment {
  readonly marker: CommentMarker;
}

/** Whoever can comment can write our marker, so that the author counts as well. Who the token's user is is asked only where it matters. */
async function findOwn(
  { marker: { key } }: StickyComment,
  { thread, viewer, signal }: StickyCommentDeps,
): Promise<readonly OwnComment[]> {
  const marked: OwnComment[] = [];
  for await (const comment of thread.list()) {
    signal.throwIfAborted();
    const marker = parseMarker(comment.body);
    if (marker?.key === key) marked.push({ ...comment, marker });
  }
  return marked.length === 0 ? [] : ownOf(marked, await viewer());
}

/**
 * Where GitHub does not say who we are, the author that nearly all workflows have is taken to be us. Beside comments of anybody else a new one
 * might be our second.
 */
function ownOf(marked: readonly OwnComment[], viewer: Viewer): readonly OwnComment[] {
  if (viewer.kind === 'known') return marked.filter(({ author }) => isSameLogin(author?.login, viewer.login));
  const likely = marked.filter(({ author }) => author?.type === 'Bot' && isSameLogin(author.login, workflowsBot));
  if (likely.length > 0) return likely;
  throw new Error(`There is one that may be its own, and GitHub does not say whose the token is: ${viewer.why}`);
}

/** The author of what is written by a workflow's own token. */
const workflowsBot = 'github-actions[bot]';

function isSameLogin(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

/** What was sent without an answer may be there: it is looked for before it is sent once more, so that there are never two. */
async function create(comment: StickyComment, deps: StickyCommentDeps, before: Earlier): Promise<CommentResult> {
  try {
    const { url } = await fitting(comment, async (body) => deps.thread.create(body));
    return { kind: 'created', url };
  } catch (error) {
    const status = statusOf(error);
    if (before.tries > 0 || (status !== undefined && status < 500)) throw error;
    await deps.pause();
    return upsert(comment, deps, { ...before, tries: before.tries + 1 });
  }
}

async function update(
  { id, body: old, url }: OwnComment,
  comment: StickyComment,
  { thread }: StickyCommentDeps,
): Promise<CommentResult> {
  return fitting(comment, async (body) => {
    if (body === old) return { kind: 'unchanged', url };
    await thread.update(id, body);
    return { kind: 'updated', url };
  });
}

/** That somebody was faster is what was wanted. */
async function remove({ id }: OwnComment, { thread }: StickyCommentDeps): Promise<void> {
  try {
    await thread.remove(id);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

/** Once more with half of it, should GitHub's limit be another than it says. */
async function fitting<T>(comment: StickyComment, write: (body: string) => Promise<T>): Promise<T> {
  try {
    return await write(bodyOf(comment, maxCommentCharacters));
  } catch (error) {
    if (statusOf(error) !== 422 || !/too long/i.test(messageOf(error))) throw error;
    return write(bodyOf(comment, maxCommentCharacters / 2));
  }
}

function bodyOf({ marker, render }: StickyComment, maxCharacters: number): string {
  return `${formatMarker(marker)}\n${render(maxCharacters)}`;
}
