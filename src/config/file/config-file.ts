import leven from 'leven';
import * as v from 'valibot';
import { ConfigurationError, messageOf } from '../../runtime/errors.js';
import { optional } from '../../runtime/optional-field.js';
import { parsePlatform } from '../../image/platform.js';
import { printable } from '../../runtime/text.js';
import { parseGlob } from '../glob.js';
import type { Override } from '../image-rules.js';
import { type Choice, type ChoiceName, choices } from '../options.js';
import { YamlError, type YamlPath, readYaml } from './read-yaml.js';

/** What the configuration file says: settings of the tree, and not of one run. */
export interface FileSettings {
  readonly overrides: readonly Override[];
}

/** More problems than this are one: it is another file. */
const maxProblems = 50;

/** A text that is read as an input's would be. */
function parsed<T>(parse: (text: string) => T) {
  return v.pipe(
    v.string(),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      try {
        return parse(dataset.value);
      } catch (error) {
        addIssue({ message: messageOf(error) });
        return NEVER;
      }
    }),
  );
}

function choice<Name extends ChoiceName>(name: Name) {
  const values: readonly Choice<Name>[] = choices[name];
  return v.picklist(values);
}

const ruleEntries = {
  platforms: v.pipe(v.array(parsed(parsePlatform)), v.nonEmpty()),
  'on-missing-platform': choice('on-missing-platform'),
  'on-mismatch': choice('on-mismatch'),
  compare: choice('compare'),
};

const overrideSchema = v.pipe(
  v.strictObject({ match: parsed(parseGlob), ...v.partial(v.object(ruleEntries)).entries }),
  v.check(
    (override) => Object.keys(override).length > 1,
    `it sets nothing. Add one of ${Object.keys(ruleEntries).join(', ')}.`,
  ),
  v.transform(({ match, platforms, compare, ...others }): Override => ({
    match: [match],
    rules: {
      ...(platforms === undefined ? {} : { platforms }),
      ...(compare === undefined ? {} : { compare }),
      ...(others['on-mismatch'] === undefined ? {} : { onMismatch: others['on-mismatch'] }),
      ...(others['on-missing-platform'] === undefined ? {} : { onMissingPlatform: others['on-missing-platform'] }),
    },
  })),
);

/** A list whose items are all commented out is null. */
const fileSchema = v.strictObject({ overrides: optional(v.array(overrideSchema)) });

/** The keys of each object of the file, to suggest one. */
const knownKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['', Object.keys(fileSchema.entries)],
  ['overrides', ['match', ...Object.keys(ruleEntries)]],
]);

/**
 * Reads the configuration file.
 * @param name the file's, for messages
 * @throws {ConfigurationError} with every problem, each with its line: `.github/image-mirror.yml:3: …`
 */
export function parseConfigFile(text: string, name: string): FileSettings {
  try {
    const { value, lineOf } = readYaml(text);
    // To valibot a list is an object without keys.
    const result = v.safeParse(fileSchema, Array.isArray(value) ? String(value) : (value ?? {}));
    if (result.success) return { overrides: result.output.overrides ?? [] };
    const problems = result.issues.map((issue) => {
      const path = pathOf(issue);
      return `${name}:${lineOf(path)}: ${describe(issue, path)}`;
    });
    throw new ConfigurationError(problems.slice(0, maxProblems));
  } catch (error) {
    if (error instanceof YamlError) throw new ConfigurationError([`${name}:${error.message}`]);
    throw error;
  }
}

function pathOf({ path }: v.BaseIssue<unknown>): YamlPath {
  return (path ?? []).flatMap(({ key }) => (typeof key === 'string' || typeof key === 'number' ? [key] : []));
}

/** So many letters are a slip of the hand, and more are another word. */
const maxMistypes = 3;

/** What is wrong, and what to write. */
function describe(issue: v.BaseIssue<unknown>, path: YamlPath): string {
  const where = path.length === 0 ? '' : `${printable(formatPath(path), 200)}: `;
  if (issue.type === 'strict_object' && issue.expected === 'never') return describeUnknown(path);
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `${where}it is missing.`;
  if (issue.kind !== 'schema' && issue.type !== 'non_empty') return `${where}${issue.message}`;
  return `${where}${printable(shownOf(issue.input), 100)} is not ${wantedBy(issue)}.`;
}

function describeUnknown(path: YamlPath): string {
  const key = String(path.at(-1));
  const known =
    knownKeys.get(
      path
        .filter((part) => typeof part === 'string')
        .slice(0, -1)
        .join('.'),
    ) ?? [];
  const [nearest = ''] = known.toSorted((one, other) => leven(key, one) - leven(key, other));
  const where = path.length === 1 ? '' : `${formatPath(path.slice(0, -1))}: `;
  const advice = leven(key, nearest) <= maxMistypes ? `Did you mean "${nearest}"? ` : '';
  return `${where}"${printable(key, 100)}" is unknown. ${advice}Known ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`;
}

/** `overrides[2].platforms`, its items counted from 0, as editors and jq do. */
function formatPath(path: YamlPath): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');
}

function shownOf(input: unknown): string {
  return input === undefined ? 'nothing' : JSON.stringify(input);
}

/** In words: valibot's are those of types. */
function wantedBy({ type, expected }: v.BaseIssue<unknown>): string {
  switch (type) {
    case 'string':
      return 'a text';
    case 'array':
      return 'a list';
    case 'non_empty':
      return 'a list with something in it';
    case 'strict_object':
      return 'a mapping of keys to values';
    case 'picklist':
      return `one of ${(expected ?? '').replace(/[()"]/g, '').replaceAll(' | ', ', ')}`;
    default:
      return expected ?? 'right';
  }
}
