import {
  CORE_SCHEMA,
  EVENT_ID,
  type Event,
  YAMLException,
  constructFromEvents,
  getScalarValue,
  parseEvents,
} from 'js-yaml';
import { printable } from '../../runtime/text.js';

/** Where something stands in a document: the keys and indexes that lead there. */
export type YamlPath = readonly (string | number)[];

export interface YamlDocument {
  /** undefined where there is nothing but comments */
  readonly value: unknown;
  /** The line, counted from 1, of a key or an item; of what is not there, of what it would be in. */
  readonly lineOf: (path: YamlPath) => number;
}

/** A text that is no YAML, or none that is read here. The message has the line before it: `12: …`. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}

const maxDepth = 16;

/** What is repeated is named once and used again; whoever nests that makes gigabytes of a kilobyte. */
const maxAliases = 100;

/**
 * Reads one document of YAML 1.2 (core schema), and where everything stands in it.
 * @throws {YamlError}
 */
export function readYaml(text: string): YamlDocument {
  try {
    const events = parseEvents(text, { maxDepth });
    const values = constructFromEvents(events, { source: text, schema: CORE_SCHEMA, maxAliases });
    if (values.length > 1) throw new YamlError('1: there are several documents ("---") in it. Write one.');
    const offsets = findOffsets(events, text);
    return { value: values[0], lineOf: (path) => lineAt(text, offsetOf(path, offsets)) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark === undefined ? 1 : error.mark.line + 1;
    throw new YamlError(`${line}: this is no YAML: ${printable(error.reason)}.`, { cause: error });
  }
}

/** By path. */
type Offsets = ReadonlyMap<string, number>;

function offsetOf(path: YamlPath, offsets: Offsets): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsets.get(keyOf(path.slice(0, length)));
    if (offset !== undefined) return offset;
  }
  return 0;
}

function keyOf(path: YamlPath): string {
  return JSON.stringify(path.map(String));
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}

/** A collection that is open while the events are gone through. */
interface OpenCollection {
  readonly path: YamlPath;
  readonly isMapping: boolean;
  /** of a mapping, the key whose value comes next */
  key: string | undefined;
  count: number;
}

/** A key stands where it begins, and an item where its value does. */
function findOffsets(events: readonly Event[], text: string): Offsets {
  const offsets = new Map<string, number>();
  const open: OpenCollection[] = [];
  /** Where the next node belongs; undefined if it is a key. */
  const place = (): YamlPath | undefined => {
    const inside = open.at(-1);
    if (inside === undefined) return [];
    if (!inside.isMapping) {
      inside.count += 1;
      return [...inside.path, inside.count - 1];
    }
    if (inside.key === undefined) return undefined;
    const path = [...inside.path, inside.key];
    inside.key = undefined;
    return path;
  };
  const startKey = (key: string, offset: number): void => {
    const inside = open.at(-1);
    if (inside === undefined) return;
    inside.key = key;
    offsets.set(keyOf([...inside.path, key]), offset);
  };
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      open.pop();
      continue;
    }
    if (event.type === EVENT_ID.DOCUMENT) continue;
    const path = place();
    const start = startOf(event);
    if (path === undefined) startKey(event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '', start);
    else if (start >= 0 && !offsets.has(keyOf(path))) offsets.set(keyOf(path), start);
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE)
      open.push({ path: path ?? [], isMapping: event.type === EVENT_ID.MAPPING, key: undefined, count: 0 });
  }
  return offsets;
}

function startOf(event: Exclude<Event, { readonly type: typeof EVENT_ID.POP | typeof EVENT_ID.DOCUMENT }>): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
  }
}
