import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import {
  InvalidReferenceError,
  formatCanonical,
  formatRepository,
  parseReference,
  registryApiHost,
  registryCredentialKey,
} from '../../src/image/reference.js';

const digest = `sha256:${'1'.repeat(64)}`;

describe('T3 one image has one canonical name, however it is spelled', () => {
  test.each([
    'almalinux:8',
    'library/almalinux:8',
    'docker.io/almalinux:8',
    'docker.io/library/almalinux:8',
    'index.docker.io/library/almalinux:8',
    'registry-1.docker.io/library/almalinux:8',
    'Docker.IO/almalinux:8',
  ])('%s', (written) => {
    expect(formatCanonical(parseReference(written))).toBe('docker.io/library/almalinux:8');
  });
});

describe('a reference', () => {
  test.each([
    ['postgres', 'docker.io/library/postgres:latest'],
    ['amazon/aws-lambda-python:3.12', 'docker.io/amazon/aws-lambda-python:3.12'],
    ['quay.io/prometheus/node-exporter:v1.8.0', 'quay.io/prometheus/node-exporter:v1.8.0'],
    ['localhost/a', 'localhost/a:latest'],
    ['localhost:5000/a:b', 'localhost:5000/a:b'],
    ['127.0.0.1:5000/a/b/c', '127.0.0.1:5000/a/b/c:latest'],
    ['[::1]:5000/a', '[::1]:5000/a:latest'],
    ['GHCR.io/a/b:V1', 'ghcr.io/a/b:V1'],
    ['a__b/c--d:x', 'docker.io/a__b/c--d:x'],
    ['registry.k8s.io/pause:3.9', 'registry.k8s.io/pause:3.9'],
  ])('%s is %s', (written, canonical) => {
    expect(formatCanonical(parseReference(written))).toBe(canonical);
  });

  test('T9 keeps tag and pin apart', () => {
    expect(parseReference(`redis:7@${digest}`)).toEqual({
      registry: 'docker.io',
      repository: 'library/redis',
      tag: '7',
      digest,
    });
  });

  test('T9 with a pin alone has no tag', () => {
    const reference = parseReference(`redis@${digest}`);
    expect(reference.tag).toBeUndefined();
    expect(formatCanonical(reference)).toBe(`docker.io/library/redis@${digest}`);
  });

  test.each([
    ['', 'empty'],
    ['a'.repeat(64), 'image ID'],
    ['Postgres:14', 'upper-case'],
    ['docker.io/Library/postgres', 'upper-case'],
    [`a:${'t'.repeat(129)}`, '129 characters'],
    ['a:-b', '"-b" is no tag'],
    ['a:', 'no tag'],
    ['a@sha256:12', 'no digest'],
    ['a@md5:12345678901234567890123456789012', 'no digest'],
    ['a//b', 'no part of a repository name'],
    ['a/b_', 'no part of a repository name'],
    ['-a', 'no part of a repository name'],
    ['a b', 'no part of a repository name'],
    ['https://quay.io/a/b', 'no registry host'],
    ['quay.io:99999/a', 'no registry host'],
    ['quay..io/a', 'no registry host'],
    ['../a', 'no registry host'],
    [`quay.io/${'a/'.repeat(130)}a`, 'at most 255'],
    [`${'x'.repeat(9_000)}:1`, 'at most 255'],
  ])('T9 %j is refused: %s', (written, what) => {
    expect(() => parseReference(written)).toThrow(InvalidReferenceError);
    expect(() => parseReference(written)).toThrow(what);
  });

  test('of any text ends in a reference or in its own error, which stays short', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 300 }), fc.stringMatching(/^[a-zA-Z0-9:/@._-]{0,80}$/)),
        (written) => {
          try {
            const reference = parseReference(written);
            expect(
              parseReference(
                `${formatRepository(reference)}${reference.tag === undefined ? '' : `:${reference.tag}`}${reference.digest === undefined ? '' : `@${reference.digest}`}`,
              ),
            ).toEqual(reference);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidReferenceError);
            expect(String(error).length).toBeLessThan(600);
          }
        },
      ),
    );
  });
});

test('Docker Hub is asked at its own host, and its credentials are under its old key', () => {
  expect(registryApiHost('docker.io')).toBe('registry-1.docker.io');
  expect(registryCredentialKey('docker.io')).toBe('https://index.docker.io/v1/');
  expect(registryApiHost('quay.io')).toBe('quay.io');
  expect(registryCredentialKey('quay.io')).toBe('quay.io');
});
