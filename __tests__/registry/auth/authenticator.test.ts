import { describe, expect, test } from 'vitest';
import type { OperationContext } from '../../../src/errors.js';
import { type Authorization, Authenticator } from '../../../src/registry/auth/authenticator.js';
import { parseChallenges } from '../../../src/registry/auth/challenge.js';
import type { Credentials } from '../../../src/registry/auth/credentials.js';
import { type HeldClock, heldClock } from '../../support/held-clock.js';
import { type FakeAnswer, type FakeSend, fakeSend } from '../fake-send.js';
import { pairInBase64, secretFor } from '../../support/secrets.js';

const context: OperationContext = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' };
const bearer = 'Bearer realm="https://auth.test/token",service="s"';
const basic = 'Basic realm="x"';
const password: Credentials = { kind: 'password', username: 'alice', password: secretFor('alice') };
const pull = ['repository:a:pull'];
const push = ['repository:a:pull,push'];

interface Made extends Pick<FakeSend, 'requests'> {
  readonly authenticator: Authenticator;
  readonly clock: HeldClock;
  readonly asked: readonly string[];
  readonly authorization: (scopes: readonly string[]) => Promise<Authorization | undefined>;
  readonly refuse: (
    header: string,
    challenges?: readonly string[],
    of?: { repository?: string; method?: string },
  ) => void;
  readonly authorize: (scopes?: readonly string[]) => Promise<string | undefined>;
}

function make({
  credentials,
  answer,
}: { credentials?: Credentials; answer?: (index: number) => FakeAnswer } = {}): Made {
  const token = (index: number): FakeAnswer => ({ status: 200, body: `{"token":"T${index}","expires_in":60}` });
  const { send, requests } = fakeSend((_request, index) => (answer ?? token)(index));
  const clock = heldClock();
  const asked: string[] = [];
  const authenticator = new Authenticator({
    registry: 'r.test',
    insecureRegistries: [],
    memory: { grantsSeveral: undefined, note: () => undefined },
    credentials: async (registry) => {
      asked.push(registry);
      return Promise.resolve(credentials);
    },
    send,
    clock,
  });
  const authorization = async (scopes: readonly string[]): Promise<Authorization | undefined> =>
    authenticator.authorization({ repository: 'a', scopes, base: new URL('https://r.test'), context });
  const authorize = async (scopes: readonly string[] = pull): Promise<string | undefined> =>
    (await authorization(scopes))?.header;
  const refuse = (
    header: string,
    challenges: readonly string[] = [],
    { repository = 'a', method = 'GET' } = {},
  ): void => {
    const authorization = { header, challenge: { scheme: 'bearer', parameters: new Map<string, string>() } };
    const scopes = [`repository:${repository}:pull`];
    authenticator.refused(parseChallenges(challenges), { repository, scopes, method, authorization });
  };
  return { authenticator, clock, requests, asked, authorize, authorization, refuse };
}

