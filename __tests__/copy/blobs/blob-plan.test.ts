import { describe, expect, test } from '@jest/globals';
import { BlobPlan } from '../../../src/copy/blobs/blob-plan.js';
import type { BlobRoute } from '../../../src/copy/blobs/transfer.js';
import { noCache } from '../../../src/cache/open-cache.js';
import { heldClock } from '../../support/timing/held-clock.js';
import { failure, signal, someLayer } from '../contents.js';
import { sourceThat, targetThat } from '../repositories.js';

interface Transfers {
  readonly plan: BlobPlan;
  /** Whose bytes were sent, in order. */
  readonly from: readonly string[];
  /** Ends the transfer that came so many-th, from 0. */
  readonly end: (index: number, error?: Error) => Promise<void>;
}

async function aWhile(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
}

function useTransfers(): Transfers {
  const from: string[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const transfer = async (_descriptor: unknown, { source }: BlobRoute): Promise<number> =>
    new Promise((resolve, reject) => {
      from.push(source.name);
      ends.push((error) => {
        if (error === undefined) resolve(1);
        else reject(error);
      });
    });
  const plan = new BlobPlan(transfer, noCache().cache, heldClock());
  const end = async (index: number, error?: Error): Promise<void> => {
    await aWhile();
    ends[index]?.(error);
    await aWhile();
  };
  return { plan, from, end };
}

/** A target's repository that has nothing, and counts who asks it for blobs. */
function targetOf(looks: string[] = [], isHeld = false): BlobRoute['target'] {
  const target = targetThat({
    repositoryExists: async () => Promise.resolve(true),
    hasBlob: async () => {
      looks.push('look');
      return Promise.resolve(isHeld);
    },
    sibling: () => target,
  });
  return target;
}

function routeOf(source: string, target: BlobRoute['target']): BlobRoute {
  const [registry = ''] = source.split('/');
  return { source: sourceThat({ name: source, registry }), held: undefined, target, onBytes: () => undefined };
}

const lost = failure('not-found', 'source');

describe('who wants a blob that another image brings', () => {
  test('has it when that has', async () => {
    const { plan, from, end } = useTransfers();
    const target = targetOf();
    const both = [
      plan.ensureBlob(someLayer, routeOf('a.test/one', target), undefined, signal),
      plan.ensureBlob(someLayer, routeOf('a.test/two', target), undefined, signal),
    ];
    await end(0);
    expect(await Promise.all(both)).toEqual([
      { kind: 'copied', bytes: 1, isUnconfirmed: true },
      { kind: 'present', bytes: 0, isUnconfirmed: true },
    ]);
    expect(from).toEqual(['a.test/one']);
  });

  test('has not to fail with it, where its own source is another', async () => {
    const { plan, from, end } = useTransfers();
    const target = targetOf();
    const both = ['a.test/one', 'b.test/two'].map(async (name) =>
      plan.ensureBlob(someLayer, routeOf(name, target), undefined, signal),
    );
    const settled = Promise.allSettled(both);
    await end(0, lost);
    await end(1);
    expect(await settled).toMatchObject([{ reason: lost }, { value: { kind: 'copied' } }]);
    expect(from).toEqual(['a.test/one', 'b.test/two']);
  });

  test.each([
    ['its source is the same', 'a.test/one', signal],
    ['the run is stopped', 'b.test/two', AbortSignal.abort()],
  ])('fails with it, where %s', async (_name, other, itsSignal) => {
    const { plan, from, end } = useTransfers();
    const target = targetOf();
    const both = [
      plan.ensureBlob(someLayer, routeOf('a.test/one', target), undefined, signal),
      plan.ensureBlob(someLayer, routeOf(other, target), undefined, itsSignal),
    ];
    const settled = Promise.allSettled(both);
    await end(0, lost);
    expect(await settled).toMatchObject([{ reason: lost }, { status: 'rejected' }]);
    expect(from).toEqual(['a.test/one']);
  });
});

describe('whether a repository holds a blob', () => {
  test('is known when it was given it', async () => {
    const looks: string[] = [];
    const { plan, end } = useTransfers();
    const target = targetOf(looks);
    const placed = plan.ensureBlob(someLayer, routeOf('a.test/one', target), undefined, signal);
    const held = plan.hasBlob(someLayer, target, signal);
    await end(0);
    await placed;
    expect(await held).toBe(true);
    expect(looks).toHaveLength(1);
  });

  test.each([true, false])('is asked where that failed: %s', async (isHeld) => {
    const looks: string[] = [];
    const { plan, end } = useTransfers();
    const placed = plan.ensureBlob(someLayer, routeOf('a.test/one', targetOf()), undefined, signal);
    const held = plan.hasBlob(someLayer, targetOf(looks, isHeld), signal);
    const settled = Promise.allSettled([placed]);
    await end(0, lost);
    await settled;
    expect([await held, await plan.hasBlob(someLayer, targetOf(looks, !isHeld), signal)]).toEqual([isHeld, isHeld]);
    expect(looks).toHaveLength(1);
  });
});
