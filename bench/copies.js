/** @import { BigImage, CopyResult, Measurement, Programs, RunningRegistry, Settings } from './types.js' */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pushBigImage } from './big-image.js';
import { measure } from './measure.js';
import { startRegistry } from './programs.js';

/**
 * The same image, copied by the bundle and by crane in turn, so that neither has the quieter machine.
 *
 * @param {Settings} settings
 * @param {Programs} programs
 * @returns {Promise<CopyResult[]>}
 */
export async function measureCopies(settings, programs) {
  const source = await startRegistry(programs, 'source');
  const folder = mkdtempSync(join(tmpdir(), 'image-mirror-bench-'));
  try {
    console.log(`pushing an image of ${settings.layerBytes / 1024 / 1024} MiB to ${source.host}`);
    const image = await pushBigImage(source.host, settings.layerBytes);
    writeTree(folder, source.host, image);
    const tools = [mirrorCommand(settings), ...craneCommand(programs)];
    /** @type {CopyResult[]} */
    const results = tools.map(({ tool }) => ({ tool, runs: [] }));
    for (let round = 1; round <= settings.rounds; round += 1) {
      for (const [index, tool] of tools.entries()) {
        const run = await measureCopy(programs, tool, { source, image, folder });
        console.log(`${tool.tool}, round ${round}: ${run.wallSeconds.toFixed(1)} s`);
        results[index] = { tool: tool.tool, runs: [...(results[index]?.runs ?? []), run] };
      }
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await source.stop();
  }
}

/**
 * @param {string} folder
 * @param {string} host
 * @param {BigImage} image
 */
function writeTree(folder, host, image) {
  const images = join(folder, 'images', host, image.repository);
  mkdirSync(images, { recursive: true });
  writeFileSync(join(images, 'Dockerfile'), `FROM ${host}/${image.repository}:${image.tag}\n`);
}

/**
 * A tool and how it is told to copy the image from `source` to `target`, both hosts.
 *
 * @typedef {object} CopyTool
 * @property {string} tool
 * @property {string} command
 * @property {(source: string, target: string, image: BigImage) => string[]} args
 */

/**
 * @param {Settings} settings
 * @returns {CopyTool}
 */
function mirrorCommand({ bundle }) {
  return {
    tool: 'image-mirror',
    command: process.execPath,
    args: (_source, target) => [bundle, 'mirror', '--target', `${target}/mirror`, '--images', 'images'],
  };
}

/**
 * @param {Programs} programs
 * @returns {CopyTool[]}
 */
function craneCommand({ crane }) {
  if (crane === undefined) {
    return [];
  }
  /** @type {CopyTool['args']} */
  const args = (source, target, { repository, tag }) => [
    ...['copy', '--insecure', `${source}/${repository}:${tag}`, `${target}/mirror/${repository}:${tag}`],
  ];
  return [{ tool: 'crane copy', command: crane, args }];
}

/**
 * Into a registry of its own, for a second copy of a layer is none.
 *
 * @param {Programs} programs
 * @param {CopyTool} tool
 * @param {{ source: RunningRegistry, image: BigImage, folder: string }} given
 * @returns {Promise<Measurement>}
 */
async function measureCopy(programs, tool, { source, image, folder }) {
  const target = await startRegistry(programs, 'target');
  try {
    // No credentials and no settings but those given here.
    const env = { PATH: process.env.PATH, HOME: folder, DOCKER_CONFIG: folder };
    const run = measure(programs, tool.command, tool.args(source.host, target.host, image), { cwd: folder, env });
    await checkCopied(target, image, tool.tool);
    return run;
  } finally {
    await target.stop();
  }
}

/**
 * @param {RunningRegistry} target
 * @param {BigImage} image
 * @param {string} tool
 */
async function checkCopied(target, image, tool) {
  for (const repository of await target.repositoryNames()) {
    const url = `http://${target.host}/v2/${repository}/blobs/${image.layerDigest}`;
    const blob = await fetch(url, { method: 'HEAD' });
    if (blob.ok) {
      return;
    }
  }
  throw new Error(`Measuring ${tool}: it ended well, but the layer is in no repository of the target.`);
}
