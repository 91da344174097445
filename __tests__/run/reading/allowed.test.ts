import { describe, expect, test } from '@jest/globals';
import type { OptionTexts } from '../../../src/config/options.js';
import type { Resolve } from '../../../src/registry/transport/guarded-lookup.js';
import { annotationsOf } from '../../../src/report/annotations.js';
import { renderSummary } from '../../../src/report/markdown/job-summary.js';
import type { Report } from '../../../src/result/report.js';
import { changing, unknownChange } from '../../support/changes.js';
import { type Pair, explain, mirrorFiles, onlyImage, statesOf, usePair, useRegistry } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { Registry } from '../../support/registry/registry.js';

const [good, evil] = ['images/good/Dockerfile', 'images/evil/Dockerfile'];

/** A pair, and a registry that nobody knew before. */
async function useThree(): Promise<Pair & { readonly other: Registry }> {
  const [pair, other] = [await usePair(), await useRegistry()];
  for (const registry of [pair.source, other]) buildImage(registry, 'app', '1');
  buildImage(pair.source, 'app', '2');
  return { ...pair, other };
}

interface Bump {
  readonly inputs?: OptionTexts;
  readonly trigger?: Parameters<typeof mirrorFiles>[0]['trigger'];
}

/** A pull request that bumps one image, and names a registry that no file named before. */
async function bump({ source, target, other }: Awaited<ReturnType<typeof useThree>>, more: Bump = {}): Promise<Report> {
  const before = new Map([[good, `FROM ${source.host}/app:1\n`]]);
  const textBefore = async (path: string): Promise<string | undefined> => Promise.resolve(before.get(path));
  const files = new Map([
    [good, good],
    [evil, undefined],
  ]);
  return mirrorFiles({
    files: { [good]: `FROM ${source.host}/app:2\n`, [evil]: `# x\nFROM ${other.host}/app:1\n` },
    inputs: { target: `${target.host}/mirror`, 'verify-timeout': '1', ...more.inputs },
    trigger: more.trigger ?? changing([], { files, textBefore }),
  });
}

describe('a pull request that names a registry that no file named before', () => {
  test('fails that image on its line and sends nothing there; all others are mirrored', async () => {
    const three = await useThree();
    const report = await bump(three);
    expect(statesOf(report)).toEqual(['failed', 'mirrored']);
    expect(three.other.requests).toEqual([]);
    const [annotation] = annotationsOf(report);
    expect(annotation).toMatchObject({ level: 'error', use: { file: evil, line: 2 } });
    expect(annotation?.message).toContain(
      `${evil}:2 names ${three.other.host}, a registry that no file named before pull request #7. Nothing was sent there.`,
    );
    expect(renderSummary(report)).toContain(three.other.host);
    expect(three.target.requests.filter(({ url }) => url.includes(three.other.host.replace(':', '_')))).toEqual([]);
  });

  test.each(['check', 'mirror'])('does so in mode %s', async (mode) => {
    const three = await useThree();
    expect(statesOf(await bump(three, { inputs: { mode } }))[0]).toBe('failed');
    expect(three.other.requests).toEqual([]);
  });

  test('is mirrored where "allowed-registries" names it', async () => {
    const three = await useThree();
    const inputs = { 'allowed-registries': `${three.source.host},${three.other.host}` };
    expect(statesOf(await bump(three, { inputs }))).toEqual(['mirrored', 'mirrored']);
  });

  test('fails where that names others only, also what the base named', async () => {
    const three = await useThree();
    const report = await bump(three, { inputs: { 'allowed-registries': three.other.host } });
    expect(statesOf(report)).toEqual(['mirrored', 'failed']);
    expect(explain(report)).toContain(`${good}:1 names ${three.source.host}, which is not in "allowed-registries".`);
    expect(three.source.requests).toEqual([]);
  });

  test('at a private address is not reached where "*" allows all names', async () => {
    const three = await useThree();
    const report = await bump(three, { inputs: { 'allowed-registries': '*' } });
    expect(statesOf(report)).toEqual(['failed', 'mirrored']);
    expect(explain(report)).toContain(
      `${three.other.host} is a private address, where only hosts of your own may be. Nothing was sent there.`,
    );
    expect(three.other.requests).toEqual([]);
  });

  test('is mirrored when it is merged', async () => {
    const three = await useThree();
    const merged = await bump(three, { trigger: changing([good, evil], { kind: 'push' }) });
    expect(statesOf(merged)).toEqual(['mirrored', 'mirrored']);
  });
});

