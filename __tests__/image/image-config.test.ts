import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { InvalidConfigError, readImageConfig } from '../../src/image/image-config.js';

const bytesOf = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('a config is read', () => {
  test('as docker and BuildKit write it', () => {
    const config = readImageConfig(
      bytesOf({
        created: '2024-05-06T07:08:09.123456789Z',
        os: 'linux',
        architecture: 'arm64',
        variant: 'v8',
        config: {
          Entrypoint: ['docker-entrypoint.sh'],
          Cmd: ['postgres', '-c', 'a b'],
          User: 'postgres',
          WorkingDir: '/data',
          StopSignal: 'SIGINT',
          Env: ['PATH=/usr/bin', 'EMPTY=', 'BARE', 'A=b=c'],
          ExposedPorts: { '5432/tcp': {} },
          Volumes: { '/var/lib': {} },
          Labels: { maintainer: 'me' },
          Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 30_000_000_000, Timeout: 1_500_000_000, Retries: 3 },
        },
      }),
    );
    expect(config).toEqual({
      platform: { os: 'linux', architecture: 'arm64' },
      created: '2024-05-06T07:08:09.123456789Z',
      settings: [
        { field: 'entrypoint', value: '["docker-entrypoint.sh"]' },
        { field: 'command', value: '["postgres", "-c", "a b"]' },
        { field: 'user', value: 'postgres' },
        { field: 'working-directory', value: '/data' },
        { field: 'stop-signal', value: 'SIGINT' },
        { field: 'healthcheck', value: '["CMD-SHELL", "true"] interval 30 s, timeout 1.5 s, 3 retries' },
        { field: 'ports', name: '5432/tcp', value: '5432/tcp' },
        { field: 'volumes', name: '/var/lib', value: '/var/lib' },
        { field: 'environment', name: 'PATH', value: '/usr/bin' },
        { field: 'environment', name: 'EMPTY', value: '' },
        { field: 'environment', name: 'BARE', value: '' },
        { field: 'environment', name: 'A', value: 'b=c' },
        { field: 'labels', name: 'maintainer', value: 'me' },
      ],
    });
  });

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['nulls', { created: null, config: { Env: null, Cmd: null, Labels: null, ExposedPorts: null, Healthcheck: null } }],
    ['a config that is null', { config: null }],
    ['a config that is a list', { config: ['Env'] }],
    ['wrong types', { created: 7, os: 1, config: { Env: 'A=b', Cmd: { a: 1 }, User: [], Labels: ['x'], Volumes: 1 } }],
    [
      'words that are none',
      { config: { Env: [1, null, {}], Cmd: [[]], Labels: { a: 1, b: null }, Healthcheck: { Retries: 'x' } } },
    ],
    ['dates that are none', { created: 'yesterday' }],
    ['a date with words behind', { created: '2024-05-06T07:08:09Z</details>' }],
    ['a day that there is not', { created: '2024-99-06T07:08:09Z' }],
    ['a platform without an architecture', { os: 'linux', architecture: '' }],
  ])('where it has %s, as nothing', (_name, value) => {
    expect(readImageConfig(bytesOf(value))).toEqual({ settings: [] });
  });

  test('what is right beside what is wrong counts', () => {
    expect(readImageConfig(bytesOf({ config: { Env: [1, 'A=1', null], Labels: { a: 'x', b: 2 } } })).settings).toEqual([
      { field: 'environment', name: 'A', value: '1' },
      { field: 'labels', name: 'a', value: 'x' },
    ]);
  });

  test('of a name that comes twice the last counts, and a name of JavaScript’s own is one like any', () => {
    const text = '{"config":{"Env":["A=1","A=2","__proto__=x"],"Labels":{"__proto__":"y","constructor":"z"}}}';
    expect(readImageConfig(bytesOf(text)).settings).toEqual([
      { field: 'environment', name: 'A', value: '2' },
      { field: 'environment', name: '__proto__', value: 'x' },
      { field: 'labels', name: '__proto__', value: 'y' },
      { field: 'labels', name: 'constructor', value: 'z' },
    ]);
  });
});

describe('what is no config is refused by name', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['no JSON', bytesOf('<html>'), /not JSON/],
    ['nothing', new Uint8Array(), /not JSON/],
    ['not UTF-8', Uint8Array.from([0x7b, 0xff]), /not JSON/],
    ['a list', bytesOf('[]'), /no JSON object/],
    ['a text', bytesOf('"x"'), /no JSON object/],
    ['null', bytesOf('null'), /no JSON object/],
    ['a million brackets', bytesOf('['.repeat(1_000_000)), /not JSON/],
    ['a list in a list in a list', bytesOf('['.repeat(100_000) + ']'.repeat(100_000)), /no JSON object/],
    ['more than 4 MiB', new Uint8Array(4 * 1024 * 1024 + 1).fill(0x20), /at most 4194304/],
  ])('%s', (_name, bytes, words) => {
    expect(() => readImageConfig(bytes)).toThrow(InvalidConfigError);
    expect(() => readImageConfig(bytes)).toThrow(words);
  });
});

test('deep values and a million wrong entries are passed over', () => {
  const deep = `{"config":{"Labels":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)},"Env":[${'1,'.repeat(1_000_000)}"A=1"]}}`;
  expect(readImageConfig(bytesOf(deep)).settings).toEqual([{ field: 'environment', name: 'A', value: '1' }]);
});

test('whatever it is, nothing but the own error is thrown', () => {
  const fields = fc.record(
    { created: fc.json(), os: fc.string(), architecture: fc.string(), config: fc.jsonValue() },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytesOf), fields.map(bytesOf)), (bytes) => {
      try {
        readImageConfig(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidConfigError);
      }
    }),
  );
});
