import type { Moment } from '../runtime/clock.js';
import { Failure } from '../runtime/errors.js';

/** Which of the two registries of a copy an operation was on. */
export type Side = 'source' | 'target';

/** Why an operation on a registry failed. */
export type RegistryErrorCode =
  | 'not-found'
  | 'unauthorized'
  | 'denied'
  | 'credentials'
  | 'token-refused'
  | 'pull-limit'
  | 'rate-limited'
  | 'unavailable'
  | 'timeout'
  | 'network'
  | 'unreachable'
  | 'writes-failed'
  | 'proxy-refused'
  | 'tls'
  | 'invalid-response'
  | 'invalid-content'
  | 'digest-mismatch'
  | 'size-mismatch'
  | 'immutable'
  | 'upload-lost'
  | 'send-again'
  | 'blob-unknown'
  | 'lost'
  | 'too-large'
  | 'refused'
  | 'private-address'
  | 'aborted';

/** What was being done, for error texts: "Reading", "docker.io/library/postgres:14", "source". */
export interface OperationContext {
  /** A verb in its -ing form, with its object where that is not the reference itself. */
  readonly operation: string;
  readonly reference: string;
  readonly side: Side;
}

interface RegistryErrorDetails extends OperationContext {
  readonly code: RegistryErrorCode;
  /** What happened: "403 DENIED: requested access to the resource is denied". */
  readonly what: string;
  /** What to try: a sentence. */
  readonly advice?: string | undefined;
  readonly status?: number | undefined;
  /** The error codes in the registry's own words: "BLOB_UPLOAD_INVALID". */
  readonly registryCodes?: readonly string[] | undefined;
  /** When the host may be asked again, as it said itself, or when its cooldown ends. */
  readonly retryAt?: Moment | undefined;
  /** The host that was asked, as addresses spell it: the registry, its token service, or one that it redirected to. */
  readonly host?: string | undefined;
  /** The host is a token service. */
  readonly isOfTokenService?: boolean | undefined;
  /** Its host is waited for: the failure uses up no attempt. */
  readonly hostIsAwaited?: boolean | undefined;
  /** The host failed every write before this one, too. */
  readonly hostFailsWrites?: boolean | undefined;
  readonly cause?: unknown;
}

/** A failed operation on a registry, in words for the person who has to mend it. */
export class RegistryError extends Failure {
  override readonly name = 'RegistryError';
  readonly code: RegistryErrorCode;
  readonly operation: string;
  readonly reference: string;
  readonly side: Side;
  readonly status: number | undefined;
  readonly registryCodes: readonly string[];
  readonly retryAt: Moment | undefined;
  readonly host: string | undefined;
  readonly isOfTokenService: boolean;
  readonly hostIsAwaited: boolean;
  readonly hostFailsWrites: boolean;

  constructor(private readonly details: RegistryErrorDetails) {
    const { code, operation, reference, side, what, advice, status, registryCodes = [], retryAt, cause } = details;
    super(
      `${operation} ${reference} ${side === 'source' ? 'at' : 'on'} the ${side}: ${what.replace(/\.$/, '')}.${advice === undefined ? '' : ` ${advice}`}`,
      { cause },
    );
    this.code = code;
    this.operation = operation;
    this.reference = reference;
    this.side = side;
    this.status = status;
    this.registryCodes = registryCodes;
    this.retryAt = retryAt;
    this.host = details.host;
    this.isOfTokenService = details.isOfTokenService === true;
    this.hostIsAwaited = details.hostIsAwaited === true;
    this.hostFailsWrites = details.hostFailsWrites === true;
  }

  /** The same failure, for another operation that waited for the same answer. */
  inContext(context: OperationContext): RegistryError {
    return new RegistryError({ ...this.details, ...context, cause: this });
  }

