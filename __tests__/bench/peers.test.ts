import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { checkCopied } from '../../bench/stage/check.js';
import { describeApplications, describeWideIndex } from '../../bench/stage/content.js';
import { writeHome } from '../../bench/tools/home.js';
import { listTools } from '../../bench/tools/tools.js';
import type { PeerName, RunningRegistry, Stage, Tool, ToolTask } from '../../bench/types.js';
import { onTestFinished, skip } from '../support/jest/testing.js';
import { needKind } from '../support/programs/needed-programs.js';
import { findTool } from '../support/programs/programs.js';
import { useStage, useTarget } from './bench-registry.js';

const run = promisify(execFile);
const bundle = resolve(import.meta.dirname, '../../dist/index.js');
const ours = `image-mirror, Node ${process.versions.node.split('.')[0] ?? ''}`;

/** Each program, and its row in the results. */
const programs: readonly (readonly [PeerName | 'node', string])[] = [
  ['node', ours],
  ['crane', 'crane, a loop'],
  ['crane', 'crane, parallel'],
  ['regctl', 'regctl, parallel'],
  ['regsync', 'regsync once'],
  ['skopeo', 'skopeo sync'],
  ['oras', 'oras cp, parallel'],
  ['curl', 'curl into curl'],
];
const layersOnly = 0.0001;

describe.each(programs)('%s: %s', (program, name) => {
  test.each([
    ['TLS', true],
    ['plain HTTP', false],
  ])('copies over %s what the benchmark copies, and is counted', async (_network, isTls) => {
    const tool = await needBenchTool(program, name);
    const images = [...describeApplications(2, layersOnly), describeWideIndex(3)];
    const stage = await useStage({ kind: 'pushed', isStored: false, describe: () => images });
    const target = await useTarget(stage);
    await copy(tool, stage, target, isTls);
    await checkCopied(target.control, images, name);
    const { requests, bytesIn, connections, mostOpen, handshakes, streams } = await target.readCounters();
    expect(requests['manifest-put']).toBeGreaterThan(0);
    expect([bytesIn, connections, mostOpen].every((count) => count > 0)).toBe(true);
    expect([handshakes > 0, streams === 0 || isTls]).toEqual([isTls, true]);
  });
});

test('a copy that is not complete is found', async () => {
  const images = describeApplications(1, layersOnly);
  const stage = await useStage({ kind: 'pushed', isStored: false, describe: () => images });
  const target = await useTarget(stage);
  await expect(checkCopied(target.control, images, 'a tool')).rejects.toThrow('answered 404');
});

test('crane finds nothing to do if source and target made up the same images', async () => {
  const tool = await needBenchTool('crane', 'crane, a loop');
  const stage = await useStage({ kind: 'made-up', count: 2, tagsEach: 1 });
  const target = await useTarget(stage);
  await copy(tool, stage, target, true);
  const { requests } = await target.readCounters();
  expect(requests).toEqual({ ping: 2, token: 2, 'manifest-head': 2 });
});

test('crane copies between two distributions, and is counted in front of them', async () => {
  const tool = await needBenchTool('crane', 'crane, a loop');
  const images = describeApplications(1, layersOnly);
  const distribution = await needKind(['distribution-3', 'distribution-2.8']);
  const stage = await useStage({ kind: 'pushed', isStored: true, describe: () => images }, distribution);
  const target = await useTarget(stage);
  await copy(tool, stage, target, true);
  await checkCopied(target.control, images, tool.name);
  expect((await target.readCounters()).requests['manifest-put']).toBe(7);
});

async function needBenchTool(program: PeerName | 'node', name: string): Promise<Tool> {
  const command = program === 'node' ? process.execPath : await findTool(program);
  if (command === undefined) skip(`${program} is not on this machine`);
  const nodes = [{ version: process.versions.node, command: process.execPath }];
  const tools = listTools({ nodes, tools: program === 'node' ? {} : { [program]: command } }, bundle);
  return tools.find((tool) => tool.name === name) ?? skip(`${name} is not on this machine`);
}

async function copy(tool: Tool, stage: Stage, target: RunningRegistry, isTls: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'image-mirror-peer-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const { source, images, authorityFile } = stage;
  const hosts = isTls ? { source: source.tls, target: target.tls } : { source: source.plain, target: target.plain };
  const task: ToolTask = {
    ...hosts,
    ...{ images, isTls, authorityFile, folder, isPinned: false, isMirrored: false },
  };
  const { command, args } = tool.prepare(task);
  await run(command, [...args], { cwd: folder, env: writeHome(task, tool.role) });
}
