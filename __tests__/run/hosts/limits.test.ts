import { describe, expect, test } from '@jest/globals';
import { type Pair, explain, statesOf, usePair } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { Registry } from '../../support/registry/registry.js';
import type { RequestRecord } from '../../support/registry/types.js';
import { needWholeRun } from '../../support/whole-run.js';

/** The most requests that were under way side by side. */
function mostAtOnce({ requests }: Registry): number {
  const edges = requests
    .flatMap(({ startedTick, endedTick = Number.MAX_SAFE_INTEGER }) => [
      { tick: startedTick, by: 1 },
      { tick: endedTick, by: -1 },
    ])
    .sort((one, other) => one.tick - other.tick);
  let [running, most] = [0, 0];
  for (const { by } of edges) {
    running += by;
    most = Math.max(most, running);
  }
  return most;
}

/** A source and a target that hold the same image under so many tags. */
async function usePairOf(count: number): Promise<Pair & { readonly images: readonly string[] }> {
  const pair = await usePair();
  const repository = pair.repository('app');
  const { digest } = buildImage(pair.source, 'app', '0');
  buildImage(pair.target, repository, '0');
  const tags = Array.from({ length: count }, (_value, index) => String(index));
  for (const tag of tags) {
    pair.source.tag('app', tag, digest);
    pair.target.tag(repository, tag, digest);
  }
  return { ...pair, images: tags.map((tag) => `app:${tag}`) };
}

function underWay({ requests }: Registry): number {
  return requests.filter(({ endedTick }) => endedTick === undefined).length;
}

/** Opens when something has happened so many times: on a busy machine a time passes before enough is under way. */
function gateAfter(times: number): { readonly opened: Promise<void>; readonly happened: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let count = 0;
  const happened = (): void => {
    count += 1;
    if (count >= times) open();
  };
  return { opened, happened };
}

test('a registry that bears eight requests at once is asked so, and every image is settled', async () => {
  const pair = await usePairOf(300);
  const always = { times: Number.POSITIVE_INFINITY };
  const refusals = gateAfter(9);
  const isTooMuch = ({ kind }: RequestRecord): boolean => {
    const refused = kind === 'manifest-head' && underWay(pair.source) > 8;
    if (refused) refusals.happened();
    return refused;
  };
  pair.source.fault({ ...always, delayMs: 20, when: isTooMuch, status: 429, code: 'TOOMANYREQUESTS' });
  pair.source.fault({ ...always, delayMs: 20, when: { kind: 'manifest-head' }, holdUntil: refusals.opened });
  // Nothing is answered before as much is asked at once as may be.
  const arrivals = gateAfter(64);
  const arrives = ({ kind }: RequestRecord): boolean => {
    if (kind === 'manifest-head') arrivals.happened();
    return kind === 'manifest-head';
  };
  pair.target.fault({ ...always, when: arrives, holdUntil: arrivals.opened });
  const report = await pair.mirror(pair.images);
  expect(new Set(statesOf(report))).toEqual(new Set(['skipped: up-to-date']));
  expect(mostAtOnce(pair.target)).toBe(64);
  const refused = pair.source.count(undefined, ({ status }) => status === 429);
  expect(refused).toBeGreaterThan(8);
  expect(refused).toBeLessThan(150);
});

describe('a registry that refuses all for a while (429), and does not say for how long,', () => {
  const refusal = { status: 429, code: 'TOOMANYREQUESTS', message: 'Too many requests' };

  test.each(['source', 'target'] as const)('as the %s costs no image', async (side) => {
    const pair = await usePair();
    const names = Array.from({ length: 40 }, (_value, index) => `app${String(index)}`);
    for (const name of names) buildImage(pair.source, name, '1', { seed: name, layers: [1_000] });
    // As many as would use up five attempts of every image.
    const refused = pair[side].fault({ ...refusal, when: ({ kind }) => kind !== 'ping', times: 240 });
    const report = await pair.mirror(names.map((name) => `${name}:1`));
    expect(explain(report).trim()).toBe('');
    expect(report.counts).toMatchObject({ mirrored: 40 });
    expect(refused.hits).toBe(240);
  });
});

test('ten thousand images are worked on a few at a time', async () => {
  needWholeRun();
  const pair = await usePairOf(10_000);
  const report = await pair.mirror(pair.images);
  expect(report.counts).toMatchObject({ skipped: 10_000 });
  for (const registry of [pair.source, pair.target]) {
    expect(mostAtOnce(registry)).toBeLessThanOrEqual(64);
    expect(registry.requests).toHaveLength(10_001);
  }
}, 600_000);
