import type { ImageSource } from '../image/access.js';
import type { Job } from './job.js';
import type { MemoryShare } from './memory/memory-share.js';

/**
 * A turn for work that holds an image's manifests: memory first, then a place, since those that wait for memory must not keep others from a place. It goes
 * before what is still to be decided on, so that what is begun is ended.
 */
export async function inTurn<T>(
  { task: { source, target }, memory, queue, signal }: Job,
  reader: ImageSource,
  work: (share: MemoryShare) => Promise<T>,
): Promise<T> {
  const holder = { way: `${source.registry} ${target.registry}`, reader };
  return memory.hold(holder, signal, async (share) => queue.add(async () => work(share), { priority: 1 }));
}
