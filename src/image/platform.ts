import { printable } from '../runtime/text.js';
import { isWindowsServed } from './windows-version.js';

/** Where an image runs. Source: OCI image specification, image-index.md, `platform`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  /** `os.version`: the build of Windows that an image is for. */
  readonly osVersion?: string;
  /** `os.features`: what the image needs of its system; sorted, each once. */
  readonly osFeatures?: readonly string[];
}

export class InvalidPlatformError extends Error {
  override readonly name = 'InvalidPlatformError';
}

/** Nobody knows here where a builder runs. The most common machine stands for it, as it does in a Dockerfile's predefined arguments. */
const usual = { os: 'linux', architecture: 'amd64' } as const;

const knownSystems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos'.split(
    ' ',
  ),
);
const knownArchitectures = new Set(
  (
    '386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ' +
    'ppc riscv riscv64 s390 s390x sparc sparc64 wasm'
  ).split(' '),
);

const systemGrammar = /^([\w-]+)(?:\(([\w.%-]*)((?:\+[\w.%-]+)*)\))?$/;
const wordGrammar = /^[\w.-]+$/;

/**
 * Reads a platform as builders do: `linux/arm64/v8`, `linux/arm64/8`, `arm64`, `windows(10.0.17763)/amd64`.
 * Source: github.com/containerd/platforms v1.0.0-rc.5, Parse, which BuildKit 0.34 reads `--platform` by.
 * @throws {InvalidPlatformError}
 */
export function parsePlatform(text: string): Platform {
  const [first = '', ...words] = text.split('/');
  const system = systemGrammar.exec(first);
  if (system === null || words.length > 2 || !words.every((word) => wordGrammar.test(word)))
    throw invalid(text, 'Write os/architecture[/variant], for example linux/arm64.');
  const [, name = '', version = '', features = ''] = system;
  const os = normalizeSystem(name);
  const details = {
    osVersion: decode(version, text),
    osFeatures: features.split('+').map((feature) => decode(feature, text)),
  };
  const [architecture, variant] = words;
  if (architecture !== undefined) return compact({ os, ...parseMachine(architecture, variant), ...details });
  if (knownSystems.has(os)) return compact({ os, architecture: usual.architecture, ...details });
  const machine = parseMachine(first);
  if (knownArchitectures.has(machine.architecture)) return compact({ os: usual.os, ...machine });
  throw invalid(text, 'This is neither a known system nor a known architecture. Write both, for example linux/arm64.');
}

interface Machine {
  readonly architecture: string;
  readonly variant: string;
}

/** A variant that is written stays; the one that its absence means is left out. */
function parseMachine(architecture: string, variant?: string): Machine {
  const machine = normalizeMachine(architecture, variant);
  if (variant === undefined && machine.architecture === 'arm' && machine.variant === 'v7')
    return { ...machine, variant: '' };
  if (variant !== undefined && machine.architecture === 'arm64' && machine.variant === '')
    return { ...machine, variant: 'v8' };
  return machine;
}

function decode(text: string, platform: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid(platform, `"${text}" is not percent-encoded text.`);
  }
}

function invalid(text: string, advice: string): InvalidPlatformError {
  return new InvalidPlatformError(`Invalid platform "${printable(text, 100)}". ${advice}`);
}

/** The one spelling of a platform. Source: github.com/containerd/platforms, Normalize. */
export function normalizePlatform(platform: Platform): Platform {
  const { os, architecture, variant } = platform;
  return compact({ ...platform, os: normalizeSystem(os), ...normalizeMachine(architecture, variant) });
}

/** Leaves out what says nothing. */
function compact({ os, architecture, variant = '', osVersion = '', osFeatures = [] }: Platform): Platform {
  const features = [...new Set(osFeatures)].filter((feature) => feature !== '').toSorted();
  return {
    os,
    architecture,
    ...(variant === '' ? {} : { variant }),
    ...(osVersion === '' ? {} : { osVersion }),
    ...(features.length === 0 ? {} : { osFeatures: features }),
  };
}

function normalizeSystem(name: string): string {
  const os = name.toLowerCase();
  return os === 'macos' ? 'darwin' : os;
}

function normalizeMachine(writtenArchitecture: string, writtenVariant = ''): Machine {
  const name = writtenArchitecture.toLowerCase();
  const variant = writtenVariant.toLowerCase();
  const architecture = architectureNames.get(name) ?? name;
  switch (architecture) {
    case 'i386':
      return { architecture: '386', variant: '' };
    case 'armhf':
      return { architecture: 'arm', variant: 'v7' };
    case 'armel':
      return { architecture: 'arm', variant: 'v6' };
    default:
      return { architecture, variant: variantNames.get(architecture)?.get(variant) ?? variant };
  }
}

const architectureNames: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
]);

/** Other spellings of variants, by the architecture; '' is meant where nothing is written. */
const variantNames: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['amd64', new Map([['v1', '']])],
  ['arm64', new Map(Object.entries({ 8: '', v8: '', 'v8.0': '', 9: 'v9', '9.0': 'v9', 'v9.0': 'v9' }))],
  ['arm', new Map(Object.entries({ '': 'v7', 5: 'v5', 6: 'v6', 7: 'v7', 8: 'v8' }))],
]);

/** `linux/arm64/v8`: what reports show. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

/** With the version and the features of the system, where there are any: `windows(10.0.17763)/amd64`. */
export function formatFullPlatform({ osVersion = '', osFeatures = [], ...platform }: Platform): string {
  const details = [osVersion, ...osFeatures]
    .map((text) => text.replace(/[%+()/]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`))
    .join('+');
  return formatPlatform(details === '' ? platform : { ...platform, os: `${platform.os}(${details})` });
}

/** As a report has it: what an index says of a platform may be anything. */
export function printablePlatform(platform: string): string {
  return printable(platform, 100);
}

/** Attestation manifests stand in an index as `unknown/unknown` (BuildKit, docs/attestations/attestation-storage.md). */
export function isRunnable(platform: Platform): boolean {
  return platform.os !== 'unknown' && platform.architecture !== 'unknown';
}

/** Each once, whatever its spelling. */
export function distinctPlatforms(platforms: readonly Platform[]): readonly Platform[] {
  return [...new Map(platforms.map((platform) => [formatFullPlatform(platform), platform])).values()];
}

/** The wanted platforms that none of those at hand serves. Without a variant any variant serves: `linux/arm` takes `linux/arm/v7`. */
export function missingPlatforms(wanted: readonly Platform[], have: readonly Platform[]): readonly Platform[] {
  const candidates = have.map(normalizePlatform);
  return wanted.filter((platform) => !candidates.some((candidate) => serves(candidate, platform)));
}

/** Source: github.com/containerd/platforms, NewMatcher; that a written `linux/arm` takes any variant is ours. */
function serves(candidate: Platform, wanted: Platform): boolean {
  const { os, architecture, variant, osVersion, osFeatures = [] } = normalizePlatform(wanted);
  const isOfVariant = wanted.variant === undefined || variant === candidate.variant;
  if (candidate.os !== os || candidate.architecture !== architecture || !isOfVariant) return false;
  const isWindows = os === 'windows';
  const needed = (candidate.osFeatures ?? []).filter((feature) => !(isWindows && feature === 'win32k'));
  if (!needed.every((feature) => osFeatures.includes(feature))) return false;
  return !isWindows || isWindowsServed(osVersion, candidate.osVersion);
}
