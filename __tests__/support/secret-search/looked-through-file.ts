import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { basename } from 'node:path';
import { afterAll } from 'vitest';
import { lookThrough, writeCounts } from './looked-through.js';

/** What tests give passwords to by their arguments, as these programs want it. */
const othersPrograms = new Set(['act']);

// Every program that is started from this process, by our code and by the tests.
subscribe('child_process', (message) => {
  const { process: child } = message as { readonly process: ChildProcess };
  // What it is started with is known only behind this.
  setImmediate(() => {
    const [program = '', ...args] = (child.spawnargs as readonly string[] | undefined) ?? [];
    if (!othersPrograms.has(basename(program))) lookThrough('arguments', args.join(' '));
  });
});

afterAll(() => {
  writeCounts();
});
