#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { systemClock } from './runtime/clock.js';
import { endProcess, stopOnSignals } from './runtime/stop.js';

/**
 * The bundle's entry: a command where it has arguments, the action where a runner starts it. One bundle serves both, and each
 * loads what it needs.
 */
async function main(): Promise<number> {
  // Before anything else is loaded: from here on a run that is stopped tells of itself.
  const stop = stopOnSignals(systemClock);
  const args = process.argv.slice(2);
  const ownProcess = {
    workingDirectory: process.cwd(),
    clock: systemClock,
    // V8 lets a heap grow to four times what is alive; here to a quarter more. What is new has up to 128 MB in Node 24; here it keeps the room that
    // it has by then. Most of the time goes to requests, so both cost little.
    keepHeapSmall: () => {
      setFlagsFromString('--heap-growing-percent=25');
      setFlagsFromString('--semi-space-growth-factor=1');
    },
  };
  if (args.length === 0 && process.env.GITHUB_ACTIONS === 'true') {
    const environment = { ...process.env };
    // Keeps the event's path to ourselves. `@actions/github` reads and parses that file twice when it is loaded: whole, and while nothing else runs.
    // A large one would cost the run its memory, and one that cannot be parsed would cost it GitHub. `github/runner/payload.ts` reads it with a limit.
    delete process.env.GITHUB_EVENT_PATH;
    const { runAction } = await import('./action.js');
    return runAction({ ...ownProcess, environment }, stop);
  }
  const { runCli } = await import('./cli.js');
  const { stdout, stderr, env: environment } = process;
  return runCli({ ...ownProcess, args, environment, stdout, stderr }, stop);
}

/** Why standard output could not be written; undefined where it was, or its reader went away (`| head`). */
let outputError: Error | undefined;
// Neither must end a run in its middle.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') outputError = error;
});
process.stderr.on('error', () => undefined);

const exitCode = await main();
// A credential helper that hangs would keep the process; output that is still on its way must not be cut.
process.stdout.write('', () => {
  // An error's event comes a moment after the callback.
  setImmediate(() => {
    const words =
      outputError === undefined
        ? ''
        : `error: the report could not be written to standard output: ${outputError.message}\n`;
    process.stderr.write(words, () => {
      endProcess(outputError === undefined ? exitCode : 2, systemClock);
    });
  });
});
