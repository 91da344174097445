import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { exitCodeOf } from '../../../src/result/exit-code.js';
import { renderComment } from '../../../src/report/markdown/pull-request-comment.js';
import type { Report } from '../../../src/result/report.js';
import { changing } from '../../support/changes.js';
import { onTestFinished, skip } from '../../support/jest/testing.js';
import {
  type Pair,
  expectComplete,
  explain,
  makeWorkspace,
  mirrorFiles,
  statesOf,
  usePair,
  useRegistry,
} from '../../support/mirror.js';
import {
  type RealRegistryKind,
  findRealRegistries,
  startRealRegistry,
} from '../../support/real-registries/real-registries.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { OptionTexts } from '../../../src/config/options.js';

interface Contested {
  readonly pair: Pair;
  readonly old: { readonly digest: string };
  readonly now: { readonly digest: string };
  /** Runs a tree whose two files pin the one tag to these. */
  readonly run: (inputs?: OptionTexts) => Promise<Report>;
  readonly tag: () => string | undefined;
}

/** A tag that is mirrored by its pin, that moved upstream, and that one of two files is bumped for. */
async function useContested(): Promise<Contested> {
  const pair = await usePair();
  const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
  await pair.mirror([`app:1@${old.digest}`]);
  const now = buildImage(pair.source, 'app', '1', { seed: 'new' });
  pair.source.clearRequests();
  pair.target.clearRequests();
  return {
    pair,
    old,
    now,
    run: async (inputs = {}) => pair.mirror([`app:1@${old.digest}`, `app:1@${now.digest}`], inputs),
    tag: () => pair.target.resolve(pair.repository('app'), '1'),
  };
}

function ownTag(digest: string): string {
  return `pinned-${digest.replace(':', '-')}`;
}

function expectBothKept({ pair, old, now }: Pick<Contested, 'pair' | 'old' | 'now'>): void {
  for (const { digest } of [old, now]) expectComplete(pair, 'app', ownTag(digest), digest);
}

