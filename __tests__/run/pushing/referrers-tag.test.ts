import { describe, expect, test } from '@jest/globals';
import { referrersTag } from '../../../src/image/referrers.js';
import { parseDigest } from '../../../src/image/digest.js';
import type { ImageReport } from '../../../src/result/report.js';
import { changing } from '../../support/changes.js';
import { type Pair, explain, onlyImage, statesOf, usePair } from '../../support/mirror.js';
import { addIndex, buildIndex, imageDescriptor } from '../../support/registry/images/indexes.js';
import type { BuiltImage, BuiltIndex, BuiltManifest } from '../../support/registry/images/image-types.js';
import { addJsonManifest, buildImage, descriptorOf } from '../../support/registry/images/images.js';
import type { Registry } from '../../support/registry/registry.js';
import type { RequestRecord } from '../../support/registry/types.js';

const ociIndex = 'application/vnd.oci.image.index.v1+json';

const withoutApi = { target: { referrers: false, quirks: { sparseIndexes: true } } };

interface List {
  readonly manifests: readonly { readonly digest: string; readonly artifactType?: string }[];
}

/** What a tag of the target leads to; undefined: there is no such tag. */
function read(registry: Registry, repository: string, subject: string): List | undefined {
  const digest = registry.resolve(repository, tagOf(subject));
  const bytes = digest === undefined ? undefined : registry.manifest(repository, digest);
  return bytes === undefined ? undefined : (JSON.parse(bytes.toString('utf8')) as List);
}

function tagOf(subject: string): string {
  return referrersTag(parseDigest(subject));
}

function listedOf({ target, repository }: Pair, subject: string): readonly string[] | undefined {
  return read(target, repository('app'), subject)?.manifests.map(({ digest }) => digest);
}

function attested(registry: Registry): BuiltIndex {
  return buildIndex(registry, 'app', '1', { attestations: true, attestationSubjects: true });
}

/** The target refuses each list, until the function is called. */
function refuseLists({ target }: Pair): () => void {
  let isRefused = true;
  target.fault({
    when: ({ kind, reference }) => isRefused && kind === 'manifest-put' && reference?.startsWith('sha256-') === true,
    times: Infinity,
    status: 403,
    code: 'DENIED',
  });
  return () => {
    isRefused = false;
  };
}

/** An image with one attestation more, which names that subject. */
function addAttested(registry: Registry, name: string, image: BuiltImage, subject: BuiltManifest): BuiltManifest {
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', ...registry.addBlob('app', '{}') };
  const attestation = addJsonManifest(registry, 'app', undefined, {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: `application/vnd.test.${name}`,
    config,
    layers: [config],
    subject: descriptorOf(subject),
    annotations: { by: name },
  });
  addIndex(registry, 'app', name, [imageDescriptor(image), descriptorOf(attestation)], {});
  return attestation;
}

test('C20 a registry that does not list referrers → each attestation is listed under its subject’s tag, and the next run asks nothing of it', async () => {
  const pair = await usePair(withoutApi);
  const { images, attestations } = attested(pair.source);
  const report = await pair.mirror(['app:1']);
  expect([statesOf(report), explain(report)]).toEqual([['mirrored'], '']);
  for (const [index, image] of images.entries()) {
    expect(read(pair.target, pair.repository('app'), image.digest)).toEqual({
      schemaVersion: 2,
      mediaType: ociIndex,
      manifests: [
        {
          ...descriptorOf(attestations[index] ?? image),
          artifactType: 'application/vnd.docker.attestation.manifest.v1+json',
        },
      ],
    });
  }
  pair.target.clearRequests();
  expect(statesOf(await pair.mirror(['app:1']))).toEqual(['skipped: up-to-date']);
  expect(pair.target.requests.map(({ kind }) => kind)).toEqual(['ping', 'manifest-head']);
});

test('C20 a registry that lists referrers → no tag is written, and no list asked for', async () => {
  const pair = await usePair();
  attested(pair.source);
  await pair.mirror(['app:1']);
  expect(pair.target.tags(pair.repository('app'))).toEqual(['1']);
  expect(pair.target.count('referrers')).toBe(0);
});

