import { describe, expect, test } from 'vitest';
import { formatBump, formatUpdates } from '../../src/report/words.js';
import type { Use } from '../../src/plan/task.js';
import { digestNamed, useOf } from '../plan/plans.js';
import { hostileTexts } from './reports.js';

const one = digestNamed('one');
const two = digestNamed('two');
const short = (digest: string): string => `${digest.replace('sha256:', '').slice(0, 12)}…`;
const hub = 'docker.io/library';

function use(written: string, was?: string): Use {
  return { ...useOf('a', written), ...(was === undefined ? {} : { was }) };
}

describe('a bump', () => {
  test.each<[string, string, string, string, string]>([
    ['of a tag', 'postgres:15', `${hub}/postgres:15`, `${hub}/postgres:14`, '14 → 15'],
    ['from no tag', 'postgres:15', `${hub}/postgres:15`, `${hub}/postgres:latest`, 'latest → 15'],
    [
      'of tag and pin',
      `postgres:15@${two}`,
      `${hub}/postgres:15`,
      `${hub}/postgres:14@${one}`,
      `14@${short(one)} → 15@${short(two)}`,
    ],
    ['of a pin', `a:1@${two}`, `${hub}/a:1`, `${hub}/a:1@${one}`, `1@${short(one)} → 1@${short(two)}`],
    ['of a pin without a tag', `a@${two}`, `${hub}/a@${two}`, `${hub}/a@${one}`, `@${short(one)} → @${short(two)}`],
    ['to a pin', `a:1@${two}`, `${hub}/a:1`, `${hub}/a:1`, `1 → 1@${short(two)}`],
    ['from a pin', 'a:1', `${hub}/a:1`, `${hub}/a:1@${one}`, `1@${short(one)} → 1`],
    [
      'of the repository',
      'ghcr.io/acme/postgres:15',
      'ghcr.io/acme/postgres:15',
      `${hub}/postgres:14`,
      `${hub}/postgres:14 → ghcr.io/acme/postgres:15`,
    ],
    [
      'of all of it',
      `quay.io/a@${two}`,
      `quay.io/a@${two}`,
      `${hub}/a:1@${one}`,
      `${hub}/a:1@${short(one)} → quay.io/a@${short(two)}`,
    ],
  ])('%s', (_name, written, canonical, was, words) => {
    expect(formatBump({ canonical, uses: [use(written, was)] })).toBe(words);
  });

  test('to a pin in a variable shows what the tag leads to', () => {
    const image = { canonical: `${hub}/a:2`, digest: two };
    expect(formatBump({ ...image, uses: [use('a:2@$PIN', `${hub}/a:1`)] })).toBe(`1 → 2@${short(two)}`);
    expect(formatBump({ ...image, uses: [use('a:$TAG', `${hub}/a:1`)] })).toBe('1 → 2');
  });

  test('in several files lists what they were, each once', () => {
    const uses = [`${hub}/a:1`, `${hub}/a:2`, `${hub}/a:1`, undefined].map((was) => use('a:3', was));
    expect(formatBump({ canonical: `${hub}/a:3`, uses })).toBe('1, 2 → 3');
  });

  test('in several files is in full where one of them had another repository', () => {
    const uses = [`${hub}/a:1`, 'quay.io/a:2'].map((was) => use('a:3', was));
    expect(formatBump({ canonical: `${hub}/a:3`, uses })).toBe(`${hub}/a:1, quay.io/a:2 → ${hub}/a:3`);
  });

  test('in more files than a reader compares', () => {
    const uses = ['1', '2', '3', '4', '5'].map((tag) => use('a:9', `${hub}/a:${tag}`));
    expect(formatBump({ canonical: `${hub}/a:9`, uses })).toBe('1, 2, 3, 2 more → 9');
  });

  test.each<[string, string | undefined, string | undefined]>([
    ['was none before', `${hub}/a:1`, undefined],
    ['has no name', undefined, `${hub}/a:1`],
    ['had no name', `${hub}/a:1`, 'No Name'],
    ['is scratch', 'Scratch', `${hub}/a:1`],
  ])('of what %s is nothing', (_name, canonical, was) => {
    expect(formatBump({ ...(canonical === undefined ? {} : { canonical }), uses: [use('a:1', was)] })).toBe('');
  });

  test.each(hostileTexts)('to %j is nothing, for that is no name', (text) => {
    expect(formatBump({ canonical: `${hub}/a:1`, uses: [use(text, text)] })).toBe('');
  });
});

describe('what the bots say', () => {
  const said = (update?: Use['update']): Use => ({ ...use('a:1'), ...(update === undefined ? {} : { update }) });
  test.each<[readonly Use[], string]>([
    [[said()], ''],
    [[said({ by: 'renovate' })], ''],
    [[said({ by: 'renovate', type: 'pinDigest' })], 'pinDigest'],
    [[said({ by: 'dependabot', group: 'docker images' })], 'in the group docker images'],
    [[said({ by: 'dependabot', type: 'major', group: 'web' })], 'major, in the group web'],
    [[said({ by: 'renovate', type: 'major' }), said({ by: 'renovate', type: 'major' })], 'major'],
    [[said({ by: 'renovate', type: 'major' }), said(), said({ by: 'renovate', type: 'minor' })], 'major; minor'],
  ])('of %j is %j', (uses, words) => {
    expect(formatUpdates({ uses })).toBe(words);
  });
});
