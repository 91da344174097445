import type { Comparison, InsideComparison, LayerComparison } from './image-comparison.js';
import type { ImageConfig } from './image-config.js';
import { findConfigChanges } from './config-changes.js';
import type { Digest } from './digest.js';
import type { Descriptor } from './manifest.js';
import { printablePlatform } from './platform.js';

/** One of two images, as far as it was read. */
export interface ComparedImage {
  readonly name: string;
  readonly digest: Digest;
  /** `os/architecture[/variant]`; undefined: it does not say of all that it holds what it runs on. */
  readonly platforms: readonly string[] | undefined;
  /** What it is on the platform that both have. */
  readonly inside: InsideImage | undefined;
}

export interface InsideImage {
  readonly platform: string;
  readonly layers: readonly Pick<Descriptor, 'digest' | 'size'>[];
  readonly config: ImageConfig;
}

export interface Compared {
  readonly comparison: Comparison;
  /** Sentences: what a reviewer must see. */
  readonly warnings: readonly string[];
}

/** Compares an image with the one before it. */
export function compareImages(before: ComparedImage, now: ComparedImage): Compared {
  const lost = missingIn(now, before);
  const inside =
    before.inside === undefined || now.inside === undefined ? undefined : compareInside(before.inside, now.inside);
  return {
    comparison: {
      before: { name: before.name, digest: before.digest },
      lostPlatforms: lost,
      gainedPlatforms: missingIn(before, now),
      ...(inside === undefined ? {} : { inside: inside.comparison }),
    },
    warnings: [
      ...(lost.length === 0 ? [] : [`It does not serve ${lost.join(', ')} any more, which ${before.name} did.`]),
      ...warnOfAge(inside?.comparison, before.name),
      ...(inside?.warnings ?? []),
    ],
  };
}

/** An index may name thousands. */
const maxPlatforms = 50;

function missingIn(one: ComparedImage, other: ComparedImage): readonly string[] {
  if (one.platforms === undefined || other.platforms === undefined) return [];
  const there = new Set(one.platforms);
  const missing = new Set(other.platforms.filter((platform) => !there.has(platform)));
  return [...missing].slice(0, maxPlatforms).map(printablePlatform);
}

function compareInside(
  before: InsideImage,
  now: InsideImage,
): { comparison: InsideComparison; warnings: readonly string[] } {
  const { changes, leftOut } = findConfigChanges(before.config, now.config);
  const comparison = {
    platform: printablePlatform(now.platform),
    ...(before.config.created === undefined ? {} : { createdBefore: before.config.created }),
    ...(now.config.created === undefined ? {} : { created: now.config.created }),
    layers: compareLayers(before.layers, now.layers),
    changes,
  };
  if (leftOut === 0) return { comparison, warnings: [] };
  const all = changes.length + leftOut;
  return { comparison, warnings: [`Its config has ${all} changes, of which the first ${changes.length} are listed.`] };
}

type Layers = InsideImage['layers'];

function compareLayers(before: Layers, now: Layers): LayerComparison {
  const old = new Set(before.map(({ digest }) => digest));
  const current = new Set(now.map(({ digest }) => digest));
  const kept = now.filter(({ digest }) => old.has(digest));
  const added = now.filter(({ digest }) => !old.has(digest));
  return {
    kept: kept.length,
    keptBytes: bytesOf(kept),
    added: added.length,
    addedBytes: bytesOf(added),
    removed: before.filter(({ digest }) => !current.has(digest)).length,
  };
}

/** What a registry says of sizes may be anything up to the largest whole number, and many of those are no whole number any more. */
function bytesOf(layers: Layers): number {
  return Math.min(
    layers.reduce((sum, { size }) => sum + size, 0),
    Number.MAX_SAFE_INTEGER,
  );
}

/** What says that it is older than Docker itself was built reproducibly: its date is a constant (1970, 1980, 0001). */
const firstDocker = Date.parse('2013-03-01T00:00:00Z');

function warnOfAge(inside: InsideComparison | undefined, name: string): readonly string[] {
  const { created, createdBefore } = inside ?? {};
  if (created === undefined || createdBefore === undefined) return [];
  const [now, before] = [Date.parse(created), Date.parse(createdBefore)];
  if (now >= before || now < firstDocker || before < firstDocker) return [];
  const isOneDay = dayOf(created) === dayOf(createdBefore);
  const [built, builtBefore] = isOneDay ? [created, createdBefore] : [dayOf(created), dayOf(createdBefore)];
  return [`It is older than the image that it replaces: it was built ${built}, and ${name} was built ${builtBefore}.`];
}

/** In UTC: `2026-01-15` */
function dayOf(time: string): string {
  return new Date(time).toISOString().slice(0, 10);
}
