/** The versions of Node that are measured: the newest and the oldest that we support. The newest is the first. */
export const nodeMajors = /** @type {const} */ (['24', '20']);

/** @param {string} major */
export function nameOnNode(major) {
  return `image-mirror, Node ${major}`;
}
