import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { addBotUpdates } from '../../src/bump/add-bot-updates.js';
import { parseReference } from '../../src/image/reference.js';
import type { BotUpdate } from '../../src/plan/task.js';
import type { NamedImage } from '../../src/plan/named-image.js';
import { digestNamed, named, useOf } from '../plan/plans.js';

const pin = digestNamed('pin');
const hex = pin.replace('sha256:', '');

/** An image that was another one before. */
function bumped(image: string, was = 'x:0'): NamedImage {
  return named(image, 'a', { use: { ...useOf('a', image), former: parseReference(was) } });
}

function updateOf(image: NamedImage, ...updates: readonly Partial<BotUpdate>[]): unknown {
  const whole = updates.map((update): BotUpdate => ({ by: 'renovate', name: 'postgres', ...update }));
  return addBotUpdates([image], whole)[0]?.use.update;
}

describe('what a bot says of a repository is said of its images', () => {
  test.each<[BotUpdate['by'], string, string]>([
    ['dependabot', 'postgres', 'postgres:15'],
    ['dependabot', 'postgres', 'docker.io/library/postgres:15'],
    ['dependabot', 'library/postgres', 'postgres:15'],
    ['dependabot', 'acme/base', 'ghcr.io/acme/base:15'],
    ['dependabot', 'dotnet/sdk', 'mcr.microsoft.com/dotnet/sdk:15'],
    ['renovate', 'postgres', 'postgres:15'],
    ['renovate', 'docker.io/library/postgres', 'postgres:15'],
    ['renovate', 'index.docker.io/postgres', 'docker.io/postgres:15'],
    ['renovate', 'ghcr.io/acme/base', 'ghcr.io/acme/base:15'],
  ])('%s’s %s is %s', (by, name, image) => {
    expect(updateOf(bumped(image), { by, name, version: '15', type: 'major' })).toEqual({ by, type: 'major' });
  });

  test.each<[BotUpdate['by'], string, string]>([
    ['dependabot', 'postgres', 'bitnami/postgres:15'],
    ['dependabot', 'base', 'ghcr.io/acme/base:15'],
    ['renovate', 'acme/base', 'ghcr.io/acme/base:15'],
    ['renovate', 'postgres', 'ghcr.io/library/postgres:15'],
    ['renovate', '', 'postgres:15'],
    ['dependabot', '', 'postgres:15'],
    ['renovate', 'https://github.com/postgres', 'postgres:15'],
  ])('%s’s %j is not %s', (by, name, image) => {
    expect(updateOf(bumped(image), { by, name, version: '15' })).toBeUndefined();
  });
});

describe('what a bot says of a version is said of it alone', () => {
  test.each([
    ['15', 'postgres:15'],
    ['15', `postgres:15@${pin}`],
    ['latest', 'postgres'],
    [hex.slice(0, 7), `postgres:15@${pin}`],
    [hex, `postgres@${pin}`],
    [pin, `postgres@${pin}`],
    [undefined, 'postgres:15'],
  ])('%s is that of %s', (version, image) => {
    expect(updateOf(bumped(image), version === undefined ? {} : { version })).toEqual({ by: 'renovate' });
  });

  test.each([
    ['14', 'postgres:15'],
    ['1', 'postgres:15'],
    ['15', `postgres@${pin}`],
    [hex.slice(0, 6), `postgres:15@${pin}`],
    [hex.slice(1, 8), `postgres:15@${pin}`],
    ['', `postgres:15@${pin}`],
  ])('%j is not that of %s', (version, image) => {
    expect(updateOf(bumped(image), { version })).toBeUndefined();
  });

  test('the one that fits goes before the one without a version', () => {
    const said = [{ type: 'minor' }, { version: '14', type: 'patch' }, { version: '15', type: 'major' }];
    expect(updateOf(bumped('postgres:15'), ...said)).toEqual({ by: 'renovate', type: 'major' });
    expect(updateOf(bumped('postgres:16'), ...said)).toEqual({ by: 'renovate', type: 'minor' });
  });
});

test('an image that is what it was has no update', () => {
  expect(updateOf(named('postgres:15'), { version: '15' })).toBeUndefined();
});

test('what else is known of an image stays, and no more of an update than is shown', () => {
  const image = bumped('postgres:15');
  const update = { by: 'dependabot', name: 'postgres', version: '15', type: 'major', group: 'db' } as const;
  expect(addBotUpdates([image], [update])).toEqual([
    { ...image, use: { ...image.use, update: { by: 'dependabot', type: 'major', group: 'db' } } },
  ]);
});

test('whatever a bot says, it ends nothing', () => {
  const update = fc.record({
    by: fc.constantFrom<BotUpdate['by']>('dependabot', 'renovate'),
    name: fc.string({ unit: 'binary' }),
    version: fc.string({ unit: 'binary' }),
  });
  const images = [bumped('postgres:15'), bumped(`redis:7@${pin}`), bumped('A:b')];
  fc.assert(fc.property(fc.array(update), (updates) => addBotUpdates(images, updates).length === images.length));
});
