import type { Config } from '../config/config.js';
import { type ImageRules, rulesFor } from '../config/image-rules.js';
import { NamingError, nameTarget } from '../config/naming.js';
import { isInternal, matchesGlobs } from '../config/ownership.js';
import { ConfigurationError } from '../runtime/errors.js';
import { InvalidPlatformError, distinctPlatforms, parsePlatform } from '../image/platform.js';
import { type Reference, formatCanonical, formatRepository } from '../image/reference.js';
import type { Outcome } from '../result/outcome.js';
import { findContest, separatePins, pinsOf, usesOfTag } from './contest.js';
import { warnOfUnmatchedGlobs } from './warn-of-unmatched-globs.js';
import type { Candidate, Group, NamedImage } from './named-image.js';
import { formatLocation, type PinContest, type Task, type Use } from './task.js';
import { groupBy } from '../runtime/group-by.js';
import { formatList } from '../runtime/text.js';

/** What is settled before any registry is asked. */
interface FinishedImage {
  readonly uses: readonly Use[];
  /** absent where the name could not be read */
  readonly reference?: Reference;
  readonly canonical?: string;
  readonly outcome: Outcome;
}

export interface TaskList {
  readonly tasks: readonly Task[];
  readonly finished: readonly FinishedImage[];
  /** images that `only` does not name, each counted once */
  readonly leftOut: number;
  /** of the run as a whole */
  readonly warnings: readonly string[];
}

type PlanConfig = ImageRules & Pick<Config, 'targets' | 'naming' | 'internal' | 'exclude' | 'only' | 'overrides'>;

/** Says whether the run is of an image. */
type IsOfRun = (named: NamedImage) => boolean;

/**
 * Makes one task for each source and target, and settles those that need no registry. Images outside the scope, or left out by `only`, get no
 * row, and are still checked for conflicts.
 * @param isWhole whether these are all images of the tree: a glob that matches none of them is probably misspelled
 * @throws {ConfigurationError} if two sources would have one name on the target
 */
export function planTasks(images: readonly NamedImage[], config: PlanConfig, isWhole = true): TaskList {
  const ofRun = images.filter(({ isOutOfScope }) => isOutOfScope !== true);
  // An image whose name cannot be read stays: it may be one that `only` means.
  const unmatched = ofRun.filter(
    ({ name }) => name.kind === 'scratch' || (name.kind === 'reference' && !matchesGlobs(name.reference, config.only)),
  );
  const leftOut = new Set(config.only.length === 0 ? [] : unmatched);
  const isRequested: IsOfRun = (named) => named.isOutOfScope !== true && !leftOut.has(named);
  const read = images.map((named) => ({ named, entry: readCandidate(named, config) }));
  const candidates = read.flatMap(({ entry }) => ('named' in entry ? entry : []));
  const groups = groupBySource([...candidates, ...groupBySource(candidates).flatMap(separatePins)]);
  const isAnyRequested = oncePerList((list: readonly NamedImage[]) => list.some(isRequested));
  const made = groups.map((group) => ({ group, entries: makeTasks(group, config, isRequested) }));
  // A pin that the run is not of is kept all the same where its tag may move to another one.
  const ofWanted = [
    ...read.filter(({ named }) => isRequested(named)).map(({ entry }) => entry),
    ...made
      .filter(({ group }) =>
        group.some(
          ({ named, apartFrom }) => isRequested(named) || (apartFrom !== undefined && isAnyRequested(apartFrom)),
        ),
      )
      .flatMap(({ entries }) => entries),
  ];
  const tasks = ofWanted.filter((entry) => 'target' in entry);
  refuseCollisions(
    made.flatMap(({ entries }) => entries.filter((entry) => 'target' in entry)),
    new Set(tasks),
  );
  const leftNames = [...leftOut].flatMap(({ name }) => (name.kind === 'reference' ? name.reference : []));
  return {
    tasks,
    finished: ofWanted.filter((entry) => 'outcome' in entry),
    leftOut: new Set(leftNames.map(formatCanonical)).size,
    warnings: isWhole
      ? warnOfUnmatchedGlobs(
          [...ofWanted.flatMap((entry) => ('reference' in entry ? [entry.reference] : [])), ...leftNames],
          config,
        )
      : [],
  };
}

/** The pins of one tag share the list of all that name it. */
function oncePerList<List extends object, T>(ask: (list: List) => T): (list: List) => T {
  const known = new Map<List, T>();
  return (list) => {
    const answer = known.get(list) ?? ask(list);
    known.set(list, answer);
    return answer;
  };
}

