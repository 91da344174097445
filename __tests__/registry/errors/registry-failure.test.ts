import { errors } from 'undici';
import { describe, expect, test } from '@jest/globals';
import {
  type OperationContext,
  type RegistryError,
  type RegistryErrorCode,
  isRetryable,
} from '../../../src/image/registry-error.js';
import { ConfigurationError } from '../../../src/runtime/errors.js';
import { errorFromResponse, errorFromThrown, noAnswerError } from '../../../src/registry/errors/registry-failure.js';
import { BodyTooLargeError } from '../../../src/runtime/bounded-read.js';
import { MalformedResponseError } from '../../../src/registry/transport/http1/response-head.js';
import { UnsendableRequestError } from '../../../src/registry/transport/sendable-request.js';
import type { RequestKind } from '../../../src/registry/http/traffic.js';
import { heldClock, noon } from '../../support/timing/held-clock.js';
import { type FakeAnswer, responseOf } from '../fake-send.js';

const context: OperationContext = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' };

async function errorOf(answer: FakeAnswer, kind: RequestKind = 'manifest-get'): Promise<RegistryError> {
  return errorFromResponse(await responseOf(answer), context, { clock: heldClock() }, { kind });
}

const oci = (code: string, message = '', detail?: unknown): string =>
  JSON.stringify({ errors: [{ code, message, detail }] });

const quota = (limit: string, remaining: string): FakeAnswer['headers'] & object => ({
  'ratelimit-limit': limit,
  'ratelimit-remaining': remaining,
});

