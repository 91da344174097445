import { splitName } from '../../result/bump.js';
import type { ImageReport } from '../../result/report.js';
import { nameOf } from '../formats.js';
import { groupBy } from '../../runtime/group-by.js';

/** One cause by which several images failed. */
export interface SharedCause {
  /** Their message, with `…` where each says its own name. */
  readonly message: string;
  /** in the order of the report */
  readonly images: readonly ImageReport[];
  /** their names, each once, on however many targets the image failed */
  readonly names: readonly string[];
}

/** With fewer, each is read as fast by itself. */
const minImages = 3;

/** The causes that three or more images failed by: a host that is down need be told of once. In the order of their first image. */
export function sharedCauses(images: readonly ImageReport[]): readonly SharedCause[] {
  const failed = images.flatMap((image) =>
    image.state !== 'failed' || image.message === undefined
      ? []
      : [{ image, message: withoutNames(image.message, image) }],
  );
  return [...groupBy(failed, ({ message }) => message)]
    .map(([message, group]) => [message, group.map(({ image }) => image)] as const)
    .map(([message, group]) => ({ message, images: group, names: [...new Set(group.map(nameOf))] }))
    .filter(({ names }) => names.length >= minImages);
}

/** By images that share a cause with others: that cause. */
export function causeByImage(causes: readonly SharedCause[]): ReadonlyMap<ImageReport, SharedCause> {
  return new Map(causes.flatMap((cause) => cause.images.map((image) => [image, cause] as const)));
}

/** The image's name in all forms that a message has it in; its digest alone is no name. */
function withoutNames(message: string, { canonical, target, digest, uses }: ImageReport): string {
  const full = [canonical, target].filter((name) => name !== undefined);
  const repositories = full.map((name) => splitName(name).repository);
  const pinned = digest === undefined ? [] : [...full, ...repositories].map((name) => `${name}@${digest}`);
  const written = uses.flatMap((use) => use.written ?? []).filter((name) => /[/:@$]/.test(name));
  const names = [...pinned, ...full, ...repositories, ...written].toSorted((one, other) => other.length - one.length);
  return names.reduce((text, name) => (name === '' ? text : text.replaceAll(name, '…')), message);
}
