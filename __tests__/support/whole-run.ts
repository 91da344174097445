import { skip } from './jest/testing.js';

/** `.ci/run` sets `WHOLE`. Without it the tests that take long are skipped, and a property is tried with fewer cases. */
export const isWholeRun = process.env.WHOLE === 'true';

/** The test runs only in a whole run. Else it is skipped, and the closing line says why. */
export function needWholeRun(): void {
  if (!isWholeRun) skip('it takes long; WHOLE=true runs it');
}

/** How many cases of a property are tried: all of them in a whole run, else a tenth, but never fewer than fast-check's own hundred. */
export function casesOf(whole: number): number {
  return isWholeRun ? whole : Math.max(whole / 10, 100);
}
