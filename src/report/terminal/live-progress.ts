import { createLogUpdate } from 'log-update';
import type { Clock } from '../../runtime/clock.js';
import { printable } from '../../runtime/text.js';
import { type Advance, Advances, type NameTask, type Progress } from '../../result/progress.js';
import { formatAdvance, formatBytes } from '../formats.js';

interface LiveProgress extends Progress {
  /** Takes the display away: the report says what was done. */
  close(): void;
}

interface Moving extends Advance {
  readonly name: string;
  readonly since: number;
}

const redrawMs = 100;

/** What it is drawn on. */
type Screen = NodeJS.WritableStream & Pick<NodeJS.WriteStream, 'rows' | 'columns'>;

/** A display that is drawn again in place: what is being copied, how much of it, how fast; above it what was told of the run. */
export function liveProgress(stream: Screen, clock: Clock, nameOf: NameTask): LiveProgress {
  const log = createLogUpdate(stream);
  const moving = new Advances<Pick<Moving, 'name' | 'since'>>();
  let done = 0;
  let failed = 0;
  const timer = clock.setTimer(redrawMs, () => {
    timer.restart();
    log(
      renderFrame(
        movingOf(moving),
        { done, failed },
        { rows: stream.rows, columns: stream.columns, now: clock.monotonicMs() },
      ),
    );
  });
  return {
    started: (task) => {
      moving.begin(task, { name: printable(nameOf(task)), since: clock.monotonicMs() });
    },
    expected: (task, expected) => {
      moving.add(task, { expected });
    },
    moved: (task, bytes) => {
      moving.add(task, { bytes });
    },
    finished: (task, outcome) => {
      moving.end(task);
      done += 1;
      if (outcome.state === 'failed') failed += 1;
    },
    log: (line) => {
      log.persist(printable(line));
    },
    close: () => {
      timer.cancel();
      log.clear();
      log.done();
    },
  };
}

function* movingOf(advances: Advances<Pick<Moving, 'name' | 'since'>>): Iterable<Moving> {
  for (const [, { more, bytes, expected }] of advances.all) yield { ...more, bytes, expected };
}

interface Frame {
  readonly rows: number;
  readonly columns: number;
  readonly now: number;
}

interface Finished {
  /** images, whatever came of them */
  readonly done: number;
  readonly failed: number;
}

/** What moves stands first; lines that find no place are counted. */
export function renderFrame(
  moving: Iterable<Moving>,
  { done, failed }: Finished,
  { rows, columns, now }: Frame,
): string {
  const room = Math.max(rows - 3, 1);
  const { shown, count } = selectMoving(moving, room);
  const lines = shown.map((entry) => renderMoving(entry, now, columns));
  const hidden = count - lines.length;
  const finished = failed > 0 ? `${done} done (${failed} failed)` : `${done} done`;
  return [...lines, `${finished}, ${count} under way${hidden > 0 ? ` (${hidden} not shown)` : ''}`].join('\n');
}

/** Those of which most has moved, in that order. Thousands may be under way, and a frame is drawn ten times a second: they are not sorted. */
function selectMoving(
  moving: Iterable<Moving>,
  room: number,
): { readonly shown: readonly Moving[]; readonly count: number } {
  const shown: Moving[] = [];
  let count = 0;
  for (const entry of moving) {
    count += 1;
    if (shown.length >= room && entry.bytes <= (shown.at(-1)?.bytes ?? 0)) continue;
    shown.splice(shown.findLastIndex(({ bytes }) => bytes >= entry.bytes) + 1, 0, entry);
    if (shown.length > room) shown.pop();
  }
  return { shown, count };
}

function renderMoving({ name, since, bytes, expected }: Moving, now: number, columns: number): string {
  const seconds = Math.max((now - since) / 1_000, 0.001);
  const amount =
    bytes > 0 ? `${formatAdvance({ bytes, expected })}  ${formatBytes(Math.round(bytes / seconds))}/s` : 'asking';
  const room = Math.max(columns - amount.length - 3, 10);
  return `${name.length > room ? `…${name.slice(1 - room)}` : name.padEnd(Math.min(room, 60))}  ${amount}`;
}
