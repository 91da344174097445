import * as v from 'valibot';
import { parseJsonBytes } from '../runtime/text.js';
import { maxConfigBytes } from './source-and-target.js';
import type { ConfigField } from './image-comparison.js';
import { type Platform, normalizePlatform } from './platform.js';

/**
 * What an image's config says of the image, as far as a reader of a change wants to know. Source: OCI image specification, config.md#properties;
 * Docker Image Specification v1.2 (`Healthcheck`).
 */
export interface ImageConfig {
  readonly platform?: Platform;
  /** RFC 3339, as the config says */
  readonly created?: string;
  /** Each with another field and name; in the order of the fields. */
  readonly settings: readonly Setting[];
}

export interface Setting {
  readonly field: ConfigField;
  /** of a variable, a label, a port or a volume: which */
  readonly name?: string;
  readonly value: string;
}

export class InvalidConfigError extends Error {
  override readonly name = 'InvalidConfigError';
}

const objectSchema = v.looseObject({});
const bodySchema = v.looseObject({ config: v.fallback(v.optional(objectSchema), {}) });
const platformSchema = v.object({
  os: v.string(),
  architecture: v.string(),
  variant: v.fallback(v.optional(v.string()), undefined),
});

/**
 * Reads an image's config. A field of the wrong type counts as absent: the image runs all the same, and a mirror has no say in it.
 * @throws {InvalidConfigError} where it is no config at all, and nothing else
 */
export function readImageConfig(bytes: Uint8Array): ImageConfig {
  if (bytes.length > maxConfigBytes)
    throw new InvalidConfigError(`it has ${bytes.length} bytes, and at most ${maxConfigBytes} are looked into`);
  const json = parseJson(bytes);
  const body = v.safeParse(bodySchema, json);
  if (!body.success || Array.isArray(json)) throw new InvalidConfigError('it is no JSON object');
  const platform = readPlatform(body.output);
  const { created: written } = body.output;
  const isTime = typeof written === 'string' && timestamp.test(written) && !Number.isNaN(Date.parse(written));
  return {
    ...(platform === undefined ? {} : { platform }),
    ...(isTime ? { created: written } : {}),
    settings: readSettings(body.output.config ?? {}),
  };
}

function readSettings(config: Readonly<Record<string, unknown>>): readonly Setting[] {
  const variables = stringsOf(config.Env).map((variable) => {
    const [name = '', ...value] = variable.split('=');
    return [name, value.join('=')];
  });
  return [
    ...single('entrypoint', formatCommand(config.Entrypoint)),
    ...single('command', formatCommand(config.Cmd)),
    ...single('user', textOf(config.User)),
    ...single('working-directory', textOf(config.WorkingDir)),
    ...single('stop-signal', textOf(config.StopSignal)),
    ...single('healthcheck', formatHealthcheck(config.Healthcheck)),
    ...named('ports', keysOf(config.ExposedPorts)),
    ...named('volumes', keysOf(config.Volumes)),
    ...named('environment', variables),
    ...named(
      'labels',
      entriesOf(config.Labels).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    ),
  ];
}

function single(field: ConfigField, value: string | undefined): readonly Setting[] {
  return value === undefined || value === '' ? [] : [{ field, value }];
}

/** Of a name that comes twice the last one counts, as it does in a shell. */
function named(field: ConfigField, entries: readonly (readonly string[])[]): readonly Setting[] {
  const values = new Map(entries.map(([name = '', value = '']) => [name, value]));
  return [...values].map(([name, value]) => ({ field, name, value }));
}

/** As an exec form, which tells words from blanks. */
function formatCommand(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const words = stringsOf(value);
  return words.length === 0 ? undefined : `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

/** The settings of a health check that are times, in nanoseconds, and how they are called here. */
const healthcheckTimes = [
  ['Interval', 'interval'],
  ['Timeout', 'timeout'],
  ['StartPeriod', 'start period'],
  ['StartInterval', 'start interval'],
] as const;

function formatHealthcheck(value: unknown): string | undefined {
  const parsed = v.safeParse(objectSchema, value);
  if (!parsed.success) return undefined;
  const check: Readonly<Record<string, unknown>> = parsed.output;
  const times = healthcheckTimes.flatMap(([key, name]) => {
    const nanoseconds = numberOf(check[key]);
    return nanoseconds === 0 ? [] : [`${name} ${nanoseconds / 1_000_000_000} s`];
  });
  const retries = numberOf(check.Retries);
  const details = [...times, ...(retries === 0 ? [] : [`${retries} retries`])].join(', ');
  return [formatCommand(check.Test) ?? '', details].filter(Boolean).join(' ');
}

function readPlatform(body: unknown): Platform | undefined {
  const parsed = v.safeParse(platformSchema, body);
  if (!parsed.success) return undefined;
  const { os, architecture, variant } = parsed.output;
  if (os === '' || architecture === '') return undefined;
  return normalizePlatform({ os, architecture, ...(variant === undefined ? {} : { variant }) });
}

const timestamp = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function keysOf(value: unknown): readonly (readonly [string, string])[] {
  return entriesOf(value).map(([name]) => [name, name]);
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return parseJsonBytes(bytes);
  } catch {
    throw new InvalidConfigError('it is not JSON');
  }
}
