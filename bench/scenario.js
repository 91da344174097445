/** @import { Plan, Run, Scenario, ScenarioResult, Settings, Stage, Tool, ToolTask } from './types.js' */
/** @import { ReadyPrograms } from './stage/stage.js' */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkCopied } from './stage/check.js';
import { countDistinctBytes } from './stage/content.js';
import { writeHome } from './tools/home.js';
import { measure } from './measure/measure.js';
import { describeNetwork } from './network.js';
import { setStage } from './stage/stage.js';

/**
 * @param {Plan} plan
 * @param {ReadyPrograms} programs
 * @param {readonly Tool[]} tools
 * @param {Settings} settings
 * @returns {Promise<ScenarioResult[]>}
 */
export async function runPlan(plan, programs, tools, settings) {
  const stage = await setStage(programs, plan.content);
  const isMirrored = plan.content.kind === 'made-up';
  try {
    /** @type {ScenarioResult[]} */
    const results = [];
    for (const scenario of plan.scenarios) {
      results.push(await runScenario({ scenario, stage, programs, settings, isMirrored }, tools));
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
 * @property {ReadyPrograms} programs
 * @property {Settings} settings
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
  const { name, title, network, rounds, imageCount, takesPart } = work.scenario;
  console.log(`\n${name}: ${title}, ${describeNetwork(network)}`);
  const results = tools.filter(takesPart).map((tool) => ({ tool, runs: /** @type {Run[]} */ ([]), hasFailed: false }));
  // The first run of all gets the system its memory, and counts for nobody.
  if (!work.isMirrored && results[0] !== undefined) {
    await runTool(work, results[0].tool);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const result of round % 2 === 0 ? results : results.toReversed()) {
      if (!result.hasFailed && sumSeconds(result.runs) < work.settings.maxToolSeconds) {
        const run = await tryTool(work, result.tool);
        result.runs.push(...run);
        result.hasFailed = run.length === 0;
      }
    }
  }
  const images = work.stage.images.slice(0, imageCount);
  return {
    name,
    title,
    network,
    imageCount: images.length,
    distinctBytes: countDistinctBytes(images),
    tools: results.map(({ tool, runs, hasFailed }) => ({ tool: tool.name, role: tool.role, runs, hasFailed })),
  };
}

/**
 * A peer that fails does not end the benchmark; the results say that it failed.
 *
 * @param {Work} work
 * @param {Tool} tool
 * @returns {Promise<Run[]>} nothing if it failed
 */
async function tryTool(work, tool) {
  try {
    return [await runTool(work, tool)];
  } catch (error) {
    if (tool.role === 'ours') {
      throw error;
    }
    console.error(
      `${tool.name} failed and is not run again. ${error instanceof Error ? error.message : String(error)}`,
    );
    return [];
  }
}

/**
 * @param {Work} work
 * @param {Tool} tool
 * @returns {Promise<Run>}
 */
async function runTool({ stage, programs, scenario, isMirrored }, tool) {
  const { isPinned, imageCount, network } = scenario;
  const { source, authorityFile } = stage;
  const folder = mkdtempSync(join(tmpdir(), 'image-mirror-bench-'));
  const target = await stage.startTarget();
  try {
    const hosts = network.isTls
      ? { source: source.tls, target: target.tls }
      : { source: source.plain, target: target.plain };
    const images = stage.images.slice(0, imageCount);
    /** @type {ToolTask} */
    const task = { ...hosts, images, isTls: network.isTls, authorityFile, isPinned, isMirrored, folder };
    const { command, args } = tool.prepare(task);
    for (const registry of [source, target]) {
      await registry.setDelay(network.delayMs);
      await registry.resetCounters();
    }
    const run = measure(programs, command, args, { cwd: folder, env: writeHome(task, tool.role) });
    const counted = { source: await source.readCounters(), target: await target.readCounters() };
    console.log(`${tool.name}: ${run.wallSeconds.toFixed(2)} s`);
    if (!isMirrored) {
      await checkCopied(target.control, images, tool.name);
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
