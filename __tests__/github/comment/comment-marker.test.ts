import { describe, expect, test } from '@jest/globals';
import {
  type CommentMarker,
  formatMarker,
  maxCommentCharacters,
  isOlder,
  markerFor,
  parseMarker,
} from '../../../src/github/comment/comment-marker.js';

const inputs = { target: 'ghcr.io/acme/mirror', images: 'images', dockerfiles: '**/Dockerfile' };
const environment = {
  GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/mirror.yml@refs/pull/7/merge',
  GITHUB_WORKFLOW: 'mirror',
  GITHUB_JOB: 'mirror',
  GITHUB_RUN_NUMBER: '17',
  GITHUB_RUN_ATTEMPT: '2',
};

function keyOf(moreInputs: object = {}, moreEnvironment: object = {}): string {
  return markerFor({ ...inputs, ...moreInputs }, { ...environment, ...moreEnvironment }).key;
}

describe('a comment is one’s own by', () => {
  test.each<[string, object, object]>([
    ['the target', { target: 'ghcr.io/acme/other' }, {}],
    ['all targets', { target: 'ghcr.io/acme/mirror, quay.io/acme' }, {}],
    ['the folder', { images: 'other' }, {}],
    ['the glob in it', { dockerfiles: 'x' }, {}],
    ['what of it is looked at, as in the legs of a matrix', { only: 'quay.io/**' }, {}],
    ['what is left out', { exclude: 'quay.io/**' }, {}],
    ['how copies are named', { naming: '{name}' }, {}],
    ['build arguments', { 'build-args': 'V=1' }, {}],
    ['the workflow', {}, { GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/other.yml@refs/heads/main' }],
    ['the job', {}, { GITHUB_JOB: 'other' }],
    ['the workflow’s name, where its file is not told', {}, { GITHUB_WORKFLOW_REF: '' }],
  ])('%s', (_name, moreInputs, moreEnvironment) => {
    expect(keyOf(moreInputs, moreEnvironment)).not.toBe(keyOf());
  });

  test.each<[string, object, object]>([
    ['the branch', {}, { GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/mirror.yml@refs/heads/a@b' }],
    ['the run', {}, { GITHUB_RUN_NUMBER: '18', GITHUB_RUN_ATTEMPT: '1' }],
    ['the workflow’s name, which may be mended', {}, { GITHUB_WORKFLOW: 'Mirror' }],
    ['how a target is spelled', { target: '\n GHCR.io/acme/mirror/ \n' }, {}],
    ['options that change nothing of what is looked at', { mode: 'check', comment: 'always' }, {}],
  ])('not by %s', (_name, moreInputs, moreEnvironment) => {
    expect(keyOf(moreInputs, moreEnvironment)).toBe(keyOf());
  });

  test('not by the order of targets', () => {
    expect(keyOf({ target: 'a.io/x,b.io/x' })).toBe(keyOf({ target: 'b.io/x\na.io/x\na.io/x' }));
  });
});

describe('a marker', () => {
  const marker = markerFor(inputs, environment);

  test('is an HTML comment of one line, and is read again', () => {
    expect(formatMarker(marker)).toMatch(/^<!-- image-mirror:[0-9a-f]{16} run=17 attempt=2 -->$/);
    expect(parseMarker(`${formatMarker(marker)}\nwords`)).toEqual(marker);
  });

  test('without a runner is of run 0', () => {
    expect(markerFor(inputs, {})).toMatchObject({ run: 0, attempt: 0 });
    expect(markerFor(inputs, { GITHUB_RUN_NUMBER: 'x --> <img>' })).toMatchObject({ run: 0 });
  });

  test.each([
    ['behind something', ` ${formatMarker(marker)}`],
    ['quoted', `> ${formatMarker(marker)}`],
    ['of another program', '<!-- sticky -->'],
    ['half', formatMarker(marker).slice(0, -3)],
    ['with another key', '<!-- image-mirror:../../x run=1 attempt=1 -->'],
    ['of nothing', ''],
  ])('%s is none', (_name, body) => {
    expect(parseMarker(body)).toBeUndefined();
  });

  test('leaves room for a body', () => {
    const longest = { key: 'f'.repeat(16), run: 999_999_999_999_999, attempt: 999_999_999_999_999 };
    expect(formatMarker(longest).length + 1 + maxCommentCharacters).toBeLessThanOrEqual(65_536);
  });
});

test.each([
  [1, 1, 2, 1, true],
  [2, 1, 1, 1, false],
  [2, 1, 2, 2, true],
  [2, 2, 2, 2, false],
  [2, 9, 10, 1, true],
])('run %d, attempt %d, is older than %d, %d: %s', (run, attempt, otherRun, otherAttempt, older) => {
  const of = (number: number, tries: number): CommentMarker => ({ key: '', run: number, attempt: tries });
  expect(isOlder(of(run, attempt), of(otherRun, otherAttempt))).toBe(older);
});
