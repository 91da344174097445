import { resolve } from 'node:path';
import type { Clock } from '../../runtime/clock.js';
import { messageOf } from '../../runtime/errors.js';
import { DeadlineError } from '../../runtime/wait.js';
import { printable } from '../../runtime/text.js';
import { type ProgramResult, runProgram } from '../runner/program.js';
import type { Environment } from '../../runtime/environment.js';

/** Runs git; rejects where it cannot be run, hangs or floods. */
export type Git = (args: readonly string[], signal: AbortSignal) => Promise<ProgramResult>;

/** Far above what reading a history takes, but a partial clone may ask a server for what it lacks. */
const defaultTimeoutMs = 30_000;

/** A hundred thousand paths or so. */
const maxOutputBytes = 16 * 1024 * 1024;

/**
 * A job in a container is another user than the one who checked out, and git would refuse it all ("dubious ownership"). What makes it safe to go on
 * is that nothing of the folder's own configuration is run: no hook, no monitor, no pager; who asks for a diff leaves out other programs for it.
 * The checkout may be of code from outside. Its files can name filters and drivers, but no programs: those are in git's configuration, which is
 * no part of a tree. But files of a tree may look like a bare repository with a configuration of its own: such a one is none here. What is said
 * here goes before every configuration. Source: git-scm.com, "git-config", `safe.bareRepository`, `safe.directory`.
 */
const hardened = [
  '--no-pager',
  '--no-optional-locks',
  '--no-replace-objects',
  ...[
    'safe.directory=*',
    'safe.bareRepository=explicit',
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'core.attributesFile=/dev/null',
  ].flatMap((setting) => ['-c', setting]),
];

/**
 * The real git, in a folder: without a shell, and without anybody to ask for a password. Nothing ends one that hangs, so after the first this
 * git is not run again: each of a change's files could leave another.
 */
export function createGit(folder: string, environment: Environment, clock: Clock, timeoutMs = defaultTimeoutMs): Git {
  const own = { ...environment, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
  let hung: Error | undefined;
  return async (args, signal) => {
    if (hung !== undefined) throw hung;
    const options = { environment: own, clock, timeoutMs, maxOutputBytes, signal };
    try {
      return await runProgram('git', ['-C', resolve(folder), ...hardened, ...args], options);
    } catch (error) {
      const failure = new Error(wordsFor(error), { cause: error });
      if (error instanceof DeadlineError) hung = failure;
      throw failure;
    }
  };
}

function wordsFor(error: unknown): string {
  const message = messageOf(error);
  // The words of `@actions/io`, which has no code for it.
  if (message.startsWith('Unable to locate executable file')) return 'git is not there.';
  return `git cannot be run: ${printable(message, 200).replace(/\.$/, '')}.`;
}
