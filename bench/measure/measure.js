/** @import { Measurement, Programs } from '../types.js' */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs a command to its end and says what it took.
 *
 * @param {Programs} programs
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Measurement}
 * @throws {Error} with what it printed, where it does not end with 0
 */
export function measure(programs, command, args, options) {
  const folder = mkdtempSync(join(tmpdir(), 'image-mirror-bench-'));
  const peakFile = join(folder, 'peak');
  try {
    const [wrapped, ...wrappedArgs] = wrap(programs, command, args, peakFile);
    const start = performance.now();
    const run = spawnSync(wrapped, wrappedArgs, {
      ...options,
      encoding: 'utf8',
      env: { ...options.env, BENCH_PEAK_FILE: peakFile },
    });
    const wallSeconds = (performance.now() - start) / 1000;
    if (run.status !== 0) {
      const code = run.error === undefined ? `ended with ${String(run.status ?? run.signal)}` : run.error.message;
      throw new Error(`Measuring ${command} ${args.join(' ')}: ${code}.\n${run.stdout}${run.stderr}`);
    }
    return { wallSeconds, ...readUsage(peakFile) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * GNU time measures any command; without it a Node process can still say its own peak.
 *
 * @param {Programs} programs
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} peakFile
 * @returns {[string, ...string[]]}
 */
function wrap(programs, command, args, peakFile) {
  if (programs.time !== undefined) {
    return [programs.time, '-f', '%M %U %S', '-o', peakFile, command, ...args];
  }
  return command === process.execPath
    ? [command, '--import', join(import.meta.dirname, 'peak-memory.js'), ...args]
    : [command, ...args];
}

/**
 * @param {string} file in its last line: KiB, and from GNU time the seconds in user and system mode
 * @returns {Omit<Measurement, 'wallSeconds'>}
 */
function readUsage(file) {
  try {
    const [peakKib = '', user, system] = (readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '').split(' ');
    const cpuSeconds = user === undefined ? undefined : Number(user) + Number(system);
    return { peakBytes: Number(peakKib) * 1024, cpuSeconds };
  } catch {
    return { peakBytes: undefined, cpuSeconds: undefined };
  }
}
