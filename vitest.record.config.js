import { defineConfig } from 'vitest/config';

/** `npm run record`: runs the engine in each situation, and writes the report that came of it. */
export default defineConfig({
  test: { include: ['__tests__/report/recording/record.ts'], environment: 'node', testTimeout: 60_000 },
});
