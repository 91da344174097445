import type { Config } from '../config/config.js';
import { unmatchedGlobs, matchesGlobs } from '../config/ownership.js';
import { formatList } from '../runtime/text.js';
import { type Reference, formatCanonical } from '../image/reference.js';

/** Globs that match none of the images: most likely they are misspelled. */
export function warnOfUnmatchedGlobs(
  sources: readonly Reference[],
  config: Pick<Config, 'exclude' | 'only'>,
): readonly string[] {
  return (['exclude', 'only'] as const).flatMap((input) =>
    unmatchedGlobs(sources, config[input]).map(
      (glob) => `${input}: "${glob}" matches no image. ${adviceOnGlob(glob, sources)}`,
    ),
  );
}

/** Which names there are to be matched, and how to write what was most likely meant. */
function adviceOnGlob(glob: string, sources: readonly Reference[]): string {
  const names = [
    ...new Set(
      sources.map(({ registry, repository, tag }) =>
        formatCanonical({ registry, repository, ...(tag === undefined ? {} : { tag }) }),
      ),
    ),
  ];
  const more = names.length - maxNames;
  const listed = [...names.slice(0, maxNames), ...(more > 0 ? [`${more} more`] : [])];
  const compared = `Globs are compared with canonical names, ${names.length === 0 ? 'such as docker.io/library/postgres:14' : `here ${formatList(listed)}`}.`;
  const deeper = `**/${glob}`;
  const isMeant = sources.some((source) => matchesGlobs(source, [deeper]));
  return isMeant ? `${compared} Write "${deeper}": "*" stops at "/".` : compared;
}

/** A reader wants to see what they look like. */
const maxNames = 3;
