import { describe, expect, test } from '@jest/globals';

import { buildImage } from '../support/registry/images/images.js';
import { dockerManifest, ociIndex, ociManifest } from '../support/registry/content/media-types.js';
import { buildReferrer } from '../support/registry/images/signatures.js';
import { call, codesOf, getManifest, headerOf, jsonOf, sha256 } from './calls.js';
import { registryFor } from './registries.js';

const absent = `sha256:${'0'.repeat(64)}`;

describe('ping', () => {
  test('GET /v2/ is 200 and names the API version', async () => {
    const { origin } = await registryFor();
    const answer = await call('GET', `${origin}/v2/`);
    expect(answer.status).toBe(200);
    expect(answer.headers['docker-distribution-api-version']).toBe('registry/2.0');
  });

  test.each([
    '/',
    '/v1/',
    '/v2/_catalog',
    '/v2/UPPER/tags/list',
    '/v2/a//b/tags/list',
    '/v2/%zz/manifests/%zz',
    '/v2/a/manifests/.1',
  ])('%s is no address of a registry: 404 as text', async (path) => {
    const { origin } = await registryFor();
    const answer = await call('GET', `${origin}${path}`);
    expect([answer.status, answer.headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8']);
  });
});

describe('manifests', () => {
  test.each(['by tag', 'by digest'])('HEAD and GET %s give type, digest and the exact bytes', async (how) => {
    const registry = await registryFor();
    const image = buildImage(registry, 'acme/base', '1.2');
    const url = `${registry.origin}/v2/acme/base/manifests/${how === 'by tag' ? '1.2' : image.digest}`;
    const head = await getManifest('HEAD', url);
    const get = await getManifest('GET', url);
    for (const { status, headers } of [head, get]) {
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': ociManifest,
        'content-length': String(image.size),
        'docker-content-digest': image.digest,
      });
    }
    expect(head.bytes.length).toBe(0);
    expect(get.bytes.equals(image.bytes)).toBe(true);
  });

  test.each([
    ['no Accept', undefined, 404],
    ['another type', dockerManifest, 404],
    ['a wildcard, which distribution does not know', '*/*', 404],
    ['the type', ociManifest, 200],
    ['the type among others, with a parameter', `${ociIndex};q=0.5,${ociManifest};q=0.9`, 200],
  ])('Accept with %s', async (_name, accept, status) => {
    const registry = await registryFor();
    buildImage(registry, 'acme/base', '1');
    const answer = await call('GET', `${registry.origin}/v2/acme/base/manifests/1`, {
      headers: accept === undefined ? {} : { accept },
    });
    expect(answer.status).toBe(status);
    expect(codesOf(answer)).toEqual(status === 404 ? ['MANIFEST_UNKNOWN'] : []);
  });

  test.each([
    ['an unknown tag', 'acme/base', '2', 404, 'MANIFEST_UNKNOWN'],
    ['an unknown digest', 'acme/base', absent, 404, 'MANIFEST_UNKNOWN'],
    ['an unknown repository', 'acme/other', '1', 404, 'MANIFEST_UNKNOWN'],
    ['a digest cut short', 'acme/base', 'sha256:00', 400, 'DIGEST_INVALID'],
  ])('%s', async (_name, repository, reference, status, code) => {
    const registry = await registryFor();
    buildImage(registry, 'acme/base', '1');
    const answer = await getManifest('GET', `${registry.origin}/v2/${repository}/manifests/${reference}`);
    expect([answer.status, ...codesOf(answer)]).toEqual([status, code]);
  });

  test('DELETE of a digest takes its tags away, DELETE of a tag leaves the manifest', async () => {
    const registry = await registryFor();
    const { digest } = buildImage(registry, 'acme/base', '1');
    registry.tag('acme/base', '2', digest);
    const url = `${registry.origin}/v2/acme/base/manifests`;
    expect((await call('DELETE', `${url}/1`)).status).toBe(202);
    expect(registry.tags('acme/base')).toEqual(['2']);
    expect((await call('DELETE', `${url}/${digest}`)).status).toBe(202);
    expect(registry.resolve('acme/base', '2')).toBeUndefined();
    expect((await call('DELETE', `${url}/${digest}`)).status).toBe(404);
  });
});

