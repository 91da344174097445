import type { Comparison } from '../image/image-comparison.js';
import type { Digest } from '../image/digest.js';
import type { Side } from '../image/registry-error.js';
import type { Platform } from '../image/platform.js';

export type SkipReason =
  'up-to-date' | 'present' | 'unverified' | 'pins differ' | 'done elsewhere' | 'scratch' | 'internal' | 'excluded';
export type StaleReason = 'target-behind' | 'immutable-tag';

/** What came of one image. */
export type Outcome =
  | ({ readonly state: 'mirrored' } & CopyFacts)
  /** Only in mode `check`: nothing was written. */
  | ({ readonly state: 'would-mirror' } & OutcomeFacts)
  | ({ readonly state: 'skipped'; readonly reason: SkipReason } & OutcomeFacts)
  /** Its source serves no more manifests for now: it is left for a later run. */
  | ({ readonly state: 'deferred'; readonly message: string; readonly until: Date } & OutcomeFacts)
  | ({ readonly state: 'stale'; readonly reason: StaleReason; readonly message: string } & OutcomeFacts)
  | ({
      readonly state: 'failed';
      readonly message: string;
      /** The pin, if the source answered that it does not have it. */
      readonly missingPin?: Digest;
    } & OutcomeFacts);

export interface OutcomeFacts {
  /** What the target tag resolved to before the run. */
  readonly previousDigest?: Digest;
  /** The target refused (403) to show what its tag resolved to before the run. */
  readonly previousUnknown?: true;
  /** What it should resolve to, and, where nothing is wrong, does. */
  readonly digest?: Digest;
  /** The copy is there by its digest alone, or would be: the tag leads to `previous`, if it is known, until the pull request is merged. */
  readonly tagWaits?: true;
  /** The target could not be read: whether it has the image is not known. */
  readonly targetUnknown?: true;
  readonly platforms?: readonly Platform[];
  /** bytes of the whole image */
  readonly size?: number;
  /** Sentences for a reader that change nothing of the state. */
  readonly warnings: readonly string[];
  /** What changed against the image before; absent where there is none, or it cannot be read. */
  readonly comparison?: Comparison;
  /** Hosts that were asked for it. */
  readonly via?: readonly Via[];
}

/** A host that requests for an image went to. */
export interface Via {
  readonly side: Side;
  readonly host: string;
  readonly requests: number;
  /** those of them that were made again, for the first had failed */
  readonly repeated: number;
}

interface CopyFacts extends OutcomeFacts {
  /** bytes that crossed the wire for this image */
  readonly copiedBytes: number;
  /** The registry accepted the tag, and did not show it within `verify-timeout`. */
  readonly visible?: false;
}
