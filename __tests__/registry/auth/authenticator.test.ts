import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { OperationContext } from '../../../src/image/registry-error.js';
import { type Authorization, Authenticator } from '../../../src/registry/auth/authenticator.js';
import { parseChallenges } from '../../../src/registry/auth/challenge.js';
import type { Credentials } from '../../../src/registry/auth/registry-credentials.js';
import type { HttpRequest, Send } from '../../../src/registry/http/http.js';
import { type HeldClock, heldClock } from '../../support/timing/held-clock.js';
import { type FakeAnswer, type FakeSend, fakeSend, hanging } from '../fake-send.js';
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

type TokenAnswer = (index: number) => FakeAnswer | 'no answer';

const newToken = (index: number): FakeAnswer => ({ status: 200, body: `{"token":"T${index}","expires_in":60}` });

function make({ credentials, answer = newToken }: { credentials?: Credentials; answer?: TokenAnswer } = {}): Made {
  const requests: HttpRequest[] = [];
  const send: Send = async (request) => {
    const given = answer(requests.push(request) - 1);
    return given === 'no answer' ? hanging(request) : fakeSend(() => given).send(request);
  };
  const clock = heldClock();
  const asked: string[] = [];
  const authenticator = new Authenticator({
    registry: 'r.test',
    insecureRegistries: [],
    scopesCache: { grantsSeveral: undefined, record: () => undefined },
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
    authenticator.recordRefusal(parseChallenges(challenges), { repository, scopes, method, authorization });
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
    authenticator.recordChallenges(parseChallenges(headers));
    expect(await authorize()).toBe(expected);
  });

  test('stays Bearer where Basic is offered later, and becomes Bearer where that is', async () => {
    const { authenticator, authorize } = make({ credentials: password });
    authenticator.recordChallenges(parseChallenges(basic));
    expect(await authorize()).toMatch(/^Basic /);
    authenticator.recordChallenges(parseChallenges(bearer));
    expect(await authorize()).toBe('Bearer T0');
    authenticator.recordChallenges(parseChallenges(basic));
    authenticator.recordChallenges([]);
    expect(await authorize()).toBe('Bearer T0');
  });

  test('Basic without credentials: go without', async () => {
    const { authenticator, authorize } = make();
    authenticator.recordChallenges(parseChallenges(basic));
    expect(await authorize()).toBeUndefined();
  });

  test('Basic with an identity token is a failure that says what to do', async () => {
    const { authenticator, authorize } = make({ credentials: { kind: 'identity-token', token: secretFor('alice') } });
    authenticator.recordChallenges(parseChallenges(basic));
    await expect(authorize()).rejects.toMatchObject({ code: 'credentials' });
    await expect(authorize()).rejects.toThrow('Log in to r.test with a user and a password.');
    await expect(authorize()).rejects.not.toThrow(secretFor('alice'));
  });

  test('a realm that is not trusted is sent nothing', async () => {
    const { authenticator, authorize, requests } = make({ credentials: password });
    authenticator.recordChallenges(parseChallenges('Bearer realm="http://auth.test/token"'));
    await expect(authorize()).rejects.toThrow('has no TLS');
    expect(requests).toEqual([]);
  });

  test('credentials are looked up by the registry’s name, not the token service’s', async () => {
    const { authenticator, authorize, asked } = make();
    authenticator.recordChallenges(parseChallenges(bearer));
    await authorize();
    expect(asked).toEqual(['r.test']);
  });
});

