import { describe, expect, test } from '@jest/globals';
import { type PullDemands, type PullNeed, findNeed } from '../../../src/copy/pulls/pull-need.js';
import type { Digest } from '../../../src/image/digest.js';
import { type ManifestContent, mediaTypes } from '../../../src/image/manifest.js';
import { describeBytes, failure, imageWith, indexOf, mistake, signal, someLayer } from '../contents.js';

const child = imageWith(someLayer);
const root = indexOf(describeBytes(child.bytes, mediaTypes.ociManifest));

interface Situation {
  /** What the targets hold, or how they fail: by target. */
  readonly targets?: readonly (readonly ManifestContent[] | Error)[];
  /** How the source answers; undefined: with the index. */
  readonly source?: Error;
  readonly isUsedUp?: boolean;
  /** What the source read before. */
  readonly known?: readonly Digest[];
}

function targetWith(held: readonly ManifestContent[] | Error): object {
  const find = async (digest: string): Promise<ManifestContent | undefined> => {
    if (held instanceof Error) throw held;
    return Promise.resolve(held.find((content) => content.digest === digest));
  };
  return { findManifest: find, headManifest: find };
}

async function need({
  targets = [[]],
  source,
  isUsedUp = false,
  known = [],
}: Situation): Promise<PullNeed & { refused: unknown[] }> {
  const refused: unknown[] = [];
  const image = {
    source: {
      hasManifest: (digest: Digest) => known.includes(digest),
      getManifest: async () => (source === undefined ? Promise.resolve(root) : Promise.reject(source)),
    },
  };
  const demands = targets.map((held) => ({ image, digest: root.digest, target: targetWith(held) }));
  const allowance = { take: () => !isUsedUp, refuse: (error: unknown) => refused.push(error) };
  const plan = { repositoryExists: async () => Promise.resolve(true) };
  const looking = { plan, signal } as unknown as Parameters<typeof findNeed>[2];
  return { ...(await findNeed(demands as unknown as PullDemands, allowance, looking)), refused };
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
    ['nothing of what was read before', { known: [root.digest, child.digest] }, { digests: [] }],
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
