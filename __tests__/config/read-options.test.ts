import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { type OptionName, type OptionTexts, modeOption, sharedOptions } from '../../src/config/options.js';
import { readCommentOption, readOptions } from '../../src/config/read-options.js';
import { ConfigurationError } from '../../src/runtime/errors.js';

const target = 'ghcr.io/acme/mirror';

function problemsOf(texts: OptionTexts): readonly string[] {
  try {
    readOptions(texts);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

test('where only the target is given, everything else has its default', () => {
  expect(readOptions({ target })).toEqual({
    mode: 'mirror',
    targets: [{ registry: 'ghcr.io', prefix: 'acme/mirror' }],
    images: 'images',
    dockerfiles: '**/*{dockerfile,containerfile}*',
    naming: [{ variable: 'registry' }, '/', { variable: 'repository' }],
    compare: 'digest',
    onMismatch: 'update',
    platforms: [],
    onMissingPlatform: 'fail',
    buildArgs: new Map(),
    internal: [],
    exclude: [],
    strictLayout: false,
    concurrency: 8,
    failOn: 'failed',
    verifyTimeoutMs: 30_000,
    insecureRegistries: [],
    comment: 'auto',
    force: false,
    scope: 'auto',
    only: [],
    allowUntrusted: false,
    allowedRegistries: [],
    runTimeoutMs: 21_000_000,
    cache: { kind: 'service' },
    configFile: '.github/image-mirror.yml',
    overrides: [],
  } satisfies Config);
});

test('an option that is empty, or blank, has its default: GitHub gives inputs that are not set so', () => {
  const names = [modeOption.name, ...sharedOptions.map(({ name }) => name)].filter((name) => name !== 'target');
  const empty = Object.fromEntries(names.map((name) => [name, '']));
  const blank = Object.fromEntries(names.map((name) => [name, ' \n\t']));
  expect(readOptions({ ...empty, target })).toEqual(readOptions({ target }));
  expect(readOptions({ ...blank, target })).toEqual(readOptions({ target }));
});

describe('an option is read', () => {
  const rows: readonly (readonly [OptionName, string, keyof Config, unknown])[] = [
    ['mode', 'mirror', 'mode', 'mirror'],
    ['comment', 'always', 'comment', 'always'],
    ['comment', 'on-problem', 'comment', 'on-problem'],
    ['comment', 'never', 'comment', 'never'],
    ['mode', 'check', 'mode', 'check'],
    ['mode', ' verify\n', 'mode', 'verify'],
    ['target', 'ghcr.io/Acme/Mirror/', 'targets', [{ registry: 'ghcr.io', prefix: 'acme/mirror' }]],
    [
      'target',
      'ghcr.io/a\n\nb.io, ghcr.io/A/',
      'targets',
      [
        { registry: 'ghcr.io', prefix: 'a' },
        { registry: 'b.io', prefix: '' },
      ],
    ],
    ['images', ' containers ', 'images', 'containers'],
    ['dockerfiles', '**/*.df', 'dockerfiles', '**/*.df'],
    ['dockerfiles', '{a,b}/Dockerfile', 'dockerfiles', '{a,b}/Dockerfile'],
    ['naming', 'm-{name}', 'naming', ['m-', { variable: 'name' }]],
    ['compare', 'presence', 'compare', 'presence'],
    ['on-mismatch', 'report', 'onMismatch', 'report'],
    ['on-mismatch', 'fail', 'onMismatch', 'fail'],
    ['platforms', 'linux/amd64', 'platforms', [{ os: 'linux', architecture: 'amd64' }]],
    [
      'platforms',
      'linux/amd64, linux/arm/v7\r\nLinux/aarch64,,\n',
      'platforms',
      [
        { os: 'linux', architecture: 'amd64' },
        { os: 'linux', architecture: 'arm', variant: 'v7' },
        { os: 'linux', architecture: 'arm64' },
      ],
    ],
    ['on-missing-platform', 'warn', 'onMissingPlatform', 'warn'],
    ['build-args', 'V=14', 'buildArgs', new Map([['V', '14']])],
    [
      'build-args',
      'A=1,2\n_b=x=y\r\n  EMPTY=\n',
      'buildArgs',
      new Map([
        ['A', '1,2'],
        ['_b', 'x=y'],
        ['EMPTY', ''],
      ]),
    ],
    ['internal', 'registry.acme.io', 'internal', ['registry.acme.io']],
    [
      'internal',
      'Registry.Acme.io:5000/a/,index.docker.io/acme\nlocalhost',
      'internal',
      ['registry.acme.io:5000/a', 'docker.io/acme', 'localhost'],
    ],
    ['exclude', 'docker.io/library/*\n**:nightly', 'exclude', ['docker.io/library/*', '**:nightly']],
    ['strict-layout', 'true', 'strictLayout', true],
    ['strict-layout', 'TRUE', 'strictLayout', true],
    ['strict-layout', 'False', 'strictLayout', false],
    ['concurrency', '1', 'concurrency', 1],
    ['concurrency', '64', 'concurrency', 64],
    ['fail-on', 'stale', 'failOn', 'stale'],
    ['fail-on', 'not-mirrored', 'failOn', 'not-mirrored'],
    ['fail-on', 'never', 'failOn', 'never'],
    ['verify-timeout', '0', 'verifyTimeoutMs', 0],
    ['verify-timeout', '3600', 'verifyTimeoutMs', 3_600_000],
    [
      'insecure-registries',
      'Registry:5000, 10.0.0.1, [::1]:5000',
      'insecureRegistries',
      ['registry:5000', '10.0.0.1', '[::1]:5000'],
    ],
    [
      'allowed-registries',
      'Index.Docker.io, ghcr.io\nregistry-1.docker.io,Registry.example.com:5000\nlocalhost',
      'allowedRegistries',
      ['docker.io', 'ghcr.io', 'docker.io', 'registry.example.com:5000', 'localhost'],
    ],
    ['allowed-registries', '*', 'allowedRegistries', ['*']],
    ['allowed-registries', ' , \n', 'allowedRegistries', []],
    ['force', 'true', 'force', true],
    ['force', 'False', 'force', false],
    ['cache', 'true', 'cache', { kind: 'service' }],
    ['cache', 'False', 'cache', { kind: 'none' }],
    ['cache', ' /var/cache/mirror ', 'cache', { kind: 'folder', path: '/var/cache/mirror' }],
    ['cache', './true', 'cache', { kind: 'folder', path: './true' }],
  ];
  test.each(rows)('%s: %j', (name, text, key, expected) => {
    expect(readOptions({ target, [name]: text })[key]).toEqual(expected);
  });
});

test('a glob that is longer than any is refused', () => {
  expect(problemsOf({ target, dockerfiles: '*'.repeat(70_000) })).toEqual([expect.stringMatching(/^dockerfiles: /)]);
});

describe('an option is refused, by its name', () => {
  const rows: readonly (readonly [OptionName, string, string])[] = [
    ['mode', 'Mirror', '"Mirror" is none of its values. Choose mirror, check, verify.'],
    ['mode', 'copy', '"copy" is none'],
    ['target', '', 'it is required'],
    ['target', 'https://ghcr.io/acme', 'has a scheme. Write ghcr.io/acme.'],
    ['target', 'acme/mirror', 'docker.io/acme/mirror'],
    ['target', 'ghcr.io', '"ghcr.io" is shared by many, and this names no owner. Write ghcr.io/<owner>.'],
    ['dockerfiles', '/etc/*', 'leads out of the folder'],
    ['dockerfiles', '../**/Dockerfile', 'leads out of the folder'],
    ['dockerfiles', 'a/../../b', 'leads out of the folder'],
    ['naming', 'mirror', 'gives all images one name'],
    ['naming', '{repo}', '"{repo}" in "{repo}" is unknown. Use {registry}, {repository}, {namespace}, {name}.'],
    ['compare', 'tag', 'Choose digest, presence.'],
    ['on-mismatch', 'copy', 'Choose update, report, fail.'],
    ['platforms', 'foo', 'Invalid platform "foo". This is neither a known system nor a known architecture.'],
    ['platforms', 'linux/amd64 linux/arm64', 'Invalid platform'],
    ['platforms', 'linux/arm/v7/x', 'Invalid platform'],
    ['on-missing-platform', 'skip', 'Choose fail, warn.'],
    ['build-args', 'V', '"V" is no build argument. Write NAME=value, one a line.'],
    ['build-args', '=x', '"=x" is no build argument'],
    ['build-args', '1V=x', 'is no build argument'],
    ['build-args', 'A B=x', 'is no build argument'],
    ['internal', 'https://ghcr.io/acme', 'has a scheme'],
    ['internal', '/acme', 'begins with no registry host'],
    ['internal', 'ghcr.io:port/acme', 'is no host'],
    ['exclude', '/docker.io/*', 'leads out'],
    ['exclude', '../*', 'leads out'],
    ['strict-layout', 'yes', '"yes" is neither true nor false.'],
    ['strict-layout', '1', 'is neither true nor false'],
    ['concurrency', '0', '"0" is no whole number from 1 to 64.'],
    ['concurrency', '65', 'from 1 to 64'],
    ['concurrency', '-1', 'from 1 to 64'],
    ['concurrency', '1.5', 'from 1 to 64'],
    ['concurrency', '1e1', 'from 1 to 64'],
    ['concurrency', '0x10', 'from 1 to 64'],
    ['concurrency', '9999999999', 'from 1 to 64'],
    ['fail-on', 'always', 'Choose failed, stale, not-mirrored, never.'],
    ['verify-timeout', '3601', 'from 0 to 3600'],
    ['verify-timeout', '30s', 'from 0 to 3600'],
    ['insecure-registries', 'http://registry:5000', 'is no host'],
    ['insecure-registries', 'registry:5000/a', 'is no host'],
    ['insecure-registries', 'registry:70000', 'is no host'],
    ['insecure-registries', '*', 'is no host'],
    ['allowed-registries', 'https://ghcr.io', '"https://ghcr.io" is no host'],
    ['allowed-registries', 'ghcr.io/acme', '"ghcr.io/acme" is no host'],
    ['allowed-registries', '*.gcr.io', '"*.gcr.io" is no host'],
    ['allowed-registries', 'ghcr.io:99999', '"ghcr.io:99999" is no host'],
    ['allowed-registries', 'dockerhub', '"dockerhub" is no registry that a FROM can name'],
    ['force', 'yes', 'neither true nor false'],
    ['cache', 'off', '"off" is neither true nor false. A folder of that name is ./off.'],
    ['cache', 'yes', 'neither true nor false'],
    ['cache', '0', 'neither true nor false'],
    ['cache', 'tRUE', 'neither true nor false'],
  ];
  test.each(rows)('%s: not %s', (name, text, what) => {
    const problems = problemsOf({ target, [name]: text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: `));
    expect(problems[0]).toContain(what);
  });
});

test('all problems of all options are told at once, each naming its option', () => {
  const problems = problemsOf({
    mode: 'x',
    target: '',
    dockerfiles: '/',
    naming: '{x}',
    compare: 'x',
    'on-mismatch': 'x',
    platforms: 'x, linux/amd64, y',
    'on-missing-platform': 'x',
    'build-args': 'x\nA=1\ny',
    internal: 'a b',
    exclude: '/x',
    'strict-layout': 'x',
    concurrency: 'x',
    'fail-on': 'x',
    'verify-timeout': 'x',
    'insecure-registries': 'a/b',
    comment: 'sometimes',
    force: 'x',
    cache: 'no',
  });
  expect(problems.map((problem) => problem.slice(0, problem.indexOf(':')))).toEqual([
    'mode',
    'target',
    'dockerfiles',
    'naming',
    'compare',
    'on-mismatch',
    'platforms',
    'platforms',
    'on-missing-platform',
    'build-args',
    'build-args',
    'internal',
    'exclude',
    'strict-layout',
    'concurrency',
    'fail-on',
    'verify-timeout',
    'insecure-registries',
    'comment',
    'force',
    'cache',
  ]);
});

test('force is for the modes that read content', () => {
  expect(problemsOf({ target, mode: 'verify', force: 'true' })).toEqual([
    expect.stringMatching(/^force: mode "verify"/),
  ]);
  expect(problemsOf({ target, mode: 'check', force: 'true' })).toEqual([]);
});

test('a name of one’s own that begins with no host is refused: it would match no image', () => {
  expect(problemsOf({ target, internal: 'acme' })).toEqual([expect.stringMatching(/^internal: .*"acme"/)]);
});

test('a name of one’s own that no repository can have is refused: it would match no image', () => {
  expect(problemsOf({ target, internal: 'ghcr.io/acme:v1' })).toEqual([expect.stringMatching(/^internal: /)]);
  expect(problemsOf({ target, internal: 'ghcr.io/acme/*' })).toEqual([expect.stringMatching(/^internal: /)]);
});

test('a glob of braces with a comma is kept whole or refused, and never taken apart in silence', () => {
  const braces = 'docker.io/library/{postgres,redis}';
  const problems = problemsOf({ target, exclude: braces });
  expect(problems.length > 0 || readOptions({ target, exclude: braces }).exclude[0] === braces).toBe(true);
});

test('whatever is given, there is a configuration, or problems that name their options', () => {
  const names: readonly OptionName[] = [modeOption.name, ...sharedOptions.map(({ name }) => name)];
  const texts = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.string(), fc.string({ unit: 'binary' })));
  fc.assert(
    fc.property(texts, (given) => {
      for (const problem of problemsOf(given)) {
        expect(names).toContain(problem.slice(0, problem.indexOf(':')));
      }
    }),
  );
});

test.each([
  ['', 'auto'],
  [' never\n', 'never'],
  ['sometimes', undefined],
])('whether a comment is wanted is read by itself: %j is %j', (comment, when) => {
  expect(readCommentOption({ comment, target: 'https://wrong', mode: 'copy' })).toBe(when);
});

test.each([
  ['target', '/'],
  ['exclude', ','],
  ['exclude', 'a,'],
  ['exclude', '{,'],
  ['exclude', ',}'],
  ['internal', '/'],
  ['build-args', 'A'],
  ['naming', '{'],
] as const)('%s of two hundred thousand %j, which lead to nothing, is read or refused', (name, unit) => {
  const much = `ghcr.io/a${unit.repeat(Math.floor(200_000 / unit.length))}!`;
  for (const problem of problemsOf({ target, [name]: much })) expect(problem.startsWith(`${name}: `)).toBe(true);
});