function readCandidate(named: NamedImage, config: PlanConfig): Candidate | FinishedImage {
  const { name } = named;
  const uses = [named.use];
  if (named.problem !== undefined) return { uses, outcome: failed(named.problem) };
  if (name.kind === 'scratch') return { uses, canonical: 'scratch', outcome: skipped('scratch') };
  if (name.kind === 'problem') return { uses, outcome: failed(name.message) };
  const { reference } = name;
  const canonical = formatCanonical(reference);
  if (config.targets.every((target) => isInternal(reference, target, config.internal)))
    return { uses, canonical, reference, outcome: skipped('internal') };
  if (matchesGlobs(reference, config.exclude)) return { uses, canonical, reference, outcome: skipped('excluded') };
  try {
    return { named, reference, platforms: named.platform === undefined ? [] : [parsePlatform(named.platform)] };
  } catch (error) {
    if (error instanceof InvalidPlatformError) return { uses, outcome: failed(error.message) };
    throw error;
  }
}

function groupBySource(candidates: readonly Candidate[]): readonly Group[] {
  return [...groupBy(candidates, ({ reference }) => formatCanonical(reference)).values()];
}

/** The run's images must not conflict with any other image. Only conflicts that involve one of them are reported. */
function makeTasks(group: Group, config: PlanConfig, isRequested: IsOfRun): readonly (Task | FinishedImage)[] {
  const { registry, repository, tag } = group[0].reference;
  const requested = group.filter(({ named }) => isRequested(named));
  const isBystander = requested.length === 0;
  const pins = pinsOf(group);
  const contest = findContest(group);
  const [digest] = contest === undefined ? pins : [];
  const source: Reference =
    tag === undefined
      ? { registry, repository, ...(digest === undefined ? {} : { digest }) }
      : { registry, repository, tag };
  const canonical = formatCanonical(source);
  const ofRun = isBystander ? group : requested;
  const uses = contest === undefined ? ofRun.map(({ named }) => named.use) : usesOfTag(ofRun);
  const rules = rulesFor(source, config);
  const platforms = distinctPlatforms([...rules.platforms, ...group.flatMap((candidate) => candidate.platforms)]);
  const marks = marksOf(group, contest, isBystander);
  return config.targets.map((prefix) => {
    if (isInternal(source, prefix, config.internal)) return { uses, canonical, outcome: skipped('internal') };
    try {
      const target = nameTarget(source, prefix, config.naming);
      const own = rules.overrides.length === 0 ? {} : { rules };
      return { source, ...(digest === undefined ? {} : { digest }), target, uses, platforms, ...own, ...marks };
    } catch (error) {
      if (error instanceof NamingError) return { uses, canonical, outcome: failed(error.message) };
      throw error;
    }
  });
}

/** What a task says besides its names. */
function marksOf(
  group: Group,
  contest: PinContest | undefined,
  isBystander: boolean,
): Pick<Task, 'contest' | 'isNew' | 'possibleStage' | 'isBystander'> {
  const bystander = isBystander ? { isBystander } : {};
  if (contest !== undefined) return { contest, ...bystander };
  const isNew = group.some(({ named }) => named.isNew === true);
  const possibleStage = group.find(({ named }) => named.possibleStage !== undefined)?.named.possibleStage;
  return { ...(isNew ? { isNew } : {}), ...(possibleStage === undefined ? {} : { possibleStage }), ...bystander };
}

function refuseCollisions(tasks: readonly Task[], requested: ReadonlySet<Task>): void {
  const problems = [...groupBy(tasks, ({ target }) => formatCanonical(target))]
    .filter(([, sharing]) => sharing.length > 1 && sharing.some((task) => requested.has(task)))
    .map(([name, sharing]) => {
      const sources = sharing.map(
        ({ source, uses: [use] }) => `${formatRepository(source)} (${use === undefined ? '' : formatLocation(use)})`,
      );
      return `naming: ${formatList(sources)} would be kept under one name, ${name}. Choose a "naming" that tells them apart, such as {registry}/{repository}.`;
    });
  if (problems.length > 0) throw new ConfigurationError(problems);
}

function failed(message: string): Outcome {
  return { state: 'failed', message, warnings: [] };
}

function skipped(reason: 'scratch' | 'internal' | 'excluded'): Outcome {
  return { state: 'skipped', reason, warnings: [] };
}
