import { describe, expect, test } from '@jest/globals';

import { buildImage } from '../support/registry/images/images.js';
import { ociManifest } from '../support/registry/content/media-types.js';
import type { Quirks } from '../support/registry/options.js';
import { call, codesOf, getManifest, headerOf, locationOf, openUpload, putBlob, putManifest, sha256 } from './calls.js';
import { registryFor } from './registries.js';

const octets = { 'content-type': 'application/octet-stream' };

describe('reading', () => {
  test('noDigestHeader: none on manifests, blobs and answers to PUT', async () => {
    const registry = await registryFor({ quirks: { noDigestHeader: true } });
    const image = buildImage(registry, 'acme/base', '1');
    const base = `${registry.origin}/v2/acme/base`;
    for (const answer of [
      await getManifest('HEAD', `${base}/manifests/1`),
      await call('GET', `${base}/blobs/${image.config.digest}`),
      await putManifest(`${base}/manifests/2`, ociManifest, image.bytes),
    ]) {
      expect(answer.status).toBeLessThan(300);
      expect(answer.headers['docker-content-digest']).toBeUndefined();
    }
  });

  test('headManifest405: HEAD is refused, GET is not', async () => {
    const registry = await registryFor({ quirks: { headManifest405: true } });
    buildImage(registry, 'acme/base', '1');
    expect((await getManifest('HEAD', `${registry.origin}/v2/acme/base/manifests/1`)).status).toBe(405);
    expect((await getManifest('GET', `${registry.origin}/v2/acme/base/manifests/1`)).status).toBe(200);
  });

  test('ignoreAccept: the manifest is served whatever is asked for', async () => {
    const registry = await registryFor({ quirks: { ignoreAccept: true } });
    buildImage(registry, 'acme/base', '1');
    expect((await call('GET', `${registry.origin}/v2/acme/base/manifests/1`)).status).toBe(200);
  });
});

test('believesDigests: what comes is kept under the digest that it is given, and the closure shows what it is', async () => {
  const registry = await registryFor({ quirks: { believesDigests: true } });
  const base = `${registry.origin}/v2/acme/base`;
  const image = buildImage(await registryFor(), 'acme/base', undefined, { layers: 1 });
  for (const digest of image.blobs) await putBlob(await openUpload(registry.origin, 'acme/base'), 'other', digest);
  const answer = await putManifest(`${base}/manifests/${image.digest}`, ociManifest, `${image.bytes.toString()}\n`);
  expect(answer.status).toBe(201);
  expect(registry.closure('acme/base', image.digest)).toMatchObject({
    complete: false,
    missing: [],
    damaged: [image.digest, ...image.blobs],
  });
  expect((await putManifest(`${base}/manifests/1`, ociManifest, `${image.bytes.toString()} `)).status).toBe(201);
  expect(registry.resolve('acme/base', '1')).not.toBe(image.digest);
});

describe('mounts', () => {
  test.each([
    ['refused: an upload instead', true, 'acme/base', 202],
    ['from somewhere unknown: 401 for the whole request', '401', 'acme/unknown', 401],
    ['from somewhere known, where the unknown is 401', '401', 'acme/base', 201],
  ] as const)('%s', async (_name, refuseMounts, from, status) => {
    const registry = await registryFor({ quirks: { refuseMounts } });
    const { digest } = registry.addBlob('acme/base', 'layer');
    const url = `${registry.origin}/v2/acme/new/blobs/uploads/?mount=${digest}&from=${from}`;
    expect((await call('POST', url)).status).toBe(status);
  });
});

describe('tags that cannot be moved', () => {
  test.each([
    ['ecr', 'same', 400, 'TAG_INVALID'],
    ['ecr', 'other', 400, 'TAG_INVALID'],
    ['harbor', 'same', 412, 'PRECONDITION'],
    ['harbor', 'other', 412, 'PRECONDITION'],
    ['quay', 'same', 201, undefined],
    ['quay', 'other', 409, 'TAG_IMMUTABLE'],
  ] as const)('%s, %s digest → %i', async (immutableTags, which, status, code) => {
    const registry = await registryFor({ quirks: { immutableTags } });
    const old = buildImage(registry, 'acme/base', '1');
    const other = buildImage(registry, 'acme/base', undefined, { seed: 2 });
    const { bytes } = which === 'same' ? old : other;
    const answer = await putManifest(`${registry.origin}/v2/acme/base/manifests/1`, ociManifest, bytes);
    expect([answer.status, codesOf(answer)[0]]).toEqual([status, code]);
    expect(registry.resolve('acme/base', '1')).toBe(old.digest);
    expect((await putManifest(`${registry.origin}/v2/acme/base/manifests/2`, ociManifest, bytes)).status).toBe(201);
  });
});