describe('a token', () => {
  function learned(answer?: TokenAnswer): Made {
    const made = make(answer === undefined ? {} : { answer });
    made.authenticator.recordChallenges(parseChallenges(bearer));
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

  test('is given up after a minute, by all who wait for it, where its service does not answer', async () => {
    const { authorize, clock } = learned(() => 'no answer');
    const asking = Promise.allSettled([authorize(), authorize()]);
    await setImmediate();
    clock.advance(59_999);
    expect(clock.timers()).toBe(1);
    clock.advance(1);
    const reason = expect.objectContaining({
      code: 'timeout',
      message: expect.stringContaining('auth.test: it takes connections, and gave no answer in time. '),
    });
    expect(await asking).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
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

describe('G20 a challenge that names other scopes than the request asked for', () => {
  const gateway = (scope: string): string => `${bearer},scope="${scope}"`;
  const scopesOf = ({ requests }: Pick<Made, 'requests'>): readonly (readonly string[])[] =>
    requests.map(({ url }) => url.searchParams.getAll('scope'));

  async function after(scope: string, method = 'GET'): Promise<readonly string[]> {
    const made = make();
    made.authenticator.recordChallenges(parseChallenges(bearer));
    made.refuse((await made.authorize(method === 'GET' ? pull : push)) ?? '', [gateway(scope)], { method });
    await made.authorize(method === 'GET' ? pull : push);
    return scopesOf(made)[1] ?? [];
  }

  test.each([
    ['repository:behind/a:pull', ['repository:a:pull', 'repository:behind/a:pull']],
    ['repository:b:pull repository:c:pull', ['repository:a:pull', 'repository:b:pull', 'repository:c:pull']],
    ['repository:b:pull,push,delete', ['repository:a:pull', 'repository:b:pull']],
    ['repository:b:*', ['repository:a:pull', 'repository:b:pull']],
    ['repository:r.test:5000/b:pull', ['repository:a:pull', 'repository:r.test:5000/b:pull']],
  ])('%s is asked for beside them, as far as the request needs it', async (scope, expected) => {
    expect(await after(scope)).toEqual(expected);
  });

  test('a write needs to push, too, and never to delete', async () => {
    expect(await after('repository:b:pull,push,delete', 'PUT')).toEqual([...push, 'repository:b:pull,push']);
  });

  test.each([
    'repository:b:delete',
    'repository:b:push',
    'registry:catalog:*',
    'repository(plugin):b:pull',
    'aws',
    'repository:*:pull',
    'repository:../b:pull',
    'repository::pull',
    '',
  ])('%j is not asked for', async (scope) => {
    expect(await after(scope)).toEqual(pull);
  });

  test('ten at most', async () => {
    const many = Array.from({ length: 30 }, (_value, index) => `repository:b${String(index)}:pull`).join(' ');
    expect(await after(many)).toHaveLength(11);
  });

  test('is for the requests to that repository alone, and for all of them', async () => {
    const made = make();
    made.authenticator.recordChallenges(parseChallenges(bearer));
    made.authenticator.expect('b', 'repository:b:pull');
    made.refuse((await made.authorize()) ?? '', [gateway('repository:b:pull')]);
    const own = await made.authorize();
    expect(await made.authorize()).toBe(own);
    const other = await made.authenticator.authorization({
      repository: 'b',
      scopes: ['repository:b:pull'],
      base: new URL('https://r.test'),
      context,
    });
    expect(other?.header).not.toBe(own);
    expect(scopesOf(made)).toEqual([
      ['repository:a:pull', 'repository:b:pull'],
      ['repository:a:pull', 'repository:b:pull'],
      ['repository:b:pull'],
    ]);
  });

  test('is asked for alone where the token service refuses both, and then always', async () => {
    const made = make({
      answer: (index) => (index === 1 ? { status: 403 } : { status: 200, body: `{"token":"T${String(index)}"}` }),
    });
    made.authenticator.recordChallenges(parseChallenges(bearer));
    made.refuse((await made.authorize()) ?? '', [gateway('repository:b:pull')]);
    expect(await made.authorize()).toBe('Bearer T2');
    expect(await made.authorize()).toBe('Bearer T2');
    expect(scopesOf(made).slice(1)).toEqual([['repository:a:pull', 'repository:b:pull'], ['repository:b:pull']]);
  });
});

describe('G21 a 401 that names another token service', () => {
  const elsewhere = 'Bearer realm="https://other.test/token",service="other"';
  const hostsOf = ({ requests }: Pick<Made, 'requests'>): readonly string[] => requests.map(({ url }) => url.host);

  test('for a token that was taken: the one that it came from goes on', async () => {
    const made = make();
    made.authenticator.recordChallenges(parseChallenges(bearer));
    const first = await made.authorization(pull);
    made.authenticator.recordAccepted('a', first);
    made.refuse(first?.header ?? '', [elsewhere]);
    expect(await made.authorize()).toBe('Bearer T1');
    expect(hostsOf(made)).toEqual(['auth.test', 'auth.test']);
  });

  test('for a token that was taken for another repository: that one goes on, too', async () => {
    const made = make();
    made.authenticator.recordChallenges(parseChallenges(bearer));
    const first = await made.authorization(pull);
    made.authenticator.recordAccepted('a', first);
    made.authenticator.recordRefusal(parseChallenges(elsewhere), {
      repository: 'b',
      scopes: ['repository:b:pull'],
      method: 'GET',
      authorization: first,
    });
    const base = new URL('https://r.test');
    await made.authenticator.authorization({ repository: 'b', scopes: ['repository:b:pull'], base, context });
    expect(hostsOf(made)).toEqual(['auth.test', 'auth.test']);
  });

  test('for a token that was never taken is followed', async () => {
    const made = make();
    made.authenticator.recordChallenges(parseChallenges(bearer));
    made.refuse((await made.authorize()) ?? '', [elsewhere]);
    await made.authorize();
    expect(hostsOf(made)).toEqual(['auth.test', 'other.test']);
  });

  test('where a token that was fetched anew was not taken either is followed', async () => {
    const made = make();
    made.authenticator.recordChallenges(parseChallenges(bearer));
    const first = await made.authorization(pull);
    made.authenticator.recordAccepted('a', first);
    made.refuse(first?.header ?? '', [elsewhere]);
    const second = await made.authorize();
    made.authenticator.recordRefusedAgain('a');
    made.refuse(second ?? '', [elsewhere]);
    await made.authorize();
    expect(hostsOf(made)).toEqual(['auth.test', 'auth.test', 'other.test']);
  });
});

describe('L4 a registry with several logins', () => {
  const logins: Readonly<Record<string, Credentials>> = {
    'team/a': { kind: 'password', username: 'team', password: secretFor('team') },
    'team/b': { kind: 'password', username: 'team', password: secretFor('team') },
    'other/c': { kind: 'password', username: 'other', password: secretFor('other') },
  };

  test('shares a token between repositories of one login, and asks for none of another’s', async () => {
    const asked: string[] = [];
    const { send } = fakeSend(({ url, headers }, index) => {
      const scopes = url.searchParams.getAll('scope');
      asked.push(`${headers.authorization ?? 'nobody'} ${scopes.map((scope) => scope.split(':')[1]).join(' ')}`);
      const access = scopes.map((scope) => ({ type: 'repository', name: scope.split(':')[1], actions: ['pull'] }));
      const claims = Buffer.from(JSON.stringify({ access, index })).toString('base64url');
      return { status: 200, body: JSON.stringify({ token: `e30.${claims}.x` }) };
    });
    const authenticator = new Authenticator({
      registry: 'r.test',
      insecureRegistries: [],
      scopesCache: { grantsSeveral: undefined, record: () => undefined },
      credentials: async (_registry, repository) => Promise.resolve(logins[repository]),
      send,
      clock: heldClock(),
    });
    authenticator.recordChallenges(parseChallenges(bearer));
    const names = ['team/a', 'other/c', 'team/b', 'public/d'];
    for (const name of names) authenticator.expect(name, `repository:${name}:pull`);
    const headers = await Promise.all(
      names.map(async (repository) => {
        const scopes = [`repository:${repository}:pull`];
        const base = new URL('https://r.test');
        return (await authenticator.authorization({ repository, scopes, base, context }))?.header;
      }),
    );
    expect(asked.toSorted()).toEqual(
      [
        `Basic ${pairInBase64('team', secretFor('team'))} team/a team/b`,
        `Basic ${pairInBase64('other', secretFor('other'))} other/c`,
        'nobody public/d',
      ].toSorted(),
    );
    expect(headers[0]).toBe(headers[2]);
    expect(new Set(headers).size).toBe(3);
    expect(await authenticator.sharesLogin('team/a', 'team/b')).toBe(true);
    expect(await authenticator.sharesLogin('team/a', 'other/c')).toBe(false);
    expect(await authenticator.sharesLogin('public/d', 'public/e')).toBe(true);
  });
});

describe('L9 a registry token', () => {
  const credentials: Credentials = { kind: 'registry-token', token: secretFor('registry') };

  test('is sent as it is, and no token service is asked', async () => {
    const { authenticator, authorize, requests } = make({ credentials });
    authenticator.recordChallenges(parseChallenges(bearer));
    expect(await authorize()).toBe(`Bearer ${secretFor('registry')}`);
    expect(requests).toEqual([]);
  });

  test('is at fault where the registry answers 401', async () => {
    const { authenticator } = make({ credentials });
    authenticator.recordChallenges(parseChallenges(bearer));
    expect(await authenticator.account('a', 401)).toMatchObject({
      name: 'the holder of a registry token',
      isLoginAtFault: true,
    });
    expect(await authenticator.account('a', 403)).toMatchObject({ isLoginAtFault: false });
  });

  test('is no user and password', async () => {
    const { authenticator, authorize } = make({ credentials });
    authenticator.recordChallenges(parseChallenges(basic));
    await expect(authorize()).rejects.toThrow('docker login holds a registry token');
  });
});
