import { describe, expect, test } from '@jest/globals';
import { isInternal, matchesGlobs, mayMatchGlobs } from '../../src/config/ownership.js';
import type { OptionTexts } from '../../src/config/options.js';
import { readOptions } from '../../src/config/read-options.js';
import { parseReference } from '../../src/image/reference.js';

function internal(image: string, target: string, names = ''): boolean {
  return isInternalBy(image, { target, internal: names });
}

function isInternalBy(image: string, inputs: OptionTexts): boolean {
  const { targets, internal } = readOptions(inputs);
  return targets.every((target) => isInternal(parseReference(image), target, internal));
}

describe('T12 the user’s own', () => {
  test.each([
    ['ghcr.io/acme/app:1', 'ghcr.io/acme/mirror', '', 'the target’s namespace on a host that many share'],
    ['ghcr.io/acme/mirror/docker.io/library/postgres:14', 'ghcr.io/acme/mirror', '', 'a copy itself'],
    ['ghcr.io/acme:1', 'ghcr.io/acme', '', 'the namespace itself'],
    ['registry.acme.io/other/app', 'registry.acme.io/mirror', '', 'anything on a host that has one owner'],
    ['registry.acme.io/app', 'registry.acme.io', '', 'anything on a host without a prefix'],
    ['localhost:5000/app', 'localhost:5000/mirror', '', 'a local registry'],
    ['eu-docker.pkg.dev/acme/x/app', 'eu-docker.pkg.dev/acme/mirror', '', 'a project on Artifact Registry'],
    ['eu.gcr.io/acme/app', 'eu.gcr.io/acme/mirror', '', 'a project on Container Registry'],
    ['acme/app:1', 'docker.io/acme', '', 'a namespace on Docker Hub'],
    ['quay.io/acme/app', 'ghcr.io/acme/mirror', 'quay.io/acme', 'a name that is listed'],
    ['quay.io/acme/app', 'ghcr.io/acme/mirror', 'quay.io', 'a host that is listed'],
    ['quay.io/acme/app', 'ghcr.io/acme/mirror', 'quay.io/acme/app', 'a repository that is listed'],
    ['acme/app', 'ghcr.io/x', 'index.docker.io/acme', 'Docker Hub by another of its names'],
    ['quay.io/a/b', 'ghcr.io/x', 'r.io\nquay.io/a, s.io', 'any one of several'],
  ])('is %s for target %s and internal %j: %s', (image, target, names) => {
    expect(internal(image, target, names)).toBe(true);
  });

  test.each([
    ['ghcr.io/acme-labs/app', 'ghcr.io/acme/mirror', '', 'a namespace that only begins so'],
    ['ghcr.io/hadolint/hadolint', 'ghcr.io/acme/mirror', '', 'another’s namespace on a host that many share'],
    ['quay.io/prometheus/node-exporter', 'quay.io/acme/mirror', '', 'another’s on Quay'],
    ['registry.gitlab.com/other/app', 'registry.gitlab.com/acme/m', '', 'another’s on GitLab'],
    ['public.ecr.aws/docker/library/x', 'public.ecr.aws/acme/m', '', 'another’s on ECR Public'],
    ['eu-docker.pkg.dev/other/x/app', 'eu-docker.pkg.dev/acme/mirror', '', 'another’s on Artifact Registry'],
    ['postgres:14', 'docker.io/acme', '', 'an official image'],
    ['registry.acme.io.evil.example/app', 'registry.acme.io/mirror', '', 'a host that only begins so'],
    ['registry.acme.io:5000/app', 'registry.acme.io/mirror', '', 'another port'],
    ['quay.io/acme2/app', 'ghcr.io/x/y', 'quay.io/acme', 'a name that only begins so'],
    ['quay.io/acme/app2', 'ghcr.io/x/y', 'quay.io/acme/app', 'a repository that only begins so'],
    ['quay.io/acme', 'ghcr.io/x/y', 'quay.io/acme/app', 'what is above a listed name'],
    ['notquay.io/a/b', 'ghcr.io/x/y', 'quay.io', 'a host that only ends so'],
  ])('is not %s for target %s and internal %j: %s', (image, target, names) => {
    expect(internal(image, target, names)).toBe(false);
  });

  test('a name is compared in lower case, as the target is: GitHub’s owner names have upper case', () => {
    expect(internal('ghcr.io/acme/app', 'quay.io/x/y', 'ghcr.io/Acme')).toBe(true);
  });

  test('a target without a prefix does not make a host that many share one’s own', () => {
    for (const [image, target] of [
      ['postgres:14', 'docker.io'],
      ['ghcr.io/hadolint/hadolint', 'ghcr.io'],
    ] as const) {
      expect(isInternalBy(image, { target, naming: 'acme/{name}' })).toBe(false);
    }
  });
});

describe('an excluded image', () => {
  function excluded(image: string, globs: string): boolean {
    return matchesGlobs(parseReference(image), readOptions({ target: 'ghcr.io/acme', exclude: globs }).exclude);
  }

  test.each([
    ['postgres:14', 'docker.io/library/*'],
    ['postgres:14', 'docker.io/library/postgres'],
    ['postgres:14', 'docker.io/library/postgres:14'],
    ['postgres:14', 'docker.io/**'],
    ['postgres:14', '**/postgres'],
    ['postgres:14', 'quay.io/**, docker.io/library/p*'],
    ['postgres:nightly', '**/*:nightly'],
    ['quay.io/a/b:nightly', '**/*:nightly'],
    ['quay.io/a/b:1.2-rc1', '**/*:*-rc*'],
    ['quay.io/a/b:1', 'quay.io/a/?'],
  ])('%s by %s', (image, globs) => {
    expect(excluded(image, globs)).toBe(true);
  });

  test.each([
    ['postgres:14', ''],
    ['postgres:14', 'postgres:14'],
    ['postgres:14', 'docker.io/*'],
    ['postgres:14', 'docker.io/library/postgres:1'],
    ['postgres:14', 'docker.io/library/postgre'],
    ['postgres:14', '**/*:nightly'],
    ['postgres:14', '*'],
    ['quay.io/a/b/c:1', 'quay.io/a/*'],
  ])('is not %s by %j', (image, globs) => {
    expect(excluded(image, globs)).toBe(false);
  });
});

describe('a glob may name what a folder is for', () => {
  test.each([
    ['docker.io/library/postgres', 'docker.io/library/postgres*', true],
    ['docker.io/library/postgres', 'docker.io/library/postgres:14', true],
    ['docker.io/library/postgres', 'docker.io/library/postgres*14', true],
    ['docker.io/library/postgres', 'docker.io/library/*:14', true],
    ['docker.io/library/postgres', 'docker.io/library/post?res', true],
    ['docker.io/library/postgres/14', 'docker.io/library/postgres', true],
    ['docker.io/library/postgres', '**', true],
    ['docker.io/library/postgres', 'docker.io/**', true],
    ['docker.io/library/postgres', '**/*:14', true],
    ['docker.io/library/postgres', '{docker.io,quay.io}/redis', true],
    ['docker.io/library/postgres', '!docker.io/library/redis', true],
    ['docker.io/library/postgres', 'docker.io/library/redis*', false],
    ['docker.io/library/postgres', 'docker.io/library/redis:7', false],
    ['docker.io/library/postgres', 'quay.io/**', false],
    ['docker.io/library/postgres', 'docker.io/library/postgres/14', false],
  ])('%s by %s: %s', (folder, glob, may) => {
    expect(mayMatchGlobs(parseReference(folder), [glob])).toBe(may);
  });
});
