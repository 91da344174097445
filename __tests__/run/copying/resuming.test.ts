import { describe, expect, test } from '@jest/globals';
import { type Pair, explain, onlyImage, statesOf, usePair, usedUploads } from '../../support/mirror.js';
import type { Fault } from '../../support/registry/faults/fault-types.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { RegistryOptions } from '../../support/registry/options.js';
import type { RequestRecord } from '../../support/registry/types.js';

const size = 4_000_000;
const always = Number.POSITIVE_INFINITY;

interface Cut extends Pair {
  readonly layer: string;
  readonly digest: string;
  /** The requests for the layer, wherever they were answered. */
  readonly downloads: () => readonly RequestRecord[];
}

async function usePairCut(fault: Fault, source: RegistryOptions = {}): Promise<Cut> {
  const pair = await usePair({ source });
  const image = buildImage(pair.source, 'app', '1', { layers: [size] });
  const layer = image.layers[0]?.digest ?? '';
  const kind = source.cdn === undefined ? 'blob-get' : 'cdn';
  pair.source.fault({
    // What a range is asked of has faults of its own.
    when: (request) => request.kind === kind && request.path.includes(layer) && request.headers.range === undefined,
    ...fault,
  });
  const downloads = (): readonly RequestRecord[] =>
    pair.source.requests.filter(({ kind, digest }) => kind === 'blob-get' && digest === layer);
  return { ...pair, layer, digest: image.digest, downloads };
}

/** One upload of the layer and one of the config. */
function expectOneUpload({ target, repository, digest }: Cut): void {
  expect(usedUploads(target)).toBe(2);
  expect(target.count('upload-put')).toBe(2);
  expect(target.resolve(repository('app'), '1')).toBe(digest);
  expect(target.closure(repository('app'), '1')).toMatchObject({ complete: true });
}

describe('a download that is cut in the middle', () => {
  test('goes on where it was, inside the same upload', async () => {
    const pair = await usePairCut({ cutBody: 3_000_000 });
    const report = await pair.mirror(['app:1']);
    expect(explain(report)).toBe('');
    expectOneUpload(pair);
    const [first, second] = pair.downloads();
    expect(pair.downloads()).toHaveLength(2);
    expect(second?.headers.range).toMatch(/^bytes=\d+-$/);
    expect(Number(second?.headers.range?.slice(6, -1))).toBeGreaterThan(1_000_000);
    expect((first?.bytesOut ?? 0) + (second?.bytesOut ?? 0)).toBeLessThan(size * 1.2);
    expect(onlyImage(report).copiedBytes).toBeGreaterThan(size);
  });

  test('again and again, goes on as long as something comes', async () => {
    const pair = await usePairCut({ when: { kind: 'blob-get' }, cutBody: 500_000, times: always });
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectOneUpload(pair);
    expect(pair.downloads().length).toBeGreaterThan(7);
  });

  test('of a server that knows no ranges begins anew, inside the same upload', async () => {
    const pair = await usePairCut({ cutBody: 3_000_000 }, { quirks: { noRanges: true } });
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectOneUpload(pair);
    expect(pair.downloads()).toHaveLength(2);
  });

  test('of a server that sends another part than it was asked for is begun anew as a whole', async () => {
    const pair = await usePairCut({ cutBody: 3_000_000 });
    pair.source.fault({
      when: ({ kind, headers }) => kind === 'blob-get' && headers.range !== undefined,
      headers: { 'content-range': `bytes 5-${String(size - 1)}/${String(size)}` },
    });
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(pair.digest);
    expect(pair.downloads()).toHaveLength(3);
    expect(pair.target.openUploads).toBe(0);
  });

  test('asks the registry again, for the address that it led to was good once', async () => {
    const pair = await usePairCut({ cutBody: 3_000_000 }, { cdn: { singleUse: true } });
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectOneUpload(pair);
    expect(pair.downloads()).toHaveLength(2);
  });

  test('waits as long as the source asks for, inside the same upload', async () => {
    const pair = await usePairCut({ cutBody: 3_000_000 });
    const isRest = ({ kind, headers }: RequestRecord): boolean => kind === 'blob-get' && headers.range !== undefined;
    pair.source.fault({ when: isRest, status: 429, headers: { 'retry-after': '0.3' } });
    pair.source.fault({ when: isRest, status: 429, times: 7 });
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectOneUpload(pair);
    expect(pair.downloads().map(({ status }) => status)).toEqual([200, ...Array<number>(8).fill(429), 206]);
  });

  test('of which never a byte comes is given up', async () => {
    const pair = await usePairCut({ when: { kind: 'blob-get' }, cutBody: 0, times: always });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(pair.downloads().length).toBeLessThanOrEqual(25);
    expect(pair.target.openUploads).toBe(0);
  });

  test('and goes on with other bytes is found out by its digest', async () => {
    const pair = await usePairCut({ cutBody: 3_000_000, times: always });
    pair.source.fault({
      when: ({ kind, headers }) => kind === 'blob-get' && headers.range !== undefined,
      flipBit: 10,
      times: always,
    });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['failed']);
    expect(pair.target.hasBlob(pair.repository('app'), pair.layer)).toBe(false);
  });
});
