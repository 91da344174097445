import type { Reference } from '../image/reference.js';
import { formatLocation, formatLocations, formerNames, type Task } from './task.js';

/** From which registries images may be read; the names are canonical. */
export type AllowedRegistries =
  | { readonly kind: 'all' }
  /** Those of the input `allowed-registries`. */
  | { readonly kind: 'listed'; readonly registries: ReadonlySet<string> }
  /**
   * The targets', and those that the tree named before a pull request, as far as its images name them now.
   * @property what `pull request #7`
   */
  | { readonly kind: 'before'; readonly what: string; readonly registries: ReadonlySet<string> }
  /**
   * The targets', and of those that the tree named before what could be read: the others are not known.
   * @property why sentences, with what to try
   */
  | { readonly kind: 'unknown'; readonly why: string; readonly registries: ReadonlySet<string> };

/** Which registries a run may ask, and which of them may be at a private address. */
export interface Reachable {
  readonly allowed: AllowedRegistries;
  /** Registries that files name which nobody brings from outside: they may be anywhere, in one's own network, too. */
  readonly trusted: readonly string[];
}

/** An image that must not be read. */
export interface RefusedTask {
  readonly task: Task;
  /** Why, and what to do. */
  readonly message: string;
}

interface SortedTasks {
  readonly tasks: readonly Task[];
  readonly refused: readonly RefusedTask[];
}

/** Takes out the images that must not be read. */
export function refuseDisallowed(tasks: readonly Task[], allowed: AllowedRegistries): SortedTasks {
  if (allowed.kind === 'all') return { tasks, refused: [] };
  return {
    tasks: tasks.filter(({ source }) => isAllowed(source, allowed)),
    refused: tasks.flatMap((task) =>
      isAllowed(task.source, allowed) ? [] : [{ task, message: refusalOf(task, allowed) }],
    ),
  };
}

/** Says whether a registry may be asked for an image. */
export function isAllowed({ registry }: Pick<Reference, 'registry'>, allowed: AllowedRegistries): boolean {
  return allowed.kind === 'all' || allowed.registries.has(registry);
}

/** What images are of, now and before the pull request that changed their lines. */
export function registriesOf(tasks: readonly Task[]): ReadonlySet<string> {
  return new Set(tasks.map(({ source }) => source.registry));
}

/** What the lines of images were of before the pull request that changed them. */
export function formerRegistriesOf(tasks: readonly Task[]): ReadonlySet<string> {
  return new Set(tasks.flatMap(formerNames).map(({ registry }) => registry));
}

function refusalOf(task: Task, allowed: Exclude<AllowedRegistries, { kind: 'all' }>): string {
  const { source, uses } = task;
  const locations = uses.length === 0 ? 'A file' : formatLocations(uses.map(formatLocation));
  // `images/a/Dockerfile:3 names quay.io`, `images/a/Dockerfile:3 and 2 more places name quay.io`
  const named = `${locations} ${uses.length > 1 ? 'name' : 'names'} ${source.registry}`;
  switch (allowed.kind) {
    case 'listed':
      return `${named}, which is not in "allowed-registries". Nothing was sent there. Add it to that input in the workflow of the base branch, or name another registry.`;
    case 'before':
      return `${named}, a registry that no file named before ${allowed.what}. Nothing was sent there. If it is right, add it to "allowed-registries" in the workflow of the base branch, or let somebody who may merge a file that names it first.`;
    case 'unknown':
      return `${named}, and whether a file named that registry before is not known: nothing was sent there. ${allowed.why} Or name the registries that may be asked in "allowed-registries", in the workflow of the base branch.`;
  }
}
