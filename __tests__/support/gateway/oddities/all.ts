import type { Oddity } from '../oddity.js';
import { authOddities } from './auth.js';
import { codingsOddities } from './codings.js';
import { contentOddities } from './content.js';
import { faultsOddities } from './faults.js';
import { manifestsOddities } from './manifests.js';
import { uploadsOddities } from './uploads.js';

/** Every oddity that the tests know, for the sweep. */
export const oddities: readonly Oddity[] = [
  ...authOddities,
  ...codingsOddities,
  ...contentOddities,
  ...faultsOddities,
  ...manifestsOddities,
  ...uploadsOddities,
];
