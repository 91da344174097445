import { describe, expect, test } from '@jest/globals';

import type { FaultMatch } from '../support/registry/faults/fault-types.js';
import { buildImage } from '../support/registry/images/images.js';
import { call, getManifest, sha256 } from './calls.js';
import { registryFor } from './registries.js';

describe('which requests', () => {
  test.each<[string, FaultMatch, number[]]>([
    ['the first of all', {}, [500, 200, 200, 200]],
    ['by method', { method: 'GET' }, [200, 500, 200, 200]],
    ['by kind', { kind: 'manifest-get' }, [200, 500, 200, 200]],
    ['by one of several kinds', { kind: ['tags', 'ping'] }, [200, 200, 500, 200]],
    ['by part of the path', { path: '/tags/' }, [200, 200, 500, 200]],
    ['by expression', { path: /^\/v2\/$/ }, [200, 200, 200, 500]],
    ['by repository', { repository: 'acme/base', nth: 3 }, [200, 200, 500, 200]],
    ['by digest, which none names', { digest: sha256('x') }, [200, 200, 200, 200]],
    ['by listener', { listener: 'cdn' }, [200, 200, 200, 200]],
    ['the second of all', { nth: 2 }, [200, 500, 200, 200]],
  ])('%s', async (_name, when, statuses) => {
    const registry = await registryFor();
    buildImage(registry, 'acme/base', '1');
    const handle = registry.fault({ when, status: 500 });
    const base = `${registry.origin}/v2/acme/base`;
    const seen = [
      await getManifest('HEAD', `${base}/manifests/1`),
      await getManifest('GET', `${base}/manifests/1`),
      await call('GET', `${base}/tags/list`),
      await call('GET', `${registry.origin}/v2/`),
    ];
    expect(seen.map(({ status }) => status)).toEqual(statuses);
    expect(handle.hits).toBe(statuses.filter((status) => status === 500).length);
  });

  test('a function sees the request; times says how often; remove ends it', async () => {
    const registry = await registryFor();
    const ping = async () => (await call('GET', `${registry.origin}/v2/`)).status;
    registry.fault({ when: ({ kind }) => kind === 'ping', times: 2, status: 503 });
    expect([await ping(), await ping(), await ping()]).toEqual([503, 503, 200]);
    const handle = registry.fault({ times: Infinity, status: 500 });
    expect(await ping()).toBe(500);
    handle.remove();
    expect(await ping()).toBe(200);
    registry.fault({ times: Infinity, status: 500 });
    registry.clearFaults();
    expect(await ping()).toBe(200);
  });

  test('two faults on one request follow one another', async () => {
    const registry = await registryFor();
    registry.fault({ status: 500 });
    registry.fault({ status: 503 });
    const ping = async () => (await call('GET', `${registry.origin}/v2/`)).status;
    expect([await ping(), await ping(), await ping()]).toEqual([500, 503, 200]);
  });
});
