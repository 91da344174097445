import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLoopbackHost, isPrivateAddress } from '../../src/registry/address.js';

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
    '::2',
    '2001:4860:4860::8888',
    'fbff::1',
    'fe00::1',
    'fec0::1',
    '::ffff:8.8.8.8',
  ])('is not %s', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  test('is the same in IPv4 and as IPv6 writes it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPrivateAddress(`::ffff:${address}`)).toBe(isPrivateAddress(address));
      }),
    );
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
