import { describe, expect, test } from '@jest/globals';

import { testCertificate } from '../support/registry/server/certificate.js';
import { buildImage } from '../support/registry/images/images.js';
import { call, codesOf, getManifest, headerOf, openUpload, putBlob, sha256 } from './calls.js';
import { registryFor } from './registries.js';

describe('the CDN', () => {
  test('gets every blob GET by 307, parts too, and HEAD stays', async () => {
    const registry = await registryFor({ cdn: true });
    const { digest } = registry.addBlob('acme/base', 'layer');
    const url = `${registry.origin}/v2/acme/base/blobs/${digest}`;
    const answer = await call('GET', url);
    expect([answer.status, answer.bytes.length]).toEqual([307, 0]);
    const location = headerOf(answer, 'location');
    expect(new URL(location).origin).not.toBe(registry.origin);
    expect((await call('GET', location)).bytes.toString()).toBe('layer');
    const part = await call('GET', location, { headers: { range: 'bytes=3-' } });
    expect([part.status, part.bytes.toString()]).toEqual([206, 'er']);
    expect((await call('HEAD', url)).status).toBe(200);
    expect(registry.count('cdn')).toBe(2);
  });

  test('answers 400 to credentials and keeps the request', async () => {
    const registry = await registryFor({ cdn: true });
    const { digest } = registry.addBlob('acme/base', 'layer');
    const location = headerOf(await call('GET', `${registry.origin}/v2/acme/base/blobs/${digest}`), 'location');
    expect((await call('GET', location, { headers: { authorization: 'Bearer x' } })).status).toBe(400);
    expect(registry.count('cdn', ({ headers }) => headers.authorization === 'Bearer x')).toBe(1);
  });

  test.each(['singleUse', 'expireCdnUrls', 'another digest'])('refuses an address: %s', async (why) => {
    const registry = await registryFor({ cdn: { singleUse: why === 'singleUse' } });
    const { digest } = registry.addBlob('acme/base', 'layer');
    const location = headerOf(await call('GET', `${registry.origin}/v2/acme/base/blobs/${digest}`), 'location');
    if (why === 'singleUse') {
      expect((await call('GET', location)).status).toBe(200);
    }
    if (why === 'expireCdnUrls') {
      registry.expireCdnUrls();
    }
    const url = why === 'another digest' ? location.replace(digest, sha256('other')) : location;
    expect((await call('GET', url)).status).toBe(403);
  });
});

describe('the rate limit', () => {
  test('counts GETs of manifests, tells what is left on HEAD, and then answers 429', async () => {
    const registry = await registryFor({ rateLimit: { limit: 1, retryAfterSeconds: 7 } });
    buildImage(registry, 'acme/base', '1');
    const url = `${registry.origin}/v2/acme/base/manifests/1`;
    const head = await getManifest('HEAD', url);
    expect(head.headers).toMatchObject({ 'ratelimit-limit': '1;w=21600', 'ratelimit-remaining': '1;w=21600' });
    expect((await getManifest('GET', url)).headers['ratelimit-remaining']).toBe('0;w=21600');
    const refused = await getManifest('GET', url);
    expect([refused.status, refused.headers['retry-after'], ...codesOf(refused)]).toEqual([
      429,
      '7',
      'TOOMANYREQUESTS',
    ]);
    expect((await getManifest('HEAD', url)).status).toBe(200);
    registry.resetRateLimit();
    expect((await getManifest('GET', url)).status).toBe(200);
  });
});

describe('https', () => {
  test('with the key and certificate given, in Locations too', async () => {
    const registry = await registryFor({ tls: testCertificate });
    expect(registry.origin).toBe(`https://${registry.host}`);
    const location = await openUpload(registry.origin, 'acme/base');
    expect(location.startsWith('https://')).toBe(true);
    expect((await putBlob(location, 'layer')).status).toBe(201);
  });

  test('forgotten in Locations, as behind a proxy, where that is asked for', async () => {
    const registry = await registryFor({ tls: testCertificate, quirks: { location: 'without-tls' } });
    const location = await openUpload(registry.origin, 'acme/base');
    expect(location.startsWith(`http://${registry.host}/v2/acme/base/`)).toBe(true);
  });
});
