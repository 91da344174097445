/** @import { LoadFnOutput, LoadHook, ResolveFnOutput, ResolveHook } from 'node:module' */

import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';

// Module hooks that let Node load TypeScript: the benchmark runs the tests' support code outside of jest.
// Delete them when the oldest Node that we support runs TypeScript.

/**
 * @param {Parameters<ResolveHook>} args
 * @returns {Promise<ResolveFnOutput>}
 */
export async function resolve(...[specifier, context, nextResolve]) {
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    // Imports name the file that TypeScript would make.
    if (!/^\.{1,2}\/.*\.js$/.test(specifier)) throw error;
    return nextResolve(specifier.replace(/\.js$/, '.ts'), context);
  }
}

/**
 * @param {Parameters<LoadHook>} args
 * @returns {Promise<LoadFnOutput>}
 */
export async function load(...[url, context, nextLoad]) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const { code } = await transformFile(fileURLToPath(url));
  return { format: 'module', shortCircuit: true, source: code };
}
