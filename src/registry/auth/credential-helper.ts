import * as v from 'valibot';
import type { Clock } from '../../runtime/clock.js';
import { messageOf } from '../../runtime/errors.js';
import { printable } from '../../runtime/text.js';
import { DeadlineError, withDeadline } from '../../runtime/wait.js';
import { type Credentials, toCredentials } from './registry-credentials.js';

/** Runs a program with text on its standard input. */
export type RunHelper = (
  program: string,
  args: readonly string[],
  input: string,
) => Promise<{ readonly exitCode: number; readonly stdout: string }>;

const answerSchema = v.object({ Username: v.string(), Secret: v.string() });

/** A helper may ask a cloud's metadata service; one that hangs must not hang the run. */
const helperTimeoutMs = 30_000;

/** A helper is missing, fails or hangs. Its output is not repeated: it may hold a secret. */
export class CredentialHelperError extends Error {
  override readonly name = 'CredentialHelperError';

  constructor(
    readonly program: string,
    readonly why: string,
  ) {
    super(`${program} could not be asked: ${why}`);
  }
}

/**
 * Asks `docker-credential-<helper> get` for a server's credentials. undefined: it has none.
 * Source: docker/docker-credential-helpers, "Development".
 * @throws {CredentialHelperError} also if the name in the configuration cannot be a program's: nothing is run
 */
export async function askCredentialHelper(
  helper: string,
  server: string,
  run: RunHelper,
  clock: Clock,
): Promise<Credentials | undefined> {
  const program = `docker-credential-${helper}`;
  if (!/^[\w.-]+$/.test(helper)) throw new CredentialHelperError(printable(program), "that cannot be a program's name");
  const { exitCode, stdout } = await answerOf(program, clock, async () => run(program, ['get'], server));
  if (exitCode !== 0) {
    // The protocol's own words for "no such entry", on standard output.
    if (/credentials not found in native keychain/i.test(stdout)) return undefined;
    throw new CredentialHelperError(program, `it ended with exit code ${exitCode}`);
  }
  return readAnswer(stdout, program);
}

/** More than any helper's answer; a helper that floods is ended. */
const maxAnswerBytes = 1024 * 1024;

/**
 * The real RunProgram: no shell, nothing of it in the log, ended when it hangs. `@actions/exec` is not used, because nobody can catch the
 * error of its write to a program that has ended (docs/decisions/0005-running-programs.md).
 * @throws {Error} where the program is not there, or is ended by a signal
 */
export async function runHelper(
  program: string,
  args: readonly string[],
  input: string,
): Promise<{ exitCode: number; stdout: string }> {
  const { execFile } = await import('node:child_process');
  const options = {
    timeout: helperTimeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: maxAnswerBytes,
    windowsHide: true,
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...args], options, (error, stdout) => {
      if (error === null) resolve({ exitCode: 0, stdout });
      else if (typeof error.code === 'number') resolve({ exitCode: error.code, stdout });
      // Not the error's own text: it repeats what the program printed.
      else
        reject(
          new Error(
            typeof error.code === 'string'
              ? `${error.code}, it cannot be run`
              : `it was ended by ${String(error.signal)}`,
          ),
        );
    });
    // A helper may end without reading what it is asked.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function readAnswer(stdout: string, program: string): Credentials | undefined {
  try {
    const { Username: username, Secret: secret } = v.parse(answerSchema, JSON.parse(stdout));
    return username === '' && secret === '' ? undefined : toCredentials(username, secret);
  } catch {
    throw new CredentialHelperError(program, 'its answer is not the JSON that the protocol asks for');
  }
}

async function answerOf<T>(program: string, clock: Clock, ask: () => Promise<T>): Promise<T> {
  try {
    return await withDeadline(helperTimeoutMs, { clock }, ask);
  } catch (error) {
    const isLate = error instanceof DeadlineError;
    const why = isLate ? `it did not answer within ${helperTimeoutMs / 1_000} seconds` : messageOf(error);
    throw new CredentialHelperError(program, why);
  }
}
