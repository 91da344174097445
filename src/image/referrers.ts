import * as v from 'valibot';
import { optional } from '../runtime/optional-field.js';
import { parseJsonBytes } from '../runtime/text.js';
import { type Digest, hexOf } from './digest.js';
import { type ManifestContent, mediaTypes, toContent } from './manifest.js';

/** What a list of referrers says of one of them. Source: OCI distribution specification, "Listing Referrers". */
export interface Referrer {
  readonly mediaType: string;
  readonly digest: Digest;
  /** bytes */
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const referrerSchema = v.object({
  artifactType: optional(v.string()),
  config: optional(v.object({ mediaType: optional(v.string()) })),
  annotations: optional(v.record(v.string(), v.string())),
});

/** The descriptor that a list of referrers has of a manifest: its own artifact type, else its config's media type, and its annotations. */
export function referrerOf({ bytes, digest, manifest: { mediaType } }: ManifestContent): Referrer {
  const result = v.safeParse(referrerSchema, parseJsonBytes(bytes));
  const { artifactType, config, annotations } = result.success ? result.output : {};
  const [type] = [artifactType, config?.mediaType].filter((text) => typeof text === 'string' && text !== '');
  return {
    mediaType,
    digest,
    size: bytes.length,
    ...(typeof type === 'string' ? { artifactType: type } : {}),
    ...(annotations === undefined ? {} : { annotations }),
  };
}

/**
 * The tag that lists a subject's referrers where the registry has no API for that. Source: OCI distribution specification, "Referrers Tag
 * Schema": the algorithm is cut at 32 characters and its value at 64.
 */
export function referrersTag(subject: Digest): string {
  const algorithm = subject.slice(0, subject.indexOf(':'));
  return `${algorithm.slice(0, 32)}-${hexOf(subject).slice(0, 64)}`;
}

/** An entry keeps all fields that its writer gave it. */
const entrySchema = v.looseObject({ digest: v.string() });
const listSchema = v.looseObject({ manifests: optional(v.array(entrySchema)) });
type List = v.InferOutput<typeof listSchema>;
type Entry = v.InferOutput<typeof entrySchema>;

/** A list of referrers as its tag holds it. It changes only by what is added. */
export class ReferrersList {
  readonly #digests: ReadonlySet<string>;

  constructor(private readonly list: List = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [] }) {
    this.#digests = new Set(this.entries.map(({ digest }) => digest));
  }

  get entries(): readonly Entry[] {
    return this.list.manifests ?? [];
  }

  has(digest: string): boolean {
    return this.#digests.has(digest);
  }

  equals(other: ReferrersList): boolean {
    return this.#digests.size === other.#digests.size && this.entries.every(({ digest }) => other.has(digest));
  }

  /** With these behind what it has, each digest once. */
  with(more: readonly (Entry | Referrer)[]): ReferrersList {
    const added = new Map(more.filter(({ digest }) => !this.has(digest)).map((entry) => [entry.digest, { ...entry }]));
    return new ReferrersList({ ...this.list, manifests: [...this.entries, ...added.values()] });
  }

  toContent(): ManifestContent {
    return toContent(Buffer.from(JSON.stringify(this.list)), mediaTypes.ociIndex);
  }
}

/** @returns undefined: the tag holds something else, which is not to be written over */
export function readReferrersList({ bytes, manifest }: ManifestContent): ReferrersList | undefined {
  if (manifest.mediaType !== mediaTypes.ociIndex) return undefined;
  const result = v.safeParse(listSchema, parseJsonBytes(bytes));
  return result.success ? new ReferrersList(result.output) : undefined;
}
