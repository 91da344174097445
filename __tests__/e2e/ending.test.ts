import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { type FileHandle, chmod, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { onTestFinished } from '../support/jest/testing.js';
import { type Pair, makeWorkspace, usePair } from '../support/mirror.js';
import { makeNamedPipe } from '../support/named-pipe.js';
import { pullRequestEnvironment, usePullRequest } from '../support/pull-request.js';
import { buildImage } from '../support/registry/images/images.js';
import { bundle, runAction, runBundle, writeTree } from '../support/programs/run-bundle.js';
import { eventually } from '../support/timing/eventually.js';

/** GitHub kills a cancelled job ten seconds after SIGINT. A process that ends by itself has ended in half of that. */
const patienceMs = 10_000;

interface Ground {
  readonly pair: Pair;
  readonly workspace: string;
  readonly target: string;
}

async function useGround(): Promise<Ground> {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  const workspace = await writeTree([`${pair.source.host}/app:1`]);
  return { pair, workspace, target: `${pair.target.host}/mirror` };
}

function requestsOf({ pair }: Ground): readonly unknown[] {
  return [...pair.source.requests, ...pair.target.requests];
}

/** A module that Node loads before ours. */
async function loadedBefore(text: string): Promise<Readonly<Record<string, string>>> {
  const folder = await makeWorkspace({ 'before.mjs': text });
  return { NODE_OPTIONS: `--import ${join(folder, 'before.mjs')}` };
}

/** Ends the process when the bundle asks for its first chunk: then nothing of ours was loaded but the entry. */
const atFirstChunk = `import { register } from 'node:module';
const hook = \`let isDone = false;
export async function resolve(specifier, context, next) {
  if (/^\\\\.\\\\/\\\\d+\\\\.index\\\\.js$/.test(specifier) && !isDone) {
    isDone = true;
    process.kill(process.pid, 'SIGTERM');
  }
  return next(specifier, context);
}\`;
register('data:text/javascript,' + encodeURIComponent(hook));
`;

describe('a signal that comes at once', () => {
  test('before our first line: it ends the process, and nothing is written', async () => {
    const ground = await useGround();
    const environment = await loadedBefore(`process.kill(process.pid, 'SIGTERM');`);
    const run = await runAction(ground.workspace, { target: ground.target }, environment);
    expect(run).toMatchObject({ signal: 'SIGTERM', exitCode: null, stdout: '', outputs: {}, summary: '' });
    expect(requestsOf(ground)).toEqual([]);
  });

  test('before anything else is loaded: the action tells of itself', async () => {
    const ground = await useGround();
    const run = await runAction(ground.workspace, { target: ground.target }, await loadedBefore(atFirstChunk));
    expect(run).toMatchObject({ signal: null, exitCode: 1, report: { interrupted: true } });
    expect(run.summary).toContain('stopped early: ');
    expect(requestsOf(ground)).toEqual([]);
  });

  test('before anything else is loaded: the command tells of itself', async () => {
    const ground = await useGround();
    const run = await runBundle(['mirror', '--target', ground.target, '--json'], {
      cwd: ground.workspace,
      environment: await loadedBefore(atFirstChunk),
    });
    expect(run).toMatchObject({ signal: null, exitCode: 1 });
    expect(JSON.parse(run.stdout)).toMatchObject({ interrupted: true });
    expect(requestsOf(ground)).toEqual([]);
  });
});

/** Waits until somebody reads the pipe, who then waits for us for ever. */
async function untilRead(path: string): Promise<FileHandle> {
  return eventually(async () => open(path, constants.O_WRONLY | constants.O_NONBLOCK));
}

/** A file that never ends, and that who opens it waits for in Node's own threads, as for one on a network that is gone. */
async function useEndlessFile(): Promise<{ path: string; reached: Promise<number> }> {
  const path = join(await makeWorkspace({}), 'pipe');
  await makeNamedPipe(path);
  const opened = untilRead(path);
  onTestFinished(async () => opened.then(async (file) => file.close()).catch(() => undefined));
  return { path, reached: opened.then(() => Date.now()) };
}

describe('what waits for ever is left, and the process ends all the same', () => {
  test('a file that the run waits for', async () => {
    const { workspace, target } = await useGround();
    const { path, reached } = await useEndlessFile();
    const event = {
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REPOSITORY: 'octo-org/octo-repo',
      GITHUB_EVENT_PATH: path,
    };
    const run = await runAction(workspace, { target }, event, { when: reached, signal: 'SIGTERM' });
    // The time to tell of itself is over: nothing but the system can end what a thread keeps.
    expect(run).toMatchObject({ signal: 'SIGKILL', report: undefined });
    expect(Date.now() - (await reached)).toBeLessThan(patienceMs);
  });

  test('a file that one image waits for: the run tells of itself before', async () => {
    const { workspace, target } = await useGround();
    const { path, reached } = await useEndlessFile();
    const run = await runAction(
      workspace,
      { target },
      { REGISTRY_AUTH_FILE: path },
      { when: reached, signal: 'SIGINT' },
    );
    expect(run).toMatchObject({ signal: 'SIGKILL', report: { interrupted: true } });
    expect(run.summary).toContain('stopped early: ');
    expect(Date.now() - (await reached)).toBeLessThan(patienceMs);
  });

  test('a git, which nothing can end', async () => {
    const { workspace, target } = await useGround();
    const { path, reached } = await useEndlessFile();
    const folder = await makeWorkspace({ git: `#!/bin/sh\nexec cat '${path}'\n` });
    await chmod(join(folder, 'git'), 0o755);
    // Without a token nobody but git knows what the pull request changes.
    const environment = await pullRequestEnvironment(await usePullRequest());
    const PATH = `${folder}:${process.env.PATH ?? ''}`;
    const run = await runAction(workspace, { target }, { ...environment, PATH }, { when: reached, signal: 'SIGINT' });
    expect(run).toMatchObject({ signal: null, exitCode: 1, report: { interrupted: true } });
    expect(run.summary).toContain('stopped early: ');
    expect(Date.now() - (await reached)).toBeLessThan(5_000);
  });

  test('a reader of the report who reads nothing', async () => {
    const files = Array.from({ length: 3_000 }, (_, index) => [`images/${index}/Dockerfile`, 'FROM ${NOTHING}\n']);
    const cwd = await makeWorkspace(Object.fromEntries(files) as Record<string, string>);
    const args = [bundle, 'mirror', '--target', 'localhost:1/mirror', '--json'];
    const env = { PATH: process.env.PATH ?? '', HOME: cwd };
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    // The first bytes of the report, and then no more.
    await once(child.stdout, 'readable');
    const asked = Date.now();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(Date.now() - asked).toBeLessThan(patienceMs);
  });
});
