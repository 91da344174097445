import {
  type Reference,
  type TaggedReference,
  canonicalRegistry,
  formatRepository,
  invalidComponent,
  isDockerHub,
  isRegistryHost,
} from '../image/reference.js';
import { withoutTrailing } from '../runtime/text.js';

/** Where copies are kept: `ghcr.io/acme/mirror`. */
export interface TargetPrefix {
  readonly registry: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
}

/** A naming template, taken apart: text that stands as it is, and variables. */
export type NamingTemplate = readonly (string | { readonly variable: NamingVariable })[];

type NamingVariable = 'registry' | 'repository' | 'namespace' | 'name';
const variables: readonly NamingVariable[] = ['registry', 'repository', 'namespace', 'name'];

/** A target name that no registry, or not this one, takes. */
export class NamingError extends Error {
  override readonly name = 'NamingError';
}

/**
 * Reads `target`. Upper case becomes lower case, which is all that registries take: GitHub's owner names have it.
 * @throws {Error} says what is wrong.
 */
export function parseTarget(text: string): TargetPrefix {
  if (text === '')
    throw new Error('it is required: the registry and prefix that copies go under, for example ghcr.io/acme/mirror.');
  if (text.includes('@'))
    throw new Error(
      'there is an "@" in it. The name that copies go under has no login in it, which is made before (docker login), and no digest.',
    );
  if (/\s/.test(text))
    throw new Error(`"${text}" has a blank in it. Write several one a line, or with commas between them.`);
  if (text.includes('://')) throw new Error(`"${text}" has a scheme. Write ${text.slice(text.indexOf('://') + 3)}.`);
  const [host = '', ...path] = withoutTrailing(text.toLowerCase(), '/').split('/');
  if (!/[.:]/.test(host) && host !== 'localhost')
    throw new Error(`"${text}" begins with no registry host. For Docker Hub write docker.io/${text}.`);
  if (!isRegistryHost(host)) throw new Error(`"${host}" in "${text}" is no host. Write host or host:port.`);
  const prefix = path.join('/');
  const wrong = prefix === '' ? undefined : invalidComponent(prefix);
  if (wrong !== undefined)
    throw new Error(
      `"${wrong}" in "${text}" is no part of a repository name: lower-case letters and digits, with single ".", "_", "__" or "-" between them; no tag and no digest.`,
    );
  return { registry: canonicalRegistry(host), prefix };
}

export function formatTarget({ registry, prefix }: TargetPrefix): string {
  return prefix === '' ? registry : `${registry}/${prefix}`;
}

/** @throws {Error} names a variable that there is not. */
export function parseNaming(text: string): NamingTemplate {
  // The tag is always the source's.
  const parts = text
    .replace(/:\{tag\}$/, '')
    .split(/(\{[^{}]*\})/)
    .filter((part) => part !== '');
  const template = parts.map((part) => (part.startsWith('{') ? { variable: readVariable(part, text) } : part));
  const named = template.filter((part) => typeof part !== 'string').map(({ variable }) => variable);
  if (!named.includes('repository') && !named.includes('name')) {
    throw new Error(`"${text}" gives all images one name. It needs {repository} or {name}.`);
  }
  const wrong = invalidComponent(fillTemplate(template, exampleSource));
  if (wrong !== undefined)
    throw new Error(
      `"${text}" makes names like "${wrong}", which no registry takes: lower-case letters and digits, with single ".", "_", "__" or "-" between them.`,
    );
  return template;
}

/**
 * The tag under which a copy of the source is kept. A source without a tag gets one made from its digest, for registries collect
 * what no tag leads to; `sha256-…` alone is the name of OCI's referrers tag, hence the word before it.
 * @throws {NamingError} names the part that the target's registry would refuse.
 */
export function nameTarget(source: Reference, target: TargetPrefix, naming: NamingTemplate): TaggedReference {
  const repository = [target.prefix, fillTemplate(naming, source)].filter((part) => part !== '').join('/');
  checkName({ registry: target.registry, repository }, source);
  // At most 128 characters, as every tag: of a sha512 the beginning.
  return {
    registry: target.registry,
    repository,
    tag: source.tag ?? `pinned-${(source.digest ?? '').replace(':', '-')}`.slice(0, 128),
  };
}

function readVariable(part: string, text: string): NamingVariable {
  const name = part.slice(1, -1);
  const found = variables.find((variable) => variable === name);
  if (found === undefined)
    throw new Error(
      `"${part}" in "${text}" is unknown. Use ${variables.map((variable) => `{${variable}}`).join(', ')}.`,
    );
  return found;
}

function valueOf(variable: NamingVariable, { registry, repository }: Reference): string {
  const slash = repository.lastIndexOf('/');
  switch (variable) {
    case 'registry':
      return registry.replace(/:(\d+)$/, '_$1');
    case 'repository':
      return repository;
    case 'namespace':
      return repository.slice(0, Math.max(slash, 0));
    case 'name':
      return repository.slice(slash + 1);
  }
}

/** What a template is tried on when it is read. */
const exampleSource: Reference = { registry: 'registry.example', repository: 'a/b' };

function fillTemplate(naming: NamingTemplate, source: Reference): string {
  const path = naming.map((part) => (typeof part === 'string' ? part : valueOf(part.variable, source))).join('');
  // A source without a namespace leaves its separator behind: `/pause`, `-pause`.
  return path.replace(/(^|\/)[/._-]+/g, '$1');
}

/** Many clients refuse a longer name, host included: docs/registries.md, "Names". */
const maxNameLength = 255;

/** ECR's grammar has single separators only. Source: Amazon ECR API reference, InitiateLayerUpload, repositoryName. */
const ecrName = /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const ecrHost = /^\d+\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$|^public\.ecr\.aws$/;

function checkName(name: Pick<Reference, 'registry' | 'repository'>, source: Reference): void {
  const problem = problemOf(name);
  if (problem === undefined) return;
  throw new NamingError(
    `${formatRepository(source)} would be kept as ${formatRepository(name)}, and ${problem}. Choose another "naming" (for example {namespace}-{name}) or "target", or exclude the image.`,
  );
}

function problemOf(name: Pick<Reference, 'registry' | 'repository'>): string | undefined {
  const { registry, repository } = name;
  const wrong = invalidComponent(repository);
  if (wrong !== undefined) return `"${wrong}" is no part of a repository name`;
  if (formatRepository(name).length > maxNameLength) return `it has more than ${maxNameLength} characters`;
  if (ecrHost.test(registry) && !ecrName.test(repository)) {
    const doubled = /[._-]{2,}/.exec(repository)?.[0];
    const refused = doubled === undefined ? `the name "${repository}"` : `"${doubled}" (single separators only)`;
    return `ECR does not take ${refused}`;
  }
  if (isDockerHub(registry) && repository.split('/').length !== 2) return 'Docker Hub takes exactly namespace/name';
  return undefined;
}
