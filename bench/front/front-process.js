/**
 * A front as a program for the process that forked it: says its host, then does what it is told and answers each message
 * with what it has counted until then, and ends when that process lets go.
 */
/** @import { FrontMessage } from './types.js' */

import { startFront } from './front.js';

const front = await startFront({ upstream: process.argv[2] ?? '', delayMs: 0 });
process.once('disconnect', () => {
  void front.stop();
});
process.on('message', (/** @type {FrontMessage} */ { changes, isReset }) => {
  const counters = front.read();
  front.set(changes);
  if (isReset) {
    front.reset();
  }
  process.send?.(counters);
});
process.send?.(front.host);
