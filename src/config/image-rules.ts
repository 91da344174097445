import type { Platform } from '../image/platform.js';
import type { Reference } from '../image/reference.js';
import type { Choice } from './options.js';
import { matchesGlobs } from './ownership.js';

/** How one image is judged and copied. The inputs say it for all of them, and the configuration file for some. */
export interface ImageRules {
  readonly compare: Choice<'compare'>;
  readonly onMismatch: Choice<'on-mismatch'>;
  readonly platforms: readonly Platform[];
  readonly onMissingPlatform: Choice<'on-missing-platform'>;
}

/** What the configuration file says of some images. */
export interface Override {
  /** One glob over canonical names, as the file writes it. */
  readonly match: readonly [string];
  readonly rules: Partial<ImageRules>;
}

/** Rules, and where they are from. */
export interface AppliedRules extends ImageRules {
  /** The overrides that match, by their globs, in the order of the file. */
  readonly overrides: readonly string[];
}

/** All overrides that match apply; of two that say the same, the later one. */
export function rulesFor(
  image: Reference,
  config: ImageRules & { readonly overrides: readonly Override[] },
): AppliedRules {
  const { compare, onMismatch, platforms, onMissingPlatform } = config;
  const matching = config.overrides.filter(({ match }) => matchesGlobs(image, match));
  const rules = matching.reduce((all, override) => ({ ...all, ...override.rules }), {
    compare,
    onMismatch,
    platforms,
    onMissingPlatform,
  });
  return { ...rules, overrides: matching.flatMap(({ match }) => match) };
}
