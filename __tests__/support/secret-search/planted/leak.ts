import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { test } from '@jest/globals';
import { lookThrough } from '../looked-through.js';
import { makeWorkspace } from '../../mirror.js';
import { pairInBase64, secretFor } from '../../secrets.js';

const secret = secretFor('planted');

/** What goes wrong; looked-through.test.ts says which. */
const plants: Readonly<Record<string, () => void | Promise<void>>> = {
  nothing: () => {
    lookThrough('report', 'nothing');
  },
  report: () => {
    lookThrough('report', `{"message":"${secret} was refused"}`);
  },
  base64: () => {
    lookThrough('progress', `Basic ${pairInBase64('robot', secret)}`);
  },
  file: async () => {
    const folder = await makeWorkspace({});
    await writeFile(join(folder, 'knowledge.jsonl.gz'), gzipSync(secret));
  },
  arguments: async () => {
    execFile('true', [`--password=${secret}`]);
    await setImmediate();
  },
  caught: () => {
    try {
      lookThrough('report', secret);
    } catch {
      // As a test that expects its run to fail.
    }
  },
};

test('planted', async () => {
  await plants[process.env.PLANT ?? '']?.();
});
