import { describe, expect, test } from '@jest/globals';

import { buildImage } from '../support/registry/images/images.js';
import { imageDescriptor } from '../support/registry/images/indexes.js';
import { dockerManifest, ociConfig, ociIndex, ociManifest } from '../support/registry/content/media-types.js';
import type { Registry } from '../support/registry/registry.js';
import { codesOf, detailsOf, getManifest, putManifest, sha256 } from './calls.js';
import { registryFor } from './registries.js';

const absent = `sha256:${'0'.repeat(64)}`;

/** A manifest whose config is in `acme/base`, with what a row adds to it. */
function manifestOf(registry: Registry, more: object): string {
  const config = { mediaType: ociConfig, ...registry.addBlob('acme/base', '{}') };
  return JSON.stringify({ schemaVersion: 2, mediaType: ociManifest, config, layers: [], ...more });
}

function urlOf(registry: Registry, reference: string): string {
  return `${registry.origin}/v2/acme/base/manifests/${reference}`;
}

describe('PUT', () => {
  test.each(['by tag', 'by digest'])('%s keeps the exact bytes', async (how) => {
    const registry = await registryFor();
    const body = manifestOf(registry, { annotations: { spaced: '  ' } }).replace('{', '{ \n');
    const reference = how === 'by tag' ? '1' : sha256(body);
    const answer = await putManifest(urlOf(registry, reference), ociManifest, body);
    expect(answer.status).toBe(201);
    expect(answer.headers['docker-content-digest']).toBe(sha256(body));
    expect(registry.manifest('acme/base', reference)?.toString()).toBe(body);
    expect(registry.tags('acme/base')).toEqual(how === 'by tag' ? ['1'] : []);
  });

  test('with a tag that exists moves it; the old manifest stays under its digest', async () => {
    const registry = await registryFor();
    const { digest } = buildImage(registry, 'acme/base', '1');
    await putManifest(urlOf(registry, '1'), ociManifest, manifestOf(registry, {}));
    expect(registry.resolve('acme/base', '1')).not.toBe(digest);
    expect((await getManifest('HEAD', urlOf(registry, digest))).status).toBe(200);
  });

  test.each([
    ['no JSON', ociManifest, 'rubbish'],
    ['another schema', ociManifest, '{"schemaVersion":1}'],
    ['a mediaType unlike Content-Type', dockerManifest, undefined],
    ['a Content-Type nobody knows', 'application/json', undefined],
    ['an image sent as an index', ociIndex, '{"schemaVersion":2,"config":{}}'],
    ['a Docker manifest without mediaType', dockerManifest, '{"schemaVersion":2,"config":{},"layers":[]}'],
  ])('of %s → 400 MANIFEST_INVALID', async (_name, mediaType, body) => {
    const registry = await registryFor();
    const answer = await putManifest(urlOf(registry, '1'), mediaType, body ?? manifestOf(registry, {}));
    expect([answer.status, ...codesOf(answer)]).toEqual([400, 'MANIFEST_INVALID']);
    expect(registry.resolve('acme/base', '1')).toBeUndefined();
  });

  test('by the digest of other bytes → 400 DIGEST_INVALID', async () => {
    const registry = await registryFor();
    const answer = await putManifest(urlOf(registry, absent), ociManifest, manifestOf(registry, {}));
    expect([answer.status, ...codesOf(answer)]).toEqual([400, 'DIGEST_INVALID']);
  });

  test.each([
    ['a layer', { layers: [{ mediaType: 'layer', digest: absent, size: 1 }] }],
    ['the config', { config: { mediaType: ociConfig, digest: absent, size: 1 } }],
  ])('of an image while %s is missing → 400 MANIFEST_BLOB_UNKNOWN that names it', async (_name, more) => {
    const registry = await registryFor();
    const answer = await putManifest(urlOf(registry, '1'), ociManifest, manifestOf(registry, more));
    expect([answer.status, ...codesOf(answer), ...detailsOf(answer)]).toEqual([400, 'MANIFEST_BLOB_UNKNOWN', absent]);
  });

  test('of an image whose blob is in another repository only → 400 MANIFEST_BLOB_UNKNOWN', async () => {
    const registry = await registryFor();
    const layer = { mediaType: 'layer', ...registry.addBlob('acme/other', 'layer') };
    const answer = await putManifest(urlOf(registry, '1'), ociManifest, manifestOf(registry, { layers: [layer] }));
    expect(detailsOf(answer)).toEqual([layer.digest]);
  });

  test('of an index wants every child there', async () => {
    const registry = await registryFor();
    const image = buildImage(registry, 'acme/base', undefined);
    const missing = { mediaType: ociManifest, digest: absent, size: 1 };
    const index = (...manifests: object[]) => JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests });
    const sparse = await putManifest(urlOf(registry, '1'), ociIndex, index(imageDescriptor(image), missing));
    expect([sparse.status, ...detailsOf(sparse)]).toEqual([400, absent]);
    expect((await putManifest(urlOf(registry, '1'), ociIndex, index(imageDescriptor(image)))).status).toBe(201);
  });

  test('of more than the limit → 413', async () => {
    const registry = await registryFor();
    const body = manifestOf(registry, { annotations: { long: 'x'.repeat(4 * 1024 * 1024) } });
    const answer = await putManifest(urlOf(registry, '1'), ociManifest, body);
    expect([answer.status, ...codesOf(answer)]).toEqual([413, 'MANIFEST_INVALID']);
  });

  test('of layers with addresses of their own → 400, as distribution unless configured', async () => {
    const registry = await registryFor();
    const layers = [{ mediaType: 'layer', digest: absent, size: 1, urls: ['https://example.com/layer'] }];
    const answer = await putManifest(urlOf(registry, '1'), ociManifest, manifestOf(registry, { layers }));
    expect([answer.status, ...codesOf(answer)]).toEqual([400, 'UNKNOWN']);
  });

  test.each([
    ['on', true, absent],
    ['off', false, undefined],
  ])('with a subject, referrers switched %s', async (_name, referrers, header) => {
    const registry = await registryFor({ referrers });
    const subject = { mediaType: ociManifest, digest: absent, size: 1 };
    const answer = await putManifest(urlOf(registry, '1'), ociManifest, manifestOf(registry, { subject }));
    expect([answer.status, answer.headers['oci-subject']]).toEqual([201, header]);
  });
});
