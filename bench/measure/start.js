/** @import { NodeProgram, StartResult } from '../types.js' */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Odd, so that the median is one of them. */
const runs = 21;

/**
 * The bundle as the action, on a tree without any Dockerfile, beside a Node that does nothing.
 *
 * @param {string} bundle
 * @param {NodeProgram} node
 * @returns {StartResult}
 */
export function measureStart(bundle, { version, command }) {
  const folder = mkdtempSync(join(tmpdir(), 'image-mirror-bench-'));
  try {
    const env = prepareAction(folder);
    /** @param {readonly string[]} args */
    const time = (args) => timeNode(command, args, folder, env);
    /** @type {{ empty: number[], bundle: number[] }} */
    const times = { empty: [], bundle: [] };
    // In turn, so that neither has the quieter machine; the first of each fills the caches and is not counted.
    for (let run = 0; run <= runs; run += 1) {
      const [empty, started] = [time(['-e', '0']), time([bundle])];
      if (run > 0) {
        times.empty.push(empty);
        times.bundle.push(started);
      }
    }
    return { nodeVersion: version, runs, emptyMs: median(times.empty), bundleMs: median(times.bundle) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What a runner sets for a step of a workflow that was started by hand.
 *
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv}
 */
function prepareAction(folder) {
  mkdirSync(join(folder, 'images'));
  /** @param {string} name */
  const file = (name) => {
    writeFileSync(join(folder, name), name === 'event.json' ? '{}' : '');
    return join(folder, name);
  };
  return {
    PATH: process.env.PATH,
    HOME: folder,
    DOCKER_CONFIG: folder,
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_EVENT_PATH: file('event.json'),
    GITHUB_OUTPUT: file('output'),
    GITHUB_REPOSITORY: 'acme/images',
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_WORKSPACE: folder,
    INPUT_IMAGES: 'images',
    INPUT_TARGET: '127.0.0.1:9/mirror',
    RUNNER_TEMP: folder,
  };
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @returns {number} milliseconds
 */
function timeNode(command, args, cwd, env) {
  const start = performance.now();
  const run = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  const time = performance.now() - start;
  if (run.status !== 0) {
    throw new Error(
      `Measuring the start of ${args.join(' ')}: exit ${String(run.status)}.\n${run.stdout}${run.stderr}`,
    );
  }
  return time;
}

/**
 * @param {readonly number[]} values an odd number of them
 * @returns {number}
 */
function median(values) {
  return [...values].sort((a, b) => a - b)[(values.length - 1) / 2] ?? Number.NaN;
}
