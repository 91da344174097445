import type { Clock, Timer } from '../../runtime/clock.js';
import type { Outcome } from '../../result/outcome.js';
import { formatCount, printable } from '../../runtime/text.js';
import { Advances, type NameTask, type Progress } from '../../result/progress.js';
import { formatAdvance, formatBytes, formatDigests, formatState, isCopying, tagWords } from '../formats.js';

export interface PlainProgress extends Progress {
  /** Nothing is printed from here on. */
  close(): void;
}

/** Whoever reads a log takes a longer silence for a run that hangs. */
const maxSilenceMs = 30_000;

/** One line an image, when it is done, and after each half a minute without one what is being worked on: for logs. */
export function plainProgress(print: (line: string) => void, nameOf: NameTask, clock: Clock): PlainProgress {
  const underWay = new Advances();
  let silence: Timer | undefined;
  const printLine = (line: string): void => {
    silence?.restart();
    print(line);
  };
  const close = (): void => {
    silence?.cancel();
    silence = undefined;
  };
  return {
    started: (task) => {
      underWay.begin(task, undefined);
      silence ??= clock.setTimer(maxSilenceMs, () => {
        for (const line of renderWaiting(underWay, nameOf)) printLine(line);
      });
    },
    expected: (task, expected) => {
      underWay.add(task, { expected });
    },
    moved: (task, bytes) => {
      underWay.add(task, { bytes });
    },
    finished: (task, outcome) => {
      underWay.end(task);
      if (underWay.count === 0) close();
      printLine(renderOutcome(nameOf(task), outcome));
    },
    log: (line) => {
      printLine(printable(line, maxLineCharacters));
    },
    close,
  };
}

/**
 * The same, which writes the lines of each turn of the event loop together. To write to a pipe is a system call that waits for its reader, and a
 * large run has thousands of lines.
 */
export function batchedProgress(write: (lines: string) => void, nameOf: NameTask, clock: Clock): PlainProgress {
  let waiting: string[] = [];
  const flush = (): void => {
    if (waiting.length > 0) write(waiting.join('\n'));
    waiting = [];
  };
  const print = (line: string): void => {
    if (waiting.push(line) === 1) setImmediate(flush);
  };
  const progress = plainProgress(print, nameOf, clock);
  return {
    ...progress,
    close: () => {
      progress.close();
      flush();
    },
  };
}

/** A log is no display: those that have been under way for longest. */
const maxWaiting = 3;

function firstOf<T>(items: Iterable<T>, count: number): readonly T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.length >= count) break;
    first.push(item);
  }
  return first;
}

function renderWaiting(underWay: Advances, nameOf: NameTask): readonly string[] {
  const more = underWay.count - maxWaiting;
  const lines = firstOf(underWay.all, maxWaiting).map(([task, advance]) => {
    const name = nameOf(task);
    const words = isCopying(advance)
      ? `still at ${name}: ${formatAdvance(advance)} copied`
      : `still looking up ${name}`;
    return printable(words, maxLineCharacters);
  });
  return more > 0 ? [...lines, `still at ${formatCount(more, 'more image')}`] : lines;
}

export function renderOutcome(name: string, outcome: Outcome): string {
  const { state, previousDigest, digest } = outcome;
  const digests = formatDigests({
    ...(previousDigest === undefined ? {} : { previousDigest }),
    ...(digest === undefined ? {} : { digest }),
  });
  const stateWords = formatState({ state, ...('reason' in outcome ? { reason: outcome.reason } : {}) });
  const copied = outcome.state === 'mirrored' ? `${formatBytes(outcome.copiedBytes)} copied` : '';
  const message = 'message' in outcome ? outcome.message : '';
  return printable(
    [`${stateWords}  ${name}`, digests, copied, tagWords(outcome), message].filter(Boolean).join('  '),
    maxLineCharacters,
  );
}

const maxLineCharacters = 1_000;