describe('what a registry asks for', () => {
  test('is nothing: nothing is sent, and no credentials are looked up', async () => {
    const { authorize, asked, requests } = make({ credentials: password });
    expect(await authorize()).toBeUndefined();
    expect([asked, requests]).toEqual([[], []]);
  });

  test.each([
    ['Basic', [basic], `Basic ${pairInBase64('alice', secretFor('alice'))}`],
    ['Bearer', [bearer], 'Bearer T0'],
    ['both, where Bearer goes first', [basic, bearer], 'Bearer T0'],
    ['both in another order', [bearer, basic], 'Bearer T0'],
    ['Basic and what is unknown', ['Negotiate', basic], `Basic ${pairInBase64('alice', secretFor('alice'))}`],
    [
      'Basic and a Bearer without a realm',
      ['Bearer service="s"', basic],
      `Basic ${pairInBase64('alice', secretFor('alice'))}`,
    ],
    ['what is unknown', ['Negotiate', 'Digest realm="x"'], undefined],
    ['nothing that can be read', [], undefined],
  ])('is %s', async (_name, headers, expected) => {
    const { authenticator, authorize } = make({ credentials: password });
    authenticator.learn(parseChallenges(headers));
    expect(await authorize()).toBe(expected);
  });

  test('stays Bearer where Basic is offered later, and becomes Bearer where that is', async () => {
    const { authenticator, authorize } = make({ credentials: password });
    authenticator.learn(parseChallenges(basic));
    expect(await authorize()).toMatch(/^Basic /);
    authenticator.learn(parseChallenges(bearer));
    expect(await authorize()).toBe('Bearer T0');
    authenticator.learn(parseChallenges(basic));
    authenticator.learn([]);
    expect(await authorize()).toBe('Bearer T0');
  });

  test('Basic without credentials: go without', async () => {
    const { authenticator, authorize } = make();
    authenticator.learn(parseChallenges(basic));
    expect(await authorize()).toBeUndefined();
  });

  test('Basic with an identity token is a failure that says what to do', async () => {
    const { authenticator, authorize } = make({ credentials: { kind: 'identity-token', token: secretFor('alice') } });
    authenticator.learn(parseChallenges(basic));
    await expect(authorize()).rejects.toMatchObject({ code: 'credentials' });
    await expect(authorize()).rejects.toThrow('Log in to r.test with a user and a password.');
    await expect(authorize()).rejects.not.toThrow(secretFor('alice'));
  });

  test('a realm that is not trusted is sent nothing', async () => {
    const { authenticator, authorize, requests } = make({ credentials: password });
    authenticator.learn(parseChallenges('Bearer realm="http://auth.test/token"'));
    await expect(authorize()).rejects.toThrow('has no TLS');
    expect(requests).toEqual([]);
  });

  test('credentials are looked up by the registry’s name, not the token service’s', async () => {
    const { authenticator, authorize, asked } = make();
    authenticator.learn(parseChallenges(bearer));
    await authorize();
    expect(asked).toEqual(['r.test']);
  });
});

describe('a token', () => {
  function learned(answer?: (index: number) => FakeAnswer): Made {
    const made = make(answer === undefined ? {} : { answer });
    made.authenticator.learn(parseChallenges(bearer));
    return made;
  }

  test('is fetched once for all that need the same at once', async () => {
    const { authorize, requests } = learned();
    expect(await Promise.all([authorize(), authorize(), authorize()])).toEqual(['Bearer T0', 'Bearer T0', 'Bearer T0']);
    expect(await authorize()).toBe('Bearer T0');
    expect(requests).toHaveLength(1);
  });

  test('serves whatever asks for no more than it allows', async () => {
    const { authorize } = learned();
    expect(await authorize(pull)).toBe('Bearer T0');
    expect(await authorize(push)).toBe('Bearer T1');
    expect(await authorize(pull)).toBe('Bearer T1');
    expect(await authorize(['repository:b:pull'])).toBe('Bearer T2');
  });

  test('is fetched again ten seconds before its end', async () => {
    const { authorize, clock } = learned();
    await authorize();
    clock.advance(49_999);
    expect(await authorize()).toBe('Bearer T0');
    clock.advance(1);
    expect(await Promise.all([authorize(), authorize()])).toEqual(['Bearer T1', 'Bearer T1']);
  });

  test('that was not to be had is asked for again, by the next', async () => {
    const { authorize, requests } = learned((index) =>
      index === 0 ? { status: 503 } : { status: 200, body: '{"token":"T"}' },
    );
    const first = await Promise.allSettled([authorize(), authorize()]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(requests).toHaveLength(1);
    expect(await authorize()).toBe('Bearer T');
  });

  test('is forgotten where the registry does not take it', async () => {
    const { refuse, authorize } = learned();
    refuse((await authorize()) ?? '');
    expect(await authorize()).toBe('Bearer T1');
  });

  test('is not forgotten for the sake of one that stood there before', async () => {
    const { refuse, authorize, requests } = learned();
    refuse('Bearer T0');
    await authorize();
    refuse('Bearer T0');
    await authorize();
    refuse('Bearer T0');
    expect(await authorize()).toBe('Bearer T1');
    expect(requests).toHaveLength(2);
  });
});
