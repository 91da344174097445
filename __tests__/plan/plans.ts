import { readOptions } from '../../src/config/read-options.js';
import type { OptionTexts } from '../../src/config/options.js';
import type { Config } from '../../src/config/config.js';
import type { Digest } from '../../src/image/digest.js';
import { digestOf } from '../../src/image/hash.js';
import { parseImageName } from '../../src/image/image-name.js';
import type { Use } from '../../src/plan/task.js';
import type { NamedImage } from '../../src/plan/named-image.js';

/** A digest that is told apart by its letter. */
export function digestNamed(name: string): Digest {
  return digestOf(Buffer.from(name));
}

export function configOf(texts: OptionTexts = {}): Config {
  return readOptions({ target: 'ghcr.io/acme/mirror', ...texts });
}

/** An image as `FROM image` on line 1 of `images/<file>/Dockerfile` names it. */
export function named(image: string, file = 'a', more: Partial<NamedImage> = {}): NamedImage {
  return { use: useOf(file, image), name: parseImageName(image), ...more };
}

export function useOf(file: string, written: string): Use {
  return { file: `images/${file}/Dockerfile`, line: 1, written };
}
