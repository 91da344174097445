import { describe, expect, test } from '@jest/globals';
import type { RegistryState } from '../../../src/copy/blobs/blob-state.js';
import { findBlobOnOtherTarget } from '../../../src/copy/blobs/blob-on-other-target.js';
import { type HeldClock, heldClock } from '../../support/timing/held-clock.js';
import { sourceThat } from '../repositories.js';

const copy = sourceThat({ name: 'registry.example/app' });
const { signal } = new AbortController();

function coming(): { state: RegistryState; end: (isThere: boolean) => void } {
  let onEnd: () => void = () => undefined;
  const state: RegistryState = {
    holders: new Set(),
    pending: new Map(),
    fetching: undefined,
    downloading: new Promise((resolve) => {
      onEnd = resolve;
    }),
    movements: 0,
    sibling: () => copy,
  };
  const end = (isThere: boolean): void => {
    if (isThere) state.holders.add('app');
    state.downloading = undefined;
    onEnd();
  };
  return { state, end };
}

/** Does something in each of the first waits. */
function clockWith(...deeds: readonly (() => void)[]): HeldClock {
  const clock = heldClock();
  const sleep = clock.sleep.bind(clock);
  return {
    ...clock,
    sleep: async (ms, abort) => {
      deeds[clock.slept.length]?.();
      return sleep(ms, abort);
    },
  };
}

describe('what is on its way to another target', () => {
  test('is waited for as long as it moves, however long that takes', async () => {
    const { state, end } = coming();
    const move = (): void => {
      state.movements += 1;
    };
    const clock = clockWith(move, move, move, () => {
      end(true);
    });
    expect(await findBlobOnOtherTarget([state], clock, signal)).toBe(copy);
    expect(clock.slept).toHaveLength(4);
  });

  test('is not waited for when it stands still', async () => {
    const { state } = coming();
    const clock = clockWith(() => {
      state.movements += 1;
    });
    expect(await findBlobOnOtherTarget([state], clock, signal)).toBeUndefined();
    expect(clock.slept).toEqual([10_000, 10_000]);
  });

  test('is looked for elsewhere again when it came to nothing', async () => {
    const [first, second] = [coming(), coming()];
    const clock = clockWith(
      () => {
        first.end(false);
      },
      () => {
        second.end(true);
      },
    );
    expect(await findBlobOnOtherTarget([first.state, second.state], clock, signal)).toBe(copy);
  });
});

test('nothing on its way is not waited for', async () => {
  const clock = heldClock();
  const { state, end } = coming();
  end(false);
  expect(await findBlobOnOtherTarget([state], clock, signal)).toBeUndefined();
  expect(clock.slept).toEqual([]);
});
