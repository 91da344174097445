import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OptionTexts } from '../../src/config/options.js';
import type { Report } from '../../src/report/report.js';
import { systemClock } from '../../src/clock.js';
import { type Gateway, type GatewayOptions, startGateway } from '../support/gateway/gateway.js';
import {
  limitedTo,
  namingTls,
  patchRefusals,
  redirecting,
  takingPatchesOnly,
  talkative,
} from '../support/gateway/oddities/uploads.js';
import { startTwoInOne } from '../support/gateway/two-in-one.js';
import { explain, makeWorkspace, mirrorFiles, statesOf, useRegistry } from '../support/mirror.js';
import { testCertificate } from '../support/registry/certificate.js';
import { buildImage } from '../support/registry/images.js';
import type { AuthOptions, RegistryOptions } from '../support/registry/options.js';
import type { Registry } from '../support/registry/registry.js';
import { emptyReply } from '../support/registry/reply.js';
import type { Answer, RequestKind } from '../support/registry/types.js';
import { pairInBase64, secretFor } from '../support/secrets.js';

const { signal } = new AbortController();

/** More than what is held of a body to be sent again. */
const largeBytes = 9_000_000;
const muchBytes = 2_000_000;
const basic = { kind: 'basic', username: 'robot', password: secretFor('robot') } as const;

const authorization = { authorization: `Basic ${pairInBase64(basic.username, basic.password)}` };

interface Way {
  readonly source: Registry;
  /** What is behind the gateway. */
  readonly target: Registry;
  readonly gateway: Gateway;
  readonly mirror: (images: readonly string[], inputs?: OptionTexts, more?: Environment) => Promise<Report>;
  /** How often each blob was read at the source, the most. */
  readonly mostReads: () => number;
  readonly isWhole: (name: string) => boolean;
}

type Environment = Readonly<Record<string, string>>;

interface WayOptions {
  readonly source?: RegistryOptions;
  readonly target?: RegistryOptions;
}

async function useGateway(upstream: string, answers: readonly Answer[], more: GatewayOptions = {}): Promise<Gateway> {
  const gateway = await startGateway(upstream, {
    ...more,
    oddities: answers.map((answer) => ({ begin: () => answer })),
  });
  onTestFinished(async () => gateway.stop());
  return gateway;
}

/** The double as a source, and as a target behind a gateway that answers in its own way. */
async function useWay(answers: readonly Answer[], options: WayOptions = {}): Promise<Way> {
  const source = await useRegistry(options.source);
  const target = await useRegistry(options.target);
  const gateway = await useGateway(target.host, answers);
  const repository = (name: string): string => `mirror/${source.host.replace(':', '_')}/${name}`;
  return {
    source,
    target,
    gateway,
    mirror: async (images, inputs = {}, environment = {}) =>
      mirrorFiles({
        files: filesOf(source, images),
        inputs: { target: `${gateway.host}/mirror`, 'verify-timeout': '1', ...inputs },
        environment: { ...loginTo(gateway.host, options.target?.auth), ...environment },
      }),
    mostReads: () => mostReads(source),
    isWhole: (name) => target.closure(repository(name), '1').complete,
  };
}

function filesOf(source: Registry, images: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    images.map((image, index) => [`images/${index}/Dockerfile`, `FROM ${source.host}/${image}\n`]),
  );
}

function loginTo(host: string, auth: AuthOptions | undefined): Environment {
  if (auth?.kind !== 'basic') return {};
  const login = { auth: pairInBase64(auth.username, auth.password) };
  return { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [host]: login } }) };
}

