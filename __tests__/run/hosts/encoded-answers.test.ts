import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { useGateway } from '../../support/gateway/use-gateway.js';
import type { Oddity } from '../../support/gateway/oddity.js';
import {
  type Coding,
  brotli,
  deflate,
  encoded,
  gzip,
  labelled,
  mislabelled,
  rawDeflate,
  xGzip,
} from '../../support/gateway/oddities/codings.js';
import {
  explain,
  expectComplete,
  makeWorkspace,
  mirrorFiles,
  statesOf,
  usePair,
  useRegistry,
} from '../../support/mirror.js';
import { needJudge, useRealRegistry } from '../../support/programs/needed-programs.js';
import { realRegistryNames } from '../../support/real-registries/real-registries.js';
import { addJsonManifest, buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { Fault } from '../../support/registry/faults/fault-types.js';
import type { Registry } from '../../support/registry/registry.js';
import type { RequestKind, RequestRecord } from '../../support/registry/types.js';
import { secretFor } from '../../support/secrets.js';

const always = Number.POSITIVE_INFINITY;
const users = { robot: secretFor('robot') };
const bearer = { auth: { kind: 'bearer', users } } as const;

/** Answers in this way for good, of a few kinds only or of those that the oddity is of. */
function use(registry: Registry, oddity: Oddity, kinds: readonly RequestKind[] = oddity.kinds): void {
  registry.fault({ answer: oddity.begin(), when: ({ kind }) => kinds.includes(kind), times: always });
}

/** Encodes what a fault answers. */
function encodedFault(coding: Coding, fault: Fault & { readonly body: string }): Fault {
  const body = coding.encode(Buffer.from(fault.body));
  return { ...fault, body, headers: { 'content-encoding': coding.name } };
}

function countsOf(registry: Registry): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of registry.requests) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('G3 registries that encode all that is read', () => {
  const ways: readonly (readonly [string, readonly Coding[], boolean])[] = [
    ['gzip', [gzip], false],
    ['gzip, of unknown length', [gzip], true],
    ['x-gzip', [xGzip], false],
    ['deflate', [deflate], false],
    ['deflate without the zlib format', [rawDeflate], true],
    ['br', [brotli], false],
    ['gzip and br, one over the other', [gzip, brotli], true],
    ['aws-chunked, which is no coding', [labelled('aws-chunked')], false],
  ];

  test.each(ways)('%s: an image is mirrored with as many requests as ever', async (_name, codings, isChunked) => {
    const requests: unknown[] = [];
    for (const oddity of [undefined, encoded(codings, isChunked)]) {
      const pair = await usePair({ source: { ...bearer, cdn: true }, target: bearer });
      const login = { auth: Buffer.from(`robot:${users.robot}`).toString('base64') };
      const config = JSON.stringify({ auths: { [pair.target.host]: login, [pair.source.host]: login } });
      const environment = { DOCKER_CONFIG: await makeWorkspace({ 'config.json': config }) };
      const { digest } = buildIndex(pair.source, 'app', '1', { layers: [300_000, 10], attestations: true });
      if (oddity !== undefined) for (const registry of [pair.source, pair.target]) use(registry, oddity);
      const report = await pair.mirror(['app:1'], {}, { environment });
      expect(explain(report)).toBe('');
      expectComplete(pair, 'app', '1', digest);
      expect(statesOf(await pair.mirror(['app:1'], {}, { environment }))).toEqual(['skipped: up-to-date']);
      requests.push([pair.source, pair.target].map(countsOf));
    }
    expect(requests[1]).toEqual(requests[0]);
  });

  test('each request asks for no coding: for tokens, behind redirects and in uploads as well', async () => {
    const pair = await usePair({ source: { ...bearer, cdn: true }, target: bearer });
    const login = { auth: Buffer.from(`robot:${users.robot}`).toString('base64') };
    const config = JSON.stringify({ auths: { [pair.target.host]: login } });
    buildImage(pair.source, 'app', '1');
    const environment = { DOCKER_CONFIG: await makeWorkspace({ 'config.json': config }) };
    expect(explain(await pair.mirror(['app:1'], {}, { environment }))).toBe('');
    const requests = [...pair.source.requests, ...pair.target.requests];
    expect(requests.filter(({ kind }) => kind === 'token').length).toBeGreaterThan(1);
    expect(requests.filter(({ kind }) => kind === 'cdn').length).toBeGreaterThan(1);
    expect(requests.map(({ headers }) => headers['accept-encoding'])).toEqual(requests.map(() => 'identity'));
  });

  test('what an error says is read', async () => {
    const pair = await usePair();
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message: 'no seat is left' }] });
    pair.source.fault(encodedFault(gzip, { status: 403, body, times: always, when: ({ kind }) => kind !== 'ping' }));
    expect(explain(await pair.mirror(['app:1']))).toContain('no seat is left');
  });

  test('a look-up of a blob under force believes no length of an encoded answer', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    pair.target.clearRequests();
    use(pair.target, encoded([gzip]), ['blob-head', 'blob-get']);
    expect(statesOf(await pair.mirror(['app:1'], { force: 'true' }))).toEqual(['skipped: up-to-date']);
    // Where HEAD is refused, one byte is asked for.
    pair.target.fault({ when: { kind: 'blob-head' }, status: 403, times: always });
    expect(statesOf(await pair.mirror(['app:1'], { force: 'true' }))).toEqual(['skipped: up-to-date']);
    expect(pair.target.count('blob-get')).toBeGreaterThan(0);
    expect(pair.target.count('upload-put')).toBe(0);
  });
});

