import { describe, expect, test } from '@jest/globals';
import { changing } from '../../support/changes.js';
import { type Pair, explain, mirrorFiles, onlyImage, statesOf, usePair } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { Report } from '../../../src/result/report.js';
import type { OptionTexts } from '../../../src/config/options.js';

const [changed, unchanged] = ['images/changed/Dockerfile', 'images/unchanged/Dockerfile'];

/** A run of the pull request that brings one of two files. */
async function mirrorChanged(
  { source, target }: Pair,
  files: Readonly<Record<string, string>>,
  inputs: OptionTexts = {},
): Promise<Report> {
  return mirrorFiles({
    files,
    inputs: { target: `${target.host}/mirror`, 'verify-timeout': '1', 'allowed-registries': source.host, ...inputs },
    trigger: changing([changed]),
  });
}

describe('what a pull request brings must agree with what it does not touch', () => {
  test('two names that are kept under one are refused before the merge, and no registry is asked', async () => {
    const pair = await usePair();
    const files = {
      [changed]: `FROM ${pair.source.host}/new/app:1\n`,
      [unchanged]: `FROM ${pair.source.host}/old/app:1\n`,
    };
    const words = new RegExp(
      `new/app \\(${changed}:1\\) and .*old/app \\(${unchanged}:1\\) would be kept under one name`,
    );
    await expect(mirrorChanged(pair, files, { naming: '{name}' })).rejects.toThrow(words);
    expect([pair.source.requests.length, pair.target.requests.length]).toEqual([0, 0]);
  });

  test('B1 a tag that another file pins otherwise stays, and the other file is named and not reported on', async () => {
    const pair = await usePair();
    const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror([`app:1@${old.digest}`]);
    const moved = buildImage(pair.source, 'app', '1', { seed: 'new' });
    const report = await mirrorChanged(pair, {
      [changed]: `FROM ${pair.source.host}/app:1@${moved.digest}\n`,
      [unchanged]: `FROM ${pair.source.host}/app:1@${old.digest}\n`,
    });
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
    expect(report.images.map(({ digest, tagWaits }) => [digest, tagWaits])).toEqual([
      [moved.digest, true],
      [moved.digest, undefined],
    ]);
    expect(explain(report)).toContain(`${unchanged}:1`);
    expect(report.images.flatMap(({ uses }) => uses.map(({ file }) => file))).toEqual([changed, changed]);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(old.digest);
  });

  test('a tag that another file pins is copied by that pin, as after the merge', async () => {
    const pair = await usePair();
    const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
    buildImage(pair.source, 'app', '1', { seed: 'new' });
    const report = await mirrorChanged(pair, {
      [changed]: `FROM ${pair.source.host}/app:1\n`,
      [unchanged]: `FROM ${pair.source.host}/app:1@${old.digest}\n`,
    });
    expect(onlyImage(report)).toMatchObject({ state: 'mirrored', digest: old.digest });
    expect(onlyImage(report).uses.map(({ file }) => file)).toEqual([changed]);
    expect(report.scope.files).toBe(1);
  });

  test('what is wrong with another file alone is not told of the pull request', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const report = await mirrorChanged(pair, {
      [changed]: `FROM ${pair.source.host}/app:1\n`,
      [unchanged]: `FROM postgres:$NOWHERE\nFROM UPPER/case\nFROM ${pair.source.host}/other:1\n`,
    });
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(report.warnings).toEqual([]);
    expect(pair.source.requests.filter(({ repository }) => repository === 'other')).toEqual([]);
  });

  test('two unchanged files that disagree are the matter of a run that is of them', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const report = await mirrorChanged(
      pair,
      {
        [changed]: `FROM ${pair.source.host}/app:1\n`,
        [unchanged]: `FROM ${pair.source.host}/x/y:1\nFROM ${pair.source.host}/z/y:1\n`,
      },
      { naming: '{name}' },
    );
    expect(statesOf(report)).toEqual(['mirrored']);
  });
});

test('what "only" leaves out must agree with what it names, too', async () => {
  const pair = await usePair();
  const files = {
    [changed]: `FROM ${pair.source.host}/new/app:1\n`,
    [unchanged]: `FROM ${pair.source.host}/old/app:1\n`,
  };
  const inputs = { target: `${pair.target.host}/mirror`, naming: '{name}', only: '*/new/**' };
  await expect(mirrorFiles({ files, inputs })).rejects.toThrow('would be kept under one name');
});
