import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { onTestFinished } from '../../support/jest/testing.js';
import {
  type Pair,
  explain,
  makeWorkspace,
  mirrorFiles,
  statesOf,
  usePair,
  useRegistry,
} from '../../support/mirror.js';
import type { Fault } from '../../support/registry/faults/fault-types.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { RegistryOptions } from '../../support/registry/options.js';
import type { Registry } from '../../support/registry/registry.js';
import { pairInBase64, secretFor } from '../../support/secrets.js';

const passwords = { source: secretFor('reader'), target: secretFor('writer') };
const always = { times: Number.POSITIVE_INFINITY };

function basic(side: keyof typeof passwords): RegistryOptions {
  return { auth: { kind: 'basic', username: side, password: passwords[side] } };
}

function bearer(side: keyof typeof passwords): RegistryOptions {
  return { auth: { kind: 'bearer', users: { [side]: passwords[side] }, anonymous: false } };
}

async function dockerConfig(auths: object): Promise<{ DOCKER_CONFIG: string }> {
  return { DOCKER_CONFIG: await makeWorkspace({ 'config.json': JSON.stringify({ auths }) }) };
}

/** Logged in at both, each with its own account. */
async function logins({ source, target }: Pair): Promise<{ DOCKER_CONFIG: string }> {
  return dockerConfig({
    [source.host]: { auth: pairInBase64('source', passwords.source) },
    [target.host]: { auth: pairInBase64('target', passwords.target) },
  });
}

function authorizationsOf({ requests }: Registry): readonly string[] {
  return [...new Set(requests.flatMap(({ headers }) => headers.authorization ?? []))];
}

interface Asked {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
}

interface Stranger {
  readonly origin: string;
  readonly asked: readonly Asked[];
}

/** A host that nobody has an account at, and that asks for one. */
async function useStranger(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
    response.writeHead(401, { 'www-authenticate': 'Basic realm="stranger"' }).end(),
): Promise<Stranger> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    asked.push({ line: `${request.method ?? ''} ${request.url ?? ''}`, headers: request.headers });
    request.resume().on('end', () => {
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  return { origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked };
}

/** What a host could have of somebody. */
function givenTo({ asked }: Stranger): readonly string[] {
  return asked.flatMap(({ headers }) =>
    [headers.authorization, headers.cookie, headers['proxy-authorization']].filter((value) => value !== undefined),
  );
}

describe('a registry gets its own account, and no other', () => {
  test.each([
    ['by password', basic],
    ['by token', bearer],
  ])('%s', async (_name, optionsOf) => {
    const pair = await usePair({ source: optionsOf('source'), target: optionsOf('target') });
    const { digest } = buildIndex(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], {}, { environment: await logins(pair) });
    expect(explain(report)).toBe('');
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
    const [atSource, atTarget] = [authorizationsOf(pair.source), authorizationsOf(pair.target)];
    expect(atSource).toContain(`Basic ${pairInBase64('source', passwords.source)}`);
    expect(atTarget).toContain(`Basic ${pairInBase64('target', passwords.target)}`);
    expect(atSource.filter((value) => atTarget.includes(value))).toEqual([]);
  });

  test.each([
    ['its host without the port', ({ target }: Pair) => target.host.replace(/:\d+$/, '')],
    ['another port', ({ source }: Pair) => source.host],
    ['a longer port', ({ target }: Pair) => `${target.host}0`],
    ['another name for it', ({ target }: Pair) => target.host.replace('127.0.0.1', 'localhost')],
    ['a host that ends so', ({ target }: Pair) => `evil-${target.host}`],
    ['another namespace of it', ({ target }: Pair) => `${target.host}/mirror2`],
    ['the beginning of a namespace', ({ target }: Pair) => `${target.host}/mirr`],
    ['a path that looks like it', ({ target }: Pair) => `evil.example/${target.host}`],
  ])('and none that is kept for %s', async (_name, keyOf) => {
    const pair = await usePair({ target: basic('target') });
    buildImage(pair.source, 'app', '1');
    const environment = await dockerConfig({ [keyOf(pair)]: { auth: pairInBase64('target', passwords.target) } });
    const report = await pair.mirror(['app:1'], {}, { environment });
    expect(explain(report)).toContain(`No credentials for ${pair.target.host} were found: `);
    expect(explain(report)).toContain(
      `config.json has logins for ${keyOf(pair)}, and none that is for ${pair.target.host}/${pair.repository('app')}. Log in first`,
    );
    expect([...authorizationsOf(pair.target), ...authorizationsOf(pair.source)]).toEqual([]);
  });

  test.each([
    ['its host', ({ target }: Pair) => target.host],
    ['an address', ({ target }: Pair) => `http://${target.host}/v1/`],
    ['its namespace', ({ target }: Pair) => `${target.host}/mirror`],
  ])('which is that of %s', async (_name, keyOf) => {
    const pair = await usePair({ target: basic('target') });
    buildImage(pair.source, 'app', '1');
    const environment = await dockerConfig({ [keyOf(pair)]: { auth: pairInBase64('target', passwords.target) } });
    expect(explain(await pair.mirror(['app:1'], {}, { environment }))).toBe('');
  });
});

