import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { formatRepository, parseReference } from '../../src/image/reference.js';
import { agrees, imageOfFolder } from '../../src/tree/folder-layout.js';

describe('T11 a folder that names an image', () => {
  test.each([
    ['docker.io/library/postgres/Dockerfile', 'docker.io/library/postgres'],
    ['docker.io/postgres/Dockerfile', 'docker.io/library/postgres'],
    ['index.docker.io/library/postgres/Dockerfile', 'docker.io/library/postgres'],
    ['docker.io/amazon/aws-lambda-python/Dockerfile', 'docker.io/amazon/aws-lambda-python'],
    ['quay.io/prometheus/node-exporter/Dockerfile', 'quay.io/prometheus/node-exporter'],
    ['quay.io/a/b/c/d/x.Dockerfile', 'quay.io/a/b/c/d'],
    ['registry.k8s.io/pause/Containerfile', 'registry.k8s.io/pause'],
    ['localhost/a/Dockerfile', 'localhost/a'],
    ['localhost_5000/a/Dockerfile', 'localhost:5000/a'],
    ['registry.acme.io_8443/a/b/Dockerfile', 'registry.acme.io:8443/a/b'],
    ['GHCR.io/a/b/Dockerfile', 'ghcr.io/a/b'],
    ['docker.io/library/postgres/14/Dockerfile', 'docker.io/library/postgres/14'],
  ])('%s', (path, expected) => {
    const image = imageOfFolder(path);
    expect(image === undefined ? undefined : formatRepository(image)).toBe(expected);
  });

  test.each([
    ['Dockerfile', 'no folder'],
    ['postgres/Dockerfile', 'a name alone'],
    ['library/postgres/Dockerfile', 'no host'],
    ['services/web_2/Dockerfile', 'another layout'],
    ['docker.io/Dockerfile', 'a host alone'],
    ['.github/x/Dockerfile', 'a hidden folder'],
    ['docker.io/Upper/Dockerfile', 'a name that is none'],
    ['docker.io/a b/Dockerfile', 'a name with a blank'],
    ['quay.io/a__/b/Dockerfile', 'a name with odd separators'],
    ['v1..2/a/Dockerfile', 'a host that is none'],
    ['registry.acme.io_99999/a/Dockerfile', 'a port that is none'],
    ['', 'nothing'],
  ])('is not %s: %s', (path) => {
    expect(imageOfFolder(path)).toBeUndefined();
  });

  test('of any path there is an answer', () => {
    const path = fc.array(fc.oneof(fc.string(), fc.constantFrom('docker.io', 'a', '..', '.', 'x_5000')), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(path, (parts) => {
        const image = imageOfFolder([...parts, 'Dockerfile'].join('/'));
        expect(image?.registry).not.toBe('');
      }),
    );
  });
});

describe('T11 a folder and an image', () => {
  test.each([
    ['docker.io/library/postgres', 'postgres:14'],
    ['docker.io/postgres', 'postgres:14'],
    ['docker.io/library/postgres/14', 'postgres:14'],
    ['docker.io/library/postgres/14/alpine', 'docker.io/postgres:14-alpine'],
    ['quay.io/a/b', 'quay.io/a/b@sha256:' + 'a'.repeat(64)],
  ])('%s and %s agree', (folder, image) => {
    expect(agrees(parseReference(folder), parseReference(image))).toBe(true);
  });

  test.each([
    ['quay.io/a/b', 'docker.io/a/b'],
    ['docker.io/library/postgres', 'postgrest'],
    ['docker.io/library/postgrest', 'postgres'],
    ['docker.io/library/postgres', 'quay.io/library/postgres'],
    ['quay.io/a/b', 'quay.io/a/b/c'],
    ['quay.io/a', 'quay.io/b'],
    ['quay.io:443/a/b', 'quay.io/a/b'],
  ])('%s and %s do not', (folder, image) => {
    expect(agrees(parseReference(folder), parseReference(image))).toBe(false);
  });
});
