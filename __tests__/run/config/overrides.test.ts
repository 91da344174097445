import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../../src/result/report.js';
import { renderSummary } from '../../../src/report/markdown/job-summary.js';
import { explain, mirrorFiles, statesOf, usePair } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';

const names = ['app', 'tool'];

/** Two images, and a configuration file beside the tree. */
async function useTree(settings: (host: string) => string) {
  const pair = await usePair();
  for (const name of names) buildIndex(pair.source, name, '1');
  const files = {
    ...Object.fromEntries(names.map((name) => [`images/${name}/Dockerfile`, `FROM ${pair.source.host}/${name}:1\n`])),
    '.github/image-mirror.yml': settings(pair.source.host),
  };
  const mirror = async (inputs: Readonly<Record<string, string>> = {}): Promise<Report> =>
    mirrorFiles({ files, inputs: { target: `${pair.target.host}/mirror`, ...inputs } });
  return { ...pair, mirror };
}

describe('K2 the configuration file’s overrides', () => {
  test('require other platforms of some images, and say so in the row', async () => {
    const { source, mirror } = await useTree(
      (host) => `overrides:\n  - match: ${host}/app\n    platforms: [linux/s390x]\n`,
    );
    const report = await mirror({ platforms: 'linux/amd64' });
    expect(statesOf(report)).toEqual(['failed', 'mirrored']);
    expect(explain(report)).toContain('does not serve linux/s390x');
    expect(report.images.map(({ overrides }) => overrides)).toEqual([[`${source.host}/app`], undefined]);
    expect(renderSummary(report)).toContain(`**Overrides:** \`${source.host}/app\``);
  });

  test('warn of a missing platform where the run would fail', async () => {
    const { mirror } = await useTree((host) => `overrides: [{ match: '${host}/*', on-missing-platform: warn }]\n`);
    const report = await mirror({ platforms: 'linux/s390x' });
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
    expect(report.images[0]?.warnings.join()).toContain('does not serve linux/s390x');
  });

  test('keep a tag where it is, for the images that they are of', async () => {
    const { source, target, mirror } = await useTree(
      (host) =>
        `overrides: [{ match: '**/app:1', on-mismatch: report }, { match: '${host}/tool', compare: presence }]\n`,
    );
    await mirror();
    const held = names.map((name) => target.resolve(`mirror/${source.host.replace(':', '_')}/${name}`, '1'));
    for (const name of names) buildImage(source, name, '1', { layers: [100] });
    source.clearRequests();
    const report = await mirror();
    expect(statesOf(report)).toEqual(['stale: target-behind', 'skipped: present']);
    expect(names.map((name) => target.resolve(`mirror/${source.host.replace(':', '_')}/${name}`, '1'))).toEqual(held);
    // What is there is enough for one of them: its source is not asked.
    expect(source.requests.filter(({ url }) => url.includes('/tool/'))).toEqual([]);
  });
});
