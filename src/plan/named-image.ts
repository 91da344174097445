import type { ImageName } from '../image/image-name.js';
import type { Platform } from '../image/platform.js';
import type { Reference } from '../image/reference.js';
import type { Use } from './task.js';

/** An image as a file names it. */
export interface NamedImage {
  readonly use: Use;
  /** after the expansion of its arguments */
  readonly name: ImageName;
  /** the literal of a `--platform` flag */
  readonly platform?: string;
  /** A pull request brings it: its file, as far as that is known, had nothing that it took the place of. */
  readonly isNew?: true;
  /** It reads its file for the builder, and is in none of its stages. */
  readonly isFrontend?: true;
  /** What a COPY or a RUN names, where it may have been meant for a stage that the file does not have. */
  readonly possibleStage?: string;
  /** Why it must not be mirrored at all, found while its file was read. */
  readonly problem?: string;
  /** The run is not of its file, which is there to agree with: on what a tag is pinned to, and on what is kept under a name. */
  readonly isOutOfScope?: true;
}

/** An image whose name is read, on its way into a task. */
export interface Candidate {
  readonly named: NamedImage;
  readonly reference: Reference;
  readonly platforms: readonly Platform[];
  /** All images that name the tag which this pin was taken from, because they pin it to different digests. */
  readonly apartFrom?: readonly NamedImage[];
}

/** All that name one source. */
export type Group = readonly [Candidate, ...Candidate[]];
