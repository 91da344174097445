import type { BotUpdate } from '../plan/task.js';
import type { ReadResult } from './read.js';

/** What started the run, and the way to what it changes in the tree. */
export type Trigger =
  /** It changes nothing: a schedule, a person, a terminal. */
  | {
      readonly kind: 'none';
      /** As GitHub calls it: `schedule`; empty where no runner started the run. */
      readonly event: string;
    }
  | {
      readonly kind: 'pull-request' | 'merge-group' | 'push';
      /** `pull_request_target`: the workspace most likely holds the tree as it was before. */
      readonly isBaseCheckout: boolean;
      /** Whether what it changes is in no branch yet that others work with. */
      readonly isProposal: boolean;
      /** Asks for it when it is first called, and once. Never fails. */
      readonly change: () => Promise<Change>;
    };

/** What a pull request, a merge group or a push changes. */
export type Change =
  | KnownChange
  /** @property why sentences, with what to try */
  | { readonly kind: 'unknown'; readonly why: string };

/** All paths are relative to the workspace, with `/`. */
export interface KnownChange {
  readonly kind: 'known';
  /** `pull request #7` */
  readonly what: string;
  /** What is new or has changed, with the path that it had before; undefined: it was not there. */
  readonly files: ReadonlyMap<string, string | undefined>;
  /** What is not there any more: removed, or renamed. */
  readonly gone: ReadonlySet<string>;
  /** Those of `files` that are submodules. */
  readonly submodules: ReadonlySet<string>;
  /** A file of these that says what the run does: the workflow. */
  readonly configuration?: string;
  /**
   * The text that a file had before, by its path now, and of one that is gone by the path that it had; undefined where there was none, or it
   * cannot be read. Of a file that is not changed it is that of the base, too, whatever the workspace holds. Never fails.
   */
  readonly textBefore: (path: string) => Promise<string | undefined>;
  /** Sentences: what of that could not be read until now. */
  readonly warnings: () => readonly string[];
  /** What the bot that made it says of it; nothing of what no bot made. Never fails. */
  readonly readUpdates: () => Promise<readonly BotUpdate[]>;
  /** The text that a file of these has now; absent where the workspace holds them. */
  readonly textNow?: (path: string) => Promise<ReadResult>;
}

/** Says whether a run is of what is not merged yet: of reviews, too, whose runs check out the pull request. */
export function isProposed(trigger: Trigger): boolean {
  return trigger.kind === 'none' ? trigger.event.startsWith('pull_request') : trigger.isProposal;
}

/** Says whether a path is among these, or is below one: a link to a folder, or a submodule, is one file to git. */
export function isAmong(path: string, paths: { readonly has: (path: string) => boolean }): boolean {
  const parts = path.split('/');
  return parts.some((_part, index) => paths.has(parts.slice(0, index + 1).join('/')));
}
