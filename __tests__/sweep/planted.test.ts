import type { Dispatcher } from 'undici';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDoubleStage } from './double-stage.js';
import { sweepFaults } from './faults.js';
import { recordRequests } from './record.js';
import { makeScenarios } from './scenarios.js';
import { type Tally, sweep } from './sweep.js';

type Plant = 'none' | 'tags first' | 'trusts what it is told' | 'forwards Authorization' | 'never ends';

/** What is wrong with the client. */
const planted = vi.hoisted(() => ({ plant: 'none' }));

vi.mock(import('../../src/copy/copy-image.js'), async (importOriginal) => {
  const original = await importOriginal();
  return {
    ...original,
    copyImage: async (wanted, route, share, hooks, deps, signal) => {
      if (planted.plant === 'never ends') await new Promise<never>(() => undefined);
      if (planted.plant === 'tags first') {
        const content = await route.source.getManifest(wanted.digest, signal);
        await route.target.putManifest(wanted.tagMove?.tag ?? '', content, signal);
      }
      return original.copyImage(wanted, route, share, hooks, deps, signal);
    },
  };
});

vi.mock(import('../../src/image/hash.js'), async (importOriginal) => {
  const original = await importOriginal();
  return {
    ...original,
    matchesDigest: (bytes, digest) =>
      planted.plant === 'trusts what it is told' || original.matchesDigest(bytes, digest),
  };
});

vi.mock(import('../../src/registry/content/verified-stream.js'), async (importOriginal) => {
  const original = await importOriginal();
  return {
    ...original,
    verifyContent: (content, ...others) =>
      planted.plant === 'trusts what it is told' ? asGenerator(content) : original.verifyContent(content, ...others),
  };
});

async function* asGenerator(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* content;
}

/** Shows the last Authorization to whoever is asked without one, whichever of the run's clients asks. */
function forwarding(): (dispatcher: Dispatcher) => Dispatcher {
  let last: string | undefined;
  return (dispatcher) =>
    dispatcher.compose((dispatch) => (options, handler) => {
      const headers = { ...(options.headers as Record<string, string>) };
      last = headers.authorization ?? last;
      const forwarded = last === undefined ? {} : { authorization: last };
      return dispatch({ ...options, headers: { ...forwarded, ...headers } }, handler);
    });
}

/** A part of the sweep that each of the faults shows in. */
async function sweepWith(plant: Plant, most = Infinity): Promise<Tally> {
  planted.plant = 'none';
  const adapt = plant === 'forwards Authorization' ? { adapt: forwarding() } : {};
  const stage = await openDoubleStage();
  onTestFinished(async () => {
    planted.plant = 'none';
    await stage.stop();
  });
  const { scenarios } = makeScenarios(await recordRequests(stage), sweepFaults);
  const part = scenarios.filter(({ name }) => /^source\/\d+ cdn .*: (?:500|body with one bit flipped)$/.test(name));
  planted.plant = plant;
  return sweep(part.slice(0, most), async () => openDoubleStage(adapt), {
    lanes: 4,
    onProblem: () => undefined,
    maxRunMs: plant === 'never ends' ? 1_000 : 60_000,
  });
}

test('the sweep finds nothing wrong with a client that is right', async () => {
  const { scenarios, counts, problems } = await sweepWith('none');
  expect(problems).toEqual([]);
  expect(counts).toEqual({ converged: scenarios, lost: 0, wrong: 0, hung: 0 });
});

test.each<[Plant, RegExp]>([
  ['tags first', /a reader found app:1 at sha256:\w+: .* is missing/],
  ['trusts what it is told', /a reader found \w+:\d at sha256:\w+.* is damaged/],
  ['forwards Authorization', /host carried credentials/],
])('the sweep finds that a client %s', async (plant, problem) => {
  const { counts, problems } = await sweepWith(plant);
  expect(counts.wrong).toBeGreaterThan(0);
  expect(problems.join('\n')).toMatch(problem);
});

test('the sweep finds that a client never ends', async () => {
  const { counts } = await sweepWith('never ends', 2);
  expect(counts).toEqual({ converged: 0, lost: 0, wrong: 0, hung: 2 });
});
