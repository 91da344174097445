import { describe, expect, test } from '@jest/globals';
import { RegistryError } from '../../../src/image/registry-error.js';
import { TokenValues } from '../../../src/registry/auth/held-tokens.js';
import type { Token } from '../../../src/registry/auth/token.js';
import { TokenPool } from '../../../src/registry/auth/token-pool.js';

const context = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' } as const;
const lifeMs = 60_000;

interface Pool {
  /** Refuses a token, as a registry does. */
  readonly refuse: (value: string) => void;
  /** The scopes of each request for a token. */
  readonly requests: readonly (readonly string[])[];
  /** What was found out about the server. */
  readonly noted: readonly boolean[];
  readonly get: (name: string) => Promise<string>;
  readonly getAll: (scopes: readonly string[]) => Promise<string>;
  readonly advance: (ms: number) => void;
}

/** @param make the token's value for these scopes, or what is thrown */
function poolOf(
  names: readonly string[],
  make: (scopes: readonly string[], index: number) => string | Error,
  grantsSeveral?: boolean,
): Pool {
  let now = 0;
  const noted: boolean[] = [];
  const values = new TokenValues();
  const pool = new TokenPool(() => now, { grantsSeveral, record: (several) => noted.push(several) }, values);
  for (const name of names) pool.expect(pull(name));
  const requests: (readonly string[])[] = [];
  const fetchToken = async (scopes: readonly string[]): Promise<Token> => {
    const made = make(scopes, requests.push(scopes) - 1);
    await Promise.resolve();
    if (made instanceof Error) throw made;
    return { value: made, header: `Bearer ${made}`, expiresAt: now + lifeMs };
  };
  return {
    refuse: (value) => {
      values.refuse(value);
    },
    requests,
    noted,
    get: async (name) => (await pool.get([pull(name)], fetchToken)).value,
    getAll: async (scopes) => (await pool.get(scopes, fetchToken)).value,
    advance: (ms) => {
      now += ms;
    },
  };
}

function pull(name: string): string {
  return `repository:${name}:pull`;
}

function jwt(access: readonly { type: string; name: string; actions: readonly string[] }[], index: number): string {
  return `e30.${Buffer.from(JSON.stringify({ access })).toString('base64url')}.${String(index)}`;
}

function refused(status: number): RegistryError {
  return new RegistryError({ ...context, code: 'denied', status, what: String(status) });
}

function grantAll(scopes: readonly string[], index: number): string {
  return jwt(
    scopes.map((scope) => ({ type: 'repository', name: scope.split(':')[1] ?? '', actions: ['pull'] })),
    index,
  );
}

function grantActions(scopes: readonly string[], index: number): string {
  const access = scopes.map((scope) => scope.split(':'));
  return jwt(
    access.map(([type = '', name = '', actions = '']) => ({ type, name, actions: actions.split(',') })),
    index,
  );
}

const many = Array.from({ length: 200 }, (_value, index) => `acme/app${String(index)}`);

describe('tokens for many repositories', () => {
  test('are asked for together, twenty scopes a token, the needed one first', async () => {
    const { get, requests } = poolOf(many, grantAll);
    const values = await Promise.all(many.map(get));
    expect(requests).toHaveLength(10);
    expect(requests[0]).toEqual(many.slice(0, 20).map(pull));
    expect(new Set(values.slice(0, 20)).size).toBe(1);
    expect(values[20]).not.toBe(values[0]);
  });

  test('begin with the one that is needed, and go round at the end', async () => {
    const { get, requests } = poolOf(['a', 'b', 'c'], grantAll);
    await get('b');
    expect(requests).toEqual([['b', 'c', 'a'].map(pull)]);
  });

  test('with long names are fewer at once: a request line has an end', async () => {
    const long = many.map((name) => `${'long/'.repeat(40)}${name}`);
    const { get, requests } = poolOf(long, grantAll);
    await get(long[0] ?? '');
    expect(requests[0]?.join('&').length).toBeLessThan(4_100);
    expect(requests[0]?.length).toBeGreaterThan(10);
  });

  test('that would be too long for a header are fewer at once', async () => {
    const { get, requests } = poolOf(
      many,
      (scopes, index) => grantAll(scopes, index) + 'x'.repeat(scopes.length * 400),
    );
    for (const name of many.slice(0, 40)) expect((await get(name)).length).toBeLessThan(6_000);
    expect(requests[0]).toHaveLength(20);
    expect(requests[1]).toHaveLength(1);
    expect(requests.at(-1)?.length).toBeLessThanOrEqual(10);
  });

  test('that end are asked for together again', async () => {
    const { get, requests, advance } = poolOf(['a', 'b'], grantAll);
    const [a, b] = await Promise.all(['a', 'b'].map(get));
    expect(a).toBe(b);
    advance(lifeMs);
    expect(await get('a')).not.toBe(a);
    expect(requests).toHaveLength(2);
  });

  test('of a repository that nobody expected is asked for by itself, with what is', async () => {
    const { get, requests } = poolOf(['a'], grantAll);
    await get('z');
    expect(requests).toEqual([[pull('z'), pull('a')]]);
  });

  test('that the registry does not take are taken back, whomever they were for', async () => {
    const { get, refuse, requests } = poolOf(['a', 'b'], grantAll);
    refuse(await get('b'));
    expect(await get('a')).toBe(await get('b'));
    expect(requests).toHaveLength(2);
  });
});