describe('blobs', () => {
  test('HEAD gives length and digest, GET the bytes, of this repository only', async () => {
    const registry = await registryFor();
    const { digest } = registry.addBlob('acme/base', 'layer');
    const head = await call('HEAD', `${registry.origin}/v2/acme/base/blobs/${digest}`);
    expect(head.headers).toMatchObject({ 'content-length': '5', 'docker-content-digest': digest });
    expect((await call('GET', `${registry.origin}/v2/acme/base/blobs/${digest}`)).bytes.toString()).toBe('layer');
    const elsewhere = await call('GET', `${registry.origin}/v2/acme/other/blobs/${digest}`);
    expect([elsewhere.status, ...codesOf(elsewhere)]).toEqual([404, 'BLOB_UNKNOWN']);
  });

  test.each([
    ['a part', 'bytes=1-3', 206, 'bytes 1-3/10', '123'],
    ['from an offset on', 'bytes=7-', 206, 'bytes 7-9/10', '789'],
    ['the last bytes', 'bytes=-2', 206, 'bytes 8-9/10', '89'],
    ['an end beyond the blob', 'bytes=8-99', 206, 'bytes 8-9/10', '89'],
    ['several ranges, which may be ignored', 'bytes=0-1,3-4', 200, undefined, '0123456789'],
    ['another unit', 'lines=0-1', 200, undefined, '0123456789'],
    ['a start beyond the blob', 'bytes=10-', 416, 'bytes */10', undefined],
    ['an end before the start', 'bytes=3-1', 416, 'bytes */10', undefined],
  ])('Range: %s', async (_name, range, status, contentRange, text) => {
    const registry = await registryFor();
    const { digest } = registry.addBlob('acme/base', '0123456789');
    const answer = await call('GET', `${registry.origin}/v2/acme/base/blobs/${digest}`, { headers: { range } });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-range']).toBe(contentRange);
    expect(text === undefined || answer.bytes.toString() === text).toBe(true);
  });

  test('a server that knows no ranges sends all', async () => {
    const registry = await registryFor({ quirks: { noRanges: true } });
    const { digest } = registry.addBlob('acme/base', '0123456789');
    const url = `${registry.origin}/v2/acme/base/blobs/${digest}`;
    const answer = await call('GET', url, { headers: { range: 'bytes=7-' } });
    expect([answer.status, answer.bytes.toString(), answer.headers['content-range']]).toEqual([
      200,
      '0123456789',
      undefined,
    ]);
  });

  test('a generated blob is served whole and in parts as one sequence of bytes', async () => {
    const registry = await registryFor();
    const size = 3 * 1024 * 1024 + 17;
    const { digest } = registry.addGeneratedBlob('acme/base', { size, seed: 'a' });
    const url = `${registry.origin}/v2/acme/base/blobs/${digest}`;
    const whole = await call('GET', url);
    expect(whole.bytes.length).toBe(size);
    expect(sha256(whole.bytes)).toBe(digest);
    const part = await call('GET', url, { headers: { range: `bytes=1048570-${size - 1}` } });
    expect(part.bytes.equals(whole.bytes.subarray(1048570))).toBe(true);
  });

  test('DELETE takes a blob from the repository', async () => {
    const registry = await registryFor();
    const { digest } = registry.addBlob('acme/base', 'layer');
    expect((await call('DELETE', `${registry.origin}/v2/acme/base/blobs/${digest}`)).status).toBe(202);
    expect(registry.hasBlob('acme/base', digest)).toBe(false);
  });
});

describe('tags', () => {
  test('are sorted and paged, with a Link to the next page', async () => {
    const registry = await registryFor();
    const { digest } = buildImage(registry, 'acme/base', 'c');
    ['a', 'b', 'd'].forEach((tag) => {
      registry.tag('acme/base', tag, digest);
    });
    const first = await call('GET', `${registry.origin}/v2/acme/base/tags/list?n=3`);
    expect(jsonOf(first)).toEqual({ name: 'acme/base', tags: ['a', 'b', 'c'] });
    const next = /^<(?<path>[^>]+)>; rel="next"$/.exec(headerOf(first, 'link'))?.groups?.path ?? '';
    const second = await call('GET', `${registry.origin}${next}`);
    expect(jsonOf(second)).toEqual({ name: 'acme/base', tags: ['d'] });
    expect(second.headers.link).toBeUndefined();
  });

  test.each(['x', '-1'])('n=%s → 400 PAGINATION_NUMBER_INVALID', async (n) => {
    const registry = await registryFor();
    buildImage(registry, 'acme/base', '1');
    const answer = await call('GET', `${registry.origin}/v2/acme/base/tags/list?n=${n}`);
    expect([answer.status, ...codesOf(answer)]).toEqual([400, 'PAGINATION_NUMBER_INVALID']);
  });

  test('of a repository that holds nothing yet → 404 NAME_UNKNOWN; of one without a tag, as distribution, the same', async () => {
    const registry = await registryFor();
    const before = await call('GET', `${registry.origin}/v2/acme/base/tags/list`);
    expect([before.status, ...codesOf(before)]).toEqual([404, 'NAME_UNKNOWN']);
    registry.addBlob('acme/base', 'layer');
    const untagged = await call('GET', `${registry.origin}/v2/acme/base/tags/list`);
    expect([untagged.status, ...codesOf(untagged)]).toEqual([404, 'NAME_UNKNOWN']);
  });
});

describe('referrers', () => {
  test('lists what has the subject, and filters by artifact type', async () => {
    const registry = await registryFor();
    const { digest } = buildImage(registry, 'acme/base', '1');
    const signature = buildReferrer(registry, 'acme/base', digest, { artifactType: 'application/signature' });
    const sbom = buildReferrer(registry, 'acme/base', digest, { artifactType: 'application/sbom' });
    const url = `${registry.origin}/v2/acme/base/referrers/${digest}`;
    const all = await call('GET', url);
    expect([all.status, all.headers['content-type']]).toEqual([200, ociIndex]);
    expect(jsonOf(all)).toMatchObject({ manifests: [{ digest: signature.digest }, { digest: sbom.digest }] });
    const some = await call('GET', `${url}?artifactType=${encodeURIComponent('application/sbom')}`);
    expect(some.headers['oci-filters-applied']).toBe('artifactType');
    expect(jsonOf(some)).toMatchObject({
      manifests: [{ digest: sbom.digest, size: sbom.size, artifactType: 'application/sbom', mediaType: ociManifest }],
    });
  });

  test('of something unknown are none', async () => {
    const { origin } = await registryFor();
    expect(jsonOf(await call('GET', `${origin}/v2/acme/base/referrers/${absent}`))).toMatchObject({ manifests: [] });
  });

  test('switched off → 404 as text', async () => {
    const { origin } = await registryFor({ referrers: false });
    const answer = await call('GET', `${origin}/v2/acme/base/referrers/${absent}`);
    expect([answer.status, answer.headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8']);
  });
});