function mostReads(source: Registry): number {
  const counts = new Map<string, number>();
  for (const { kind, digest = '' } of source.requests)
    if (kind === 'blob-get') counts.set(digest, (counts.get(digest) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

const mirrored = (report: Report): void => {
  expect(explain(report).trim()).toBe('');
  expect(statesOf(report)).toEqual(report.images.map(() => 'mirrored'));
};

describe('G10 a request that writes, redirected by 307 or 308, is followed', () => {
  test.each([307, 308])('by %d on the same host, with its account', async (status) => {
    const { source, target, gateway, mirror, isWhole } = await useWay([redirecting({ status })], {
      target: { auth: basic },
    });
    buildImage(source, 'app', '1');
    mirrored(await mirror(['app:1']));
    expect(isWhole('app')).toBe(true);
    const [asked, carried] = [gateway, target].map((side) =>
      (['upload-post', 'upload-put', 'manifest-put'] as const).map((kind) => side.count(kind)),
    );
    // Each went once more, and none without its account.
    expect(asked).toEqual(carried?.map((times) => 2 * times));
    expect(target.requests.filter((request) => request.status === 401 && request.kind !== 'ping')).toEqual([]);
  });

  test.each<readonly [string, readonly RequestKind[]]>([
    ['the start of an upload', ['upload-post']],
    ['a blob', ['upload-put']],
    ['a manifest', ['manifest-put']],
    ['the end of an upload that is given back', ['upload-delete']],
  ])('to another host, which gets no account: %s', async (_name, kinds) => {
    const { source, target, gateway, mirror, isWhole } = await useWay([], { target: { auth: basic } });
    // It knows who is led there, as the storage behind a registry does by a signature in the address.
    const knowing: Answer = (exchange, handOn) => handOn({ headers: { ...exchange.headers, ...authorization } });
    const other = await useGateway(target.host, [knowing]);
    gateway.add({
      begin: () => redirecting({ kinds, to: ({ url }) => `http://${other.host}${url.pathname}${url.search}` }),
    });
    buildImage(source, 'app', '1');
    mirrored(await mirror(['app:1']));
    expect(isWhole('app')).toBe(true);
    expect(other.requests.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...kinds]));
    expect(other.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  test('and the upload goes on where its answer came from', async () => {
    const relative: Answer = async (_exchange, handOn) => {
      const reply = await handOn();
      const location = String(reply.headers.location ?? '');
      return location === ''
        ? reply
        : { ...reply, headers: { ...reply.headers, location: location.replace(/^http:\/\/[^/]+/, '') } };
    };
    const { source, target, gateway, mirror, isWhole } = await useWay([]);
    const behind = await useGateway(target.host, [relative]);
    gateway.add({
      begin: () =>
        redirecting({ kinds: ['upload-post'], to: ({ url }) => `http://${behind.host}${url.pathname}${url.search}` }),
    });
    buildImage(source, 'app', '1');
    mirrored(await mirror(['app:1']));
    expect(isWhole('app')).toBe(true);
    expect(behind.count('upload-put')).toBeGreaterThan(0);
    expect(gateway.count('upload-put')).toBe(0);
  });

  test.each([301, 302, 303])('but not by %d, which makes a read of it, and says what to do', async (status) => {
    const { source, gateway, mirror } = await useWay([redirecting({ status })]);
    buildImage(source, 'app', '1');
    const report = await mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain(`redirected a POST with status ${status}, which turns it into a GET`);
    expect(explain(report)).toContain('answer with 307 or 308');
    expect(gateway.requests.filter(({ url }) => url.includes('redirected='))).toEqual([]);
  });
});

describe('G11 a large blob that is redirected while it is sent', () => {
  test.each([
    ['when some of it is read', muchBytes],
    ['when all of it is read, as by a proxy that buffers', Number.POSITIVE_INFINITY],
  ])('%s is read once more, and goes to the new address', async (_name, readsBytes) => {
    const {
      source,
      target,
      gateway,
      mirror,
      mostReads: reads,
      isWhole,
    } = await useWay([redirecting({ kinds: ['upload-put'], readsBytes })]);
    buildImage(source, 'app', '1', { layers: [largeBytes] });
    mirrored(await mirror(['app:1']));
    expect(isWhole('app')).toBe(true);
    expect(reads()).toBe(2);
    // In the same upload: one for each blob, and that which shows that the target can be written.
    expect(target.count('upload-post')).toBe(target.count('upload-put') + 1);
    expect(gateway.count('upload-put')).toBe(2 * target.count('upload-put'));
  });

  test('is read once from then on: the next is held back until it is known where it goes', async () => {
    const [atFirst, later] = [muchBytes, 1].map((readsBytes) => redirecting({ kinds: ['upload-put'], readsBytes }));
    let large = 0;
    const {
      source,
      mirror,
      mostReads: reads,
    } = await useWay([
      async (exchange, handOn) => {
        const { kind, headers, url } = exchange.record;
        const isLarge = kind === 'upload-put' && Number(headers['content-length']) === largeBytes;
        if (isLarge && !url.includes('redirected=')) large += 1;
        // Who does not wait for the answer sends a lot meanwhile.
        if (large > 1 && isLarge) await systemClock.sleep(100, signal);
        return (large > 1 ? later : atFirst)?.(exchange, handOn) ?? handOn();
      },
    ]);
    buildImage(source, 'app', '1', { layers: [largeBytes], seed: 'app' });
    buildImage(source, 'other', '1', { layers: [largeBytes, largeBytes], seed: 'other' });
    mirrored(await mirror(['app:1', 'other:1'], { concurrency: '1' }));
    expect(reads()).toBe(2);
    const twice = source.requests.filter(({ kind }) => kind === 'blob-get').length;
    expect(twice).toBe(
      new Set(source.requests.flatMap(({ kind, digest }) => (kind === 'blob-get' ? [digest] : []))).size + 1,
    );
  });

  test('a small one is not read again', async () => {
    const { source, mirror, mostReads: reads } = await useWay([redirecting({ readsBytes: Number.POSITIVE_INFINITY })]);
    buildImage(source, 'app', '1', { layers: [100_000] });
    mirrored(await mirror(['app:1']));
    expect(reads()).toBe(1);
  });

  test('of two targets one that redirects does not hold up the other', async () => {
    const { source, target, gateway } = await useWay([redirecting({ kinds: ['upload-put'], readsBytes: muchBytes })]);
    const other = await useRegistry();
    buildImage(source, 'app', '1', { layers: [largeBytes, largeBytes] });
    const report = await mirrorFiles({
      files: filesOf(source, ['app:1']),
      inputs: { target: `${gateway.host}/mirror\n${other.host}/mirror`, 'verify-timeout': '1' },
    });
    mirrored(report);
    const name = `mirror/${source.host.replace(':', '_')}/app`;
    expect([target, other].map((registry) => registry.closure(name, '1').complete)).toEqual([true, true]);
    // What one target has is read back from there.
    expect(mostReads(source)).toBe(1);
  });
});

describe('G12 a redirect of a request that writes has limits', () => {
  test('a circle ends', async () => {
    const { source, gateway, mirror } = await useWay([redirecting({ to: ({ url }) => url.href })]);
    buildImage(source, 'app', '1');
    const report = await mirror(['app:1']);
    expect(explain(report)).toContain('redirected more than 5 times');
    expect(gateway.count('upload-post')).toBeLessThan(60);
  });

  test('a circle of a large blob ends, too', async () => {
    const {
      source,
      mirror,
      mostReads: reads,
    } = await useWay([redirecting({ kinds: ['upload-put'], to: ({ url }) => url.href })]);
    buildImage(source, 'app', '1', { layers: [largeBytes] });
    expect(explain(await mirror(['app:1']))).toMatch(/redirected more than 5 times|redirected the upload/);
    expect(reads()).toBeLessThan(12);
  });
});

describe('G13 a target that takes blobs by PATCH alone', () => {
  test.each(patchRefusals)('and says so by %s gets them so, from then on', async (_name, refusal) => {
    const { source, target, gateway, mirror, mostReads: reads, isWhole } = await useWay([takingPatchesOnly(refusal)]);
    buildImage(source, 'app', '1', { layers: [largeBytes, 1_000], seed: 'app' });
    buildImage(source, 'other', '1', { layers: [largeBytes], seed: 'other' });
    mirrored(await mirror(['app:1', 'other:1'], { concurrency: '1' }));
    expect([isWhole('app'), isWhole('other')]).toEqual([true, true]);
    const patches = target.requests.filter(({ kind }) => kind === 'upload-patch');
    expect(patches.length).toBeGreaterThan(0);
    for (const { headers, bytesIn } of patches) {
      expect(headers).toMatchObject({ 'content-type': 'application/octet-stream', 'content-length': String(bytesIn) });
      expect(headers['content-range']).toBeUndefined();
    }
    // Asked once by PUT, and at most by those that were under way together.
    expect(
      gateway.requests.filter(({ kind, bytesIn }) => kind === 'upload-put' && bytesIn > 0).length,
    ).toBeLessThanOrEqual(2);
    expect(reads()).toBeLessThanOrEqual(2);
    expect(target.count('upload-post')).toBe(patches.length + target.count('upload-delete'));
  });

  test('says where the PUT goes that ends the upload', async () => {
    const step: Answer = async (exchange, handOn) => {
      const reply = await handOn();
      const { location } = reply.headers;
      if (exchange.record.kind !== 'upload-patch' || typeof location !== 'string') return reply;
      return { ...reply, headers: { ...reply.headers, location: `${location}&step=2` } };
    };
    const { source, gateway, mirror } = await useWay([takingPatchesOnly(emptyReply(405)), step]);
    buildImage(source, 'app', '1');
    mirrored(await mirror(['app:1']));
    const ends = gateway.requests.filter(({ kind, status }) => kind === 'upload-put' && status === 201);
    expect(ends.map(({ url }) => url.includes('&step=2&digest='))).toEqual(ends.map(() => true));
    expect(ends).not.toEqual([]);
  });

  test('a small blob is not read again for it', async () => {
    const [, refusal] = patchRefusals[2] ?? [];
    if (refusal === undefined) throw new Error('there is such a refusal');
    const { source, mirror, mostReads: reads } = await useWay([takingPatchesOnly(refusal)]);
    buildImage(source, 'app', '1', { layers: [100_000] });
    mirrored(await mirror(['app:1']));
    expect(reads()).toBe(1);
  });

  test('what takes neither fails by the first refusal', async () => {
    const refused: Answer = async (exchange, handOn) => {
      const { kind } = exchange.record;
      if (kind !== 'upload-put' && kind !== 'upload-patch') return handOn();
      return emptyReply(kind === 'upload-put' ? 405 : 403);
    };
    const { source, gateway, mirror } = await useWay([refused]);
    buildImage(source, 'app', '1');
    const report = await mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('405');
    expect(gateway.count('upload-patch')).toBeGreaterThan(0);
  });

  test('a target that took a blob by PUT is not asked in another way', async () => {
    const { source, gateway, mirror } = await useWay([]);
    buildImage(source, 'app', '1', { layers: [1_000], seed: 'app' });
    buildImage(source, 'other', '1', { layers: [2_000], seed: 'other' });
    let puts = 0;
    gateway.add({
      begin: () => async (exchange, handOn) => {
        if (exchange.record.kind !== 'upload-put') return handOn();
        puts += 1;
        return puts === 3 ? emptyReply(405) : handOn();
      },
    });
    const report = await mirror(['app:1', 'other:1'], { concurrency: '1' });
    expect(statesOf(report)).toContain('failed');
    expect(gateway.count('upload-patch')).toBe(0);
  });
});

describe('G14 a proxy that limits the size of a request', () => {
  test.each([
    [8_000_000, 4 * 1024 * 1024],
    [1024 * 1024, 1024 * 1024],
  ])('of %d bytes gets large blobs in pieces that it takes', async (limit, piece) => {
    const { source, target, gateway, mirror, isWhole } = await useWay([limitedTo(limit)]);
    buildImage(source, 'app', '1', { layers: [largeBytes, 5_000] });
    buildImage(source, 'other', '1', { layers: [largeBytes], seed: 'other' });
    mirrored(await mirror(['app:1', 'other:1'], { concurrency: '1' }));
    expect([isWhole('app'), isWhole('other')]).toEqual([true, true]);
    const sizes = target.requests.flatMap(({ kind, bytesIn }) => (kind === 'upload-patch' ? [bytesIn] : []));
    expect(Math.max(...sizes)).toBe(piece);
    expect(
      gateway.requests.find(({ kind, status }) => kind === 'upload-patch' && status === 202)?.headers,
    ).toMatchObject({
      'content-range': `0-${piece - 1}`,
    });
    // Small ones go as ever, and what was found out is not found out again.
    const refused = gateway.requests.filter(({ status }) => status === 413).length;
    expect(refused).toBeLessThanOrEqual(3);
  });

  test('G15 pieces are not smaller than the registry wants them', async () => {
    const { source, target, mirror, isWhole } = await useWay([
      limitedTo(6_000_000),
      async (exchange, handOn) => {
        const reply = await handOn();
        return exchange.record.kind === 'upload-post'
          ? { ...reply, headers: { ...reply.headers, 'oci-chunk-min-length': '5500000' } }
          : reply;
      },
    ]);
    buildImage(source, 'app', '1', { layers: [largeBytes] });
    mirrored(await mirror(['app:1']));
    expect(isWhole('app')).toBe(true);
    const sizes = target.requests.flatMap(({ kind, bytesIn }) => (kind === 'upload-patch' ? [bytesIn] : []));
    expect(sizes[0]).toBe(5_500_000);
  });

  test('and takes nothing of use fails with what to do', async () => {
    const { source, mirror, mostReads: reads } = await useWay([limitedTo(500_000)]);
    buildImage(source, 'app', '1', { layers: [largeBytes] });
    const report = await mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('raise its limit');
    expect(reads()).toBeLessThanOrEqual(4);
  });
});

describe('G16 uploads that a registry without TLS sends to TLS', () => {
  test('on the same host and port are followed, with the account', async () => {
    const source = await useRegistry();
    const target = await useRegistry({ auth: basic });
    const plain = await useGateway(target.host, [namingTls]);
    const secure = await useGateway(target.host, [namingTls], { tls: testCertificate });
    const both = await startTwoInOne(plain.host, secure.host);
    onTestFinished(async () => both.stop());
    buildImage(source, 'app', '1', { layers: [largeBytes] });
    const folder = await makeWorkspace({ 'ca.pem': testCertificate.cert });
    const report = await mirrorFiles({
      files: filesOf(source, ['app:1']),
      inputs: { target: `${both.host}/mirror`, 'verify-timeout': '1' },
      environment: { ...loginTo(both.host, basic), SSL_CERT_FILE: join(folder, 'ca.pem') },
    });
    mirrored(report);
    expect([plain.count('upload-put'), secure.count('upload-put') > 0]).toEqual([0, true]);
    expect(secure.requests.every(({ headers }) => headers.authorization !== undefined)).toBe(true);
  });
});

describe('G17 informational answers that nobody asked for are passed over', () => {
  test.each<readonly [string, readonly (100 | 102 | 103)[]]>([
    ['100 Continue', [100]],
    ['102 Processing', [102]],
    ['103 Early Hints', [103]],
    ['several', [100, 103, 100, 102, 100]],
  ])('%s, on either side', async (_name, statuses) => {
    const { source, target, gateway } = await useWay([talkative(...statuses)]);
    const before = await useGateway(source.host, [talkative(...statuses)]);
    buildImage(source, 'app', '1', { layers: [largeBytes, 10] });
    const report = await mirrorFiles({
      files: { 'images/a/Dockerfile': `FROM ${before.host}/app:1\n` },
      inputs: { target: `${gateway.host}/mirror`, 'verify-timeout': '1' },
    });
    mirrored(report);
    expect(target.closure(`mirror/${before.host.replace(':', '_')}/app`, '1').complete).toBe(true);
    expect(gateway.requests.length).toBe(target.requests.length);
  });
});