describe('a token to mount by, for a repository and one that has the blob,', () => {
  const lent = (name: string): readonly string[] => [pull(name), pull('lender')];

  test('is for those that come next, too, whatever tokens they have', async () => {
    const { get, getAll, requests } = poolOf([...many.slice(0, 50), 'lender'], grantAll);
    for (const name of many.slice(0, 50)) await get(name);
    expect(requests).toHaveLength(3);
    const values = await Promise.all(many.slice(0, 38).map(async (name) => getAll(lent(name))));
    expect(requests.slice(3).map(([first]) => first)).toEqual([many[0], many[19]].map((name = '') => pull(name)));
    expect(new Set(values.slice(0, 19)).size).toBe(1);
  });

  test('costs no repository the token that it has', async () => {
    const { refuse, get, getAll, requests } = poolOf(['a', 'b', 'lender'], grantAll);
    const value = await get('a');
    refuse(await getAll([pull('b'), pull('unexpected')]));
    expect(await Promise.all(['a', 'b', 'lender'].map(get))).toEqual([value, value, value]);
    expect(requests).toHaveLength(2);
  });

  test('may only read the lender, which writes with its own', async () => {
    const { getAll, requests } = poolOf([], grantActions);
    const write = 'repository:lender:pull,push';
    const value = await getAll([write]);
    await getAll(lent('a'));
    expect(await getAll([write])).toBe(value);
    expect(requests).toHaveLength(2);
  });

  test('that grants less than it was asked for takes nothing from others', async () => {
    const { get, getAll, requests } = poolOf(['a', 'b', 'lender'], (scopes, index) =>
      grantAll(index === 0 ? scopes : scopes.slice(0, 2), index),
    );
    const value = await get('b');
    await getAll([pull('a'), pull('unexpected')]);
    expect(requests[1]).toEqual(['a', 'unexpected', 'b', 'lender'].map(pull));
    expect(await get('b')).toBe(value);
    expect(requests).toHaveLength(2);
  });

  test('comes with what else is mounted from, the latest ten', async () => {
    const lenders = many.slice(0, 12);
    const { get, getAll, requests } = poolOf([...lenders, 'z'], (scopes, index) => grantAll(scopes.slice(0, 2), index));
    for (const lender of lenders) await getAll([pull('a'), pull(lender)]);
    await get('z');
    expect(requests.at(-1)?.slice(0, 11)).toEqual(['z', ...lenders.slice(2)].map(pull));
  });

  test('that is denied says nothing of how many may be asked for', async () => {
    const { get, getAll, requests, noted } = poolOf(many, (scopes, index) =>
      scopes.includes(pull('gone')) ? refused(403) : grantAll(scopes, index),
    );
    await get(many[0] ?? '');
    await expect(getAll([pull(many[0] ?? ''), pull('gone')])).rejects.toThrow('403');
    await get(many[30] ?? '');
    expect(requests.at(-1)).toHaveLength(20);
    expect(requests.at(-1)).not.toContain(pull('gone'));
    expect(noted).not.toContain(false);
  });
});

