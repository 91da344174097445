import { describe, expect, test } from '@jest/globals';
import { Secrets, addEnvironment, addLogins } from '../../src/runtime/secrets.js';
import { pairInBase64, secretFor } from '../support/secrets.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

interface Made {
  readonly secrets: Secrets;
  /** What a runner is told to mask. */
  readonly told: readonly string[];
}

function make(...all: readonly string[]): Made {
  const told: string[] = [];
  const secrets = new Secrets((form) => told.push(form));
  for (const secret of all) secrets.add(secret);
  return { secrets, told };
}

describe('a secret is taken out of a text', () => {
  const secret = 'p&ss wörd/+1';

  test.each([
    ['alone', secret, '***'],
    ['in the middle', `Basic ${secret} was sent`, 'Basic *** was sent'],
    ['twice', `${secret}${secret} ${secret}`, '****** ***'],
    ['at the end', `was: ${secret}`, 'was: ***'],
    ['as in an address', `?password=${encodeURIComponent(secret)}&x`, '?password=***&x'],
    ['as in a form', new URLSearchParams({ password: secret }).toString(), 'password=***'],
    ['in base64', `(${base64(secret)})`, '(***)'],
    ['in base64 without its end', base64(secret).replace(/=+$/, ''), '***'],
    ['not where it is cut off', secret.slice(0, -1), secret.slice(0, -1)],
    ['not where there is none', 'nothing to see', 'nothing to see'],
    ['of an empty text', '', ''],
  ])('%s', (_name, text, expected) => {
    const { secrets } = make(secret);
    // What only fills up the end of base64 tells nothing.
    expect(secrets.redact(text).replace(/\*=+/, '*')).toBe(expected);
  });

  test('with its user, as it is sent', () => {
    const { secrets } = make();
    secrets.addPair('robot', secretFor('pair'));
    expect(secrets.redact(`authorization: Basic ${pairInBase64('robot', secretFor('pair'))}`)).toMatch(
      /^authorization: Basic \*{3}=*$/,
    );
  });

  test('each line of one of several lines, and not its braces', () => {
    const key = '{\n  "type": "service_account",\r\n  "private_key": "-----BEGIN"\n}';
    const { secrets, told } = make(key);
    expect(secrets.redact('a { b } "private_key": "-----BEGIN" c')).toBe('a { b } *** c');
    expect(told.filter((form) => form.length < 4)).toEqual([]);
  });

  test.each([
    ['the longer of two that begin alike', ['secret-1', 'secret-12'], 'secret-12', '***'],
    ['both of two that overlap', ['abcdef', 'defghi'], 'abcdefghi', '***ghi'],
    ['one of many', Array.from({ length: 2_000 }, (_v, index) => `token-${String(index)}-`), 'token-1234-', '***'],
  ])('%s', (_name, all, text, expected) => {
    expect(make(...all).secrets.redact(text)).toBe(expected);
  });

  test('that came to be known after another text was shown', () => {
    const { secrets } = make();
    expect(secrets.redact('later-known')).toBe('later-known');
    secrets.add('later-known');
    expect(secrets.redact('later-known')).toBe('***');
  });
});

describe('what is too short to be hidden is left, or all would be stars', () => {
  test.each(['', ' ', 'a', 'abc', ' abc ', '\n', '{\n}', 'a\nb'])('%j', (secret) => {
    const { secrets, told } = make(secret);
    secrets.addPair('robot', secret);
    expect(told).toEqual([]);
    expect(secrets.redact('a b c abc { } robot')).toBe('a b c abc { } robot');
  });

  test('and four characters are not', () => {
    expect(make('abcd').secrets.redact('xabcdx')).toBe('x***x');
  });
});

test('each form is told once, however often it is read', () => {
  const { secrets, told } = make('a+secret', 'a+secret');
  secrets.addPair('robot', 'a+secret');
  expect(told).toEqual([
    'a+secret',
    'a%2Bsecret',
    'a%2bsecret',
    'a&#43;secret',
    base64('a+secret').replace(/=+$/, ''),
    base64('robot:a+secret').replace(/=+$/, ''),
  ]);
});

