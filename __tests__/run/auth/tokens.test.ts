import { describe, expect, test } from '@jest/globals';
import { explain, makeWorkspace, statesOf, usePair, type Pair } from '../../support/mirror.js';
import { addLayers, buildImage } from '../../support/registry/images/images.js';
import type { BearerAuth } from '../../support/registry/options.js';
import { secretFor } from '../../support/secrets.js';

const users = { robot: secretFor('robot') };
const bearer: BearerAuth = { kind: 'bearer', users };

/** More than one token is asked for. */
const repositories = namesOf(30);
const images = imagesOf(repositories);

/** Where each repository has its own, few show it. */
const few = namesOf(10);

function namesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_value, index) => `team${String(index % 3)}/app${String(index)}`);
}

/** Two of each repository. */
function imagesOf(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`${name}:1`, `${name}:2`]);
}

async function usePairWith(
  auth: Partial<BearerAuth>,
): Promise<Pair & { readonly environment: Record<string, string> }> {
  const pair = await usePair({ source: { auth: { ...bearer, ...auth } }, target: { auth: { ...bearer, ...auth } } });
  for (const repository of repositories)
    for (const tag of ['1', '2']) buildImage(pair.source, repository, tag, { layers: 1, seed: `${repository} ${tag}` });
  const login = { auth: Buffer.from(`robot:${users.robot}`).toString('base64') };
  const config = JSON.stringify({ auths: { [pair.target.host]: login } });
  return { ...pair, environment: { DOCKER_CONFIG: await makeWorkspace({ 'config.json': config }) } };
}

describe('a run over many repositories needs few tokens', () => {
  test('twenty repositories a token, where the token says what it grants', async () => {
    const pair = await usePairWith({ jwt: true });
    expect(explain(await pair.mirror(images, {}, { environment: pair.environment })).trim()).toBe('');
    for (const registry of [pair.source, pair.target]) {
      expect(registry.count('token')).toBeLessThanOrEqual(4);
      expect(registry.count('ping')).toBe(1);
      // Cancelling an upload needs a right that is never asked for.
      expect(registry.count(undefined, ({ status, kind }) => status === 401 && kind !== 'upload-delete')).toBe(1);
      registry.clearRequests();
    }
    const again = await pair.mirror(images, {}, { environment: pair.environment });
    expect(new Set(statesOf(again))).toEqual(new Set(['skipped: up-to-date']));
    for (const registry of [pair.source, pair.target]) {
      expect(registry.count('manifest-head')).toBe(60);
      expect(registry.count('token')).toBe(2);
      expect(registry.requests).toHaveLength(60 + 2 + 1);
    }
  });

  test.each([
    [1, 10],
    [4, 2],
  ])('where blobs are mounted from other repositories, too: %d shared bases of %d layers', async (bases, count) => {
    const pair = await usePairWith({ jwt: true });
    const names = Array.from({ length: 100 }, (_value, index) => `app${String(index)}`);
    for (const [index, name] of names.entries()) {
      const sharedLayers = addLayers(pair.source, name, { layers: count, seed: `base ${index % bases}` });
      buildImage(pair.source, name, 'x', { sharedLayers, layers: 1, seed: name });
    }
    const shared = names.map((name) => `${name}:x`);
    expect(explain(await pair.mirror(shared, {}, { environment: pair.environment })).trim()).toBe('');
    expect(pair.target.count('upload-post', ({ status }) => status === 201)).toBe(count * (names.length - bases));
    expect(pair.target.count('token')).toBeLessThanOrEqual(25);
    expect(pair.source.count('token')).toBe(5);
  });

  test.each<[string, Partial<BearerAuth>]>([
    ['does not say what it grants', {}],
    ['grants the first scope only', { onlyFirstScope: true }],
    ['grants the first scope only, and says so', { onlyFirstScope: true, jwt: true }],
    ['grants the first scope only, and denies by 403', { onlyFirstScope: true, deniedStatus: 403 }],
    ['refuses several scopes', { severalScopesStatus: 400 }],
    ['refuses several scopes as if they were forbidden', { severalScopesStatus: 403 }],
  ])('where the server %s, each repository has its own, and nothing fails', async (_name, auth) => {
    const pair = await usePairWith(auth);
    expect(explain(await pair.mirror(imagesOf(few), {}, { environment: pair.environment })).trim()).toBe('');
    for (const registry of [pair.source, pair.target]) registry.clearRequests();
    const again = await pair.mirror(imagesOf(few), {}, { environment: pair.environment });
    expect(new Set(statesOf(again))).toEqual(new Set(['skipped: up-to-date']));
    for (const registry of [pair.source, pair.target]) {
      expect(registry.count('manifest-head', ({ status }) => status === 200)).toBe(20);
      expect(registry.count('token')).toBeLessThanOrEqual(10 + 2);
    }
  });

  test('what is denied for another reason is told as it is, and not tried again', async () => {
    const pair = await usePairWith({ jwt: true });
    const message = 'the quota of the project is exceeded';
    pair.target.fault({
      when: { kind: 'upload-put' },
      status: 403,
      code: 'DENIED',
      message,
      times: Number.POSITIVE_INFINITY,
    });
    const report = await pair.mirror(images.slice(0, 4), {}, { environment: pair.environment });
    expect(report.counts).toMatchObject({ failed: 4 });
    for (const image of report.images) expect(image.message).toContain(`403 DENIED: ${message}`);
    expect(pair.target.count('upload-put')).toBeLessThanOrEqual(8);
    expect(pair.target.count('token')).toBe(1);
  });

  test.each<[string, Partial<BearerAuth>, number]>([
    ['that says what it grants', { jwt: true }, 10],
    ['that does not', {}, 40],
    ['that grants the first scope only', { onlyFirstScope: true }, 40],
    ['that grants the first scope only, and denies by 403', { onlyFirstScope: true, deniedStatus: 403 }, 40],
  ])('one repository that may not be read fails alone, of a server %s', async (_name, auth, tokens) => {
    const allow: BearerAuth['allow'] = (_user, repository, action) =>
      action === 'push' || !/app(?:0|10|20)$/.test(repository);
    const pair = await usePairWith({ ...auth, allow });
    const report = await pair.mirror(images, {}, { environment: pair.environment });
    expect(report.counts).toMatchObject({ failed: 6, mirrored: 54 });
    expect(pair.target.count('token')).toBeLessThan(tokens);
  });
});
