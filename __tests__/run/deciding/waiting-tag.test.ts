import pc from 'picocolors';
import { describe, expect, test } from '@jest/globals';
import { renderComment } from '../../../src/report/markdown/pull-request-comment.js';
import { outputsOf } from '../../../src/report/outputs.js';
import type { Report } from '../../../src/result/report.js';
import { renderTerminal } from '../../../src/report/terminal/terminal-report.js';
import type { Trigger } from '../../../src/tree/known-change.js';
import { changing, unknownChange } from '../../support/changes.js';
import {
  type Files,
  type MirrorOptions,
  type Pair,
  expectComplete,
  mirrorFiles,
  onlyImage,
  statesOf,
  usePair,
} from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { OptionTexts } from '../../../src/config/options.js';

const file = 'images/0000/Dockerfile';

interface Repinned {
  readonly pair: Pair;
  readonly old: { readonly digest: string };
  readonly now: { readonly digest: string };
  /** Runs the new pin, as the pull request's where nothing else is said. */
  readonly run: (inputs?: OptionTexts, more?: Partial<MirrorOptions>) => Promise<Report>;
  readonly proposed: Trigger;
  /** What the copy's tag leads to. */
  readonly tag: () => string | undefined;
}

/** A branch whose tag is mirrored by its pin, and a pull request that pins the tag anew. */
async function useRepinned(): Promise<Repinned> {
  const pair = await usePair();
  const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
  await pair.mirror([`app:1@${old.digest}`]);
  const now = buildImage(pair.source, 'app', '1', { seed: 'new' });
  const textBefore = async (): Promise<string> => Promise.resolve(`FROM ${pair.source.host}/app:1@${old.digest}\n`);
  const proposed = changing([file], { textBefore });
  pair.source.clearRequests();
  pair.target.clearRequests();
  return {
    pair,
    old,
    now,
    proposed,
    run: async (inputs = {}, more = {}) => pair.mirror([`app:1@${now.digest}`], inputs, { trigger: proposed, ...more }),
    tag: () => pair.target.resolve(pair.repository('app'), '1'),
  };
}

