import type { Oddity } from '../oddity.js';

export const contentOddities: readonly Oddity[] = [];
