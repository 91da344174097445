/** @import { ImageContent, Programs, Stage } from '../types.js' */

import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { forkFront } from '../front/client.js';
import { startRegistry } from './programs.js';
import { pushImages } from './push.js';

/** A source and a target of the biggest work, and what an upload needs besides. */
const neededBytes = 6 * 1024 ** 3;

/**
 * Where registries store: memory, where there is enough of it, so that no disk is measured.
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
 * A filled source, and targets, each behind a front. Each target has a name of its own, for tools remember what they saw where.
 *
 * @param {Programs} programs
 * @param {readonly ImageContent[]} images
 * @param {{ isMirrored: boolean }} options whether targets have them all: then they read the same storage
 * @returns {Promise<Stage>}
 */
export async function setStage(programs, images, { isMirrored }) {
  const folder = mkdtempSync(join(scratchFolder(), 'image-mirror-bench-'));
  const sourceRegistry = await startRegistry(programs, 'source', join(folder, 'source'));
  await pushImages(sourceRegistry.host, images);
  const source = await forkFront(sourceRegistry.host);
  return {
    source,
    startTarget: async () => {
      const place = isMirrored ? join(folder, 'source') : mkdtempSync(join(folder, 'target-'));
      const registry = await startRegistry(programs, 'target', place);
      const front = await forkFront(registry.host);
      return {
        front,
        registry,
        stop: async () => {
          await Promise.all([front.stop(), registry.stop()]);
          if (!isMirrored) {
            rmSync(place, { recursive: true, force: true });
          }
        },
      };
    },
    stop: async () => {
      await Promise.all([source.stop(), sourceRegistry.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
