import type { Comparison, ConfigChange } from '../image/image-comparison.js';
import type { Outcome } from './outcome.js';
import type { Redact } from '../runtime/text.js';
import type { Progress } from './progress.js';

/**
 * An outcome with no secret of the run in what others wrote of it: registries in their errors, and images in their configs. Names stay as they are: they
 * are the files' own, and later steps go by them.
 */
export function redactOutcome(outcome: Outcome, redact: Redact): Outcome {
  const { warnings, comparison } = outcome;
  return {
    ...outcome,
    ...('message' in outcome ? { message: redact(outcome.message) } : {}),
    warnings: warnings.map(redact),
    ...(comparison === undefined ? {} : { comparison: redactComparison(comparison, redact) }),
  };
}

function redactComparison(comparison: Comparison, redact: Redact): Comparison {
  const { inside } = comparison;
  if (inside === undefined) return comparison;
  return {
    ...comparison,
    inside: { ...inside, changes: inside.changes.map((change) => redactChange(change, redact)) },
  };
}

function redactChange(change: ConfigChange, redact: Redact): ConfigChange {
  const { name, before, now } = change;
  return {
    ...change,
    ...(name === undefined ? {} : { name: redact(name) }),
    ...(before === undefined ? {} : { before: redact(before) }),
    ...(now === undefined ? {} : { now: redact(now) }),
  };
}

/** Shows the same without the secrets. */
export function redactProgress(progress: Progress, redact: Redact): Progress {
  return {
    started: (task) => {
      progress.started(task);
    },
    expected: (task, bytes) => {
      progress.expected(task, bytes);
    },
    moved: (task, bytes) => {
      progress.moved(task, bytes);
    },
    finished: (task, outcome) => {
      progress.finished(task, redactOutcome(outcome, redact));
    },
    log: (line) => {
      progress.log(redact(line));
    },
  };
}
