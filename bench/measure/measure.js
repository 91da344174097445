/** @import { Measurement, Programs, Usage } from '../types.js' */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const maxTailCharacters = 2_000;

/**
 * Runs a command to its end and says what it took.
 *
 * @param {Programs} programs
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Measurement}
 * @throws {Error} with the end of what it printed, if it does not end with 0
 */
export function measure(programs, command, args, options) {
  const folder = mkdtempSync(join(tmpdir(), 'image-mirror-bench-'));
  const usageFile = join(folder, 'usage');
  try {
    const [wrapped, ...wrappedArgs] = wrap(programs, command, args, usageFile);
    const start = performance.now();
    const run = spawnSync(wrapped, wrappedArgs, {
      ...options,
      encoding: 'utf8',
      // Ours writes a line for each image.
      maxBuffer: Infinity,
      env: { ...options.env, BENCH_USAGE_FILE: usageFile },
    });
    const wallSeconds = (performance.now() - start) / 1000;
    if (run.status !== 0) {
      const code = run.error === undefined ? `ended with ${String(run.status ?? run.signal)}` : run.error.message;
      throw new Error(
        `Measuring ${command} ${args.join(' ')}: ${code}. Its output ends:\n${tail(run.stdout)}${tail(run.stderr)}`,
      );
    }
    return { wallSeconds, ...readUsage(usageFile) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} text */
function tail(text) {
  return text.slice(-maxTailCharacters);
}

/**
 * GNU time measures any command; without it a Node process can still say what it took itself.
 *
 * @param {Programs} programs
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} usageFile
 * @returns {[string, ...string[]]}
 */
function wrap(programs, command, args, usageFile) {
  if (programs.time !== undefined) {
    return [programs.time, '-f', '%M %U %S', '-o', usageFile, command, ...args];
  }
  return programs.nodes.some((node) => node.command === command)
    ? [command, '--import', join(import.meta.dirname, 'own-usage.js'), ...args]
    : [command, ...args];
}

/**
 * @param {string} file in its last line: KiB, and the seconds in user and in system mode
 * @returns {Usage}
 */
function readUsage(file) {
  try {
    const line = readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
    const [peakKib = Number.NaN, userSeconds, systemSeconds] = line.split(' ').map(Number);
    return { peakBytes: peakKib * 1024, userSeconds, systemSeconds };
  } catch {
    return { peakBytes: undefined, userSeconds: undefined, systemSeconds: undefined };
  }
}
