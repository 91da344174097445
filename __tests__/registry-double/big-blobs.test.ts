import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import { request } from 'undici';
import { expect, test } from '@jest/globals';

import { countBytes, openUpload } from './calls.js';
import { registryFor } from './registries.js';

const chunk = Buffer.alloc(1024 * 1024, 7);
const chunks = 512;
const size = chunks * chunk.length;

/** Both ends are in this process, so there is room for what is under way, and none for a copy. */
const mostBytes = size / 2;

function* repeat(): Generator<Buffer> {
  for (let count = 0; count < chunks; count += 1) {
    yield chunk;
  }
}

test('a generated blob is served without taking memory', async () => {
  const registry = await registryFor();
  const before = process.memoryUsage.rss();
  const { digest } = registry.addGeneratedBlob('acme/base', { size, seed: 1 });
  const received = { bytes: 0 };
  await countBytes(await fetch(`${registry.origin}/v2/acme/base/blobs/${digest}`), received);
  expect(received.bytes).toBe(size);
  expect(process.memoryUsage.rss() - before).toBeLessThan(mostBytes);
});

test('a blob above keepBlobBytes is taken without taking memory', async () => {
  const registry = await registryFor({ keepBlobBytes: 1_000_000 });
  const hash = createHash('sha256');
  for (const part of repeat()) {
    hash.update(part);
  }
  const digest = `sha256:${hash.digest('hex')}`;
  const location = await openUpload(registry.origin, 'acme/base');
  const before = process.memoryUsage.rss();
  const { statusCode } = await request(`${location}&digest=${digest}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
    body: Readable.from(repeat()),
  });
  expect(statusCode).toBe(201);
  expect(registry.hasBlob('acme/base', digest)).toBe(true);
  expect(process.memoryUsage.rss() - before).toBeLessThan(mostBytes);
});
