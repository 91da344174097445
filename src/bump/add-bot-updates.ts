import { hexOf } from '../image/digest.js';
import { type Reference, formatRepository, tryReference } from '../image/reference.js';
import type { BotUpdate, Update } from '../plan/task.js';
import type { NamedImage } from '../plan/named-image.js';

/** Says of every image that was bumped (`use.was`) what the bot says of it, where it says something. */
export function addBotUpdates(images: readonly NamedImage[], updates: readonly BotUpdate[]): readonly NamedImage[] {
  if (updates.length === 0) return images;
  const known = updates.map((update) => ({ update, repository: tryRepository(update.name) }));
  return images.map((named) => {
    if (named.use.was === undefined || named.name.kind !== 'reference') return named;
    const { reference } = named.name;
    const fitting = known.filter((one) => namesRepository(one, reference)).map(({ update }) => update);
    const saidWithVersion =
      fitting.find((update) => namesVersion(update, reference)) ?? fitting.find(({ version }) => version === undefined);
    return saidWithVersion === undefined
      ? named
      : { ...named, use: { ...named.use, update: toUpdate(saidWithVersion) } };
  });
}

interface KnownUpdate {
  readonly update: BotUpdate;
  /** Its name in full, where it is one. */
  readonly repository: string | undefined;
}

/** Dependabot leaves the registry out, whichever it is. */
function namesRepository({ update: { by, name }, repository }: KnownUpdate, reference: Reference): boolean {
  return repository === formatRepository(reference) || (by === 'dependabot' && name === reference.repository);
}

/** Renovate shows seven digits of a digest; Dependabot names the tag of a pin, where there is one. */
function namesVersion({ version }: BotUpdate, { tag, digest }: Reference): boolean {
  if (version === undefined) return false;
  if (version === tag) return true;
  const hex = version.replace(/^sha(?:256|512):/, '');
  return digest !== undefined && /^[0-9a-f]{7,128}$/.test(hex) && hexOf(digest).startsWith(hex);
}

function toUpdate({ by, type, group }: BotUpdate): Update {
  return { by, ...(type === undefined ? {} : { type }), ...(group === undefined ? {} : { group }) };
}

function tryRepository(name: string): string | undefined {
  const reference = tryReference(name);
  return reference === undefined ? undefined : formatRepository(reference);
}
