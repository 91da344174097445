import type { Config } from '../../config/config.js';
import { RegistryError } from '../../runtime/errors.js';
import type { ImageSource } from '../../image/access.js';
import { type Compared, compareImages } from '../../image/compare.js';
import type { Digest } from '../../image/digest.js';
import type { Descriptor, ManifestContent } from '../../image/manifest.js';
import { type Reference, formatCanonical, formatRepository } from '../../image/reference.js';
import type { ConfigCache } from '../image/config-cache.js';
import type { DoneImage } from './done-image.js';
import { type ImageBefore, repositoryOf } from './previous-image.js';
import { type Look, type Shelf, lookAt, openBoth } from './image-overview.js';
import { SharedSource } from '../image/shared-source.js';
import { NotReadError, type SparePulls } from './comparison-pull-budget.js';

export interface Comparing {
  readonly config: Pick<Config, 'mode'>;
  readonly configs: ConfigCache;
  readonly pulls: SparePulls;
  /** Only what sources show to everybody is looked into. */
  readonly isPublicOnly: boolean;
  readonly sourceOf: (reference: Reference) => ImageSource;
  /** Told why something was not read. */
  readonly note: (error: unknown) => void;
  readonly signal: AbortSignal;
}

interface ChangedImage extends DoneImage {
  readonly before: ImageBefore;
}

interface ComparedWithBefore extends Compared {
  /** what was seen of the image itself */
  readonly facts: Look['facts'];
  /** Repositories that were asked besides the image's own. */
  readonly asked: readonly ImageSource[];
}

/**
 * Reads of an image and the one before it what has to be compared: two manifests and a config each, at most, and no layer. The one before is
 * read from the target, which no limit counts, and from its source only where there are pulls to spare. Never throws.
 */
export async function compareWithBefore(
  changed: ChangedImage,
  comparing: Comparing,
): Promise<ComparedWithBefore | undefined> {
  const asked: ImageSource[] = [];
  try {
    const [before, now] = [await lookAtBefore(changed, comparing, asked), await lookAtNow(changed, comparing)];
    const opened = await openBoth(before, now, comparing.note);
    return opened === undefined ? undefined : { ...compareImages(...opened), facts: now.facts, asked };
  } catch (error) {
    comparing.note(error);
    return undefined;
  }
}

async function lookAtNow({ task, image, target, outcome }: ChangedImage, comparing: Comparing): Promise<Look> {
  const { source } = image;
  const shelf =
    outcome.kind === 'would-mirror' || comparing.isPublicOnly
      ? shelfOf(source, comparing, async (digest) => readSparingly(source, digest, comparing))
      : shelfOf(
          target,
          comparing,
          async (digest) => source.held(digest) ?? target.getManifest(digest, comparing.signal),
        );
  if (outcome.digest === undefined) throw new NotReadError('its digest is not known');
  return lookAt(formatCanonical(task.source), await shelf.manifest(outcome.digest), shelf);
}

async function lookAtBefore(changed: ChangedImage, comparing: Comparing, asked: ImageSource[]): Promise<Look> {
  const name = formatCanonical(changed.before.reference);
  const onTarget = await findOnTarget(changed, comparing);
  if (onTarget !== undefined) return lookAt(name, ...onTarget);
  if (comparing.config.mode === 'verify') throw new NotReadError(`${name} is not on the target`);
  const source = sourceBefore(changed, comparing);
  asked.push(source);
  const shelf = shelfOf(source, comparing, async (digest) => readSparingly(source, digest, comparing));
  return lookAt(name, await shelf.manifest(await digestAt(source, changed.before, comparing)), shelf);
}

async function findOnTarget(
  { before, task, target }: ChangedImage,
  comparing: Comparing,
): Promise<readonly [ManifestContent, Shelf] | undefined> {
  if (before.copy === undefined || comparing.isPublicOnly) return undefined;
  const { signal } = comparing;
  const repository = repositoryOf(before.copy, task, target);
  const digest = before.digest ?? (await repository.headManifest(before.copy.tag, signal))?.digest;
  if (digest === undefined) return undefined;
  const shelf = shelfOf(repository, comparing, async (wanted) => repository.getManifest(wanted, signal));
  try {
    return [await shelf.manifest(digest), shelf];
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** The image's own source, where it is the same repository: it has what was read before. */
function sourceBefore({ before: { reference }, task, image }: ChangedImage, { sourceOf }: Comparing): ImageSource {
  return formatRepository(reference) === formatRepository(task.source) ? image.source : sourceOf(reference);
}

async function digestAt(
  source: ImageSource,
  { digest, reference }: ImageBefore,
  { signal }: Comparing,
): Promise<Digest> {
  if (digest !== undefined) return digest;
  const head = reference.tag === undefined ? undefined : await source.headManifest(reference.tag, signal);
  if (head === undefined)
    throw new NotReadError(`${formatCanonical(reference)} is neither on the target nor at its source`);
  return head.digest;
}

/** What was read before costs nothing. */
async function readSparingly(
  source: ImageSource,
  digest: Digest,
  { pulls, signal }: Comparing,
): Promise<ManifestContent> {
  if (source instanceof SharedSource && source.knows(digest)) return source.getManifest(digest, signal);
  return pulls.read(source, digest, signal);
}

function shelfOf(source: ImageSource, { configs, signal }: Comparing, manifest: Shelf['manifest']): Shelf {
  return { manifest, config: async (descriptor: Descriptor) => configs.read(descriptor, source, signal) };
}
