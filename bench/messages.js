/** @import { ChildProcess } from 'node:child_process' */

/**
 * @param {ChildProcess} child
 * @returns {Promise<unknown>}
 * @throws {Error} where the process ends instead
 */
export async function nextMessage(child) {
  /** @type {Promise<unknown>} */
  const message = new Promise((done, fail) => {
    /** @param {number | null} code */
    const failed = (code) => {
      fail(new Error(`Asking ${child.spawnargs.join(' ')}: it ended with code ${String(code)}.`));
    };
    child.once('exit', failed);
    child.once('message', (content) => {
      child.off('exit', failed);
      done(content);
    });
  });
  return await message;
}
