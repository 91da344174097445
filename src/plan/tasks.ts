import type { Config } from '../config/config.js';
import { NamingError, nameTarget } from '../config/naming.js';
import { idleGlobs, isInternal, isNamed } from '../config/ownership.js';
import { ConfigurationError } from '../errors.js';
import { shortDigest } from '../image/digest.js';
import { InvalidPlatformError, type Platform, distinctPlatforms, parsePlatform } from '../image/platform.js';
import {
  InvalidReferenceError,
  type Reference,
  formatCanonical,
  formatRepository,
  parseReference,
} from '../image/reference.js';
import type { Outcome } from '../outcome.js';
import { formatPlace } from './place.js';
import type { Task, Use } from './task.js';

/** An image as a file names it. */
export interface NamedImage {
  readonly use: Use;
  /** the name after the expansion of its arguments */
  readonly image: string;
  /** the literal of a `--platform` flag */
  readonly platform?: string;
  /** A pull request brings it: its file, as far as that is known, had nothing that it took the place of. */
  readonly isNew?: true;
  /** It reads its file for the builder, and is in none of its stages. */
  readonly isFrontend?: true;
  /** What a COPY or a RUN names, where it may have been meant for a stage that the file does not have. */
  readonly likeStage?: string;
  /** Why it must not be mirrored at all, found while its file was read. */
  readonly problem?: string;
  /** The run is not of its file, which is there to agree with: on what a tag is pinned to, and on what is kept under a name. */
  readonly isOutOfScope?: true;
}

/** What is settled before any registry is asked. */
export interface Settled {
  readonly uses: readonly Use[];
  /** absent where the name could not be read */
  readonly reference?: Reference;
  readonly canonical?: string;
  readonly outcome: Outcome;
}

export interface TaskList {
  readonly tasks: readonly Task[];
  readonly settled: readonly Settled[];
  /** images that `only` does not name, each counted once */
  readonly leftOut: number;
  /** of the run as a whole */
  readonly warnings: readonly string[];
}

type PlanConfig = Pick<Config, 'targets' | 'naming' | 'internal' | 'exclude' | 'only' | 'platforms'>;

/** An image whose name is read, on its way into a task. */
interface Candidate {
  readonly named: NamedImage;
  readonly reference: Reference;
  readonly platforms: readonly Platform[];
}

type Group = readonly [Candidate, ...Candidate[]];

/** Says whether the run is of an image. */
type IsWanted = (named: NamedImage) => boolean;

/**
 * Makes one task a target of all images that are the same source, and settles those that need no registry. What the run is not of, for it is of
 * other files or `only` leaves it out, is in no row; it is looked at for what it must agree on with the others, as a run of all finds out.
 * @param isWhole whether these are all images of the tree: a glob that matches none of them is most likely misspelled
 * @throws {ConfigurationError} where two sources would be kept under one name.
 */
export function planTasks(images: readonly NamedImage[], config: PlanConfig, isWhole = true): TaskList {
  const ofRun = images.filter(({ isOutOfScope }) => isOutOfScope !== true);
  const leftOut = leaveOut(ofRun, config.only);
  const isWanted: IsWanted = (named) => named.isOutOfScope !== true && !leftOut.has(named);
  const read = images.map((named) => ({ named, entry: readCandidate(named, config) }));
  const groups = groupBySource(read.flatMap(({ entry }) => ('named' in entry ? entry : [])));
  const made = groups.map((group) => ({ group, entries: makeTasks(group, config, isWanted) }));
  const ofWanted = [
    ...read.filter(({ named }) => isWanted(named)).map(({ entry }) => entry),
    ...made.filter(({ group }) => group.some(({ named }) => isWanted(named))).flatMap(({ entries }) => entries),
  ];
  const tasks = ofWanted.filter((entry) => 'target' in entry);
  refuseCollisions(
    made.flatMap(({ entries }) => entries.filter((entry) => 'target' in entry)),
    new Set(tasks),
  );
  const leftNames = [...leftOut.values()].filter((left) => left !== 'scratch');
  return {
    tasks,
    settled: ofWanted.filter((entry) => 'outcome' in entry),
    leftOut: new Set(leftNames.map(formatCanonical)).size,
    warnings: isWhole ? idleWarnings([...ofWanted.flatMap(referenceOf), ...leftNames], config) : [],
  };
}

function referenceOf(entry: Candidate | Settled | Task): readonly Reference[] {
  return 'reference' in entry ? [entry.reference] : [];
}

function idleWarnings(sources: readonly Reference[], config: PlanConfig): readonly string[] {
  return (['exclude', 'only'] as const).flatMap((input) =>
    idleGlobs(sources, config[input]).map(
      (glob) => `${input}: "${glob}" matches no image. ${adviceOnGlob(glob, sources)}`,
    ),
  );
}

/** Which names there are to be matched, and how to write what was most likely meant. */
function adviceOnGlob(glob: string, sources: readonly Reference[]): string {
  const names = [
    ...new Set(
      sources.map(({ registry, repository, tag }) =>
        formatCanonical({ registry, repository, ...(tag === undefined ? {} : { tag }) }),
      ),
    ),
  ];
  const more = names.length - maxNames;
  const listed = [...names.slice(0, maxNames), ...(more > 0 ? [`${more} more`] : [])];
  const compared = `Globs are compared with canonical names, ${names.length === 0 ? 'such as docker.io/library/postgres:14' : `here ${joinNames(listed)}`}.`;
  const deeper = `**/${glob}`;
  const isMeant = sources.some((source) => isNamed(source, [deeper]));
  return isMeant ? `${compared} Write "${deeper}": "*" stops at "/".` : compared;
}

