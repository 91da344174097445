import { constants, readFileSync, readdirSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { describe, expect, test } from '@jest/globals';
import { onTestFinished } from '../support/jest/testing.js';
import { makeWorkspace } from '../support/mirror.js';
import { makeNamedPipe } from '../support/named-pipe.js';
import { pullRequestEnvironment, usePullRequest } from '../support/pull-request.js';
import { type Finished, bundle, runAction, runBundle } from '../support/programs/run-bundle.js';
import { file, useGround } from './commenting.js';

const coverageSchema = v.object({ result: v.array(v.object({ url: v.string() })) });

/** The packages of the toolkit in those chunks of the bundle that a run loads, as V8 counts them. */
async function toolkitOf(
  run: (environment: Readonly<Record<string, string>>) => Promise<Finished>,
): Promise<readonly string[]> {
  const folder = join(await makeWorkspace({}), 'coverage');
  expect(await run({ NODE_V8_COVERAGE: folder })).toMatchObject({ exitCode: 0 });
  const scripts = readdirSync(folder).flatMap(
    (name) => v.parse(coverageSchema, JSON.parse(readFileSync(join(folder, name), 'utf8'))).result,
  );
  const chunks = scripts.filter(({ url }) => url.startsWith(pathToFileURL(dirname(bundle)).href));
  expect(chunks.length).toBeGreaterThan(5);
  const packages = chunks.flatMap(({ url }) =>
    [...readFileSync(fileURLToPath(url), 'utf8').matchAll(/ MODULE: \.\/node_modules\/(@actions\/[^/]+)/g)].map(
      ([, name = '']) => name,
    ),
  );
  return [...new Set(packages)].sort();
}

describe('the toolkit’s packages', () => {
  test('are loaded by no command', async () => {
    const { pair, workspace } = await useGround();
    const args = ['mirror', '--target', `${pair.target.host}/mirror`];
    expect(await toolkitOf(async (environment) => runBundle(args, { cwd: workspace, environment }))).toEqual([]);
  });

  test('are loaded by the action: those that speak to its runner, and not those that speak to GitHub', async () => {
    const { pair, workspace } = await useGround();
    const inputs = { target: `${pair.target.host}/mirror` };
    const loaded = await toolkitOf(async (environment) => runAction(workspace, inputs, environment));
    expect(loaded).toContain('@actions/core');
    expect(loaded.filter((name) => name === '@actions/github' || name === '@actions/cache')).toEqual([]);
  });
});

/** Puts a named pipe in the place of a file: whoever opens it gets the file's text, and is counted. */
async function countReaders(path: string): Promise<() => number> {
  const text = await readFile(path);
  let readers = 0;
  let isOver = false;
  const putPipe = async (): Promise<void> => {
    await makeNamedPipe(`${path}.next`);
    await rename(`${path}.next`, path);
  };
  const serve = async (): Promise<void> => {
    while (!isOver) {
      // Waits for a reader.
      const pipe = await open(path, 'w');
      readers += 1;
      // The next reader has a pipe of its own, so that this one ends.
      await putPipe();
      await pipe.writeFile(text).finally(async () => pipe.close());
    }
  };
  await rm(path);
  await putPipe();
  const served = serve();
  onTestFinished(async () => {
    isOver = true;
    const last = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    await served.catch(() => undefined).finally(async () => last.close());
  });
  return () => readers;
}

// `@actions/github` reads and parses the file that GITHUB_EVENT_PATH names twice when it is loaded: whole, and while nothing else runs.
test('the event is read by us alone, and once', async () => {
  const { pair, workspace } = await useGround();
  const github = await usePullRequest([file]);
  const environment = await pullRequestEnvironment(github);
  const readers = await countReaders(environment.GITHUB_EVENT_PATH ?? '');
  const inputs = { target: `${pair.target.host}/mirror`, 'allowed-registries': pair.source.host };
  const run = await runAction(workspace, { ...inputs, 'github-token': github.token }, environment);
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toContain('The comment on pull request #2 was created');
  expect(readers()).toBe(1);
});
