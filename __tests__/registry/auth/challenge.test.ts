import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { challengePatterns, parseChallenges } from '../../../src/registry/auth/challenge.js';

type Plain = readonly (readonly [string, Readonly<Record<string, string>>])[];

function read(headers: string | readonly string[] | undefined): Plain {
  return parseChallenges(headers).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
}

describe('a registry’s challenge', () => {
  const rows: readonly (readonly [string, string | readonly string[], Plain])[] = [
    [
      'Docker Hub',
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/postgres:pull"',
      [
        [
          'bearer',
          {
            realm: 'https://auth.docker.io/token',
            service: 'registry.docker.io',
            scope: 'repository:library/postgres:pull',
          },
        ],
      ],
    ],
    [
      'GHCR',
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:acme/app:pull"',
      [['bearer', { realm: 'https://ghcr.io/token', service: 'ghcr.io', scope: 'repository:acme/app:pull' }]],
    ],
    [
      'ECR',
      'Basic realm="https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/",service="ecr.amazonaws.com"',
      [['basic', { realm: 'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/', service: 'ecr.amazonaws.com' }]],
    ],
    [
      'Harbor, with several scopes in one string',
      'Bearer realm="https://harbor.acme.io/service/token",service="harbor-registry",scope="repository:a/b:pull repository:c/d:pull,push"',
      [
        [
          'bearer',
          {
            realm: 'https://harbor.acme.io/service/token',
            service: 'harbor-registry',
            scope: 'repository:a/b:pull repository:c/d:pull,push',
          },
        ],
      ],
    ],
    [
      'a scope whose name has a port',
      'Bearer realm="https://r.test/t",scope="repository:localhost:5000/a:pull",error="insufficient_scope"',
      [
        [
          'bearer',
          { realm: 'https://r.test/t', scope: 'repository:localhost:5000/a:pull', error: 'insufficient_scope' },
        ],
      ],
    ],
    ['distribution with htpasswd', 'Basic realm="Registry Realm"', [['basic', { realm: 'Registry Realm' }]]],
    [
      'several challenges in one header',
      'Negotiate, Basic realm="a", charset="UTF-8", Bearer realm="https://b.test/token",service="c"',
      [
        ['negotiate', {}],
        ['basic', { realm: 'a', charset: 'UTF-8' }],
        ['bearer', { realm: 'https://b.test/token', service: 'c' }],
      ],
    ],
    [
      'several headers',
      ['Negotiate', 'Basic realm="a"', 'Bearer realm="https://b.test/token"'],
      [
        ['negotiate', {}],
        ['basic', { realm: 'a' }],
        ['bearer', { realm: 'https://b.test/token' }],
      ],
    ],
    [
      'values without quotes, with characters that no token has',
      'Bearer realm=https://b.test/~token?a=b+c,service=r.test:443/x,scope=repository:a:pull',
      [['bearer', { realm: 'https://b.test/~token?a=b+c', service: 'r.test:443/x', scope: 'repository:a:pull' }]],
    ],
    [
      'escapes in quotes',
      String.raw`Basic realm="a \"b\" \\ c, d=e"`,
      [['basic', { realm: String.raw`a "b" \ c, d=e` }]],
    ],
    [
      'blanks, tabs, empty list members, any case',
      'BEARER\tRealm = "https://b.test/t" ,, SERVICE= x ,',
      [['bearer', { realm: 'https://b.test/t', service: 'x' }]],
    ],
    ['an empty value', 'Bearer realm="",service=""', [['bearer', { realm: '', service: '' }]]],
    ['a scheme without parameters', 'Negotiate', [['negotiate', {}]]],
    ['a parameter that is given twice: the last counts', 'Bearer realm="a",realm="b"', [['bearer', { realm: 'b' }]]],
  ];
  test.each(rows)('of %s', (_name, headers, expected) => {
    expect(read(headers)).toEqual(expected);
  });
});

describe('what is no challenge is passed over', () => {
  const rows: readonly (readonly [string, string | readonly string[] | undefined, Plain])[] = [
    ['no header', undefined, []],
    ['no headers', [], []],
    ['an empty header', '', []],
    ['commas and blanks', ' , ,\t', []],
    ['parameters without a scheme', 'realm="https://b.test/t",service="x"', []],
    ['characters of no token', '"()<>@:?={}"', []],
    ['a parameter without a value', 'Bearer realm=, service="x"', [['bearer', { service: 'x' }]]],
    ['a bare NUL', 'Bearer\u0000realm="x"', []],
  ];
  test.each(rows)('%s', (_name, headers, expected) => {
    expect(read(headers)).toEqual(expected);
  });

  test('a quote that is never closed leaves no realm', () => {
    const [first] = read('Bearer realm="https://evil.test/token');
    expect(first).toEqual(['bearer', {}]);
  });

  test('a challenge after rubbish is found', () => {
    expect(read('???, Basic realm="a"')).toEqual([['basic', { realm: 'a' }]]);
    expect(read('?Basic realm="a"')).toEqual([['basic', { realm: 'a' }]]);
  });

  test('what is behind 8 KiB is cut off', () => {
    expect(read(`${','.repeat(8_192)}Basic realm="a"`)).toEqual([]);
    expect(read(`${','.repeat(8_000)}Basic realm="a"`)).toEqual([['basic', { realm: 'a' }]]);
  });
});

describe('of anything', () => {
  test('there is an answer, in lower case', () => {
    const alphabet = fc.constantFrom(...'aB=",\\ \t;:/+~(\u0000é'.split(''), 'Bearer ', 'Basic', 'realm="');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: alphabet, maxLength: 60 }), fc.string({ unit: 'binary' })), (header) => {
        for (const { scheme, parameters } of parseChallenges(header)) {
          expect(scheme).toMatch(/^[!#$%&'*+.^_`|~\w-]+$/);
          expect([scheme, ...parameters.keys()].join('')).toBe([scheme, ...parameters.keys()].join('').toLowerCase());
        }
      }),
    );
  });

  test('what is written in quotes is read back', () => {
    // A header's characters, as Node lets them through.
    const value = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(value, value, (realm, service) => {
        const quoted = (text: string): string => `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;
        expect(read(`Bearer realm=${quoted(realm)}, service=${quoted(service)}`)).toEqual([
          ['bearer', { realm, service }],
        ]);
      }),
    );
  });

  // What a single look may cost is held by eslint-plugin-regexp, and by the limit that every test has.
  test.each([',', '"', '\\', ' ', '\t,', 'a', 'a=', 'a="', 'a ', '="', '\\"', 'a =', '"a=', 'a\\'])(
    '32 KiB of %j is not looked at more often than 8 KiB of it',
    (unit) => {
      const much = unit.repeat(32_768 / unit.length);
      for (const header of [much, `Bearer realm="${much}`, `Bearer ${much}`]) {
        const looks = looksAt(header.slice(0, 8_192));
        expect(looks).toBeGreaterThan(0);
        expect(looks).toBeLessThanOrEqual(2 * 8_192);
        expect(looksAt(header)).toBe(looks);
      }
    },
  );
});

/** How often a pattern is put to a header. */
function looksAt(header: string): number {
  const parameter = new CountedPattern(challengePatterns.parameter);
  const scheme = new CountedPattern(challengePatterns.scheme);
  parseChallenges(header, { parameter, scheme });
  return parameter.looks + scheme.looks;
}

class CountedPattern extends RegExp {
  looks = 0;

  override exec(text: string): RegExpExecArray | null {
    this.looks += 1;
    return super.exec(text);
  }
}
