import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { basename } from 'node:path';
import { afterAll, afterEach } from '@jest/globals';
import { blocks } from '../../../src/runtime/blocks.js';
import { lookThrough, writeCounts } from '../secret-search/looked-through.js';
import { finishTest } from './testing.js';

/** What tests give passwords to by their arguments, as these programs want it. */
const othersPrograms = new Set(['act']);

/** Looks at every program that is started from this process, by our code and by the tests. */
function lookAtProgram(message: unknown): void {
  const { process: child } = message as { readonly process: ChildProcess };
  // What it is started with is known only behind this.
  setImmediate(() => {
    const [program = '', ...args] = (child.spawnargs as readonly string[] | undefined) ?? [];
    if (!othersPrograms.has(basename(program))) lookThrough('arguments', args.join(' '));
  });
}

// Who looks at a chunk after its release then sees wrong content.
blocks.poisonReturned();
subscribe('child_process', lookAtProgram);
afterEach(finishTest);
afterAll(() => {
  // The next file of tests runs in the same process.
  unsubscribe('child_process', lookAtProgram);
  writeCounts();
});
