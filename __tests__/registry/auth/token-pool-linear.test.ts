import { expect, test } from '@jest/globals';
import { RegistryError } from '../../../src/image/registry-error.js';
import { TokenValues } from '../../../src/registry/auth/held-tokens.js';
import { type FetchToken, TokenPool } from '../../../src/registry/auth/token-pool.js';

const lifeMs = 300_000;

/** A pool for so many repositories, and the token service behind it, which counts how often the pool looks whether a token is still good. */
interface Counted {
  readonly names: readonly string[];
  readonly get: (...scopes: readonly string[]) => Promise<string>;
  readonly refuse: (value: string) => void;
  readonly expireAll: () => void;
}

function grant(scopes: readonly string[], number: number): string {
  const access = scopes.map((scope) => ({ type: 'repository', name: scope.split(':')[1] ?? '', actions: ['pull'] }));
  return `e30.${Buffer.from(JSON.stringify({ access })).toString('base64url')}.${number}`;
}

async function countLooks(
  repositories: number,
  work: (pool: Counted) => Promise<unknown>,
  answer: (scopes: readonly string[], number: number) => string | Error = grant,
): Promise<number> {
  const values = new TokenValues();
  let looks = 0;
  let now = 0;
  let requests = 0;
  const clock = (): number => {
    looks += 1;
    return now;
  };
  const pool = new TokenPool(clock, { grantsSeveral: undefined, record: () => undefined }, values);
  const names = Array.from({ length: repositories }, (_value, index) => `acme/app${index}`);
  for (const name of names) pool.expect(pull(name));
  const fetchToken: FetchToken = async (scopes) => {
    requests += 1;
    const answered = answer(scopes, requests);
    // Later tokens end later.
    const expiresAt = now + lifeMs + requests;
    await Promise.resolve();
    if (answered instanceof Error) throw answered;
    return { value: answered, header: `Bearer ${answered}`, expiresAt };
  };
  await work({
    names,
    get: async (...scopes) => (await pool.get(scopes, fetchToken)).value,
    refuse: (value) => {
      values.refuse(value);
    },
    expireAll: () => {
      now += 2 * lifeMs;
    },
  });
  return looks;
}

function pull(name: string): string {
  return `repository:${name}:pull`;
}

async function inTurn<Item>(
  items: readonly Item[],
  ask: (item: Item, index: number) => Promise<unknown>,
): Promise<void> {
  for (const [index, item] of items.entries()) await ask(item, index);
}

/** Each fifth of a private one: the service grants nothing of it. */
function grantSome(scopes: readonly string[], number: number): string {
  return grant(
    scopes.filter((scope) => !/[05]:/.test(scope)),
    number,
  );
}

function failFor(scopes: readonly string[], number: number): string | Error {
  const context = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' } as const;
  const error = new RegistryError({ ...context, code: 'unavailable', status: 429, what: '429' });
  return number % 2 === 0 ? error : grant(scopes, number);
}

const orders: readonly (readonly [string, (pool: Counted) => Promise<unknown>, Parameters<typeof countLooks>[2]?])[] = [
  ['in their order', async ({ names, get }) => inTurn(names, async (name) => get(pull(name)))],
  ['all at once', async ({ names, get }) => Promise.all(names.map(async (name) => get(pull(name))))],
  ['in the other order', async ({ names, get }) => inTurn(names.toReversed(), async (name) => get(pull(name)))],
  [
    'that are mounted into from one of them',
    async ({ names, get }) => inTurn(names, async (name) => get(pull(name), pull('acme/app7'))),
  ],
  [
    'that are mounted into from one of them, which is asked for in between',
    async ({ names, get }) =>
      inTurn(names, async (name) => {
        await get(pull(name), pull('acme/app7'));
        await get('repository:acme/app7:pull,push');
      }),
    // Its own token is the only one that may write.
    (scopes, number) => (scopes[0]?.endsWith('push') === true ? `T${number}` : grant(scopes, number)),
  ],
  [
    'that are mounted into, each from the one before it',
    async ({ names, get }) => inTurn(names.slice(1), async (name, index) => get(pull(name), pull(names[index] ?? ''))),
  ],
  [
    'whose tokens end, and which are asked for in the other order then',
    async ({ names, get, expireAll }) => {
      await inTurn(names, async (name) => get(pull(name)));
      expireAll();
      await inTurn(names.toReversed(), async (name) => get(pull(name)));
    },
  ],
  [
    'whose tokens the registry refuses',
    async ({ names, get, refuse }) =>
      inTurn(names, async (name) => {
        refuse(await get(pull(name)));
      }),
  ],
  ['that are private in part', async ({ names, get }) => inTurn(names, async (name) => get(pull(name))), grantSome],
  [
    'whose token service fails now and then',
    async ({ names, get }) => inTurn(names, async (name) => get(pull(name)).catch(() => undefined)),
    failFor,
  ],
];

test.each(orders.map(([order, work, answer = grant]) => [order, work, answer] as const))(
  'F10 twice as many repositories %s take twice as many looks at tokens',
  async (_order, work, answer) => {
    const looks = await Promise.all([400, 800, 1_600].map(async (count) => countLooks(count, work, answer)));
    const [few = 0, more = 0, most = 0] = looks;
    expect(most).toBeGreaterThan(0);
    // A look at all of them for each takes four times as many.
    expect(most - more).toBeLessThanOrEqual(2.5 * (more - few));
  },
);