describe('a server that grants less', () => {
  test('and says so in the token: what lacks is asked for, with no request in vain', async () => {
    const { get, requests } = poolOf(['a', 'b', 'c'], (scopes, index) => grantAll(scopes.slice(0, 2), index));
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map(get));
    expect(b).toBe(a);
    expect(c).not.toBe(a);
    expect(requests).toEqual([['a', 'b', 'c'].map(pull), [pull('c')]]);
  });

  test('and grants nothing for the needed scope: the token is used all the same, and the registry says why', async () => {
    const { get, requests } = poolOf(['a'], (_scopes, index) => jwt([], index));
    await get('a');
    expect(requests).toHaveLength(1);
  });

  test('or does not say what: nothing is assumed, and each has its own from then on', async () => {
    const { get, requests } = poolOf(['a', 'b', 'c'], (_scopes, index) => `T${String(index)}`);
    expect(await Promise.all(['a', 'b', 'c'].map(get))).toEqual(['T0', 'T1', 'T2']);
    expect(requests).toEqual([['a', 'b', 'c'].map(pull), [pull('b')], [pull('c')]]);
  });
});

describe('a server that refuses several scopes', () => {
  test.each([400, 401, 403, 404, 414, 500])('with %d: each is asked for by itself from then on', async (status) => {
    const { get, requests } = poolOf(['a', 'b'], (scopes, index) =>
      scopes.length > 1 ? refused(status) : `T${index}`,
    );
    expect(await get('a')).toBe('T1');
    expect(await get('b')).toBe('T2');
    expect(requests).toEqual([['a', 'b'].map(pull), [pull('a')], [pull('b')]]);
  });

  test('for the sake of one that may not be had: that one fails, and no other', async () => {
    const { get } = poolOf(['secret', 'b'], (scopes, index) =>
      scopes.includes(pull('secret')) ? refused(403) : `T${index}`,
    );
    const results = await Promise.allSettled(['secret', 'b'].map(get));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  test.each([429, undefined])('but %s, or no answer, is no word on that', async (status) => {
    const busy = new RegistryError({ ...context, code: 'rate-limited', status, what: String(status) });
    const { get, requests } = poolOf(['a', 'b'], () => busy);
    await expect(get('a')).rejects.toBe(busy);
    expect(requests).toHaveLength(1);
  });

  test('but a service that is down fails all that wait, once', async () => {
    const { get, requests } = poolOf(
      ['a', 'b'],
      () => new RegistryError({ ...context, code: 'unavailable', status: 503, what: '503' }),
    );
    const results = await Promise.allSettled(['a', 'b'].map(get));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(requests).toEqual([['a', 'b'].map(pull), [pull('a')]]);
  });
});

describe('what was found out about a server', () => {
  test.each([
    ['that it grants several', grantAll, [true]],
    ['that its tokens do not say', (_scopes: readonly string[], index: number) => `T${index}`, [false]],
    [
      'that it refuses several',
      (scopes: readonly string[], index: number) => (scopes.length > 1 ? refused(400) : `T${index}`),
      [false],
    ],
  ])('is told: %s', async (_name, make, expected) => {
    const { get, noted } = poolOf(['a', 'b'], make);
    await get('a');
    expect(noted).toEqual(expected);
  });

  test('is nothing where one was asked for', async () => {
    const { get, noted } = poolOf(['a'], grantAll);
    await get('a');
    expect(noted).toEqual([]);
  });

  test('by an earlier run saves the first request in vain, and is found out anew by the second', async () => {
    const { get, requests } = poolOf(
      ['a', 'b', 'c', 'd'],
      (scopes, index) => (scopes.length > 1 ? refused(400) : `T${index}`),
      false,
    );
    expect(await get('a')).toBe('T0');
    for (const name of ['b', 'c', 'd']) await get(name);
    expect(requests).toEqual([[pull('a')], ['b', 'c', 'd'].map(pull), ...['b', 'c', 'd'].map((name) => [pull(name)])]);
  });

  test('and is wrong, costs one request', async () => {
    const { get, requests } = poolOf(many, grantAll, false);
    for (const name of many) await get(name);
    expect(requests).toHaveLength(11);
  });
});
