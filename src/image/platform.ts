import { printable } from '../text.js';

/** Where an image runs. Source: OCI image specification, image-index.md, `platform`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export class InvalidPlatformError extends Error {
  override readonly name = 'InvalidPlatformError';
}

/** What `uname` calls them; containerd's platforms package normalises the same names. */
const architectureNames = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['armhf', 'arm'],
  ['i386', '386'],
  ['i686', '386'],
]);

/**
 * Reads `os/architecture[/variant]`, `linux/arm64/v8`.
 * @throws {InvalidPlatformError}
 */
export function parsePlatform(text: string): Platform {
  const [os, architecture, variant, ...rest] = text.trim().toLowerCase().split('/');
  const parts = [os, architecture, ...(variant === undefined ? [] : [variant])];
  if (rest.length > 0 || !parts.every((part) => part !== undefined && /^[a-z0-9_.-]+$/.test(part))) {
    throw new InvalidPlatformError(
      `"${text}" is no platform: expected os/architecture[/variant], for example linux/arm64.`,
    );
  }
  return normalizePlatform({
    os: os ?? '',
    architecture: architecture ?? '',
    ...(variant === undefined ? {} : { variant }),
  });
}

/** The one spelling of a platform: arm64 is v8 and amd64 is v1 where nothing is said, so these variants are left out. */
export function normalizePlatform(platform: Platform): Platform {
  const architecture = architectureNames.get(platform.architecture) ?? platform.architecture;
  const variant = platform.variant === '' ? undefined : platform.variant;
  const implied = (architecture === 'arm64' && variant === 'v8') || (architecture === 'amd64' && variant === 'v1');
  const base = { os: platform.os, architecture };
  return variant === undefined || implied ? base : { ...base, variant };
}

export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, ...(platform.variant === undefined ? [] : [platform.variant])].join('/');
}

/** As a report has it: what an index says of a platform may be anything. */
export function printablePlatform(platform: string): string {
  return printable(platform, 100);
}

/** Attestation manifests stand in an index as `unknown/unknown` (BuildKit, docs/attestations/attestation-storage.md). */
export function isRunnable(platform: Platform): boolean {
  return platform.os !== 'unknown' && platform.architecture !== 'unknown';
}

/** The wanted platforms that none of those at hand serves. Without a variant any variant serves: `linux/arm` takes `linux/arm/v7`. */
export function missingPlatforms(wanted: readonly Platform[], have: readonly Platform[]): readonly Platform[] {
  return wanted.filter(
    (platform) => !have.some((candidate) => serves(normalizePlatform(candidate), normalizePlatform(platform))),
  );
}

function serves(candidate: Platform, wanted: Platform): boolean {
  const same = candidate.os === wanted.os && candidate.architecture === wanted.architecture;
  return same && (wanted.variant === undefined || wanted.variant === candidate.variant);
}
