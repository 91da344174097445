import { describe, expect, test } from '@jest/globals';
import { KnownHosts, type Reach, mayReach } from '../../../src/registry/http/known-hosts.js';

const url = (authority: string): URL => new URL(`https://${authority}/v2/`);

describe('a request may go to', () => {
  test.each<[Reach, readonly string[]]>([
    ['anywhere', ['public', 'private', 'link-local']],
    ['network', ['public', 'private']],
    ['public', ['public']],
  ])('%s: %j', (reach, kinds) => {
    const all = ['public', 'private', 'link-local'] as const;
    expect(all.filter((kind) => mayReach(reach, kind))).toEqual(kinds);
  });
});

describe('a host that is listed may be anywhere', () => {
  test.each([
    ['registry.corp:5000', 'registry.corp:5000'],
    ['registry.corp', 'registry.corp'],
    ['registry.corp:443', 'registry.corp'],
    ['docker.io', 'registry-1.docker.io'],
    ['10.0.0.5:5000', '10.0.0.5:5000'],
    ['[fd00::1]:5000', '[fd00::1]:5000'],
    ['127.1:5000', '127.0.0.1:5000'],
  ])('%s at %s, whoever leads there', (listed, authority) => {
    const hosts = new KnownHosts([listed]);
    expect(hosts.reachOf(url(authority), undefined)).toBe('anywhere');
    expect(hosts.reachOf(url(authority), url('public.example'))).toBe('anywhere');
  });

  test.each([
    ['registry.corp', 'registry.corp:5000'],
    ['registry.corp:5000', 'registry.corp'],
    ['registry.corp', 'evil.registry.corp'],
    ['registry.corp', 'registry.corp.evil.example'],
    ['*', 'registry.corp'],
  ])('%s is not %s', (listed, authority) => {
    expect(new KnownHosts([listed]).reachOf(url(authority), undefined)).toBe('public');
  });

  test('by plain http with the port that http has, too', () => {
    expect(new KnownHosts(['registry.corp:80']).isListed(new URL('http://registry.corp/'))).toBe(true);
  });
});

describe('a host that is not listed', () => {
  const inside = (...addresses: readonly (string | undefined)[]): KnownHosts => {
    const hosts = new KnownHosts(['registry.corp']);
    for (const address of addresses) hosts.recordConnection('registry.corp', address);
    return hosts;
  };

  test.each<[string, Reach, KnownHosts]>([
    ['a registry in one’s own network', 'network', inside('10.0.0.5')],
    ['that by IPv6', 'network', inside('fd00::5', '10.0.0.5')],
    ['a public registry', 'public', inside('203.0.113.5')],
    ['a registry that was public once', 'public', inside('203.0.113.5', '10.0.0.5')],
    ['a registry that is public by now', 'public', inside('10.0.0.5', '203.0.113.5')],
    ['a registry whose connection was gone at once', 'public', inside('10.0.0.5', undefined)],
    ['a registry that was reached by a proxy', 'public', inside()],
  ])('is led to by %s: %s', (_name, reach, hosts) => {
    expect(hosts.reachOf(url('storage.corp'), url('registry.corp'))).toBe(reach);
  });

  test.each<[string, Reach]>([
    ['10.0.0.1:5000', 'network'],
    ['localhost:5000', 'network'],
    ['[::1]:5000', 'network'],
    ['203.0.113.5', 'public'],
    ['8.8.8.8:5000', 'public'],
  ])('is led to by an address that says what it is, %s: %s', (leader, reach) => {
    expect(inside().reachOf(url('storage.corp'), url(leader))).toBe(reach);
  });

  test('is public where a file names it', () => {
    expect(inside('10.0.0.5').reachOf(url('storage.corp'), undefined)).toBe('public');
  });
});
