import * as v from 'valibot';
import { optional } from '../../runtime/optional-field.js';

/** What is different between two commits. All paths are from the repository's root. */
export interface RepositoryDiff {
  /** What is new or has changed, with the path that it had before; undefined: it was not there. */
  readonly files: ReadonlyMap<string, string | undefined>;
  /** What is not there any more: removed, or renamed. */
  readonly gone: ReadonlySet<string>;
  /** Those of `files` that are submodules. */
  readonly submodules: ReadonlySet<string>;
  /** git's names of the contents of what is new or has changed, as far as GitHub said them. */
  readonly blobs: ReadonlyMap<string, string>;
}

/** A file as GitHub lists it. Source: docs.github.com, "List pull requests files", "Compare two commits". */
export const listedFileSchema = v.object({
  filename: v.string(),
  status: v.string(),
  previous_filename: optional(v.string()),
  sha: optional(v.string()),
  /** Only a submodule has none. Source: github/rest-api-description#1945. */
  blob_url: optional(v.string()),
});

export type ListedFile = v.InferOutput<typeof listedFileSchema>;

export function diffOfListed(listed: readonly ListedFile[]): RepositoryDiff {
  return makeDiff(
    listed.flatMap((file): readonly FileDifference[] => {
      const { filename: now, status, previous_filename: before } = file;
      const content = { blob: file.sha, isSubmodule: file.blob_url === undefined };
      switch (status) {
        case 'unchanged':
          return [];
        case 'removed':
          return [{ gone: now }];
        case 'renamed':
          return [{ ...content, now, before, gone: before }];
        case 'added':
        case 'copied':
          return [{ ...content, now }];
        default:
          return [{ ...content, now, before: now }];
      }
    }),
  );
}

/** git's mode of a submodule. Source: git-scm.com, "gitdatamodel". */
const submoduleMode = '160000';

/**
 * @param text of `git diff --raw -z`: `:100644 100644 <blob> <blob> M` and a path, or two paths of what was renamed or copied, each ended by NUL.
 * Source: git-scm.com, "git-diff", "Raw output format".
 */
export function diffOfRaw(text: string): RepositoryDiff {
  const fields = text.split('\0');
  const differences: FileDifference[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const [modes = '', first = '', second = ''] = fields.slice(at, at + 3);
    const [, mode, , , status = ''] = modes.split(' ');
    const hasTwo = status.startsWith('R') || status.startsWith('C');
    const difference = differenceOf(status.slice(0, 1), first, second);
    differences.push({ ...difference, isSubmodule: mode === submoduleMode });
    at += hasTwo ? 3 : 2;
  }
  return makeDiff(differences);
}

function differenceOf(status: string, first: string, second: string): FileDifference {
  switch (status) {
    case 'D':
      return { gone: first };
    case 'A':
      return { now: first };
    case 'C':
      return { now: second };
    case 'R':
      return { now: second, before: first, gone: first };
    default:
      return { now: first, before: first };
  }
}

interface FileDifference {
  readonly now?: string;
  readonly before?: string | undefined;
  readonly gone?: string | undefined;
  readonly blob?: string | undefined;
  readonly isSubmodule?: boolean;
}

/** A path that was left and taken again by another file is there. */
function makeDiff(differences: readonly FileDifference[]): RepositoryDiff {
  const files = new Map(differences.flatMap(({ now, before }) => (now === undefined ? [] : [[now, before] as const])));
  const gone = differences.flatMap((difference) => difference.gone ?? []);
  return {
    files,
    gone: new Set(gone.filter((path) => !files.has(path))),
    submodules: new Set(
      differences.flatMap(({ now, isSubmodule }) => (now === undefined || isSubmodule !== true ? [] : [now])),
    ),
    blobs: new Map(
      differences.flatMap(({ now, blob }) => (now === undefined || blob === undefined ? [] : [[now, blob] as const])),
    ),
  };
}
