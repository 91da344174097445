/** A target's registry where a repository that the run makes may be readable by everybody. */
export interface Exposed {
  readonly registry: string;
  /** Sentences: why, and what to do. */
  readonly why: string;
}
