import { describe, expect, test } from '@jest/globals';
import { defaultRetryPolicy } from '../../../src/registry/throttle/retry.js';
import { explain, silentProgress, statesOf, usePair } from '../../support/mirror.js';
import type { Fault, FaultEffect } from '../../support/registry/faults/fault-types.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { Registry } from '../../support/registry/registry.js';
import type { RegistryOptions } from '../../support/registry/options.js';
import { type QuickClock, quickClock } from '../../support/timing/quick-clock.js';

/** The hosts behind a registry: its token service and its storage. */
type Behind = 'token' | 'cdn';

const times = Number.POSITIVE_INFINITY;
const second = 1_000;
const names = Array.from({ length: 6 }, (_each, index) => `app${index}`);
const images = names.map((name) => `${name}:1`);

const optionsOf: Readonly<Record<Behind, RegistryOptions>> = {
  // Each repository needs a token of its own.
  token: { auth: { kind: 'bearer', separateHost: true, onlyFirstScope: true, allow: () => true } },
  cdn: { cdn: true },
};

const away: Readonly<Record<string, FaultEffect>> = {
  'answers 503': { status: 503 },
  'breaks its connections': { reset: true },
};

/** The real waits, by a clock that jumps; and what the log said meanwhile. */
function patient() {
  const clock = quickClock();
  const told: string[] = [];
  const progress = { ...silentProgress, log: (line: string) => void told.push(line) };
  return { clock, told, options: { clock, progress, retryPolicy: defaultRetryPolicy } };
}

/** Its second answer, and all that follow for so long, go wrong. */
function goesAway(
  registry: Registry,
  listener: Behind,
  effect: FaultEffect,
  { clock, forMs }: { readonly clock: QuickClock; readonly forMs: number },
): void {
  let answers = 0;
  let until: number | undefined;
  const when: Fault['when'] = (request) => {
    if (request.listener !== listener) return false;
    answers += 1;
    if (answers === 2) until = clock.monotonicMs() + forMs;
    return until !== undefined && clock.monotonicMs() < until;
  };
  registry.fault({ when, ...effect, times });
}

/** A host behind the registry, as the registry names it. */
function hostBehind(registry: Registry, listener: Behind): string {
  const asked = registry.requests.find((request) => request.listener === listener);
  return asked?.headers.host ?? 'nobody';
}

describe('F5 a host behind a registry that is started again', () => {
  const rows = (['source', 'target'] as const).flatMap((side) =>
    (['token', 'cdn'] as const).flatMap((listener) =>
      Object.keys(away).flatMap((how) =>
        side === 'target' && listener === 'cdn' ? [] : [[side, listener, how] as const],
      ),
    ),
  );
  test.each(rows)('is waited for, and the log names it: the %s’s %s %s', async (side, listener, how) => {
    const pair = await usePair({ [side]: optionsOf[listener] });
    for (const name of names) buildImage(pair.source, name, '1', { layers: [50_000], seed: name });
    const { clock, told, options } = patient();
    // Longer than all attempts.
    goesAway(pair[side], listener, away[how] ?? {}, { clock, forMs: 15 * second });
    const report = await pair.mirror(images, { concurrency: '2' }, options);
    expect(explain(report).trim()).toBe('');
    expect(new Set(statesOf(report))).toEqual(new Set(['mirrored']));
    const host = hostBehind(pair[side], listener);
    expect(told).toEqual([
      `${host} does not answer any more. Waiting up to 60 s until it does.`,
      expect.stringMatching(new RegExp(`^${host} answers again after \\d+ s\\.$`)),
    ]);
    expect(clock.waitedMs()).toBeLessThan(90 * second);
  });
});

test('F5 a storage that does not come back is waited for once, up to a minute', async () => {
  const pair = await usePair({ source: optionsOf.cdn });
  for (const name of names) buildImage(pair.source, name, '1', { layers: [50_000], seed: name });
  const { clock, told, options } = patient();
  goesAway(pair.source, 'cdn', { reset: true }, { clock, forMs: times });
  const report = await pair.mirror(images, { concurrency: '2' }, options);
  const host = hostBehind(pair.source, 'cdn');
  expect(told).toEqual([expect.stringContaining(`${host} does not`), `${host} did not answer within 60 s.`]);
  expect(statesOf(report)).toContain('failed');
  expect(clock.waitedMs()).toBeLessThan(120 * second);
});

