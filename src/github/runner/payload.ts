import { createReadStream } from 'node:fs';
import { readBounded } from '../../runtime/bounded-read.js';
import type { Environment } from '../../runtime/environment.js';

/** GitHub sends no payload of more than 25 MB. Source: docs.github.com, "Webhook events and payloads". */
const maxPayloadBytes = 32 * 1024 * 1024;

/**
 * Reads the payload of the event that started the run. The `context` of `@actions/github` has it too, and is not used: it reads the file without
 * a limit, and takes the environment from the process.
 * @throws {Error} the runner names no file, or the file cannot be read, is too large, or is not JSON
 */
export async function readPayload({ GITHUB_EVENT_PATH: path = '' }: Environment): Promise<unknown> {
  if (path === '') throw new Error('GITHUB_EVENT_PATH is missing');
  const what = 'the event’s file (GITHUB_EVENT_PATH)';
  const tooLarge = (): Error => new Error(`${what} has more than ${maxPayloadBytes} bytes`);
  const bytes = await readBounded(createReadStream(path), maxPayloadBytes, tooLarge);
  return JSON.parse(bytes.toString('utf8'));
}
