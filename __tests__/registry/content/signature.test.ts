import { describe, expect, test } from '@jest/globals';
import { withoutSignatures } from '../../../src/registry/content/signature.js';
import { secretFor } from '../../support/secrets.js';

const signature = `${secretFor('s')}+/=`;
const signed = new URL(
  `https://cdn.test/account/blobs/sha256-abc?X-Amz-Signature=${encodeURIComponent(signature)}&sp=r&se=2026-01-15T13%3A00%3A00Z`,
);

describe('of a signed address nothing is left', () => {
  test.each([
    ['its signature', `given: ${signature}.`, 'given: ***.'],
    ['its signature as it stands there', `at ?sig=${encodeURIComponent(signature)}&x`, 'at ?sig=***&x'],
    ['its path', 'no /account/blobs/sha256-abc here', 'no *** here'],
    ['whatever it holds', 'ends 2026-01-15T13:00:00Z', 'ends ***'],
    ['what is twice', `${signature} ${signature}`, '*** ***'],
  ])('%s', (_name, text, expected) => {
    expect(withoutSignatures(text, signed)).toBe(expected);
  });

  test('what is short is left, for it is in every text', () => {
    expect(withoutSignatures('the right to read: r', signed)).toBe('the right to read: r');
  });
});

test.each([
  ['what is asked for', 'https://r.test/v2/library/app/manifests/1', 'no /v2/library/app/manifests/1'],
  [
    'a digest',
    'https://r.test/v2/a/blobs/uploads/?mount=sha256:abcdef0123456789&from=library/postgres',
    'no sha256:abcdef0123456789 in library/postgres',
  ],
  [
    'a scope',
    'https://a.test/token?service=registry.docker.io&scope=repository:a:pull',
    'no repository:a:pull at registry.docker.io',
  ],
])('of a registry’s own address %s is', (_name, url, text) => {
  expect(withoutSignatures(text, new URL(url))).toBe(text);
});
