import type { Answer, RequestKind } from '../registry/types.js';

/** One way in which a real registry, or what stands before it, answers otherwise than the specification says. */
export interface Oddity {
  readonly name: string;
  /** Who does so: a registry's name, or a public report. */
  readonly seenAt: string;
  /** Which kinds of request it changes. */
  readonly kinds: readonly RequestKind[];
  /** At which side of a copy it is met. */
  readonly sides: readonly ('source' | 'target')[];
  /** Makes the answers of one registry, which may remember what was asked before. */
  readonly begin: () => Answer;
  /** How many requests it takes to be met. Default 1. */
  readonly hits?: number;
  /** What an image that failed of it says; `/never/` where no image may fail. */
  readonly says: RegExp;
}
