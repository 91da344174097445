import type { Clock } from '../../runtime/clock.js';
import { join } from 'node:path/posix';
import type { Change, KnownChange, Trigger } from '../../tree/known-change.js';
import type { LazyGithub } from '../api/api.js';
import { type ChangedFilesDeps, type ChangingEvent, formatChange, readChangedFiles } from './changed-files.js';
import { isHeadCheckedOut } from './checkout-files.js';
import { findRoots, fromRoot } from './checkout.js';
import { findConfiguration } from './running-workflow.js';
import type { RepositoryDiff } from './diff.js';
import type { OtherEvent, RunEvent } from '../runner/event.js';
import { createGit } from './git.js';
import { createTextsBefore, createTextsNow } from './texts.js';
import type { Environment } from '../../runtime/environment.js';

export interface TriggerDeps {
  readonly event: RunEvent;
  readonly environment: Environment;
  readonly workspace: string;
  /** The folder of Dockerfiles, relative to the workspace. */
  readonly images: string;
  readonly github: LazyGithub;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What started the run, as the runner tells it. What that changes is read when it is asked for, once. */
export function triggerOf(deps: TriggerDeps): Trigger {
  const { event } = deps;
  if (event.kind === 'other') return triggerOfOther(event);
  let change: Promise<Change> | undefined;
  return {
    kind: kindOf(event.name),
    isBaseCheckout: event.name === 'pull_request_target',
    isProposal: event.kind === 'pull-request' ? !event.isMerged : isUnmerged(event.name),
    change: async () => (change ??= readChange(event, deps)),
  };
}

/** An event that ought to change files and cannot be read changes nobody knows what. */
function triggerOfOther({ name, why }: OtherEvent): Trigger {
  if (why === undefined) return { kind: 'none', event: name };
  const kind = kindOf(name);
  const change = async (): Promise<Change> => Promise.resolve({ kind: 'unknown', why });
  return { kind, isBaseCheckout: false, isProposal: isUnmerged(name), change };
}

/** A merge group may be taken out of the queue, or fail another check: only the push says that it is merged. */
function isUnmerged(event: string): boolean {
  return event !== 'push';
}

function kindOf(name: string): 'pull-request' | 'merge-group' | 'push' {
  if (name === 'push') return 'push';
  return name === 'merge_group' ? 'merge-group' : 'pull-request';
}

async function readChange(event: ChangingEvent, deps: TriggerDeps): Promise<Change> {
  const { environment, workspace, images, github, clock, signal, log } = deps;
  const roots = await findRoots(workspace, images);
  const [root] = roots;
  const git = createGit(join(workspace, root), environment, clock);
  const texts: ChangedFilesDeps = { client: github.client, git, clock, signal, mergeSha: environment.GITHUB_SHA };
  const changed = await readChangedFiles(event, texts);
  if (changed.kind === 'unknown') return changed;
  const { diff } = changed;
  // A workflow of `pull_request_target` checks out the base, if it is not told otherwise.
  const isHeadElsewhere =
    event.name === 'pull_request_target' && !(await isHeadCheckedOut(event, git, signal).catch(() => false));
  // What is not looked for in the workspace can be at one place only.
  const inWorkspace = moveInto(isHeadElsewhere ? [root] : roots, diff);
  const configuration = await findConfiguration({ environment, workspace, root }, inWorkspace);
  const before = createTextsBefore(event, texts);
  const now = createTextsNow(event, diff.blobs, texts);
  return {
    kind: 'known',
    what: formatChange(event),
    files: inWorkspace.files,
    gone: inWorkspace.gone,
    submodules: inWorkspace.submodules,
    ...(configuration === undefined ? {} : { configuration }),
    textBefore: async (path) => {
      const was = inWorkspace.files.has(path) ? inWorkspace.files.get(path) : path;
      return was === undefined ? undefined : before.read(inWorkspace.original(was));
    },
    warnings: before.warnings,
    readUpdates: async () => {
      if (event.kind !== 'pull-request') return [];
      const { readUpdates } = await import('../bots/bot-updates.js');
      return readUpdates(event, { client: await github.client(), signal, log });
    },
    ...(isHeadElsewhere ? { textNow: async (path: string) => now(inWorkspace.original(path)) } : {}),
  };
}

interface MovedDiff extends Pick<KnownChange, 'files' | 'gone' | 'submodules'> {
  /** The path from the repository's root; of several folders that may be it the first is the workspace itself. */
  readonly original: (path: string) => string;
}

/** Of several folders that may be the repository's root, a file may be in any. */
function moveInto(roots: readonly string[], { files, gone, submodules }: RepositoryDiff): MovedDiff {
  const originals = new Map<string, string>();
  const move = (root: string, path: string): string => {
    const moved = root === '' ? path : `${root}/${path}`;
    if (!originals.has(moved)) originals.set(moved, path);
    return moved;
  };
  const moveAll = (paths: ReadonlySet<string>): ReadonlySet<string> =>
    new Set(roots.flatMap((root) => [...paths].map((path) => move(root, path))));
  return {
    files: new Map(
      roots.flatMap((root) =>
        [...files].map(
          ([now, before]) => [move(root, now), before === undefined ? undefined : move(root, before)] as const,
        ),
      ),
    ),
    gone: moveAll(gone),
    submodules: moveAll(submodules),
    original: (path) => originals.get(path) ?? fromRoot(path, roots[0] ?? ''),
  };
}
