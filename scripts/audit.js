/**
 * `npm audit --omit=dev`, told apart into three: nothing known (exit 0), something known (exit 1), and a registry that
 * cannot be asked, as private ones often cannot (a notice, exit 0). npm's own exit code is 1 for the last two.
 */
import { spawnSync } from 'node:child_process';

/**
 * What `npm audit --json` prints: a report has `metadata` and `vulnerabilities`, an error has `message`.
 *
 * @typedef {{ metadata?: { vulnerabilities?: { total?: number } }, vulnerabilities?: object, message?: string }} Answer
 */

/** @type {(text: string) => Answer} */
const parseJson = JSON.parse;

const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
const answer = parseAnswer(stdout);
const total = answer.metadata?.vulnerabilities?.total;
if (total === undefined) {
  console.log(`notice: not audited, for the registry gave no report: ${answer.message ?? stderr.trim()}`);
} else if (total === 0) {
  console.log('no known vulnerability in what is shipped');
} else {
  const packages = Object.keys(answer.vulnerabilities ?? {}).join(', ');
  console.log(`known vulnerabilities in what is shipped: ${total}, in ${packages}. \`npm audit\` says more.`);
  process.exitCode = 1;
}

/**
 * @param {string} text
 * @returns {Answer}
 */
function parseAnswer(text) {
  try {
    return parseJson(text);
  } catch (error) {
    return { message: `what npm printed is not JSON (${String(error)}): ${text.slice(0, 200)}` };
  }
}
