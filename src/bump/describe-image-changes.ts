import type { Config } from '../config/config.js';
import type { NamedImage } from '../plan/named-image.js';
import type { KnownChange } from '../tree/known-change.js';
import { findPreviousImages } from './find-previous-images.js';
import { addBotUpdates } from './add-bot-updates.js';

export interface ImageChanges {
  /** those that were given, in the same order, some with what they were before */
  readonly images: readonly NamedImage[];
  /** Sentences: what of the change could not be read until now. */
  readonly warnings: () => readonly string[];
}

/** What each image was before a change, and what the bot that made it says of that. The bot is only asked where something was bumped. */
export async function describeImageChanges(
  images: readonly NamedImage[],
  change: KnownChange,
  config: Pick<Config, 'buildArgs'>,
): Promise<ImageChanges> {
  const changed = images.filter(({ use }) => change.files.has(use.file));
  const named = await findPreviousImages(changed, change.textBefore, config);
  const byImage = new Map(changed.map((image, index) => [image, named[index]]));
  const bumped = images.map((image) => byImage.get(image) ?? image);
  const isBumped = bumped.some(({ use }) => use.former !== undefined);
  const updated = isBumped ? addBotUpdates(bumped, await change.readUpdates()) : bumped;
  return { images: updated, warnings: change.warnings };
}
