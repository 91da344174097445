/** Writes the tables of inputs and outputs into README.md, from action.yml: `npm run readme`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { renderReadme } from './readme-tables.js';

const root = resolve(import.meta.dirname, '..');
const path = join(root, 'README.md');
writeFileSync(path, renderReadme(readFileSync(path, 'utf8'), readFileSync(join(root, 'action.yml'), 'utf8')));
