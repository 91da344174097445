import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Digest } from '../../src/image/digest.js';
import { parseCache } from '../../src/cache/format.js';
import { useCacheService } from '../support/cache-service.js';
import { usePair } from '../support/mirror.js';
import { buildImage } from '../support/registry/images/images.js';
import { runAction, runBundle, writeTree } from '../support/programs/run-bundle.js';

describe('what a run learned, the next one reads', () => {
  test('from a folder, which a run that learns nothing leaves as it is', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const cwd = await writeTree([`${pair.source.host}/app:1`]);
    const args = ['mirror', '--target', `${pair.target.host}/mirror`, '--cache', 'kept'];
    expect((await runBundle(args, { cwd })).exitCode).toBe(0);
    const file = join(cwd, 'kept/knowledge.jsonl.gz');
    expect((await parseCache(await readFile(file))).problem).toBeUndefined();
    const first = await stat(file, { bigint: true });
    const second = await runBundle(args, { cwd });
    expect(second.stdout).toContain('1 skipped');
    expect(await stat(file, { bigint: true })).toMatchObject({ ino: first.ino, mtimeNs: first.mtimeNs });
  });

  test('from a folder, also what a run knew that was stopped in its middle', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'small', '1');
    buildImage(pair.source, 'big', '1', { layers: [4_000_000] });
    const hanging = { delayMs: Number.POSITIVE_INFINITY, times: Number.POSITIVE_INFINITY };
    pair.source.fault({ ...hanging, when: { kind: 'blob-get', repository: 'big' } });
    const cwd = await writeTree([`${pair.source.host}/small:1`, `${pair.source.host}/big:1`]);
    const args = ['mirror', '--target', `${pair.target.host}/mirror`, '--cache', 'kept'];
    const { exitCode } = await runBundle(args, { cwd, killAt: { text: 'mirrored  ', signal: 'SIGINT' } });
    expect(exitCode).toBe(1);
    const { cache } = await parseCache(await readFile(join(cwd, 'kept/knowledge.jsonl.gz')));
    expect(cache.getContent(digest as Digest)).toBeDefined();
  });

  test('from GitHub’s cache service, which is asked twice in the first run and once in the second', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const service = await useCacheService();
    const workspace = await writeTree([`${pair.source.host}/app:1`]);
    const inputs = { target: `${pair.target.host}/mirror` };
    await runAction(workspace, inputs, { ...service.environment, GITHUB_RUN_ID: '1' });
    expect(service.keys).toHaveLength(1);
    expect((await parseCache(service.newest ?? new Uint8Array())).problem).toBeUndefined();
    const second = await runAction(workspace, inputs, { ...service.environment, GITHUB_RUN_ID: '2' });
    expect(second.exitCode).toBe(0);
    expect(service.requests).toEqual([
      'GetCacheEntryDownloadURL',
      'CreateCacheEntry',
      'PUT',
      'FinalizeCacheEntryUpload',
      'GetCacheEntryDownloadURL',
      'GET',
    ]);
  });

  test('and a job that may not write to the service says so in its log, and is as good as any', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const service = await useCacheService();
    service.behave({ kind: 'read-only' });
    const workspace = await writeTree([`${pair.source.host}/app:1`]);
    const run = await runAction(workspace, { target: `${pair.target.host}/mirror` }, service.environment);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(
      /^What this run learned could not be kept in GitHub’s cache service: cache write denied/m,
    );
    expect(run.stdout).not.toMatch(/^::(?:warning|error)/m);
  });
});
