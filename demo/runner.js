import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const projectRoot = resolve(import.meta.dirname, '..');

/**
 * What a step leaves behind.
 *
 * @typedef {object} StepResult
 * @property {number | null} exitCode
 * @property {string} log
 * @property {string} summary Markdown
 * @property {string} outputs as the runner reads them
 */

/**
 * Runs the committed bundle as GitHub's runner runs an action: inputs as `INPUT_*`, files for summary and outputs, a workspace.
 *
 * @param {string} workspace
 * @param {Readonly<Record<string, string>>} inputs
 * @param {Readonly<Record<string, string>>} environment
 * @returns {Promise<StepResult>}
 */
export async function runStep(workspace, inputs, environment) {
  const folder = mkdtempSync(join(tmpdir(), 'image-mirror-demo-'));
  try {
    for (const name of ['summary', 'outputs']) writeFileSync(join(folder, name), '');
    mkdirSync(join(folder, 'home'));
    const { exitCode, log } = await runBundle(workspace, {
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...environment,
      HOME: join(folder, 'home'),
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      GITHUB_OUTPUT: join(folder, 'outputs'),
      RUNNER_TEMP: folder,
    });
    return {
      exitCode,
      log,
      summary: readFileSync(join(folder, 'summary'), 'utf8'),
      outputs: readFileSync(join(folder, 'outputs'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} cwd
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{ exitCode: number | null, log: string }>}
 */
async function runBundle(cwd, env) {
  const child = spawn(process.execPath, [join(projectRoot, 'dist/index.js')], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    log += String(text);
  });
  /** @type {number | null} */
  const exitCode = await new Promise((done, fail) => child.once('error', fail).once('close', done));
  return { exitCode, log };
}
