import { describe, expect, test } from '@jest/globals';
import type { OperationContext } from '../../../src/image/registry-error.js';
import { parseChallenges } from '../../../src/registry/auth/challenge.js';
import { isExpectedHost, readTokenService } from '../../../src/registry/auth/realm.js';
import type { TokenService } from '../../../src/registry/auth/token.js';

const context: OperationContext = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' };

function read(header: string, base: string): TokenService {
  const [challenge] = parseChallenges(header);
  if (challenge === undefined) throw new Error(`no challenge in ${header}`);
  return readTokenService(challenge, new URL(base), context, { insecureRegistries: ['auth.corp:8443'] });
}

describe('a token service is taken', () => {
  test.each([
    ['https://auth.docker.io/token', 'https://registry-1.docker.io', 'another host'],
    ['https://r.test/token?service=x', 'https://r.test', 'the registry itself'],
    ['https://r.test:8443/token', 'https://r.test', 'another port'],
    ['https://10.0.0.1/token', 'https://10.0.0.1:5000', 'a private address that is the registry’s own'],
    ['http://127.0.0.1:5001/token', 'http://127.0.0.1:5000', 'this machine, for a registry on it'],
    ['http://localhost:5001/token', 'http://localhost:5000', 'this machine by its name'],
    ['http://localhost:5001/token', 'http://127.0.0.1:5000', 'this machine by either name'],
    ['https://10.0.0.2/token', 'https://10.0.0.1', 'a private address, for a registry at one'],
    ['http://auth.corp:8443/token', 'https://r.test', 'a host that the user lists'],
    ['https://[::1]:5001/token', 'https://[::1]:5000', 'this machine by IPv6'],
    ['https://auth.test/token', 'http://localhost:5000', 'more protection than the registry has'],
    ['https://8.8.8.8/token', 'https://r.test', 'a public address'],
    ['https://172.32.0.1/token', 'https://r.test', 'an address beside the private ones'],
  ])('%s for %s: %s', (realm, base) => {
    expect(read(`Bearer realm="${realm}",service="s"`, base)).toEqual({
      realm: new URL(realm),
      service: 's',
      namedBy: new URL(base),
    });
  });

  test.each([
    ['/token', 'https://r.test', 'https://r.test/token'],
    ['/service/token?x=1', 'http://localhost:5000', 'http://localhost:5000/service/token?x=1'],
    ['/token', 'https://r.test:8443/v2/', 'https://r.test:8443/token'],
    ['/../token', 'https://r.test', 'https://r.test/token'],
    ['/realms/a.b/token', 'https://r.test', 'https://r.test/realms/a.b/token'],
    ['token', 'https://r.test', 'https://r.test/v2/token'],
    ['token?x=1', 'https://r.test', 'https://r.test/v2/token?x=1'],
    ['auth/token.php', 'https://r.test', 'https://r.test/v2/auth/token.php'],
    ['./token', 'http://localhost:5000', 'http://localhost:5000/v2/token'],
    ['../token', 'https://r.test:8443/v2/', 'https://r.test:8443/token'],
    ['../../../token', 'https://r.test', 'https://r.test/token'],
    ['//auth.test/token', 'https://r.test', 'https://auth.test/token'],
  ])('G23 a relative address is resolved against the registry’s /v2/: %s for %s', (realm, base, expected) => {
    expect(read(`Bearer realm="${realm}"`, base).realm.href).toBe(expected);
  });

  test('without the name of a service', () => {
    expect(read('Bearer realm="https://r.test/token"', 'https://r.test').service).toBeUndefined();
  });
});

