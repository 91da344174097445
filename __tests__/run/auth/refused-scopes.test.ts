import { describe, expect, test } from '@jest/globals';
import { RunCache } from '../../../src/cache/run-cache.js';
import type { Digest } from '../../../src/image/digest.js';
import { type Pair, makeWorkspace, statesOf, usePair } from '../../support/mirror.js';
import { addLayers, buildImage } from '../../support/registry/images/images.js';
import type { BearerAuth } from '../../support/registry/options.js';
import { secretFor } from '../../support/secrets.js';

const users = { robot: secretFor('refused-scopes') };
const names = Array.from({ length: 12 }, (_each, index) => `app${index}`);
const images = names.map((name) => `${name}:1`);
const allMirrored = names.map(() => 'mirrored');

async function useTarget(auth: Partial<BearerAuth>): Promise<Pair & { environment: Record<string, string> }> {
  const pair = await usePair({ target: { auth: { kind: 'bearer', users, ...auth } } });
  const login = { auth: Buffer.from(`robot:${users.robot}`).toString('base64') };
  const config = JSON.stringify({ auths: { [pair.target.host]: login } });
  return { ...pair, environment: { DOCKER_CONFIG: await makeWorkspace({ 'config.json': config }) } };
}

describe('where a token service refuses what a mount needs', () => {
  test.each([400, 401, 403, 404, 500])(
    'several scopes by %d: the images on one base are mirrored',
    async (severalScopesStatus) => {
      const { environment, ...pair } = await useTarget({ severalScopesStatus });
      for (const name of names) {
        const sharedLayers = addLayers(pair.source, name, { layers: 4, seed: 'base' });
        buildImage(pair.source, name, '1', { sharedLayers, layers: 3, seed: name });
      }
      const report = await pair.mirror(images, {}, { environment });
      expect(statesOf(report)).toEqual(allMirrored);
      // A config and three layers of each, and the four of the base.
      expect(pair.source.count('blob-get')).toBe(names.length * 4 + 4);
    },
  );

  test.each([
    [401, false],
    [403, false],
    [403, true],
    [404, true],
  ])('a repository that an earlier run named by %d, with JWT: %s', async (status, jwt) => {
    const { environment, ...pair } = await useTarget({ jwt });
    pair.target.fault({
      when: ({ kind, url }) => kind === 'token' && decodeURIComponent(url).includes('gone/'),
      status,
      code: 'DENIED',
      times: Number.POSITIVE_INFINITY,
    });
    const cache = new RunCache();
    for (const name of names) {
      const { layers, config } = buildImage(pair.source, name, '1', { layers: 3, seed: name });
      for (const { digest } of [...layers, config]) cache.recordHolder(pair.target.host, digest as Digest, 'gone/old');
    }
    const kept = { cache, save: async () => Promise.resolve() };
    const report = await pair.mirror(images, {}, { environment, kept });
    expect(statesOf(report)).toEqual(allMirrored);
  });
});

test('a list of nothing but lies costs few requests', async () => {
  const { environment, ...pair } = await useTarget({
    jwt: true,
    allow: (_user, repository) => !repository.startsWith('evil'),
  });
  const cache = new RunCache();
  for (const name of names) {
    const { layers, config } = buildImage(pair.source, name, '1', { layers: 3, seed: name });
    for (const { digest } of [...layers, config])
      cache.recordHolder(pair.target.host, digest as Digest, `evil/${digest.slice(7, 19)}`);
  }
  const kept = { cache, save: async () => Promise.resolve() };
  const report = await pair.mirror(images, {}, { environment, kept });
  expect(statesOf(report)).toEqual(allMirrored);
  const blobs = names.length * 4;
  // Each blob's upload, the one that is cancelled, and what was tried in vain: 48 lies cost three tries, each with its repetition.
  expect(pair.target.count('upload-post') - blobs - 1).toBeLessThanOrEqual(6);
  expect(pair.target.count('token')).toBeLessThanOrEqual(8);
});

test.each([500, 503])('a token service that answers %d once is asked for several scopes again', async (status) => {
  const { environment, ...pair } = await useTarget({ jwt: true });
  const many = Array.from({ length: 60 }, (_each, index) => `app${index}`);
  for (const name of many) {
    buildImage(pair.source, name, '1', { seed: name });
    buildImage(pair.target, pair.repository(name), '1', { seed: name });
  }
  pair.target.fault({ when: { kind: 'token' }, status });
  const report = await pair.mirror(
    many.map((name) => `${name}:1`),
    {},
    { environment },
  );
  expect(new Set(statesOf(report))).toEqual(new Set(['skipped: up-to-date']));
  // Three for twenty repositories each, the one that failed, and that for one alone.
  expect(pair.target.count('token')).toBeLessThanOrEqual(5);
});
