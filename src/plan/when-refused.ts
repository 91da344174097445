/** A target's registry that does not let the run write. */
export interface Refusal {
  readonly registry: string;
  /** Whether the run is logged in there. */
  readonly hasAccount: boolean;
}

/** What becomes of images whose target does not let the run write. */
export type WhenRefused =
  | { readonly kind: 'fail' }
  /** They are checked as in mode `check`, because whoever started the run cannot give it that right. */
  | {
      readonly kind: 'check';
      /** Says what is missing, in a sentence. */
      readonly explain: (refusals: readonly [Refusal, ...Refusal[]]) => string;
    };

/** A target's registry where a repository that the run makes may be readable by everybody. */
export interface Exposed {
  readonly registry: string;
  /** Sentences: why, and what to do. */
  readonly why: string;
}
