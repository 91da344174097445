import { chmod } from 'node:fs/promises';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { onTestFinished } from '../../support/jest/testing.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import { testCertificate } from '../../support/registry/server/certificate.js';
import type { Registry } from '../../support/registry/registry.js';
import type { RequestKind } from '../../support/registry/types.js';
import { explain, makeWorkspace, mirrorFiles, statesOf, usePair, useRegistry } from '../../support/mirror.js';
import { secretFor } from '../../support/secrets.js';

const users = { robot: secretFor('robot') };
const identityToken = secretFor('identity');
const bearer = { kind: 'bearer', users } as const;

/** A folder with a docker configuration that logs in to these hosts. */
async function dockerConfig(content: unknown): Promise<{ DOCKER_CONFIG: string }> {
  return { DOCKER_CONFIG: await makeWorkspace({ 'config.json': JSON.stringify(content) }) };
}

function login(host: string, password = users.robot): Record<string, { auth: string }> {
  return { [host]: { auth: Buffer.from(`robot:${password}`).toString('base64') } };
}

function authorizationsOf(requests: readonly { readonly headers: IncomingMessage['headers'] }[]): readonly string[] {
  return requests.flatMap(({ headers }) => headers.authorization ?? []);
}

/** All tokens end when the first request of a kind is on its way. */
function revokeOnce(registry: Registry, kind: RequestKind): void {
  let revoked = false;
  registry.fault({
    when: (request) => {
      if (request.kind === kind && !revoked) {
        revoked = true;
        registry.revokeTokens();
      }
      return false;
    },
  });
}

describe('with bearer tokens', () => {
  test('an image is copied: anonymously from the source, logged in at the target', async () => {
    const pair = await usePair({ source: { auth: { kind: 'bearer' } }, target: { auth: bearer } });
    const { digest } = buildIndex(pair.source, 'app', '1');
    const environment = await dockerConfig({ auths: login(pair.target.host) });
    const report = await pair.mirror(['app:1'], {}, { environment });
    expect(explain(report)).toBe('');
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
    expect(authorizationsOf(pair.source.requests).filter((value) => value.startsWith('Basic'))).toEqual([]);
  });

  test('one ping a host and one token a repository serve the whole run', async () => {
    const pair = await usePair({ source: { auth: { kind: 'bearer' } }, target: { auth: bearer } });
    buildIndex(pair.source, 'app', '1', { platforms: ['linux/amd64', 'linux/arm64', 'linux/s390x'] });
    await pair.mirror(['app:1'], {}, { environment: await dockerConfig({ auths: login(pair.target.host) }) });
    for (const registry of [pair.source, pair.target]) {
      expect(registry.count('ping')).toBe(1);
      expect(registry.count('token')).toBe(1);
      const expected: readonly string[] = ['ping', 'upload-delete'];
      expect(registry.count(undefined, ({ status, kind }) => status === 401 && !expected.includes(kind))).toBe(0);
    }
  });

  test('a token that ends in the middle is had anew', async () => {
    const pair = await usePair({ target: { auth: bearer } });
    const { digest } = buildIndex(pair.source, 'app', '1');
    const { target } = pair;
    revokeOnce(target, 'manifest-put');
    const report = await pair.mirror(['app:1'], {}, { environment: await dockerConfig({ auths: login(target.host) }) });
    expect(explain(report)).toBe('');
    expect(target.resolve(pair.repository('app'), '1')).toBe(digest);
  });

  test('a token that ends before a blob’s upload is had anew, and the blob sent again', async () => {
    const pair = await usePair({ target: { auth: bearer } });
    const { digest } = buildImage(pair.source, 'app', '1', { layers: [300_000] });
    const { target } = pair;
    revokeOnce(target, 'upload-put');
    const report = await pair.mirror(['app:1'], {}, { environment: await dockerConfig({ auths: login(target.host) }) });
    expect(explain(report)).toBe('');
    expect(target.resolve(pair.repository('app'), '1')).toBe(digest);
  });

  test('an identity token is exchanged by POST, and by GET where the service does not know that', async () => {
    for (const options of [{}, { postStatus: 404 }]) {
      const auth = {
        kind: 'bearer',
        users: { '<token>': identityToken },
        identityTokens: { [identityToken]: 'robot' },
        ...options,
      } as const;
      const pair = await usePair({ target: { auth } });
      buildImage(pair.source, 'app', '1');
      const environment = await dockerConfig({ auths: { [pair.target.host]: { identitytoken: identityToken } } });
      expect(explain(await pair.mirror(['app:1'], {}, { environment }))).toBe('');
    }
  });

  test('wrong credentials are told as that, and not taken for absence', async () => {
    const pair = await usePair({ target: { auth: bearer } });
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror(
      ['app:1'],
      {},
      { environment: await dockerConfig({ auths: login(pair.target.host, secretFor('wrong')) }) },
    );
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('the credentials of user "robot" were refused');
  });

  test('an account that may not push fails with what to check', async () => {
    const auth = {
      ...bearer,
      allow: (_user: unknown, _repository: unknown, action: string) => action === 'pull',
    } as const;
    const pair = await usePair({ target: { auth } });
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror(
      ['app:1'],
      {},
      { environment: await dockerConfig({ auths: login(pair.target.host) }) },
    );
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(
      /on the target: 401.*Logged in as user "robot", which may not do this: give the account the right to write/,
    );
  });

  test.each(['no-scope', 'ping-only', 'with-basic'] as const)(
    'whatever the challenge looks like: %s',
    async (challenge) => {
      const pair = await usePair({
        source: { auth: { kind: 'bearer', challenge } },
        target: { auth: { ...bearer, challenge } },
      });
      buildImage(pair.source, 'app', '1');
      const report = await pair.mirror(
        ['app:1'],
        {},
        { environment: await dockerConfig({ auths: login(pair.target.host) }) },
      );
      expect(explain(report)).toBe('');
    },
  );
});

