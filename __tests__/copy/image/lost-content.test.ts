import { describe, expect, test } from '@jest/globals';
import { type Loss, formatLosses, inspectCopy } from '../../../src/copy/image/lost-content.js';
import { shortDigest } from '../../../src/image/digest.js';
import { digestOf } from '../../../src/image/hash.js';
import { type ManifestContent, mediaTypes } from '../../../src/image/manifest.js';
import { describeBytes, failure, imageWith, indexOf, mistake, signal, someLayer } from '../contents.js';
import { planWithoutTransfers, targetThat } from '../repositories.js';

const loss = (index: number, part: Loss['part'] = 'blob', how: Loss['how'] = 'missing'): Loss => ({
  part,
  how,
  digest: digestOf(Buffer.from(String(index))),
});
const short = (index: number): string => shortDigest(loss(index).digest);

describe('what was lost is told', () => {
  test.each<[string, readonly Loss[], string]>([
    ['nothing', [], ''],
    ['one', [loss(1)], `1 blob missing (${short(1)})`],
    ['two', [loss(1), loss(2)], `2 blobs missing (${short(1)}, ${short(2)})`],
    [
      'of two kinds',
      [loss(1, 'manifest', 'damaged'), loss(2), loss(3, 'manifest', 'damaged')],
      `2 manifests damaged (${short(1)}, ${short(3)}), 1 blob missing (${short(2)})`,
    ],
    [
      'more than anybody looks up',
      [1, 2, 3, 4, 5, 6, 7].map((index) => loss(index)),
      `7 blobs missing (${[1, 2, 3, 4, 5].map(short).join(', ')}, 2 more)`,
    ],
  ])('%s', (_name, losses, text) => {
    expect(formatLosses(losses)).toBe(text);
  });
});

/** A copy of these manifests, with all of their blobs. */
function copyOf(
  contents: readonly ManifestContent[],
  fails?: Error,
): Parameters<typeof inspectCopy>[1] & { readonly looks: string[] } {
  const looks: string[] = [];
  const target = targetThat({
    findManifest: async (digest: string) => {
      looks.push(digest);
      if (fails !== undefined) throw fails;
      return Promise.resolve(contents.find((content) => content.digest === digest));
    },
    hasBlob: async () => Promise.resolve(true),
  });
  return { target, plan: planWithoutTransfers(), signal, count: () => undefined, looks };
}

const image = imageWith(describeBytes(Buffer.from('{}'), 'application/vnd.oci.image.config.v1+json'));
const child = describeBytes(image.bytes, mediaTypes.ociManifest);

function nested(levels: number): readonly ManifestContent[] {
  const contents = [image];
  for (let level = 0; level < levels; level += 1) {
    const [inner] = contents;
    if (inner === undefined) break;
    contents.unshift(indexOf(describeBytes(inner.bytes, inner.manifest.mediaType)));
  }
  return contents;
}

async function inspect(contents: readonly ManifestContent[]): Promise<{ size: number; looks: readonly string[] }> {
  const copy = copyOf(contents);
  const { size, losses } = await inspectCopy(contents[0]?.digest ?? image.digest, copy);
  expect(losses).toEqual([]);
  return { size, looks: copy.looks };
}

describe('a copy is looked into', () => {
  test('to the end of what it names, blobs that are there counted once', async () => {
    const index = indexOf(child, someLayer);
    const { size, looks } = await inspect([index, image]);
    expect(looks).toEqual([index.digest, image.digest]);
    expect(size).toBe(index.bytes.length + image.bytes.length + 2 + someLayer.size);
  });

  test('and what it names in two places once', async () => {
    const inner = indexOf(child);
    const outer = indexOf(child, describeBytes(inner.bytes, mediaTypes.ociIndex));
    const { looks } = await inspect([outer, image, inner]);
    expect(looks).toHaveLength(3);
  });

  test('as deep as any image is, and no deeper', async () => {
    expect((await inspect(nested(8))).looks).toHaveLength(9);
    await expect(inspect(nested(9))).rejects.toThrow(
      'Looking into r.test/mirror/app on the target: its copy has more than 1000 manifests, or indexes nested deeper than 8 levels.',
    );
  });

  test.each([failure('denied'), failure('digest-mismatch'), mistake])(
    'and what is not said is no loss: %p',
    async (error) => {
      const inspected = inspectCopy(image.digest, copyOf([image], error));
      if (error.message.includes('mismatch'))
        expect((await inspected).losses).toEqual([{ part: 'manifest', how: 'damaged', digest: image.digest }]);
      else await expect(inspected).rejects.toBe(error);
    },
  );
});
