/** @import { SyncTransformer } from '@jest/transform' */

import { createRequire } from 'node:module';

/** The environment gives `loadNative` to the tests' context under this name. */
export const nativeKey = 'image-mirror: load a package';

/**
 * jest loads all modules anew for each file of tests. For packages that is slow and of no use, so Node itself loads them,
 * once in each worker. To jest they are modules that only hand on what Node has loaded.
 *
 * @type {(path: string) => Readonly<Record<string, unknown>>}
 */
export const loadNative = createRequire(import.meta.url);

/** @type {SyncTransformer} */
const transformer = {
  canInstrument: false,
  process: (_text, path, { supportsStaticESM }) => {
    const loaded = `globalThis[Symbol.for(${JSON.stringify(nativeKey)})](${JSON.stringify(path)})`;
    return {
      code: supportsStaticESM ? exportAll(loaded, Object.keys(loadNative(path))) : `module.exports = ${loaded};`,
    };
  },
};

/** @type {(loaded: string, names: readonly string[]) => string} */
function exportAll(loaded, names) {
  const lines = names.map(
    (name, index) => `const _${index} = loaded[${JSON.stringify(name)}];\nexport { _${index} as ${name} };`,
  );
  return [`const loaded = ${loaded};`, ...lines].join('\n');
}

export default transformer;
