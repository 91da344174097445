import type { Oddity } from '../oddity.js';

export const manifestsOddities: readonly Oddity[] = [];
