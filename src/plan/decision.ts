import type { RegistryError } from '../image/registry-error.js';
import type { Digest } from '../image/digest.js';

/** What to do for one task, and why. `previousDigest` is what the target tag resolves to now. */
export type Decision =
  | {
      readonly kind: 'copy';
      readonly digest: Digest;
      readonly previousDigest?: Digest;
      readonly tagWaits?: true;
      /** The target refused (403) to show the tag, and takes uploads. The tag may be there. */
      readonly previousUnknown?: true;
      /** The target has the image's first manifest by its digest. */
      readonly isHeld?: true;
    }
  | { readonly kind: 'up-to-date'; readonly digest: Digest }
  /** The image is there by its digest, and its tag waits for the merge. */
  | {
      readonly kind: 'up-to-date';
      readonly digest: Digest;
      readonly tagWaits: true;
      readonly previousDigest?: Digest;
      readonly previousUnknown?: true;
    }
  | { readonly kind: 'present'; readonly digest: Digest }
  | { readonly kind: 'unverified'; readonly digest: Digest; readonly message: string }
  /** Files pin the tag to different digests, and the source's tag shows none of them. `previousDigest` is what the target's tag resolves to, if it is there. */
  | { readonly kind: 'pins differ'; readonly previousDigest?: Digest; readonly message: string }
  | { readonly kind: 'target-behind'; readonly digest: Digest; readonly previousDigest: Digest }
  | {
      readonly kind: 'fail';
      readonly message: string;
      readonly digest?: Digest;
      readonly previousDigest?: Digest;
      /** The pin, if the source answered that it does not have it. */
      readonly missingPin?: Digest;
      /** Set where the target's registry does not let the run look. */
      readonly refusal?: RegistryError;
    };