describe('a pull request that pins a tag anew', () => {
  test('brings the image by its digest, and leaves the tag to the branch', async () => {
    const { pair, old, now, run, tag } = await useRepinned();
    const report = await run();
    expect(onlyImage(report)).toMatchObject({
      state: 'mirrored',
      previousDigest: old.digest,
      digest: now.digest,
      tagWaits: true,
    });
    expect(tag()).toBe(old.digest);
    expectComplete(pair, 'app', now.digest, now.digest);
    expect(pair.target.count('manifest-put', ({ reference }) => reference === '1')).toBe(0);
  });

  test('says so where it is looked at', async () => {
    const { pair, old, now, run } = await useRepinned();
    const report = await run();
    const comment = renderComment(report, { maxCharacters: 65_000, pullRequest: 7 });
    const name = `${pair.target.host}/${pair.repository('app')}:1`;
    expect(comment).toContain('You can merge.');
    expect(comment).toContain('Its tag moves with the merge.');
    expect(comment).toContain('(the tag moves with the merge)');
    expect(comment).toContain(`\`${name}\` leads to \`${old.digest}\` until the merge`);
    expect(comment).toContain(`${name}@${now.digest}`);
    expect(comment).not.toContain('On the target before');
    expect(renderTerminal(report, pc.createColors(false))).toContain('the tag moves with the merge');
    const outputs = outputsOf(report, { reportPath: '', commentBody: '' });
    expect(JSON.parse(outputs.mirrored ?? '')).toMatchObject([{ reason: 'the tag moves with the merge' }]);
  });

  test('costs two HEADs of the target when it runs again, and nothing of the source but the look at the tag', async () => {
    const { pair, old, now, run, tag } = await useRepinned();
    await run();
    pair.source.clearRequests();
    pair.target.clearRequests();
    const report = await run();
    expect(statesOf(report)).toEqual(['skipped: up-to-date']);
    expect(onlyImage(report)).toMatchObject({ previousDigest: old.digest, digest: now.digest, tagWaits: true });
    const heads = pair.target.requests.filter(({ kind }) => kind === 'manifest-head').map(({ reference }) => reference);
    expect(heads.slice(0, 2)).toEqual(['1', now.digest]);
    expect(pair.target.requests.filter(({ kind }) => kind.endsWith('-put'))).toEqual([]);
    expect(tag()).toBe(old.digest);
  });

  test('is not undone by a run of the branch meanwhile', async () => {
    const { pair, old, run, tag } = await useRepinned();
    await run();
    pair.target.clearRequests();
    const report = await pair.mirror([`app:1@${old.digest}`]);
    expect(statesOf(report)).toEqual(['skipped: up-to-date']);
    expect(pair.target.requests.filter(({ kind }) => kind === 'manifest-put')).toEqual([]);
    expect(tag()).toBe(old.digest);
  });

  test.each<[string, (proposed: Trigger) => Trigger]>([
    ['the push of the merge', () => ({ kind: 'none', event: 'push' })],
    ['the closing of a pull request that was merged', (proposed) => ({ ...proposed, isProposal: false })],
  ])('is ended by %s: the tag is moved, and nothing is read from the source again', async (_name, triggerOf) => {
    const { pair, now, proposed, run, tag } = await useRepinned();
    await run();
    pair.source.clearRequests();
    const report = await run({}, { trigger: triggerOf(proposed) });
    expect(onlyImage(report)).toMatchObject({ state: 'mirrored', digest: now.digest, copiedBytes: 0 });
    expect(onlyImage(report).tagWaits).toBeUndefined();
    expect(tag()).toBe(now.digest);
    expect(report.traffic.upstreamPulls).toBe(0);
  });

  test('B2 leaves the tag also in its merge group, which may be taken out of the queue; the push moves it', async () => {
    const { old, now, run, tag } = await useRepinned();
    const report = await run({}, { trigger: changing([file], { kind: 'merge-group' }) });
    expect(onlyImage(report)).toMatchObject({ state: 'mirrored', digest: now.digest, tagWaits: true });
    expect(tag()).toBe(old.digest);
    const pushed = await run({}, { trigger: changing([file], { kind: 'push' }) });
    expect(onlyImage(pushed)).toMatchObject({ state: 'mirrored', digest: now.digest, copiedBytes: 0 });
    expect(tag()).toBe(now.digest);
  });

  test('moves the tag by force', async () => {
    const { now, run, tag } = await useRepinned();
    await run({ force: 'true' });
    expect(tag()).toBe(now.digest);
  });

  test('puts a tag that is not there yet', async () => {
    const pair = await usePair();
    const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
    const now = buildImage(pair.source, 'app', '1', { seed: 'new' });
    const textBefore = async (): Promise<string> => Promise.resolve(`FROM ${pair.source.host}/app:1@${old.digest}\n`);
    const report = await pair.mirror([`app:1@${now.digest}`], {}, { trigger: changing([file], { textBefore }) });
    expect(onlyImage(report).tagWaits).toBeUndefined();
    expectComplete(pair, 'app', '1', now.digest);
  });

  test('without its pin leaves the tag where the branch pins it, too', async () => {
    const { pair, old, now, proposed, tag } = await useRepinned();
    const report = await pair.mirror(['app:1'], {}, { trigger: proposed });
    expect(onlyImage(report)).toMatchObject({ state: 'mirrored', digest: now.digest, tagWaits: true });
    expect(tag()).toBe(old.digest);
  });

  test('in mode check says what a run would do', async () => {
    const { old, now, run, tag } = await useRepinned();
    expect(onlyImage(await run({ mode: 'check' }))).toMatchObject({ state: 'would-mirror', tagWaits: true });
    await run();
    expect(onlyImage(await run({ mode: 'check' }))).toMatchObject({ state: 'skipped', digest: now.digest });
    expect(tag()).toBe(old.digest);
  });

  test('that may not be written is one to mirror', async () => {
    const { pair, old, now, run } = await useRepinned();
    pair.target.fault({ status: 403, when: { kind: 'upload-post' }, times: Number.POSITIVE_INFINITY });
    const whenRefused = { kind: 'check', explain: () => 'No right to write.' } as const;
    const report = await run({}, { whenRefused });
    const expected = { state: 'would-mirror', previousDigest: old.digest, digest: now.digest, tagWaits: true };
    expect(onlyImage(report)).toMatchObject(expected);
    expect(report.checkedBecause).toBe('No right to write.');
  });

  test('leaves it also where it does not lead to what the branch pins, and says once where it leads', async () => {
    const { pair, run, tag } = await useRepinned();
    const moved = buildImage(pair.target, pair.repository('app'), '1', { seed: 'third' });
    const comment = renderComment(await run(), { maxCharacters: 65_000, pullRequest: 7 });
    expect(tag()).toBe(moved.digest);
    expect(comment.split(moved.digest)).toHaveLength(2);
  });

  test('in mode verify is content with the image by its digest, and not without it', async () => {
    const { run } = await useRepinned();
    expect(statesOf(await run({ mode: 'verify' }))).toEqual(['failed']);
    await run();
    expect(statesOf(await run({ mode: 'verify' }))).toEqual(['skipped: up-to-date']);
  });
});

