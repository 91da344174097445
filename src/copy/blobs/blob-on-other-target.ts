import type { Clock } from '../../runtime/clock.js';
import type { ImageSource } from '../../image/source-and-target.js';
import { waitAtMost } from '../../runtime/wait.js';
import type { RegistryState } from './blob-state.js';

/** How long another target's download may stand still before a target that waits for it reads the source itself. */
const maxStandstillMs = 10_000;

/** A blob's copy on another target, waited for while it is on its way there and moves. */
export async function findBlobOnOtherTarget(
  others: readonly RegistryState[],
  clock: Clock,
  signal: AbortSignal,
): Promise<ImageSource | undefined> {
  for (let isMoving = true; isMoving;) {
    const [copy] = others.flatMap(({ holders, sibling }) => [...holders].map(sibling));
    const coming = others.flatMap(({ downloading }) => downloading ?? []);
    if (copy !== undefined || coming.length === 0) return copy;
    const before = movementsOf(others);
    const ending = Promise.race(coming.map(async (download) => download.then(() => 'ended' as const)));
    const end = await Promise.race([ending, waitAtMost(maxStandstillMs, ending, clock, signal)]);
    isMoving = end === 'ended' || movementsOf(others) > before;
  }
  return undefined;
}

function movementsOf(states: readonly RegistryState[]): number {
  return states.reduce((sum, { movements }) => sum + movements, 0);
}
