import { EOL } from 'node:os';
import { exec } from '@actions/exec';
import { systemClock } from '../clock.js';
import { withDeadline } from '../settle.js';

/** What a program left when it ended. */
export interface ProgramResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** The environment of the program. The program itself is looked for on this process' own PATH. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  /** For standard output and standard error, each. */
  readonly maxOutputBytes: number;
  readonly signal: AbortSignal;
}

/** Linux takes no argument of more than 128 KiB. */
const maxArgumentBytes = 128 * 1024 - 1;

/**
 * Runs a program that needs no standard input: without a shell, and with nothing of it in the log. It can be left, but not ended: whoever hangs
 * or floods is not waited for any more, and goes on until it ends by itself or GitHub's runner ends what a job leaves behind.
 * @param program its name
 * @throws {DeadlineError} or the signal's reason
 * @throws {Error} the program is not there, prints too much, or is ended by a signal
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { environment, timeoutMs, maxOutputBytes, signal }: ProgramOptions,
): Promise<ProgramResult> {
  requirePassable(args);
  const flood = new AbortController();
  const onFlood = (): void => {
    flood.abort(new Error(`it printed more than ${maxOutputBytes} bytes`));
  };
  const [stdout, stderr] = [new Output(maxOutputBytes, onFlood), new Output(maxOutputBytes, onFlood)];
  const options = {
    // What the package does where the folder is missing or forbidden cannot be caught (docs/decisions.md, "git").
    cwd: '/',
    env: definedIn(environment),
    silent: true,
    ignoreReturnCode: true,
    listeners: { stdout: stdout.listen, stderr: stderr.listen },
  };
  const bounds = { clock: systemClock, signal: AbortSignal.any([signal, flood.signal]) };
  const exitCode: unknown = await withDeadline(timeoutMs, bounds, async () => exec(program, [...args], options));
  // The package's types do not say so: there is none where a signal ended the program.
  if (typeof exitCode !== 'number') throw new Error('it was ended by a signal');
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** Node refuses what no program can be given by throwing, and inside of the package that cannot be caught. */
function requirePassable(args: readonly string[]): void {
  if (args.some((arg) => arg.includes('\0') || Buffer.byteLength(arg) > maxArgumentBytes))
    throw new Error('it cannot be given an argument that has a NUL in it, or is that long');
}

function definedIn(environment: ProgramOptions['environment']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
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
    // The package goes on to split the piece into lines. What has no line end it keeps, and searches again with each piece: 64 MB take 40 seconds.
    piece.write(EOL, Math.max(0, piece.length - EOL.length));
  };

  get text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }
}