describe('a host that a registry leads to gets nothing of its account', () => {
  const hops: readonly (readonly [string, (origin: string) => readonly [keyof typeof passwords, Fault]])[] = [
    ['by redirecting a look-up', (origin) => ['source', { when: { kind: 'manifest-head' }, redirect: `${origin}/x` }]],
    ['by redirecting a manifest', (origin) => ['source', { when: { kind: 'manifest-get' }, redirect: `${origin}/x` }]],
    ['by redirecting a blob', (origin) => ['source', { when: { kind: 'blob-get' }, redirect: `${origin}/x` }]],
    ['by redirecting the list of tags', (origin) => ['target', { when: { kind: 'tags' }, redirect: `${origin}/x` }]],
    [
      'by the place of an upload',
      (origin) => ['target', { when: { kind: 'upload-post' }, location: () => `${origin}/upload?x` }],
    ],
  ];

  test.each(
    hops.flatMap(([name, hop]) => [
      [`${name}, with a password`, basic, hop] as const,
      [`${name}, with a token`, bearer, hop] as const,
    ]),
  )('%s', async (_name, optionsOf, hop) => {
    const stranger = await useStranger();
    const pair = await usePair({ source: optionsOf('source'), target: optionsOf('target') });
    buildImage(pair.source, 'app', '1');
    const [side, fault] = hop(stranger.origin);
    pair[side].fault({ ...fault, ...always });
    await pair.mirror(['app:1'], {}, { environment: await logins(pair) });
    expect(stranger.asked.length).toBeGreaterThan(0);
    expect(givenTo(stranger)).toEqual([]);
  });

  test('even where it asks for a token: it gets one that everybody may have', async () => {
    const stranger = await useStranger(({ url = '', headers }, response) => {
      const challenge = `Bearer realm="http://${headers.host ?? ''}/token",service="s",scope="repository:app:pull"`;
      if (url.startsWith('/token')) response.end('{"token":"for-everybody"}');
      else response.writeHead(401, { 'www-authenticate': challenge }).end();
    });
    const pair = await usePair({ source: bearer('source'), target: bearer('target') });
    buildImage(pair.source, 'app', '1');
    pair.source.fault({ when: { kind: 'blob-get' }, redirect: `${stranger.origin}/x`, ...always });
    await pair.mirror(['app:1'], {}, { environment: await logins(pair) });
    expect([...new Set(givenTo(stranger))]).toEqual(['Bearer for-everybody']);
    expect(stranger.asked.filter(({ line }) => line.includes('/token')).length).toBeGreaterThan(0);
  });

  test('and its word does not change where the registry’s own account goes', async () => {
    const thief = await useStranger((_request, response) => response.end('{"token":"x"}'));
    const stranger = await useStranger((_request, response) =>
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${thief.origin}/token",service="s"` }).end(),
    );
    const pair = await usePair({ source: basic('source'), target: basic('target') });
    buildImage(pair.source, 'app', '1');
    pair.source.fault({ when: { kind: 'blob-get' }, redirect: `${stranger.origin}/x`, ...always });
    await pair.mirror(['app:1'], {}, { environment: await logins(pair) });
    expect(givenTo(thief)).toEqual([]);
  });

  test('by the next page of a list, which is not even asked for', async () => {
    const stranger = await useStranger();
    const pair = await usePair({ target: basic('target') });
    buildImage(pair.source, 'app', '1');
    pair.target.fault({
      when: { kind: 'tags' },
      headers: { link: `<${stranger.origin}/v2/x>; rel="next"` },
      ...always,
    });
    const report = await pair.mirror(['app:1'], {}, { environment: await logins(pair) });
    expect(explain(report)).toBe('');
    expect(stranger.asked).toEqual([]);
  });

  test('by the address of a layer, which is not even asked for', async () => {
    const stranger = await useStranger();
    const pair = await usePair({
      source: basic('source'),
      target: { ...basic('target'), quirks: { acceptForeignLayers: true } },
    });
    const image = buildImage(pair.source, 'app', '1', { layers: 1 });
    const manifest = JSON.parse(image.bytes.toString('utf8')) as { readonly layers: readonly object[] };
    const layers = manifest.layers.map((layer) => ({ ...layer, urls: [`${stranger.origin}/layer`] }));
    const changed = JSON.stringify({ ...manifest, layers });
    pair.source.addManifest('app', '1', changed, 'application/vnd.oci.image.manifest.v1+json');
    const report = await pair.mirror(['app:1'], {}, { environment: await logins(pair) });
    expect(explain(report)).toBe('');
    expect(stranger.asked).toEqual([]);
  });

  test('by a cookie: none is kept', async () => {
    const pair = await usePair({ source: basic('source'), target: basic('target') });
    buildIndex(pair.source, 'app', '1');
    const cookie = { headers: { 'set-cookie': 'session=1; Domain=127.0.0.1' }, ...always };
    pair.source.fault(cookie);
    expect(explain(await pair.mirror(['app:1'], {}, { environment: await logins(pair) }))).toBe('');
    const sent = [...pair.source.requests, ...pair.target.requests].flatMap(({ headers }) => headers.cookie ?? []);
    expect(sent).toEqual([]);
  });

  test('by its token service, which may lead nowhere itself', async () => {
    const stranger = await useStranger((_request, response) => response.end('{"token":"x"}'));
    const pair = await usePair({ target: bearer('target') });
    buildImage(pair.source, 'app', '1');
    pair.target.fault({ when: { kind: 'token' }, redirect: `${stranger.origin}/token`, ...always });
    const report = await pair.mirror(['app:1'], {}, { environment: await logins(pair) });
    expect(statesOf(report)).toEqual(['failed']);
    expect(stranger.asked).toEqual([]);
  });
});

