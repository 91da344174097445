/** Loaded into a Node process by `--import`: writes into `BENCH_USAGE_FILE`, as GNU time does, what it took until its end. */
import { readFileSync, writeFileSync } from 'node:fs';

process.once('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const seconds = [userCPUTime, systemCPUTime].map((microseconds) => (microseconds / 1e6).toFixed(2));
  writeFileSync(process.env.BENCH_USAGE_FILE ?? 'usage', [readPeakKib(), ...seconds].join(' '));
});

/** Linux counts the parent's memory into `maxRSS` of a process that was forked from it, and not into VmHWM. */
function readPeakKib() {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
