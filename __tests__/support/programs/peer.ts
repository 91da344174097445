import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '../real-registries/real-registries.js';

const run = promisify(execFile);

/** Another project's program that judges what was copied. */
export interface Judge {
  readonly name: string;
  /** The digest that a tag resolves to, after every manifest and blob below it was read and found to hash to its digest. */
  readIntact(reference: string): Promise<string>;
}

/** skopeo or crane, whichever is on this machine. */
export async function findJudge(): Promise<Judge | undefined> {
  const crane = await findTool('crane');
  const skopeo = await findTool('skopeo');
  if (skopeo !== undefined) return { name: 'skopeo', readIntact: async (reference) => readBySkopeo(skopeo, reference) };
  return crane === undefined
    ? undefined
    : { name: 'crane', readIntact: async (reference) => readByCrane(crane, reference) };
}

async function readBySkopeo(skopeo: string, reference: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'image-mirror-judge-'));
  try {
    const insecure = '--insecure-policy';
    await run(skopeo, [
      insecure,
      'copy',
      '--quiet',
      '--all',
      '--preserve-digests',
      '--src-tls-verify=false',
      `docker://${reference}`,
      `dir:${folder}`,
    ]);
    const { stdout } = await run(skopeo, [insecure, 'manifest-digest', join(folder, 'manifest.json')]);
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** It hashes what it pulls. Its own `validate` unpacks layers, too, and those of tests are no archives. */
async function readByCrane(crane: string, reference: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'image-mirror-judge-'));
  try {
    await run(crane, ['pull', '--insecure', '--format=oci', reference, folder]);
    const { stdout } = await run(crane, ['digest', '--insecure', reference]);
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
