import { createHash } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';

import { testCertificate } from '../support/registry/server/certificate.js';
import type { FaultEffect } from '../support/registry/faults/fault-types.js';
import { buildImage } from '../support/registry/images/images.js';
import type { Registry } from '../support/registry/registry.js';
import { call, codesOf, countBytes, getManifest, headerOf, jsonOf, openUpload, putBlob, sha256 } from './calls.js';
import { readRaw, untilTrue } from './raw.js';
import { registryFor } from './registries.js';
import { closedGate } from '../support/timing/gate.js';

const text = '0123456789';

async function registryWithBlob(effect: FaultEffect = {}): Promise<{ registry: Registry; url: string }> {
  const registry = await registryFor();
  const { digest } = registry.addBlob('acme/base', text);
  registry.fault({ when: { kind: 'blob-get' }, ...effect });
  return { registry, url: `${registry.origin}/v2/acme/base/blobs/${digest}` };
}

/** What of a body arrives, and whether it ends as it should. */
async function readUntilCut(url: string): Promise<{ text: string; isWhole: boolean }> {
  const response = await fetch(url);
  let received = '';
  try {
    for await (const chunk of response.body ?? []) {
      received += Buffer.from(chunk).toString();
    }
    return { text: received, isWhole: true };
  } catch {
    return { text: received, isWhole: false };
  }
}

describe('answers', () => {
  test.each<[string, FaultEffect, object, string]>([
    [
      'an OCI error',
      { status: 429, code: 'TOOMANYREQUESTS' },
      { 'content-type': 'application/json' },
      'TOOMANYREQUESTS',
    ],
    ['headers', { status: 429, headers: { 'Retry-After': '3' } }, { 'retry-after': '3' }, ''],
    ['several lines of one header', { status: 401, headers: { 'X-A': ['1', '2'] } }, { 'x-a': ['1', '2'] }, ''],
    [
      'text',
      { status: 502, body: '<html>', headers: { 'Content-Type': 'text/html' } },
      { 'content-type': 'text/html' },
      '<html>',
    ],
    ['JSON', { status: 400, body: { message: 'no' } }, { 'content-type': 'application/json' }, '{"message":"no"}'],
    ['a redirect', { redirect: 'http://127.0.0.1:1/x' }, { location: 'http://127.0.0.1:1/x' }, ''],
  ])('%s', async (_name, effect, headers, body) => {
    const { url } = await registryWithBlob(effect);
    const answer = await call('GET', url);
    expect(answer.status).toBe(effect.status ?? 307);
    expect(answer.headers).toMatchObject(headers);
    expect(answer.bytes.toString()).toContain(body);
  });

  test('a status comes after the body was read, or before', async () => {
    const registry = await registryFor();
    const body = Buffer.alloc(3_000_000);
    for (const [early, bytesIn] of [
      [false, body.length],
      [true, 0],
    ] as const) {
      const location = await openUpload(registry.origin, 'acme/base');
      registry.fault({ when: { kind: 'upload-put' }, status: 503, early });
      expect((await putBlob(location, body)).status).toBe(503);
      expect(registry.requests.at(-1)?.bytesIn).toBe(bytesIn);
    }
    expect(registry.repositoryNames()).toEqual([]);
  });

  test.each([
    ['wrong', sha256('other'), sha256('other')],
    ['missing', false, undefined],
  ] as const)('a digest header that is %s', async (_name, digestHeader, expected) => {
    const { url } = await registryWithBlob({ digestHeader });
    const answer = await call('GET', url);
    expect(answer.headers['docker-content-digest']).toBe(expected);
    expect(answer.bytes.toString()).toBe(text);
  });
});

