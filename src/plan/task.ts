import type { AppliedRules } from '../config/image-rules.js';
import type { Digest } from '../image/digest.js';
import type { Platform } from '../image/platform.js';
import { type Reference, type TaggedReference, formatCanonical } from '../image/reference.js';

/** A location in the tree that names an image. */
export interface Use {
  /** relative to the workspace, with `/` */
  readonly file: string;
  /** counted from 1; absent where the whole file is meant */
  readonly line?: number;
  /** the image as the file spells it */
  readonly written?: string;
  readonly stage?: string;
  /** What was noticed about this location. */
  readonly warnings?: readonly string[];
  /** What it named before the pull request, with its tag and pin. Absent where there is none, or it named the same. */
  readonly former?: Reference;
  /** What the bot that made the pull request says of the change. */
  readonly update?: Update;
}

/** Dependabot's or Renovate's own words for a change; only ever shown. */
export interface Update {
  /** `author`: a person's account, who may have written what a bot's description looks like. */
  readonly by: 'dependabot' | 'renovate' | 'author';
  /** `major`, `minor`, `patch`, `digest`, … */
  readonly type?: string;
  /** those that are bumped together */
  readonly group?: string;
}

/** What a bot says of one bump. */
export interface BotUpdate extends Update {
  /** The repository, as the bot calls it: Dependabot without its registry, Renovate as the file does. */
  readonly name: string;
  /** The new tag, or the digest or its beginning; absent where the bot does not say. */
  readonly version?: string;
}

/** Files pin one tag to different digests. Each digest has a task of its own. */
export interface PinContest {
  /** The tag leads to none but these. */
  readonly pins: readonly Digest[];
  /** Whether a file names the tag without a pin, so that the tag has to be there. */
  readonly isNeeded: boolean;
  /** A sentence that names the files. */
  readonly warning: string;
}

/** One target tag to be kept, whatever number of files name it. */
export interface Task {
  /** The image's canonical name, without the pin. */
  readonly source: Reference;
  readonly digest?: Digest;
  readonly target: TaggedReference;
  readonly uses: readonly Use[];
  /** A use of these is new with the pull request. */
  readonly isNew?: true;
  /** Of what is not merged: a tag that is there is not moved before, and the image is kept by its digest until then. */
  readonly tagWaits?: true;
  /** Those that must be there, from the input or the configuration file and from `--platform` flags. */
  readonly platforms: readonly Platform[];
  /** Where the configuration file says something of the image. */
  readonly rules?: AppliedRules;
  /** A name that a COPY or a RUN takes files from: it may have been meant for a stage that its file does not have. */
  readonly possibleStage?: string;
  /** The task is of a tag that files pin to different digests, and of the tag alone. */
  readonly contest?: PinContest;
  /** No file that the run is of names it: it is kept because a tag may move away from it. */
  readonly isBystander?: true;
}

/** `images/quay.io/a/b/Dockerfile:3`, as editors and compilers write it. */
export function formatLocation({ file, line }: Pick<Use, 'file' | 'line'>): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** `images/a/Dockerfile:1`, `images/a/Dockerfile:1 and 2 more places` */
export function formatLocations([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return `${first} and ${others.length} more ${others.length === 1 ? 'place' : 'places'}`;
}

/** What files named before the pull request, in the order of the files. */
export function formerNames({ uses }: Pick<Task, 'uses'>): readonly Reference[] {
  return uses.flatMap(({ former }) => former ?? []);
}

/** What a file pinned the same tag to before the pull request. */
export function formerPin({ source, uses }: Pick<Task, 'source' | 'uses'>): Digest | undefined {
  const name = formatCanonical(source);
  return formerNames({ uses }).find((former) => former.digest !== undefined && formatCanonical(former) === name)
    ?.digest;
}
