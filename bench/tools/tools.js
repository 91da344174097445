/** @import { Programs, Tool } from '../types.js' */

import { craneTools } from './crane.js';
import { curlTools } from './curl.js';
import { mirrorTool } from './mirror.js';
import { orasTools } from './oras.js';
import { regclientTools } from './regclient.js';
import { skopeoTools } from './skopeo.js';

/**
 * Ours on each Node first, then every peer that is on this machine, then the limit.
 *
 * @param {Pick<Programs, 'nodes' | 'tools'>} programs
 * @param {string} bundle
 * @returns {Tool[]}
 */
export function listTools(programs, bundle) {
  const peers = [craneTools, regclientTools, skopeoTools, orasTools, curlTools].flatMap((list) => list(programs.tools));
  return [...programs.nodes.map((node) => mirrorTool(bundle, node)), ...peers];
}
