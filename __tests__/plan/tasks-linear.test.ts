import { expect, test } from '@jest/globals';
import type { NamedImage } from '../../src/plan/named-image.js';
import { planTasks } from '../../src/plan/tasks.js';
import { configOf, digestNamed, named } from './plans.js';

/** How often a plan looks whether the run is of an image, for so many images. */
function countLooks(images: number, nameOf: (index: number) => string, isOutOfScope: boolean): number {
  let looks = 0;
  const counting = (image: NamedImage): NamedImage =>
    Object.defineProperty({ ...image }, 'isOutOfScope', {
      get: () => {
        looks += 1;
        return isOutOfScope || undefined;
      },
    });
  const all = Array.from({ length: images }, (_value, index) => counting(named(nameOf(index), `f${index}`)));
  planTasks(all, configOf());
  return looks;
}

test.each([
  ['of as many names', (index: number) => `quay.io/acme/app${index}:1`, false],
  ['of one name', () => 'quay.io/acme/app:1', false],
  ['that pin one tag to as many digests', (index: number) => `redis:7@${digestNamed(`${index}`)}`, false],
  ['that pin one tag so, and that the run is not of', (index: number) => `redis:7@${digestNamed(`${index}`)}`, true],
])('F10 twice as many images %s take twice as many looks', (_what, nameOf, isOutOfScope) => {
  const [few = 0, more = 0, most = 0] = [100, 200, 400].map((images) => countLooks(images, nameOf, isOutOfScope));
  expect(few).toBeGreaterThan(0);
  expect(most - more).toBeLessThanOrEqual(2.5 * (more - few));
});
