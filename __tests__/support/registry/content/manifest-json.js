/**
 * A manifest as a registry looks at it: what it refers to, and not more.
 *
 * @typedef {object} Descriptor
 * @property {string} digest
 * @property {number} size
 * @property {string} mediaType
 * @property {readonly string[]} urls
 *
 * @typedef {object} ParsedManifest
 * @property {string | undefined} mediaType
 * @property {string | undefined} artifactType
 * @property {Readonly<Record<string, unknown>> | undefined} annotations
 * @property {Descriptor | undefined} config
 * @property {readonly Descriptor[]} layers
 * @property {readonly Descriptor[] | undefined} manifests undefined: not an index
 * @property {Descriptor | undefined} subject
 */

/**
 * @param {Buffer} bytes
 * @returns {ParsedManifest | undefined} undefined: not a manifest
 */
export function parseManifest(bytes) {
  const value = parseJson(bytes);
  if (!isRecord(value) || value.schemaVersion !== 2) {
    return undefined;
  }
  return {
    mediaType: textOf(value.mediaType),
    artifactType: textOf(value.artifactType),
    annotations: isRecord(value.annotations) ? value.annotations : undefined,
    config: parseDescriptor(value.config),
    layers: parseDescriptors(value.layers) ?? [],
    manifests: parseDescriptors(value.manifests),
    subject: parseDescriptor(value.subject),
  };
}

/**
 * @param {Buffer} bytes
 * @returns {unknown} undefined: not JSON
 */
function parseJson(bytes) {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} value
 * @returns {readonly Descriptor[] | undefined}
 */
function parseDescriptors(value) {
  return Array.isArray(value) ? value.map(parseDescriptor).filter((descriptor) => descriptor !== undefined) : undefined;
}

/**
 * @param {unknown} value
 * @returns {Descriptor | undefined}
 */
function parseDescriptor(value) {
  if (!isRecord(value)) {
    return undefined;
  }
  return {
    digest: textOf(value.digest) ?? '',
    size: typeof value.size === 'number' ? value.size : -1,
    mediaType: textOf(value.mediaType) ?? '',
    urls: Array.isArray(value.urls) ? value.urls.filter((url) => typeof url === 'string') : [],
  };
}

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function textOf(value) {
  return typeof value === 'string' ? value : undefined;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