describe('an answer’s status and body make its code', () => {
  const rows: readonly (readonly [string, FakeAnswer, RegistryErrorCode])[] = [
    ['401', { status: 401, body: oci('UNAUTHORIZED', 'authentication required') }, 'unauthorized'],
    ['403', { status: 403, body: oci('DENIED') }, 'denied'],
    ['404', { status: 404, body: oci('MANIFEST_UNKNOWN') }, 'not-found'],
    ['404 without a body', { status: 404 }, 'not-found'],
    ['404 of a page', { status: 404, body: '<h1>404</h1>' }, 'not-found'],
    ['a name that says unknown, but 403', { status: 403, body: oci('NAME_UNKNOWN') }, 'denied'],
    ['a name that says unknown, but 500', { status: 500, body: oci('MANIFEST_UNKNOWN') }, 'unavailable'],
    ['400', { status: 400, body: oci('MANIFEST_INVALID') }, 'refused'],
    ['405', { status: 405 }, 'refused'],
    ['408', { status: 408 }, 'timeout'],
    ['413', { status: 413 }, 'too-large'],
    ['416', { status: 416 }, 'refused'],
    ['499', { status: 499 }, 'unavailable'],
    ['500', { status: 500 }, 'unavailable'],
    ['502 of a gateway', { status: 502, body: '<html>Bad gateway</html>' }, 'unavailable'],
    ['503', { status: 503 }, 'unavailable'],
    ['522', { status: 522 }, 'unavailable'],
    ['599', { status: 599 }, 'unavailable'],
    ['a redirect', { status: 302, headers: { location: '/login' } }, 'invalid-response'],
    ['another success', { status: 204 }, 'invalid-response'],
    ['429', { status: 429, body: oci('TOOMANYREQUESTS', 'Rate exceeded') }, 'rate-limited'],
    [
      '429 of Docker Hub’s pull limit',
      { status: 429, body: oci('TOOMANYREQUESTS', 'You have reached your pull rate limit.') },
      'pull-limit',
    ],
    [
      '429 of Docker Hub’s pull limit, by its address',
      { status: 429, body: oci('TOOMANYREQUESTS', 'See https://www.docker.com/increase-rate-limit') },
      'pull-limit',
    ],
    ['429 with no pulls left', { status: 429, headers: quota('100;w=21600', '0;w=21600') }, 'pull-limit'],
    ['429 with pulls left', { status: 429, headers: quota('100;w=21600', '57;w=21600') }, 'rate-limited'],
    ['429 of a gateway’s limit on bursts', { status: 429, headers: quota('60', '0') }, 'rate-limited'],
    ['429 of a limit with a window of seconds', { status: 429, headers: quota('60;w=1', '0;w=1') }, 'rate-limited'],
    ['a pull limit in words, but 503', { status: 503, body: 'pull rate limit' }, 'unavailable'],
    [
      '403 of GHCR’s limit on bursts',
      { status: 403, body: 'You have exceeded a secondary rate limit. Please wait.' },
      'rate-limited',
    ],
    ['an upload that is gone', { status: 404, body: oci('BLOB_UPLOAD_UNKNOWN') }, 'upload-lost'],
    ['an upload that is broken', { status: 400, body: oci('BLOB_UPLOAD_INVALID') }, 'refused'],
    ['a blob that is missing', { status: 400, body: oci('MANIFEST_BLOB_UNKNOWN') }, 'blob-unknown'],
    ['a blob that is unknown', { status: 404, body: oci('BLOB_UNKNOWN') }, 'blob-unknown'],
    ['a digest that is wrong', { status: 400, body: oci('DIGEST_INVALID') }, 'digest-mismatch'],
    [
      'ECR’s immutable tag',
      {
        status: 400,
        body: oci(
          'TAG_INVALID',
          "The image tag '1' already exists in the 'a' repository and cannot be overwritten because the repository is immutable.",
        ),
      },
      'immutable',
    ],
    ['Quay’s immutable tag', { status: 409, body: oci('TAG_IMMUTABLE') }, 'immutable'],
    [
      'Harbor’s immutable tag',
      { status: 412, body: oci('PRECONDITION', 'Failed to process request due to tag configured') },
      'immutable',
    ],
    ['another precondition', { status: 412, body: oci('DENIED') }, 'refused'],
    ['a tag that cannot be overwritten', { status: 409, body: 'Tag cannot be overwritten.' }, 'immutable'],
    ['immutable, but the server’s own failure', { status: 500, body: 'immutable' }, 'unavailable'],
  ];
  test.each(rows)('%s', async (_name, answer, code) => {
    const error = await errorOf(answer);
    expect(error).toMatchObject({ code, status: answer.status, operation: 'Reading', side: 'source' });
    expect(error.message).toContain(String(answer.status));
  });

  test.each<RequestKind>(['ping', 'token', 'tags', 'blob-get', 'blob-head', 'upload-start', 'manifest-put'])(
    'a limit on bursts that a %s meets is no pull limit, whatever is said of pulls',
    async (kind) => {
      const body = oci('TOOMANYREQUESTS', 'You have reached your pull rate limit.');
      expect((await errorOf({ status: 429, headers: quota('100;w=21600', '0;w=21600'), body }, kind)).code).toBe(
        'rate-limited',
      );
    },
  );

  test.each([
    ['a refusal', { status: 403, body: oci('DENIED', 'access to acme/immutable-os is denied') }, 'denied'],
    [
      'a log-in',
      { status: 401, body: oci('UNAUTHORIZED', 'authentication required', [{ Name: 'acme/immutable-os' }]) },
      'unauthorized',
    ],
    ['a limit', { status: 429, body: oci('TOOMANYREQUESTS', '', { name: 'acme/immutable-os' }) }, 'rate-limited'],
    ['an absence', { status: 404, body: oci('NAME_UNKNOWN', '', { name: 'acme/immutable-os' }) }, 'not-found'],
  ] as const)('%s of an image whose name says immutable is no immutable tag', async (_name, answer, code) => {
    expect((await errorOf(answer)).code).toBe(code);
  });
});