describe('bodies', () => {
  test.each<[string, FaultEffect, string]>([
    ['truncated', { truncate: 4 }, '0123'],
    ['with a bit turned', { flipBit: 3 }, '0122456789'],
    ['with bytes too many', { extraBytes: 2 }, `${text}\0\0`],
    ['truncated to more than there is', { truncate: 99 }, text],
  ])('%s end as if they were whole', async (_name, effect, expected) => {
    const { url } = await registryWithBlob(effect);
    const answer = await call('GET', url);
    expect(answer.headers['content-length']).toBe(String(expected.length));
    expect(answer.bytes.toString()).toBe(expected);
  });

  test('a bit is turned in a part by its offset in the part, and the stored blob stays whole', async () => {
    const { registry, url } = await registryWithBlob({ flipBit: 0 });
    expect((await call('GET', url, { headers: { range: 'bytes=4-5' } })).bytes.toString()).toBe('55');
    expect((await call('GET', url)).bytes.toString()).toBe(text);
    expect(registry.blob(sha256(text))?.toString()).toBe(text);
  });

  test('bytes too many are sent once', async () => {
    const { registry, url } = await registryWithBlob({ extraBytes: 2 });
    const [head = '', body] = (await readRaw(url)).split('\r\n\r\n');
    expect(head).toMatch(/content-length: 12(?:\r|$)/i);
    expect(body).toBe(`${text}\0\0`);
    expect(registry.requests.at(-1)).toMatchObject({ bytesOut: text.length + 2 });
  });

  test('bytes too many that Content-Length does not tell of', async () => {
    const { registry, url } = await registryWithBlob({ extraBytesUntold: 2 });
    const answer = await readRaw(url);
    expect(answer).toMatch(/content-length: 10\r\n/i);
    expect(answer.endsWith(`${text}\0\0`)).toBe(true);
    expect(registry.requests.at(-1)).toMatchObject({ bytesOut: text.length + 2 });
  });

  test('JSON without a field', async () => {
    const registry = await registryFor({ auth: { kind: 'bearer' } });
    registry.fault({ when: { kind: 'token' }, omitFields: ['expires_in'] });
    const token = async (): Promise<unknown> => jsonOf(await call('GET', `${registry.origin}/token`));
    const [one, other] = [await token(), await token()];
    expect(one).toMatchObject({ token: expect.any(String) });
    expect(one).not.toHaveProperty('expires_in');
    expect(other).toHaveProperty('expires_in', 300);
  });

  test.each([0, 4])('cut after %i bytes', async (cutBody) => {
    const { registry, url } = await registryWithBlob({ cutBody });
    expect(await readUntilCut(url)).toEqual({ text: text.slice(0, cutBody), isWhole: false });
    expect(registry.requests.at(-1)).toMatchObject({ status: 200, bytesOut: cutBody });
  });

  test('cut late in a big one: what was sent before arrives', async () => {
    const registry = await registryFor();
    const { digest } = registry.addGeneratedBlob('acme/base', { size: 8_000_000, seed: 1 });
    registry.fault({ when: { kind: 'blob-get' }, cutBody: 7_654_321 });
    const response = await fetch(`${registry.origin}/v2/acme/base/blobs/${digest}`);
    const received = { bytes: 0 };
    await expect(countBytes(response, received)).rejects.toThrow();
    expect(received.bytes).toBe(7_654_321);
  });

  test('stalled for a while, then whole', async () => {
    const { url } = await registryWithBlob({ stallMs: 50, stallAfterBytes: 4 });
    const start = performance.now();
    expect(await readUntilCut(url)).toEqual({ text, isWhole: true });
    expect(performance.now() - start).toBeGreaterThan(45);
  });

  test('stalled until the test says', async () => {
    const gate = closedGate();
    const { registry, url } = await registryWithBlob({ stallUntil: gate.opened, stallAfterBytes: 4 });
    const reading = readUntilCut(url);
    await untilTrue(() => registry.requests.at(-1)?.bytesOut === 4);
    gate.open();
    expect(await reading).toEqual({ text, isWhole: true });
  });

  test('stalled forever: the first bytes come, and stop() ends it', async () => {
    const { registry, url } = await registryWithBlob({ stallMs: Infinity, stallAfterBytes: 4 });
    const reading = readUntilCut(url);
    await untilTrue(() => registry.requests.at(-1)?.bytesOut === 4);
    await registry.stop();
    expect(await reading).toEqual({ text: '0123', isWhole: false });
  });
});

describe('time', () => {
  test('delayMs', async () => {
    const { url } = await registryWithBlob({ delayMs: 50 });
    const start = performance.now();
    expect((await call('GET', url)).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(45);
  });

  test('holdUntil', async () => {
    let release = (): void => undefined;
    const holdUntil = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { registry, url } = await registryWithBlob({ holdUntil });
    const answer = call('GET', url);
    await untilTrue(() => registry.count('blob-get') === 1);
    expect(registry.requests.at(-1)?.status).toBe(0);
    release();
    expect((await answer).status).toBe(200);
  });
});

describe('an error in the double itself', () => {
  test('is answered and named, not hidden as a broken connection', async () => {
    const registry = await registryFor();
    const when = (): boolean => {
      throw new Error('planted');
    };
    registry.fault({ when, status: 503 });
    const answer = await call('GET', `${registry.origin}/v2/`);
    expect([answer.status, answer.bytes.toString()]).toEqual([500, expect.stringContaining('planted')]);
  });
});

describe('connections', () => {
  test.each([
    ['http', {}, 'ECONNRESET'],
    ['https', { tls: testCertificate }, 'UND_ERR_SOCKET'],
  ])('reset before headers, over %s', async (_name, options, code) => {
    const registry = await registryFor(options);
    registry.fault({ reset: true });
    await expect(call('GET', `${registry.origin}/v2/`)).rejects.toMatchObject({ code });
    expect(registry.requests.at(-1)).toMatchObject({ kind: 'ping', status: 0 });
    expect((await call('GET', `${registry.origin}/v2/`)).status).toBe(200);
  });

  test('reset in the middle of an upload commits nothing', async () => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    registry.fault({ when: { kind: 'upload-put' }, resetAfterBytesIn: 100_000 });
    await expect(putBlob(location, Buffer.alloc(3_000_000))).rejects.toThrow();
    expect(registry.repositoryNames()).toEqual([]);
    expect(registry.requests.at(-1)?.bytesIn).toBeGreaterThanOrEqual(100_000);
  });

  test('refused while paused; taken again on the same port, with all that was there', async () => {
    const registry = await registryFor();
    const { host } = registry;
    buildImage(registry, 'acme/base', '1');
    await call('GET', `${registry.origin}/v2/`);
    await registry.pause();
    await expect(call('GET', `http://${host}/v2/`)).rejects.toThrow('ECONNREFUSED');
    await registry.resume();
    expect(registry.host).toBe(host);
    expect((await getManifest('HEAD', `http://${host}/v2/acme/base/manifests/1`)).status).toBe(200);
  });
});

