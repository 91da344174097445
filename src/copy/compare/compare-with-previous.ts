import type { Config } from '../../config/config.js';
import { RegistryError } from '../../image/registry-error.js';
import type { ImageSource } from '../../image/source-and-target.js';
import { type Compared, compareImages } from '../../image/compare-images.js';
import type { Digest } from '../../image/digest.js';
import type { Descriptor, ManifestContent } from '../../image/manifest.js';
import { type Reference, formatCanonical, formatRepository } from '../../image/reference.js';
import type { ConfigCache } from '../image/config-cache.js';
import { type DoneImage, type PreviousImage, sourceOfCopy } from './previous-image.js';
import { type ImageOverview, type ContentReader, readOverview, openBoth } from './image-overview.js';
import { SharedSource } from '../image/shared-source.js';
import { NotReadError, type ComparisonPullBudget } from './comparison-pull-budget.js';

export interface CompareDeps {
  readonly config: Pick<Config, 'mode'>;
  readonly configs: ConfigCache;
  readonly pulls: ComparisonPullBudget;
  /** Only what sources show to everybody is looked into. */
  readonly isPublicOnly: boolean;
  readonly sourceOf: (reference: Reference) => ImageSource;
  /** Called with the reason if something was not read. */
  readonly onFailure: (error: unknown) => void;
  readonly signal: AbortSignal;
}

interface ChangedImage extends DoneImage {
  readonly before: PreviousImage;
}

interface ComparedWithPrevious extends Compared {
  /** what was seen of the image itself */
  readonly facts: ImageOverview['facts'];
  /** Repositories that were asked besides the image's own. */
  readonly asked: readonly ImageSource[];
}

/**
 * Compares an image with its previous one. It reads at most two manifests and a config of each, and no layer. It reads the previous image from the
 * target, which no limit counts, and from its source only while there are pulls to spare. Never throws.
 */
export async function compareWithPrevious(
  changed: ChangedImage,
  deps: CompareDeps,
): Promise<ComparedWithPrevious | undefined> {
  const asked: ImageSource[] = [];
  try {
    const [before, now] = [await readPrevious(changed, deps, asked), await readCurrent(changed, deps)];
    const opened = await openBoth(before, now, deps.onFailure);
    return opened === undefined ? undefined : { ...compareImages(...opened), facts: now.facts, asked };
  } catch (error) {
    deps.onFailure(error);
    return undefined;
  }
}

async function readCurrent({ task, image, target, outcome }: ChangedImage, deps: CompareDeps): Promise<ImageOverview> {
  const { source } = image;
  const reader =
    outcome.state === 'would-mirror' || deps.isPublicOnly
      ? contentReader(source, deps, async (digest) => readWithinBudget(source, digest, deps))
      : contentReader(
          target,
          deps,
          async (digest) => source.findManifest(digest) ?? target.getManifest(digest, deps.signal),
        );
  if (outcome.digest === undefined) throw new NotReadError('its digest is not known');
  return readOverview(formatCanonical(task.source), await reader.manifest(outcome.digest), reader);
}

async function readPrevious(changed: ChangedImage, deps: CompareDeps, asked: ImageSource[]): Promise<ImageOverview> {
  const name = formatCanonical(changed.before.reference);
  const onTarget = await findOnTarget(changed, deps);
  if (onTarget !== undefined) return readOverview(name, ...onTarget);
  if (deps.config.mode === 'verify') throw new NotReadError(`${name} is not on the target`);
  const { reference } = changed.before;
  // The image's own source, where it is the same repository: it has what was read before.
  const isSameRepository = formatRepository(reference) === formatRepository(changed.task.source);
  const source = isSameRepository ? changed.image.source : deps.sourceOf(reference);
  asked.push(source);
  const reader = contentReader(source, deps, async (digest) => readWithinBudget(source, digest, deps));
  return readOverview(name, await reader.manifest(await digestAt(source, changed.before, deps)), reader);
}

async function findOnTarget(
  { before, task, target }: ChangedImage,
  deps: CompareDeps,
): Promise<readonly [ManifestContent, ContentReader] | undefined> {
  if (before.copy === undefined || deps.isPublicOnly) return undefined;
  const { signal } = deps;
  const repository = sourceOfCopy(before.copy, task, target);
  const digest = before.digest ?? (await repository.headManifest(before.copy.tag, signal))?.digest;
  if (digest === undefined) return undefined;
  const reader = contentReader(repository, deps, async (child) => repository.getManifest(child, signal));
  try {
    return [await reader.manifest(digest), reader];
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'not-found') return undefined;
    throw error;
  }
}

async function digestAt(
  source: ImageSource,
  { digest, reference }: PreviousImage,
  { signal }: CompareDeps,
): Promise<Digest> {
  if (digest !== undefined) return digest;
  const head = reference.tag === undefined ? undefined : await source.headManifest(reference.tag, signal);
  if (head === undefined)
    throw new NotReadError(`${formatCanonical(reference)} is neither on the target nor at its source`);
  return head.digest;
}

/** What was read before costs nothing. */
async function readWithinBudget(
  source: ImageSource,
  digest: Digest,
  { pulls, signal }: CompareDeps,
): Promise<ManifestContent> {
  if (source instanceof SharedSource && source.hasManifest(digest)) return source.getManifest(digest, signal);
  return pulls.read(source, digest, signal);
}

function contentReader(
  source: ImageSource,
  { configs, signal }: CompareDeps,
  manifest: ContentReader['manifest'],
): ContentReader {
  return { manifest, config: async (descriptor: Descriptor) => configs.read(descriptor, source, signal) };
}
