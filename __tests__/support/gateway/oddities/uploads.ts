import type { Oddity } from '../oddity.js';

export const uploadsOddities: readonly Oddity[] = [];
