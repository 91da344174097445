import { describe, expect, test } from '@jest/globals';
import { bumpOf, updatesOf } from '../../src/result/bump.js';
import { detailsSection } from '../../src/report/markdown/details.js';
import { columns, rowsOf, tableSection } from '../../src/report/markdown/rows.js';
import type { ImageReport, ReportUse } from '../../src/result/report.js';
import { digestNamed } from '../plan/plans.js';

const hub = 'docker.io/library';
const [one, two] = [digestNamed('one'), digestNamed('two')];
const short = (digest: string): string => digest.slice(7, 19);

function image(canonical: string, was: readonly (string | undefined)[], more: Partial<ImageReport> = {}): ImageReport {
  const uses = was.map((name): ReportUse => ({ file: 'a', ...(name === undefined ? {} : { was: name }) }));
  return { state: 'mirrored', warnings: [], canonical, uses, ...more };
}

describe('O3 what a pull request bumps', () => {
  test.each<[string, string, readonly (string | undefined)[], string]>([
    ['nothing', `${hub}/a:2`, [undefined], '2'],
    ['a tag', `${hub}/a:2`, [`${hub}/a:1`], '1 → 2'],
    ['a pin alone', `${hub}/a:2`, [`${hub}/a:2@${one}`], '2'],
    [
      'tags of several files, each once',
      `${hub}/a:3`,
      [`${hub}/a:1`, `${hub}/a:2`, `${hub}/a:1`, undefined],
      '1, 2 → 3',
    ],
    [
      'tags of more files than a reader compares',
      `${hub}/a:9`,
      ['1', '2', '3', '4', '5'].map((tag) => `${hub}/a:${tag}`),
      '1, 2, 3, 2 more → 9',
    ],
    ['a repository', 'ghcr.io/acme/a:2', [`${hub}/a:1`], `${hub}/a:1 → ghcr.io/acme/a:2`],
    ['a host with a port', 'localhost:5000/a:2', ['localhost:5000/a:1'], '1 → 2'],
    [
      'a repository in one file of two',
      `${hub}/a:3`,
      [`${hub}/a:1`, 'quay.io/a:2'],
      `${hub}/a:1, quay.io/a:2 → ${hub}/a:3`,
    ],
  ])('%s', (_name, canonical, was, tags) => {
    expect(bumpOf(image(canonical, was)).tags).toBe(tags);
  });

  test.each<[string, Partial<ImageReport>, string | undefined, string]>([
    ['of the target’s tag', { previousDigest: one, digest: two }, undefined, `${short(one)} → ${short(two)}`],
    [
      'of the line’s pin, which counts more',
      { previousDigest: two, digest: two },
      `${hub}/a:1@${one}`,
      `${short(one)} → ${short(two)}`,
    ],
    ['that stayed', { previousDigest: two, digest: two }, undefined, short(two)],
    ['that is new', { digest: two }, undefined, short(two)],
  ])('the digest %s', (_name, more, was, digests) => {
    expect(bumpOf(image(`${hub}/a:2`, [was], more)).digests).toBe(digests);
  });
});

describe('B7 the kind of an update', () => {
  const said = { by: 'dependabot', type: 'patch', group: 'images' } as const;
  const use = (was: string, written: string): ReportUse => ({ file: 'a', was, written, update: said });

  test.each<[string, string, ReportUse, string]>([
    ['a pin that moved under its tag', `${hub}/a:1`, use(`${hub}/a:1@${one}`, `a:1@${two}`), 'digest'],
    ['the same, told of without the tag', `${hub}/a@${two}`, use(`${hub}/a:1@${one}`, `a:1@${two}`), 'digest'],
    ['a pin without a tag', `${hub}/a@${two}`, use(`${hub}/a@${one}`, `a@${two}`), 'digest'],
    ['a tag, with its pin', `${hub}/a:2`, use(`${hub}/a:1@${one}`, `a:2@${two}`), 'patch'],
    ['a tag', `${hub}/a:2`, use(`${hub}/a:1`, 'a:2'), 'patch'],
    ['another repository', `${hub}/b:1`, use(`${hub}/a:1@${one}`, `b:1@${two}`), 'patch'],
  ])('of %s', (_name, canonical, given, type) => {
    const bumped: ImageReport = { ...image(canonical, []), uses: [given] };
    expect(updatesOf(bumped, [given])).toEqual([{ ...said, type }]);
    for (const text of [renderRows(bumped), renderDetails(bumped)]) {
      expect(text).toContain(`\`${type}\``);
      if (type === 'digest') expect(text).not.toContain('`patch`');
    }
  });

  test('is not told of a place of which no bot says anything', () => {
    const bumped = image(`${hub}/a:1`, [`${hub}/a:1@${one}`]);
    expect(updatesOf(bumped, bumped.uses)).toEqual([]);
  });
});

function renderRows(bumped: ImageReport): string {
  return tableSection(rowsOf([bumped]), columns).item(0);
}

function renderDetails(bumped: ImageReport): string {
  return detailsSection([bumped]).item(0);
}