describe('whatever is known of a pull request, a tag that is there does not move:', () => {
  async function expectUnmoved(
    files: Files,
    trigger: Trigger,
    { pair, old, inputs = {} }: { pair: Pair; old: { readonly digest: string }; inputs?: OptionTexts },
  ): Promise<void> {
    const { source, target } = pair;
    const all = {
      target: `${target.host}/mirror`,
      'allowed-registries': source.host,
      'verify-timeout': '1',
      ...inputs,
    };
    const report = await mirrorFiles({ files, inputs: all, trigger });
    expect(report.images.filter(({ tagWaits }) => tagWaits === true)).toHaveLength(1);
    const name = inputs.naming === undefined ? pair.repository('app') : 'mirror/app';
    expect(target.resolve(name, '1')).toBe(old.digest);
  }

  const text = (pair: Pair, ...images: readonly string[]): string =>
    images.map((image) => `FROM ${pair.source.host}/${image}\n`).join('');

  test.each<[string, (pair: Pair, before: string) => Trigger]>([
    ['nobody knows what it changes', () => unknownChange()],
    ['what was before cannot be read', () => changing([file])],
    ['a review started it', () => ({ kind: 'none', event: 'pull_request_review' })],
    [
      'the branch has the tag without a pin',
      (pair) => changing([file], { textBefore: async () => Promise.resolve(text(pair, 'app:1')) }),
    ],
    ['the file that named it is gone', () => changing([file], { gone: new Set(['images/old/Dockerfile']) })],
    [
      'another line of the file named it',
      (pair, before) => changing([file], { textBefore: async () => Promise.resolve(text(pair, before, 'other:1')) }),
    ],
  ])('%s', async (_name, triggerOf) => {
    const { pair, old, now } = await useRepinned();
    const trigger = triggerOf(pair, `app:1@${old.digest}`);
    await expectUnmoved({ [file]: text(pair, `app:1@${now.digest}`) }, trigger, { pair, old });
  });

  test('another image would be kept under its name', async () => {
    const { pair } = await useRepinned();
    const old = buildImage(pair.target, 'mirror/app', '1', { seed: 'of the branch' });
    buildImage(pair.source, 'evil/app', '1', { seed: 'evil' });
    const trigger = changing([file]);
    await expectUnmoved({ [file]: text(pair, 'evil/app:1') }, trigger, { pair, old, inputs: { naming: '{name}' } });
  });
});
