import { expect, test } from '@jest/globals';
import { shownProxy } from '../../../src/registry/http/proxy.js';

test.each([
  ['http://proxy.test:3128', 'http://proxy.test:3128'],
  ['http://user:word@proxy.test:3128', 'http://***@proxy.test:3128'],
  ['http://user:p@ssword@proxy.test:3128', 'http://***@proxy.test:3128'],
  ['user:p@ssword@proxy.test', '***@proxy.test'],
  ['ftp://user:pa/ss@wo@rd@proxy.test', 'ftp://***@proxy.test'],
])('%s is shown as %s', (address, shown) => {
  expect(shownProxy(address)).toBe(shown);
});
