import { expect, test } from '@jest/globals';
import { Mounts } from '../../../src/copy/blobs/mount.js';
import type { ImageTarget } from '../../../src/image/source-and-target.js';
import { noCache } from '../../../src/cache/open-cache.js';
import { failure, mistake, signal, someLayer } from '../contents.js';
import { targetThat } from '../repositories.js';

/** A target that answers mounts by these, one after the other; the last stays. */
function targetThatAnswers(...answers: readonly (Error | 'mounted')[]): { target: ImageTarget; asked: () => number } {
  return targetThatHas(true, answers);
}

function targetThatHas(
  hasBlob: boolean,
  answers: readonly (Error | 'mounted')[],
): { target: ImageTarget; asked: () => number } {
  let asked = 0;
  const mountBlob = async (): Promise<'mounted'> => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve('mounted');
  };
  const target = targetThat({
    hasBlob: async () => Promise.resolve(hasBlob),
    mountBlob,
    mountBlobOnce: mountBlob,
  });
  return { target, asked: () => asked };
}

const refused = failure('unauthorized');

test('a registry that refuses mounts is asked three times', async () => {
  const { target, asked } = targetThatAnswers(refused);
  const mounts = new Mounts(noCache().cache);
  for (let times = 0; times < 5; times += 1)
    expect(await mounts.tryMount(someLayer, target, 'mirror/other', signal)).toBeUndefined();
  expect(asked()).toBe(3);
});

test('one that mounts after all is asked on', async () => {
  const { target, asked } = targetThatAnswers(refused, refused, 'mounted', refused);
  const mounts = new Mounts(noCache().cache);
  for (let times = 0; times < 8; times += 1) await mounts.tryMount(someLayer, target, 'mirror/other', signal);
  expect(asked()).toBe(6);
});

test('a registry that takes every guess and has nothing is asked three times, whatever number of blobs want it at once', async () => {
  const { target, asked } = targetThatHas(false, ['mounted']);
  const mounts = new Mounts(noCache().cache);
  const all = Array.from({ length: 20 }, async () => mounts.tryGuess(someLayer, target, 'gone/old', signal));
  expect(new Set(await Promise.all(all))).toEqual(new Set([undefined]));
  expect(asked()).toBe(3);
});

test('what is only guessed is asked for three times in vain, and says nothing of mounts', async () => {
  const { target, asked } = targetThatAnswers(refused);
  const mounts = new Mounts(noCache().cache);
  for (let times = 0; times < 5; times += 1)
    expect(await mounts.tryGuess(someLayer, target, 'mirror/app', signal)).toBeUndefined();
  expect(asked()).toBe(3);
  await mounts.tryMount(someLayer, target, 'mirror/other', signal);
  expect(asked()).toBe(4);
});

test.each(['tryMount', 'tryGuess'] as const)(
  '%s: neither a mistake nor a run that is stopped is a refusal',
  async (way) => {
    const mounts = new Mounts(noCache().cache);
    await expect(mounts[way](someLayer, targetThatAnswers(mistake).target, 'mirror/other', signal)).rejects.toBe(
      mistake,
    );
    await expect(
      mounts[way](someLayer, targetThatAnswers(refused).target, 'mirror/other', AbortSignal.abort()),
    ).rejects.toBe(refused);
  },
);
