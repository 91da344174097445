/** Loaded into a Node process by `--import`: writes its peak memory, in KiB, into `BENCH_PEAK_FILE` when it ends. */
import { readFileSync, writeFileSync } from 'node:fs';

process.once('exit', () => {
  writeFileSync(process.env.BENCH_PEAK_FILE ?? 'peak-memory', String(readPeakKib()));
});

/** Linux counts the parent's memory into `maxRSS` of a process that was forked from it, and not into VmHWM. */
function readPeakKib() {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
