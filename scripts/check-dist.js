/** Fails where `dist/` is not what `src/` bundles to, chunks that git does not track included. Changes nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bundle, distFolder, readFolder } from './bundle.js';

const differences = findDifferences(readFolder(distFolder), buildElsewhere());
if (differences.length === 0) {
  console.log('dist/ is what src/ bundles to');
} else {
  console.error(['dist/ is not what src/ bundles to:', ...differences, '`npm run build` mends it.'].join('\n'));
  process.exitCode = 1;
}

function buildElsewhere() {
  const folder = mkdtempSync(join(tmpdir(), 'image-mirror-dist-'));
  try {
    bundle(folder);
    return readFolder(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {ReadonlyMap<string, Buffer>} committed
 * @param {ReadonlyMap<string, Buffer>} built
 * @returns {string[]} one line for each file that differs
 */
function findDifferences(committed, built) {
  const paths = [...new Set([...committed.keys(), ...built.keys()])].sort();
  return paths.flatMap((path) => {
    const [is, shouldBe] = [committed.get(path), built.get(path)];
    if (is === undefined || shouldBe === undefined) {
      return [`  dist/${path}: ${is === undefined ? 'is missing' : 'should not be there'}`];
    }
    return is.equals(shouldBe) ? [] : [`  dist/${path}: differs (${is.length} bytes, should be ${shouldBe.length})`];
  });
}
