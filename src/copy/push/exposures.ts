import { isAccessRefusal } from '../../image/registry-error.js';
import { isFailure } from '../../runtime/errors.js';
import type { ImageSource, ImageTarget } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import type { Reference } from '../../image/reference.js';
import type { Exposed } from '../../plan/when-refused.js';
import { formatList } from '../../runtime/text.js';
import type { BlobPlan } from '../blobs/blob-plan.js';

/** A reader looks at some; the others are counted. */
const maxNames = 10;

/**
 * Finds copies of private images that everybody may be able to read. It checks an image only if its repository is new on such a target and it was
 * read with an account: it asks the source once more, anonymously. Most sources are public and answer.
 */
export class Exposures {
  readonly #names = new Set<string>();

  constructor(
    private readonly exposed: Exposed | undefined,
    private readonly publicSource: (reference: Reference) => Pick<ImageSource, 'headManifest'>,
    private readonly plan: BlobPlan,
    private readonly signal: AbortSignal,
  ) {}

  /** Carries out the copy, and looks at the image afterwards. */
  async watchCopy<T>(
    reference: Reference,
    digest: Digest,
    source: ImageSource,
    target: ImageTarget,
    copy: () => Promise<T>,
  ): Promise<T> {
    const isNew =
      target.registry === this.exposed?.registry && !(await this.plan.repositoryExists(target, this.signal));
    const result = await copy();
    if (isNew && (await this.#isPrivate(reference, digest, source))) this.#names.add(target.name);
    return result;
  }

  /** Sentences of the run as a whole. */
  get warnings(): readonly string[] {
    const { exposed } = this;
    if (exposed === undefined || this.#names.size === 0) return [];
    const names = [...this.#names];
    const more = names.length - maxNames;
    const listed = formatList([...names.slice(0, maxNames), ...(more > 0 ? [`${more} more`] : [])]);
    return [
      `New on ${exposed.registry}, and perhaps readable by everybody, though the source shows these images only to a login: ${listed}. ${exposed.why}`,
    ];
  }

  async #isPrivate(reference: Reference, digest: Digest, source: ImageSource): Promise<boolean> {
    if (await source.isReadAnonymously()) return false;
    try {
      return (await this.publicSource(reference).headManifest(digest, this.signal)) === undefined;
    } catch (error) {
      if (!isFailure(error)) throw error;
      return isAccessRefusal(error);
    }
  }
}
