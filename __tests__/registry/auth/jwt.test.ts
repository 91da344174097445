import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { readGrants } from '../../../src/registry/auth/jwt.js';

function tokenOf(claims: string): string {
  return `e30.${Buffer.from(claims).toString('base64url')}.signature`;
}

test('a JWT says what it allows', () => {
  const access = [
    { type: 'repository', name: 'library/postgres', actions: ['pull'] },
    { type: 'repository', name: 'acme/app', actions: ['pull', 'push'] },
    { type: 'repository', name: 'acme/denied', actions: null },
  ];
  expect(readGrants(tokenOf(JSON.stringify({ access })))).toEqual(
    new Map([
      ['repository:library/postgres', new Set(['pull'])],
      ['repository:acme/app', new Set(['pull', 'push'])],
      ['repository:acme/denied', new Set()],
    ]),
  );
});

test.each([
  '',
  'opaque',
  'a.b',
  'a.b.c',
  tokenOf('{}'),
  tokenOf('{"access":"all"}'),
  tokenOf('{"access":[{"type":1}]}'),
])('nothing is read from %j', (token) => {
  expect(readGrants(token)).toBeUndefined();
});

test('whatever a token is, it does not throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.json(), (text, claims) => {
      readGrants(text);
      readGrants(tokenOf(claims));
      readGrants(tokenOf(text));
    }),
  );
});
