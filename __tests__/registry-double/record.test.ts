import { describe, expect, test } from '@jest/globals';

import { buildImage, descriptorOf } from '../support/registry/images/images.js';
import { buildIndex } from '../support/registry/images/indexes.js';
import { ociIndex, ociManifest } from '../support/registry/content/media-types.js';
import { startRegistry } from '../support/registry/registry.js';
import type { RequestKind } from '../support/registry/types.js';
import { call, getManifest, openUpload, putBlob, sha256 } from './calls.js';
import { untilTrue } from './raw.js';
import { registryFor } from './registries.js';

const digest = sha256('layer');

describe('requests', () => {
  test.each<[RequestKind, string, string, object]>([
    ['ping', 'GET', '/v2/', {}],
    ['token', 'GET', '/token?scope=x', {}],
    ['manifest-head', 'HEAD', '/v2/a/b/manifests/1', { repository: 'a/b', reference: '1', digest: undefined }],
    ['manifest-get', 'GET', `/v2/a/b/manifests/${digest}`, { repository: 'a/b', reference: digest, digest }],
    ['manifest-put', 'PUT', '/v2/a/b/manifests/1', { repository: 'a/b', reference: '1' }],
    ['delete', 'DELETE', '/v2/a/b/manifests/1', { repository: 'a/b', reference: '1' }],
    ['blob-head', 'HEAD', `/v2/a/b/blobs/${digest}`, { repository: 'a/b', digest }],
    ['blob-get', 'GET', `/v2/a/b/blobs/${digest}`, { repository: 'a/b', digest }],
    ['delete', 'DELETE', `/v2/a/b/blobs/${digest}`, { repository: 'a/b', digest }],
    ['upload-post', 'POST', `/v2/a/b/blobs/uploads/?mount=${digest}`, { repository: 'a/b', digest }],
    ['upload-post', 'POST', '/v2/a/b/blobs/uploads', { repository: 'a/b', digest: undefined }],
    ['upload-patch', 'PATCH', '/v2/a/b/blobs/uploads/1', { repository: 'a/b' }],
    [
      'upload-put',
      'PUT',
      `/v2/a/b/blobs/uploads/1?digest=${encodeURIComponent(digest)}`,
      { repository: 'a/b', digest },
    ],
    ['upload-status', 'GET', '/v2/a/b/blobs/uploads/1', { repository: 'a/b' }],
    ['upload-delete', 'DELETE', '/v2/a/b/blobs/uploads/1', { repository: 'a/b' }],
    ['tags', 'GET', '/v2/a/b/tags/list', { repository: 'a/b' }],
    ['referrers', 'GET', `/v2/a/b/referrers/${digest}`, { repository: 'a/b', digest }],
    ['other', 'GET', '/favicon.ico', { repository: undefined }],
    ['other', 'POST', '/v2/a/b/manifests/1', { repository: 'a/b' }],
  ])('%s: %s %s', async (kind, method, path, more) => {
    const registry = await registryFor();
    const { status } = await call(method, `${registry.origin}${path}`);
    const url = `${registry.origin}${path}`;
    expect(registry.requests).toHaveLength(1);
    expect(registry.requests[0]).toMatchObject({ kind, method, url, listener: 'main', status, ...more });
    expect(registry.requests[0]?.path).toBe(path.split('?')[0]);
  });

  test('hold headers, time and the bytes that went in and out', async () => {
    const registry = await registryFor();
    const before = Date.now();
    await putBlob(await openUpload(registry.origin, 'acme/base'), 'layer');
    await call('GET', `${registry.origin}/v2/acme/base/blobs/${digest}`, { headers: { 'x-mine': 'yes' } });
    await call('HEAD', `${registry.origin}/v2/acme/base/blobs/${digest}`);
    const [, put, get, head] = registry.requests;
    expect(put).toMatchObject({ bytesIn: 5, bytesOut: 0 });
    expect(get).toMatchObject({ bytesIn: 0, bytesOut: 5, headers: { 'x-mine': 'yes' } });
    expect(head).toMatchObject({ bytesOut: 0 });
    expect(get?.at).toBeGreaterThanOrEqual(before);
  });

  test('are counted by kind and filter, and cleared', async () => {
    const registry = await registryFor();
    await call('GET', `${registry.origin}/v2/`);
    await call('GET', `${registry.origin}/v2/acme/base/tags/list`);
    expect([registry.count(), registry.count('ping'), registry.count('blob-get')]).toEqual([2, 1, 0]);
    expect(registry.count(undefined, ({ status }) => status === 404)).toBe(1);
    expect(registry.count('ping', ({ status }) => status === 404)).toBe(0);
    registry.clearRequests();
    expect(registry.count()).toBe(0);
  });

  test('are told of when they are over, until nobody watches any more', async () => {
    const registry = await registryFor();
    const seen: unknown[] = [];
    const stop = registry.watch(({ kind, status, endedTick }) => seen.push([kind, status, typeof endedTick]));
    await call('GET', `${registry.origin}/v2/`);
    registry.fault({ reset: true });
    await call('GET', `${registry.origin}/v2/a/tags/list`).catch(() => undefined);
    await untilTrue(() => seen.length === 2);
    stop();
    await call('GET', `${registry.origin}/v2/`);
    expect(seen).toEqual([
      ['ping', 200, 'number'],
      ['tags', 0, 'number'],
    ]);
  });

  test('side by side are counted, all and by kind', async () => {
    const registry = await registryFor();
    registry.fault({ times: 4, delayMs: 100 });
    const pings = [1, 2, 3].map(() => call('GET', `${registry.origin}/v2/`));
    await Promise.all([...pings, call('GET', `${registry.origin}/v2/a/tags/list`)]);
    await call('GET', `${registry.origin}/v2/`);
    expect(registry.maxConcurrent).toBe(4);
    expect([registry.maxConcurrentOf('ping'), registry.maxConcurrentOf('tags', 'ping')]).toEqual([3, 4]);
    expect(registry.maxConcurrentOf('token')).toBe(0);
    registry.clearRequests();
    expect(registry.maxConcurrent).toBe(0);
  });
});