describe('B1 two pins of one tag', () => {
  test('are both kept, the tag follows the one that the source has, and a warning names both files', async () => {
    const { pair, old, now, run, tag } = await useContested();
    const report = await run();
    expectBothKept({ pair, old, now });
    expect(tag()).toBe(now.digest);
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored', 'mirrored']);
    expect(exitCodeOf(report, 'not-mirrored')).toBe(0);
    const warned = report.images.filter(({ warnings }) => warnings.length > 0);
    expect(warned.map(({ canonical }) => canonical)).toEqual([`${pair.source.host}/app:1`]);
    expect(warned[0]?.warnings).toEqual([
      expect.stringMatching(
        /pinned to different digests: .* in images\/0000\/Dockerfile:1, .* in images\/0001\/Dockerfile:1/,
      ),
    ]);
    expect(renderComment(report, { maxCharacters: 65_000 })).toContain('images/0001/Dockerfile:1');
  });

  test('read each image once, and ask for the source’s tag once', async () => {
    const { pair, now, run } = await useContested();
    const report = await run();
    expect(report.traffic.upstreamPulls).toBe(1);
    const asked = pair.source.requests.filter(({ kind }) => kind.startsWith('manifest-'));
    expect(asked.filter(({ reference }) => reference === '1').map(({ kind }) => kind)).toEqual(['manifest-head']);
    expect(asked.filter(({ kind }) => kind === 'manifest-get').map(({ reference }) => reference)).toEqual([now.digest]);
    const blobs = pair.source.requests.filter(({ kind }) => kind === 'blob-get').map(({ digest }) => digest);
    expect(new Set(blobs).size).toBe(blobs.length);
  });

  test('cost three HEADs of the target and one of the source when they run again', async () => {
    const { pair, run } = await useContested();
    await run();
    pair.source.clearRequests();
    pair.target.clearRequests();
    expect(statesOf(await run())).toEqual(['skipped: up-to-date', 'skipped: up-to-date', 'skipped: up-to-date']);
    expect(pair.target.requests.filter(({ kind }) => kind !== 'ping').map(({ kind }) => kind)).toEqual([
      'manifest-head',
      'manifest-head',
      'manifest-head',
    ]);
    expect(pair.source.count('manifest-head')).toBe(1);
  });

  test('of which the source’s tag shows none leave the tag where it is, and nothing fails', async () => {
    const { pair, old, now, run, tag } = await useContested();
    const third = buildImage(pair.source, 'app', '1', { seed: 'third' });
    const report = await run();
    expectBothKept({ pair, old, now });
    expect(tag()).toBe(old.digest);
    expect(statesOf(report)).toEqual(['skipped: pins differ', 'mirrored', 'mirrored']);
    expect(exitCodeOf(report, 'not-mirrored')).toBe(0);
    expect(explain(report)).toContain(
      `At the source the tag leads to ${third.digest.slice(0, 19)}, which no file pins. The copy's tag was left as it is.`,
    );
    const comment = renderComment(report, { maxCharacters: 65_000 });
    expect(comment).toContain(`${pair.target.host}/${pair.repository('app')}:1@${old.digest}`);
  });

  test('of which the source’s tag shows none make no tag that is not there', async () => {
    const pair = await usePair();
    const [old, now] = ['old', 'new'].map((seed) => buildImage(pair.source, 'app', '1', { seed }));
    buildImage(pair.source, 'app', '1', { seed: 'third' });
    const report = await pair.mirror([`app:1@${old?.digest}`, `app:1@${now?.digest}`]);
    expect(statesOf(report)).toEqual(['skipped: pins differ', 'mirrored', 'mirrored']);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBeUndefined();
  });

  test('beside a file that needs the tag get it one, if there is none', async () => {
    const pair = await usePair();
    const [old, now] = ['old', 'new'].map((seed) => buildImage(pair.source, 'app', '1', { seed }));
    const third = buildImage(pair.source, 'app', '1', { seed: 'third' });
    const images = [`app:1@${old?.digest}`, `app:1@${now?.digest}`, 'app:1'];
    expect(statesOf(await pair.mirror(images))).toEqual(['mirrored', 'mirrored', 'mirrored']);
    expectComplete(pair, 'app', '1', third.digest);
    buildImage(pair.source, 'app', '1', { seed: 'fourth' });
    await pair.mirror(images);
    expectComplete(pair, 'app', '1', third.digest);
  });

  test('whose tag is nowhere are no failure, whoever looks', async () => {
    const pair = await usePair();
    const [old, now] = ['old', 'new'].map((seed) => buildImage(pair.source, 'app', '1', { seed }));
    pair.source.deleteTag('app', '1');
    const images = [`app:1@${old?.digest}`, `app:1@${now?.digest}`];
    const report = await pair.mirror(images);
    expect(statesOf(report)).toEqual(['skipped: pins differ', 'mirrored', 'mirrored']);
    expect(explain(report)).toContain('is not at the source');
    const verified = await pair.mirror(images, { mode: 'verify' });
    expect(statesOf(verified)).toEqual(['skipped: pins differ', 'skipped: up-to-date', 'skipped: up-to-date']);
    expect(explain(verified)).toContain('The target does not have the tag.');
  });

  test.each([
    [
      'has the tag no more',
      (pair: Pair) => {
        pair.source.deleteTag('app', '1');
      },
    ],
    ['is down for it', (pair: Pair) => pair.source.fault({ status: 503, when: { kind: 'manifest-head' }, times: 99 })],
  ])('whose source %s leave the tag where it is', async (_name, spoil) => {
    const { pair, old, now, run, tag } = await useContested();
    await run();
    spoil(pair);
    const report = await run();
    expectBothKept({ pair, old, now });
    expect(tag()).toBe(now.digest);
    expect(statesOf(report).toSorted()).toEqual(['skipped: unverified', 'skipped: up-to-date', 'skipped: up-to-date']);
  });

  test('keep to what the policy says of a tag that is behind', async () => {
    const { old, run, tag } = await useContested();
    expect(statesOf(await run({ 'on-mismatch': 'report' }))).toEqual(['stale: target-behind', 'mirrored', 'mirrored']);
    expect(tag()).toBe(old.digest);
    expect(statesOf(await run({ compare: 'presence' }))[0]).toBe('skipped: present');
    expect(tag()).toBe(old.digest);
  });

  test('are looked at alone in modes that write nothing', async () => {
    const { pair, run } = await useContested();
    expect(statesOf(await run({ mode: 'check' }))).toEqual(
      ['would mirror', 'would mirror', 'would mirror'].map(() => 'would-mirror'),
    );
    expect(pair.target.requests.filter(({ kind }) => kind.endsWith('-put'))).toEqual([]);
    await run();
    pair.source.clearRequests();
    expect(statesOf(await run({ mode: 'verify' }))).toEqual([
      'skipped: present',
      'skipped: up-to-date',
      'skipped: up-to-date',
    ]);
    expect(pair.source.requests).toEqual([]);
  });

  test('may stand in one file: a COPY --from keeps the old one, because Dependabot does not edit it', async () => {
    const { pair, old, now, tag } = await useContested();
    const { host } = pair.source;
    const text = `FROM ${host}/app:1@${now.digest}\nCOPY --from=${host}/app:1@${old.digest} /tool /tool\n`;
    const files = { 'images/app/Dockerfile': text };
    const report = await mirrorFiles({ files, inputs: { target: `${pair.target.host}/mirror` } });
    expectBothKept({ pair, old, now });
    expect(tag()).toBe(now.digest);
    expect(explain(report)).toMatch(/ in images\/app\/Dockerfile:1, .* in images\/app\/Dockerfile:2/);
  });

  test('of which a run is of one alone move the tag away from no digest that has no other', async () => {
    const { pair, old, now, tag } = await useContested();
    const [first, second] = ['images/0000/Dockerfile', 'images/0001/Dockerfile'];
    const trigger = changing([second], { kind: 'push' });
    const report = await pair.mirror([`app:1@${old.digest}`, `app:1@${now.digest}`], { scope: 'changed' }, { trigger });
    expect(tag()).toBe(now.digest);
    expectBothKept({ pair, old, now });
    expect(report.images.map(({ uses }) => uses.map(({ file }) => file))).toEqual([[first], [second], [second]]);
  });

  test('of a pull request move no tag, and it gets the digest that it brings', async () => {
    const { pair, old, now, tag } = await useContested();
    const trigger = changing(['images/0001/Dockerfile']);
    const images = [`app:1@${old.digest}`, `app:1@${now.digest}`];
    const report = await pair.mirror(images, {}, { trigger });
    expect(tag()).toBe(old.digest);
    expectComplete(pair, 'app', ownTag(now.digest), now.digest);
    expect(pair.target.resolve(pair.repository('app'), ownTag(old.digest))).toBeUndefined();
    expect(exitCodeOf(report, 'not-mirrored')).toBe(0);
  });
});

