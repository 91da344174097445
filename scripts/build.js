/** Makes `dist/` anew from `src/`. */
import { rmSync } from 'node:fs';

import { bundle, distFolder, readFolder } from './bundle.js';

rmSync(distFolder, { recursive: true, force: true });
bundle(distFolder);
for (const [path, bytes] of readFolder(distFolder)) {
  console.log(`${String(Math.ceil(bytes.length / 1024)).padStart(6)} KiB  dist/${path}`);
}
