import picomatch from 'picomatch';
import { type Reference, formatCanonical, formatRepository } from '../image/reference.js';
import type { Config } from './config.js';

/** Registries that many owners share by namespace; everywhere else a host has one owner. */
const sharedHosts =
  /^(?:docker\.io|ghcr\.io|quay\.io|gcr\.io|.+\.gcr\.io|.+-docker\.pkg\.dev|registry\.gitlab\.com|public\.ecr\.aws)$/;

/**
 * Says whether an image is the user's own: on the target's registry (on one that many share, in the target's namespace), or
 * below one of the names in `internal`.
 */
export function isInternal(source: Reference, { target, internal }: Pick<Config, 'target' | 'internal'>): boolean {
  const [namespace = ''] = target.prefix.split('/');
  const own =
    sharedHosts.test(target.registry) && namespace !== '' ? `${target.registry}/${namespace}` : target.registry;
  const name = formatRepository(source);
  return [own, ...internal].some((prefix) => name === prefix || name.startsWith(`${prefix}/`));
}

/** Says whether a glob of `exclude` matches the canonical name, with its tag or without. */
export function isExcluded(source: Reference, { exclude }: Pick<Config, 'exclude'>): boolean {
  const names = [formatRepository(source), formatCanonical(source)];
  return exclude.length > 0 && names.some((name) => picomatch.isMatch(name, [...exclude]));
}
