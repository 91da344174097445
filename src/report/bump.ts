import type { Use } from '../plan/task.js';
import type { ImageReport } from './report.js';

/** A canonical name, taken apart as far as it can be. */
export interface NameParts {
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
  /** `14 → 15`, `15`, with the repository where that changed; '' where nothing is known. */
  readonly tags: string;
  /** `1f2e3d4c5b6a → 9a8b7c6d5e4f` */
  readonly digests: string;
}

export function bumpOf(image: ImageReport, uses: readonly Use[] = image.uses): Bump {
  const now = splitName(image.canonical ?? '');
  const was = uses.find((use) => use.was !== undefined)?.was;
  const before = was === undefined ? undefined : splitName(was);
  return {
    tags: arrow(before === undefined ? '' : tagBefore(before, now), now.tag),
    digests: arrow(shorten(digestBefore(image, before)), shorten(image.digest ?? '')),
  };
}

function tagBefore(before: NameParts, now: NameParts): string {
  return before.repository === now.repository ? before.tag : `${before.repository}:${before.tag}`;
}

/** What the tree's image before resolves to counts; where nothing is known of one, what the target's tag led to. */
function digestBefore({ comparison, previousDigest }: ImageReport, before: NameParts | undefined): string {
  return comparison?.before.digest ?? ((before?.digest ?? '') === '' ? previousDigest : before?.digest) ?? '';
}

function arrow(before: string, now: string): string {
  if (before === '' || before === now) return now;
  return now === '' ? before : `${before} → ${now}`;
}

/** Without the algorithm where it is the one that everybody uses: a table is narrow. */
function shorten(digest: string): string {
  return digest.replace(/^sha256:/, '').replace(/^((?:[^:]*:)?.{12}).*$/, '$1');
}
