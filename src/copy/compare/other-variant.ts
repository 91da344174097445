import type { Comparison, ConfigChange } from '../../image/image-comparison.js';
import { formatRepository } from '../../image/reference.js';
import { type Task, formerNames } from '../../plan/task.js';
import { formatList, printable } from '../../runtime/text.js';

/** Source: OCI image specification, annotations.md, "Pre-Defined Annotation Keys". */
const titleLabel = 'org.opencontainers.image.title';

/**
 * Warns if the new digest of a pin without a tag looks like another variant's. For such a pin Dependabot takes the newest digest of the repository,
 * whichever variant the old one was (microsoft/retina#2228, 2026-04-21).
 */
export function warnOfOtherVariant(task: Task, comparison: Comparison): readonly string[] {
  if (!isBumpWithoutTag(task)) return [];
  const differences = differencesIn(comparison);
  if (differences.length === 0) return [];
  return [
    `The pin has no tag beside it, so nothing says which variant of the image it is, and its new digest differs from the one before in ${formatList(differences)}. Check that it is the same variant, and write name:tag@digest: a bot then stays with the tag.`,
  ];
}

/** The same repository, by its digest alone, before and now. */
function isBumpWithoutTag(task: Task): boolean {
  const { source } = task;
  const [former] = formerNames(task);
  if (source.tag !== undefined || former === undefined || former.tag !== undefined) return false;
  return formatRepository(former) === formatRepository(source);
}

function differencesIn({ lostPlatforms, gainedPlatforms, inside }: Comparison): readonly string[] {
  const changes = inside?.changes ?? [];
  const entrypoint = changes.find(({ field }) => field === 'entrypoint');
  const title = changes.find(({ field, name }) => field === 'labels' && name === titleLabel);
  return [
    ...(lostPlatforms.length + gainedPlatforms.length === 0 ? [] : ['its platforms']),
    ...(entrypoint === undefined ? [] : [`its entrypoint${valuesOf(entrypoint)}`]),
    ...(title === undefined ? [] : [`its title${valuesOf(title)}`]),
  ];
}

/** ` (golang → golang-windows)`; what a secret may be has none. */
function valuesOf({ before, now, isHidden }: ConfigChange): string {
  if (isHidden === true) return '';
  const shown = [before, now].map((value) => (value === undefined ? 'none' : printable(value, maxCharacters)));
  return ` (${shown.join(' → ')})`;
}

const maxCharacters = 60;
