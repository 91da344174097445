/** @import { Plan, Scenario, Settings, Tool } from './types.js' */

import { describeApplications, describeBigImage, describeSmallImages } from './stage/content.js';

const roundTripMs = 20;
/** Growth is a matter of factors of ten; a second run shows whether the first was a fluke. */
const growthRounds = 2;

/**
 * @param {Settings} settings
 * @returns {Plan[]}
 */
export function makePlans(settings) {
  return [planApplications(settings), planBigImage(settings), planSmallImages(settings)]
    .map((plan) => ({ ...plan, scenarios: plan.scenarios.filter(({ name }) => settings.only.includes(name)) }))
    .filter(({ scenarios }) => scenarios.length > 0);
}

/**
 * @param {Settings} settings
 * @returns {Plan}
 */
function planApplications({ applications, scale, rounds }) {
  const title = `${applications} multi-arch images on 3 shared bases, cold`;
  const common = { isPinned: false, rounds, takesPart: isPeerOrOurs };
  return {
    isMirrored: false,
    describe: () => describeApplications(applications, scale),
    scenarios: [
      { ...common, name: 'cold', title: `${title}, no delay`, delayMs: 0 },
      { ...common, name: 'cold-20ms', title: `${title}, ${roundTripMs} ms round trip`, delayMs: roundTripMs },
    ],
  };
}

/**
 * @param {Settings} settings
 * @returns {Plan}
 */
function planBigImage({ layerBytes, rounds }) {
  const title = `One image with a layer of ${layerBytes / 1024 / 1024} MiB, cold`;
  return {
    isMirrored: false,
    describe: () => [describeBigImage(layerBytes)],
    scenarios: [{ name: 'big', title, delayMs: 0, isPinned: false, rounds, takesPart: () => true }],
  };
}

/**
 * @param {Settings} settings
 * @returns {Plan}
 */
function planSmallImages({ smallImages, growth, rounds, only }) {
  const most = only.includes('growth') ? Math.max(smallImages, ...growth) : smallImages;
  const title = `${smallImages} images that are there already, ${roundTripMs} ms round trip`;
  const common = { delayMs: roundTripMs, imageCount: smallImages, rounds };
  return {
    isMirrored: true,
    describe: () => describeSmallImages(most),
    scenarios: [
      { ...common, name: 'no-op', title: `${title}, by tag`, isPinned: false, takesPart: isPeerOrOurs },
      { ...common, name: 'pinned', title: `${title}, pinned by digest`, isPinned: true, takesPart: isOurs },
      ...growth.map((imageCount) => planGrowth(imageCount, Math.min(rounds, growthRounds))),
    ],
  };
}

/**
 * @param {number} imageCount
 * @param {number} rounds
 * @returns {Scenario}
 */
function planGrowth(imageCount, rounds) {
  const title = `${imageCount} images that are there already, by tag, no delay`;
  return { name: 'growth', title, delayMs: 0, isPinned: false, imageCount, rounds, takesPart: isOurs };
}

/** @param {Tool} tool */
function isPeerOrOurs({ role }) {
  return role !== 'limit';
}

/** @param {Tool} tool */
function isOurs({ role }) {
  return role === 'ours';
}
