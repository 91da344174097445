import { createHash } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';

import { call, codesOf, locationOf, openUpload, putBlob, sha256 } from './calls.js';
import { sendShortBody } from './raw.js';
import { registryFor } from './registries.js';

const octets = 'application/octet-stream';

describe('POST and one PUT', () => {
  test('keep the bytes under their digest, and end the session', async () => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    const answer = await putBlob(location, 'layer');
    expect(answer.status).toBe(201);
    expect(answer.headers['docker-content-digest']).toBe(sha256('layer'));
    expect(new URL(locationOf(answer, registry.origin)).pathname).toBe(`/v2/acme/base/blobs/${sha256('layer')}`);
    expect(registry.blob(sha256('layer'))?.toString()).toBe('layer');
    expect(registry.openUploads).toBe(0);
  });

  test('again after the commit → 404 BLOB_UPLOAD_UNKNOWN, and the blob is there', async () => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    await putBlob(location, 'layer');
    const again = await putBlob(location, 'layer');
    expect([again.status, ...codesOf(again)]).toEqual([404, 'BLOB_UPLOAD_UNKNOWN']);
    expect(registry.hasBlob('acme/base', sha256('layer'))).toBe(true);
  });

  test('take an empty blob', async () => {
    const registry = await registryFor();
    expect((await putBlob(await openUpload(registry.origin, 'acme/base'), '')).status).toBe(201);
    expect(registry.hasBlob('acme/base', sha256(''))).toBe(true);
  });

  test('take a sha512 digest', async () => {
    const registry = await registryFor();
    const digest = `sha512:${createHash('sha512').update('layer').digest('hex')}`;
    expect((await putBlob(await openUpload(registry.origin, 'acme/base'), 'layer', digest)).status).toBe(201);
    expect(registry.hasBlob('acme/base', digest)).toBe(true);
  });

  test.each([
    ['the digest of other bytes', sha256('other'), octets],
    ['no digest at all', 'md5:abc', octets],
    ['a form as content type, which eats the body', sha256('layer'), 'application/x-www-form-urlencoded'],
    ['no content type', sha256('layer'), undefined],
  ])('with %s → 400 DIGEST_INVALID and nothing kept', async (_name, digest, contentType) => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
    const answer = await call('PUT', `${location}&digest=${digest}`, { headers, body: 'layer' });
    expect([answer.status, ...codesOf(answer)]).toEqual([400, 'DIGEST_INVALID']);
    expect(registry.hasBlob('acme/base', sha256('layer'))).toBe(false);
  });

  test('whose body ends early commit nothing, though the digest is that of what came', async () => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    await sendShortBody(registry, 'PUT', `${location}&digest=${sha256('layer')}`, 9, 'layer');
    expect(registry.hasBlob('acme/base', sha256('layer'))).toBe(false);
    expect(registry.requests.at(-1)).toMatchObject({ kind: 'upload-put', status: 0 });
  });

  test('to a Location whose query was changed → 404 BLOB_UPLOAD_INVALID', async () => {
    const registry = await registryFor();
    const location = new URL(await openUpload(registry.origin, 'acme/base'));
    location.search = '?_state=mine';
    const answer = await putBlob(location.href, 'layer');
    expect([answer.status, ...codesOf(answer)]).toEqual([404, 'BLOB_UPLOAD_INVALID']);
  });

  test('to another repository than the session is of → 404', async () => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    expect((await putBlob(location.replace('acme/base', 'acme/other'), 'layer')).status).toBe(404);
  });
});

describe('POST with digest=', () => {
  test('is answered 202 and drops the body, as on distribution', async () => {
    const registry = await registryFor();
    const url = `${registry.origin}/v2/acme/base/blobs/uploads/?digest=${sha256('layer')}`;
    expect((await call('POST', url, { headers: { 'content-type': octets }, body: 'layer' })).status).toBe(202);
    expect(registry.hasBlob('acme/base', sha256('layer'))).toBe(false);
  });
});

