/** @import { ScenarioName, Settings } from './types.js' */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** @type {readonly ScenarioName[]} */
const scenarioNames = ['cold', 'cold-20ms', 'big', 'no-op', 'pinned', 'growth'];

/** @type {Settings} */
const standard = {
  bundle: join(import.meta.dirname, '../dist/index.js'),
  rounds: 5,
  maxToolSeconds: 90,
  only: scenarioNames,
  tools: [],
  scale: 1,
  layerBytes: 1024 ** 3,
  applications: 12,
  smallImages: 1_000,
  growth: [100, 1_000, 10_000],
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
 * @throws {Error} where an option is not to be understood
 */
export function readSettings(args) {
  const { values } = parseArgs({ args, options });
  const scale = Number(values.scale ?? standard.scale);
  const images = values.images === undefined ? undefined : Number(values.images);
  const settings = {
    bundle: resolve(values.bundle ?? standard.bundle),
    rounds: Number(values.rounds ?? standard.rounds),
    maxToolSeconds: Number(values.seconds ?? standard.maxToolSeconds),
    only: readNames(values.only),
    tools: values.tools?.split(',') ?? [],
    scale,
    layerBytes: Math.round((standard.layerBytes * scale) / 1024 ** 2) * 1024 ** 2,
    applications: standard.applications,
    smallImages: images ?? standard.smallImages,
    growth: standard.growth.filter((count) => images === undefined || count <= images),
  };
  if (!existsSync(settings.bundle)) {
    throw new Error(`Measuring ${settings.bundle}: there is no such file. \`npm run build\` makes dist/.`);
  }
  return { ...settings, isStandard: Object.keys(values).length === 0 };
}

/** @param {string | undefined} text */
function readNames(text) {
  if (text === undefined) {
    return scenarioNames;
  }
  return text.split(',').map((word) => {
    const name = scenarioNames.find((known) => known === word);
    if (name === undefined) {
      throw new Error(`--only ${text}: there is no ${word}. There are ${scenarioNames.join(', ')}.`);
    }
    return name;
  });
}
