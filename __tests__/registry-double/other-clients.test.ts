import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { beforeEach, describe, expect, test } from '@jest/globals';

import { skip } from '../support/jest/testing.js';
import { findTool } from '../support/real-registries/real-registries.js';
import { buildIndex } from '../support/registry/images/indexes.js';
import type { RegistryOptions } from '../support/registry/options.js';
import type { Registry } from '../support/registry/registry.js';
import { registryFor } from './registries.js';

const run = promisify(execFile);

const sourceOptions: RegistryOptions = { cdn: true, auth: { kind: 'bearer', separateHost: true } };
const targetOptions: RegistryOptions = { auth: { kind: 'bearer', users: { anna: 'secret' } } };

const copies = [
  ['an OCI index', { mediaTypes: 'oci' }],
  ['a Docker manifest list', { mediaTypes: 'docker' }],
  ['an index with attestations', { mediaTypes: 'oci', attestations: true }],
] as const;

const crane = await findTool('crane');
const skopeo = await findTool('skopeo');

function skipWithout(name: string, program: string | undefined): () => void {
  return () => {
    skip(program === undefined, `${name} is not on this machine`);
  };
}

/** A folder with the target's password, as `DOCKER_CONFIG` names it. */
async function dockerConfigFor(registry: Registry): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'registry-double-'));
  const auth = Buffer.from('anna:secret').toString('base64');
  await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.host]: { auth } } }));
  return folder;
}

describe('crane', () => {
  beforeEach(skipWithout('crane', crane));

  test.each(copies)('copies %s from one double to another, which is then whole', async (_name, options) => {
    const [source, target] = [await registryFor(sourceOptions), await registryFor(targetOptions)];
    const { digest } = buildIndex(source, 'acme/base', '1', options);
    const env = { ...process.env, DOCKER_CONFIG: await dockerConfigFor(target) };
    await run(crane ?? 'crane', ['copy', '--insecure', `${source.host}/acme/base:1`, `${target.host}/mirror/base:1`], {
      env,
    });
    expect(target.resolve('mirror/base', '1')).toBe(digest);
    expect(target.closure('mirror/base', '1')).toMatchObject({ complete: true, missing: [], damaged: [] });
    expect(source.count('cdn', ({ headers }) => headers.authorization !== undefined)).toBe(0);
  });

  test('finds nothing wrong with an image that was built', async () => {
    const registry = await registryFor();
    buildIndex(registry, 'acme/base', '1', { layers: 3 });
    const { stdout } = await run(crane ?? 'crane', [
      'validate',
      '--insecure',
      '--remote',
      `${registry.host}/acme/base:1`,
    ]);
    expect(stdout).toContain('PASS');
  });

  test('lists tags over several pages', async () => {
    const registry = await registryFor();
    const { digest } = buildIndex(registry, 'acme/base', 'a');
    registry.tag('acme/base', 'b', digest);
    const { stdout } = await run(crane ?? 'crane', ['ls', '--insecure', `${registry.host}/acme/base`]);
    expect(stdout.trim().split('\n')).toEqual(['a', 'b']);
  });
});

describe('skopeo', () => {
  beforeEach(skipWithout('skopeo', skopeo));

  test.each(copies.slice(0, 2))('copies %s from one double to another, which is then whole', async (_name, options) => {
    const [source, target] = [await registryFor(sourceOptions), await registryFor(targetOptions)];
    const { digest } = buildIndex(source, 'acme/base', '1', options);
    const flags = ['--all', '--preserve-digests', '--src-tls-verify=false', '--dest-tls-verify=false'];
    const login = ['--dest-creds', 'anna:secret'];
    const images = [`docker://${source.host}/acme/base:1`, `docker://${target.host}/mirror/base:1`];
    await run(skopeo ?? 'skopeo', ['copy', ...flags, ...login, ...images]);
    expect(target.resolve('mirror/base', '1')).toBe(digest);
    expect(target.closure('mirror/base', '1').complete).toBe(true);
  });
});
