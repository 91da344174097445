import { createHash } from 'node:crypto';
import type { Description } from './description.js';

/** Of GitHub's, as much as a test has to say. */
export interface ChangedFile {
  readonly filename: string;
  readonly status?: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed' | 'unchanged';
  readonly previous_filename?: string;
  /** git's name of its content; without it one that no content has */
  readonly sha?: string | null;
  /** null of a submodule, whatever the description says. Source: github/rest-api-description#1945. */
  readonly blob_url?: null;
}

/** What is at a path at a commit. */
export type Content =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  /** Followed by GitHub where it leads to a file of the same commit. */
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'folder' };

/** What GitHub says of two commits. */
export interface Comparison {
  readonly status?: 'ahead' | 'behind' | 'diverged' | 'identical';
  readonly files: readonly ChangedFile[];
}

export interface Commit {
  readonly message: string;
  /** null where GitHub knows nobody of that address. */
  readonly author: string | null;
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  body: string;
  readonly login: string;
  readonly createdAt: string;
  updatedAt: string;
}

/** The one repository that the double has, and what is in it. */
export class Repository {
  /** GitHub's `Link` names a repository by this. */
  readonly id = 1_296_269;
  readonly comments: Comment[] = [];
  readonly #pullRequests = new Map<number, readonly ChangedFile[]>();
  readonly #commits = new Map<number, readonly Commit[]>();
  readonly #issues = new Set<number>();
  #lastId = 999;
  readonly #contents = new Map<string, Content>();
  readonly #comparisons = new Map<string, Comparison>();

  constructor(
    readonly owner: string,
    readonly name: string,
  ) {}

  is(owner: string | undefined, name: string | undefined): boolean {
    return owner?.toLowerCase() === this.owner.toLowerCase() && name?.toLowerCase() === this.name.toLowerCase();
  }

  /** Every pull request is an issue. */
  addPullRequest(number: number, files: readonly ChangedFile[]): void {
    this.#pullRequests.set(number, files);
    this.#issues.add(number);
  }

  filesOf(number: number): readonly ChangedFile[] | undefined {
    return this.#pullRequests.get(number);
  }

  addCommits(number: number, commits: readonly Commit[]): void {
    this.#commits.set(number, [...this.commitsOf(number), ...commits]);
  }

  commitsOf(number: number): readonly Commit[] {
    return this.#commits.get(number) ?? [];
  }

  hasIssue(number: number): boolean {
    return this.#issues.has(number);
  }

  addContent(sha: string, path: string, content: Content): void {
    this.#contents.set(`${sha}:${path}`, content);
  }

  contentAt(sha: string, path: string): Content | undefined {
    return this.#contents.get(`${sha}:${path}`);
  }

  addComparison(base: string, head: string, comparison: Comparison): void {
    this.#comparisons.set(`${base}...${head}`, comparison);
  }

  comparisonOf(basehead: string): Comparison | undefined {
    return this.#comparisons.get(basehead);
  }

  addComment(issue: number, body: string, login: string): Comment {
    const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const comment = { id: (this.#lastId += 1), issue, body, login, createdAt: now, updatedAt: now };
    this.comments.push(comment);
    return comment;
  }

  /** @returns whether it was there */
  deleteComment(id: number): boolean {
    const index = this.comments.findIndex((comment) => comment.id === id);
    if (index >= 0) this.comments.splice(index, 1);
    return index >= 0;
  }
}

/** A file as GitHub lists it: its own example, with what differs. */
export function renderFile(description: Description, file: ChangedFile): object {
  const [example] = description.example('diff-entry-items') as readonly object[];
  return { ...example, status: 'modified', ...file };
}

export function renderCommit(description: Description, { message, author }: Commit): object {
  const [example] = description.example('commit-items') as readonly { commit: object; author: object }[];
  return {
    ...example,
    commit: { ...example?.commit, message },
    author: author === null ? null : { ...example?.author, login: author },
  };
}

export function renderComment(description: Description, { owner, name }: Repository, comment: Comment): object {
  const { id, issue, body, login, createdAt, updatedAt } = comment;
  const example = description.example('issue-comment') as { readonly user: object };
  const api = `https://api.github.com/repos/${owner}/${name}/issues`;
  return {
    ...example,
    id,
    body,
    url: `${api}/comments/${id}`,
    html_url: `https://github.com/${owner}/${name}/pull/${issue}#issuecomment-${id}`,
    issue_url: `${api}/${issue}`,
    user: { ...example.user, login, type: login.endsWith('[bot]') ? 'Bot' : 'User' },
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

/** Source: git-scm.com, "Git Internals - Git Objects". */
export function blobOf(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Of more than this GitHub gives no content. Source: docs.github.com, "Get repository content". */
const maxContentBytes = 1024 * 1024;

export function renderContent(description: Description, path: string, content: Content): unknown {
  switch (content.kind) {
    case 'file': {
      const { bytes } = content;
      const isLarge = bytes.length > maxContentBytes;
      // In lines of sixty characters, as GitHub writes it.
      const text = Buffer.from(bytes).toString('base64').replace(/.{60}/g, '$&\n');
      const said = { path, name: path.split('/').at(-1), size: bytes.length, sha: blobOf(bytes) };
      const example = description.example('content-file-response-if-content-is-a-file') as object;
      return { ...example, ...said, encoding: isLarge ? 'none' : 'base64', content: isLarge ? '' : text };
    }
    case 'link': {
      const example = description.example('content-file-response-if-content-is-a-symlink') as object;
      return { ...example, path, target: content.target };
    }
    case 'folder':
      return description.example('content-file-response-if-content-is-a-directory');
  }
}

export function renderComparison(description: Description, { status = 'ahead', files }: Comparison): object {
  const example = description.example('commit-comparison') as object;
  return { ...example, status, files: files.map((file) => renderFile(description, file)) };
}
