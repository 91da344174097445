/** @import { Network, Plan, Scenario, Settings, Tool } from './types.js' */

import { describeApplications, describeBigImage, describeWideIndex } from './stage/content.js';

/** As far as a public registry is from a runner of GitHub's. */
const roundTripMs = 20;
/** @type {Readonly<Record<'tls' | 'distant' | 'near', Network>>} */
const networks = {
  tls: { isTls: true, delayMs: roundTripMs },
  distant: { isTls: false, delayMs: roundTripMs },
  near: { isTls: false, delayMs: 0 },
};

/** With the cheap registry the layers are this much smaller: 233 MB instead of 775. No disk and no database is measured there. */
const cheapScale = 0.3;
/** Growth is a matter of factors; a second run shows whether the first was a fluke. */
const growthRounds = 2;
/** How many tags a small image's repository has. */
const tagsEach = 5;

/**
 * @param {Settings} settings
 * @returns {Plan[]}
 */
export function makePlans(settings) {
  return [
    planApplications(settings),
    planStored(settings),
    planBigImage(settings),
    planIndex(settings),
    planSmallImages(settings),
    planRepositories(settings, 1),
    planRepositories(settings, tagsEach),
  ]
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
    content: {
      kind: 'pushed',
      isStored: false,
      describe: () => describeApplications(applications, scale * cheapScale),
    },
    scenarios: [
      { ...common, name: 'cold-tls', title, network: networks.tls },
      { ...common, name: 'cold-20ms', title, network: networks.distant },
      { ...common, name: 'cold-plain', title, network: networks.near },
    ],
  };
}

/**
 * @param {Settings} settings
 * @returns {Plan}
 */
function planStored({ applications, scale, rounds }) {
  const title = `${applications} multi-arch images on 3 shared bases, cold, between two distribution registries`;
  return {
    content: { kind: 'pushed', isStored: true, describe: () => describeApplications(applications, scale) },
    scenarios: [
      {
        name: 'cold-stored',
        title,
        network: networks.near,
        isPinned: false,
        rounds,
        takesPart: beside('crane, a loop'),
      },
    ],
  };
}

/**
 * @param {Settings} settings
 * @returns {Plan}
 */
function planBigImage({ layerBytes, rounds }) {
  const title = `One image with a layer of ${layerBytes / 1024 / 1024} MiB, cold`;
  const common = { title, isPinned: false, rounds, takesPart: beside('crane, a loop', 'curl into curl') };
  return {
    content: { kind: 'pushed', isStored: false, describe: () => [describeBigImage(layerBytes)] },
    scenarios: [
      { ...common, name: 'layer-tls', network: networks.tls },
      { ...common, name: 'layer-plain', network: networks.near },
    ],
  };
}

/**
 * @param {Settings} settings
 * @returns {Plan}
 */
function planIndex({ indexChildren, rounds }) {
  const title = `One index of ${indexChildren} small images, cold`;
  return {
    content: { kind: 'pushed', isStored: false, describe: () => [describeWideIndex(indexChildren)] },
    scenarios: [
      { name: 'index', title, network: networks.tls, isPinned: false, rounds, takesPart: beside('crane, a loop') },
    ],
  };
}

/**
 * @param {Settings} settings
 * @returns {Plan}
 */
function planSmallImages({ smallImages, growth, rounds, only }) {
  const count = only.includes('growth') ? Math.max(smallImages, ...growth) : smallImages;
  const common = { isPinned: false, imageCount: smallImages, rounds };
  const title = `${smallImages} images that are there already`;
  return {
    content: { kind: 'made-up', count, tagsEach },
    scenarios: [
      { ...common, name: 'no-op-tls', title, network: networks.tls, takesPart: isQuickPeerOrOurs },
      { ...common, name: 'no-op-20ms', title, network: networks.distant, takesPart: isPeerOrOurs },
      {
        ...common,
        name: 'one',
        title: 'One image that is there already',
        network: networks.tls,
        imageCount: 1,
        takesPart: isOurs,
      },
      {
        ...common,
        name: 'pinned',
        title: `${title}, pinned by digest`,
        network: networks.tls,
        isPinned: true,
        takesPart: isOurs,
      },
      ...growth.map((imageCount) => growthScenario('growth', imageCount, rounds, 'images that are there already')),
    ],
  };
}

/**
 * As many images in many repositories and in few: the difference is what repositories cost, tokens above all.
 *
 * @param {Settings} settings
 * @param {number} tagsOfEach
 * @returns {Plan}
 */
function planRepositories({ repositories: count, rounds }, tagsOfEach) {
  const what = `images that are there already, in ${Math.ceil(count / tagsOfEach)} repositories`;
  return {
    content: { kind: 'made-up', count, tagsEach: tagsOfEach },
    scenarios: [growthScenario('repositories', count, rounds, what)],
  };
}

/**
 * @param {'growth' | 'repositories'} name
 * @param {number} imageCount
 * @param {number} rounds
 * @param {string} what
 * @returns {Scenario}
 */
function growthScenario(name, imageCount, rounds, what) {
  return {
    name,
    title: `${imageCount} ${what}`,
    network: networks.near,
    isPinned: false,
    imageCount,
    rounds: Math.min(rounds, growthRounds),
    takesPart: isOurs,
  };
}

/**
 * Ours and those of these names alone.
 *
 * @param {...string} names
 * @returns {(tool: Tool) => boolean}
 */
function beside(...names) {
  return ({ name, role }) => role === 'ours' || names.includes(name);
}

/** @param {Tool} tool */
function isPeerOrOurs({ role }) {
  return role !== 'limit';
}

/**
 * One after another takes minutes for a thousand images; over TLS, with a connection for each, eight.
 *
 * @param {Tool} tool
 */
function isQuickPeerOrOurs({ role, isOneByOne }) {
  return role !== 'limit' && !isOneByOne;
}

/** @param {Tool} tool */
function isOurs({ role }) {
  return role === 'ours';
}
