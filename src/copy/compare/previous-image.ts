import type { Config } from '../../config/config.js';
import { NamingError, nameTarget } from '../../config/naming.js';
import type { ImageSource, ImageTarget } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import { type Reference, type TaggedReference, formatCanonical, formatRepository } from '../../image/reference.js';
import type { Outcome } from '../../result/outcome.js';
import { type Task, formerNames } from '../../plan/task.js';
import type { PulledImage } from '../pulls/pull-need.js';

/** An image that another one takes the place of. */
export interface PreviousImage {
  /** at the source, with its tag or its pin */
  readonly reference: Reference;
  /** undefined: what its tag leads to */
  readonly digest: Digest | undefined;
  /** where its copy is kept; undefined: no registry would take that name */
  readonly copy: TaggedReference | undefined;
}

type Naming = Pick<Config, 'targets' | 'naming'>;

/** The image that a file named before the pull request; else what the copy's tag led to before the run. */
export function findPreviousImage(task: Task, outcome: Outcome, config: Naming): PreviousImage | undefined {
  const [former] = formerNames(task);
  if (former === undefined || formatCanonical(former) === formatCanonical(task.source)) {
    const digest = former?.digest ?? outcome.previousDigest;
    if (digest === undefined || digest === outcome.digest) return undefined;
    return { reference: task.source, digest, copy: task.target };
  }
  const { registry, repository, tag, digest } = former;
  const reference = tag === undefined ? former : { registry, repository, tag };
  return { reference, digest, copy: findCopy(former, task, config) };
}

/** Whether the copy is what its source has, or would be. */
export function matchesSource(outcome: Outcome): boolean {
  if (outcome.state === 'skipped') return outcome.reason === 'up-to-date' || outcome.reason === 'done elsewhere';
  return outcome.state === 'mirrored' || outcome.state === 'would-mirror';
}

/** Under the same prefix as the task's own copy. */
function findCopy(former: Reference, task: Task, { targets, naming }: Naming): TaggedReference | undefined {
  const own = formatCanonical(task.target);
  try {
    const prefix = targets.find((candidate) => formatCanonical(nameTarget(task.source, candidate, naming)) === own);
    return prefix === undefined ? undefined : nameTarget(former, prefix, naming);
  } catch (error) {
    if (error instanceof NamingError) return undefined;
    throw error;
  }
}

/** The target's own repository where it is that one, so that no token more is needed. */
export function sourceOfCopy(copy: TaggedReference, task: Task, target: ImageTarget): ImageSource {
  return formatRepository(copy) === formatRepository(task.target) ? target : target.sibling(copy.repository);
}

/** An image that is done, and where it came from and went to. */
export interface DoneImage {
  readonly task: Task;
  readonly image: PulledImage;
  readonly target: ImageTarget;
  readonly outcome: Outcome;
}