describe('with basic authentication', () => {
  test('the credentials of docker login are used, by exact host', async () => {
    const auth = { kind: 'basic', username: 'robot', password: users.robot } as const;
    const pair = await usePair({ source: {}, target: { auth } });
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror(
      ['app:1'],
      {},
      { environment: await dockerConfig({ auths: login(pair.target.host) }) },
    );
    expect(explain(report)).toBe('');
    expect(authorizationsOf(pair.source.requests)).toEqual([]);
  });

  test('without credentials there is an error that says where to log in', async () => {
    const pair = await usePair({
      target: { auth: { kind: 'basic', username: 'robot', password: secretFor('unknown') } },
    });
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1']);
    expect(explain(report)).toContain(`No credentials for ${pair.target.host} were found in ~/.docker/config.json`);
  });

  test('a wrong password is told as that', async () => {
    const pair = await usePair({
      target: { auth: { kind: 'basic', username: 'robot', password: secretFor('unknown') } },
    });
    buildImage(pair.source, 'app', '1');
    const environment = await dockerConfig({ auths: login(pair.target.host, secretFor('wrong')) });
    const report = await pair.mirror(['app:1'], {}, { environment });
    expect(explain(report)).toContain(
      `${pair.target.host} does not take the credentials of user "robot". They are from ${environment.DOCKER_CONFIG}/config.json. Log in again.`,
    );
  });

  test('an entry that cannot be decoded is told as that, and not shown', async () => {
    const pair = await usePair({
      target: { auth: { kind: 'basic', username: 'robot', password: secretFor('unknown') } },
    });
    buildImage(pair.source, 'app', '1');
    const auths = { [pair.target.host]: { auth: secretFor('wrong') } };
    const environment = await dockerConfig({ auths });
    const words = explain(await pair.mirror(['app:1'], {}, { environment }));
    expect(words).toContain(
      `The entry for ${pair.target.host} in ${environment.DOCKER_CONFIG}/config.json cannot be decoded: expected base64 of user:password.`,
    );
    expect(words).not.toContain('No credentials');
    expect(words).not.toContain(secretFor('wrong'));
  });

  test('a credential helper is asked, through a real program', async () => {
    const pair = await usePair({ target: { auth: { kind: 'basic', username: 'robot', password: users.robot } } });
    buildImage(pair.source, 'app', '1');
    const bin = await makeWorkspace({
      'docker-credential-test': `#!/bin/sh\nread server\n[ "$server" = '${pair.target.host}' ] || { echo 'credentials not found in native keychain'; exit 1; }\nprintf '{"ServerURL":"%s","Username":"robot","Secret":"${users.robot}"}' "$server"\n`,
    });
    await chmod(join(bin, 'docker-credential-test'), 0o755);
    const path = process.env.PATH;
    process.env.PATH = `${bin}:${path ?? ''}`;
    onTestFinished(() => {
      process.env.PATH = path;
    });
    const report = await pair.mirror(['app:1'], {}, { environment: await dockerConfig({ credsStore: 'test' }) });
    expect(explain(report)).toBe('');
  });
});

