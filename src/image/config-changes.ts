import type { ConfigChange } from './image-comparison.js';
import type { ImageConfig, Setting } from './image-config.js';
import { holdsSecret, soundsSecret } from './secret-values.js';

/** A config that was made to be long must not fill a report, nor hide by its length what else changed: the long lists come last. */
const maxChanges = 100;
const maxValueCharacters = 1_000;
const maxNameCharacters = 200;

/** A shorter one stands in texts by chance. */
const minSecretCharacters = 8;
const maxSecrets = 1_000;

interface ConfigChanges {
  readonly changes: readonly ConfigChange[];
  /** those that are not among them */
  readonly leftOut: number;
}

interface SettingDifference {
  readonly before: Setting | undefined;
  readonly now: Setting | undefined;
}

/** What differs, in the order of the fields; what a secret may be, without its values. */
export function findConfigChanges(before: ImageConfig, now: ImageConfig): ConfigChanges {
  const differences = findDifferences(before, now);
  const shown = differences.slice(0, maxChanges);
  const settings = shown.length === 0 ? [] : [...before.settings, ...now.settings];
  // Values that must not be shown, wherever else they stand: a password of the environment may be in the command, too.
  const secrets = settings
    .filter(({ value }) => value.length >= minSecretCharacters)
    .filter(isSecret)
    .slice(0, maxSecrets)
    .map(({ value }) => value);
  return {
    changes: shown.map((difference) => describe(difference, secrets)),
    leftOut: differences.length - shown.length,
  };
}

function findDifferences(before: ImageConfig, now: ImageConfig): readonly SettingDifference[] {
  const old = new Map(before.settings.map((setting) => [keyOf(setting), setting]));
  const current = new Map(now.settings.map((setting) => [keyOf(setting), setting]));
  const gone = before.settings.filter((setting) => !current.has(keyOf(setting)));
  const all: readonly SettingDifference[] = [
    ...now.settings.map((setting) => ({ before: old.get(keyOf(setting)), now: setting })),
    ...gone.map((setting) => ({ before: setting, now: undefined })),
  ];
  return all
    .filter((difference) => difference.before?.value !== difference.now?.value)
    .toSorted((one, other) => rankOf(one) - rankOf(other));
}

function keyOf({ field, name = '' }: Setting): string {
  return `${field} ${name}`;
}

const order: readonly ConfigChange['field'][] = [
  'entrypoint',
  'command',
  'user',
  'working-directory',
  'stop-signal',
  'healthcheck',
  'ports',
  'volumes',
  'environment',
  'labels',
];

function rankOf({ before, now }: SettingDifference): number {
  return order.indexOf((now ?? before)?.field ?? 'labels');
}

function isSecret({ name, value }: Setting): boolean {
  return (name !== undefined && soundsSecret(name)) || holdsSecret(value);
}

function describe({ before, now }: SettingDifference, secrets: readonly string[]): ConfigChange {
  const { field = 'labels', name } = now ?? before ?? {};
  const holdsKnownSecret = (text: string): boolean => secrets.some((secret) => text.includes(secret));
  const hides = (setting: Setting | undefined): boolean =>
    setting !== undefined && (isSecret(setting) || holdsKnownSecret(setting.value));
  // A name that is a secret itself is what a variable without a value may be.
  const isShown = name !== undefined && !holdsSecret(name) && !holdsKnownSecret(name);
  const named = isShown ? { field, name: cut(name, maxNameCharacters) } : { field };
  if (hides(before) || hides(now)) return { ...named, isHidden: true };
  return {
    ...named,
    ...(before === undefined ? {} : { before: cut(before.value, maxValueCharacters) }),
    ...(now === undefined ? {} : { now: cut(now.value, maxValueCharacters) }),
  };
}

/** Never in the middle of a character. */
function cut(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/, '')}…`;
}
