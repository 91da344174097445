import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    environment: 'node',
    // Only what hangs is to be ended: a busy machine is slow.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Every output of the suite is looked through for the secrets of its tests.
    globalSetup: ['./__tests__/support/looked-through-setup.js'],
    setupFiles: ['./__tests__/support/looked-through-file.ts'],
    reporters: ['default', './__tests__/support/closing-line.js'],
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
  },
});
