import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  CredentialHelperError,
  type RunHelper,
  askCredentialHelper,
  runHelper,
} from '../../../src/registry/auth/credential-helper.js';
import { type HelperFolder, helperFolder } from './helpers.js';
import { systemClock } from '../../../src/runtime/clock.js';
import { secretFor } from '../../support/secrets.js';
import { heldClock } from '../../support/timing/held-clock.js';

const secret = secretFor('helper');

let helpers: HelperFolder;
beforeAll(async () => {
  helpers = await helperFolder();
});
afterAll(async () => {
  await helpers.remove();
});

async function ask(name: string, script: string, server = 'r.test'): ReturnType<typeof askCredentialHelper> {
  await helpers.add(name, script.includes('read') ? script : `read -r line; ${script}`);
  return askCredentialHelper(name, server, runHelper, systemClock);
}

const answer = (username: string, secret: string): string =>
  `echo '${JSON.stringify({ ServerURL: 'r.test', Username: username, Secret: secret })}'`;

describe('a helper’s answer', () => {
  test.each([
    ['a password', answer('alice', 'a:b c'), { kind: 'password', username: 'alice', password: 'a:b c' }],
    ['an identity token', answer('<token>', 'T'), { kind: 'identity-token', token: 'T' }],
    ['ACR’s', answer('00000000-0000-0000-0000-000000000000', 'T'), { kind: 'identity-token', token: 'T' }],
    ['nothing', answer('', ''), undefined],
    ['a secret without a user', answer('', 'a'), { kind: 'password', username: '', password: 'a' }],
    ['a user without a secret', answer('a', ''), { kind: 'password', username: 'a', password: '' }],
    ['no such entry', 'echo "credentials not found in native keychain"; exit 1', undefined],
    ['a warning beside it', `echo noise >&2; ${answer('a', 'b')}`, { kind: 'password', username: 'a', password: 'b' }],
  ])('is %s', async (_name, script, expected) => {
    expect(await ask('good', script)).toEqual(expected);
  });

  test('is to the word get, with the server’s name as it is on its input', async () => {
    const seen = join(helpers.path, 'seen');
    await ask(
      'seeing',
      `echo "$@" > ${seen}; IFS= read -r line; printf %s "$line" >> ${seen}; ${answer('a', 'b')}`,
      'https://index.docker.io/v1/',
    );
    expect(await readFile(seen, 'utf8')).toBe('get\nhttps://index.docker.io/v1/');
  });

  test('is not shown in the log', async () => {
    const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const logged: string[] = [];
    try {
      await ask('quiet', `echo ${secret} >&2; ${answer('a', secret)}`);
      logged.push(...written.mock.calls.map(([text]) => String(text)));
    } finally {
      written.mockRestore();
    }
    expect(logged.join('')).not.toContain(secret);
  });
});

describe('a helper that fails is named, and its output is not repeated', () => {
  test.each([
    ['an exit code', `echo ${secret}; echo ${secret} >&2; exit 3`, 'it ended with exit code 3'],
    ['no JSON', `echo ${secret}`, 'its answer is not the JSON'],
    ['JSON of another shape', `echo '{"Username":"${secret}"}'`, 'its answer is not the JSON'],
    ['JSON of numbers', `echo '{"Username":1,"Secret":"${secret}"}'`, 'its answer is not the JSON'],
    ['nothing at all', 'true', 'its answer is not the JSON'],
    ['a signal', 'kill -9 $$', 'it was ended by SIGKILL'],
  ])('by %s', async (_name, script, what) => {
    const asked = ask('bad', script);
    await expect(asked).rejects.toThrow(CredentialHelperError);
    await expect(asked).rejects.toThrow(/^docker-credential-bad could not be asked: /);
    await expect(asked).rejects.toThrow(what);
    await expect(asked).rejects.not.toThrow(secret);
  });

  test('by not being there', async () => {
    const asked = askCredentialHelper('nowhere', 'r.test', runHelper, systemClock);
    await expect(asked).rejects.toThrow(CredentialHelperError);
    await expect(asked).rejects.toThrow('docker-credential-nowhere could not be asked: ENOENT');
  });
});

test('a helper that does not read its input does not end the run', async () => {
  await helpers.add('deaf', answer('a', 'b'));
  const before = process.listeners('uncaughtException');
  const uncaught: unknown[] = [];
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => uncaught.push(error));
  try {
    // Whether it is gone before its input is written is chance, and several registries are asked at once.
    const run = async (): Promise<number> => (await runHelper('docker-credential-deaf', ['get'], 'r.test')).exitCode;
    expect(new Set(await Promise.all(Array.from({ length: 40 }, run)))).toEqual(new Set([0]));
    await setImmediate();
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of before) process.on('uncaughtException', listener);
  }
  expect(uncaught).toEqual([]);
});

describe('a helper that hangs', () => {
  test('is not waited for', async () => {
    const clock = heldClock();
    const never: RunHelper = async () => new Promise(() => undefined);
    const asked = askCredentialHelper('hanging', 'r.test', never, clock);
    clock.advance(30_000);
    await expect(asked).rejects.toThrow(
      new CredentialHelperError('docker-credential-hanging', 'it did not answer within 30 seconds'),
    );
  });

  test('leaves no timer behind where it answers after all', async () => {
    const clock = heldClock();
    const quick: RunHelper = async () => Promise.resolve({ exitCode: 0, stdout: '{"Username":"a","Secret":"b"}' });
    const asked = askCredentialHelper('quick', 'r.test', quick, clock);
    clock.advance(29_999);
    expect(clock.timers()).toBe(1);
    expect(await asked).toEqual({ kind: 'password', username: 'a', password: 'b' });
    expect(clock.timers()).toBe(0);
  });
});

describe('a helper’s name that is none is not run', () => {
  test.each([
    '',
    '../evil',
    '/bin/sh',
    'a/b',
    'a b',
    'a;touch x',
    '$(touch x)',
    '`touch x`',
    'a|b',
    'a\ntouch x',
    'a\n',
    'a"b',
    "a'b",
    'a\\b',
    'a&b',
    'ä',
    '-c touch',
  ])('%j', async (name) => {
    const ran: string[] = [];
    const run: RunHelper = async (program) => {
      ran.push(program);
      return Promise.resolve({ exitCode: 0, stdout: '{"Username":"a","Secret":"b"}' });
    };
    await expect(askCredentialHelper(name, 'r.test', run, heldClock())).rejects.toThrow(CredentialHelperError);
    expect(ran).toEqual([]);
  });

  test.each(['ecr-login', 'gcloud', 'desktop.exe', 'secretservice', 'a_b', '1'])('but %s is', async (name) => {
    expect(await ask(name, answer('a', 'b'))).toBeDefined();
  });
});

test('a server’s name is no shell’s business', async () => {
  const evil = join(helpers.path, 'evil');
  await ask('cat', `read -r line; ${answer('a', 'b')}`, `$(touch ${evil}); touch ${evil}`);
  await expect(access(evil)).rejects.toThrow('ENOENT');
});
