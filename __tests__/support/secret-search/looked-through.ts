import { appendFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from '@jest/globals';
import { findSecrets } from '../secrets.js';

/** What this program makes for others to see. */
export type OutputKind =
  | 'standard output'
  | 'standard error'
  | 'terminal'
  | 'summary'
  | 'outputs'
  | 'report'
  | 'progress'
  | 'error'
  | 'file'
  | 'knowledge'
  | 'request to GitHub'
  | 'request to a cache'
  | 'request to a registry'
  | 'arguments';

/** One line of the files that `looked-through-reporter.js` reads when all tests are over. */
export interface Looked {
  readonly kind: OutputKind;
  readonly times: number;
  readonly leaks: readonly string[];
}

const counts = new Map<OutputKind, number>();

/**
 * Looks through an output for every secret of the tests. What finds one fails the test that made it, and, lest that be swallowed on the way, the
 * whole suite.
 * @param content bytes that are compressed are looked into
 */
export function lookThrough(kind: OutputKind, content: string | Uint8Array): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const leaks = findSecrets(textOf(content));
  if (leaks.length === 0) return;
  const test = expect.getState().currentTestName ?? '';
  write({ kind, times: 0, leaks: leaks.map((leak) => `${test}: ${leak}`) });
  throw new Error(`${kind} shows a secret: ${leaks.join(' | ')}`);
}

/** A request as others see it: all but the one header that is for secrets. */
export function lookThroughRequest(
  kind: OutputKind,
  { line, headers, body }: { readonly line: string; readonly headers: IncomingHttpHeaders; readonly body?: unknown },
): void {
  const others = Object.entries(headers).filter(([name]) => name !== 'authorization');
  lookThrough(kind, `${line} ${JSON.stringify(others)} ${JSON.stringify(body)}`);
}

/** To be called when all tests of a file are over. */
export function writeCounts(): void {
  for (const [kind, times] of counts) write({ kind, times, leaks: [] });
  counts.clear();
}

function write(looked: Looked): void {
  // There is none if nobody looks, as when reports are recorded.
  const folder = process.env.IMAGE_MIRROR_LOOKED_THROUGH;
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(looked)}\n`);
}

function textOf(content: string | Uint8Array): string {
  if (typeof content === 'string') return content;
  const isGzip = content[0] === 0x1f && content[1] === 0x8b;
  try {
    return Buffer.from(isGzip ? gunzipSync(content) : content).toString('latin1');
  } catch {
    return Buffer.from(content).toString('latin1');
  }
}
