import { splitName } from '../../../src/result/bump.js';
import type { Files } from '../../support/mirror.js';
import type { PullRequest } from './recorded-pull-request.js';

/** What a bot bumps in one file. */
export interface Bump {
  /** `docker.io/library/postgres` */
  readonly image: string;
  /** `14@sha256:…`: a tag, and its pin where there is one */
  readonly before: string;
  readonly now: string;
  readonly type: string;
}

/** A tree with one file for each of these images, where their names say. */
export function treeOf(images: readonly string[]): Files {
  return Object.fromEntries(
    images.map((image) => [`images/${splitName(image).repository}/Dockerfile`, `FROM ${image}\n`]),
  );
}

function treesOf(bumps: readonly Bump[]): Pick<PullRequest, 'before' | 'now'> {
  return {
    before: treeOf(bumps.map(({ image, before }) => `${image}:${before}`)),
    now: treeOf(bumps.map(({ image, now }) => `${image}:${now}`)),
  };
}

/** Source: dependabot-core, message_builder.rb and branch_namer. */
export function dependabot(bumps: readonly Bump[], group?: string): PullRequest {
  const [first] = bumps.map(({ image, now }) => `${nameForDependabot(image)}-${tagOf(now)}`);
  return {
    ...treesOf(bumps),
    author: 'dependabot[bot]',
    branch: `dependabot/docker/${group === undefined ? (first ?? '') : `${group}-1f2e3d4c5b`}`,
    body: '',
    commits: [
      [
        ...bumps.map(
          ({ image, before, now }) => `Bumps ${nameForDependabot(image)} from ${tagOf(before)} to ${tagOf(now)}.`,
        ),
        '',
        '---',
        'updated-dependencies:',
        ...bumps.flatMap(({ image, now, type }) => [
          `- dependency-name: ${nameForDependabot(image)}`,
          `  dependency-version: ${tagOf(now)}`,
          '  dependency-type: direct:production',
          `  update-type: version-update:semver-${type}`,
          ...(group === undefined ? [] : [`  dependency-group: ${group}`]),
        ]),
        '...',
        '',
        'Signed-off-by: dependabot[bot] <support@github.com>',
      ].join('\n'),
    ],
  };
}

/** Without the registry. */
function nameForDependabot(image: string): string {
  return image.slice(image.indexOf('/') + 1);
}

/** Source: renovatebot/renovate, workers/repository/update/pr/body/updates-table.ts. */
export function renovate(bumps: readonly Bump[], branch: string): PullRequest {
  return {
    ...treesOf(bumps),
    author: 'renovate[bot]',
    branch: `renovate/${branch}`,
    body: [
      'This PR contains the following updates:',
      '',
      '| Package | Type | Update | Change |',
      '|---|---|---|---|',
      ...bumps.map(({ image, before, now, type }) => `| ${image} | final | ${type} | ${changeOf(before, now)} |`),
      '',
      '---',
      '',
      '<!--renovate-debug:eyJjcmVhdGVkSW5WZXIiOiI0NC4zMC4wIn0=-->',
    ].join('\n'),
    commits: [],
  };
}

/** A pull request that a person made. */
export function person(before: Files, now: Files): PullRequest {
  return { author: 'octocat', branch: 'tidy-up', before, now, body: '', commits: [] };
}

function changeOf(before: string, now: string): string {
  const isDigest = tagOf(before) === tagOf(now);
  const [from, to] = isDigest ? [digestOf(before), digestOf(now)] : [tagOf(before), tagOf(now)];
  return `\`${from}\` → \`${to}\``;
}

function tagOf(version: string): string {
  return version.replace(/@.*/, '');
}

/** Its first seven digits. */
function digestOf(version: string): string {
  return version.replace(/^.*@sha256:/, '').slice(0, 7);
}
