import type { Outcome } from '../outcome.js';
import { printable } from '../text.js';
import type { NameTask, Progress } from './progress.js';
import { formatBytes, formatDigests, formatState, waitingWords } from './words.js';

/** One line an image, when it is done: for logs. */
export function plainProgress(print: (line: string) => void, nameOf: NameTask): Progress {
  return {
    started: () => undefined,
    moved: () => undefined,
    finished: (task, outcome) => {
      print(renderOutcome(nameOf(task), outcome));
    },
    told: (line) => {
      print(printable(line, maxLineCharacters));
    },
  };
}

export function renderOutcome(name: string, outcome: Outcome): string {
  const { kind, previous, digest } = outcome;
  const digests = formatDigests({
    ...(previous === undefined ? {} : { previousDigest: previous }),
    ...(digest === undefined ? {} : { digest }),
  });
  const state = formatState({ state: kind, ...('reason' in outcome ? { reason: outcome.reason } : {}) });
  const copied = outcome.kind === 'mirrored' ? `${formatBytes(outcome.copiedBytes)} copied` : '';
  const waiting = outcome.tagWaits === true ? waitingWords : '';
  const message = 'message' in outcome ? outcome.message : '';
  return printable(
    [`${state}  ${name}`, digests, copied, waiting, message].filter(Boolean).join('  '),
    maxLineCharacters,
  );
}

const maxLineCharacters = 1_000;
