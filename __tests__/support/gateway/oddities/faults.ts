import type { Oddity } from '../oddity.js';

export const faultsOddities: readonly Oddity[] = [];
