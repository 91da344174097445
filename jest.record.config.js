import config from './jest.config.js';

/** `npm run record`: runs the engine in each situation, and writes the report that came of it. */
export default {
  ...config,
  testMatch: ['<rootDir>/__tests__/report/recording/record.ts'],
  reporters: ['default'],
  collectCoverage: false,
};
