import { describe, expect, test } from 'vitest';
import { RegistryError } from '../../src/errors.js';
import { HostHealth, isSilence } from '../../src/registry/host-health.js';
import { heldClock } from '../support/held-clock.js';

const context = { operation: 'Looking up', reference: 'registry.example/app:1', side: 'target' } as const;
const refused = new RegistryError({ ...context, code: 'network', what: 'connect ECONNREFUSED' });

function silentHost(silences: number, forMs: number): { health: HostHealth; clock: ReturnType<typeof heldClock> } {
  const clock = heldClock();
  const health = new HostHealth(clock);
  const begun = clock.monotonicMs();
  clock.advance(forMs);
  for (let silence = 0; silence < silences; silence += 1) health.noteSilence(refused, begun);
  return { health, clock };
}

describe('a host that does not answer', () => {
  test.each([
    [4, 60_000],
    [500, 9_999],
    [0, 60_000],
  ])('%d times in a row within %d ms is asked again', (silences, forMs) => {
    const { health } = silentHost(silences, forMs);
    expect(() => {
      health.check(context, 'blob-head');
    }).not.toThrow();
  });

  test('five times in a row for ten seconds is not asked again, and the words say so', () => {
    const { health } = silentHost(5, 10_000);
    const other = { ...context, reference: 'registry.example/other:1' };
    expect(() => {
      health.check(other, 'blob-head');
    }).toThrow(
      'Looking up registry.example/other:1 on the target: connect ECONNREFUSED; 5 requests in a row had no answer (up to 10 s for each), so that no more were made.',
    );
  });

  test('and gave no time to say so is told of without one; one that is silent with what to look at', () => {
    const clock = heldClock();
    const health = new HostHealth(clock);
    const silent = new RegistryError({ ...context, code: 'timeout', what: 'no answer', advice: 'Run it again.' });
    for (let silence = 0; silence < 5; silence += 1) {
      clock.advance(3_000);
      health.noteSilence(silent, clock.monotonicMs() - 100);
    }
    expect(() => {
      health.check(context, 'blob-head');
    }).toThrow(
      'no answer; 5 requests in a row had no answer, so that no more were made. Check that the host is well, and that the port is the registry’s; then run it again.',
    );
  });

  test('is asked by one request after thirty seconds, and by the others when that had an answer', () => {
    const { health, clock } = silentHost(5, 10_000);
    const isAsked = (): boolean => {
      try {
        health.check(context, 'blob-head');
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'unreachable' });
        return false;
      }
    };
    expect(isAsked()).toBe(false);
    clock.advance(30_000);
    expect([isAsked(), isAsked()]).toEqual([true, false]);
    health.noteAnswer();
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
    ['TLS that is none', coded('EPROTO'), false, false],
    ['an answer that is a refusal', refused, false, false],
    ['no error at all', 'ECONNREFUSED', false, false],
  ])('is not to be had: %s', (_name, error, sendsStream, expected) => {
    expect(isSilence(error, sendsStream)).toBe(expected);
  });
});