describe('C21 a list that is there', () => {
  test('keeps its entries, all of their fields, and its own', async () => {
    const pair = await usePair(withoutApi);
    const { images, attestations } = attested(pair.source);
    const [image, attestation] = [images[0], attestations[0]];
    const theirs = { mediaType: 'a/b', digest: `sha256:${'1'.repeat(64)}`, size: 3, 'org.test': { more: [1] } };
    addJsonManifest(pair.target, pair.repository('app'), tagOf(image?.digest ?? ''), {
      schemaVersion: 2,
      mediaType: ociIndex,
      manifests: [theirs],
      annotations: { made: 'by somebody' },
    });
    await pair.mirror(['app:1']);
    expect(read(pair.target, pair.repository('app'), image?.digest ?? '')).toMatchObject({
      manifests: [theirs, { digest: attestation?.digest }],
      annotations: { made: 'by somebody' },
    });
  });

  test('that is moved between the read and the write is merged again', async () => {
    const pair = await usePair(withoutApi);
    const image = buildImage(pair.source, 'app', undefined);
    const ours = addAttested(pair.source, 'ours', image, image);
    const theirs = { mediaType: 'a/b', digest: `sha256:${'2'.repeat(64)}`, size: 3 };
    const write = (manifests: readonly object[]): unknown =>
      addJsonManifest(pair.target, pair.repository('app'), tagOf(image.digest), {
        schemaVersion: 2,
        mediaType: ociIndex,
        manifests,
      });
    write([]);
    pair.target.fault({
      when: ({ kind, reference }) => kind === 'manifest-put' && reference === tagOf(image.digest),
      answer: (_exchange, handOn) => {
        write([theirs]);
        return handOn();
      },
    });
    const report = await pair.mirror(['app:ours']);
    expect([statesOf(report), explain(report)]).toEqual([['mirrored'], '']);
    expect(listedOf(pair, image.digest)).toEqual([theirs.digest, ours.digest]);
    expect(pair.target.count('manifest-put', ({ status }) => status === 412)).toBe(1);
  });

  test.each([
    ['of an encoded answer', { 'content-encoding': 'gzip' }],
    ['that is weak', { etag: 'W/"weak"' }],
  ])('G3 is merged without If-Match where the ETag is one %s, which no write can match', async (_name, headers) => {
    const pair = await usePair(withoutApi);
    const image = buildImage(pair.source, 'app', undefined);
    const ours = addAttested(pair.source, 'ours', image, image);
    const list = { schemaVersion: 2, mediaType: ociIndex, manifests: [] };
    addJsonManifest(pair.target, pair.repository('app'), tagOf(image.digest), list);
    const isList = ({ reference }: RequestRecord): boolean => reference === tagOf(image.digest);
    pair.target.fault({ when: isList, headers, times: Number.POSITIVE_INFINITY });
    const report = await pair.mirror(['app:ours']);
    expect([statesOf(report), explain(report)]).toEqual([['mirrored'], '']);
    expect(listedOf(pair, image.digest)).toEqual([ours.digest]);
    const writes = pair.target.requests.filter((request) => isList(request) && request.kind === 'manifest-put');
    expect(writes.map(({ headers: sent }) => sent['if-match'])).toEqual([undefined]);
  });

  test('loses nothing when two runs write to it at once', async () => {
    const pair = await usePair(withoutApi);
    const image = buildImage(pair.source, 'app', undefined);
    const [one, other] = ['one', 'other'].map((name) => addAttested(pair.source, name, image, image));
    await Promise.all([pair.mirror(['app:one']), pair.mirror(['app:other'])]);
    expect(new Set(listedOf(pair, image.digest))).toEqual(new Set([one?.digest, other?.digest]));
  });

  test('that was written in vain, because another run wrote an older one over it, is written again', async () => {
    const pair = await usePair(withoutApi);
    const image = buildImage(pair.source, 'app', undefined);
    const ours = addAttested(pair.source, 'ours', image, image);
    const theirs = { mediaType: 'a/b', digest: `sha256:${'3'.repeat(64)}`, size: 3 };
    pair.target.fault({
      when: ({ kind, reference }) => kind === 'manifest-put' && reference === tagOf(image.digest),
      answer: async (_exchange, handOn) => {
        const reply = await handOn();
        addJsonManifest(pair.target, pair.repository('app'), tagOf(image.digest), {
          schemaVersion: 2,
          mediaType: ociIndex,
          manifests: [theirs],
        });
        return reply;
      },
    });
    const report = await pair.mirror(['app:ours'], { 'verify-timeout': '30' });
    expect([statesOf(report), explain(report)]).toEqual([['mirrored'], '']);
    expect(listedOf(pair, image.digest)).toEqual([theirs.digest, ours.digest]);
  });
});

test('C22 a subject outside the image → no list of it is written: an image hangs nothing on another', async () => {
  const pair = await usePair(withoutApi);
  const stranger = buildImage(pair.source, 'app', undefined, { seed: 'approved' });
  addAttested(pair.source, 'hostile', buildImage(pair.source, 'app', undefined), stranger);
  expect(statesOf(await pair.mirror(['app:hostile']))).toEqual(['mirrored']);
  expect(pair.target.tags(pair.repository('app'))).toEqual(['hostile']);
});