describe('a registry that sends its clients elsewhere for tokens', () => {
  /** Registry and token service at names of their own, all on this machine. */
  async function runAt(realmHost: string, options: { readonly allowed?: string; readonly login?: boolean } = {}) {
    const target = await useRegistry();
    const service = await useStranger((_request, response) => response.end('{"token":"x"}'));
    const { port } = new URL(service.origin);
    const [, targetPort = ''] = target.host.split(':');
    const realm = `http://${realmHost}:${port}/token`;
    target.fault({
      when: ({ headers }) => headers.authorization === undefined,
      status: 401,
      headers: { 'www-authenticate': `Bearer realm="${realm}",service="s"` },
      ...always,
    });
    const source = await useRegistry();
    buildImage(source, 'app', '1');
    const host = `registry.acme.test:${targetPort}`;
    const auths = options.login === false ? {} : { [host]: { auth: pairInBase64('target', passwords.target) } };
    const report = await mirrorFiles({
      files: {
        'images/a/Dockerfile': `FROM ${source.host}/app:1\n`,
        'images/b/Dockerfile': `FROM ${source.host}/app:1\n`,
      },
      inputs: {
        target: `${host}/mirror`,
        'insecure-registries': host,
        'allowed-registries': [
          source.host,
          ...(options.allowed === undefined ? [] : [`${options.allowed}:${port}`]),
        ].join('\n'),
      },
      environment: await dockerConfig(auths),
      resolve: (_name, _options, callback) => {
        callback(null, [{ address: '127.0.0.1', family: 4 }]);
      },
    });
    return { report, service, host, realmHost: `${realmHost}:${port}` };
  }

  test('of another domain is warned of, once, and told who got the login', async () => {
    const { report, service, host, realmHost } = await runAt('login.other.test');
    expect(givenTo(service)[0]).toBe(`Basic ${pairInBase64('target', passwords.target)}`);
    expect(report.warnings).toEqual([
      `${host} sends who logs in to ${realmHost}, which is of another domain, and the login for ${host} was sent there. If that is not its token service, change the password, and tell its operator.`,
    ]);
  });

  test.each([
    ['of its own domain', 'auth.acme.test', {}],
    ['of another domain that the user lists', 'login.other.test', { allowed: 'login.other.test' }],
    ['without a login, which has nothing to lose', 'login.other.test', { login: false }],
  ])('%s is not', async (_name, realmHost, options) => {
    const { report, service } = await runAt(realmHost, options);
    expect(service.asked.length).toBeGreaterThan(0);
    expect(report.warnings).toEqual([]);
  });
});