test.each([
  ['in a page', 'pa&quot;ss&amp;wo+rd\\x&lt;y&gt;'],
  ['in a page, as Go writes it', 'pa&#34;ss&amp;wo&#43;rd\\x&lt;y&gt;'],
  ['in JSON', 'pa\\"ss&wo+rd\\\\x<y>'],
  ['in JSON within JSON', 'pa\\\\\\"ss&wo+rd\\\\\\\\x<y>'],
  ['in an address', 'pa%22ss%26wo%2Brd%5Cx%3Cy%3E'],
  ['in an address, in small letters', 'pa%22ss%26wo%2brd%5cx%3cy%3e'],
  ['in base64 for addresses', Buffer.from('robot:pa"ss&wo+rd\\x<y>').toString('base64url')],
  ['in base64 in an address', encodeURIComponent(base64('robot:pa"ss&wo+rd\\x<y>').replace(/=+$/, ''))],
])('a password with marks is hidden %s', (_name, form) => {
  const { secrets } = make();
  secrets.addPair('robot', 'pa"ss&wo+rd\\x<y>');
  expect(secrets.redact(`before ${form} behind`)).toBe('before *** behind');
});

describe('the environment’s', () => {
  test.each([
    ['token for the API', { GITHUB_TOKEN: secretFor('env') }],
    ['token of the runner’s services', { ACTIONS_RUNTIME_TOKEN: secretFor('env') }],
    ['password of a proxy', { HTTPS_PROXY: `http://user:${secretFor('env')}@proxy.test:3128` }],
    ['password of a proxy, in small letters', { http_proxy: `http://user:${secretFor('env')}@proxy.test` }],
  ])('%s', (_name, environment) => {
    const { secrets } = make();
    addEnvironment(secrets, environment);
    expect(secrets.redact(`it says ${secretFor('env')}.`)).toBe('it says ***.');
  });

  test('password of a proxy is known as it is meant, and as it is written', () => {
    const { secrets } = make();
    addEnvironment(secrets, { HTTPS_PROXY: 'http://us%40er:p%25ss%2Fw0rd@proxy.test:3128' });
    expect(secrets.redact(`p%ss/w0rd p%25ss%2Fw0rd ${base64('us@er:p%ss/w0rd')}`)).toMatch(/^\*{3} \*{3} \*{3}=*$/);
  });

  test.each([{ HTTPS_PROXY: 'no address' }, { HTTPS_PROXY: 'http://a:%E0%A4%A@b' }, {}, { GITHUB_TOKEN: undefined }])(
    'that makes no sense is left: %j',
    (environment) => {
      const { secrets } = make();
      addEnvironment(secrets, environment);
      expect(secrets.redact('text')).toBe('text');
    },
  );
});

describe('a login in an input', () => {
  test.each([
    'https://robot:hunter2@ghcr.io/x',
    'robot:hunter2@ghcr.io/x',
    'a\nrobot:hunter2@b',
    '"robot:hunter2@ghcr.io"',
  ])('is hidden: %j', (input) => {
    const { secrets } = make();
    addLogins(secrets, [undefined, '', input]);
    const shown = secrets.redact(`target: "${input}" has a scheme`);
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('***@');
  });

  test.each([
    ['user:PassWordXYZ@ghcr.io/x', 'passwordxyz'],
    ['ghp_TokenXYZ@ghcr.io/x', 'ghp_tokenxyz'],
    ['https://ghp_tokenXYZ123@ghcr.io/x', 'ghp_tokenxyz123'],
    ['user:p@sswordXYZ@ghcr.io/x', 'sswordxyz'],
    ['https://user:pa/sswordXYZ@ghcr.io/x', 'sswordxyz'],
    [`user:PassWordXYZ@ghcr.io/x@sha256:${'a'.repeat(64)}`, 'passwordxyz'],
  ])('is hidden in small letters and in its parts: %j', (input, secret) => {
    const { secrets } = make();
    addLogins(secrets, [`ghcr.io/a\n${input}`]);
    const { length } = 'https://';
    for (const text of [
      input,
      input.toLowerCase(),
      ...input.split('/'),
      ...input.toLowerCase().split('/'),
      input.slice(length),
    ])
      expect(secrets.redact(`"${text}" is no host`).toLowerCase()).not.toContain(secret);
  });

  test.each([
    'ghcr.io/acme/mirror',
    'localhost:5000/x',
    `postgres:14-alpine@sha256:${'a'.repeat(64)}`,
    '{registry}/{repository}:{tag}',
  ])('is none: %j', (input) => {
    const { secrets, told } = make();
    addLogins(secrets, [input]);
    expect([told, secrets.redact(input)]).toEqual([[], input]);
  });
});