describe('an answer’s text', () => {
  test.each([
    [
      'the codes and messages of the specification',
      {
        status: 403,
        body: JSON.stringify({ errors: [{ code: 'DENIED', message: 'no' }, { code: 'X' }, { message: 'y' }] }),
      },
      'Reading r.test/a:1 at the source: 403 DENIED: no; X; y.',
    ],
    ['a page’s words', { status: 502, body: '<h1>Bad</h1>\n<p>gateway' }, '502 Bad gateway.'],
    ['the status alone', { status: 405 }, 'Reading r.test/a:1 at the source: 405.'],
    ['errors that say nothing', { status: 405, body: '{"errors":[{}]}' }, 'at the source: 405.'],
  ])('has %s', async (_name, answer, text) => {
    expect((await errorOf(answer)).message).toContain(text);
  });

  test('is one line, cut, without what cannot be seen', async () => {
    const { message } = await errorOf({
      status: 400,
      body: oci('X', `a\r\n::error::b\u202e\u001b[2J${'y'.repeat(9_000)}`),
    });
    expect(message).toContain(String.raw`400 X: a ::error::b\u202e\u001b[2Jyyy`);
    expect(message.length).toBeLessThan(600);
  });

  test('has a body left out that is no text for people', async () => {
    expect((await errorOf({ status: 503, body: 'x'.repeat(70_000) })).message).toContain('at the source: 503.');
  });

  test('advises, by the registry’s host', async () => {
    expect((await errorOf({ status: 401 })).message).toContain('Log in to the registry');
  });

  test('names the time until which the host wants to rest', async () => {
    const error = await errorOf({ status: 429, headers: { 'retry-after': '3600' } });
    expect(error.retryAt).toEqual({ dueMs: 3_600_000, date: new Date(noon + 3_600_000) });
    expect(error.message).toContain('2026-01-15 13:00 UTC');
  });

  test('names the time at which a pull limit ends', async () => {
    const answer = { status: 429, headers: { 'retry-after': '3600', ...quota('100;w=21600', '0;w=21600') } };
    expect((await errorOf(answer)).message).toContain('The limit ends at 2026-01-15 13:00 UTC.');
  });
});

describe('a target that takes no pushes', () => {
  const words = 'registry.test takes no pushes: it is read-only, or a cache of another registry. Name another target.';
  const push = async (answer: FakeAnswer, kind: RequestKind, side: 'source' | 'target' = 'target'): Promise<string> =>
    (await errorFromResponse(await responseOf(answer), { ...context, side }, { clock: heldClock() }, { kind })).message;

  test.each<[FakeAnswer, RequestKind]>([
    [{ status: 405 }, 'upload-start'],
    [{ status: 405, body: oci('UNSUPPORTED') }, 'blob-mount'],
    [{ status: 405, body: oci('UNSUPPORTED', 'The operation is unsupported.') }, 'manifest-put'],
    [{ status: 400, body: oci('UNSUPPORTED') }, 'upload-start'],
  ])('%j to %s', async (answer, kind) => {
    expect(await push(answer, kind)).toContain(words);
  });

  test.each<[FakeAnswer, RequestKind, 'source' | 'target']>([
    [{ status: 405 }, 'manifest-get', 'source'],
    [{ status: 405 }, 'blob-head', 'target'],
    [{ status: 400, body: oci('UNSUPPORTED', 'manifest type') }, 'manifest-put', 'target'],
    [{ status: 501, body: oci('UNSUPPORTED') }, 'upload-start', 'target'],
  ])('and not %j to %s of the %s', async (answer, kind, side) => {
    expect(await push(answer, kind, side)).not.toContain('pushes');
  });
});

