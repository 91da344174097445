import { describe, expect, test } from '@jest/globals';
import { type Override, rulesFor } from '../../src/config/image-rules.js';
import { parseReference } from '../../src/image/reference.js';

const arm = [{ os: 'linux', architecture: 'arm64' }];
const own = { compare: 'digest', onMismatch: 'update', platforms: [], onMissingPlatform: 'fail' } as const;

function rulesOf(image: string, ...overrides: readonly Override[]) {
  return rulesFor(parseReference(image), { ...own, overrides });
}

const hub: Override = { match: ['docker.io/library/*'], rules: { platforms: arm, compare: 'presence' } };
const nightly: Override = { match: ['**/*:nightly'], rules: { compare: 'digest', onMismatch: 'report' } };

describe('what holds for an image', () => {
  test('are the run’s own rules where no override matches', () => {
    expect(rulesOf('quay.io/a/b:1', hub, nightly)).toEqual({ ...own, overrides: [] });
  });

  test('are those of an override, and for the rest the run’s own', () => {
    expect(rulesOf('alpine:3', hub, nightly)).toEqual({
      ...own,
      platforms: arm,
      compare: 'presence',
      overrides: ['docker.io/library/*'],
    });
  });

  test('are those of all that match; of two that say the same, the later one’s', () => {
    const both = { platforms: arm, onMismatch: 'report', onMissingPlatform: 'fail' } as const;
    expect(rulesOf('alpine:nightly', hub, nightly)).toEqual({
      ...both,
      compare: 'digest',
      overrides: ['docker.io/library/*', '**/*:nightly'],
    });
    expect(rulesOf('alpine:nightly', nightly, hub)).toMatchObject({ ...both, compare: 'presence' });
  });
});
