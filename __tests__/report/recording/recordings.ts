import type { Report } from '../../../src/result/report.js';
import { deferred, group, majorBump, noOp, nothing, platformLost } from './bumps.js';
import { hostile } from './hostile.js';
import { denied, dependabotCheck, interrupted, long, pullsUsedUp, staleAndUnverified } from './troubles.js';

/**
 * What is recorded in `golden`, by its name there. Each is what the engine makes of a run between registry doubles, started by a pull request of
 * a GitHub double or by none. Nothing is added by hand: only the doubles' hosts are called by the names of public registries (`public-names.ts`),
 * and the runs have one time and one duration (`world.ts`).
 */
export const recordings: Readonly<Record<string, () => Promise<Report>>> = {
  'major-bump': majorBump,
  'no-op': noOp,
  'platform-lost': platformLost,
  denied,
  'pulls-used-up': pullsUsedUp,
  'dependabot-check': dependabotCheck,
  deferred,
  group,
  'stale-and-unverified': staleAndUnverified,
  interrupted,
  nothing,
  long,
  hostile,
};
