import type * as actionsExec from '@actions/exec';
import { expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/runtime/clock.js';

const actual = await import('@actions/exec');
const lines: number[] = [];
jest.unstable_mockModule<typeof actionsExec>('@actions/exec', () => ({
  ...actual,
  exec: async (program, args, options) => {
    const stdline = (line: string): void => {
      lines.push(line.length);
    };
    return await actual.exec(program, args, { ...options, listeners: { ...options?.listeners, stdline } });
  },
}));
const { runProgram } = await import('../../../src/github/runner/program.js');

/** What Node reads of a pipe at once. */
const maxPieceBytes = 64 * 1024;

// The package looks for the end of a line, with each piece anew in all that has none yet.
test('megabytes without the end of a line are heard to their end, and searched once', async () => {
  const bytes = 8_000_000;
  const { exitCode, stdout, stderr } = await runProgram(
    'sh',
    ['-c', `head -c ${bytes} /dev/zero | tr '\\0' x; echo done >&2`],
    {
      environment: process.env,
      clock: systemClock,
      timeoutMs: 30_000,
      maxOutputBytes: 2 * bytes,
      signal: new AbortController().signal,
    },
  );
  expect([exitCode, stdout === 'x'.repeat(bytes), stderr]).toEqual([0, true, 'done\n']);
  expect(lines.length).toBeGreaterThanOrEqual(bytes / maxPieceBytes);
  expect(Math.max(...lines)).toBeLessThanOrEqual(maxPieceBytes);
});
