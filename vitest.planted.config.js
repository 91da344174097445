import { defineConfig } from 'vitest/config';

/** Secrets that leak on purpose: `__tests__/support/secret-search/looked-through.test.ts` runs them, and sees that they are found. */
export default defineConfig({
  test: {
    include: ['__tests__/support/secret-search/planted/leak.ts'],
    environment: 'node',
    globalSetup: ['./__tests__/support/secret-search/looked-through-setup.js'],
    setupFiles: ['./__tests__/support/secret-search/looked-through-file.ts'],
  },
});
