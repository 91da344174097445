import { describe, expect, test } from '@jest/globals';
import { RegistryError } from '../../../src/image/registry-error.js';
import { errorFromThrown, noAnswerError } from '../../../src/registry/errors/registry-failure.js';
import { HostSilence, isSilence } from '../../../src/registry/throttle/host-silence.js';
import { MalformedResponseError } from '../../../src/registry/transport/http1/response-head.js';
import { heldClock } from '../../support/timing/held-clock.js';

const context = { operation: 'Looking up', reference: 'registry.example/app:1', side: 'target' } as const;
const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const request = { signal: new AbortController().signal };

function silentHost(silences: number, forMs: number): { silence: HostSilence; clock: ReturnType<typeof heldClock> } {
  const clock = heldClock();
  const silence = new HostSilence('storage.example', clock);
  const begun = clock.monotonicMs();
  clock.advance(forMs);
  for (let failure = 0; failure < silences; failure += 1) silence.recordFailure(refused, request, begun);
  return { silence, clock };
}

/** The words of a request that is not made; undefined: it is made. */
function refusalOf(silence: HostSilence): string | undefined {
  try {
    silence.check();
    return undefined;
  } catch (error) {
    const failure = errorFromThrown(error, 'registry.example', context);
    expect(failure).toMatchObject({ code: 'unreachable', host: 'storage.example' });
    return failure.message;
  }
}

describe('a host that does not answer', () => {
  test.each([
    [4, 60_000],
    [500, 9_999],
    [0, 60_000],
  ])('%d times in a row within %d ms is asked again', (silences, forMs) => {
    expect(refusalOf(silentHost(silences, forMs).silence)).toBeUndefined();
  });

  test('five times in a row for ten seconds is not asked again, and the words say so', () => {
    expect(refusalOf(silentHost(5, 10_000).silence)).toContain(
      'Looking up registry.example/app:1 on the target: storage.example: connect ECONNREFUSED; 5 requests in a row had no answer (up to 10 s for each), so that no more were made.',
    );
  });

  test('and gave no time to say so is named without one; one that is silent with what to look at', () => {
    const clock = heldClock();
    const silence = new HostSilence('storage.example', clock);
    for (let failure = 0; failure < 5; failure += 1) {
      clock.advance(3_000);
      silence.recordFailure(noAnswerError(), request, clock.monotonicMs() - 100);
    }
    expect(refusalOf(silence)).toContain(
      'no answer in time; 5 requests in a row had no answer, so that no more were made. Check that the host is well, and that the port is the registry’s; then run it again.',
    );
  });

  test.each([
    ['by its own limit of time', AbortSignal.abort(new DOMException('', 'TimeoutError')), false],
    ['because the run was stopped', AbortSignal.abort(), true],
  ])('and is not waited for any more %s', (_why, signal, isAsked) => {
    const { silence, clock } = silentHost(0, 0);
    for (let failure = 0; failure < 5; failure += 1)
      silence.recordFailure(refused, { signal }, clock.monotonicMs() - 10_000);
    expect(refusalOf(silence) === undefined).toBe(isAsked);
  });

  test('is asked by one request after thirty seconds, and by the others when that had an answer', () => {
    const { silence, clock } = silentHost(5, 10_000);
    const isAsked = (): boolean => refusalOf(silence) === undefined;
    expect(isAsked()).toBe(false);
    clock.advance(30_000);
    expect([isAsked(), isAsked()]).toEqual([true, false]);
    silence.recordAnswer();
    expect([isAsked(), isAsked()]).toEqual([true, true]);
  });
});

describe('no answer', () => {
  const coded = (code: string): Error => Object.assign(new Error(code), { code });
  test.each<[string, unknown, boolean, boolean]>([
    ['a refused connection', coded('ECONNREFUSED'), false, true],
    ['a reset connection', coded('ECONNRESET'), true, true],
    ['a name that is not found', coded('ENOTFOUND'), false, true],
    ['a closed socket', coded('UND_ERR_SOCKET'), false, true],
    ['headers that do not come', coded('UND_ERR_HEADERS_TIMEOUT'), true, true],
    ['time that is over', new DOMException('', 'TimeoutError'), false, true],
    [
      'time that is over for a stream, which may have been slow itself',
      new DOMException('', 'TimeoutError'),
      true,
      false,
    ],
    ['a stream’s own failure', new Error('it was too slow for the others'), true, false],
    ['a wrong certificate', coded('CERT_HAS_EXPIRED'), false, false],
    ['a broken TLS handshake', coded('EPROTO'), false, false],
    ['TLS answered by a server without it', coded('ERR_SSL_WRONG_VERSION_NUMBER'), false, false],
    ['a certificate of another host', coded('ERR_TLS_CERT_ALTNAME_INVALID'), false, false],
    ['an answer that breaks HTTP’s rules', new MalformedResponseError('it has no status'), false, false],
    ['an answer that is a refusal', new RegistryError({ ...context, code: 'network', what: '' }), false, false],
    ['no error at all', 'ECONNREFUSED', false, false],
  ])('is not to be had: %s', (_name, error, sendsStream, expected) => {
    expect(isSilence(error, sendsStream)).toBe(expected);
  });
});
