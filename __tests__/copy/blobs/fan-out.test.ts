import { describe, expect, test } from '@jest/globals';
import { type FanOutParticipant, FanOut } from '../../../src/copy/blobs/fan-out.js';
import type { FanOutResult, FanOutPart } from '../../../src/copy/blobs/fan-out-transfer.js';
import { digestOf } from '../../../src/image/hash.js';
import { type HeldClock, heldClock } from '../../support/timing/held-clock.js';

const { signal } = new AbortController();

function partOf(name: string): FanOutPart {
  const descriptor = { mediaType: 'application/octet-stream', digest: digestOf(Buffer.from(name)), size: 1 };
  return { descriptor, route: {} as FanOutPart['route'], open: undefined };
}

/** The convoys of one run, an image each, with two targets; how many each download fed is noted. */
function runOf(): { clock: HeldClock; fed: number[]; image: () => readonly [FanOutParticipant, FanOutParticipant] } {
  const clock = heldClock();
  const fed: number[] = [];
  const slowTargets = new Set<string>();
  const transfer = (parts: readonly FanOutPart[]): readonly Promise<FanOutResult>[] => {
    fed.push(parts.length);
    return parts.map(async () => Promise.resolve(1));
  };
  const image = (): readonly [FanOutParticipant, FanOutParticipant] => {
    const fanOut = new FanOut(transfer, slowTargets, clock, signal);
    return [fanOut.addParticipant('quick.test'), fanOut.addParticipant('slow.test')];
  };
  return { clock, fed, image };
}

describe('the targets of one image', () => {
  test('are fed together where both come, and nobody waits', async () => {
    const { clock, fed, image } = runOf();
    const [quick, slow] = image();
    expect(await Promise.all([quick.join(partOf('a')), slow.join(partOf('a'))])).toEqual([1, 1]);
    expect(fed).toEqual([2]);
    // Whoever comes last ends the wait: this clock's sleeps take no time.
    expect(clock.slept.length).toBeLessThanOrEqual(1);
  });

  test('wait two seconds for one that does not come, and for none of its registry in the whole run again', async () => {
    const { clock, fed, image } = runOf();
    const [quick] = image();
    expect(await quick.join(partOf('a'))).toBe('alone');
    expect(await quick.join(partOf('b'))).toBe('alone');
    const [next] = image();
    expect(await next.join(partOf('c'))).toBe('alone');
    expect(clock.slept).toEqual([2_000]);
    expect(fed).toEqual([]);
  });

  test('do not wait for one that says that it needs nothing of it', async () => {
    const { clock, image } = runOf();
    const [quick, slow] = image();
    slow.skip(partOf('a').descriptor);
    expect(await quick.join(partOf('a'))).toBe('alone');
    expect(clock.slept).toEqual([]);
  });
});
