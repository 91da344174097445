/** @import { Programs, Tool } from './types.js' */

import { craneTools } from './tool-crane.js';
import { curlTools } from './tool-curl.js';
import { mirrorTool } from './tool-mirror.js';
import { orasTools } from './tool-oras.js';
import { regclientTools } from './tool-regclient.js';
import { skopeoTools } from './tool-skopeo.js';

/**
 * Ours first, then every peer that is on this machine, then the limit.
 *
 * @param {Programs} programs
 * @param {string} bundle
 * @returns {Tool[]}
 */
export function listTools(programs, bundle) {
  const peers = [craneTools, regclientTools, skopeoTools, orasTools, curlTools].flatMap((list) => list(programs.tools));
  return [mirrorTool(bundle), ...peers];
}
