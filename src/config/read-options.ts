import { ConfigurationError, messageOf } from '../runtime/errors.js';
import { parsePlatform } from '../image/platform.js';
import { canonicalRegistry, invalidComponent, isRegistryHost } from '../image/reference.js';
import { withoutTrailing } from '../runtime/text.js';
import type { CacheLocation, CommentPolicy, Config } from './config.js';
import { parseGlob } from './glob.js';
import { type TargetPrefix, formatTarget, parseNaming, parseTarget } from './naming.js';
import { isSharedRegistry } from './ownership.js';
import {
  type Choice,
  type ChoiceName,
  type OptionName,
  type OptionTexts,
  choices,
  modeOption,
  sharedOptions,
} from './options.js';

/**
 * Reads the options. Those that are absent or empty have their default.
 * @throws {ConfigurationError} with every problem of every option, each naming its option.
 */
export function readOptions(texts: OptionTexts): Config {
  const reader = new OptionReader(texts);
  const config: Config = {
    mode: reader.choice('mode'),
    targets: readTargets(reader),
    images: reader.text('images'),
    dockerfiles: reader.read('dockerfiles', parseGlob, ''),
    naming: reader.read('naming', parseNaming, []),
    compare: reader.choice('compare'),
    onMismatch: reader.choice('on-mismatch'),
    platforms: reader.list('platforms', parsePlatform),
    onMissingPlatform: reader.choice('on-missing-platform'),
    buildArgs: new Map(reader.lines('build-args', parseBuildArg)),
    internal: reader.list('internal', parsePrefix),
    exclude: reader.globs('exclude', parseGlob),
    strictLayout: reader.read('strict-layout', parseBoolean, false),
    concurrency: reader.read('concurrency', (text) => parseWhole(text, 1, maxConcurrency), 1),
    failOn: reader.choice('fail-on'),
    verifyTimeoutMs: reader.read('verify-timeout', (text) => parseWhole(text, 0, maxVerifySeconds), 0) * 1_000,
    insecureRegistries: reader.list('insecure-registries', parseHost),
    comment: reader.choice('comment'),
    force: reader.read('force', parseBoolean, false),
    scope: reader.choice('scope'),
    only: reader.globs('only', parseGlob),
    allowUntrusted: reader.read('allow-untrusted', parseBoolean, false),
    allowedRegistries: reader.list('allowed-registries', parseAllowed),
    runTimeoutMs: reader.read('run-timeout', (text) => parseWhole(text, 0, maxRunSeconds), 0) * 1_000,
    cache: reader.read('cache', parseCache, { kind: 'none' }),
    configFile: reader.read('config', parsePath, ''),
    overrides: [],
  };
  reader.problems.push(...ownerProblems(config));
  if (config.force && config.mode === 'verify')
    reader.problems.push('force: mode "verify" looks at tags only. Use it with "mirror" or "check".');
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems);
  return config;
}

/** Whether a comment is wanted, where other options are wrong; undefined where this one is too. */
export function readCommentOption(texts: OptionTexts): CommentPolicy | undefined {
  const reader = new OptionReader(texts);
  const when = reader.choice('comment');
  return reader.problems.length === 0 ? when : undefined;
}

/** Without a prefix the copies of `docker.io/…` would belong to an owner named `docker.io`. */
function ownerProblems({ targets, naming: [first] }: Config): readonly string[] {
  return targets
    .filter(({ registry, prefix }) => prefix === '' && typeof first !== 'string' && isSharedRegistry(registry))
    .map(
      ({ registry }) => `target: "${registry}" is shared by many, and this names no owner. Write ${registry}/<owner>.`,
    );
}

/** Each once, in the order in which they are written. */
function readTargets(reader: OptionReader): readonly TargetPrefix[] {
  if (reader.text('target') === '') return [reader.read('target', parseTarget, { registry: '', prefix: '' })];
  const targets = reader.list('target', parseTarget);
  return [...new Map(targets.map((target) => [formatTarget(target), target])).values()];
}

/** More bodies at once than this no registry takes and no machine needs. */
const maxConcurrency = 64;

/** A tag that is not visible after an hour will not be. */
const maxVerifySeconds = 3_600;

/** The longest that a timer takes: 24 days. */
const maxRunSeconds = 2_147_483;

const defaults: ReadonlyMap<string, string> = new Map(
  [modeOption, ...sharedOptions].map((option) => [option.name, option.default]),
);

/** Reads option after option and keeps what is wrong, so that all of it is told at once. */
class OptionReader {
  readonly problems: string[] = [];

  constructor(private readonly texts: OptionTexts) {}

  text(name: OptionName): string {
    const text = this.texts[name]?.trim() ?? '';
    return text === '' ? (defaults.get(name) ?? '') : text;
  }