test('blobs are followed to a CDN, without credentials', async () => {
  const pair = await usePair({ source: { auth: bearer, cdn: true }, target: { auth: bearer } });
  const { digest } = buildIndex(pair.source, 'app', '1');
  const environment = await dockerConfig({ auths: { ...login(pair.source.host), ...login(pair.target.host) } });
  expect(explain(await pair.mirror(['app:1'], {}, { environment }))).toBe('');
  expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
  const cdn = pair.source.requests.filter(({ listener }) => listener === 'cdn');
  expect(cdn.length).toBeGreaterThan(0);
  expect(authorizationsOf(cdn)).toEqual([]);
});

describe('an upload’s place', () => {
  test.each([
    ['relative', { location: 'relative' }],
    ['absolute', { location: 'absolute' }],
    ['with a query that must come back byte by byte', { locationQuery: '_state=a~b%20c&k&sig=%2Bx%3D' }],
    ['on another host, which must get no credentials', { uploadHost: true }],
  ] as const)('%s', async (_name, quirks) => {
    const pair = await usePair({ target: { quirks, auth: bearer } });
    const { digest } = buildImage(pair.source, 'app', '1', { layers: 3 });
    const report = await pair.mirror(
      ['app:1'],
      {},
      { environment: await dockerConfig({ auths: login(pair.target.host) }) },
    );
    expect(explain(report)).toBe('');
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
    expect(authorizationsOf(pair.target.requests.filter(({ listener }) => listener === 'uploads'))).toEqual([]);
  });
});

test('a registry that wants its repositories made before says which, and that it is missing', async () => {
  const pair = await usePair({ target: { quirks: { preCreatedRepositories: true } } });
  buildImage(pair.source, 'app', '1');
  const report = await pair.mirror(['app:1']);
  expect(explain(report)).toContain('404 NAME_UNKNOWN');
  expect(explain(report)).toContain(pair.repository('app'));
});

