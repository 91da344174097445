import { describe, expect, test } from '@jest/globals';
import { exitCodeOf } from '../../../src/result/exit-code.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import { explain, onlyImage, statesOf, useAbort, usePair, expectComplete } from '../../support/mirror.js';

describe('C9 what the target has lost is brought again', () => {
  test('a layer below a manifest that is there', async () => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', '1', { layers: [20_000, 30_000] });
    await pair.mirror(['app:1']);
    pair.target.deleteTag(pair.repository('app'), '1');
    pair.target.deleteBlob(pair.repository('app'), image.layers[1]?.digest ?? '');
    const report = await pair.mirror(['app:1']);
    expect(explain(report)).toBe('');
    expect(onlyImage(report).copiedBytes).toBe(30_000);
    expectComplete(pair, 'app', '1', image.digest);
  });

  test('the children of an index that a registry took without them', async () => {
    const pair = await usePair({ target: { quirks: { sparseIndexes: true } } });
    const index = buildIndex(pair.source, 'app', '1');
    pair.target.addManifest(pair.repository('app'), index.digest, index.bytes, index.mediaType);
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectComplete(pair, 'app', '1', index.digest);
  });

  test('the config of a single image', async () => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    pair.target.deleteTag(pair.repository('app'), '1');
    pair.target.deleteBlob(pair.repository('app'), image.config.digest);
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectComplete(pair, 'app', '1', image.digest);
  });
});

test('a run that is stopped gives its upload sessions back, and is not green', async () => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1', { layers: [200_000, 300_000] });
  const abort = new AbortController();
  pair.source.fault({
    when: { kind: 'blob-get' },
    stallMs: Number.POSITIVE_INFINITY,
    stallAfterBytes: 1_000,
    times: Number.POSITIVE_INFINITY,
  });
  pair.target.fault({
    when: ({ kind }) => {
      if (kind === 'upload-put') abort.abort(new Error('stopped by a test'));
      return false;
    },
  });
  const report = await pair.mirror(['app:1'], {}, { signal: abort.signal });
  expect(statesOf(report)).toEqual(['failed']);
  expect(report.interrupted).toBe(true);
  expect(exitCodeOf(report, 'never')).toBe(1);
  expect(pair.target.openUploads).toBe(0);
});

describe('C9 a run that was cut off', () => {
  test.each([1, 3, 5, 8, 11])(
    'at request %i is finished by the next, which repeats nothing that is there',
    async (cut) => {
      const pair = await usePair();
      const index = buildIndex(pair.source, 'app', '1', { layers: [30_000, 20_000] });
      const abort = useAbort();
      let seen = 0;
      pair.target.fault({
        when: ({ kind }) => {
          seen += kind === 'ping' ? 0 : 1;
          if (seen === cut) abort.abort();
          return false;
        },
      });
      expect(statesOf(await pair.mirror(['app:1'], {}, { signal: abort.signal }))).toEqual(['failed']);
      pair.target.clearFaults();
      const there = new Set(index.blobs.filter((digest) => pair.target.hasBlob(pair.repository('app'), digest)));
      pair.source.clearRequests();
      expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
      expectComplete(pair, 'app', '1', index.digest);
      const again = pair.source.requests.filter(
        ({ kind, digest }) => kind === 'blob-get' && digest !== undefined && there.has(digest),
      );
      expect(again).toEqual([]);
    },
  );
});