test('a pull request that changes nobody knows what reads from no source', async () => {
  const three = await useThree();
  const report = await bump(three, { trigger: unknownChange() });
  expect(statesOf(report)).toEqual(['failed', 'failed']);
  expect(explain(report)).toMatch(/is not known: nothing was sent there\. Nobody knows\. Or name the registries/);
  expect([three.source.requests, three.other.requests]).toEqual([[], []]);
});

test('what a line named before it is not asked for at a registry that is not allowed', async () => {
  const three = await useThree();
  const textBefore = async (): Promise<string> => Promise.resolve(`FROM ${three.other.host}/app:1\n`);
  const report = await mirrorFiles({
    files: { [good]: `FROM ${three.source.host}/app:2\n` },
    inputs: {
      target: `${three.target.host}/mirror`,
      'allowed-registries': three.source.host,
      'insecure-registries': three.other.host,
    },
    trigger: changing([good], { textBefore }),
  });
  expect(onlyImage(report)).toMatchObject({ state: 'mirrored', uses: [{ was: `${three.other.host}/app:1` }] });
  expect(three.other.requests).toEqual([]);
});

test('what a line named before it is compared with where nothing is said of registries', async () => {
  const three = await useThree();
  const kept = 'images/kept/Dockerfile';
  const base = new Map([
    [good, `FROM ${three.other.host}/app:1\n`],
    [kept, `FROM ${three.source.host}/app:1\n`],
  ]);
  const textBefore = async (path: string): Promise<string | undefined> => Promise.resolve(base.get(path));
  const report = await mirrorFiles({
    files: { [good]: `FROM ${three.source.host}/app:2\n`, [kept]: base.get(kept) ?? '' },
    inputs: { target: `${three.target.host}/mirror` },
    trigger: changing([good], { textBefore }),
  });
  expect(onlyImage(report)).toMatchObject({ state: 'mirrored', uses: [{ was: `${three.other.host}/app:1` }] });
  expect(onlyImage(report).comparison).toBeDefined();
  expect(three.other.requests.length).toBeGreaterThan(0);
});

describe('a registry in one’s own network', () => {
  /** `….inside.test` is this machine, `….cloud.test` where a cloud keeps credentials. */
  const resolve: Resolve = (hostname, _options, callback) => {
    const address = hostname.endsWith('.cloud.test') ? '169.254.169.254' : '127.0.0.1';
    callback(null, [{ address, family: 4 }]);
  };

  async function mirrorFrom(leadsTo: (storage: Registry) => string): Promise<{ report: Report; storage: Registry }> {
    const [{ source, target }, storage] = [await usePair(), await useRegistry()];
    buildImage(source, 'app', '1');
    buildImage(storage, 'app', '1');
    source.fault({ when: { kind: 'manifest-get' }, redirect: leadsTo(storage), times: Number.POSITIVE_INFINITY });
    const port = source.host.replace(/^.*:/, '');
    const report = await mirrorFiles({
      files: { [good]: `FROM registry.inside.test:${port}/app:1\n` },
      inputs: {
        target: `${target.host}/mirror`,
        'insecure-registries': `registry.inside.test:${port}`,
        'verify-timeout': '1',
      },
      resolve,
    });
    return { report, storage };
  }

  const port = ({ host }: Registry): string => host.replace(/^.*:/, '');

  test('may lead to another there, by a name or an address', async () => {
    for (const host of ['storage.inside.test', '127.0.0.1']) {
      const { report, storage } = await mirrorFrom((other) => `http://${host}:${port(other)}/x`);
      expect(explain(report)).toContain('404');
      expect(storage.requests.length).toBeGreaterThan(0);
    }
  });

  test.each([
    ['by a name', 'metadata.cloud.test', 'metadata.cloud.test resolves to the private address 169.254.169.254'],
    [
      'by its address',
      '169.254.169.254',
      'redirected to an address that is at an address that is for this machine alone',
    ],
  ])('may not lead to where a cloud keeps credentials: %s', async (_name, host, words) => {
    const { report } = await mirrorFrom(() => `http://${host}/latest/meta-data`);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain(words);
    expect(explain(report)).toContain(`If ${host} is your own`);
  });
});