test('reset() leaves nothing of what was pushed, asked or to go wrong', async () => {
  const registry = await registryFor();
  const { host } = registry;
  buildImage(registry, 'acme/base', '1');
  const location = await openUpload(registry.origin, 'acme/base');
  registry.fault({ status: 500 });
  registry.reset();
  expect([registry.repositoryNames(), registry.requests, registry.openUploads]).toEqual([[], [], 0]);
  expect(registry.host).toBe(host);
  expect((await getManifest('HEAD', `${registry.origin}/v2/acme/base/manifests/1`)).status).toBe(404);
  expect((await putBlob(location, 'layer')).status).toBe(404);
});

describe('sockets', () => {
  test('are counted while they are open, and all closed by stop()', async () => {
    const registry = await startRegistry();
    await call('GET', `${registry.origin}/v2/`);
    expect(registry.openSockets).toBe(1);
    registry.fault({ delayMs: Infinity });
    const hanging = call('GET', `${registry.origin}/v2/`);
    await untilTrue(() => registry.count() === 2);
    await registry.stop();
    await expect(hanging).rejects.toThrow();
    await untilTrue(() => registry.openSockets === 0);
    await registry.stop();
  });

  test('several registries run side by side and know nothing of each other', async () => {
    const [first, second] = [await registryFor(), await registryFor()];
    buildImage(first, 'acme/base', '1');
    expect((await getManifest('GET', `${second.origin}/v2/acme/base/manifests/1`)).status).toBe(404);
    expect([first.count(), second.count()]).toEqual([0, 1]);
  });
});

describe('what it holds', () => {
  test('is put in and looked at without a request', async () => {
    const registry = await registryFor();
    const image = buildImage(registry, 'acme/base', '1');
    registry.tag('acme/base', '2', image.digest);
    registry.deleteTag('acme/base', '1');
    expect([registry.resolve('acme/base', '1'), registry.resolve('acme/base', '2')]).toEqual([undefined, image.digest]);
    expect(registry.resolve('acme/base', image.digest)).toBe(image.digest);
    expect(registry.resolve('acme/other', image.digest)).toBeUndefined();
    expect(registry.hasBlob('acme/base', image.config.digest)).toBe(true);
    expect(registry.blob(image.config.digest)?.equals(image.config.bytes)).toBe(true);
    expect(registry.count()).toBe(0);
  });
});

describe('closure', () => {
  test('of a whole index names everything, each once', async () => {
    const registry = await registryFor();
    const index = buildIndex(registry, 'acme/base', '1', { attestations: true, nested: true });
    const { complete, missing, damaged, digests } = registry.closure('acme/base', '1');
    expect({ complete, missing, damaged }).toEqual({ complete: true, missing: [], damaged: [] });
    const manifests = [index, ...index.images, ...index.attestations, index.nested].map((one) => one?.digest);
    expect(new Set(digests)).toEqual(new Set([...manifests, ...index.blobs]));
    expect(digests).toHaveLength(new Set(digests).size);
    expect(digests[0]).toBe(index.digest);
  });

  test('of a tag that is not there', async () => {
    const registry = await registryFor();
    expect(registry.closure('acme/base', '1')).toMatchObject({ complete: false, missing: ['1'] });
  });

  test('names the blob that is missing, in this repository', async () => {
    const registry = await registryFor();
    const image = buildImage(registry, 'acme/base', '1');
    registry.addManifest('acme/copy', '1', image.bytes, image.mediaType);
    expect(registry.closure('acme/copy', '1').missing).toEqual(image.blobs);
    registry.deleteBlob('acme/base', image.config.digest);
    expect(registry.closure('acme/base', '1')).toMatchObject({ complete: false, missing: [image.config.digest] });
  });

  test('names the manifest that is missing', async () => {
    const registry = await registryFor();
    const child = { mediaType: ociManifest, digest, size: 5 };
    const body = JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests: [child] });
    registry.addManifest('acme/base', '1', body, ociIndex);
    expect(registry.closure('acme/base', '1')).toMatchObject({ complete: false, missing: [digest], damaged: [] });
  });

  test('names what has another size than its descriptor says', async () => {
    const registry = await registryFor();
    const image = buildImage(registry, 'acme/base', '1');
    const index = (size: number) =>
      JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests: [{ ...descriptorOf(image), size }] });
    registry.addManifest('acme/base', 'right', index(image.size), ociIndex);
    registry.addManifest('acme/base', 'wrong', index(image.size + 1), ociIndex);
    expect(registry.closure('acme/base', 'right').complete).toBe(true);
    expect(registry.closure('acme/base', 'wrong')).toMatchObject({ complete: false, damaged: [image.digest] });
    const layer = image.layers[0]?.size ?? 0;
    const body = image.bytes.toString().replace(`"size": ${layer}`, `"size": ${layer + 1}`);
    registry.addManifest('acme/base', 'layer', body, ociManifest);
    expect(registry.closure('acme/base', 'layer')).toMatchObject({
      complete: false,
      damaged: [image.layers[0]?.digest],
    });
  });
});
