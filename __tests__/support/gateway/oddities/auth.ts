import type { Oddity } from '../oddity.js';

export const authOddities: readonly Oddity[] = [];
