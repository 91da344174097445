import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** Which GitHub: each has a description of its own. */
export type Product = 'api.github.com' | 'ghes-3.19';

/** What the description says of one method on one path. Source: the OpenAPI Specification 3.0.3, "Operation Object". */
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Reference | { readonly content?: Content }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
}

export interface Found {
  readonly operation: Operation;
  /** By their names in the template, decoded. */
  readonly parameters: ReadonlyMap<string, string>;
}

interface Reference {
  readonly $ref: string;
}

type Content = Readonly<Record<string, { readonly schema: Schema | Reference }>>;

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly examples: Readonly<Record<string, { readonly value: unknown } | undefined>> };
}

interface Route {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly operations: Readonly<Record<string, Operation | undefined>>;
}

const loaded = new Map<Product, Description>();

/** An extract is read once a file of tests, and a schema is compiled when it is first asked for. */
export function loadDescription(product: Product): Description {
  const description = loaded.get(product) ?? new Description(readDocument(product));
  loaded.set(product, description);
  return description;
}

function readDocument(product: Product): Document {
  const path = new URL(`description/${product}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) =>
    nullInFact.includes(key) && isObject(value) ? { ...value, nullable: true } : withNull(value),
  ) as Document;
}

/** What GitHub gives as null, of a submodule, though it does not say so. Source: github/rest-api-description#1945. */
const nullInFact = ['blob_url', 'raw_url'];

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** GitHub says `nullable` beside alternatives too; ajv takes it beside a `type` alone. */
function withNull(value: unknown): unknown {
  if (!isObject(value) || !('nullable' in value) || 'type' in value) return value;
  const { nullable, ...schema } = value;
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : value;
}

/** GitHub's own published description of its REST API: as much of it as `scripts/github-description.js` lists. */
export class Description {
  readonly #document: Document;
  readonly #ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, coerceTypes: false });
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #routes: readonly Route[];

  constructor(document: Document) {
    this.#document = document;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(document, 'github');
    // A template that spells a word out goes before one that has a parameter in its place.
    this.#routes = Object.entries(document.paths)
      .map(([template, operations]) => ({ ...parseTemplate(template), operations }))
      .sort((a, b) => a.names.length - b.names.length);
  }

  find(method: string, path: string): Found | undefined {
    for (const { pattern, names, operations } of this.#routes) {
      const match = pattern.exec(path);
      const operation = operations[method.toLowerCase()];
      if (match === null || operation === undefined) continue;
      return { operation, parameters: new Map(names.map((name, i) => [name, decodeURIComponent(match[i + 1] ?? '')])) };
    }
    return undefined;
  }

  /** Where a reference leads, or what was there instead of one. */
  resolve<T extends object>(value: T | Reference): T {
    if (!('$ref' in value)) return value;
    let found: unknown = this.#document;
    for (const key of value.$ref.replace('#/', '').split('/'))
      found = (found as Readonly<Record<string, unknown>>)[key];
    return found as T;
  }

  /** What a value has that its schema does not allow. */
  problemsOf(schema: Schema | Reference, value: unknown): readonly string[] {
    const key = JSON.stringify(schema);
    const validate = this.#validators.get(key) ?? this.#ajv.compile(withAbsoluteReferences(schema));
    this.#validators.set(key, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`.trim());
  }

  /** GitHub's own example of an answer, a copy. */
  example(name: string): unknown {
    const example = this.#document.components.examples[name];
    if (example === undefined) throw new Error(`the description has no example ${name}`);
    return structuredClone(example.value);
  }
}

function parseTemplate(template: string): { pattern: RegExp; names: readonly string[] } {
  const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const literal = template.replace(/[.+*?^$()|[\]\\]/g, String.raw`\$&`);
  return { pattern: new RegExp(`^${literal.replace(/\{[^}]+\}/g, '([^/]+)')}$`), names };
}

function withAbsoluteReferences(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"github#/')) as object;
}
