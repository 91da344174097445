import { expect, test } from '@jest/globals';
import type { Report } from '../../src/result/report.js';
import { expectComplete, usePair } from '../support/mirror.js';
import { buildImage } from '../support/registry/images/images.js';
import { type Finished, runBundle, writeTree } from '../support/programs/run-bundle.js';

/** Opens when it was passed so many times. */
function gateAfter(times: number): { readonly opened: Promise<void>; readonly pass: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let count = 0;
  return {
    opened,
    pass: () => {
      count += 1;
      if (count === times) open();
    },
  };
}

test('D11 two processes at once on one tree and one target: none fails, and all is there', async () => {
  const pair = await usePair();
  const names = ['one', 'two', 'three'];
  const images = names.map((name) => [name, buildImage(pair.source, name, '1', { layers: [40_000, 20_000] })] as const);
  const tree = names.map((name) => `${pair.source.host}/${name}:1`);
  // Both have seen that no tag is there before either goes on.
  const gate = gateAfter(2 * names.length);
  pair.target.fault({
    when: ({ kind }) => {
      if (kind !== 'manifest-head') return false;
      gate.pass();
      return true;
    },
    holdUntil: gate.opened,
    times: 2 * names.length,
  });
  const start = async (): Promise<Finished> =>
    runBundle(['mirror', '--target', `${pair.target.host}/mirror`, '--json'], { cwd: await writeTree(tree) });
  const runs = await Promise.all([start(), start()]);
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  const states = runs.flatMap(({ stdout }) => (JSON.parse(stdout) as Report).images.map(({ state }) => state));
  expect(states).toHaveLength(2 * names.length);
  expect(states.filter((state) => state !== 'mirrored' && state !== 'skipped')).toEqual([]);
  for (const [name, { digest }] of images) expectComplete(pair, name, '1', digest);
  expect(pair.target.openUploads).toBe(0);
});
