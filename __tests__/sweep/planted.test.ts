import { beforeEach, expect, jest, test } from '@jest/globals';
import { onTestFinished } from '../support/jest/testing.js';
import { needWholeRun } from '../support/whole-run.js';
import type { Transport } from '../../src/registry/transport/transport.js';
import { type Gate, closedGate } from '../support/timing/gate.js';
import type { Registry } from '../support/registry/registry.js';
import type { StageOptions } from './double-stage.js';
import type { Tally } from './sweep.js';

type Plant =
  | 'none'
  | 'tags first'
  | 'trusts what it is told'
  | 'forwards Authorization'
  | 'gives blocks back early'
  | 'counts one reader too few'
  | 'never ends';

/** It takes several blocks, and less than a slow reader may lag behind. */
const largeLayerBytes = 3_000_000;

/** What is wrong with the client. */
const planted = { plant: 'none' };

// Each original is loaded behind the faults of what it imports itself, and what imports all three behind theirs.
const hash = await import('../../src/image/hash.js');
jest.unstable_mockModule<typeof hash>('../../src/image/hash.js', () => ({
  ...hash,
  matchesDigest: (bytes, digest) => planted.plant === 'trusts what it is told' || hash.matchesDigest(bytes, digest),
}));

// Tests overwrite each block that is given back (`each-file.ts`).
const { blocks } = await import('../../src/runtime/blocks.js');

const verifiedStream = await import('../../src/registry/content/verified-stream.js');
jest.unstable_mockModule<typeof verifiedStream>('../../src/registry/content/verified-stream.js', () => ({
  ...verifiedStream,
  verifyContent: (content, ...others) => {
    if (planted.plant === 'trusts what it is told') return asGenerator(content);
    const verified = verifiedStream.verifyContent(content, ...others);
    return planted.plant === 'gives blocks back early' ? givingBack(verified) : verified;
  },
}));

const { Branch } = await import('../../src/copy/blobs/tee.js');
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this`
const { push } = Branch.prototype;
/** What one reader has got. */
const pushed = new WeakSet<Uint8Array>();
Branch.prototype.push = function pushMiscounted(chunk) {
  if (planted.plant === 'counts one reader too few' && !pushed.has(chunk)) blocks.release(chunk);
  pushed.add(chunk);
  push.call(this, chunk);
};

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

const { isStreamed } = await import('../../src/registry/transport/transport.js');
const { useRegistry } = await import('../support/mirror.js');
const { openDoubleStage } = await import('./double-stage.js');
const { sweepFaults } = await import('./swept-faults.js');
const { recordRequests } = await import('./record-requests.js');
const { makeScenarios } = await import('./scenarios.js');
const { sweep } = await import('./sweep.js');

async function* asGenerator(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* content;
}

/** Each chunk belongs to the pool before its reader has seen it. */
async function* givingBack(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    blocks.release(chunk);
    yield chunk;
  }
}

/** The second target gets a large blob only when the first has answered for the same one. */
function holdingBack(second: Registry): (transport: Transport) => Transport {
  const answered = new Map<string, Gate>();
  return (transport) => async (request) => {
    const { url, headers, body } = request;
    if (!isStreamed(body) || Number(headers['content-length']) < largeLayerBytes) return transport(request);
    const digest = url.searchParams.get('digest') ?? '';
    const gate = answered.get(digest) ?? closedGate();
    answered.set(digest, gate);
    if (url.host !== second.host) return transport(request).finally(gate.open);
    return transport({ ...request, body: behind(gate.opened, body) }).finally(() => answered.delete(digest));
  };
}

async function* behind(opened: Promise<void>, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    await opened;
    yield chunk;
  }
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

interface Part {
  /** Of the names of its scenarios; by default some that each of the faults shows in. */
  readonly named?: RegExp;
  readonly most?: number;
  readonly options?: StageOptions;
}

/** A part of the sweep. */
async function sweepWith(
  plant: Plant,
  { named = /^source\/\d+ cdn .*: (?:500|body with one bit flipped)$/, most = Infinity, options = {} }: Part = {},
): Promise<Tally> {
  planted.plant = 'none';
  const adapt = plant === 'forwards Authorization' ? { adapt: forwarding() } : {};
  const stage = await openDoubleStage(options);
  onTestFinished(async () => {
    planted.plant = 'none';
    await stage.stop();
  });
  const { scenarios } = makeScenarios(await recordRequests(stage), sweepFaults);
  const part = scenarios.filter(({ name }) => named.test(name));
  planted.plant = plant;
  return sweep(part.slice(0, most), async () => openDoubleStage({ ...options, ...adapt }), {
    onProblem: () => undefined,
    maxRunMs: plant === 'never ends' ? 1_000 : 60_000,
  });
}

/** A part of the sweep of a copy to two targets, of which the second is slow. */
async function sweepTwoWith(plant: Plant): Promise<Tally> {
  const second = await useRegistry({ quirks: { sparseIndexes: true, believesDigests: true } });
  const options = { second, layerBytes: largeLayerBytes, adapt: holdingBack(second) };
  return sweepWith(plant, { named: /^source\/\d+ manifest-get .*: 500$/, options });
}

test('the sweep finds nothing wrong with a client that is right', async () => {
  const { scenarios, counts, problems } = await sweepWith('none');
  expect(problems).toEqual([]);
  expect(counts).toEqual({ converged: scenarios, lost: 0, wrong: 0, hung: 0 });
});

test('nor with one that copies to two targets', async () => {
  const { scenarios, counts, problems } = await sweepTwoWith('none');
  expect(problems).toEqual([]);
  expect(counts).toEqual({ converged: scenarios, lost: 0, wrong: 0, hung: 0 });
});

test.each<[Plant, RegExp]>([
  ['tags first', /a reader found app:1 at sha256:\w+: .* is missing/],
  ['trusts what it is told', /a reader found \w+:\d at sha256:\w+.* is damaged/],
  ['forwards Authorization', /host carried credentials/],
  ['gives blocks back early', /a reader found \w+:\d at sha256:\w+.* is damaged/],
])('the sweep finds that a client %s', async (plant, problem) => {
  const { counts, problems } = await sweepWith(plant);
  expect(counts.wrong).toBeGreaterThan(0);
  expect(problems.join('\n')).toMatch(problem);
});

test('the sweep finds that a client counts one reader too few', async () => {
  const { scenarios, counts, problems } = await sweepTwoWith('counts one reader too few');
  expect(counts).toEqual({ converged: 0, lost: 0, wrong: scenarios, hung: 0 });
  expect(problems.join('\n')).toMatch(/a reader found \w+:\d at sha256:\w+.* is damaged/);
});

test('the sweep finds that a client never ends', async () => {
  const { counts } = await sweepWith('never ends', { most: 2 });
  expect(counts).toEqual({ converged: 0, lost: 0, wrong: 0, hung: 2 });
});
