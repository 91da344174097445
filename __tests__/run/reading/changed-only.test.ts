import { describe, expect, test } from '@jest/globals';
import { renderSummary } from '../../../src/report/markdown/job-summary.js';
import { renderTerminal } from '../../../src/report/terminal/terminal-report.js';
import { formatCounts, formatScope } from '../../../src/report/formats.js';
import pc from 'picocolors';
import type { Report } from '../../../src/result/report.js';
import { changing, counted, unknownChange } from '../../support/changes.js';
import { type Pair, statesOf, usePair } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';

const images = ['a:1', 'b:1', 'b:2'];
const [fileOfA, fileOfB] = ['images/0000/Dockerfile', 'images/0001/Dockerfile'];

async function usePairWithAll(): Promise<Pair> {
  const pair = await usePair();
  for (const image of images) {
    const [repository = '', tag = ''] = image.split(':');
    buildImage(pair.source, repository, tag, { seed: image });
  }
  return pair;
}

function shown(report: Report): string {
  return `${renderTerminal(report, pc.createColors(false))}${renderSummary(report)}`;
}

describe('a run of what is changed', () => {
  test('asks for one image of three, and says so everywhere', async () => {
    const pair = await usePairWithAll();
    const report = await pair.mirror(images, {}, { trigger: changing([fileOfB]) });
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(report.scope).toEqual({ kind: 'changed', of: 'pull request #7', files: 1, only: [], leftOut: 0 });
    expect(pair.source.requests.filter(({ repository }) => repository === 'a')).toEqual([]);
    expect(shown(report)).toMatch(/^1 file of pull request #7$/m);
    expect(shown(report)).toContain('Scope: 1 file of pull request `#7`.');
  });

  test('that is nothing asks nobody, and is quiet', async () => {
    const pair = await usePairWithAll();
    const { trigger, asked } = counted(changing([]));
    const report = await pair.mirror(images, { exclude: 'quay.io/**' }, { trigger });
    expect([statesOf(report), report.warnings, report.traffic.requests]).toEqual([[], [], {}]);
    expect(formatCounts(report)).toBe('nothing to do');
    expect(formatScope(report.scope)).toBe('pull request #7 changes no file that names images');
    expect([pair.source.requests.length, pair.target.requests.length, asked()]).toEqual([0, 0, 1]);
  });

  test('that changes other files alone is quiet too', async () => {
    const report = await (await usePairWithAll()).mirror(images, {}, { trigger: changing(['README.md']) });
    expect([statesOf(report), report.warnings]).toEqual([[], []]);
  });

  test.each([
    ['a new file', undefined, 1],
    ['a line that is new', 'FROM scratch\n', 1],
    ['a line that was there', 'same', 0],
  ])('looks whether tag and pin agree: %s', async (_name, before, warnings) => {
    const pair = await usePair();
    const pinned = buildImage(pair.source, 'app', '2', { seed: 'a' });
    buildImage(pair.source, 'app', '2', { seed: 'b' });
    buildImage(pair.source, 'other', '2', { seed: 'a' });
    buildImage(pair.source, 'other', '2', { seed: 'b' });
    const lines = [`app:2@${pinned.digest}`, `other:2@${pinned.digest}`];
    const text = before === 'same' ? `FROM ${pair.source.host}/app:2@${pinned.digest}\n` : before;
    const trigger = changing([fileOfA], { textBefore: async () => Promise.resolve(text) });
    const report = await pair.mirror(lines, { scope: 'all' }, { trigger });
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
    const said = report.images.map((image) => image.warnings.join('|').match(/tag 2 and the pin no longer agree/g));
    expect(said.map((found) => found?.length ?? 0)).toEqual([warnings, 0]);
    expect(report.images.flatMap(({ uses }) => uses).filter((use) => 'isNew' in use)).toEqual([]);
    expect(pair.source.count('manifest-head', ({ reference }) => reference === '2')).toBe(warnings);
  });

  test('says of the run what could not be read of the change', async () => {
    const sentences: string[] = [];
    const textBefore = async (): Promise<undefined> => {
      sentences.push('A file is not compared.');
      return Promise.resolve(undefined);
    };
    const trigger = changing([fileOfB], { textBefore, warnings: () => sentences });
    const report = await (await usePairWithAll()).mirror(images, {}, { trigger });
    expect(report.warnings).toEqual(['A file is not compared.']);
    expect(shown(report)).toContain('A file is not compared.');
  });

  test('is of all where nobody knows what is changed, with a warning', async () => {
    const report = await (await usePairWithAll()).mirror(images, {}, { trigger: unknownChange() });
    expect(statesOf(report)).toHaveLength(3);
    expect(report.warnings).toEqual(['Nobody knows.']);
    expect(report.scope).toMatchObject({ kind: 'all', why: 'Nobody knows.', files: 3 });
    expect(shown(report).match(/Nobody knows/g)).toHaveLength(2);
  });

  test('is of all where the configuration is changed, which is said and is no warning', async () => {
    const trigger = changing([fileOfA], { configuration: '.github/workflows/`x`.yml' });
    const report = await (await usePairWithAll()).mirror(images, {}, { trigger });
    expect([statesOf(report).length, report.warnings]).toEqual([3, []]);
    expect(shown(report)).toMatch(/^all 3 files: Pull request #7 changes \.github\/workflows\/`x`\.yml, which/m);
    expect(shown(report)).toContain('Scope: all 3 files. ');
  });
});

describe('only', () => {
  test('leaves out all others: they are in no row', async () => {
    const pair = await usePairWithAll();
    const report = await pair.mirror(images, { only: `${pair.source.host}/b` });
    expect(report.images.map(({ canonical }) => canonical)).toEqual([
      `${pair.source.host}/b:1`,
      `${pair.source.host}/b:2`,
    ]);
    expect(report.scope).toMatchObject({ kind: 'all', files: 3, only: [`${pair.source.host}/b`], leftOut: 1 });
    expect(shown(report)).toContain('1 image left out by `only`');
    expect(report.warnings).toEqual([]);
  });

  test.each([
    ['with the tag', 'b:1', ['b:1']],
    ['by a glob', '*', ['a:1', 'b:1', 'b:2']],
    ['by several', '{a,b:2}', ['a:1', 'b:2']],
  ])('names images %s', async (_name, glob, expected) => {
    const pair = await usePairWithAll();
    const report = await pair.mirror(images, { only: `${pair.source.host}/${glob}` });
    expect(report.images.map(({ canonical = '' }) => canonical.split('/').at(-1))).toEqual(expected);
  });

  test('that matches nothing is a warning, but for a run that saw little', async () => {
    const pair = await usePairWithAll();
    const report = await pair.mirror(images, { only: 'docker.io/library/postgers' });
    expect(report.warnings).toEqual([
      expect.stringMatching(/^only: "docker.io\/library\/postgers" matches no image\./),
    ]);
    expect([report.images, report.scope.leftOut]).toEqual([[], 3]);
    const narrow = await pair.mirror(images, { only: 'docker.io/library/x' }, { trigger: changing([fileOfA]) });
    expect([narrow.warnings, narrow.scope.leftOut]).toEqual([[], 1]);
  });

  test('counts an image once, keeps what has no name, and drops scratch', async () => {
    const pair = await usePairWithAll();
    const text = 'FROM scratch\nFROM UPPER/case:1\nFROM quay.io/x/y:1 AS one\nFROM quay.io/x/y:1 AS two\n';
    const files = { 'images/Dockerfile': text };
    const report = await pair.mirror([], { only: 'quay.io/z/**' }, { files });
    expect(statesOf(report)).toEqual(['failed']);
    expect(report.scope.leftOut).toBe(1);
  });
});