/** Both say what they were sent, as a gateway's page for its developers does. */
function echoing(headers: IncomingHttpHeaders): Pick<Fault, 'status' | 'body'> {
  return { status: 403, body: `<html><pre>${JSON.stringify(headers)} ${String(headers.authorization)}</pre></html>` };
}

describe('what a registry sends back of what it was sent is shown nowhere', () => {
  /** Answers every request that carries credentials with these. */
  async function runWith(
    optionsOf: typeof basic,
    answer: (headers: IncomingHttpHeaders) => Pick<Fault, 'status' | 'body'>,
  ): Promise<string> {
    const echo = await useStranger(({ method, headers }, response) => {
      if (headers.authorization === undefined || method !== 'POST') {
        const status = headers.authorization === undefined ? 401 : 404;
        response.writeHead(status, { 'www-authenticate': 'Basic realm="x"' }).end();
        return;
      }
      const { status = 500, body } = answer(headers);
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    const host = echo.origin.replace('http://', '');
    const source = await useRegistry(optionsOf('source'));
    buildImage(source, 'app', '1');
    const report = await mirrorFiles({
      files: { 'images/a/Dockerfile': `FROM ${source.host}/app:1\n` },
      inputs: { target: `${host}/mirror`, 'allowed-registries': source.host },
      environment: await dockerConfig({
        [source.host]: { auth: pairInBase64('source', passwords.source) },
        [host]: { auth: pairInBase64('target', passwords.target) },
      }),
    });
    expect(statesOf(report)).toEqual(['failed']);
    return explain(report);
  }

  test('in a page', async () => {
    expect(await runWith(basic, echoing)).toMatch(/403 .*"authorization":"Basic \*{3}=*"/);
  });

  test('in an error of the specification', async () => {
    const words = await runWith(basic, ({ authorization = '' }) => ({
      status: 400,
      body: { errors: [{ code: 'UNKNOWN', message: `bad header ${authorization}` }] },
    }));
    expect(words).toMatch(/bad header Basic \*{3}/);
  });

  test('decoded', async () => {
    const words = await runWith(basic, () => ({ status: 400, body: `the password ${passwords.target} is too old` }));
    expect(words).toContain('the password *** is too old');
  });

  test('in a text that is cut off in its middle', async () => {
    const words = await runWith(basic, () => ({ status: 400, body: `${'x'.repeat(385)} ${passwords.target}` }));
    expect(words).toContain('x ***');
  });

  test('of a token', async () => {
    const pair = await usePair({ target: bearer('target') });
    buildImage(pair.source, 'app', '1');
    let told = '';
    pair.target.watch(({ headers: { authorization = '' } }) => {
      if (authorization.startsWith('Bearer ') && told === '') {
        told = authorization;
        const errors = [{ code: 'DENIED', message: `${authorization} is not enough` }];
        pair.target.fault({ when: { kind: 'manifest-put' }, status: 403, body: { errors }, ...always });
      }
    });
    const report = await pair.mirror(['app:1'], {}, { environment: await logins(pair) });
    expect(told).not.toBe('');
    expect(explain(report)).toContain('DENIED: Bearer *** is not enough');
  });

  test('nor what an image’s config holds of it', async () => {
    const pair = await usePair({ source: basic('source'), target: basic('target') });
    const env = (value: string): object => ({ config: { env: [`NOTE=${value}`] } });
    buildImage(pair.source, 'app', '1', { seed: 'old', ...env('nothing') });
    const environment = await logins(pair);
    await pair.mirror(['app:1'], {}, { environment });
    buildImage(pair.source, 'app', '1', { seed: 'new', ...env(`the key is ${passwords.target} `) });
    const report = await pair.mirror(['app:1'], {}, { environment });
    const changes = report.images[0]?.comparison?.inside?.changes;
    expect(changes).toEqual([expect.objectContaining({ name: 'NOTE', now: 'the key is *** ' })]);
  });
});

describe('a signed address is as good as a password', () => {
  test('where its storage says what it was asked', async () => {
    const signature = secretFor('signature');
    const storage = await useStranger(({ url = '' }, response) =>
      response
        .writeHead(403, { 'content-type': 'application/xml' })
        .end(`<Error><Code>SignatureDoesNotMatch</Code><Resource>${url}</Resource><Given>${signature}</Given></Error>`),
    );
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const redirect = `${storage.origin}/${signature}/blob?X-Amz-Signature=${signature}&X-Amz-Date=20260101`;
    pair.source.fault({ when: { kind: 'blob-get' }, redirect, ...always });
    const report = await pair.mirror(['app:1']);
    expect(explain(report)).toMatch(/403 SignatureDoesNotMatch .*\*{3}/);
  });
});
