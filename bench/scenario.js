/** @import { ImageContent, Plan, Programs, Run, Scenario, ScenarioResult, Settings, Stage, Tool } from './types.js' */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkCopied } from './stage/check.js';
import { countDistinctBytes } from './stage/content.js';
import { writeHome } from './tools/logins.js';
import { measure } from './measure/measure.js';
import { setStage } from './stage/stage.js';

/**
 * @param {Plan} plan
 * @param {Programs} programs
 * @param {readonly Tool[]} tools
 * @param {Settings} settings
 * @returns {Promise<ScenarioResult[]>}
 */
export async function runPlan(plan, programs, tools, settings) {
  const images = plan.describe();
  console.log(`filling a registry with ${images.length} images of ${Math.round(countDistinctBytes(images) / 1e6)} MB`);
  const stage = await setStage(programs, images, plan);
  try {
    /** @type {ScenarioResult[]} */
    const results = [];
    for (const scenario of plan.scenarios) {
      const some = images.slice(0, scenario.imageCount);
      results.push(await runScenario({ scenario, stage, programs, settings, images: some, ...plan }, tools));
    }
    return results;
  } finally {
    await stage.stop();
  }
}

/**
 * @typedef {object} Work
 * @property {Scenario} scenario
 * @property {Stage} stage
 * @property {Programs} programs
 * @property {Settings} settings
 * @property {readonly ImageContent[]} images
 * @property {boolean} isMirrored
 */

/**
 * The tools in turn, so that none has the quieter machine, and in another order each round.
 *
 * @param {Work} work
 * @param {readonly Tool[]} tools
 * @returns {Promise<ScenarioResult>}
 */
async function runScenario(work, tools) {
  const { name, title, delayMs, rounds, takesPart } = work.scenario;
  console.log(`\n${title}`);
  await work.stage.source.set({ delayMs });
  const results = tools.filter(takesPart).map((tool) => ({ tool, runs: /** @type {Run[]} */ ([]) }));
  // The first run of all gets the system its memory, and counts for nobody.
  if (!work.isMirrored && results[0] !== undefined) {
    await runTool(work, results[0].tool);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const result of round % 2 === 0 ? results : results.toReversed()) {
      if (sumSeconds(result.runs) < work.settings.maxToolSeconds) {
        result.runs.push(await runTool(work, result.tool));
      }
    }
  }
  return {
    name,
    title,
    imageCount: work.images.length,
    distinctBytes: countDistinctBytes(work.images),
    tools: results.map(({ tool, runs }) => ({ tool: tool.name, role: tool.role, runs })),
  };
}

/**
 * @param {Work} work
 * @param {Tool} tool
 * @returns {Promise<Run>}
 */
async function runTool({ stage, programs, images, scenario, isMirrored }, tool) {
  const folder = mkdtempSync(join(tmpdir(), 'image-mirror-bench-'));
  const target = await stage.startTarget();
  try {
    const [from, to] = [stage.source.host, target.front.host];
    const { isPinned } = scenario;
    const { command, args } = tool.prepare({ images, source: from, target: to, folder, isPinned, isMirrored });
    await target.front.set({ delayMs: scenario.delayMs });
    await stage.source.takeCounters();
    const run = measure(programs, command, args, { cwd: folder, env: writeHome(folder, to) });
    const counted = { source: await stage.source.takeCounters(), target: await target.front.takeCounters() };
    console.log(`${tool.name}: ${run.wallSeconds.toFixed(2)} s`);
    if (!isMirrored) {
      await checkCopied(target.registry.host, images, tool.name);
    }
    return { ...run, ...counted };
  } finally {
    await target.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {readonly Run[]} runs */
function sumSeconds(runs) {
  return runs.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0);
}
