import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { skip } from '../support/jest/testing.js';
import { lookThrough } from '../support/secret-search/looked-through.js';
import { makeWorkspace, useRegistry } from '../support/mirror.js';
import { buildImage } from '../support/registry/images/images.js';
import { needWholeRun } from '../support/whole-run.js';

const bundle = resolve(import.meta.dirname, '../../dist/index.js');
const count = 10_000;

/** Of files and sockets together: 64 connections to each of the two registries, 32 files, and what Node itself holds. */
const maxOpen = 256;

async function runLimited(
  workspace: string,
  args: readonly string[],
): Promise<{ exitCode: number | null; text: string }> {
  const command = `ulimit -n ${maxOpen} && exec "$0" "$@"`;
  const env = { PATH: process.env.PATH ?? '', HOME: workspace };
  const child = spawn('sh', ['-c', command, process.execPath, bundle, ...args], { cwd: workspace, env });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  const exitCode = await new Promise<number | null>((done, fail) => {
    child.once('error', fail).once('close', done);
  });
  lookThrough('standard output', text);
  return { exitCode, text };
}

test('a tree of ten thousand images is planned and compared with 256 open files and sockets', async () => {
  needWholeRun();
  skip(process.platform === 'win32', 'there is no ulimit on this system');
  const [source, target] = [await useRegistry(), await useRegistry()];
  const { digest } = buildImage(source, 'app', 'latest');
  buildImage(target, 'mirror/app', 'latest');
  const files: Record<string, string> = {};
  for (let tag = 0; tag < count; tag += 1) {
    source.tag('app', String(tag), digest);
    target.tag('mirror/app', String(tag), digest);
    files[join('images', String(tag), 'Dockerfile')] = `FROM ${source.host}/app:${tag}\n`;
  }
  const workspace = await makeWorkspace(files);
  const { exitCode, text } = await runLimited(workspace, [
    'mirror',
    ...['--target', `${target.host}/mirror`],
    ...['--naming', '{repository}'],
  ]);
  // The report, on one of two streams: the end of the other may come behind it.
  expect(/^\d+ skipped.* under /m.exec(text)?.[0]).toBe(`${count} skipped: up-to-date under `);
  expect(exitCode).toBe(0);
  // A look-up of each, and one ping.
  for (const registry of [source, target]) expect(registry.requests).toHaveLength(count + 1);
});
