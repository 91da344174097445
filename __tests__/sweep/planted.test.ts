import { beforeEach, expect, jest, test } from '@jest/globals';
import { onTestFinished } from '../support/jest/testing.js';
import { needWholeRun } from '../support/whole-run.js';
import type { Transport } from '../../src/registry/transport/transport.js';
import type { Tally } from './sweep.js';

type Plant = 'none' | 'tags first' | 'trusts what it is told' | 'forwards Authorization' | 'never ends';

/** What is wrong with the client. */
const planted = { plant: 'none' };

// Each original is loaded behind the faults of what it imports itself, and what imports all three behind theirs.
const hash = await import('../../src/image/hash.js');
jest.unstable_mockModule<typeof hash>('../../src/image/hash.js', () => ({
  ...hash,
  matchesDigest: (bytes, digest) => planted.plant === 'trusts what it is told' || hash.matchesDigest(bytes, digest),
}));

const verifiedStream = await import('../../src/registry/content/verified-stream.js');
jest.unstable_mockModule<typeof verifiedStream>('../../src/registry/content/verified-stream.js', () => ({
  ...verifiedStream,
  verifyContent: (content, ...others) =>
    planted.plant === 'trusts what it is told'
      ? asGenerator(content)
      : verifiedStream.verifyContent(content, ...others),
}));

const copying = await import('../../src/copy/copy-image.js');
jest.unstable_mockModule<typeof copying>('../../src/copy/copy-image.js', () => ({
  ...copying,
  copyImage: async (wanted, route, share, hooks, deps, signal) => {
    if (planted.plant === 'never ends') await new Promise<never>(() => undefined);
    if (planted.plant === 'tags first') {
      const content = await route.source.getManifest(wanted.digest, signal);
      await route.target.putManifest(wanted.tagMove?.tag ?? '', content, signal);
    }
    return copying.copyImage(wanted, route, share, hooks, deps, signal);
  },
}));

const { openDoubleStage } = await import('./double-stage.js');
const { sweepFaults } = await import('./swept-faults.js');
const { recordRequests } = await import('./record-requests.js');
const { makeScenarios } = await import('./scenarios.js');
const { sweep } = await import('./sweep.js');

async function* asGenerator(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* content;
}

/** Shows the last Authorization to whoever is asked without one, whichever of the run's clients asks. */
function forwarding(): (transport: Transport) => Transport {
  let last: string | undefined;
  return (transport) => async (request) => {
    last = request.headers.authorization ?? last;
    const forwarded = last === undefined ? {} : { authorization: last };
    return transport({ ...request, headers: { ...forwarded, ...request.headers } });
  };
}

beforeEach(needWholeRun);

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
