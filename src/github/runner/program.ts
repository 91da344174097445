import { EOL } from 'node:os';
import { exec } from '@actions/exec';
import type { Clock } from '../../runtime/clock.js';
import { withDeadline } from '../../runtime/wait.js';
import type { Environment } from '../../runtime/environment.js';

/** What a program left when it ended. */
export interface ProgramResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface ProgramOptions {
  /** The environment of the program. The program itself is looked for on this process' own PATH. */
  readonly environment: Environment;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** For standard output and standard error, each. */
  readonly maxOutputBytes: number;
  readonly signal: AbortSignal;
}

/** Linux takes no argument of more than 128 KiB. */
const maxArgumentBytes = 128 * 1024 - 1;

/**
 * Runs a program that needs no standard input, without a shell and with nothing of it in the log. Nothing here can end it: a program that hangs or
 * floods is left. It goes on until it ends by itself, or until GitHub's runner ends what a job leaves behind.
 * @param program its name
 * @throws {DeadlineError} or the signal's reason
 * @throws {Error} the program is not there, prints too much, or is ended by a signal
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { environment, clock, timeoutMs, maxOutputBytes, signal }: ProgramOptions,
): Promise<ProgramResult> {
  // Node throws for an argument that no program can take. Inside the package nobody can catch that.
  if (args.some((arg) => arg.includes('\0') || Buffer.byteLength(arg) > maxArgumentBytes))
    throw new Error(`an argument has a NUL in it, or more than ${maxArgumentBytes} bytes`);
  const flood = new AbortController();
  const onFlood = (): void => {
    flood.abort(new Error(`it printed more than ${maxOutputBytes} bytes`));
  };
  const [stdout, stderr] = [new Output(maxOutputBytes, onFlood), new Output(maxOutputBytes, onFlood)];
  const options = {
    // `/` always exists. If the package cannot read a folder, it throws where nobody can catch it.
    cwd: '/',
    env: Object.fromEntries(
      Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    silent: true,
    ignoreReturnCode: true,
    listeners: { stdout: stdout.listen, stderr: stderr.listen },
  };
  const bounds = { clock, signal: AbortSignal.any([signal, flood.signal]) };
  const exitCode: unknown = await withDeadline(timeoutMs, bounds, async () => exec(program, [...args], options));
  // Although the package's types say otherwise: a program that a signal ended has none.
  if (typeof exitCode !== 'number') throw new Error('it was ended by a signal');
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** The beginning of what a program prints; the rest is counted and dropped. */
class Output {
  readonly #pieces: Buffer[] = [];
  #size = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly onFlood: () => void,
  ) {}

  readonly listen = (piece: Buffer): void => {
    this.#size += piece.length;
    if (this.#size > this.maxBytes) this.onFlood();
    else this.#pieces.push(Buffer.from(piece));
    // The package splits the piece into lines next. It searches all that has no line end again with each piece, which takes 40 seconds for 64 MB.
    piece.write(EOL, Math.max(0, piece.length - EOL.length));
  };

  get text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }
}
