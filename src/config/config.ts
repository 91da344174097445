import type { ImageRules, Override } from './image-rules.js';
import type { Choice } from './options.js';
import type { NamingTemplate, TargetPrefix } from './naming.js';

export type Mode = Choice<'mode'>;
/** Where the cache is kept between runs: GitHub's cache service where there is one, or a folder. */
export type CacheLocation =
  { readonly kind: 'service' } | { readonly kind: 'none' } | { readonly kind: 'folder'; readonly path: string };
/** When a pull request gets a comment, where it has none yet. */
export type CommentPolicy = Choice<'comment'>;
export type FailOn = Choice<'fail-on'>;

/** What a run is to do, read and checked. */
export interface Config extends ImageRules {
  readonly mode: Mode;
  /** Each distinct; at least one. */
  readonly targets: readonly TargetPrefix[];
  readonly images: string;
  readonly dockerfiles: string;
  readonly naming: NamingTemplate;
  readonly buildArgs: ReadonlyMap<string, string>;
  /** canonical names; each stands for all below it */
  readonly internal: readonly string[];
  /** globs over canonical names */
  readonly exclude: readonly string[];
  readonly strictLayout: boolean;
  readonly concurrency: number;
  readonly failOn: FailOn;
  readonly verifyTimeoutMs: number;
  readonly insecureRegistries: readonly string[];
  readonly comment: CommentPolicy;
  /** The target's word is not taken: its copies are read whole. Not in mode `verify`. */
  readonly force: boolean;
  /** Which files a run is of: those that are changed, where the event changes some (`auto`: a pull request). */
  readonly scope: Choice<'scope'>;
  /** globs over canonical names; empty: all */
  readonly only: readonly string[];
  /** Whether files of a pull request may be worked on with the rights of its base. */
  readonly allowUntrusted: boolean;
  /** canonical hosts that a `FROM` may name, `*` for all; empty: in a pull request those that the tree named before it, and else all */
  readonly allowedRegistries: readonly string[];
  /** Of the whole run, from the process' start; 0: none. */
  readonly runTimeoutMs: number;
  readonly cache: CacheLocation;
  /** Where the configuration file is, relative to the workspace. */
  readonly configFile: string;
  /** From that file. */
  readonly overrides: readonly Override[];
}
