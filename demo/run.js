/**
 * Shows the main job on the sample tree in `examples/`: `npm run demo`, with nothing installed but Node. Two registries live in this
 * process, one plays docker.io, quay.io and ghcr.io; the committed bundle runs as GitHub's runner runs it.
 */
import { join, resolve } from 'node:path';
import { startRegistry } from '../__tests__/support/registry/registry.js';
import { startProxy } from './proxy.js';
import { runStep } from './runner.js';
import { deleteTag, moveTag, publishImages } from './upstream.js';

/** @import { Registry } from '../__tests__/support/registry/registry.js' */

const examples = resolve(import.meta.dirname, '../examples');

/**
 * One run and what it has to come to; the demo fails where it does not.
 *
 * @typedef {object} Act
 * @property {string} title
 * @property {string} mode
 * @property {Readonly<Record<string, string>>} expected outputs
 * @property {(upstream: Registry) => void} [before]
 */

/** @type {readonly Act[]} */
const acts = [
  {
    title: 'A check says what would happen, and writes nothing',
    mode: 'check',
    expected: { 'would-mirror-count': '4', bytes: '0' },
  },
  { title: 'The first run mirrors all images', mode: 'mirror', expected: { 'mirrored-count': '4' } },
  {
    title: 'The second run finds nothing to do',
    mode: 'mirror',
    expected: { 'skipped-count': '4', 'upstream-pulls': '0' },
  },
  {
    title: 'postgres:14 moves upstream: the third run updates just that',
    mode: 'mirror',
    before: moveTag,
    expected: { 'mirrored-count': '1', 'skipped-count': '3' },
  },
  {
    title: 'node-exporter:v1.8.2 is deleted upstream: the copy stays, and the report says so',
    mode: 'mirror',
    before: deleteTag,
    expected: { 'mirrored-count': '0', 'skipped-count': '4', 'failed-count': '0' },
  },
];

const upstream = await startRegistry();
const target = await startRegistry();
const proxy = await startProxy(upstream.host);
try {
  publishImages(upstream);
  console.log(
    `The sample tree is ${join('examples', 'images')}. A registry in this process plays docker.io, quay.io and ghcr.io;`,
  );
  console.log(`another, ${target.host}, is the target. Nothing leaves this machine.`);
  for (const [number, act] of acts.entries()) await play(number + 1, act);
  if (process.exitCode === undefined) console.log(`\nAll ${String(acts.length)} runs did what they should.`);
} finally {
  proxy.stop();
  await Promise.all([upstream.stop(), target.stop()]);
}

/**
 * @param {number} number
 * @param {Act} act
 */
async function play(number, { title, mode, expected, before }) {
  before?.(upstream);
  for (const registry of [upstream, target]) registry.clearRequests();
  console.log(`\n━━━ ${number}. ${title} ━━━\n`);
  const inputs = { target: `${target.host}/mirror`, mode, 'insecure-registries': 'docker.io, quay.io, ghcr.io' };
  const { exitCode, log, summary, outputs } = await runStep(examples, inputs, { HTTP_PROXY: proxy.url });
  console.log('The log:\n');
  console.log(indent(log));
  console.log('The job summary:\n');
  console.log(indent(summary));
  console.log(`The sources were asked ${describe(upstream)}; the target ${describe(target)}.`);
  const wrong = Object.entries(expected).filter(
    ([name, value]) => !new RegExp(`^${name}<<(.+)\\r?\\n${value}\\r?\\n\\1\\r?$`, 'm').test(outputs),
  );
  if (exitCode !== 0 || wrong.length > 0) {
    console.error(
      `This should not be: exit code ${String(exitCode)}; expected ${wrong.map(([name, value]) => `${name} ${value}`).join(', ')}.`,
    );
    process.exitCode = 1;
  }
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^(?=.)/gm, '    ');
}

/**
 * @param {Registry} registry
 * @returns {string} `8 × manifest-head, 2 × ping`
 */
function describe(registry) {
  /** @type {Map<string, number>} */
  const kinds = new Map();
  for (const { kind } of registry.requests) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds].map(([kind, count]) => `${count} × ${kind}`).join(', ') || 'nothing';
}
