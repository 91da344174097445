/** @import { Goal, RequestKind, ScenarioName, ScenarioResult, ToolResult } from '../types.js' */

import { nameOnNode, nodeMajors } from '../nodes.js';
import { medianOfKind, requestKinds } from '../measure/statistics.js';

/** @typedef {Readonly<Partial<Record<RequestKind, readonly [source: number, target: number]>>>} Counts */

/** @type {Counts} */
const cold = {
  ping: [1, 1],
  token: [1, 1],
  'manifest-head': [24, 108],
  'manifest-get': [84, 12],
  'manifest-put': [0, 96],
  'blob-head': [0, 288],
  'blob-get': [234, 0],
  'upload-post': [0, 1],
  mount: [0, 288],
  'upload-put': [0, 234],
  'upload-delete': [0, 1],
  tags: [0, 12],
};

/** @type {Counts} */
const layer = {
  ping: [1, 1],
  token: [1, 1],
  'manifest-head': [2, 3],
  'manifest-get': [1, 1],
  'manifest-put': [0, 2],
  'blob-head': [0, 2],
  'blob-get': [2, 0],
  'upload-post': [0, 1],
  mount: [0, 2],
  'upload-put': [0, 2],
  'upload-delete': [0, 1],
  tags: [0, 1],
};

/** @type {Counts} */
const index = {
  ...layer,
  'manifest-head': [2, 403],
  'manifest-get': [401, 1],
  'manifest-put': [0, 402],
  'blob-head': [0, 800],
  'blob-get': [800, 0],
  mount: [0, 800],
  'upload-put': [0, 800],
};

/** @type {Counts} */
const noOp = { ping: [1, 1], token: [10, 10], 'manifest-head': [1_000, 1_000] };

/**
 * What each work took when this list was made. Speed is not to be bought with requests, because registries count them. The
 * looks at what was written are among them (docs/decisions/0017-confirm-before-the-tag.md).
 *
 * @type {readonly { names: readonly ScenarioName[], imageCount: number, most: Counts }[]}
 */
const known = [
  { names: ['cold-tls', 'cold-20ms', 'cold-plain', 'cold-stored'], imageCount: 12, most: cold },
  { names: ['layer-tls', 'layer-plain'], imageCount: 1, most: layer },
  { names: ['index'], imageCount: 1, most: index },
  { names: ['no-op-tls', 'no-op-20ms'], imageCount: 1_000, most: noOp },
  {
    names: ['one'],
    imageCount: 1,
    most: { ping: [1, 1], token: [1, 1], 'manifest-head': [1, 1] },
  },
  {
    names: ['pinned'],
    imageCount: 1_000,
    most: { ping: [0, 1], token: [0, 10], 'manifest-head': [0, 1_000] },
  },
];

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
export function requestGoals(scenarios) {
  return known.flatMap(({ names, imageCount, most }) =>
    scenarios
      .filter((scenario) => names.includes(scenario.name) && scenario.imageCount === imageCount)
      .map((scenario) => requestGoal(scenario, most)),
  );
}

/**
 * @param {ScenarioResult} scenario
 * @param {Counts} most
 * @returns {Goal}
 */
function requestGoal(scenario, most) {
  const [newest, oldest] = nodeMajors.map((major) => {
    const ours = scenario.tools.find(({ tool }) => tool === nameOnNode(major));
    return ours === undefined || ours.runs.length === 0 ? undefined : compare(ours, most);
  });
  return {
    work: `requests, ${scenario.name}`,
    must: `no kind more often than in ${sum(most)}`,
    newest: newest?.text ?? '',
    oldest: oldest?.text ?? '',
    isReached: newest === undefined ? undefined : newest.isReached && oldest?.isReached !== false,
  };
}

/**
 * @param {ToolResult} ours
 * @param {Counts} most
 */
function compare(ours, most) {
  const sides = /** @type {const} */ (['source', 'target']);
  const counts = sides.flatMap((side, index) =>
    requestKinds.map((kind) => ({
      what: `${kind} to the ${side}`,
      count: medianOfKind(ours, side, kind),
      limit: most[kind]?.[index] ?? 0,
    })),
  );
  const more = counts.filter(({ count, limit }) => count > limit);
  const total = counts.reduce((all, { count }) => all + count, 0);
  const text = more.map(({ what, count, limit }) => `${count} ${what} instead of ${limit}`);
  return { isReached: more.length === 0, text: [total, ...text].join('; ') };
}

/** @param {Counts} counts */
function sum(counts) {
  return Object.values(counts)
    .flat()
    .reduce((all, count) => all + count, 0);
}