describe('chunks', () => {
  test('are put together, with the progress in Range', async () => {
    const registry = await registryFor();
    let location = await openUpload(registry.origin, 'acme/base');
    for (const [range, body, progress] of [
      ['0-2', 'lay', '0-2'],
      ['3-4', 'er', '0-4'],
    ] as const) {
      const headers = { 'content-type': octets, 'content-range': range };
      const answer = await call('PATCH', location, { headers, body });
      expect([answer.status, answer.headers.range]).toEqual([202, progress]);
      location = locationOf(answer, registry.origin);
    }
    const status = await call('GET', location);
    expect([status.status, status.headers.range]).toEqual([204, '0-4']);
    expect((await call('PUT', `${location}&digest=${sha256('layer')}`)).status).toBe(201);
    expect(registry.blob(sha256('layer'))?.toString()).toBe('layer');
  });

  test.each([
    ['leaves a gap', '4-5', 416],
    ['starts again', '0-1', 416],
    ['is longer than its body', '3-9', 416],
    ['has the unit of RFC 9110', 'bytes 3-4/*', 416],
  ])('a Content-Range that %s is refused and says how far it is', async (_name, range, status) => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    await call('PATCH', location, { headers: { 'content-type': octets }, body: 'lay' });
    const answer = await call('PATCH', location, {
      headers: { 'content-type': octets, 'content-range': range },
      body: 'er',
    });
    expect([answer.status, answer.headers.range, ...codesOf(answer)]).toEqual([status, '0-2', 'RANGE_INVALID']);
  });

  test('of another content type → 500', async () => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    expect((await call('PATCH', location, { headers: { 'content-type': 'text/plain' }, body: 'lay' })).status).toBe(
      500,
    );
  });

  test('of a session that announced sha512 are hashed so', async () => {
    const registry = await registryFor({ keepBlobBytes: 2 });
    const digest = `sha512:${createHash('sha512').update('layer').digest('hex')}`;
    const location = await openUpload(registry.origin, 'acme/base', '?digest-algorithm=sha512');
    await call('PATCH', location, { headers: { 'content-type': octets }, body: 'layer' });
    expect((await call('PUT', `${location}&digest=${digest}`)).status).toBe(201);
  });
});

describe('sessions', () => {
  test('DELETE ends one', async () => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    expect((await call('DELETE', location)).status).toBe(204);
    expect((await putBlob(location, 'layer')).status).toBe(404);
  });

  test('an open one makes no repository', async () => {
    const registry = await registryFor();
    await openUpload(registry.origin, 'acme/base');
    expect(registry.repositoryNames()).toEqual([]);
    expect(registry.openUploads).toBe(1);
  });

  test('blobs above keepBlobBytes are hashed and measured, not kept', async () => {
    const registry = await registryFor({ keepBlobBytes: 4 });
    await putBlob(await openUpload(registry.origin, 'acme/base'), 'layer');
    const url = `${registry.origin}/v2/acme/base/blobs/${sha256('layer')}`;
    expect((await call('HEAD', url)).headers['content-length']).toBe('5');
    expect((await call('GET', url)).status).toBe(500);
    expect(registry.blob(sha256('layer'))).toBeUndefined();
  });
});

describe('mount', () => {
  test.each([
    ['from a repository that has the blob', 'from=acme/base', 201],
    ['from a repository that has it not', 'from=acme/empty', 202],
    ['without from', '', 202],
  ])('%s', async (_name, from, status) => {
    const registry = await registryFor();
    const { digest } = registry.addBlob('acme/base', 'layer');
    const answer = await call('POST', `${registry.origin}/v2/acme/new/blobs/uploads/?mount=${digest}&${from}`);
    expect(answer.status).toBe(status);
    expect(registry.hasBlob('acme/new', digest)).toBe(status === 201);
    expect(new URL(locationOf(answer, registry.origin)).pathname).toMatch(
      status === 201 ? /\/v2\/acme\/new\/blobs\/sha256:/ : /\/v2\/acme\/new\/blobs\/uploads\/.+/,
    );
  });
});