describe('what the client threw', () => {
  function thrown(error: unknown): RegistryError {
    return errorFromThrown(error, 'r.test', context);
  }

  const coded = (code: string, message = 'it broke'): Error => Object.assign(new Error(message), { code });

  const rows: readonly (readonly [string, unknown, RegistryErrorCode, string])[] = [
    [
      'a refused connection',
      coded('ECONNREFUSED', 'connect ECONNREFUSED 1.2.3.4:443'),
      'network',
      'r.test: connect ECONNREFUSED 1.2.3.4:443.',
    ],
    [
      'a name that is not found',
      coded('ENOTFOUND', 'getaddrinfo ENOTFOUND r.test'),
      'network',
      'getaddrinfo ENOTFOUND r.test.',
    ],
    ['a reset', coded('ECONNRESET', 'socket hang up'), 'network', 'socket hang up (ECONNRESET).'],
    [
      'several addresses that refused',
      Object.assign(new AggregateError([new Error('connect ECONNREFUSED ::1:443')]), { code: 'ECONNREFUSED' }),
      'network',
      'connect ECONNREFUSED ::1:443.',
    ],
    [
      'undici’s socket error',
      new errors.SocketError('other side closed'),
      'network',
      'other side closed (UND_ERR_SOCKET).',
    ],
    [
      'undici’s wait for a connection',
      new errors.ConnectTimeoutError('slow'),
      'timeout',
      'slow (UND_ERR_CONNECT_TIMEOUT).',
    ],
    ['undici’s wait for headers', new errors.HeadersTimeoutError(), 'timeout', 'UND_ERR_HEADERS_TIMEOUT'],
    ['undici’s wait for a body', new errors.BodyTimeoutError(), 'timeout', 'UND_ERR_BODY_TIMEOUT'],
    ['the system’s wait', coded('ETIMEDOUT'), 'timeout', 'it broke (ETIMEDOUT).'],
    [
      'a certificate that is over',
      coded('CERT_HAS_EXPIRED', 'certificate has expired'),
      'tls',
      'certificate has expired (CERT_HAS_EXPIRED).',
    ],
    ['a certificate of its own', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls', 'NODE_EXTRA_CA_CERTS'],
    ['a certificate of unknown hands', coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls', 'it broke'],
    ['a certificate of another host', coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls', 'it broke'],
    [
      'no TLS at all',
      coded('ERR_SSL_WRONG_VERSION_NUMBER'),
      'tls',
      'r.test does not speak TLS. Check the port; a registry of your own without TLS goes into "insecure-registries".',
    ],
    [
      'the end of a request’s time, which nobody answered',
      noAnswerError(),
      'timeout',
      'r.test: it takes connections, and gave no answer in time. Run it again',
    ],
    [
      'an answer that breaks HTTP’s rules',
      new MalformedResponseError('it has two Content-Length headers'),
      'network',
      'r.test: the answer is not valid HTTP/1.1: it has two Content-Length headers. Check r.test, and any proxy or load balancer in front of it;',
    ],
    [
      'a token that cannot be sent',
      new UnsendableRequestError('its header "authorization" has a line break', 'authorization'),
      'credentials',
      'r.test: the request cannot be sent: its header "authorization" has a line break. Log in to r.test again.',
    ],
    [
      'a path that cannot be sent',
      new UnsendableRequestError('its path has a character that is not allowed there'),
      'invalid-response',
      'r.test: the request cannot be sent: its path has a character that is not allowed there. Check that r.test is a',
    ],
    ['a body that is too large', new BodyTooLargeError(5), 'invalid-content', 'larger than 5 bytes'],
    ['an abort', new DOMException('This operation was aborted', 'AbortError'), 'aborted', 'the run was stopped.'],
    [
      'the end of a request’s time',
      new DOMException('The operation timed out', 'TimeoutError'),
      'timeout',
      'The operation timed out. Run it again',
    ],
    ['undici’s abort', new errors.RequestAbortedError(), 'aborted', 'the run was stopped.'],
    ['no error', 'odd', 'network', 'r.test: odd.'],
    ['a code that is no text', Object.assign(new Error('odd'), { code: 5 }), 'network', 'r.test: odd.'],
  ];
  test.each(rows)('by %s', (_name, error, code, text) => {
    const made = thrown(error);
    expect(made).toMatchObject({ code, cause: error, status: undefined });
    expect(made.message).toContain(text);
    expect(made.message).toMatch(/^Reading r\.test\/a:1 at the source: /);
  });

  test.each([
    [['r.test'], '"insecure-registries" has r.test without its port: write r.test:5103 there.'],
    [['other.test'], 'Check the port;'],
  ])('says of no TLS where it is listed: %j', (listed, words) => {
    const error = coded('EPROTO', '80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../x.c:1:');
    const { message } = errorFromThrown(error, 'r.test:5103', context, listed);
    expect(message).toContain(`TLS: wrong version number (EPROTO). r.test:5103 does not speak TLS. ${words}`);
    expect(message).not.toContain('certificate');
  });

  test('is left alone where it is said in our words already', async () => {
    const error = await errorOf({ status: 404 });
    expect(thrown(error)).toBe(error);
  });

  test('is one line without what cannot be seen', () => {
    expect(thrown(new Error('a\n::error::b\u001b[2J')).message).toContain(String.raw`a ::error::b\u001b[2J`);
  });

  test.each<[Error, boolean]>([
    [new MalformedResponseError('it has two Content-Length headers'), true],
    [new UnsendableRequestError('its header has a line break', 'authorization'), false],
    [new UnsendableRequestError('its path has a blank'), false],
  ])('%s may be tried again: %s', (error, expected) => {
    expect(isRetryable(errorFromThrown(error, 'r.test', context))).toBe(expected);
  });

  test('is not tried again where a credential helper failed: no network was at fault', () => {
    expect(isRetryable(errorFromThrown(new ConfigurationError(['no helper']), 'r.test', context))).toBe(false);
  });
});
