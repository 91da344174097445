import { type Clock, momentIn } from '../../runtime/clock.js';
import { type OperationContext, RegistryError, type RegistryErrorCode } from '../../image/registry-error.js';
import { ConfigurationError, StoppedError, errorCodeOf, firstOf, messageOf } from '../../runtime/errors.js';
import { type Redact, printable } from '../../runtime/text.js';
import { timeoutError } from '../../runtime/wait.js';
import { listingAdvice, withoutPort } from '../http/address.js';
import { PrivateAddressError } from '../http/known-hosts.js';
import { type HttpResponse, readBody } from '../http/http.js';
import { adviceForCode, adviceBehind } from './advice.js';
import { TrickleError } from '../throttle/body-pace.js';
import { BodyTooLargeError } from '../../runtime/bounded-read.js';
import { UndecodableError, UnknownCodingError } from '../content/content-coding.js';
import { parseErrorBody } from './error-body.js';
import { SilentHostError } from '../throttle/host-silence.js';
import { ProxyError } from '../http/proxy.js';
import { isPullLimit } from '../throttle/pull-limit.js';
import { retryAfterMs } from '../throttle/retry-after.js';
import { withoutSignatures } from '../content/signature.js';
import type { RequestKind } from '../http/traffic.js';
import { isProxyLimit } from '../content/upload-methods.js';
import { MalformedResponseError } from '../transport/transport-error.js';
import { UnsendableRequestError } from '../transport/sendable-request.js';

/** An error body is read for its text; people do not read more than this. */
const maxErrorBytes = 64 * 1024;

/** A text that takes longer to come is not worth the wait. */
const maxErrorMs = 10_000;

export interface ErrorDeps {
  readonly clock: Clock;
  readonly redact?: Redact | undefined;
}

/** What was asked, and of whom. */
interface AskedRequest {
  /** Some limits are on manifests only. */
  readonly kind: RequestKind;
  /** The registry's host; absent: it is the one that answered. */
  readonly registryHost?: string | undefined;
}

/**
 * Makes a RegistryError of an unexpected answer. Reads the body to its end or its limit. Secrets that a server echoes are removed here, before the
 * text is cut, because half a secret would not be found any more.
 */
export async function errorFromResponse(
  response: HttpResponse,
  context: OperationContext,
  { clock, redact = (body) => body }: ErrorDeps,
  { kind, registryHost }: AskedRequest,
): Promise<RegistryError> {
  const { errors, text } = parseErrorBody(redact(await readErrorText(response, clock)));
  const codes = errors.map((error) => error.code);
  const code = codeOf(response, kind, codes, text);
  const words =
    errors.length > 0
      ? errors.map(({ code: name, message }) => [name, message].filter(Boolean).join(': ')).join('; ')
      : text;
  const waitMs = retryAfterMs(response, text, clock.wallMs());
  const at = waitMs === undefined ? undefined : momentIn(waitMs, clock);
  const { host } = response.url;
  const answer = [String(response.status), printable(redact(withoutSignatures(words, response.url)))]
    .filter(Boolean)
    .join(' ');
  const details = { ...context, code, status: response.status, registryCodes: codes, retryAt: at, host };
  if (registryHost === undefined || registryHost === host)
    return new RegistryError({
      ...details,
      what: answer,
      advice: adviceOf({ code, codes, kind, at: at?.date }, response, context),
    });
  const advice = adviceBehind(code, { host, registryHost, retryAt: at?.date });
  return new RegistryError({ ...details, what: `${host} answered ${answer}`, advice });
}

interface Refused {
  readonly code: RegistryErrorCode;
  /** as the body says them */
  readonly codes: readonly string[];
  readonly kind: RequestKind;
  readonly at: Date | undefined;
}

function adviceOf(
  { code, codes, kind, at }: Refused,
  { url, status }: HttpResponse,
  context: OperationContext,
): string | undefined {
  if (context.side === 'target' && codes.includes('NAME_UNKNOWN')) return makeRepository;
  if (code === 'too-large' && !isProxyLimit({ status, registryCodes: codes }))
    return `${url.host} itself limits the size of what it takes: raise its limit.`;
  const isPush = context.side === 'target' && pushKinds.has(kind);
  const isUnsupported = status === 405 || (kind === 'upload-start' && codes.includes('UNSUPPORTED'));
  if (code === 'refused' && isPush && isUnsupported)
    return `${url.host} takes no pushes: it is read-only, or a cache of another registry. Name another target.`;
  return adviceForCode(code, url.host, at);
}

