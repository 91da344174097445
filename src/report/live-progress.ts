import { createLogUpdate } from 'log-update';
import type { Clock } from '../clock.js';
import type { Task } from '../plan/task.js';
import { printable } from '../text.js';
import type { NameTask, Progress } from './progress.js';
import { formatBytes } from './words.js';

export interface LiveProgress extends Progress {
  /** Takes the display away: the report says what was done. */
  close(): void;
}

interface Moving {
  readonly name: string;
  readonly since: number;
  bytes: number;
}

const redrawMs = 100;

/** A display that is drawn again in place: what is being copied, how much of it, how fast; above it what was told of the run. */
export function liveProgress(stream: NodeJS.WriteStream, clock: Clock, nameOf: NameTask): LiveProgress {
  const log = createLogUpdate(stream);
  const moving = new Map<Task, Moving>();
  let done = 0;
  let failed = 0;
  const timer = setInterval(() => {
    log(
      renderFrame(
        [...moving.values()],
        { done, failed },
        { rows: stream.rows, columns: stream.columns, now: clock.now() },
      ),
    );
  }, redrawMs);
  timer.unref();
  return {
    started: (task) => {
      moving.set(task, { name: printable(nameOf(task)), since: clock.now(), bytes: 0 });
    },
    moved: (task, bytes) => {
      const entry = moving.get(task);
      if (entry !== undefined) entry.bytes += bytes;
    },
    finished: (task, outcome) => {
      moving.delete(task);
      done += 1;
      if (outcome.kind === 'failed') failed += 1;
    },
    told: (line) => {
      log.persist(printable(line));
    },
    close: () => {
      clearInterval(timer);
      log.clear();
      log.done();
    },
  };
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
  moving: readonly Moving[],
  { done, failed }: Finished,
  { rows, columns, now }: Frame,
): string {
  const room = Math.max(rows - 3, 1);
  const sorted = moving.toSorted((one, other) => other.bytes - one.bytes);
  const lines = sorted.slice(0, room).map((entry) => renderMoving(entry, now, columns));
  const hidden = moving.length - lines.length;
  const finished = failed > 0 ? `${done} done (${failed} failed)` : `${done} done`;
  return [...lines, `${finished}, ${moving.length} under way${hidden > 0 ? ` (${hidden} not shown)` : ''}`].join('\n');
}

function renderMoving({ name, since, bytes }: Moving, now: number, columns: number): string {
  const seconds = Math.max((now - since) / 1_000, 0.001);
  const amount = bytes > 0 ? `${formatBytes(bytes)}  ${formatBytes(Math.round(bytes / seconds))}/s` : 'asking';
  const room = Math.max(columns - amount.length - 3, 10);
  return `${name.length > room ? `…${name.slice(1 - room)}` : name.padEnd(Math.min(room, 60))}  ${amount}`;
}
