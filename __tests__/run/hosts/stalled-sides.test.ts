import { expect, test } from '@jest/globals';
import { onTestFinished } from '../../support/jest/testing.js';
import { type Files, mirrorFiles, useAbort, useRegistry } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { Registry } from '../../support/registry/registry.js';
import { eventually } from '../../support/timing/eventually.js';

const times = Number.POSITIVE_INFINITY;

function filesOf(images: readonly string[]): Files {
  return Object.fromEntries(images.map((image, index) => [`images/${index}/Dockerfile`, `FROM ${image}:1\n`]));
}

function namesOf(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_each, index) => `${prefix}${index}`);
}

function buildAll(registry: Registry, names: readonly string[]): readonly string[] {
  return names
    .flatMap((seed) => buildImage(registry, seed, '1', { layers: [2_000_000], seed }).layers)
    .map(({ digest }) => digest);
}

/** A run whose stalled part never ends by itself in the time of a test. */
function startStalling(files: Files, target: string): void {
  const abort = useAbort();
  const running = mirrorFiles({ files, inputs: { target, 'verify-timeout': '1' }, signal: abort.signal });
  onTestFinished(async () => {
    abort.abort(new Error('the test is over'));
    await running;
  });
}

test('a target that takes bodies and never answers holds up no other', async () => {
  const [source, stalled, well] = [await useRegistry(), await useRegistry(), await useRegistry()];
  const olds = namesOf('old', 30);
  buildAll(source, [...olds, 'new']);
  const images = [...olds, 'new'].map((name) => `${source.host}/${name}`);
  await mirrorFiles({ files: filesOf(images.slice(0, -1)), inputs: { target: `${well.host}/mirror` } });
  stalled.fault({ when: { kind: 'upload-put' }, delayMs: times, times });
  startStalling(filesOf(images), `${stalled.host}/mirror\n${well.host}/mirror`);
  await eventually(() => {
    expect(well.resolve(`mirror/${source.host.replace(':', '_')}/new`, '1')).toBeDefined();
  });
});

test('a source that stops in the middle of bodies holds up no other', async () => {
  const [stalled, well, target] = [await useRegistry(), await useRegistry(), await useRegistry()];
  const layers = new Set(buildAll(stalled, namesOf('a', 20)));
  buildAll(well, ['b0', 'b1']);
  stalled.fault({
    when: ({ kind, digest }) => kind === 'blob-get' && layers.has(digest ?? ''),
    stallMs: times,
    stallAfterBytes: 500_000,
    times,
  });
  const images = [...namesOf('a', 20).map((name) => `${stalled.host}/${name}`), `${well.host}/b0`, `${well.host}/b1`];
  startStalling(filesOf(images), `${target.host}/mirror`);
  await eventually(() => {
    for (const name of ['b0', 'b1'])
      expect(target.resolve(`mirror/${well.host.replace(':', '_')}/${name}`, '1')).toBeDefined();
  });
});
