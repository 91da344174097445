import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../../src/result/report.js';
import { skip } from '../../support/jest/testing.js';
import { explain, makeWorkspace, mirrorFiles, statesOf, useRegistry } from '../../support/mirror.js';
import { type ToolName, findTool } from '../../support/programs/programs.js';
import { type ForwardProxy, useForwardProxy } from '../../support/proxy.js';
import { namedCertificate, testCertificate } from '../../support/registry/server/certificate.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { Registry } from '../../support/registry/registry.js';
import { secretFor } from '../../support/secrets.js';

type Environment = Readonly<Record<string, string>>;

interface Behind {
  readonly source: Registry;
  readonly target: Registry;
  readonly mirror: (environment: Environment, resolves?: boolean) => Promise<Report>;
}

/** Two registries at names that only a proxy can look up. */
async function useRegistriesBehind(tls = false): Promise<Behind> {
  const options = tls ? { tls: namedCertificate } : {};
  const [source, target] = [await useRegistry(options), await useRegistry(options)];
  buildImage(source, 'app', '1');
  const named = ({ host }: Registry, name: string): string => host.replace('127.0.0.1', name);
  const hosts = [named(source, 'source.test'), named(target, 'target.test')];
  return {
    source,
    target,
    mirror: async (environment, resolves = false) =>
      mirrorFiles({
        files: { 'images/a/Dockerfile': `FROM ${hosts[0] ?? ''}/app:1\n` },
        inputs: { target: `${hosts[1] ?? ''}/mirror`, ...(tls ? {} : { 'insecure-registries': hosts.join('\n') }) },
        environment,
        resolve: (hostname, _options, callback) => {
          if (resolves) callback(null, [{ address: '127.0.0.1', family: 4 }]);
          else callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' }), []);
        },
      }),
  };
}

/** With the certificates of the registries, and of a proxy that has one. */
async function trusting(environment: Environment): Promise<Environment> {
  const folder = await makeWorkspace({ 'ca.pem': `${namedCertificate.cert}${testCertificate.cert}` });
  return { ...environment, SSL_CERT_FILE: join(folder, 'ca.pem') };
}

function methodsOf({ asked }: ForwardProxy): readonly string[] {
  return [...new Set(asked.map((line) => line.split(' ')[0] ?? ''))].sort();
}

describe('L14 a registry without TLS behind a proxy', () => {
  test('is asked by requests that the proxy makes, as many allow CONNECT to port 443 alone', async () => {
    const proxy = await useForwardProxy({ connectPort: 443 });
    const { target, mirror } = await useRegistriesBehind();
    const report = await mirror({ HTTP_PROXY: `http://${proxy.host}` });
    expect(explain(report)).toBe('');
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(methodsOf(proxy)).toEqual(['DELETE', 'GET', 'HEAD', 'POST', 'PUT']);
    expect(proxy.asked[0]).toMatch(/^GET http:\/\/(?:source|target)\.test:\d+\/v2\/$/);
    expect(target.count('manifest-put')).toBe(2);
  });

  test.each<[ToolName, (image: string) => readonly string[]]>([
    ['crane', (image: string) => ['manifest', '--insecure', image]],
    [
      'regctl',
      (image: string) => ['--host', `reg=${image.split('/')[0] ?? ''},tls=disabled`, 'manifest', 'get', image],
    ],
    ['skopeo', (image: string) => ['inspect', '--raw', '--tls-verify=false', `docker://${image}`]],
  ])('as %s asks it', async (tool, args) => {
    const program = await findTool(tool);
    skip(program === undefined, `${tool} is not on this machine`);
    const proxy = await useForwardProxy({ connectPort: 443 });
    const { source } = await useRegistriesBehind();
    const image = `${source.host.replace('127.0.0.1', 'source.test')}/app:1`;
    const home = await makeWorkspace({});
    const environment = {
      HOME: home,
      PATH: process.env.PATH,
      HTTP_PROXY: `http://${proxy.host}`,
      HTTPS_PROXY: `http://${proxy.host}`,
    };
    await promisify(execFile)(program ?? tool, [...args(image)], { env: environment });
    expect(proxy.asked.some((line) => line.includes(`http://${image.split('/')[0] ?? ''}/v2/app/manifests/1`))).toBe(
      true,
    );
  });
});

