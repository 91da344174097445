import { describe, expect, test } from 'vitest';
import { RegistryError } from '../../../src/errors.js';
import { TokenPool } from '../../../src/registry/auth/token-pool.js';

const context = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' } as const;
const lifeMs = 60_000;

interface Pool {
  readonly pool: TokenPool;
  /** The scopes of each request for a token. */
  readonly requests: readonly (readonly string[])[];
  readonly get: (name: string) => Promise<string>;
  readonly advance: (ms: number) => void;
}

/** @param make the token's value for these scopes, or what is thrown */
function poolOf(names: readonly string[], make: (scopes: readonly string[], index: number) => string | Error): Pool {
  let now = 0;
  const pool = new TokenPool(() => now);
  for (const name of names) pool.expect(pull(name));
  const requests: (readonly string[])[] = [];
  const fetchToken = async (scopes: readonly string[]): Promise<{ value: string; expiresAt: number }> => {
    const made = make(scopes, requests.push(scopes) - 1);
    await Promise.resolve();
    if (made instanceof Error) throw made;
    return { value: made, expiresAt: now + lifeMs };
  };
  return {
    pool,
    requests,
    get: async (name) => (await pool.get([pull(name)], fetchToken)).value,
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

const opaque = (_scopes: readonly string[], index: number): string => `T${String(index)}`;
const many = Array.from({ length: 200 }, (_value, index) => `acme/app${String(index)}`);

describe('tokens for many repositories', () => {
  test('are asked for together, twenty scopes a token, the needed one first', async () => {
    const { get, requests } = poolOf(many, opaque);
    const values = await Promise.all(many.map(get));
    expect(requests).toHaveLength(10);
    expect(requests[0]).toEqual(many.slice(0, 20).map(pull));
    expect(values.slice(0, 21)).toEqual([...Array.from({ length: 20 }, () => 'T0'), 'T1']);
  });

  test('begin with the one that is needed, and go round at the end', async () => {
    const { get, requests } = poolOf(['a', 'b', 'c'], opaque);
    await get('b');
    expect(requests).toEqual([['b', 'c', 'a'].map(pull)]);
  });

  test('with long names are fewer at once: a request line has an end', async () => {
    const { get, requests } = poolOf(
      many.map((name) => `${'long/'.repeat(40)}${name}`),
      opaque,
    );
    await get(`${'long/'.repeat(40)}acme/app0`);
    expect(requests[0]?.join('&').length).toBeLessThan(4_100);
    expect(requests[0]?.length).toBeGreaterThan(10);
  });

  test('that end are asked for together again', async () => {
    const { get, requests, advance } = poolOf(['a', 'b'], opaque);
    expect(await Promise.all(['a', 'b'].map(get))).toEqual(['T0', 'T0']);
    advance(lifeMs);
    expect(await Promise.all(['a', 'b'].map(get))).toEqual(['T1', 'T1']);
    expect(requests).toHaveLength(2);
  });

  test('of a repository that nobody expected is asked for by itself, with what is', async () => {
    const { get, requests } = poolOf(['a'], opaque);
    await get('z');
    expect(requests).toEqual([[pull('z'), pull('a')]]);
  });
});

describe('a server that grants less', () => {
  test('and says so in the token: what lacks is asked for, with no request in vain', async () => {
    const { get, requests } = poolOf(['a', 'b', 'c'], (scopes, index) =>
      jwt(
        scopes.slice(0, 2).map((scope) => ({ type: 'repository', name: scope.split(':')[1] ?? '', actions: ['pull'] })),
        index,
      ),
    );
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

  test('and does not say so: the first refusal tells, and from then on each has its own', async () => {
    const { get, pool, requests } = poolOf(['a', 'b', 'c', 'd'], opaque);
    expect(await Promise.all(['a', 'b'].map(get))).toEqual(['T0', 'T0']);
    expect(pool.isShared('T0')).toBe(true);
    pool.refuse([pull('b')], 'T0');
    expect(await get('a')).toBe('T0');
    expect(await Promise.all(['b', 'c', 'd'].map(get))).toEqual(['T1', 'T2', 'T3']);
    expect(requests.slice(1)).toEqual(['b', 'c', 'd'].map((name) => [pull(name)]));
    expect(pool.isShared('T1')).toBe(false);
  });

  test('but a scope that is refused by itself, too, is no word on that', async () => {
    const { get, pool, requests } = poolOf(['a', 'secret', 'c', 'd'], opaque);
    await get('a');
    pool.refuse([pull('secret')], 'T0');
    await get('secret');
    pool.deny([pull('secret')]);
    expect(await Promise.all(['c', 'd'].map(get))).toEqual(['T2', 'T2']);
    expect(requests[1]).toEqual([pull('secret')]);
  });

  test('a token that was taken back early is no word on that', async () => {
    const { get, pool, requests } = poolOf(['a', 'b'], opaque);
    await get('a');
    pool.refuse([pull('a')], 'T0');
    expect(await Promise.all(['a', 'b'].map(get))).toEqual(['T1', 'T1']);
    expect(requests).toHaveLength(2);
  });

  test('a refused JWT that says that it grants the scope is no word on that either', async () => {
    const { get, pool, requests } = poolOf(['a', 'b'], (scopes, index) =>
      jwt(
        scopes.map((scope) => ({ type: 'repository', name: scope.split(':')[1] ?? '', actions: ['*'] })),
        index,
      ),
    );
    const first = await get('b');
    pool.refuse([pull('a')], first);
    expect(await get('a')).toBe(await get('b'));
    expect(requests).toHaveLength(2);
  });
});

describe('a server that refuses several scopes', () => {
  test.each([400, 401, 403, 404, 414])('with %d: each is asked for by itself from then on', async (status) => {
    const { get, requests } = poolOf(['a', 'b'], (scopes, index) =>
      scopes.length > 1 ? refused(status) : `T${index}`,
    );
    expect(await Promise.all(['a', 'b'].map(get))).toEqual(['T1', 'T2']);
    expect(requests).toEqual([['a', 'b'].map(pull), [pull('a')], [pull('b')]]);
  });

  test('for the sake of one that may not be had: that one fails, and no other', async () => {
    const { get } = poolOf(['secret', 'b'], (scopes, index) =>
      scopes.includes(pull('secret')) ? refused(403) : `T${index}`,
    );
    const results = await Promise.allSettled(['secret', 'b'].map(get));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  test('by breaking: each is asked for by itself from then on', async () => {
    const broken = new RegistryError({ ...context, code: 'unavailable', status: 500, what: '500' });
    const { get, requests } = poolOf(['a', 'b'], (scopes, index) => (scopes.length > 1 ? broken : `T${index}`));
    expect(await get('a')).toBe('T1');
    expect(await get('b')).toBe('T2');
    expect(requests[2]).toEqual([pull('b')]);
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
