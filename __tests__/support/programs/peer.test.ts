import { expect, test } from 'vitest';
import { useRegistry } from '../mirror.js';
import { needJudge } from './needed-programs.js';
import { buildIndex } from '../registry/indexes.js';

test.for(['manifest-get', 'blob-get'] as const)('the judge notices a damaged answer to a %s', async (kind, context) => {
  const [judge, registry] = [await needJudge(context), await useRegistry()];
  const { digest } = buildIndex(registry, 'app', '1');
  expect(await judge.readIntact(`${registry.host}/app:1`)).toBe(digest);
  // Behind the first one, which leads to all others.
  registry.fault({ when: { kind, nth: 2 }, flipBit: 5, times: Infinity });
  await expect(judge.readIntact(`${registry.host}/app:1`)).rejects.toThrow();
});
