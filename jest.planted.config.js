import config from './jest.config.js';

/** Secrets that leak on purpose: `__tests__/support/secret-search/looked-through.test.ts` runs them, and sees that they are found. */
export default {
  ...config,
  testMatch: ['<rootDir>/__tests__/support/secret-search/planted/leak.ts'],
  collectCoverage: false,
};