describe('C23 manifests that an earlier run left on the target', () => {
  test('of a pull request, whose tag waits → the run of the merge lists them', async () => {
    const pair = await usePair(withoutApi);
    buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    const { digest, images, attestations } = attested(pair.source);
    const trigger = changing(['images/0000/Dockerfile'], {
      textBefore: async () => Promise.resolve(`FROM ${pair.source.host}/app:1\n`),
    });
    const proposed = onlyImage(await pair.mirror([`app:1@${digest}`], {}, { trigger }));
    expect([proposed.state, proposed.tagWaits]).toEqual(['mirrored', true]);
    expect(pair.target.tags(pair.repository('app'))).toEqual(['1']);
    await pair.mirror([`app:1@${digest}`]);
    expect(images.map((image) => listedOf(pair, image.digest))).toEqual(attestations.map((each) => [each.digest]));
  });

  test('on a registry that lists referrers → it is asked once, and no tag is written', async () => {
    const pair = await usePair();
    const { digest } = attested(pair.source);
    await pair.mirror(['app:1']);
    pair.source.tag('app', '2', digest);
    pair.target.clearRequests();
    await pair.mirror(['app:2']);
    expect(pair.target.tags(pair.repository('app'))).toEqual(['1', '2']);
    expect(pair.target.count('referrers')).toBe(1);
  });

  test('that are listed already → the list is read, and not written', async () => {
    const pair = await usePair(withoutApi);
    const { digest } = attested(pair.source);
    await pair.mirror(['app:1']);
    pair.source.tag('app', '2', digest);
    pair.target.clearRequests();
    await pair.mirror(['app:2']);
    const puts = pair.target.requests.filter(({ kind }) => kind === 'manifest-put');
    expect(puts.map(({ reference }) => reference)).toEqual(['2']);
  });
});

describe('C24 a list that cannot be written is a warning, and the image is mirrored', () => {
  function expectWarned({ state, warnings }: ImageReport, says: RegExp): void {
    expect(state).toBe('mirrored');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(says);
    expect(warnings[0]).toMatch(
      /The image is complete, but tools that look for its attestations may not find them\. A run with "force" tries again\.$/,
    );
    // The name of a list is long. It is given once.
    expect(warnings[0]?.match(/:sha256-[0-9a-f]{64}/g)).toHaveLength(1);
    expect(warnings[0]).not.toMatch(/log in/i);
  }

  test('because the registry refuses it', async () => {
    const pair = await usePair(withoutApi);
    attested(pair.source);
    refuseLists(pair);
    expectWarned(
      onlyImage(await pair.mirror(['app:1'])),
      /^1 attestation could not be listed: .* 403 DENIED.* a rule of the registry refuses this tag\. .* 1 more list/,
    );
  });

  test('because the tag holds an image', async () => {
    const pair = await usePair(withoutApi);
    const image = buildImage(pair.source, 'app', undefined);
    addAttested(pair.source, 'ours', image, image);
    const other = buildImage(pair.target, pair.repository('app'), tagOf(image.digest), { seed: 'other' });
    expectWarned(onlyImage(await pair.mirror(['app:ours'])), / is not a list of referrers, and was left as it is\./);
    expect(pair.target.resolve(pair.repository('app'), tagOf(image.digest))).toBe(other.digest);
  });

  test('because it never shows', async () => {
    const pair = await usePair(withoutApi);
    const image = buildImage(pair.source, 'app', undefined);
    addAttested(pair.source, 'ours', image, image);
    pair.target.fault({
      when: ({ kind, reference }) => kind === 'manifest-get' && reference === tagOf(image.digest),
      times: Infinity,
      status: 404,
    });
    expectWarned(onlyImage(await pair.mirror(['app:ours'])), /does not show all of it\./);
  });
});

describe('C25 a list that was refused once is written by force', () => {
  test('for a copy that is whole', async () => {
    const pair = await usePair(withoutApi);
    const { images, attestations } = attested(pair.source);
    const mend = refuseLists(pair);
    await pair.mirror(['app:1']);
    mend();
    expect(pair.target.tags(pair.repository('app'))).toEqual(['1']);
    const report = await pair.mirror(['app:1'], { force: 'true' });
    expect([statesOf(report), explain(report), onlyImage(report).warnings]).toEqual([['skipped: up-to-date'], '', []]);
    expect(images.map((image) => listedOf(pair, image.digest))).toEqual(attestations.map((each) => [each.digest]));
  });

  test('and warned of while it is refused, with what to do about a login', async () => {
    const pair = await usePair(withoutApi);
    attested(pair.source);
    refuseLists(pair);
    await pair.mirror(['app:1']);
    const { state, warnings } = onlyImage(await pair.mirror(['app:1'], { force: 'true' }));
    expect(state).toBe('skipped');
    expect(warnings.join('\n')).toMatch(/^1 attestation could not be listed: .* Log in first/);
  });

  test('but in mode check nothing is written', async () => {
    const pair = await usePair(withoutApi);
    attested(pair.source);
    const mend = refuseLists(pair);
    await pair.mirror(['app:1']);
    mend();
    const report = await pair.mirror(['app:1'], { force: 'true', mode: 'check' });
    expect([statesOf(report), pair.target.tags(pair.repository('app'))]).toEqual([['skipped: up-to-date'], ['1']]);
  });

  test('and not on a registry that lists referrers', async () => {
    const pair = await usePair();
    attested(pair.source);
    await pair.mirror(['app:1']);
    await pair.mirror(['app:1'], { force: 'true' });
    expect(pair.target.tags(pair.repository('app'))).toEqual(['1']);
  });
});