const pushKinds: ReadonlySet<RequestKind> = new Set([
  'blob-mount',
  'upload-start',
  'upload-patch',
  'upload-finish',
  'manifest-put',
]);

const makeRepository =
  'Make the repository or project on the target first, or let the registry make it on push (on ECR by a creation template).';

/**
 * Makes a RegistryError of what the HTTP client threw.
 * @param host the one that was asked
 * @param insecureRegistries hosts that are listed as such
 */
export function errorFromThrown(
  error: unknown,
  host: string,
  context: OperationContext,
  insecureRegistries: readonly string[] = [],
): RegistryError {
  if (error instanceof RegistryError) return error;
  // The credentials could not be had: nothing was sent.
  if (error instanceof ConfigurationError)
    return new RegistryError({ ...context, code: 'credentials', what: error.message, cause: error });
  if (error instanceof PrivateAddressError) return privateAddress(error, context);
  if (error instanceof TrickleError) return trickling(error, context);
  if (error instanceof SilentHostError) {
    const failure = errorFromThrown(error.cause, error.host, context, insecureRegistries);
    return failure.asUnreachable(error.silences, error.longestMs);
  }
  const code = codeOfThrown(error);
  const words = wordsOf(error);
  const what =
    code === 'aborted' ? 'the run was stopped' : printable(words.includes(host) ? words : `${host}: ${words}`);
  const advice = adviceOfThrown(error, host, insecureRegistries) ?? adviceForCode(code, host, undefined);
  return new RegistryError({ ...context, code, what, advice, host, cause: error });
}

function trickling(error: TrickleError, context: OperationContext): RegistryError {
  const advice = `Check that ${error.host}, and the way to it, is well; then run it again.`;
  return new RegistryError({
    ...context,
    code: 'unreachable',
    what: error.message,
    advice,
    host: error.host,
    cause: error,
  });
}

function adviceOfThrown(error: unknown, host: string, insecureRegistries: readonly string[]): string | undefined {
  if (error instanceof ProxyError)
    return `Check the address in ${error.variable}, and that the proxy runs; hosts that need none go into NO_PROXY.`;
  if (error instanceof UnknownCodingError)
    return 'Make the registry, or the proxy in front of it, answer "Accept-Encoding: identity" without a Content-Encoding.';
  if (error instanceof MalformedResponseError)
    return `Check ${host}, and any proxy or load balancer in front of it; then run it again.`;
  return speaksNoTls(error) ? tlsAdvice(host, insecureRegistries) : undefined;
}

/**
 * Whether a server answered TLS with something else, by OpenSSL's words or Node's code for it. `EPROTO` alone does not say so: a server that refuses
 * a TLS version with an alert does speak TLS.
 */
export function speaksNoTls(error: unknown): boolean {
  const cause = firstOf(error);
  return /wrong.version.number|packet.length.too.long/i.test(`${messageOf(cause)} ${errorCodeOf(cause) ?? ''}`);
}

function tlsAdvice(host: string, insecureRegistries: readonly string[]): string {
  const name = withoutPort(host);
  const what = `${host} does not speak TLS.`;
  return name !== host && insecureRegistries.includes(name)
    ? `${what} "insecure-registries" has ${name} without its port: write ${host} there.`
    : `${what} Check the port; a registry of your own without TLS goes into "insecure-registries".`;
}

function privateAddress(error: PrivateAddressError, context: OperationContext): RegistryError {
  const advice = listingAdvice(error);
  return new RegistryError({
    ...context,
    code: 'private-address',
    what: printable(error.message),
    advice,
    cause: error,
  });
}

async function readErrorText(response: HttpResponse, clock: Clock): Promise<string> {
  const begun = clock.monotonicMs();
  try {
    const isLate = (): boolean => clock.monotonicMs() - begun > maxErrorMs;
    const bytes = await readBody(response, { maxBytes: maxErrorBytes, isLate });
    return Buffer.from(bytes).toString('utf8');
  } catch {
    // The status says enough; its text is a help only.
    return '';
  }
}

