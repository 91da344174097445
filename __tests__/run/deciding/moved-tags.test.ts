import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/runtime/clock.js';
import { mirrorLines } from '../../support/bump.js';
import { onlyImage, usePair } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import { heldTimers } from '../../support/timing/held-clock.js';
import { holdWhen } from '../../support/timing/hold.js';

describe('a tag that moved', () => {
  test('is compared with what the target’s tag led to before', async () => {
    const pair = await usePair();
    const before = buildImage(pair.source, 'app', '1', { config: { env: ['A=1'] } });
    await pair.mirror(['app:1']);
    buildImage(pair.source, 'app', '1', { config: { env: ['A=2'] } });
    const image = onlyImage(await pair.mirror(['app:1']));
    expect(image.comparison?.before.digest).toBe(before.digest);
    expect(image.comparison?.inside?.changes).toEqual([{ field: 'environment', name: 'A', before: '1', now: '2' }]);
    expect(image.comparison?.inside?.layers).toMatchObject({ kept: 2, added: 0, removed: 0 });
  });

  test.each([
    ['1.2.3', 1],
    ['1', 0],
  ])('as %s is a warning where it looks like a version', async (tag, warnings) => {
    const pair = await usePair();
    buildImage(pair.source, 'app', tag, { seed: 'a' });
    await pair.mirror([`app:${tag}`]);
    buildImage(pair.source, 'app', tag, { seed: 'b' });
    const moved = `The tag ${tag} looks like a version, which stays what it is, and it was moved: `;
    for (const inputs of [{ mode: 'check' }, { 'on-mismatch': 'report' }, {}]) {
      const image = onlyImage(await pair.mirror([`app:${tag}`], inputs));
      expect(image.warnings.filter((warning) => warning.startsWith(moved))).toHaveLength(warnings);
    }
    expect(onlyImage(await pair.mirror([`app:${tag}`])).warnings).toEqual([]);
  });

  test('is not meant where a pin was changed and the tag stayed: one warning says where it leads', async () => {
    const pair = await usePair();
    const pinned = buildImage(pair.source, 'app', '1.2.4', { seed: 'b' });
    const stayed = buildImage(pair.source, 'app', '1.2.4', { seed: 'a' });
    const [was, now] = [stayed, pinned].map(({ digest }) => `app:1.2.4@${digest}`);
    await pair.mirror([was ?? '']);
    for (const inputs of [{ mode: 'check' }, {}, {}]) {
      const image = onlyImage(await mirrorLines(pair, [{ image: now ?? '', was: was ?? '' }], { inputs }));
      expect(image.warnings).toEqual([
        `The tag 1.2.4 and the pin no longer agree: at the source the tag leads to ${stayed.digest.slice(0, 19)}, and the pin is ${pinned.digest.slice(0, 19)}.`,
      ]);
    }
  });

  test('between two pins is a warning in the pull request’s every run', async () => {
    const pair = await usePair();
    const before = buildImage(pair.source, 'app', '1.2.3', { seed: 'a' });
    const now = buildImage(pair.source, 'app', '1.2.3', { seed: 'b' });
    const line = { image: `app:1.2.3@${now.digest}`, was: `app:1.2.3@${before.digest}` };
    for (const state of ['mirrored', 'skipped']) {
      const image = onlyImage(await mirrorLines(pair, [line]));
      expect(image.state).toBe(state);
      expect(image.warnings.join()).toContain(
        `it led to ${before.digest.slice(0, 19)}, and now to ${now.digest.slice(0, 19)}.`,
      );
    }
  });
});

describe('a tag beside a pin', () => {
  test('that leads elsewhere is a warning, and costs one HEAD', async () => {
    const pair = await usePair();
    const before = buildImage(pair.source, 'app', '1', { seed: 'a' });
    const pinned = buildImage(pair.source, 'app', '2', { seed: 'b' });
    const moved = buildImage(pair.source, 'app', '2', { seed: 'c' });
    const line = { image: `app:2@${pinned.digest}`, was: `app:1@${before.digest}` };
    const image = onlyImage(await mirrorLines(pair, [line]));
    expect(image.warnings).toEqual([
      `The tag 2 and the pin no longer agree: at the source the tag leads to ${moved.digest.slice(0, 19)}, and the pin is ${pinned.digest.slice(0, 19)}.`,
    ]);
    expect(pair.source.count('manifest-head', ({ reference }) => reference === '2')).toBe(1);
    expect(pair.source.count('manifest-head')).toBe(2); // and one of the digest: whether the source limits pulls
  });

  test('is not asked for where the pull request did not change the line, nor in mode verify', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '2');
    await pair.mirror([`app:2@${digest}`]);
    pair.source.clearRequests();
    await mirrorLines(pair, [`app:2@${digest}`]);
    await mirrorLines(pair, [{ image: `app:2@${digest}`, was: 'app:1' }], { inputs: { mode: 'verify' } });
    expect(pair.source.requests).toEqual([]);
  });

  test('that leads to it says nothing', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '2');
    const lines = [{ image: `app:2@${digest}`, was: 'app:1' }];
    expect(onlyImage(await mirrorLines(pair, lines)).warnings).toEqual([]);
    expect(pair.source.count('manifest-head', ({ reference }) => reference === '2')).toBe(1);
  });

  test('is not asked for where the image failed', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '2');
    const lost = `sha256:${'0'.repeat(64)}`;
    const image = onlyImage(await mirrorLines(pair, [{ image: `app:2@${lost}`, was: 'app:1' }]));
    expect([image.state, image.warnings]).toEqual(['failed', []]);
    expect(pair.source.count('manifest-head', ({ reference }) => reference === '2')).toBe(0);
  });

  test('whose HEAD has no answer within a minute says nothing, and holds nothing up', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '2');
    await pair.mirror([`app:2@${digest}`]);
    const { setTimer, advance } = heldTimers();
    const { reached } = holdWhen(pair, ({ kind, repository }) => kind === 'manifest-head' && repository === 'app');
    const lines = [{ image: `app:2@${digest}`, was: 'app:1' }];
    const running = mirrorLines(pair, lines, { clock: { ...systemClock, setTimer } });
    await reached;
    advance(60_000);
    const image = onlyImage(await running);
    expect([image.state, image.warnings]).toEqual(['skipped', []]);
  });

  test('whose HEAD fails says nothing', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '2');
    await pair.mirror([`app:2@${digest}`]);
    pair.source.fault({ status: 503, times: Number.POSITIVE_INFINITY });
    const image = onlyImage(await mirrorLines(pair, [{ image: `app:2@${digest}`, was: 'app:1' }]));
    expect([image.state, image.warnings]).toEqual(['skipped', []]);
  });
});
