import { expect, test } from '@jest/globals';
import { useRegistry } from '../mirror.js';
import { needJudge } from './needed-programs.js';
import { buildIndex } from '../registry/images/indexes.js';

test.each(['manifest-get', 'blob-get'] as const)('the judge notices a damaged answer to a %s', async (kind) => {
  const [judge, registry] = [await needJudge(), await useRegistry()];
  const { digest } = buildIndex(registry, 'app', '1');
  expect(await judge.readIntact(`${registry.host}/app:1`)).toBe(digest);
  // The first answer of a kind is right; the second and later ones are damaged.
  registry.fault({ when: { kind, nth: 2 }, flipBit: 5, times: Infinity });
  await expect(judge.readIntact(`${registry.host}/app:1`)).rejects.toThrow();
});
