/** What of a descriptor says what it leads to. */
interface Named {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
}

/**
 * What is named twice and in two ways, in words; undefined: nothing is. One of the two is wrong, and readers differ on which they believe.
 * @param kindOf what of two that have one digest must be the same, besides their size
 */
export function findContradiction(
  descriptors: Iterable<Named>,
  kindOf: (named: Named) => string = () => '',
): string | undefined {
  const known = new Map<string, Named>();
  for (const named of descriptors) {
    const other = known.get(named.digest) ?? named;
    known.set(named.digest, other);
    if (other.size !== named.size)
      return `it names ${named.digest} with ${other.size} bytes and with ${named.size} bytes`;
    if (kindOf(other) !== kindOf(named)) return `it names ${named.digest} as ${kindOf(other)} and as ${kindOf(named)}`;
  }
  return undefined;
}

/** No field of the specification is longer, and a longer name is not looked at. */
const maxFieldLength = 32;

/** Fields that say what an image is made of. Source: OCI image specification, manifest.md, image-index.md, descriptor.md. */
const fields = ['schemaVersion', 'mediaType', 'manifests', 'config', 'layers', 'blobs', 'subject', 'digest', 'size'];
const spellings: ReadonlyMap<string, string> = new Map(fields.map((field) => [fold(field), field]));

/**
 * A field of a manifest, or of a descriptor in it, that is spelled otherwise than the specification does; undefined: there is none. Readers
 * written in Go take `Layers` for `layers`, so that what is complete for one reader would not be for another. Source: Go's encoding/json, Unmarshal.
 */
export function findMisspelling(manifest: unknown): string | undefined {
  if (!isRecord(manifest)) return undefined;
  const { config, subject, manifests, layers, blobs } = manifest;
  for (const part of [manifest, config, subject, manifests, layers, blobs].flat()) {
    const names = isRecord(part) ? Object.keys(part) : [];
    const wrong = names.find((name) => (spellings.get(fold(name)) ?? name) !== name);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** As Go folds: the long s is an s, and Kelvin's sign a k. */
function fold(name: string): string {
  return name.length > maxFieldLength ? '' : name.toUpperCase().toLowerCase();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
