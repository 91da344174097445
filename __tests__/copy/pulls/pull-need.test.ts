import { describe, expect, test } from '@jest/globals';
import { type PullDemand, type PullNeed, findNeed } from '../../../src/copy/pulls/pull-need.js';
import { ManifestCache, SharedManifests } from '../../../src/copy/image/shared-manifests.js';
import { SharedSource } from '../../../src/copy/image/shared-source.js';
import { MemoryBudget } from '../../../src/copy/memory/memory-budget.js';
import { noCache } from '../../../src/cache/open-cache.js';
import type { ImageTarget } from '../../../src/image/source-and-target.js';
import { type ManifestContent, mediaTypes } from '../../../src/image/manifest.js';
import { describeBytes, failure, imageWith, indexOf, mistake, signal, someLayer } from '../contents.js';
import { planWithoutTransfers, sourceThat, targetThat } from '../repositories.js';

const child = imageWith(someLayer);
const root = indexOf(describeBytes(child.bytes, mediaTypes.ociManifest));

/** What a target holds, or how it fails. */
type Held = readonly ManifestContent[] | Error;

interface Situation {
  /** By target. */
  readonly targets?: readonly [Held, ...Held[]];
  /** How the source answers; undefined: with the index. */
  readonly source?: Error;
  readonly isUsedUp?: boolean;
  /** What the source read before. */
  readonly known?: readonly ManifestContent[];
}

function targetWith(held: Held): ImageTarget {
  const find = async (digest: string): Promise<ManifestContent | undefined> => {
    if (held instanceof Error) throw held;
    return Promise.resolve(held.find((content) => content.digest === digest));
  };
  return targetThat({ repositoryExists: async () => Promise.resolve(true), findManifest: find, headManifest: find });
}

async function need({
  targets = [[]],
  source,
  isUsedUp = false,
  known = [],
}: Situation): Promise<PullNeed & { refused: unknown[] }> {
  const refused: unknown[] = [];
  const getManifest = async (): Promise<ManifestContent> =>
    source === undefined ? Promise.resolve(root) : Promise.reject(source);
  const shared = new SharedManifests('s.test/app', new ManifestCache(new MemoryBudget()), noCache().cache);
  for (const content of known) shared.add(content);
  const image = { source: new SharedSource(sourceThat({ getManifest }), shared, undefined), tasks: [], index: 0 };
  const demandOf = (held: Held): PullDemand => {
    return { image, digest: root.digest, isAbsent: true, target: targetWith(held) };
  };
  const [first, ...others] = targets;
  const allowance = { take: () => !isUsedUp, refuse: (error: unknown) => refused.push(error) };
  const deps = { plan: planWithoutTransfers(), signal };
  return { ...(await findNeed([demandOf(first), ...others.map(demandOf)], allowance, deps)), refused };
}

const limit = failure('pull-limit', 'source');
const down = failure('unavailable');

describe('what an image needs to be pulled', () => {
  test.each<[string, Situation, Partial<PullNeed>]>([
    ['what its index names, where the target has nothing', {}, { digests: [child.digest], isUnread: false }],
    ['nothing, where the target has all', { targets: [[root, child]] }, { digests: [], isUnread: false }],
    [
      'nothing, where both targets have all',
      {
        targets: [
          [root, child],
          [root, child],
        ],
      },
      { digests: [] },
    ],
    ['what one of two targets lacks', { targets: [[root, child], [root]] }, { digests: [child.digest] }],
    ['what a target does not say that it has', { targets: [[root, child], down] }, { digests: [child.digest] }],
    ['nothing of what was read before', { known: [root, child] }, { digests: [] }],
    ['one at least, where there is no pull to tell', { isUsedUp: true }, { digests: [root.digest], isUnread: true }],
    ['one at least, where the source has enough', { source: limit }, { digests: [root.digest], isUnread: true }],
    [
      'what its copy will find out, where it cannot be read',
      { source: failure('not-found', 'source') },
      { digests: [], isUnread: false },
    ],
  ])('is %s', async (_name, situation, expected) => {
    expect(await need(situation)).toMatchObject(expected);
  });

  test('a refusal is told to all', async () => {
    expect((await need({ source: limit })).refused).toEqual([limit]);
    expect((await need({ source: failure('not-found', 'source') })).refused).toEqual([]);
  });

  test.each<[string, Situation]>([
    ['of the source', { source: mistake }],
    ['of a target', { targets: [[root, child], mistake] }],
  ])('a mistake is no answer %s', async (_name, situation) => {
    await expect(need(situation)).rejects.toBe(mistake);
  });
});