describe('C26 a referrers API that fails', () => {
  /** An image that the target has, under two more tags. */
  async function useTagged(): Promise<{ readonly pair: Pair; readonly index: BuiltIndex }> {
    const pair = await usePair(withoutApi);
    const index = attested(pair.source);
    await pair.mirror(['app:1']);
    for (const tag of ['2', '3']) pair.source.tag('app', tag, index.digest);
    pair.target.clearRequests();
    return { pair, index };
  }

  test.each([
    [500, 5],
    [501, 1],
    [503, 5],
    [429, 20],
  ])('by %d fails no image', async (status, asked) => {
    const { pair } = await useTagged();
    pair.target.fault({ when: ({ kind }) => kind === 'referrers', times: Infinity, status });
    const report = await pair.mirror(['app:2', 'app:3'], { concurrency: '1' });
    expect([statesOf(report), explain(report).trim()]).toEqual([['mirrored', 'mirrored'], '']);
    expect(pair.target.tags(pair.repository('app'))).toEqual(expect.arrayContaining(['1', '2', '3']));
    expect(pair.target.count('referrers')).toBe(asked);
  });

  test('counts as none: the list is written', async () => {
    const { pair, index } = await useTagged();
    const lists = index.images.map(({ digest }) => tagOf(digest));
    for (const list of lists) pair.target.deleteTag(pair.repository('app'), list);
    pair.target.fault({ when: ({ kind }) => kind === 'referrers', times: Infinity, status: 500 });
    await pair.mirror(['app:2']);
    expect(pair.target.tags(pair.repository('app'))).toEqual(expect.arrayContaining(['2', ...lists]));
  });

  test('once, and then answers → the answer is believed', async () => {
    const pair = await usePair();
    const { digest } = attested(pair.source);
    await pair.mirror(['app:1']);
    for (const tag of ['2', '3']) pair.source.tag('app', tag, digest);
    pair.target.fault({ when: ({ kind }) => kind === 'referrers', times: 1, status: 500 });
    expect(statesOf(await pair.mirror(['app:2', 'app:3'], { concurrency: '1' }))).toEqual(['mirrored', 'mirrored']);
    expect(pair.target.tags(pair.repository('app')).toSorted()).toEqual(['1', '2', '3']);
  });

  test.each([
    ['and then answers', 5, 1],
    ['and fails again', Infinity, 2],
  ])('for one image → the next one asks once more, which fails or not: %s', async (_name, times, listed) => {
    const pair = await usePair();
    const { digest, ...index } = attested(pair.source);
    const other = buildIndex(pair.source, 'app', 'other', { attestations: true, attestationSubjects: true, seed: 'x' });
    await pair.mirror(['app:1', 'app:other']);
    pair.source.tag('app', '2', digest);
    pair.source.tag('app', '3', other.digest);
    pair.target.fault({ when: ({ kind }) => kind === 'referrers', times, status: 500 });
    // The second is read when the first has its tag.
    const isPut = new Promise<void>((resolve) => {
      pair.target.fault({
        when: ({ kind, reference }) => kind === 'manifest-put' && reference === '2',
        answer: async (_exchange, handOn) => handOn().finally(resolve),
      });
    });
    pair.target.fault({
      when: ({ kind, reference }) => kind === 'manifest-get' && reference === other.digest,
      answer: async (_exchange, handOn) => isPut.then(async () => handOn()),
    });
    expect(statesOf(await pair.mirror(['app:2', 'app:3']))).toEqual(['mirrored', 'mirrored']);
    const lists = pair.target.tags(pair.repository('app')).filter((tag) => tag.startsWith('sha256-'));
    const subjects = [index, other].slice(0, listed).flatMap(({ images }) => images);
    expect(lists.sort()).toEqual(subjects.map((image) => tagOf(image.digest)).sort());
    expect(pair.target.count('referrers')).toBe(6);
  });
});
