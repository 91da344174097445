import { describe, expect, it } from '@jest/globals';

import { meaningOf } from '../../src/tree/file-error.js';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: what the system said`), { code });
}

describe('T10 what a file system says', () => {
  it.each([
    ['EACCES', 'permission was denied'],
    ['ELOOP', 'its links go round in a circle'],
    ['ENOENT', 'it is not there any more'],
    ['EIO', 'the system says EIO'],
  ])('T10 %s: %s', (code, meaning) => {
    expect(meaningOf(systemError(code))).toBe(meaning);
  });

  it.each([new TypeError('a fault of ours'), 'no error at all', undefined])(
    'T10 lets other faults pass: %p',
    (fault) => {
      let passed: unknown = 'nothing';
      try {
        meaningOf(fault);
      } catch (error) {
        passed = error;
      }
      expect(passed).toBe(fault);
    },
  );
});
