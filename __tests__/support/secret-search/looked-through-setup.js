/** @import { TestModule, TestProject } from 'vitest/node' */
/** @import { Looked, OutputKind } from './looked-through.js' */

import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What must have been looked through where these tests ran: a search that sees nothing finds nothing.
 *
 * @type {readonly (readonly [file: string, kinds: readonly OutputKind[]])[]}
 */
const expected = [
  ['run/wire.test.ts', ['report', 'progress', 'knowledge', 'request to a registry']],
  ['e2e/action.test.ts', ['standard output', 'standard error', 'summary', 'outputs', 'report']],
  ['e2e/comment.test.ts', ['request to GitHub']],
  ['e2e/learned.test.ts', ['file', 'request to a cache']],
  ['registry/auth/credential-helper.test.ts', ['arguments']],
];

/**
 * Fails the suite where an output of any test showed a secret, or where none was looked through.
 *
 * @param {TestProject} project
 * @returns {Promise<() => Promise<void>>}
 */
export async function setup(project) {
  const folder = await mkdtemp(join(tmpdir(), 'image-mirror-looked-through-'));
  project.provide('lookedThrough', folder);
  return async () => {
    const looked = await readAll(folder);
    await rm(folder, { recursive: true });
    const modules = project.vitest.state.getTestModules();
    const problems = [
      ...looked.flatMap(({ kind, leaks }) => leaks.map((leak) => `${kind} shows a secret: ${leak}`)),
      ...findUnseen(modules, looked).map((what) => `nobody looked for secrets in ${what}`),
    ];
    if (problems.length > 0) {
      // vitest tells of what a teardown throws, and goes on as if all were well.
      process.exitCode = 1;
      throw new Error(`secrets:\n${problems.join('\n')}`);
    }
    const times = looked.reduce((sum, one) => sum + one.times, 0);
    if (times > 0) process.stdout.write(`looked for secrets in ${String(times)} outputs, found none\n`);
  };
}

/** @type {(line: string) => Looked} */
const parseLooked = JSON.parse;

/**
 * @param {string} folder
 * @returns {Promise<readonly Looked[]>}
 */
async function readAll(folder) {
  const texts = await Promise.all((await readdir(folder)).map(async (name) => readFile(join(folder, name), 'utf8')));
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
  return lines.map((line) => parseLooked(line));
}

/**
 * @param {readonly TestModule[]} modules
 * @param {readonly Looked[]} looked
 * @returns {readonly string[]}
 */
function findUnseen(modules, looked) {
  const seen = new Set(looked.map(({ kind }) => kind));
  const whole = modules.filter((module) =>
    [...module.children.allTests()].every((test) => test.result().state === 'passed'),
  );
  return expected.flatMap(([file, kinds]) =>
    whole.some(({ moduleId }) => moduleId.endsWith(`__tests__/${file}`))
      ? kinds.filter((kind) => !seen.has(kind)).map((kind) => `the kind “${kind}”, which ${file} makes`)
      : [],
  );
}
