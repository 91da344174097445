import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import {
  isLoopbackHost,
  isOwnAddress,
  isPrivateAddress,
  kindOfAddress,
  kindOfHost,
} from '../../../src/registry/http/address.js';

describe('a private address', () => {
  test.each([
    '0.0.0.0',
    '0.255.255.255',
    '10.0.0.0',
    '10.255.255.255',
    '100.64.0.0',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.255',
    '::ffff:0:a9fe:a9fe',
    '::5efe:a00:1',
    '::200:5efe:a00:1',
    '100::1',
    '169.254.169.254',
    '172.16.0.0',
    '172.31.255.255',
    '192.168.0.0',
    '192.168.255.255',
    '::',
    '::1',
    '0:0:0:0:0:0:0:1',
    'fc00::',
    'fdff:ffff::1',
    'fe80::1',
    'febf::1',
    '::2',
    '::127.0.0.1',
    '::8.8.8.8',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '192.0.0.8',
    '198.18.0.1',
    '198.19.255.255',
    'fec0::1',
    'ff02::1',
    'fe80::1%eth0',
    '64:ff9b::10.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::8.8.8.8',
    '2002:7f00:1::',
    '2002:a00:1:2::3',
    '2002:c0a8:101::1',
    '2001:0:4136:e378::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:169.254.169.254',
  ])('is %s', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '8.8.8.8',
    '192.0.1.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '168.63.129.15',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
    '2001:1::1',
    '2001:4860:4860::8888',
    'fbff::1',
    'fe00::1',
    '::ffff:8.8.8.8',
  ])('is not %s', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  test('is the same in IPv4 and as IPv6 writes it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const kind = kindOfAddress(address);
        const hex = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
        const sixToFour = `2002:${hex.slice(0, 2).join('')}:${hex.slice(2).join('')}::1`;
        const written = [`::ffff:${address}`, `64:ff9b::${address}`, sixToFour];
        expect(written.map(kindOfAddress)).toEqual([kind, kind, kind]);
      }),
    );
  });
});

describe('an address that is for this machine alone', () => {
  test.each([
    '169.254.169.254',
    '169.254.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fe80::1%2',
    'fd00:ec2::254',
    'fd20:ce::254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::169.254.169.254',
    '2002:a9fe:a9fe::1',
  ])('is %s', (address) => {
    expect(kindOfAddress(address)).toBe('link-local');
  });

  test.each(['10.0.0.1', '127.0.0.1', '100.100.100.201', 'fd00:ec3::254', 'fd20:ce::253'])('is not %s', (address) => {
    expect(kindOfAddress(address)).toBe('private');
  });
});

describe('a host, by its name', () => {
  test.each([
    ['10.0.0.1', 'private'],
    ['0x0a.1', 'private'],
    ['2130706433', 'private'],
    ['127.1', 'private'],
    ['0177.0.0.1', 'private'],
    ['127.0.0.1.', 'private'],
    ['[::1]', 'private'],
    ['[::ffff:10.0.0.1]', 'private'],
    ['localhost', 'private'],
    ['LOCALHOST.', 'private'],
    ['a.localhost', 'private'],
    ['169.254.169.254', 'link-local'],
    ['2852039166', 'link-local'],
    ['metadata.google.internal', 'link-local'],
    ['8.8.8.8', 'public'],
    ['[2001:4860:4860::8888]', 'public'],
    ['registry.example', undefined],
    ['10.0.0.1.nip.example', undefined],
    ['localhost.example', undefined],
  ])('%s is %s', (host, kind) => {
    expect(kindOfHost(new URL(`https://${host}:5000/v2/`))).toBe(kind);
  });
});

describe('this machine, by its very name', () => {
  test.each(['localhost', 'localhost:5000', '127.0.0.1', '127.0.0.1:80', '127.1.2.3:5000', '[::1]', '[::1]:5000'])(
    'is %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );

  test.each([
    '',
    'localhost.evil.example',
    'evil.localhost',
    'notlocalhost',
    'localhost:5000:1',
    'mirror.local',
    '127.0.0.1.evil.example',
    '1127.0.0.1',
    '127.0.0',
    '10.0.0.1',
    '192.168.0.1:5000',
    '0.0.0.0',
    '[::2]:5000',
    '[fe80::1]',
    'ghcr.io:127',
  ])('is not %j', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});

describe('G16 an address is a registry’s own', () => {
  test.each([
    ['https://r.test', 'https://r.test/x', true],
    ['https://r.test', 'https://r.test:443/x', true],
    ['http://r.test', 'https://r.test/x', true],
    ['http://r.test:80', 'https://r.test:443/x', true],
    ['http://r.test:5000', 'https://r.test:5000/x', true],
    ['http://r.test:5000', 'https://r.test/x', false],
    ['http://r.test:5000', 'https://r.test:443/x', false],
    ['http://r.test', 'https://r.test:8443/x', false],
    ['http://r.test', 'https://r.test:80/x', true],
    ['http://r.test:443', 'https://r.test/x', true],
    ['http://r.test', 'https://cdn.r.test/x', false],
    ['http://r.test', 'https://evil-r.test/x', false],
    ['https://r.test', 'http://r.test/x', false],
    ['https://r.test:5000', 'http://r.test:5000/x', false],
    ['http://r.test', 'http://r.test:5000/x', false],
    ['https://r.test', 'https://r.test:5000/x', false],
  ])('%s: %s is %s', (own, url, is) => {
    expect(isOwnAddress(new URL(url), new URL(own))).toBe(is);
  });
});
