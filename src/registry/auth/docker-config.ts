import * as v from 'valibot';
import { optional } from '../../runtime/optional-field.js';

const text = v.pipe(
  optional(v.string()),
  v.transform((written) => written ?? ''),
);

/** A credential helper without its `docker-credential-`; empty: none. */
const helper = v.pipe(text, v.regex(/^[\w.-]*$/));

const authSchema = v.object({
  auth: text,
  username: text,
  password: optional(v.string()),
  identitytoken: text,
  registrytoken: text,
});
/** Each entry is read separately, so that a wrong one does not affect the others. */
const entriesSchema = v.pipe(
  optional(v.record(v.string(), v.unknown())),
  v.transform((entries) => entries ?? {}),
);

/** An entry of `auths`. */
export type AuthEntry = v.InferOutput<typeof authSchema>;

/** What `docker login` wrote. Source: docs.docker.com, docker login, "Credential stores". */
export interface DockerConfig {
  readonly auths: Readonly<Record<string, AuthEntry | undefined>>;
  readonly credHelpers: Readonly<Record<string, string>>;
  readonly credsStore: string;
  /** The rest is read in spite of them. */
  readonly problems: readonly ConfigProblem[];
}

/** A part of a configuration that could not be read. */
export interface ConfigProblem {
  /** Continues a sentence that begins with the configuration's place: "could not be read: …". It repeats nothing of what is written there. */
  readonly what: string;
  /** The key of the entry; undefined: the part may have held any login. */
  readonly key: string | undefined;
}

/** One that is somewhere. */
export interface LocatedConfig extends DockerConfig {
  /** `~/.docker/config.json`, `DOCKER_AUTH_CONFIG` */
  readonly location: string;
  /** Both have the same fields, and whoever reads them looks them up in another order. */
  readonly format: 'docker' | 'podman';
}

/** Part of a configuration, as far as it could be read. */
interface Part<T> {
  readonly value: T;
  readonly problems: readonly ConfigProblem[];
}

/** An empty text and `null` are an empty configuration, as in Go. */
export function parseDockerConfig(text: string): DockerConfig {
  try {
    const content: unknown = text.trim() === '' ? {} : JSON.parse(text);
    const fields = Array.isArray(content) ? undefined : v.safeParse(entriesSchema, content);
    return fields?.success === true ? readFields(fields.output) : unreadableConfig('it is not a JSON object');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The error's own text may quote the file, which holds passwords.
    return unreadableConfig(whyNotJson(error, text));
  }
}

/** @param why is shown in messages, so it must not quote the configuration */
export function unreadableConfig(why: string): DockerConfig {
  const problems = [{ what: `could not be read: ${why}`, key: undefined }];
  return { auths: {}, credHelpers: {}, credsStore: '', problems };
}

function readFields(fields: Readonly<Record<string, unknown>>): DockerConfig {
  const auths = readEntries('auths', optional(authSchema), fields.auths);
  const credHelpers = readEntries('credHelpers', helper, fields.credHelpers);
  const credsStore = readPart('"credsStore"', helper, fields.credsStore, '');
  return {
    auths: auths.value,
    credHelpers: credHelpers.value,
    credsStore: credsStore.value,
    problems: [auths, credHelpers, credsStore].flatMap(({ problems }) => problems),
  };
}

function readEntries<Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
  written: unknown,
): Part<Readonly<Record<string, v.InferOutput<Schema>>>> {
  const all = readPart(`"${name}"`, entriesSchema, written, {});
  const entries = Object.entries(all.value).map(([key, entry], index) => ({
    key,
    // By its number: the key may be the name of somebody's registry, and a comment may be public.
    ...readPart(`entry ${index + 1} of "${name}"`, schema, entry, undefined, key),
  }));
  return {
    value: Object.fromEntries(
      entries.flatMap(({ key, value, problems }) => (problems.length > 0 ? [] : [[key, value]])),
    ),
    problems: [...all.problems, ...entries.flatMap(({ problems }) => problems)],
  };
}

function readPart<Schema extends v.GenericSchema, None>(
  name: string,
  schema: Schema,
  written: unknown,
  none: None,
  key?: string,
): Part<v.InferOutput<Schema> | None> {
  const read = v.safeParse(schema, written);
  if (read.success) return { value: read.output, problems: [] };
  return { value: none, problems: [{ what: `was read in part: ${name} is not as docker writes it`, key }] };
}

/** Names places alone. */
function whyNotJson({ message }: SyntaxError, text: string): string {
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  if (message.includes('end of JSON input') || Number(position) >= text.length) return 'it is JSON that ends too early';
  if (position === undefined) return 'it is not JSON';
  const before = text.slice(0, Number(position)).split('\n');
  return `it is not JSON from line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} on`;
}
