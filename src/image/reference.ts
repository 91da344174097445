import { type Digest, isDigest } from './digest.js';

/**
 * An image's canonical name. This file is the only home of Docker Hub's rules: `docker.io` for all of its hosts, and
 * `library/` before a bare name. Source: distribution/reference (the grammar that docker and BuildKit use).
 */
export interface Reference {
  /** Lower-case host with its port, `docker.io` for Docker Hub. */
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** A reference that names the tag under which an image is kept. */
export interface TaggedReference extends Reference {
  readonly tag: string;
}

export class InvalidReferenceError extends Error {
  override readonly name = 'InvalidReferenceError';
}

export const dockerHub = 'docker.io';
const dockerHubHosts = new Set([dockerHub, 'index.docker.io', 'registry-1.docker.io']);

/** Docker Hub's key in `auths` and for credential helpers, from the time of its first API. */
const dockerHubCredentialKey = 'https://index.docker.io/v1/';

const hostGrammar =
  /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::\d{1,5})?$/;
const componentGrammar = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagGrammar = /^\w[\w.-]{0,127}$/;

/** distribution/reference refuses a repository name that is longer, host included. */
const maxNameLength = 255;

/**
 * Reads an image name as a `FROM` writes it. Without tag and digest the tag is `latest`.
 * @throws {InvalidReferenceError} says what is wrong with which part.
 */
export function parseReference(written: string): Reference {
  const at = written.indexOf('@');
  const name = at === -1 ? written : written.slice(0, at);
  const { host, repository: spelled, tag } = splitName(name);
  const registry = canonicalRegistry(host);
  const repository = registry === dockerHub && !spelled.includes('/') ? `library/${spelled}` : spelled;
  if (!isRegistryHost(registry)) {
    const advice = /^https?:$/i.test(registry) ? `. Write it without ${registry.toLowerCase()}//` : '';
    throw invalid(written, `"${shorten(registry)}" is no registry host${advice}`);
  }
  checkRepository(spelled, host === undefined, written);
  const { length } = formatRepository({ registry, repository });
  if (length > maxNameLength)
    throw invalid(written, `the name has ${length} characters; registries take at most ${maxNameLength}`);
  const digest = at === -1 ? undefined : readDigest(written.slice(at + 1), written);
  if (tag === undefined)
    return digest === undefined ? { registry, repository, tag: 'latest' } : { registry, repository, digest };
  checkTag(tag, written);
  return digest === undefined ? { registry, repository, tag } : { registry, repository, tag, digest };
}

/** The same, for a text that need not be a name. */
export function tryReference(written: string): Reference | undefined {
  try {
    return parseReference(written);
  } catch (error) {
    if (error instanceof InvalidReferenceError) return undefined;
    throw error;
  }
}

/** The canonical spelling of a registry's host: every name of Docker Hub is `docker.io`. */
export function canonicalRegistry(host: string | undefined): string {
  if (host === undefined) return dockerHub;
  const lower = host.toLowerCase();
  return dockerHubHosts.has(lower) ? dockerHub : lower;
}

/** `docker.io/library/postgres:14`; the digest stands only where there is no tag. Identity of an image in every map and report. */
export function formatCanonical(reference: Reference): string {
  const name = formatRepository(reference);
  if (reference.tag !== undefined) return `${name}:${reference.tag}`;
  return reference.digest === undefined ? name : `${name}@${reference.digest}`;
}

/** `docker.io/library/postgres:14@sha256:…`: all that a file says of an image, as far as there is a tag and a pin. */
export function formatPinned(reference: Reference): string {
  const canonical = formatCanonical(reference);
  return reference.tag === undefined || reference.digest === undefined ? canonical : `${canonical}@${reference.digest}`;
}

export function formatRepository(reference: Pick<Reference, 'registry' | 'repository'>): string {
  return `${reference.registry}/${reference.repository}`;
}

/** The host that answers for a registry. */
export function registryApiHost(registry: string): string {
  return registry === dockerHub ? 'registry-1.docker.io' : registry;
}

/** The key under which `docker login` keeps a registry's credentials. */
export function registryCredentialKey(registry: string): string {
  return registry === dockerHub ? dockerHubCredentialKey : registry;
}

export function isDockerHub(registry: string): boolean {
  return registry === dockerHub;
}

/** The first path component that OCI's grammar refuses, or undefined. Source: OCI distribution specification, "Pulling manifests". */
export function invalidComponent(repository: string): string | undefined {
  return repository.split('/').find((component) => !componentGrammar.test(component));
}

export function isRegistryHost(host: string): boolean {
  return hostGrammar.test(host) && Number(/:(\d+)$/.exec(host)?.[1] ?? 0) <= 65_535;
}

/**
 * The first component is a host where it has a dot or a colon, or is `localhost`. Docker also takes upper case for a host's; written in lower
 * case, as hosts are compared, that name would be another image's, so here it is refused as a repository's.
 */
function splitName(name: string): { host?: string; repository: string; tag?: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first.toLowerCase() === 'localhost';
  const host = isHost ? { host: first } : {};
  const path = isHost ? name.slice(slash + 1) : name;
  const colon = path.indexOf(':', path.lastIndexOf('/') + 1);
  if (colon === -1) return { ...host, repository: path };
  return { ...host, repository: path.slice(0, colon), tag: path.slice(colon + 1) };
}

function checkRepository(repository: string, bare: boolean, written: string): void {
  if (repository === '') throw invalid(written, 'the repository name is empty');
  if (repository !== repository.toLowerCase()) {
    throw invalid(written, `the repository name "${shorten(repository)}" has upper-case letters; names are lower case`);
  }
  const component = invalidComponent(repository);
  if (component !== undefined) throw invalid(written, `"${shorten(component)}" is no part of a repository name`);
  if (bare && /^[0-9a-f]{64}$/.test(repository)) {
    throw invalid(
      written,
      'a name of 64 hexadecimal digits is an image ID, which no registry serves; name the repository',
    );
  }
}

function checkTag(tag: string, written: string): void {
  if (tag.length > 128) throw invalid(written, `the tag has ${tag.length} characters; a tag has at most 128`);
  if (!tagGrammar.test(tag))
    throw invalid(
      written,
      `"${shorten(tag)}" is no tag: letters, digits, "_", "." and "-", not beginning with "." or "-"`,
    );
}

function readDigest(text: string, written: string): Digest {
  if (isDigest(text)) return text;
  throw invalid(
    written,
    `"${shorten(text)}" is no digest: expected sha256: and 64 lower-case hex digits (or sha512: and 128)`,
  );
}

function invalid(written: string, what: string): InvalidReferenceError {
  return new InvalidReferenceError(`"${shorten(written)}" is no image name: ${what}.`);
}

/** A hostile file's name must not fill a report. */
function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
