import { describe, expect, test } from '@jest/globals';
import { mirrorLines } from '../../support/bump.js';
import { type Pair, onlyImage, statesOf, usePair } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';

const why = 'Whoever reads this may not read all that the account may.';
const asStranger = { inputs: { mode: 'check' }, publicOnlyReason: why };

/** app:1 is mirrored, app:2 at the source. */
async function useCopies(): Promise<Pair> {
  const pair = await usePair();
  for (const tag of ['1', '2']) buildImage(pair.source, 'app', tag, { seed: tag });
  await pair.mirror(['app:1']);
  for (const registry of [pair.source, pair.target]) registry.clearRequests();
  return pair;
}

describe('for whoever has no account', () => {
  test('a copy that its source shows to everybody is told of', async () => {
    const pair = await useCopies();
    expect(statesOf(await mirrorLines(pair, ['app:1'], asStranger))).toEqual(['skipped: up-to-date']);
  });

  test.each(['app:3', `app:1@sha256:${'0'.repeat(64)}`, `app@sha256:${'0'.repeat(64)}`])(
    'nothing is told of %s, which its source does not show, nor of its copy',
    async (image) => {
      const pair = await useCopies();
      const told = onlyImage(await mirrorLines(pair, [image], asStranger));
      expect([told.state, told.previousDigest]).toEqual(['failed', undefined]);
      expect(told.message).toContain('is not at the source');
      expect(pair.target.requests).toEqual([]);
    },
  );

  test('of a copy that is there, whichever it is, the inside is not told', async () => {
    const pair = await useCopies();
    const inputs = { mode: 'check', compare: 'presence', platforms: 'linux/amd64' };
    const told = onlyImage(await mirrorLines(pair, ['app:1'], { inputs, publicOnlyReason: why }));
    expect([told.state, told.reason, told.platforms]).toEqual(['skipped', 'present', undefined]);
    expect(pair.target.count('manifest-get')).toBe(0);
    const known = onlyImage(await mirrorLines(pair, ['app:1'], { inputs }));
    expect(known.platforms).toEqual(['linux/amd64']);
  });

  test('platforms are read where everybody may, and so is the image before', async () => {
    const pair = await useCopies();
    const inputs = { mode: 'check', platforms: 'linux/amd64' };
    const bump = { image: 'app:2', was: 'app:1' };
    const [told, same] = (await mirrorLines(pair, [bump, 'app:1'], { inputs, publicOnlyReason: why })).images;
    expect([told?.state, same?.reason, same?.platforms]).toEqual(['would-mirror', 'up-to-date', ['linux/amd64']]);
    expect(told?.comparison?.before.name).toBe(`${pair.source.host}/app:1`);
    expect(pair.target.count('manifest-get')).toBe(0);
  });
});