  /** @param placeholder what goes on in the value's place until the problems are told */
  read<T>(name: OptionName, parse: (text: string) => T, placeholder: T): T {
    try {
      return parse(this.text(name));
    } catch (error) {
      this.problems.push(`${name}: ${messageOf(error)}`);
      return placeholder;
    }
  }

  choice<Name extends ChoiceName>(name: Name): Choice<Name> {
    const text = this.text(name);
    const values: readonly [Choice<Name>, ...Choice<Name>[]] = choices[name];
    const found = values.find((value) => value === text);
    if (found === undefined)
      this.problems.push(`${name}: "${text}" is none of its values. Choose ${values.join(', ')}.`);
    return found ?? values[0];
  }

  /** Items between commas or line ends. */
  list<T>(name: OptionName, parse: (item: string) => T): readonly T[] {
    return this.#items(name, (text) => text.split(/[,\n]/), parse);
  }

  /** A list whose items may hold commas in braces. */
  globs<T>(name: OptionName, parse: (item: string) => T): readonly T[] {
    return this.#items(name, splitGlobs, parse);
  }

  /** One item a line, for values that may hold a comma. */
  lines<T>(name: OptionName, parse: (item: string) => T): readonly T[] {
    return this.#items(name, (text) => text.split('\n'), parse);
  }

  #items<T>(name: OptionName, split: (text: string) => readonly string[], parse: (item: string) => T): readonly T[] {
    const items = split(this.text(name)).map((item) => item.trim());
    return items
      .filter((item) => item !== '')
      .flatMap((item) => {
        try {
          return [parse(item)];
        } catch (error) {
          this.problems.push(`${name}: ${messageOf(error)}`);
          return [];
        }
      });
  }
}

/** At commas and line ends, but for commas before the brace that closes on their line. */
function splitGlobs(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const items: string[] = [];
    let [end, isInBraces] = [line.length, false];
    for (let at = line.length - 1; at >= 0; at -= 1) {
      const character = line.charAt(at);
      if (character === '{' || character === '}') isInBraces = character === '}';
      if (character !== ',' || isInBraces) continue;
      items.push(line.slice(at + 1, end));
      end = at;
    }
    return [...items, line.slice(0, end)].reverse();
  });
}

function parseBoolean(text: string): boolean {
  // The YAML 1.2 core schema, as @actions/core reads booleans.
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  throw new Error(`"${text}" is neither true nor false.`);
}

/** Of the workspace: what lies outside is nobody's who made the repository. */
function parsePath(text: string): string {
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  if (text.startsWith('/') || text.includes('\\') || parts.includes('..'))
    throw new Error(`"${text}" leads out of the workspace. Write a path inside it.`);
  return parts.join('/');
}

function parseCache(text: string): CacheLocation {
  // Whoever means a switch by another word would otherwise have a folder of that name.
  if (!/^(?:true|false|yes|no|on|off|[01])$/i.test(text)) return { kind: 'folder', path: text };
  try {
    return { kind: parseBoolean(text) ? 'service' : 'none' };
  } catch (error) {
    throw new Error(`${messageOf(error)} A folder of that name is ./${text}.`, { cause: error });
  }
}

function parseWhole(text: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Error(`"${text}" is no whole number from ${least} to ${most}.`);
}

function parseBuildArg(item: string): readonly [string, string] {
  const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(item);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new Error(`"${item}" is no build argument. Write NAME=value, one a line.`);
  return [match[1], match[2]];
}

function parseHost(text: string): string {
  const host = text.toLowerCase();
  if (!isRegistryHost(host))
    throw new Error(`"${text}" is no host. Write host or host:port, without a scheme and a path.`);
  return canonicalRegistry(host);
}

/** A registry as a `FROM` begins with it, or all of them. */
function parseAllowed(text: string): string {
  if (text === '*') return text;
  const host = parseHost(text);
  if (!/[.:]/.test(host) && host !== 'localhost')
    throw new Error(
      `"${text}" is no registry that a FROM can name. Write its host, for example docker.io, or "*" for all.`,
    );
  return host;
}

/** `registry`, or `registry/path`, canonical: so that `index.docker.io/acme` and `docker.io/acme` are one, in lower case. */
function parsePrefix(text: string): string {
  if (text.includes('://')) throw new Error(`"${text}" has a scheme. Write ${text.slice(text.indexOf('://') + 3)}.`);
  const [host = '', ...path] = withoutTrailing(text.toLowerCase(), '/').split('/');
  if (!/[.:]/.test(host) && host !== 'localhost')
    throw new Error(`"${text}" begins with no registry host. For Docker Hub write docker.io/${text}.`);
  const wrong = path.length === 0 ? undefined : invalidComponent(path.join('/'));
  if (wrong !== undefined) throw new Error(`"${wrong}" in "${text}" is no part of a repository name.`);
  return [parseHost(host), ...path].join('/');
}