describe('G3 an unknown coding', () => {
  test('fails the image at once, and names the host and the coding', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    use(pair.source, encoded([labelled('zstd')]), ['manifest-get']);
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain(
      `${pair.source.host} sent an answer with the Content-Encoding "zstd", although it was asked for none. Make the registry`,
    );
    expect(pair.source.count('manifest-get')).toBe(1);
  });

  test('of more layers than anybody uses is not undone', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    use(pair.source, encoded([gzip, gzip, gzip, gzip]), ['manifest-get']);
    expect(explain(await pair.mirror(['app:1']))).toContain('"gzip, gzip, gzip, gzip"');
  });

  test('of an answer whose body says nothing does no harm', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    for (const registry of [pair.source, pair.target])
      use(registry, encoded([labelled('zstd')]), ['manifest-head', 'blob-head', 'manifest-put', 'tags', 'referrers']);
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    use(pair.source, encoded([labelled('zstd')]), ['manifest-get', 'manifest-head']);
    expect(explain(await pair.mirror(['absent:1']))).toContain('is not at the source');
  });
});

describe('G3 a bomb', () => {
  const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));

  function bombs(kinds: readonly RequestKind[]): Fault {
    const headers = { 'content-encoding': 'gzip' };
    return { when: ({ kind }) => kinds.includes(kind), status: 200, body: bomb, headers, times: always };
  }

  test.each(['manifest-get', 'token'] as const)('in the place of a %s is stopped at its limit', async (kind) => {
    const pair = await usePair({ source: kind === 'token' ? bearer : {} });
    buildImage(pair.source, 'app', '1');
    pair.source.fault(bombs([kind]));
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(/the answer is larger than \d+ bytes/);
    expect(pair.source.count(kind)).toBe(1);
  });

  test('in the place of a blob is stopped at its size, and the target gets nothing', async () => {
    const pair = await usePair();
    const { layers } = buildImage(pair.source, 'app', '1', { layers: [5_000] });
    pair.source.fault(bombs(['blob-get']));
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('has more than');
    expect(pair.target.hasBlob(pair.repository('app'), layers[0]?.digest ?? '')).toBe(false);
    expect(pair.target.requests.reduce((sum, { bytesIn }) => sum + bytesIn, 0)).toBeLessThan(10_000);
  });

  test('in an error hides its text and not its status', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    pair.source.fault({ ...bombs(['blob-get']), status: 403 });
    expect(explain(await pair.mirror(['app:1']))).toMatch(/at the source: 403\./);
  });
});

