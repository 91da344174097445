import { hexOf } from '../image/digest.js';
import { type Reference, formatRepository, tryReference } from '../image/reference.js';
import type { BotUpdate } from '../plan/task.js';
import type { NamedImage } from '../plan/named-image.js';

/** Says of every image that was bumped (`use.former`) what the bot says of it, where it says something. */
export function addBotUpdates(images: readonly NamedImage[], updates: readonly BotUpdate[]): readonly NamedImage[] {
  if (updates.length === 0) return images;
  const known = updates.map((update) => {
    const reference = tryReference(update.name);
    return { update, repository: reference === undefined ? undefined : formatRepository(reference) };
  });
  return images.map((named) => {
    if (named.use.former === undefined || named.name.kind !== 'reference') return named;
    const { reference } = named.name;
    const inFull = formatRepository(reference);
    // Dependabot leaves the registry out, whichever it is.
    const fitting = known
      .filter(
        ({ update: { by, name }, repository }) =>
          repository === inFull || (by === 'dependabot' && name === reference.repository),
      )
      .map(({ update }) => update);
    const saidWithVersion =
      fitting.find((update) => namesVersion(update, reference)) ?? fitting.find(({ version }) => version === undefined);
    if (saidWithVersion === undefined) return named;
    const { by, type, group } = saidWithVersion;
    const update = { by, ...(type === undefined ? {} : { type }), ...(group === undefined ? {} : { group }) };
    return { ...named, use: { ...named.use, update } };
  });
}

/** Renovate shows seven digits of a digest; Dependabot names the tag of a pin, where there is one. */
function namesVersion({ version }: BotUpdate, { tag, digest }: Reference): boolean {
  if (version === undefined) return false;
  if (version === tag) return true;
  const hex = version.replace(/^sha(?:256|512):/, '');
  return digest !== undefined && /^[0-9a-f]{7,128}$/.test(hex) && hexOf(digest).startsWith(hex);
}
