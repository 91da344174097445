/** One image's bad luck, or a wrong configuration, told in words for people: no mistake of this program. */
export abstract class Failure extends Error {}

/** The words of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What failed first: Node tries all addresses of a host, and throws all of their errors together. */
export function firstOf(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : error;
}

/** The code of an error of Node, its libraries or the operating system, such as `ENOENT`. */
export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The run's configuration is wrong; every problem that was found, each naming its input. Nothing was asked of any registry. */
export class ConfigurationError extends Failure {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Why a run ends before it is done. */
type StopReason =
  { readonly kind: 'signal'; readonly name: string } | { readonly kind: 'run-timeout'; readonly seconds: number };

/** The run was asked to end before it was done; thrown by whatever waited. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';

  constructor(readonly why: StopReason) {
    super(why.kind === 'signal' ? `stopped by ${why.name}` : `stopped after ${why.seconds} s (run-timeout)`);
  }

  /** Whether `run-timeout` ended the run. Report it: unlike a signal, nobody sent it. */
  get isOfTimeout(): boolean {
    return this.why.kind === 'run-timeout';
  }
}

/** The beginning of a sentence about a run that was stopped. */
export function stopWords({ reason }: { readonly reason: unknown }): string {
  return reason instanceof StoppedError && reason.isOfTimeout ? `The run was ${reason.message}` : 'The run was stopped';
}

export function isFailure(error: unknown): error is Failure {
  return error instanceof Failure;
}
