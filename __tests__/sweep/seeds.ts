import { createHash } from 'node:crypto';

/** Where chance decides: `SWEEP_SEED` makes it decide otherwise. */
export const seed = process.env.SWEEP_SEED ?? '1';

/** From 0 (included) to 1 (excluded), and for one name always the same. */
export function fractionOf(name: string): number {
  return createHash('sha256').update(`${seed} ${name}`).digest().readUIntBE(0, 6) / 2 ** 48;
}