function joinNames(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');
}

/** A reader wants to see what they look like. */
const maxNames = 3;

function readCandidate(named: NamedImage, config: PlanConfig): Candidate | Settled {
  const uses = [named.use];
  if (named.problem !== undefined) return { uses, outcome: failed(named.problem) };
  if (named.image.toLowerCase() === 'scratch') return { uses, canonical: 'scratch', outcome: skipped('scratch') };
  try {
    const reference = parseReference(named.image);
    const canonical = formatCanonical(reference);
    if (config.targets.every((target) => isInternal(reference, target, config.internal)))
      return { uses, canonical, reference, outcome: skipped('internal') };
    if (isNamed(reference, config.exclude)) return { uses, canonical, reference, outcome: skipped('excluded') };
    return { named, reference, platforms: named.platform === undefined ? [] : [parsePlatform(named.platform)] };
  } catch (error) {
    if (!(error instanceof InvalidReferenceError) && !(error instanceof InvalidPlatformError)) throw error;
    return { uses, outcome: failed(error.message) };
  }
}

type LeftOut = Reference | 'scratch';

function leaveOut(images: readonly NamedImage[], only: readonly string[]): ReadonlyMap<NamedImage, LeftOut> {
  return new Map(
    images.flatMap((named) => {
      const left = leftOutBy(named, only);
      return left === undefined ? [] : [[named, left] as const];
    }),
  );
}

/** What has no name that could be compared with `only` stays: it may be what was meant. */
function leftOutBy({ image }: NamedImage, only: readonly string[]): LeftOut | undefined {
  if (only.length === 0) return undefined;
  if (image.toLowerCase() === 'scratch') return 'scratch';
  try {
    const reference = parseReference(image);
    return isNamed(reference, only) ? undefined : reference;
  } catch (error) {
    if (error instanceof InvalidReferenceError) return undefined;
    throw error;
  }
}

function groupBySource(candidates: readonly Candidate[]): readonly Group[] {
  const groups = new Map<string, [Candidate, ...Candidate[]]>();
  for (const candidate of candidates) {
    const key = formatCanonical(candidate.reference);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [candidate]);
    else group.push(candidate);
  }
  return [...groups.values()];
}

/** What a run is of has to be right beside what it is not of; of that alone it is told. */
function makeTasks(group: Group, config: PlanConfig, isWanted: IsWanted): readonly (Task | Settled)[] {
  const { registry, repository, tag } = group[0].reference;
  const wanted = group.filter(({ named }) => isWanted(named));
  const uses = (wanted.length > 0 ? wanted : group).map(({ named }) => named.use);
  const pins = [...new Set(group.flatMap(({ reference: { digest } }) => (digest === undefined ? [] : [digest])))];
  const [pin] = pins;
  const source: Reference =
    tag === undefined
      ? { registry, repository, ...(pin === undefined ? {} : { digest: pin }) }
      : { registry, repository, tag };
  const canonical = formatCanonical(source);
  if (pins.length > 1) return [{ uses, canonical, outcome: failed(conflictingPins(canonical, group)) }];
  const isNew = group.some(({ named }) => named.isNew === true);
  const likeStage = group.find(({ named }) => named.likeStage !== undefined)?.named.likeStage;
  const more = { ...(isNew ? { isNew } : {}), ...(likeStage === undefined ? {} : { likeStage }) };
  const platforms = distinctPlatforms([...config.platforms, ...group.flatMap((candidate) => candidate.platforms)]);
  return config.targets.map((prefix) => {
    if (isInternal(source, prefix, config.internal)) return { uses, canonical, outcome: skipped('internal') };
    try {
      const target = nameTarget(source, prefix, config.naming);
      return { source, ...(pin === undefined ? {} : { pin }), target, uses, platforms, ...more };
    } catch (error) {
      if (error instanceof NamingError) return { uses, canonical, outcome: failed(error.message) };
      throw error;
    }
  });
}

/** One tag cannot lead to two digests. */
function conflictingPins(canonical: string, group: readonly Candidate[]): string {
  const pinned = group.flatMap(({ named: { use }, reference: { digest } }) =>
    digest === undefined ? [] : [`${shortDigest(digest)} in ${formatPlace(use)}`],
  );
  return `${canonical} is pinned to different digests: ${[...new Set(pinned)].join(', ')}. A tag leads to one digest: bump the files together.`;
}

function refuseCollisions(tasks: readonly Task[], wanted: ReadonlySet<Task>): void {
  const byTarget = new Map<string, Task[]>();
  for (const task of tasks) {
    const name = formatCanonical(task.target);
    byTarget.set(name, [...(byTarget.get(name) ?? []), task]);
  }
  const problems = [...byTarget]
    .filter(([, sharing]) => sharing.length > 1 && sharing.some((task) => wanted.has(task)))
    .map(
      ([name, sharing]) =>
        `naming: ${sharing.map(describe).join(' and ')} would be kept under one name, ${name}. Choose a "naming" that tells them apart, such as {registry}/{repository}.`,
    );
  if (problems.length > 0) throw new ConfigurationError(problems);
}

function describe({ source, uses: [use] }: Task): string {
  return `${formatRepository(source)} (${use === undefined ? '' : formatPlace(use)})`;
}

function failed(message: string): Outcome {
  return { kind: 'failed', message, warnings: [] };
}

function skipped(reason: 'scratch' | 'internal' | 'excluded'): Outcome {
  return { kind: 'skipped', reason, warnings: [] };
}
