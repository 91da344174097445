import { isAllDone } from './judge.js';
import { quickClock } from '../support/timing/quick-clock.js';
import { type SweptRequest, sweptRequests } from './requests.js';
import type { Stage } from './stage.js';

/** All requests of a copy in which nothing goes wrong. */
export async function recordRequests(stage: Stage): Promise<readonly SweptRequest[]> {
  stage.begin();
  const report = await stage.mirror({ clock: quickClock(), signal: new AbortController().signal, isImpatient: false });
  if (!isAllDone(report)) throw new Error(`without a fault: ${JSON.stringify(report.images)}`);
  return (['source', 'target'] as const).flatMap((side) =>
    sweptRequests(side, stage[side].requests, stage.naming(side)),
  );
}