describe('G3 a blob that is labelled and is not encoded', () => {
  /** Requests for the layer itself. */
  function downloads(registry: Registry, digest: string | undefined): readonly RequestRecord[] {
    return registry.requests.filter((request) => request.kind === 'blob-get' && request.digest === digest);
  }

  test.each<[string, Oddity, number]>([
    ['is taken as it is', mislabelled('x-gzip'), 1],
    ['as something that it is not is taken as it is', mislabelled('zstd'), 1],
    ['and whose length is not told is read once more, as it is', mislabelled('gzip', true), 2],
    ['wrongly, and whose length is not told, is read once more, as it is', mislabelled('br', true), 2],
    ['by a coding that is not known, and whose length is not told, is taken as it is', mislabelled('zstd', true), 1],
  ])('%s', async (_name, oddity, reads) => {
    const pair = await usePair();
    // Layers of this kind are gzip files.
    const { digest, layers } = buildImage(pair.source, 'app', '1', { layers: 1 });
    use(pair.source, oddity);
    const report = await pair.mirror(['app:1']);
    expect(explain(report)).toBe('');
    expectComplete(pair, 'app', '1', digest);
    expect(downloads(pair.source, layers[0]?.digest)).toHaveLength(reads);
  });

  test('is decoded where it only seems to be of its size', async () => {
    const pair = await usePair();
    const blob = Buffer.from('{"architecture":"amd64","os":"linux"}'.padEnd(200, ' '));
    const same = Buffer.concat([gzipSync(blob), Buffer.alloc(blob.length)]).subarray(0, blob.length);
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', ...pair.source.addBlob('app', blob) };
    const manifest = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config, layers: [] };
    const { digest } = addJsonManifest(pair.source, 'app', '1', manifest);
    const headers = { 'content-encoding': 'gzip' };
    pair.source.fault({ when: { kind: 'blob-get' }, status: 200, body: same, headers, times: always });
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectComplete(pair, 'app', '1', digest);
  });

  test('and is cut goes on where it was, by a range', async () => {
    const pair = await usePair();
    const { digest, layers } = buildImage(pair.source, 'app', '1', { layers: [2_000_000] });
    const { begin } = mislabelled('br');
    const layer = layers[0]?.digest;
    const isFirst = ({ digest: of, headers }: RequestRecord): boolean => of === layer && headers.range === undefined;
    pair.source.fault({ answer: begin(), when: isFirst, cutBody: 1_500_000 });
    use(pair.source, mislabelled('br'));
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectComplete(pair, 'app', '1', digest);
    expect(downloads(pair.source, layer).map(({ status }) => status)).toEqual([200, 206]);
  });
});

describe('G3 an encoded download that is cut', () => {
  const size = 2_000_000;

  test.each([
    ['goes on by a range, where that is not encoded', false, [200, 206]],
    ['goes on from its beginning, where ranges are of the encoded bytes', true, [200, 206, 200]],
  ])('%s, inside the same upload', async (_name, areRangesEncoded, statuses) => {
    const pair = await usePair();
    const { digest, layers } = buildImage(pair.source, 'app', '1', { layers: [size] });
    const layer = layers[0]?.digest;
    const isWhole = (request: RequestRecord): boolean =>
      request.kind === 'blob-get' && request.digest === layer && request.headers.range === undefined;
    pair.source.fault({ answer: encoded([gzip]).begin(), when: isWhole, cutBody: 1_000_000 });
    if (areRangesEncoded) use(pair.source, encoded([gzip]), ['blob-get']);
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectComplete(pair, 'app', '1', digest);
    expect(
      pair.source.requests
        .filter(({ kind, digest: of }) => kind === 'blob-get' && of === layer)
        .map(({ status }) => status),
    ).toEqual(statuses);
    expect(pair.target.count('upload-put')).toBe(2);
  });

  test('at the same place each time is given up', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { layers: [size] });
    const { begin } = encoded([gzip]);
    const isLayer = ({ kind }: RequestRecord): boolean => kind === 'blob-get';
    pair.source.fault({ answer: begin(), when: isLayer, cutBody: 1_000_000, times: always });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['failed']);
    expect(pair.source.count('blob-get')).toBeLessThan(40);
    expect(pair.target.openUploads).toBe(0);
  });
});

const betweenGateways = 'G3 between gateways that encode, before and behind %s, an image is whole';

test.each(realRegistryNames)(betweenGateways, async (name) => {
  const [real, judge, source] = [await useRealRegistry(name), await needJudge(), await useRegistry()];
  const encodes = [onlyReads(encoded([gzip], true))];
  const [from, to] = [await useGateway(source.host, encodes), await useGateway(real.host, encodes)];
  const { digest } = buildIndex(source, 'app', '1');
  const report = await mirrorFiles({
    files: { 'images/a/Dockerfile': `FROM ${from.host}/app:1\n` },
    inputs: { target: `${to.host}/m`, naming: '{repository}', 'verify-timeout': '1' },
  });
  expect(explain(report)).toBe('');
  expect(await judge.readIntact(`${real.host}/m/app:1`)).toBe(digest);
});

function onlyReads({ begin, kinds: read }: Oddity): Pick<Oddity, 'begin'> {
  return {
    begin: () => {
      const answer = begin();
      return (exchange, handOn) => (read.includes(exchange.record.kind) ? answer(exchange, handOn) : handOn());
    },
  };
}
