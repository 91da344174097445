import { describe, expect, test } from '@jest/globals';
import { changing } from '../../support/changes.js';
import { useGateway } from '../../support/gateway/use-gateway.js';
import { absentDenied } from '../../support/gateway/oddities/manifests.js';
import { mirrorFiles, statesOf, useRegistry } from '../../support/mirror.js';
import { startCopyBy, useRealRegistry } from '../../support/programs/needed-programs.js';
import { type RealRegistryName, realRegistryNames } from '../../support/real-registries/real-registries.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import { quickClock } from '../../support/timing/quick-clock.js';

interface Denying {
  /** `127.0.0.1:port` of the gateway */
  readonly host: string;
  readonly head: (path: string) => Promise<Response>;
}

/** A real registry behind a gateway that answers 403 for what it does not have. */
async function useDenying(name: RealRegistryName): Promise<Denying> {
  const registry = await useRealRegistry(name);
  const { host } = await useGateway(registry.host, [absentDenied]);
  const headers = { accept: 'application/vnd.oci.image.index.v1+json' };
  return { host, head: async (path) => fetch(`http://${host}/v2/${path}`, { method: 'HEAD', headers }) };
}

describe.each(realRegistryNames)('D12 %s that answers 403 for what it does not have', (name) => {
  test('has the image, and needs no other copy', async () => {
    const [{ host, head }, source] = [await useDenying(name), await useRegistry()];
    const { digest } = buildIndex(source, 'app', '1');
    const mirror = async (more = {}): Promise<readonly string[]> => {
      const files = { 'images/app/Dockerfile': `FROM ${source.host}/app:1\n` };
      const inputs = { target: `${host}/m`, naming: '{repository}', 'allowed-registries': source.host };
      return statesOf(await mirrorFiles({ files, inputs, clock: quickClock(), ...more }));
    };
    expect(await mirror({ trigger: changing(['images/app/Dockerfile']) })).toEqual(['mirrored']);
    expect((await head('m/app/manifests/1')).status).toBe(403);
    expect((await head(`m/app/manifests/${digest}`)).status).toBe(200);
    expect(await mirror()).toEqual(['mirrored']);
    expect((await head('m/app/manifests/1')).headers.get('docker-content-digest')).toBe(digest);
    expect(await mirror()).toEqual(['skipped: up-to-date']);
  });

  test('crane copies there, too', async () => {
    const [{ host, head }, source] = [await useDenying(name), await useRegistry()];
    const { digest } = buildIndex(source, 'app', '1');
    const { copied } = await startCopyBy('crane', `${source.host}/app:1`, `${host}/app:1`);
    await copied;
    expect((await head('app/manifests/1')).headers.get('docker-content-digest')).toBe(digest);
  });
});
