import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { onTestFinished } from '../jest/testing.js';
import { startLeashedProcess } from '../programs/leashed-process.js';
import { quickClock } from './quick-clock.js';
import type { Clock } from '../../../src/runtime/clock.js';

const hour = 3_600_000;
const { signal } = new AbortController();

/** Asks a server of this process, one request after another. */
async function exchange(requests: number): Promise<void> {
  const server = createServer((_request, response) => void response.end('x'));
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  for (let count = 0; count < requests; count += 1) await (await fetch(`http://127.0.0.1:${port}/`)).text();
}

async function readFiles(times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) await readFile(import.meta.filename);
}

async function compute(turns: number): Promise<void> {
  for (let count = 0; count < turns; count += 1) {
    JSON.stringify(Array.from({ length: 20_000 }, (_each, index) => index));
    await setImmediate();
  }
}

test('an hour passes at once where nothing else goes on, and is counted', async () => {
  const clock = quickClock();
  const [wall, monotonic] = [clock.wallMs(), clock.monotonicMs()];
  await clock.sleep(hour, signal);
  expect(clock.waitedMs()).toBe(hour);
  for (const passed of [clock.wallMs() - wall, clock.monotonicMs() - monotonic]) {
    expect(passed).toBeGreaterThanOrEqual(hour - 1);
    expect(passed).toBeLessThan(hour + 60_000);
  }
});

test('waits end in their order, and side by side they count as the longest', async () => {
  const clock = quickClock();
  const ended: number[] = [];
  const waits = [3, 1, 2].map(async (hours) => {
    await clock.sleep(hours * hour, signal);
    ended.push(hours);
  });
  clock.setTimer(1.5 * hour, () => ended.push(1.5));
  await Promise.all(waits);
  expect(ended).toEqual([1, 1.5, 2, 3]);
  expect(clock.waitedMs()).toBe(3 * hour);
});

test.each<[string, () => Promise<void>]>([
  ['requests are answered', async () => exchange(50)],
  ['files are read', async () => readFiles(50)],
  ['something is computed', async () => compute(20)],
])('no time is skipped while %s', async (_what, work) => {
  const clock = quickClock();
  let isOver = false;
  const { cancel } = clock.setTimer(hour, () => {
    isOver = true;
  });
  await work();
  expect([isOver, clock.monotonicMs() < hour]).toEqual([false, true]);
  cancel();
});

test('a timer that is restarted counts anew, and one that is cancelled never comes due', async () => {
  const clock = quickClock();
  const due: string[] = [];
  const restarted = clock.setTimer(2 * hour, () => due.push('restarted'));
  const cancelled = clock.setTimer(2 * hour, () => due.push('cancelled'));
  await clock.sleep(hour, signal);
  restarted.restart();
  cancelled.cancel();
  await clock.sleep(1.5 * hour, signal);
  expect(due).toEqual([]);
  await clock.sleep(hour, signal);
  expect(due).toEqual(['restarted']);
});

test('a sleep ends with its signal', async () => {
  const clock = quickClock();
  const stop = new AbortController();
  const sleeping = clock.sleep(hour, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(sleeping).rejects.toThrow('stopped');
  await expect(clock.sleep(hour, stop.signal)).rejects.toThrow('stopped');
  expect(clock.waitedMs()).toBe(0);
});

test('timers are real beside a program that runs on a leash', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'image-mirror-test-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const logFile = join(folder, 'log');
  const program = await startLeashedProcess('sleep', { args: ['600'], env: process.env, logFile, folder });
  expect(await isDueAfterASleep(quickClock())).toBe(false);
  await program.stop();
});

test('real timers do not come due with the clock', async () => {
  expect(await isDueAfterASleep(quickClock('real'))).toBe(false);
});

test('quick timers come due with the clock', async () => {
  expect(await isDueAfterASleep(quickClock())).toBe(true);
});

/** Whether a timer of an hour is due after a sleep of two. */
async function isDueAfterASleep(clock: Clock): Promise<boolean> {
  let isDue = false;
  const { cancel } = clock.setTimer(hour, () => {
    isDue = true;
  });
  await clock.sleep(2 * hour, signal);
  cancel();
  return isDue;
}