  /** The same failure. The host did not answer so many requests in a row, so it is not asked for a while. */
  asUnreachable(silences: number, longestMs: number): RegistryError {
    const seconds = Math.round(longestMs / 1_000);
    const waited = seconds === 0 ? '' : ` (up to ${seconds} s for each)`;
    const what = `${this.details.what.replace(/\.$/, '')}; ${silences} requests in a row had no answer${waited}, so that no more were made`;
    const advice = this.code === 'timeout' ? silentAdvice : this.details.advice;
    return new RegistryError({ ...this.details, code: 'unreachable', what, advice, cause: this });
  }

  /** The same failure of a host that is waited for. */
  asHostAwaited(): RegistryError {
    return new RegistryError({ ...this.details, hostIsAwaited: true, cause: this });
  }

  /** The same failure of a host that failed every write before, too. */
  asWritesFailed(host: string): RegistryError {
    const what = `${this.details.what.replace(/\.$/, '')}; ${host} failed every write`;
    return new RegistryError({ ...this.details, what, advice: failedWritesAdvice, hostFailsWrites: true, cause: this });
  }

  /** The same failure of a host that fails every write: it is not tried, or not tried again. */
  asNotWritten(): RegistryError {
    return new RegistryError({ ...this.details, code: 'writes-failed', cause: this });
  }

  /** The same failure, with advice from a caller who knows more about it than the answer says. */
  withAdvice(advice: string): RegistryError {
    return new RegistryError({ ...this.details, advice, cause: this });
  }

  /** The same failure. The registry does not accept the login itself. */
  asLoginRefusal(advice: string): RegistryError {
    return new RegistryError({ ...this.details, code: 'credentials', advice, cause: this });
  }

  /**
   * The same failure of a token service. Its 404 says nothing about the image, and its failure says nothing about what the registry stores.
   */
  ofTokenService(): RegistryError {
    const { host, status, what } = this.details;
    const isAnswer = status !== undefined && this.code !== 'credentials';
    return new RegistryError({
      ...this.details,
      code: this.code === 'not-found' ? 'refused' : this.code,
      what: isAnswer ? `the token service ${host ?? ''} answered ${what}` : what,
      isOfTokenService: true,
      cause: this,
    });
  }

  /** The same failure. It may pass when the whole body is sent once more. */
  asBodyNeeded(): RegistryError {
    return this.code === 'send-again' ? this : new RegistryError({ ...this.details, code: 'send-again', cause: this });
  }

  /** The same failure of a host that cools down. */
  withRetryAt(retryAt: Moment): RegistryError {
    return new RegistryError({ ...this.details, retryAt, cause: this });
  }
}

const failedWritesAdvice = 'Check its storage, which may be full, and its log; then run it again.';

const silentAdvice = 'Check that the host is well, and that the port is the registry’s; then run it again.';

const retryableCodes: ReadonlySet<RegistryErrorCode> = new Set([
  'rate-limited',
  'unavailable',
  'timeout',
  'network',
  'digest-mismatch',
  'size-mismatch',
  'upload-lost',
  'send-again',
  'token-refused',
]);

/** Says whether the registry wants the whole body once more: at another address or in another way, which the upload knows. */
export function needsBodyAgain(error: unknown): boolean {
  return error instanceof RegistryError && error.code === 'send-again';
}

/** Says whether the same operation may succeed when it is tried again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof RegistryError && retryableCodes.has(error.code);
}

const refusingCodes: ReadonlySet<RegistryErrorCode> = new Set([
  'unauthorized',
  'denied',
  'credentials',
  'token-refused',
]);

/** Says whether a registry answered that this may not be done; credentials that could not be had were never sent, and are no such answer. */
export function isAccessRefusal(error: unknown): error is RegistryError {
  return error instanceof RegistryError && error.status !== undefined && refusingCodes.has(error.code);
}

/** Says whether a registry answered 403. Some do so for what they do not have: Artifactory's virtual repositories, go-containerregistry#1691. */
export function isDenial(error: unknown): error is RegistryError {
  return error instanceof RegistryError && error.code === 'denied' && error.status === 403;
}

/** Says whether it is the login itself that was refused: a password that is wrong or no longer good, which no right would help. */
export function isLoginRefusal(error: unknown): boolean {
  return error instanceof RegistryError && error.code === 'credentials' && error.status === 401;
}
