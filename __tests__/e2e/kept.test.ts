import { describe, expect, test } from '@jest/globals';
import { type Behaviour, useCacheService } from '../support/cache-service.js';
import { makeWorkspace, usePair } from '../support/mirror.js';
import { buildImage } from '../support/registry/images/images.js';
import { runAction, runBundle, writeTree } from '../support/programs/run-bundle.js';

describe('what is wrong with what earlier runs kept changes nothing', () => {
  test('a folder that holds something else: a warning', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    const cache = await makeWorkspace({ 'knowledge.jsonl.gz': 'garbage' });
    const workspace = await writeTree([`${pair.source.host}/app:1`]);
    const run = await runAction(workspace, { target: `${pair.target.host}/mirror`, cache });
    expect(run.exitCode).toBe(0);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
    expect(run.report?.warnings).toEqual([expect.stringMatching(/^What the folder .* holds is not what a run kept: /)]);
  });

  const behaviours: readonly (readonly [string, Behaviour, RegExp])[] = [
    [
      'away',
      { kind: 'answer', request: 'GetCacheEntryDownloadURL', status: 503 },
      /could not be read from GitHub’s cache service: .*503/,
    ],
    [
      'not for this job',
      { kind: 'answer', request: 'GetCacheEntryDownloadURL', status: 403, body: '{"msg":"cache read denied: x"}' },
      /cache read denied: x/,
    ],
  ];
  test.each(behaviours)('a service that is %s: a line of the log', async (_name, behaviour, line) => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    const service = await useCacheService();
    service.behave(behaviour);
    const workspace = await writeTree([`${pair.source.host}/app:1`]);
    const run = await runAction(workspace, { target: `${pair.target.host}/mirror` }, service.environment);
    expect(run.exitCode).toBe(0);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
    expect(run.stdout).toMatch(line);
    expect(run.stdout).not.toMatch(/^::(?:warning|error)/m);
    expect(run.report?.warnings).toEqual([]);
  });
});

describe('nobody is asked for what earlier runs kept', () => {
  test.each([
    ['where no image is to be looked at', [], {}],
    ['with cache: false', ['app:1'], { cache: 'false' }],
  ])('%s', async (_name, images, inputs) => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const service = await useCacheService();
    const workspace = await writeTree(images.map((image) => `${pair.source.host}/${image}`));
    const run = await runAction(workspace, { target: `${pair.target.host}/mirror`, ...inputs }, service.environment);
    expect(run.exitCode).toBe(0);
    expect(service.requests).toEqual([]);
  });

  test('from a terminal', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const service = await useCacheService();
    const cwd = await writeTree([`${pair.source.host}/app:1`]);
    const args = ['mirror', '--target', `${pair.target.host}/mirror`];
    expect((await runBundle(args, { cwd, environment: service.environment })).exitCode).toBe(0);
    expect(service.requests).toEqual([]);
  });
});
