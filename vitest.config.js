import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    environment: 'node',
    // Only what hangs is to be ended: a busy machine is slow.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    reporters: ['default', './__tests__/support/closing-line.js'],
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
  },
});