const codesByStatus: ReadonlyMap<number, RegistryErrorCode> = new Map([
  [401, 'unauthorized'],
  [403, 'denied'],
  [404, 'not-found'],
  // Only a proxy answers so, to a request that it makes itself (RFC 9110 §15.5.8).
  [407, 'proxy-refused'],
  [408, 'timeout'],
  [413, 'too-large'],
  [429, 'rate-limited'],
  [499, 'unavailable'],
]);

function codeOfStatus(status: number): RegistryErrorCode {
  const known = codesByStatus.get(status);
  if (known !== undefined) return known;
  if (status >= 500) return 'unavailable';
  return status >= 400 ? 'refused' : 'invalid-response';
}

/** What the body's own codes say more exactly than the status does. Source: OCI distribution specification, "Error Codes". */
const codesByName: ReadonlyMap<string, RegistryErrorCode> = new Map([
  ['BLOB_UPLOAD_UNKNOWN', 'upload-lost'],
  ['MANIFEST_BLOB_UNKNOWN', 'blob-unknown'],
  ['BLOB_UNKNOWN', 'blob-unknown'],
  ['DIGEST_INVALID', 'digest-mismatch'],
]);

function codeOf(
  { status, headers }: HttpResponse,
  kind: RequestKind,
  names: readonly string[],
  text: string,
): RegistryErrorCode {
  if (status === 429 && isPullLimit(kind, headers, text)) return 'pull-limit';
  // GHCR's limit on bursts comes as a 403 (docs.github.com, "Rate limits for the REST API": secondary limits).
  if (status === 403 && /secondary rate limit/i.test(text)) return 'rate-limited';
  // ECR: TAG_INVALID, Quay: TAG_IMMUTABLE, Harbor: 412 PRECONDITION; others say it in words.
  const saysImmutable =
    names.includes('TAG_IMMUTABLE') ||
    (status === 412 && names.includes('PRECONDITION')) ||
    /immutable|cannot be overwritten/i.test(text);
  if (saysImmutable && immutableTagStatuses.has(status)) return 'immutable';
  const named = names.map((name) => codesByName.get(name)).find((code) => code !== undefined);
  return named ?? codeOfStatus(status);
}

/** Of a request that was allowed and understood: an image whose name says "immutable" may be denied, or absent. */
const immutableTagStatuses = new Set([400, 405, 409, 412, 422]);

function codeOfThrown(error: unknown): RegistryErrorCode {
  if (error instanceof BodyTooLargeError) return 'invalid-content';
  if (error instanceof UnknownCodingError) return 'invalid-response';
  if (error instanceof UndecodableError) return 'digest-mismatch';
  // A token in a Docker configuration file may have a line break. All else that cannot be sent came from an answer, such as a `Location`.
  if (error instanceof UnsendableRequestError)
    return error.header === 'authorization' ? 'credentials' : 'invalid-response';
  const refused = proxyStatus(error);
  if (refused !== undefined) return Number(refused) >= 500 ? 'unavailable' : 'proxy-refused';
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError') return 'timeout';
  if (name === 'AbortError' || error instanceof StoppedError) return 'aborted';
  return codeOfConnection(errorCodeOf(error));
}

function codeOfConnection(code = ''): RegistryErrorCode {
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return 'timeout';
  if (/CERT|TLS|SSL|SIGNATURE|EPROTO|SELF_SIGNED|UNABLE_TO_/.test(code)) return 'tls';
  return 'network';
}

/** The status of a proxy that would not connect: undici throws it under the name of an abort. */
function proxyStatus(error: unknown): string | undefined {
  return /^Proxy response \((\d+)\)/.exec(messageOf(error))?.[1];
}

function wordsOf(error: unknown): string {
  const refused = proxyStatus(error);
  if (refused !== undefined) return `the proxy answered ${refused} instead of connecting`;
  const code = errorCodeOf(error) ?? '';
  if (/(?:^|_)HEADERS_TIMEOUT$/.test(code)) return `${noAnswer} (${code})`;
  const cause = messageOf(firstOf(error));
  // OpenSSL's own text is numbers and files of its sources around one useful phrase.
  const [, phrase] = /:SSL routines:[^:]*:([^:]+):/.exec(cause) ?? [];
  if (phrase !== undefined) return `TLS: ${phrase} (${code})`;
  return cause.includes(code) ? cause : `${cause} (${code})`;
}

const noAnswer = 'it takes connections, and gave no answer in time';

/** Why a request ends that has had no answer in its time. */
export function noAnswerError(): Error {
  return timeoutError(noAnswer);
}
