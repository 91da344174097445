/** @import { ImageContent, PlanContent, Programs, RunningRegistry, Stage } from '../types.js' */

import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startDistribution } from './programs.js';
import { pushImages } from './push.js';
import { makeCertificates, startRegistry } from './registry.js';

/** @typedef {Programs & { readonly registry: string }} ReadyPrograms */

/** A source and a target of the biggest work, and what an upload needs besides. */
const neededBytes = 6 * 1024 ** 3;
/** A target hashes and counts large layers; only a source has to serve them again. */
const targetKeepBytes = 1024 ** 2;

/**
 * Where registries store: in memory if there is enough of it, so that no disk is measured.
 *
 * @returns {string}
 */
export function scratchFolder() {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > neededBytes ? '/dev/shm' : tmpdir();
  } catch {
    return tmpdir();
  }
}

/**
 * A filled source, and targets. Each target has a name of its own, because tools remember what they saw where.
 *
 * @param {ReadyPrograms} programs
 * @param {PlanContent} content
 * @returns {Promise<Stage>}
 */
export async function setStage(programs, content) {
  const folder = mkdtempSync(join(scratchFolder(), 'image-mirror-bench-'));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return await setStageIn(folder, programs, content, remove);
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * @param {string} folder
 * @param {ReadyPrograms} programs
 * @param {PlanContent} content
 * @param {() => void} remove removes the folder
 * @returns {Promise<Stage>}
 */
async function setStageIn(folder, programs, content, remove) {
  const certificates = join(folder, 'certificates');
  mkdirSync(certificates);
  const authorityFile = await makeCertificates(programs.registry, certificates);
  /** @param {'source' | 'target'} role */
  const start = async (role) => await startFor(programs, content, role, { folder, certificates });
  const source = await start('source');
  const stop = async () => {
    await source.stop();
    remove();
  };
  try {
    const images = await fill(source, content);
    return { source, images, authorityFile, startTarget: async () => await start('target'), stop };
  } catch (error) {
    await source.stop();
    throw error;
  }
}

/**
 * @param {ReadyPrograms} programs
 * @param {PlanContent} content
 * @param {'source' | 'target'} role
 * @param {{ folder: string, certificates: string }} folders
 * @returns {Promise<RunningRegistry>}
 */
async function startFor(programs, content, role, { folder, certificates }) {
  if (content.kind === 'made-up') {
    return await startRegistry(programs.registry, { certificates, madeUp: content });
  }
  if (!content.isStored) {
    const keepBytes = role === 'source' ? {} : { keepBytes: targetKeepBytes };
    return await startRegistry(programs.registry, { certificates, ...keepBytes });
  }
  const storage = mkdtempSync(join(folder, `${role}-`));
  const stored = await startDistribution(programs, storage);
  const front = await startRegistry(programs.registry, { certificates, upstream: stored.host });
  return {
    ...front,
    stop: async () => {
      await front.stop();
      await stored.stop();
      rmSync(storage, { recursive: true, force: true });
    },
  };
}

/**
 * @param {RunningRegistry} source
 * @param {PlanContent} content
 * @returns {Promise<readonly ImageContent[]>}
 */
async function fill(source, content) {
  if (content.kind === 'made-up') {
    const images = await source.listImages();
    return images.map((image) => ({ ...image, blobs: [], manifests: [] }));
  }
  const images = content.describe();
  await pushImages(source.control, images);
  return images;
}
