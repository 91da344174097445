import { describe, expect, test } from '@jest/globals';
import { StoppedError } from '../../../src/runtime/errors.js';
import { type TagResult, putTag } from '../../../src/copy/push/put-tag.js';
import type { ImageSource, ManifestHead } from '../../../src/image/source-and-target.js';
import { digestOf } from '../../../src/image/hash.js';
import { heldClock } from '../../support/timing/held-clock.js';
import { describeBytes, failure, imageWith, mistake } from '../contents.js';
import { sourceThat, targetThat } from '../repositories.js';

const root = imageWith(describeBytes(Buffer.from('{}'), 'application/vnd.oci.image.config.v1+json'));
const [older, newer] = [digestOf(Buffer.from('older')), digestOf(Buffer.from('newer'))];

/** What is shown of a tag, look by look; the last stays. */
type Shown = ManifestHead['digest'] | Error | undefined;

interface Situation {
  /** of the target's tag: before the put, and behind it */
  readonly target: readonly [Shown, ...Shown[]];
  /** `late`: it takes five seconds to show something newer */
  readonly source?: readonly [Shown, ...Shown[]] | 'late';
  readonly put?: Error;
  /** The run is stopped by the put. */
  readonly isStopped?: boolean;
  readonly previousDigest?: ManifestHead['digest'];
  readonly isPinned?: boolean;
}

function heads(shown: readonly [Shown, ...Shown[]]): ImageSource['headManifest'] {
  let look = 0;
  return async () => {
    const digest = shown[Math.min(look, shown.length - 1)];
    look += 1;
    if (digest instanceof Error) throw digest;
    return Promise.resolve(digest === undefined ? undefined : { digest });
  };
}

async function put({
  target,
  source = [root.digest],
  put: error,
  isStopped = false,
  previousDigest,
  isPinned = false,
}: Situation): Promise<TagResult> {
  const stop = new AbortController();
  const clock = heldClock();
  const showLate: ImageSource['headManifest'] = async (_tag, signal) => {
    clock.advance(5_000);
    signal.throwIfAborted();
    return Promise.resolve({ digest: newer });
  };
  const fakes = {
    target: targetThat({
      headManifest: heads(target),
      findManifest: async () => Promise.resolve(source === 'late' ? root : undefined),
      putManifest: async () => {
        if (isStopped) stop.abort(new StoppedError({ kind: 'signal', name: 'SIGTERM' }));
        if (error !== undefined) throw error;
        return Promise.resolve({ listsReferrer: false });
      },
    }),
    source: sourceThat({ headManifest: source === 'late' ? showLate : heads(source) }),
  };
  const move = {
    tag: '1',
    previousDigest,
    mayReplace: true,
    sourceTag: isPinned ? undefined : '1',
    verifyTimeoutMs: 1_000,
  };
  return putTag(root, { move, ...fakes }, clock, stop.signal);
}

const [down, denied, immutable] = [failure('unavailable'), failure('denied'), failure('immutable')];
const sourceDown = failure('unavailable', 'source');

describe('what comes of a tag', () => {
  test.each<[string, Situation, TagResult]>([
    ['is put where nothing was', { target: [undefined, root.digest] }, { kind: 'put' }],
    ['another run put the same', { target: [root.digest] }, { kind: 'done elsewhere', found: root.digest }],
    [
      'another run moved it, and a file pins the image',
      { target: [older, root.digest], source: [newer], isPinned: true },
      { kind: 'put' },
    ],
    [
      'another run moved it, and the source does not say whether it has',
      { target: [older], source: [sourceDown] },
      { kind: 'done elsewhere', found: older },
    ],
    [
      'another run moved it, and so has the source',
      { target: [older], source: [newer] },
      { kind: 'done elsewhere', found: older },
    ],
    [
      'is put, and the source does not say what its own is now',
      { target: [undefined, root.digest], source: [sourceDown] },
      { kind: 'put' },
    ],
    [
      'is put, and the source does not say in five seconds what its own is now',
      { target: [undefined, root.digest], source: 'late' },
      { kind: 'put' },
    ],
    ['is put, and nobody can see it', { target: [undefined, down] }, { kind: 'not-visible' }],
    ['is put, and does not show', { target: [undefined, undefined] }, { kind: 'not-visible' }],
    ['is put, and shows when the answer is lost', { target: [undefined, root.digest], put: down }, { kind: 'put' }],
    ['is put, and the run is stopped behind it', { target: [undefined, down], isStopped: true }, { kind: 'put' }],
    [
      'the run is stopped while it is put',
      { target: [undefined], put: failure('aborted'), isStopped: true },
      { kind: 'in-doubt' },
    ],
    [
      'may not be moved',
      { target: [older, older], previousDigest: older, put: immutable },
      { kind: 'immutable', found: older },
    ],
  ])('%s', async (_name, situation, result) => {
    expect(await put(situation)).toEqual(result);
  });

  test.each<[string, Situation, Error]>([
    ['is refused, and was never there', { target: [undefined, undefined], put: denied }, denied],
    ['is refused, and cannot be looked at', { target: [undefined, down], put: denied }, denied],
    ['is refused, and stays where it was', { target: [older, older], previousDigest: older, put: denied }, denied],
    ['a mistake before it is put', { target: [mistake] }, mistake],
    ['a mistake while the source is asked whether it moved', { target: [older], source: [mistake] }, mistake],
    [
      'a mistake while the source is asked for something newer',
      { target: [undefined, root.digest], source: [mistake] },
      mistake,
    ],
    ['a mistake while it is looked at', { target: [undefined, mistake] }, mistake],
    ['a mistake while it is put', { target: [undefined], put: mistake }, mistake],
  ])('is an error: %s', async (_name, situation, error) => {
    await expect(put(situation)).rejects.toBe(error);
  });
});
