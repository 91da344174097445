import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { type ComparedImage, compareImages } from '../../src/image/compare-images.js';
import type { ConfigChange } from '../../src/image/image-comparison.js';
import { type ImageConfig, readImageConfig } from '../../src/image/image-config.js';
import { digestOf } from '../../src/image/hash.js';

interface Config {
  readonly created?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

const readConfig = (value: Config): ImageConfig =>
  readImageConfig(Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', ...value })));

const layer = (name: string, size = 10): { digest: ReturnType<typeof digestOf>; size: number } => ({
  digest: digestOf(Buffer.from(name)),
  size,
});

function image(name: string, value: Config = {}, more: Partial<ComparedImage> = {}): ComparedImage {
  const inside = { platform: 'linux/amd64', layers: [layer(name)], config: readConfig(value) };
  return { name, digest: digestOf(Buffer.from(name)), platforms: ['linux/amd64'], inside, ...more };
}

function changesOf(before: Config, now: Config): readonly ConfigChange[] {
  return compareImages(image('a:1', before), image('a:2', now)).comparison.inside?.changes ?? [];
}

const env = (...entries: string[]): Config => ({ config: { Env: entries } });
const label = (name: string, value: string): Config => ({ config: { Labels: { [name]: value } } });

describe('what changed in a config', () => {
  test.each<[string, Config, Config, readonly ConfigChange[]]>([
    ['nothing', env('A=1', 'B=2'), env('B=2', 'A=1'), []],
    ['a variable', env('A=1'), env('A=2'), [{ field: 'environment', name: 'A', before: '1', now: '2' }]],
    ['a variable more', env(), env('A='), [{ field: 'environment', name: 'A', now: '' }]],
    ['a variable less', env('A=1'), env(), [{ field: 'environment', name: 'A', before: '1' }]],
    [
      'a search path stays readable',
      env('PATH=/usr/local/bin:/usr/bin', 'PG_MAJOR=14'),
      env('PATH=/usr/local/sbin:/usr/bin', 'PG_MAJOR=15'),
      [
        { field: 'environment', name: 'PATH', before: '/usr/local/bin:/usr/bin', now: '/usr/local/sbin:/usr/bin' },
        { field: 'environment', name: 'PG_MAJOR', before: '14', now: '15' },
      ],
    ],
    [
      'user, command and the rest, in one order',
      { config: { User: 'a', Cmd: ['x'], Volumes: { '/v': {} } } },
      { config: { User: 'root', Cmd: ['x', 'y'], ExposedPorts: { '80/tcp': {} } } },
      [
        { field: 'command', before: '["x"]', now: '["x", "y"]' },
        { field: 'user', before: 'a', now: 'root' },
        { field: 'ports', name: '80/tcp', now: '80/tcp' },
        { field: 'volumes', name: '/v', before: '/v' },
      ],
    ],
    [
      'what is gone stands in its place, too',
      { config: { User: 'app' } },
      label('a', '1'),
      [
        { field: 'user', before: 'app' },
        { field: 'labels', name: 'a', now: '1' },
      ],
    ],
    [
      'a label that would like to be more than text stays what it is',
      label('a', '1'),
      label('a', '</details>\n@team ::error:: `x`'),
      [{ field: 'labels', name: 'a', before: '1', now: '</details>\n@team ::error:: `x`' }],
    ],
  ])('%s', (_name, before, now, changes) => {
    expect(changesOf(before, now)).toEqual(changes);
  });

  test('a long value and a long name are cut, and no character in its middle', () => {
    const [change] = changesOf(
      label('n'.repeat(300), 'x'),
      label('n'.repeat(300), `${'v'.repeat(999)}😀${'w'.repeat(2 ** 20)}`),
    );
    expect(change).toEqual({ field: 'labels', name: `${'n'.repeat(200)}…`, before: 'x', now: `${'v'.repeat(999)}…` });
  });

  test('values that differ only behind the cut are a change', () => {
    const long = 'v'.repeat(5_000);
    expect(changesOf(label('a', `${long}1`), label('a', `${long}2`))).toHaveLength(1);
  });

  test('ten thousand variables are cut with a warning, and hide nothing but each other and labels', () => {
    const many = Array.from({ length: 10_000 }, (_item, index) => `V${index}=x`);
    const now = { config: { Env: many, User: 'root', Labels: { a: 'b' } } };
    const { comparison, warnings } = compareImages(image('a:1'), image('a:2', now));
    expect(comparison.inside?.changes).toHaveLength(100);
    expect(comparison.inside?.changes[0]).toEqual({ field: 'user', now: 'root' });
    expect(warnings).toEqual(['Its config has 10002 changes, of which the first 100 are listed.']);
  });
});

const token = `ghp_${'a1B2'.repeat(9)}`;

describe('secrets', () => {
  test.each([
    'PASSWORD',
    'POSTGRES_PASSWORD',
    'PGPASSWORD',
    'db_passwd',
    'SSH_PASSPHRASE',
    'REDIS_PASS',
    'DBPASS',
    'DBPWD',
    'FTP_PW',
    'DEPLOY_KEY',
    'MYSQL_PWD',
    'CLIENT_SECRET',
    'SECRET_KEY_BASE',
    'GITHUB_TOKEN',
    'TOKEN_2',
    'com.example.accessToken',
    'PRIVATE_KEY',
    'com.example.apiKey',
    'API-KEY',
    'AWS_ACCESS_KEY_ID',
    'GOOGLE_CREDENTIALS',
    'SENTRY_DSN',
    'AZURE_CONNECTION_STRING',
    'HTTP_AUTH',
  ])('a variable or label of the name %s is told without values', (name) => {
    expect(changesOf(env(`${name}=old-one`), env(`${name}=new-one`))).toEqual([
      { field: 'environment', name, isHidden: true },
    ]);
    expect(changesOf(label(name, 'x'), {})).toEqual([{ field: 'labels', name, isHidden: true }]);
  });

  test.each([
    'GPG_KEY',
    'TOKENIZERS_PARALLELISM',
    'COMPASS',
    'BYPASS',
    'OLDPWD',
    'PASSENGER_VERSION',
    'AUTHOR',
    'PWD',
    'KEYCLOAK_VERSION',
  ])('%s is no secret’s name', (name) => {
    expect(changesOf(env(`${name}=1`), env(`${name}=2`))).toEqual([
      { field: 'environment', name, before: '1', now: '2' },
    ]);
  });

  test.each([
    ['a token of GitHub', token],
    ['a token among words', `curl -H "x: ${token}"`],
    ['a fine-grained token of GitHub', `github_pat_${'1A'.repeat(20)}`],
    ['a token of GitLab', `glpat-${'x'.repeat(20)}`],
    ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'],
    ['PEM', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
    ['an address with a user', 'postgres://app:hunter2@db/app'],
    ['an address with a token', 'https://x-token@example.com/'],
    ['a password that is not encoded', 'redis://:a/b#c@cache'],
    ['JSON with a password', '{"password":"hunter2"}'],
    ['an assignment', 'user=app password=hunter2'],
    ['a connection string', 'Server=db;Uid=app;Pwd=hunter2;'],
    ['a key in a connection string', 'AccountName=acme;AccountKey=aHVudGVyMg==;'],
    ['a header that authorizes', 'Authorization: Basic YXBwOmh1bnRlcjI='],
    ['an address that is a hook', 'https://hooks.slack.com/services/T0/B0/xyz'],
    ['a signed address', 'https://acme.blob.core.windows.net/a?sv=1&sig=aHVudGVyMg%3D%3D'],
  ])('%s is not shown, before or now, whatever its name', (_name, value) => {
    expect(changesOf(env(`A=${value}`), env('A=plain'))).toEqual([{ field: 'environment', name: 'A', isHidden: true }]);
    expect(changesOf(label('a', 'plain'), label('a', value))).toEqual([{ field: 'labels', name: 'a', isHidden: true }]);
  });

  test.each([
    ['an address', 'https://example.com:8080/a?b=c'],
    ['a description', 'Manages secrets and tokens, for people with a password'],
    ['a mail address', 'me@example.com'],
    ['a digest', digestOf(Buffer.from('x'))],
  ])('%s is shown', (_name, value) => {
    expect(changesOf(label('a', 'x'), label('a', value))).toEqual([
      { field: 'labels', name: 'a', before: 'x', now: value },
    ]);
  });

  test.each([
    ['--token', token],
    ['--password', 'hunter2'],
    ['--password=hunter2'],
    ['--requirepass', 'hunter2'],
    ['-u', 'app:hunter2'],
  ])('in a command (%s) nothing is shown either', (...words) => {
    expect(changesOf({}, { config: { Cmd: ['run', ...words] } })).toEqual([{ field: 'command', isHidden: true }]);
  });

  test('what a variable hides is shown nowhere else', () => {
    const now = {
      config: { Env: ['DB_PASSWORD=correct-horse'], Cmd: ['run', 'correct-horse'], Labels: { 'correct-horse': 'x' } },
    };
    const changes = changesOf({}, now);
    expect(changes).toEqual([
      { field: 'command', isHidden: true },
      { field: 'environment', name: 'DB_PASSWORD', isHidden: true },
      { field: 'labels', now: 'x' },
    ]);
  });

  test('a token at the cut is not shown in part', () => {
    expect(changesOf({}, label('a', `${'x '.repeat(495)}${token}`))).toEqual([
      { field: 'labels', name: 'a', isHidden: true },
    ]);
  });

  test('a megabyte that is nearly a secret is looked through in no time', () => {
    const nearly = ['://', '--password-', ':', 'eyJ', '-', 'secret '].map((part) => part.repeat(150_000)).join('');
    expect(changesOf({}, label('a', nearly))).toHaveLength(1);
  });

  test('no hidden value is ever in a comparison', () => {
    const secret = fc.stringMatching(/^[a-zA-Z0-9]{12,40}$/).map((text) => `zq${text}`);
    const names = fc.constantFrom('DB_PASSWORD', 'API_KEY', 'x.token', 'PRIVATE_KEY');
    fc.assert(
      fc.property(secret, secret, names, fc.string(), (one, other, name, noise) => {
        const withSecret = (value: string): Config => ({
          config: {
            Env: [`${name}=${value}`, `B=${noise}${value}`, `${value}=1`],
            Cmd: ['run', value],
            User: value,
            Labels: { [name]: value, [`l${value}`]: noise, n: `${noise} ${value}` },
          },
        });
        const compared = compareImages(image('a:1', withSecret(one)), image('a:2', withSecret(other)));
        const text = JSON.stringify(compared);
        expect(text.includes(one) || text.includes(other)).toBe(false);
      }),
    );
  });
});

test('of platforms those lost and gained are told, and what is lost is a warning', () => {
  const before = image('a:1', {}, { platforms: ['linux/amd64', 'linux/arm/v7'], inside: undefined });
  const now = image('a:2', {}, { platforms: ['linux/amd64', 'linux/s390x'] });
  const { comparison, warnings } = compareImages(before, now);
  expect(comparison).toEqual({
    before: { name: 'a:1', digest: before.digest },
    lostPlatforms: ['linux/arm/v7'],
    gainedPlatforms: ['linux/s390x'],
  });
  expect(warnings).toEqual(['It does not serve linux/arm/v7 any more, which a:1 did.']);
});

test('an index that does not say all that it serves has lost nothing', () => {
  const { comparison, warnings } = compareImages(image('a:1'), image('a:2', {}, { platforms: undefined }));
  expect([comparison.lostPlatforms, comparison.gainedPlatforms, warnings]).toEqual([[], [], []]);
});

test('layers are kept, added and removed by their digest', () => {
  const inside = (...layers: ReturnType<typeof layer>[]): Partial<ComparedImage> => ({
    inside: { platform: 'linux/amd64', layers, config: readConfig({}) },
  });
  const before = image('a:1', {}, inside(layer('x', 5), layer('y', 7)));
  const now = image('a:2', {}, inside(layer('x', 5), layer('z', 11), layer('w', 13)));
  expect(compareImages(before, now).comparison.inside?.layers).toEqual({
    kept: 1,
    keptBytes: 5,
    added: 2,
    addedBytes: 24,
    removed: 1,
  });
});

test.each<[string, string | undefined, string | undefined, readonly string[]]>([
  [
    'older',
    '2024-05-01T00:00:00Z',
    '2024-04-30T23:59:59+00:00',
    ['It is older than the image that it replaces: it was built 2024-04-30, and a:1 was built 2024-05-01.'],
  ],
  [
    'older by hours',
    '2024-05-01T12:00:00Z',
    '2024-05-01T11:59:59+00:00',
    [
      'It is older than the image that it replaces: it was built 2024-05-01T11:59:59+00:00, and a:1 was built 2024-05-01T12:00:00Z.',
    ],
  ],
  ['of the same time', '2024-05-01T00:00:00Z', '2024-05-01T02:00:00+02:00', []],
  ['newer', '2024-05-01T00:00:00Z', '2024-05-02T00:00:00Z', []],
  ['built reproducibly', '2024-05-01T00:00:00Z', '1970-01-01T00:00:00Z', []],
  ['built reproducibly, as buildpacks do', '2024-05-01T00:00:00Z', '1980-01-01T00:00:01Z', []],
  ['built reproducibly, both', '1980-01-01T00:00:01Z', '0001-01-01T00:00:00Z', []],
  ['without a date', '2024-05-01T00:00:00Z', undefined, []],
])('an image that is %s', (_name, before, now, warnings) => {
  const created = (date: string | undefined): Config => (date === undefined ? {} : { created: date });
  expect(compareImages(image('a:1', created(before)), image('a:2', created(now))).warnings).toEqual(warnings);
});

const anyConfig = fc.record(
  {
    created: fc.oneof(
      fc.string(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    ),
    config: fc.record(
      {
        Env: fc.array(fc.oneof(fc.string(), fc.integer())),
        Cmd: fc.oneof(fc.array(fc.string()), fc.string()),
        User: fc.string(),
        Labels: fc.dictionary(fc.string(), fc.jsonValue()),
        ExposedPorts: fc.dictionary(fc.string(), fc.constant({})),
        Healthcheck: fc.jsonValue(),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

test('an image compared with itself has no changes', () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      const { comparison, warnings } = compareImages(image('a:1', config), image('a:1', config));
      expect(comparison).toMatchObject({ lostPlatforms: [], gainedPlatforms: [], inside: { changes: [] } });
      expect(comparison.inside?.layers).toMatchObject({ kept: 1, added: 0, removed: 0 });
      expect(warnings).toEqual([]);
    }),
  );
});

test('whatever two configs say, they can be compared', () => {
  fc.assert(
    fc.property(anyConfig, anyConfig, (before, now) => {
      const changes = changesOf(before, now);
      const hidden = changes.filter(({ isHidden }) => isHidden === true);
      expect(hidden.every((change) => change.before === undefined && change.now === undefined)).toBe(true);
    }),
  );
});