test('F5 one blob that its storage fails while it answers others is no restart', async () => {
  const pair = await usePair({ source: optionsOf.cdn });
  const built = names.map((name) => buildImage(pair.source, name, '1', { layers: [50_000], seed: name }));
  const digest = built[3]?.layers[0]?.digest ?? '';
  pair.source.fault({ when: ({ listener, path }) => listener === 'cdn' && path.includes(digest), status: 503, times });
  const { told, options } = patient();
  const report = await pair.mirror(images, {}, options);
  expect(told).toEqual([]);
  expect(report.counts).toMatchObject({ failed: 1, mirrored: 5 });
});

describe('F12 a host behind the registry fails', () => {
  const broken: Fault = { when: { listener: 'cdn' }, reset: true, times };
  test.each([
    ['breaks its connections', broken, 'ECONNRESET'],
    ['breaks off in each body', { when: { listener: 'cdn' }, cutBody: 1_000, times } satisfies Fault, ''],
  ])('a storage that %s is named, and not the registry', async (_how, fault, words) => {
    const pair = await usePair({ source: optionsOf.cdn });
    buildImage(pair.source, 'app', '1', { layers: [50_000] });
    pair.source.fault(fault);
    const text = explain(await pair.mirror(['app:1']));
    const host = hostBehind(pair.source, 'cdn');
    expect(text).toContain(`at the source: ${host}: `);
    expect(text).toContain(words);
    expect(text).toContain(`Check that this machine reaches ${host} (`);
  });

  test.each([401, 403])('a storage that answers %i is named, and no login is advised', async (status) => {
    const pair = await usePair({ source: optionsOf.cdn });
    buildImage(pair.source, 'app', '1');
    pair.source.fault({ when: { listener: 'cdn' }, status, body: '<Error><Code>AccessDenied</Code></Error>', times });
    const text = explain(await pair.mirror(['app:1']));
    const host = hostBehind(pair.source, 'cdn');
    expect(text).toContain(`${host} answered ${status}`);
    expect(text).toContain(`${pair.source.host} sends its clients to ${host} for this. A login does not help there.`);
    expect(text).not.toMatch(/account|log in/i);
  });

  test.each(['source', 'target'] as const)(
    'the token service of the %s breaks its connections: it is named',
    async (side) => {
      const pair = await usePair({ [side]: optionsOf.token });
      buildImage(pair.source, 'app', '1');
      pair[side].fault({ when: { listener: 'token' }, reset: true, times });
      const text = explain(await pair.mirror(['app:1']));
      const host = hostBehind(pair[side], 'token');
      expect(text).toContain(`the ${side}: ${host}: read ECONNRESET. Check that this machine reaches ${host} (`);
    },
  );

  test.each([
    ['source', 404],
    ['source', 503],
    ['target', 404],
    ['target', 500],
  ] as const)(
    'the token service of the %s answers %i: it is named, and nothing is said of the image',
    async (side, status) => {
      const pair = await usePair({ [side]: optionsOf.token });
      const { digest } = buildImage(pair.source, 'app', '1');
      pair[side].fault({ when: { listener: 'token' }, status, times });
      const { options } = patient();
      const text = explain(await pair.mirror([`app:1@${digest}`], {}, options));
      const host = hostBehind(pair[side], 'token');
      expect(text).toContain(`the token service ${host} answered ${status}`);
      expect(text).not.toMatch(/deleted|does not have|failed every write/);
    },
  );

  test('a token service that fails when blobs are pushed is no registry that fails every write', async () => {
    const pair = await usePair({ target: optionsOf.token });
    for (const name of names) buildImage(pair.source, name, '1', { layers: 3, seed: name });
    let isPushed = false;
    pair.target.fault({ when: ({ kind }) => kind === 'upload-put' && (isPushed = true), revokeTokens: true });
    pair.target.fault({ when: ({ listener }) => isPushed && listener === 'token', status: 500, times });
    const { options } = patient();
    const text = explain(await pair.mirror(images, {}, options));
    expect(text).toContain('the token service');
    expect(text).not.toContain('failed every write');
  });
});
