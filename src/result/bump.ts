import { shortDigest } from '../image/digest.js';
import type { Update } from '../plan/task.js';
import type { ImageReport, ReportUse } from './report.js';

/** A canonical name, taken apart as far as it can be. */
interface NameParts {
  readonly repository: string;
  /** '' where it has none */
  readonly tag: string;
  /** '' where it has none */
  readonly digest: string;
}

export function splitName(name: string): NameParts {
  const at = name.indexOf('@');
  const tagged = at === -1 ? name : name.slice(0, at);
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
  const digest = at === -1 ? '' : name.slice(at + 1);
  if (colon === -1) return { repository: tagged, tag: '', digest };
  return { repository: tagged.slice(0, colon), tag: tagged.slice(colon + 1), digest };
}

/** What an image was before, as far as it is known: what the tree named, and else what the target held. */
export interface Bump {
  /** `14 → 15`, `15`; in full where its repository changed; what it was in several files is listed; '' where nothing is known. */
  readonly tags: string;
  /** `1f2e3d4c5b6a → 9a8b7c6d5e4f` */
  readonly digests: string;
}

export function bumpOf(image: ImageReport, uses: readonly ReportUse[] = image.uses): Bump {
  const now = splitName(image.canonical ?? '');
  const before = [...new Set(uses.flatMap(({ was }) => was ?? []))].map(splitName);
  const pin = before[0]?.digest ?? '';
  // What the tree's image before resolves to counts; where nothing is known of one, what the target's tag led to.
  const digestBefore = image.comparison?.before.digest ?? (pin === '' ? image.previousDigest : pin) ?? '';
  return { tags: tagsOf(before, now), digests: arrow(shorten(digestBefore), shorten(image.digest ?? '')) };
}

/**
 * What the bot says of each update. One that leaves the tag and moves its pin is a digest's, whatever the bot says: Dependabot may call it a patch
 * (dependabot-core#14072, 2026-06-14).
 */
export function updatesOf({ canonical = '' }: ImageReport, uses: readonly ReportUse[]): readonly Update[] {
  const now = splitName(canonical);
  return uses.flatMap(({ update, was = '', written = '' }) => {
    if (update === undefined) return [];
    const before = splitName(was);
    // If the new name has a pin and no tag, the line has the tag.
    const tag = now.tag === '' ? splitName(written).tag : now.tag;
    const isOfDigestAlone = before.digest !== '' && before.repository === now.repository && before.tag === tag;
    return [isOfDigestAlone ? { ...update, type: 'digest' } : update];
  });
}

/** A pin shows in the digests. */
function tagsOf(before: readonly NameParts[], now: NameParts): string {
  const isInFull = before.some(({ repository }) => repository !== now.repository);
  const format = ({ repository, tag }: NameParts): string =>
    isInFull ? [repository, tag].filter(Boolean).join(':') : tag;
  const tags = [...new Set(before.map(format))].filter(Boolean);
  const more = tags.length - maxListed;
  const listed = [...tags.slice(0, maxListed), ...(more > 0 ? [`${more} more`] : [])];
  return arrow(listed.join(', '), format(now));
}

/** As many as a reader compares; the JSON report has them all. */
const maxListed = 3;

function arrow(before: string, now: string): string {
  if (before === '' || before === now) return now;
  return now === '' ? before : `${before} → ${now}`;
}

/** Without the algorithm where it is the one that everybody uses: a table is narrow. */
function shorten(digest: string): string {
  return shortDigest(digest).replace(/^sha256:/, '');
}
