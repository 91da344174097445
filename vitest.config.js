import { defineConfig } from 'vitest/config';

/** Percent of the branches of these folders, in each of them. */
const wellTested = {
  'src/registry/**/*.ts': { branches: 95 },
  'src/copy/**/*.ts': { branches: 95 },
  'src/plan/**/*.ts': { branches: 95 },
};

export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    environment: 'node',
    // Only what hangs is to be ended: a busy machine is slow.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Every output of the suite is looked through for the secrets of its tests.
    globalSetup: ['./__tests__/support/secret-search/looked-through-setup.js'],
    setupFiles: ['./__tests__/support/secret-search/looked-through-file.ts'],
    reporters: ['default', './__tests__/support/closing-line.js'],
    coverage: {
      provider: 'v8',
      enabled: process.env.COVERAGE === 'true',
      // What talks to registries, decides and copies: a branch that no test took there is a case that nobody thought of.
      include: Object.keys(wellTested),
      reporter: ['text'],
      thresholds: wellTested,
    },
  },
});