describe('a proxy of the environment', () => {
  test('is used for hosts beyond this machine, and never for loopback', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const asked: string[] = [];
    const proxy = createServer((_request, response) => response.writeHead(502).end());
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      proxy.close();
    });
    const environment = {
      HTTPS_PROXY: `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`,
      HTTP_PROXY: 'http://127.0.0.1:1',
    };
    const files = {
      'images/a/Dockerfile': `FROM ${pair.source.host}/app:1\n`,
      'images/b/Dockerfile': 'FROM registry.example/x:1\n',
    };
    const report = await mirrorFiles({ files, inputs: { target: pair.target.host }, environment });
    expect(statesOf(report)).toEqual(['mirrored', 'failed']);
    expect(asked).toContain('registry.example:443');
  });

  test('that refuses to connect is told as that, and not as a run that was stopped', async () => {
    const proxy = createServer();
    proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      proxy.close();
    });
    const files = { 'images/a/Dockerfile': 'FROM registry.example/x:1\n' };
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}` };
    const report = await mirrorFiles({ files, inputs: { target: 'target.example' }, environment });
    expect(explain(report)).toMatch(/the proxy answered 403 instead of connecting\. Check HTTPS_PROXY/);
  });

  test('that is no address is a configuration error', async () => {
    const pair = await usePair();
    await expect(pair.mirror(['app:1'], {}, { environment: { HTTPS_PROXY: 'nonsense:// x' } })).rejects.toThrow(
      'HTTPS_PROXY',
    );
  });
});

describe('a registry with TLS', () => {
  test('by an authority of the environment is trusted, and by none is told as that', async () => {
    const target = await useRegistry({ tls: testCertificate });
    const source = await useRegistry();
    buildImage(source, 'app', '1');
    const files = { 'images/a/Dockerfile': `FROM ${source.host}/app:1\n` };
    const folder = await makeWorkspace({ 'ca.pem': testCertificate.cert });
    const inputs = { target: target.host };
    const distrusted = await mirrorFiles({ files, inputs });
    expect(explain(distrusted)).toMatch(/self-signed certificate.*SSL_CERT_FILE/);
    const trusted = await mirrorFiles({ files, inputs, environment: { SSL_CERT_FILE: join(folder, 'ca.pem') } });
    expect(explain(trusted)).toBe('');
  });

  test('G30 is asked over HTTP/2, and sends and takes what is in large blobs over HTTP/1.1', async () => {
    const [source, target] = [await useRegistry({ tls: testCertificate }), await useRegistry({ tls: testCertificate })];
    buildImage(source, 'app', '1', { layers: [200_000] });
    const files = { 'images/a/Dockerfile': `FROM ${source.host}/app:1\n` };
    const folder = await makeWorkspace({ 'ca.pem': testCertificate.cert });
    const environment = { SSL_CERT_FILE: join(folder, 'ca.pem') };
    expect(explain(await mirrorFiles({ files, inputs: { target: target.host }, environment }))).toBe('');
    const kindsBy = (version: string): ReadonlySet<string> =>
      new Set(
        [...source.requests, ...target.requests]
          .filter(({ httpVersion }) => httpVersion === version)
          .map(({ kind }) => kind),
      );
    expect(kindsBy('1.1')).toEqual(new Set(['blob-get', 'upload-put']));
    expect([...kindsBy('2.0')]).toEqual(
      expect.arrayContaining(['ping', 'manifest-get', 'manifest-head', 'manifest-put', 'upload-post']),
    );
  });

  test('that sends uploads to plain http under its own name, as behind a proxy, is spoken to by TLS all the same', async () => {
    const target = await useRegistry({ tls: testCertificate, quirks: { location: 'without-tls' } });
    const source = await useRegistry();
    buildImage(source, 'app', '1');
    const files = { 'images/a/Dockerfile': `FROM ${source.host}/app:1\n` };
    const folder = await makeWorkspace({ 'ca.pem': testCertificate.cert });
    const environment = { SSL_CERT_FILE: join(folder, 'ca.pem') };
    const report = await mirrorFiles({ files, inputs: { target: target.host }, environment });
    expect(explain(report)).toBe('');
  });
});

test.each([
  ['without its port is warned of', (host: string) => host.replace(/:\d+$/, ''), 1],
  ['as it is written is not', (host: string) => host, 0],
  ['of somebody else is not', () => 'registry.example', 0],
])('a target that "insecure-registries" has %s', async (_name, listedFor, warnings) => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  const listed = listedFor(pair.target.host);
  const report = await pair.mirror(['app:1'], { 'insecure-registries': listed, 'allowed-registries': '*' });
  const words = `insecure-registries: "${listed}" is without its port, and so has no effect. Write ${pair.target.host}`;
  expect(report.warnings.filter((warning) => warning.startsWith(words))).toHaveLength(warnings);
  expect(explain(report)).toBe('');
});
