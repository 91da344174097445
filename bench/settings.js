/** @import { ScenarioName, Settings } from './types.js' */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** @type {readonly ScenarioName[]} */
const scenarioNames = [
  'cold-tls',
  'cold-20ms',
  'cold-plain',
  'cold-stored',
  'layer-tls',
  'layer-plain',
  'index',
  'no-op-tls',
  'no-op-20ms',
  'one',
  'pinned',
  'growth',
  'repositories',
];

/** @type {Settings} */
const standard = {
  bundle: join(import.meta.dirname, '../dist/index.js'),
  rounds: 5,
  maxToolSeconds: 60,
  only: scenarioNames,
  tools: [],
  scale: 1,
  layerBytes: 1024 ** 3,
  applications: 12,
  indexChildren: 400,
  smallImages: 1_000,
  growth: [1_000, 10_000, 30_000],
  repositories: 20_000,
};

const options = /** @type {const} */ ({
  bundle: { type: 'string' },
  rounds: { type: 'string' },
  only: { type: 'string' },
  tools: { type: 'string' },
  scale: { type: 'string' },
  images: { type: 'string' },
  seconds: { type: 'string' },
});

/**
 * @param {string[]} args
 * @returns {Settings & { isStandard: boolean }}
 * @throws {Error} if an option is not understood
 */
export function readSettings(args) {
  const { values } = parseArgs({ args, options });
  const scale = Number(values.scale ?? standard.scale);
  const images = values.images === undefined ? undefined : Number(values.images);
  /** @param {number} count */
  const atMost = (count) => Math.min(count, images ?? count);
  const settings = {
    ...standard,
    bundle: resolve(values.bundle ?? standard.bundle),
    rounds: Number(values.rounds ?? standard.rounds),
    maxToolSeconds: Number(values.seconds ?? standard.maxToolSeconds),
    only: readNames(values.only),
    tools: values.tools?.split(',') ?? [],
    scale,
    layerBytes: Math.round((standard.layerBytes * scale) / 1024 ** 2) * 1024 ** 2,
    smallImages: images ?? standard.smallImages,
    growth: [...new Set(standard.growth.map(atMost))],
    repositories: atMost(standard.repositories),
  };
  if (!existsSync(settings.bundle)) {
    throw new Error(`Measuring ${settings.bundle}: there is no such file. \`npm run build\` makes dist/.`);
  }
  return { ...settings, isStandard: Object.keys(values).length === 0 };
}

/** @param {string | undefined} text */
function readNames(text) {
  return text === undefined ? scenarioNames : text.split(',').flatMap((word) => namesThatBegin(word, text));
}

/**
 * @param {string} word
 * @param {string} text
 */
function namesThatBegin(word, text) {
  const names = scenarioNames.filter((name) => name.startsWith(word));
  if (names.length === 0) {
    throw new Error(`--only ${text}: no scenario begins with ${word}. There are ${scenarioNames.join(', ')}.`);
  }
  return names;
}
