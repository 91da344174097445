import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { RegistryError } from '../../../src/image/registry-error.js';
import { TokenValues } from '../../../src/registry/auth/held-tokens.js';
import type { Token } from '../../../src/registry/auth/token.js';
import { type FetchToken, TokenPool } from '../../../src/registry/auth/token-pool.js';
import { casesOf } from '../../support/whole-run.js';
import { SearchingPool } from './searching-pool.js';

/** What a token service does with one request. */
type Answer =
  | { readonly kind: 'grants'; readonly most: number; readonly lifeMs: number; readonly isLong: boolean }
  | { readonly kind: 'opaque'; readonly lifeMs: number; readonly value: string }
  | { readonly kind: 'fails'; readonly status: number | undefined };

type Step =
  | { readonly kind: 'expect'; readonly scope: string }
  | { readonly kind: 'get'; readonly scopes: readonly string[] }
  | { readonly kind: 'answer'; readonly which: number; readonly answer: Answer }
  | { readonly kind: 'refuse'; readonly which: number }
  | { readonly kind: 'advance'; readonly ms: number };

const repositories = 45;
const repository = fc.nat(repositories - 1).map((index) => `acme/app${index}`);
const scope = fc
  .tuple(repository, fc.constantFrom('pull', 'pull', 'pull', 'pull,push'))
  .map(([name, actions]) => `repository:${name}:${actions}`);
const lifeMs = fc.constantFrom(50, 100, 200, 10_000);
const answer: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('grants' as const),
      most: fc.constantFrom(0, 1, 2, 5, 50, 50, 50),
      lifeMs,
      isLong: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('opaque' as const), lifeMs, value: fc.constantFrom('same', 'other') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('fails' as const),
      status: fc.constantFrom(401, 403, 429, 500, undefined),
    }),
  },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expect' as const), scope }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('get' as const),
      scopes: fc.array(scope, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), which: fc.nat(), answer }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refuse' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('advance' as const), ms: fc.constantFrom(20, 60, 120) }) },
);

interface Pending {
  readonly scopes: readonly string[];
  readonly number: number;
  readonly resolve: (token: Token) => void;
  readonly reject: (error: Error) => void;
}

/** A pool, a token service that answers when it is told to, and what went on between them. */
class Played {
  readonly events: string[] = [];
  readonly #pending: Pending[] = [];
  readonly #values: string[] = [];
  #now = 0;
  #requests = 0;
  #gets = 0;

  constructor(
    make: (now: () => number, record: (several: boolean) => void) => Pick<TokenPool, 'expect' | 'get'>,
    private readonly refuse: (value: string) => void,
  ) {
    this.pool = make(
      () => this.#now,
      (several) => this.events.push(`several: ${several}`),
    );
  }

  readonly pool: Pick<TokenPool, 'expect' | 'get'>;

  async play(step: Step): Promise<void> {
    this.#begin(step);
    // All that waits for what is there by now goes on.
    await new Promise(setImmediate);
  }

  #begin(step: Step): void {
    switch (step.kind) {
      case 'expect':
        this.pool.expect(step.scope);
        return;
      case 'get':
        this.#get(step.scopes);
        return;
      case 'answer': {
        const [pending] = this.#pending.splice(step.which % Math.max(1, this.#pending.length), 1);
        if (pending !== undefined) this.#answer(pending, step.answer);
        return;
      }
      case 'refuse': {
        const value = this.#values[step.which % Math.max(1, this.#values.length)];
        if (value !== undefined) this.refuse(value);
        return;
      }
      case 'advance':
        this.#now += step.ms;
    }
  }

  #get(scopes: readonly string[]): void {
    const number = (this.#gets += 1);
    const fetch: FetchToken = async (asked) =>
      new Promise((resolve, reject) => {
        this.events.push(`asked: ${asked.join(' ')}`);
        this.#pending.push({ scopes: asked, number: (this.#requests += 1), resolve, reject });
      });
    this.pool.get(scopes, fetch).then(
      ({ value }) => this.events.push(`${number} has ${value}`),
      (error: unknown) => this.events.push(`${number} fails: ${String(error)}`),
    );
  }

  #answer({ scopes, number, resolve, reject }: Pending, answer: Answer): void {
    if (answer.kind === 'fails') {
      const { status } = answer;
      const context = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' } as const;
      reject(new RegistryError({ ...context, code: 'denied', status, what: `${number}` }));
      return;
    }
    const value = answer.kind === 'opaque' ? answer.value : jwtOf(scopes.slice(0, answer.most), number, answer.isLong);
    this.#values.push(value);
    resolve({ value, header: `Bearer ${value}`, expiresAt: this.#now + answer.lifeMs });
  }
}

function jwtOf(scopes: readonly string[], number: number, isLong: boolean): string {
  const access = scopes.map((each) => {
    const [type = '', name = '', actions = ''] = each.split(':');
    return { type, name, actions: actions.split(',') };
  });
  const claims = Buffer.from(JSON.stringify({ access })).toString('base64url');
  return `e30.${claims}.${number}${isLong ? 'x'.repeat(6_000) : ''}`;
}

test('F10 a pool asks for the tokens that one asks for which searches through everything', async () => {
  const memory = fc.constantFrom(undefined, undefined, true, false);
  const expected = fc.array(scope, { maxLength: repositories, size: 'max' });
  await fc.assert(
    fc.asyncProperty(
      memory,
      expected,
      fc.array(step, { maxLength: 150, size: 'max' }),
      async (grantsSeveral, scopes, steps) => {
        const values = new TokenValues();
        const quick = new Played(
          (now, record) => new TokenPool(now, { grantsSeveral, record }, values),
          (value) => {
            values.refuse(value);
          },
        );
        let searching: SearchingPool | undefined;
        const plain = new Played(
          (now, record) => (searching = new SearchingPool(now, { grantsSeveral, record })),
          (value) => searching?.refuse(value),
        );
        for (const each of scopes) for (const { pool } of [quick, plain]) pool.expect(each);
        for (const each of steps) {
          await Promise.all([quick.play(each), plain.play(each)]);
          expect(quick.events).toEqual(plain.events);
        }
      },
    ),
    { numRuns: casesOf(200) },
  );
});
