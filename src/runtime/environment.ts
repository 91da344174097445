import type { Clock } from './clock.js';

/** Environment variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The process that a run is in, as its entry makes it: nothing else touches it. */
export interface HostProcess {
  readonly environment: Environment;
  readonly workingDirectory: string;
  readonly clock: Clock;
  /** Lets the heap grow less, for a run that leaves much behind; costs time. */
  readonly keepHeapSmall: () => void;
}

/** Of this program; package.json says the same. */
export const version = '0.1.0';