describe('uploads', () => {
  test('commitThenReset: the blob is there, nobody hears of it', async () => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    registry.fault({ when: { kind: 'upload-put' }, commitThenReset: true });
    await expect(putBlob(location, 'layer')).rejects.toThrow();
    expect(registry.hasBlob('acme/base', sha256('layer'))).toBe(true);
    expect((await putBlob(location, 'layer')).status).toBe(404);
  });

  test('commitThenStatus: the blob is there, the answer says otherwise', async () => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    registry.fault({ when: { kind: 'upload-put' }, commitThenStatus: 504, body: 'timeout' });
    const answer = await putBlob(location, 'layer');
    expect([answer.status, answer.bytes.toString()]).toEqual([504, 'timeout']);
    expect(registry.hasBlob('acme/base', sha256('layer'))).toBe(true);
  });

  test('loseUpload: 404 BLOB_UPLOAD_UNKNOWN, and the blob is not there', async () => {
    const registry = await registryFor();
    const location = await openUpload(registry.origin, 'acme/base');
    registry.fault({ when: { kind: 'upload-put' }, loseUpload: true });
    const answer = await putBlob(location, 'layer');
    expect([answer.status, ...codesOf(answer)]).toEqual([404, 'BLOB_UPLOAD_UNKNOWN']);
    expect(registry.hasBlob('acme/base', sha256('layer'))).toBe(false);
  });
});

describe('where the client is sent', () => {
  test('redirectLoop: to where it came from', async () => {
    const { url } = await registryWithBlob({ redirectLoop: true });
    const answer = await call('GET', url);
    expect([answer.status, answer.headers.location]).toEqual([307, url]);
  });

  test('location: another than the answer’s own, which still knows the upload', async () => {
    const registry = await registryFor();
    registry.fault({ when: { kind: 'upload-post' }, location: (address) => new URL(address).pathname });
    const answer = await call('POST', `${registry.origin}/v2/acme/base/blobs/uploads/`);
    expect(headerOf(answer, 'location')).toMatch(/^\/v2\/acme\/base\/blobs\/uploads\/[^?]+$/);
    expect(registry.openUploads).toBe(1);
  });

  test('uploadQuery: of one session, and it has to come back byte by byte', async () => {
    const registry = await registryFor();
    registry.fault({ when: { kind: 'upload-post' }, uploadQuery: 'sig=%2Bx%3D&k' });
    const location = await openUpload(registry.origin, 'acme/base');
    expect(location).toMatch(/\?sig=%2Bx%3D&k$/);
    expect((await putBlob(location.replace('%2B', '+'), 'layer')).status).toBe(404);
    expect((await putBlob(location, 'layer')).status).toBe(201);
    expect(await openUpload(registry.origin, 'acme/base')).not.toContain('sig=');
  });
});

test('revokeTokens: the tokens end with the request that is hit, this one included', async () => {
  const registry = await registryFor({ auth: { kind: 'bearer' } });
  buildImage(registry, 'acme/base', '1');
  const token = async (): Promise<string> => {
    const answer = await call('GET', `${registry.origin}/token?scope=repository:acme/base:pull`);
    return /"token":"([^"]+)"/.exec(answer.bytes.toString())?.[1] ?? '';
  };
  const list = async (bearer: string): Promise<number> => {
    const headers = { authorization: `Bearer ${bearer}` };
    return (await call('GET', `${registry.origin}/v2/acme/base/tags/list`, { headers })).status;
  };
  const first = await token();
  expect(await list(first)).toBe(200);
  registry.fault({ when: { kind: 'tags' }, revokeTokens: true });
  expect([await list(first), await list(first), await list(await token())]).toEqual([401, 401, 200]);
});

describe('the CDN', () => {
  test('has faults of its own', async () => {
    const registry = await registryFor({ cdn: true });
    const { digest } = registry.addBlob('acme/base', text);
    registry.fault({ when: { kind: 'cdn' }, cutBody: 3 });
    const url = `${registry.origin}/v2/acme/base/blobs/${digest}`;
    expect(await readUntilCut(url)).toEqual({ text: '012', isWhole: false });
    expect(headerOf(await call('GET', url), 'location')).not.toBe('');
    const hash = createHash('sha256').update((await readUntilCut(url)).text);
    expect(`sha256:${hash.digest('hex')}`).toBe(digest);
  });
});
