import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { parseNoProxy } from '../../../src/registry/http/no-proxy.js';

describe('L13 NO_PROXY is read as Go reads it', () => {
  test.each([
    ['*', 'https://r.test'],
    ['a.test, *', 'https://r.test'],
    ['r.test', 'https://r.test'],
    ['r.test', 'https://sub.r.test:5000'],
    ['R.Test', 'https://r.test'],
    ['.r.test', 'https://sub.r.test'],
    ['*.r.test', 'https://sub.r.test'],
    ['r.test:5000', 'http://r.test:5000'],
    ['r.test:443', 'https://r.test'],
    ['r.test:80', 'http://r.test'],
    ['.r.test:5000', 'https://sub.r.test:5000'],
    ['a.test r.test', 'https://r.test'],
    ['a.test,,\t r.test', 'https://r.test'],
    ['10.0.0.0/8', 'https://10.200.3.4'],
    ['10.9.9.9/8', 'https://10.200.3.4'],
    ['10.0.0.0/8', 'http://10.200.3.4:5000'],
    ['0.0.0.0/0', 'https://8.8.8.8'],
    ['10.1.2.3', 'https://10.1.2.3'],
    ['10.1.2.3', 'https://[::ffff:10.1.2.3]'],
    ['10.0.0.0/8', 'https://[::ffff:10.1.2.3]'],
    ['10.1.2.3:5000', 'https://10.1.2.3:5000'],
    ['fd00::/8', 'https://[fd12:3456::1]:5000'],
    ['fd00::1', 'https://[fd00:0::1]'],
    ['[fd00::1]', 'https://[fd00::1]'],
    ['[fd00::1]:5000', 'https://[fd00::1]:5000'],
    ['', 'https://localhost'],
    ['', 'http://127.0.0.1:5000'],
    ['', 'http://127.8.8.8'],
    ['', 'http://[::1]:5000'],
  ])('%j has %s reached directly', (entries, url) => {
    expect(parseNoProxy(entries)(new URL(url))).toBe(true);
  });

  test.each([
    ['', 'https://r.test'],
    ['r.test', 'https://notr.test'],
    ['r.test', 'https://r.test.evil.example'],
    ['.r.test', 'https://r.test'],
    ['*.r.test', 'https://r.test'],
    ['r.test:5000', 'https://r.test'],
    ['10.0.0.0/8', 'https://11.0.0.1'],
    ['10.0.0.0/8', 'https://10.evil.example'],
    ['10.0.0.0/8:5000', 'https://10.0.0.1:5000'],
    ['10.0.0.0/33', 'https://10.0.0.0'],
    ['10.0.0.0/', 'https://10.0.0.0'],
    ['10.1.2.3:5000', 'https://10.1.2.3'],
    ['0.1.2.3', 'https://10.1.2.3'],
    ['fd00::/8', 'https://[fe80::1]'],
    ['fd00::/8', 'https://10.0.0.1'],
    ['[fd00::1]:5000', 'https://[fd00::1]'],
    ['*test', 'https://r.test'],
    ['r.*', 'https://r.test'],
    [':5000', 'https://r.test:5000'],
  ])('%j has %s reached by the proxy', (entries, url) => {
    expect(parseNoProxy(entries)(new URL(url))).toBe(false);
  });

  test('of any text there is an answer, and what stands beside it counts', () => {
    const entry = fc.string({ unit: fc.constantFrom(...'.*:/[]0123456789abcdef%-'.split('')), maxLength: 24 });
    fc.assert(
      fc.property(entry, (text) => {
        expect(parseNoProxy(`${text},r.test`)(new URL('https://r.test'))).toBe(true);
      }),
    );
  });
});
