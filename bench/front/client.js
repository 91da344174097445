/** @import { FrontCounters, FrontMessage } from './types.js' */
/** @import { RunningFront } from '../types.js' */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { nextMessage } from '../messages.js';

/**
 * A front in a process of its own, so that its work is not done by the process that measures.
 *
 * @param {string} upstream `127.0.0.1:port` of the registry
 * @returns {Promise<RunningFront>}
 */
export async function forkFront(upstream) {
  const child = fork(join(import.meta.dirname, 'front-process.js'), [upstream]);
  const host = String(await nextMessage(child));
  /** @param {FrontMessage} message */
  const ask = async (message) => {
    const answer = nextMessage(child);
    child.send(message);
    return /** @type {FrontCounters} */ (await answer);
  };
  return {
    host,
    set: async (changes) => {
      await ask({ changes, isReset: false });
    },
    takeCounters: async () => await ask({ changes: {}, isReset: true }),
    stop: async () => {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}