test('B1 two pins of one tag survive a registry that deletes untagged manifests', async () => {
  const kind = (await findRealRegistries()).find(
    ({ name }) => name === 'distribution-3' || name === 'distribution-2.8',
  );
  if (kind === undefined) return skip('distribution is not on this machine: scripts/install-tools.sh');
  const directory = await makeWorkspace({});
  const target = await startRealRegistry(kind, { directory });
  onTestFinished(async () => target.stop());
  const source = await useRegistry();
  const [old, now] = ['old', 'new'].map((seed) => buildImage(source, 'app', '1', { seed }).digest);
  const files = {
    'images/a/Dockerfile': `FROM ${source.host}/app:1@${old}\n`,
    'images/b/Dockerfile': `FROM ${source.host}/app:1@${now}\n`,
  };
  await mirrorFiles({ files, inputs: { target: `${target.host}/mirror`, naming: '{name}' } });
  await collectUntagged(kind, directory);
  const report = await mirrorFiles({
    files,
    inputs: { target: `${target.host}/mirror`, naming: '{name}', force: 'true' },
  });
  expect(statesOf(report)).toEqual(['skipped: up-to-date', 'skipped: up-to-date', 'skipped: up-to-date']);
  for (const digest of [old, now]) {
    const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' };
    const answer = await fetch(`http://${target.host}/v2/mirror/app/manifests/${digest}`, { headers });
    expect(answer.status).toBe(200);
  }
});

async function collectUntagged({ command }: RealRegistryKind, rootdirectory: string): Promise<void> {
  const config = { version: '0.1', storage: { filesystem: { rootdirectory } }, http: { addr: '127.0.0.1:0' } };
  const path = join(await makeWorkspace({}), 'config.yml');
  await writeFile(path, JSON.stringify(config));
  await promisify(execFile)(command, ['garbage-collect', '--delete-untagged', path]);
}