describe('L15 a proxy’s address', () => {
  test.each([
    ['without a scheme', (host: string) => ({ HTTP_PROXY: host })],
    ['in lower case', (host: string) => ({ http_proxy: host })],
    ['in lower case, which goes first', (host: string) => ({ http_proxy: host, HTTP_PROXY: 'http://127.0.0.1:1' })],
    ['where the lower-case one is empty', (host: string) => ({ http_proxy: '', HTTP_PROXY: host })],
  ])('is taken %s', async (_name, environmentOf) => {
    const proxy = await useForwardProxy();
    const { mirror } = await useRegistriesBehind();
    expect(explain(await mirror(environmentOf(proxy.host)))).toBe('');
    expect(proxy.asked.length).toBeGreaterThan(0);
  });

  test('in HTTP_PROXY alone is not for registries with TLS, as in Go', async () => {
    const proxy = await useForwardProxy();
    const { target, mirror } = await useRegistriesBehind(true);
    const trusted = await trusting({ HTTP_PROXY: proxy.host });
    expect(explain(await mirror(trusted, true))).toBe('');
    expect(target.count('manifest-put')).toBe(2);
    expect(explain(await mirror(trusted))).toContain('ENOTFOUND');
    expect(proxy.asked).toEqual([]);
  });

  test('in HTTPS_PROXY alone is not for registries without TLS, as in Go', async () => {
    const proxy = await useForwardProxy();
    const { mirror } = await useRegistriesBehind();
    expect(explain(await mirror({ HTTPS_PROXY: proxy.host }, true))).toBe('');
    expect(proxy.asked).toEqual([]);
  });

  test.each<[string, readonly string[]]>([
    ['HTTP_PROXY', []],
    ['HTTPS_PROXY', ['CONNECT']],
  ])('in %s is used so by crane for a registry with TLS', async (name, methods) => {
    const program = await findTool('crane');
    skip(program === undefined, 'crane is not on this machine');
    const proxy = await useForwardProxy();
    const { source } = await useRegistriesBehind(true);
    const host = source.host.replace('127.0.0.1', 'source.test');
    const env = { HOME: await makeWorkspace({}), PATH: process.env.PATH, [name]: `http://${proxy.host}` };
    // It finds no such name, or does not trust the certificate.
    const asked = promisify(execFile)(program ?? 'crane', ['manifest', `${host}/app:1`], { env });
    await expect(asked).rejects.toThrow(host);
    expect(methodsOf(proxy)).toEqual(methods);
  });

  test('of ALL_PROXY is not, as in Go', async () => {
    const proxy = await useForwardProxy();
    const { mirror } = await useRegistriesBehind();
    expect(explain(await mirror({ ALL_PROXY: proxy.host, all_proxy: proxy.host }))).toContain('ENOTFOUND');
    expect(proxy.asked).toEqual([]);
  });

  test.each(['nonsense:// x', 'ftp://proxy.test', 'http://', ':3128'])(
    'that is none is refused: %s',
    async (address) => {
      const { mirror } = await useRegistriesBehind();
      await expect(mirror({ HTTPS_PROXY: address })).rejects.toThrow(
        `HTTPS_PROXY: "${address}" is not the address of a proxy. Write it as http://host:port.`,
      );
    },
  );
});

describe.each([
  ['a registry with TLS', true, 'HTTPS_PROXY'],
  ['a registry without TLS', false, 'HTTP_PROXY'],
])('L16 before %s', (_name, tls, variable) => {
  test.each([
    ['a password', 'robot', secretFor('proxy')],
    ['a password with marks', 'ro:bot', `${secretFor('proxy')}@/:%é`],
    ['a user alone', 'robot', ''],
  ])('a proxy gets what its address has: %s', async (_what, user, password) => {
    const proxy = await useForwardProxy({ login: `${decodeURIComponent(encodeURIComponent(user))}:${password}` });
    const { mirror } = await useRegistriesBehind(tls);
    const address = `${encodeURIComponent(user)}${password === '' ? '' : `:${encodeURIComponent(password)}`}@${proxy.host}`;
    const names = tls ? await trusting({}) : {};
    expect(explain(await mirror({ [variable]: address, ...names }))).toBe('');
    expect(methodsOf(proxy).includes('CONNECT')).toBe(tls);
  });

  test('a proxy that wants another login is told as that', async () => {
    const proxy = await useForwardProxy({ login: 'robot:other' });
    const { mirror } = await useRegistriesBehind(tls);
    const words = explain(await mirror({ [variable]: `http://robot:${secretFor('proxy')}@${proxy.host}` }));
    expect(words).toMatch(/407/);
    expect(words).toContain('Check HTTPS_PROXY and HTTP_PROXY');
    expect(proxy.asked).toEqual([]);
  });

  test('a proxy may want TLS itself, by a certificate of its own', async () => {
    const proxy = await useForwardProxy({ tls: testCertificate });
    const { mirror } = await useRegistriesBehind(tls);
    expect(explain(await mirror(await trusting({ [variable]: `https://${proxy.host}` })))).toBe('');
    expect(methodsOf(proxy).includes('CONNECT')).toBe(tls);
  });
});

describe('L13 NO_PROXY', () => {
  test.each(['*', '.test', 'source.test,target.test'])('%s: the proxy is not asked', async (entries) => {
    const proxy = await useForwardProxy();
    const { mirror } = await useRegistriesBehind();
    const environment = { HTTP_PROXY: proxy.host, HTTPS_PROXY: proxy.host, NO_PROXY: entries };
    expect(explain(await mirror(environment, true))).toBe('');
    expect(proxy.asked).toEqual([]);
  });
});