describe('a token service is refused, and nothing is sent there', () => {
  test.each([
    ['http://r.test/token', 'https://r.test', 'has no TLS'],
    ['http://auth.test/token', 'https://r.test', 'has no TLS'],
    ['https://127.0.0.1/token', 'https://r.test', 'is at a private address'],
    ['https://localhost/token', 'https://r.test', 'is at a private address'],
    ['https://localhost./token', 'https://r.test', 'is at a private address'],
    ['https://metadata.localhost/token', 'https://r.test', 'is at a private address'],
    ['https://169.254.169.254/token', 'https://r.test', 'is at a private address'],
    ['https://169.254.169.254/token', 'https://10.0.0.1', 'is at an address that is for this machine alone'],
    ['https://metadata.google.internal/token', 'https://r.test', 'is at a private address'],
    ['https://metadata.google.internal/token', 'https://10.0.0.1', 'is at an address that is for this machine alone'],
    ['https://[64:ff9b::a9fe:a9fe]/token', 'https://10.0.0.1', 'is at an address that is for this machine alone'],
    ['https://10.1.2.3/token', 'https://r.test', 'is at a private address'],
    ['https://172.16.0.1/token', 'https://r.test', 'is at a private address'],
    ['https://192.168.0.1/token', 'https://r.test', 'is at a private address'],
    ['https://100.64.0.1/token', 'https://r.test', 'is at a private address'],
    ['https://0.0.0.0/token', 'https://r.test', 'is at a private address'],
    ['https://0x7f.1/token', 'https://r.test', 'is at a private address'],
    ['https://2130706433/token', 'https://r.test', 'is at a private address'],
    ['https://[::1]/token', 'https://r.test', 'is at a private address'],
    ['https://[::ffff:127.0.0.1]/token', 'https://r.test', 'is at a private address'],
    ['https://[fd00::1]/token', 'https://r.test', 'is at a private address'],
    ['https://[fe80::1]/token', 'https://r.test', 'is at a private address'],
    ['https://user:pass@auth.test/token', 'https://r.test', 'has credentials in its address'],
    ['https://user@auth.test/token', 'https://r.test', 'has credentials in its address'],
    ['file:///etc/passwd', 'https://r.test', 'is not reached by http'],
    ['ftp://auth.test/token', 'http://localhost:5000', 'is not reached by http'],
    ['a token', 'https://r.test', 'is no address'],
    ['?scope=x', 'https://r.test', 'is no address'],
    ['127.0.0.1:8080', 'https://r.test', 'is no address'],
    ['//127.0.0.1/token', 'https://r.test', 'is at a private address'],
    ['auth.test', 'https://r.test', 'is no address'],
    ['auth.test/token', 'https://r.test', 'is no address'],
    ['auth.test:443/token', 'https://r.test', 'is not reached by http'],
    ['10.0.0.1/token', 'https://r.test', 'is no address'],
    ['.../token', 'https://r.test', 'is no address'],
    ['https://', 'https://r.test', 'is no address'],
    ['', 'https://r.test', 'is no address'],
  ])('%s for %s: %s', (realm, base, what) => {
    expect(() => read(`Bearer realm="${realm}"`, base)).toThrow(
      expect.objectContaining({ name: 'RegistryError', code: 'invalid-response', side: 'source' }),
    );
    expect(() => read(`Bearer realm="${realm}"`, base)).toThrow(what);
  });

  test('where there is none', () => {
    expect(() => read('Bearer service="s"', 'https://r.test')).toThrow('is no address');
  });

  test('and is named by its host alone, for what stands behind may be anything', () => {
    const realm = `http://a.test/${'x'.repeat(4_000)}?password=y`;
    expect(() => read(`Bearer realm="${realm}"`, 'https://r.test')).toThrow(
      /names a token service that has no TLS \(http:\/\/a\.test\)\./,
    );
  });
});

describe('a login is to be expected at', () => {
  const expected = (realm: string, registry: string): boolean =>
    isExpectedHost(new URL(`https://${realm}/token`), new URL(`https://${registry}`));

  test.each([
    ['auth.docker.io', 'registry-1.docker.io', 'Docker Hub’s'],
    ['gitlab.com', 'registry.gitlab.com', 'GitLab’s'],
    ['ghcr.io', 'ghcr.io', 'its own host'],
    ['r.test:8443', 'r.test:5000', 'another port of it'],
    ['auth.gcr.io', 'eu.gcr.io', 'a host of its domain'],
    ['acme.azurecr.io', 'acme.azurecr.io', 'Azure’s'],
    ['sso.corp.acme.co.uk', 'registry.acme.co.uk', 'a host of its domain, under a country’s'],
    ['api.scaleway.com', 'rg.fr-par.scw.cloud', 'Scaleway’s'],
    ['10.0.0.2', '10.0.0.1', 'another host of one’s own network'],
    ['auth:5001', 'registry:5000', 'a host that only one’s own network knows'],
    ['localhost:5001', '127.0.0.1:5000', 'this machine'],
  ])('%s for %s: %s', (realm, registry) => {
    expect(expected(realm, registry)).toBe(true);
  });

  test.each([
    ['evil.test', 'r.test', 'another domain'],
    ['evil-docker.io', 'registry-1.docker.io', 'a domain that only ends so'],
    ['docker.io.evil.test', 'registry-1.docker.io', 'a domain that only begins so'],
    ['evil.co.uk', 'acme.co.uk', 'a domain that only shares a country’s'],
    ['evil.com.au', 'acme.com.au', 'another such'],
    ['api.scaleway.com', 'scw.cloud.evil.test', 'a known service, for another registry'],
    ['8.8.8.8', '8.8.4.4', 'another address'],
    ['8.8.8.8', 'r.test', 'an address, for a name'],
    ['r.test', '10.0.0.1', 'a public name, for a private address'],
  ])('but not %s for %s: %s', (realm, registry) => {
    expect(expected(realm, registry)).toBe(false);
  });

  test('where the user lists it', () => {
    const hosts = { isListed: ({ host }: URL) => host === 'sso.test', isPrivate: () => false };
    expect(isExpectedHost(new URL('https://sso.test/token'), new URL('https://r.example'), hosts)).toBe(true);
    expect(isExpectedHost(new URL('https://sso.test:8443/token'), new URL('https://r.example'), hosts)).toBe(false);
  });
});