describe('repositories', () => {
  test('preCreatedRepositories: 404 NAME_UNKNOWN until it is created', async () => {
    const registry = await registryFor({ quirks: { preCreatedRepositories: true } });
    const url = `${registry.origin}/v2/acme/base`;
    for (const answer of [
      await call('POST', `${url}/blobs/uploads/`),
      await getManifest('GET', `${url}/manifests/1`),
      await putManifest(`${url}/manifests/1`, ociManifest, '{}'),
    ]) {
      expect([answer.status, ...codesOf(answer)]).toEqual([404, 'NAME_UNKNOWN']);
    }
    registry.createRepository('acme/base');
    expect((await call('POST', `${url}/blobs/uploads/`)).status).toBe(202);
  });

  test.each([
    ['acme/base.v1-a_b', 202],
    ['acme/a--b', 400],
    ['acme/a__b', 400],
    ['a', 400],
    [`a/${'b'.repeat(255)}`, 400],
  ])('nameGrammar of ECR: %s → %i', async (name, status) => {
    const registry = await registryFor({ quirks: { nameGrammar: 'ecr' } });
    const answer = await call('POST', `${registry.origin}/v2/${name}/blobs/uploads/`);
    expect([answer.status, ...codesOf(answer)]).toEqual(status === 202 ? [202] : [400, 'NAME_INVALID']);
  });
});

describe('Location', () => {
  test.each([
    ['absolute', /^http:\/\/localhost:\d+\/v2\//],
    ['relative', /^\/v2\//],
  ] as const)('%s, under the name by which the registry was asked', async (location, pattern) => {
    const registry = await registryFor({ quirks: { location } });
    const origin = registry.origin.replace('127.0.0.1', 'localhost');
    const answer = await call('POST', `${origin}/v2/acme/base/blobs/uploads/`);
    expect(headerOf(answer, 'location')).toMatch(pattern);
    expect((await putBlob(locationOf(answer, origin), 'layer')).status).toBe(201);
  });

  test('with a signed query that must come back byte by byte', async () => {
    const locationQuery = 'sig=a~b%20c+d&k&x=%2F';
    const registry = await registryFor({ quirks: { locationQuery } });
    const good = await openUpload(registry.origin, 'acme/base');
    expect(good.endsWith(`?${locationQuery}`)).toBe(true);
    expect((await putBlob(good, 'layer')).status).toBe(201);
    const spoiled = new URL(await openUpload(registry.origin, 'acme/base'));
    spoiled.searchParams.set('digest', sha256('layer'));
    const answer = await call('PUT', spoiled.href, { headers: octets, body: 'layer' });
    expect([answer.status, ...codesOf(answer)]).toEqual([404, 'BLOB_UPLOAD_INVALID']);
  });

  test('on another host, which refuses credentials', async () => {
    const registry = await registryFor({ quirks: { uploadHost: true } });
    const location = await openUpload(registry.origin, 'acme/base');
    expect(new URL(location).origin).not.toBe(registry.origin);
    const leak = await call('PUT', `${location}&digest=x`, { headers: { authorization: 'Bearer x' }, body: 'layer' });
    expect(leak.status).toBe(400);
    expect(registry.requests.at(-1)).toMatchObject({ listener: 'uploads', headers: { authorization: 'Bearer x' } });
    expect((await putBlob(location, 'layer')).status).toBe(201);
    expect(registry.hasBlob('acme/base', sha256('layer'))).toBe(true);
  });
});

describe('uploads', () => {
  test.each<[string, Quirks, string, string, number]>([
    ['refuseEmptyBlobs', { refuseEmptyBlobs: true }, 'PUT', '', 400],
    ['refuseChunks', { refuseChunks: true }, 'PATCH', 'layer', 405],
    ['maxChunkBytes', { maxChunkBytes: 4 }, 'PATCH', 'layer', 416],
    ['maxUploadBodyBytes of a PUT', { maxUploadBodyBytes: 4 }, 'PUT', 'layer', 413],
    ['maxUploadBodyBytes of a PATCH', { maxUploadBodyBytes: 4 }, 'PATCH', 'layer', 413],
    ['maxUploadBodyBytes, just fitting', { maxUploadBodyBytes: 5 }, 'PUT', 'layer', 201],
  ])('%s', async (_name, quirks, method, body, status) => {
    const registry = await registryFor({ quirks });
    const location = await openUpload(registry.origin, 'acme/base');
    const url = method === 'PUT' ? `${location}&digest=${sha256(body)}` : location;
    expect((await call(method, url, { headers: octets, body })).status).toBe(status);
  });
});

describe('manifests', () => {
  const missing = { mediaType: ociManifest, digest: sha256('missing'), size: 7 };
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] };

  test.each<[string, Quirks, object, number]>([
    ['sparseIndexes', { sparseIndexes: true }, { ...index, manifests: [missing] }, 201],
    ['refuseMissingSubject', { refuseMissingSubject: true }, { ...index, subject: missing }, 400],
    ['a missing subject otherwise', {}, { ...index, subject: missing }, 201],
  ])('%s', async (_name, quirks, manifest, status) => {
    const registry = await registryFor({ quirks });
    const url = `${registry.origin}/v2/acme/base/manifests/1`;
    expect((await putManifest(url, index.mediaType, JSON.stringify(manifest))).status).toBe(status);
  });

  test('acceptForeignLayers', async () => {
    const registry = await registryFor({ quirks: { acceptForeignLayers: true } });
    const { bytes } = buildImage(registry, 'acme/base', undefined, { foreignLayers: ['https://example.com/layer'] });
    const answer = await putManifest(`${registry.origin}/v2/acme/base/manifests/1`, ociManifest, bytes);
    expect(answer.status).toBe(201);
  });
});
