import { createHook } from 'node:async_hooks';
import { describe, expect, test } from '@jest/globals';
import { readFiles } from '../../src/tree/read-files.js';
import { defaultDockerfiles } from '../../src/config/options.js';
import { type Sources, findSources } from '../../src/tree/sources.js';
import { makeFolders, put } from './workspace.js';

/** A workspace with so many files, each in a folder of its own. */
async function makeTree(files: number): Promise<string> {
  const { workspace } = await makeFolders();
  await put(workspace, ...Array.from({ length: files }, (_value, index) => `images/quay.io/a/b${index}/Dockerfile`));
  return workspace;
}

async function search(workspace: string): Promise<Sources> {
  return findSources(workspace, { images: 'images', dockerfiles: defaultDockerfiles }, { kind: 'all' });
}

async function readAll({ files }: Sources): Promise<number> {
  const read = await readFiles(files, { buildArgs: new Map(), strictLayout: false });
  return read.flatMap(({ images }) => images).length;
}

/** How often the file system is asked by way of a thread while this goes on: each takes ten times as long as the system call itself. */
async function countThreadCalls(work: () => Promise<unknown>): Promise<number> {
  let calls = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type.startsWith('FSREQ')) calls += 1;
    },
  });
  hook.enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return calls;
}

describe('F10 a tree of many files', () => {
  test('F10 is searched with one call a folder', async () => {
    const workspace = await makeTree(200);
    const calls = await countThreadCalls(async () => search(workspace));
    // And some for the workspace, and for the folders above.
    expect(calls).toBeGreaterThan(200);
    expect(calls).toBeLessThan(212);
  });

  test('F10 is read without a thread for each file', async () => {
    const found = await search(await makeTree(200));
    const calls = await countThreadCalls(async () => {
      expect(await readAll(found)).toBe(200);
    });
    expect(calls).toBe(Math.ceil(200 / 32));
  });

  test('F10 lets others go on while it is read: a run can be stopped', async () => {
    const found = await search(await makeTree(200));
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await readAll(found);
    isDone = true;
    expect(turns).toBeGreaterThanOrEqual(Math.floor(200 / 32));
  });
});
