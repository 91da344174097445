/** @import { AggregatedResult, Reporter, TestContext, TestResult } from '@jest/reporters' */
/** @import { Looked, OutputKind } from './looked-through.js' */

import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What must have been looked through where these tests ran: a search that sees nothing finds nothing.
 *
 * @type {readonly (readonly [file: string, kinds: readonly OutputKind[]])[]}
 */
const expected = [
  ['run/hosts/reaching-registries.test.ts', ['report', 'progress', 'knowledge', 'request to a registry']],
  ['e2e/action.test.ts', ['standard output', 'standard error', 'summary', 'outputs', 'report']],
  ['e2e/comment.test.ts', ['request to GitHub']],
  ['e2e/learned.test.ts', ['file', 'request to a cache']],
  ['registry/auth/credential-helper.test.ts', ['arguments']],
];

/**
 * Fails the suite where an output of any test showed a secret, or where none was looked through.
 *
 * @implements {Pick<Reporter, 'onRunStart' | 'onRunComplete' | 'getLastError'>}
 */
class LookedThroughReporter {
  #folder = '';
  /** @type {Error | undefined} */
  #error;

  onRunStart() {
    this.#folder = mkdtempSync(join(tmpdir(), 'image-mirror-looked-through-'));
    // The workers that run the tests inherit it: looked-through.ts writes there.
    process.env.IMAGE_MIRROR_LOOKED_THROUGH = this.#folder;
  }

  /**
   * @param {Set<TestContext>} _contexts
   * @param {AggregatedResult} results
   */
  onRunComplete(_contexts, { testResults }) {
    const looked = readAll(this.#folder);
    rmSync(this.#folder, { recursive: true });
    const problems = [
      ...looked.flatMap(({ kind, leaks }) => leaks.map((leak) => `${kind} shows a secret: ${leak}`)),
      ...findUnseen(testResults, looked).map((what) => `nobody looked for secrets in ${what}`),
    ];
    if (problems.length > 0) {
      // jest fails the suite because of it, and says nothing of it.
      this.#error = new Error(`secrets:\n${problems.join('\n')}`);
      process.stdout.write(`\n${this.#error.message}\n`);
    }
    const times = looked.reduce((sum, one) => sum + one.times, 0);
    if (problems.length === 0 && times > 0)
      process.stdout.write(`looked for secrets in ${String(times)} outputs, found none\n`);
  }

  getLastError() {
    return this.#error;
  }
}

/** @type {(line: string) => Looked} */
const parseLooked = JSON.parse;

/**
 * @param {string} folder
 * @returns {readonly Looked[]}
 */
function readAll(folder) {
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
  return lines.map((line) => parseLooked(line));
}

/**
 * @param {readonly TestResult[]} files
 * @param {readonly Looked[]} looked
 * @returns {readonly string[]}
 */
function findUnseen(files, looked) {
  const seen = new Set(looked.map(({ kind }) => kind));
  const whole = files.filter(({ testResults }) => testResults.every(({ status }) => status === 'passed'));
  return expected.flatMap(([file, kinds]) =>
    whole.some(({ testFilePath }) => testFilePath.endsWith(`__tests__/${file}`))
      ? kinds.filter((kind) => !seen.has(kind)).map((kind) => `the kind “${kind}”, which ${file} makes`)
      : [],
  );
}

export default LookedThroughReporter;
