import { describe, expect, test } from '@jest/globals';
import { renderComment } from '../../../src/report/markdown/pull-request-comment.js';
import type { OptionTexts } from '../../../src/config/options.js';
import type { WhenRefused } from '../../../src/plan/when-refused.js';
import type { Trigger } from '../../../src/tree/known-change.js';
import { changing } from '../../support/changes.js';
import { isChild, loses } from '../../support/gateway/oddities/content.js';
import { absentDenied } from '../../support/gateway/oddities/manifests.js';
import {
  type Pair,
  expectComplete,
  explain,
  makeWorkspace,
  mirrorFiles,
  onlyImage,
  statesOf,
  usePair,
  useRegistry,
} from '../../support/mirror.js';
import type { Fault, FaultHandle } from '../../support/registry/faults/fault-types.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { RegistryOptions } from '../../support/registry/options.js';
import type { Registry } from '../../support/registry/registry.js';
import type { RequestRecord } from '../../support/registry/types.js';
import { secretFor } from '../../support/secrets.js';
import { quickClock } from '../../support/timing/quick-clock.js';

const times = Number.POSITIVE_INFINITY;
const reads = ['manifest-head', 'manifest-get'] as const;
const whenRefused: WhenRefused = { kind: 'check', explain: () => 'No right to write.' };

function denyAbsent(registry: Registry): void {
  registry.fault({ answer: absentDenied.begin(), when: { kind: reads }, times });
}

function deny(registry: Registry, when: NonNullable<Fault['when']>): FaultHandle {
  return registry.fault({ status: 403, code: 'DENIED', when, times });
}

async function useDenying(options: Parameters<typeof usePair>[0] = {}): Promise<Pair> {
  const pair = await usePair(options);
  denyAbsent(pair.target);
  return pair;
}

function byTag({ kind, reference }: RequestRecord): boolean {
  return (kind === 'manifest-head' || kind === 'manifest-get') && reference?.includes(':') === false;
}

function proposing({ kind = 'pull-request' }: { kind?: 'pull-request' | 'merge-group' } = {}): { trigger: Trigger } {
  return { trigger: changing(['images/0000/Dockerfile'], { kind }) };
}

describe('D12 a target that answers 403 for a manifest that it does not have', () => {
  test('is copied to, tag by tag, and needs no copy from then on', async () => {
    const pair = await useDenying();
    const { digest } = buildIndex(pair.source, 'app', '1');
    const second = buildIndex(pair.source, 'app', '2', { seed: 'second' });
    const report = await pair.mirror(['app:1', 'app:2']);
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
    expect(report.images.map(({ previousUnknown, warnings }) => [previousUnknown, warnings])).toEqual([
      [true, []],
      [true, []],
    ]);
    expectComplete(pair, 'app', '1', digest);
    expectComplete(pair, 'app', '2', second.digest);
    // One repository is asked once whether it takes uploads.
    expect(pair.target.count('upload-delete')).toBe(1);
    expect(pair.target.openUploads).toBe(0);
    pair.target.clearRequests();
    const next = await pair.mirror(['app:1', 'app:2']);
    expect(statesOf(next)).toEqual(['skipped: up-to-date', 'skipped: up-to-date']);
    expect(pair.target.count('upload-post')).toBe(0);
    expect(onlyImage(await pair.mirror(['app:1']))).not.toHaveProperty('previousUnknown');
  });

  test('each repository is asked itself whether it takes uploads, before anything of its source is asked for', async () => {
    const pair = await useDenying();
    for (const name of ['a', 'b', 'c']) buildImage(pair.source, name, '1', { seed: name });
    deny(pair.target, ({ kind, repository }) => kind === 'upload-post' && repository === pair.repository('b'));
    const report = await pair.mirror(['a:1', 'b:1', 'c:1']);
    expect(statesOf(report)).toEqual(['mirrored', 'failed', 'mirrored']);
    expect(report.images[1]?.message).toMatch(/^Looking up .*b:1 on the target: 403/);
    expect(pair.source.requests.filter(({ repository }) => repository === 'b')).toEqual([]);
  });

  test('a refusal of HEAD alone says nothing: what a GET shows is not moved', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    deny(pair.target, { kind: 'manifest-head' });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
    expectComplete(pair, 'app', '1', digest);
    pair.target.clearRequests();
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['skipped: done elsewhere']);
    expect(pair.target.count('manifest-put')).toBe(0);
  });

  test('what an earlier run left there by its digest is neither pulled again nor counted as needed', async () => {
    const pair = await useDenying({ source: { rateLimit: { limit: 2, windowSeconds: 21_600 } } });
    // The look-up and the content are of the target: of two pulls an index of two platforms would need three.
    const { digest } = buildIndex(pair.source, 'app', '1');
    buildIndex(pair.target, pair.repository('app'), undefined);
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['mirrored']);
    expectComplete(pair, 'app', '1', digest);
    expect(pair.source.count('manifest-get')).toBe(0);
  });

  test('an image that is not there is counted whole where its source limits pulls', async () => {
    const pair = await useDenying({ source: { rateLimit: { limit: 2, windowSeconds: 21_600 } } });
    buildIndex(pair.source, 'app', '1');
    buildImage(pair.target, pair.repository('app'), 'other', { seed: 'other' });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['deferred']);
    // The first manifest tells what the image needs.
    expect(pair.source.count('manifest-get')).toBe(1);
    expect(pair.target.count('upload-put')).toBe(0);
  });

  test('a 403 that is a limit on bursts is waited for, and is no absence', async () => {
    const pair = await usePair();
    const { digest } = buildIndex(pair.source, 'app', '1');
    buildIndex(pair.target, pair.repository('app'), '0');
    pair.target.fault({ status: 403, when: byTag, times: 1 });
    pair.target.fault({ status: 403, when: { kind: 'manifest-get' }, times: 1, message: 'secondary rate limit' });
    expect(statesOf(await pair.mirror(['app:1'], {}, { clock: quickClock() }))).toEqual(['mirrored']);
    expectComplete(pair, 'app', '1', digest);
    // All of it was on the target under another tag.
    expect(pair.source.count('manifest-get')).toBe(0);
  });

  test('a child that it lost is put again', async () => {
    const pair = await useDenying({ target: { quirks: { sparseIndexes: true } } });
    const { digest } = buildIndex(pair.source, 'app', '1');
    pair.target.fault({ answer: loses(isChild, 1).begin(), when: { kind: 'manifest-put' }, times });
    const report = await pair.mirror(['app:1'], {}, { clock: quickClock() });
    expect(statesOf(report)).toEqual(['mirrored']);
    expectComplete(pair, 'app', '1', digest);
  });

  test('beside a target that answers 404, each image is read once', async () => {
    const pair = await useDenying();
    const other = await useRegistry();
    const { digest } = buildIndex(pair.source, 'app', '1');
    const report = await mirrorFiles({
      files: { 'images/app/Dockerfile': `FROM ${pair.source.host}/app:1\n` },
      inputs: { target: `${pair.target.host}/mirror\n${other.host}/mirror` },
    });
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
    expect(report.images.map(({ previousUnknown }) => previousUnknown)).toEqual([true, undefined]);
    expect(pair.source.count('manifest-get')).toBe(3);
    for (const { target } of [pair, { target: other }]) expectComplete({ ...pair, target }, 'app', '1', digest);
  });

  test('two pins of one tag are both kept, and the tag follows the source', async () => {
    const pair = await useDenying();
    const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
    const now = buildImage(pair.source, 'app', '1', { seed: 'new' });
    const report = await pair.mirror([`app:1@${old.digest}`, `app:1@${now.digest}`]);
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored', 'mirrored']);
    for (const { digest } of [old, now]) expectComplete(pair, 'app', `pinned-${digest.replace(':', '-')}`, digest);
    expectComplete(pair, 'app', '1', now.digest);
  });

  test('a list of referrers is not written over one that may be there: a warning says so', async () => {
    const pair = await useDenying({ target: { referrers: false, quirks: { sparseIndexes: true } } });
    const options = { attestations: true, attestationSubjects: true };
    const { digest } = buildIndex(pair.source, 'app', '1', options);
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['mirrored']);
    expectComplete(pair, 'app', '1', digest);
    expect(onlyImage(report).warnings).toEqual([expect.stringMatching(/^1 attestation could not be listed: .*: 403/)]);
  });
});

describe('D13 the same before the merge', () => {
  test.each(['pull-request', 'merge-group'] as const)(
    '%s: the tag waits, and the image is there by its digest',
    async (kind) => {
      const pair = await useDenying();
      const { digest } = buildIndex(pair.source, 'app', '1');
      const report = await pair.mirror(['app:1'], {}, proposing({ kind }));
      expect(onlyImage(report)).toMatchObject({ state: 'mirrored', digest, tagWaits: true, previousUnknown: true });
      expect(onlyImage(report)).not.toHaveProperty('previousDigest');
      expect(pair.target.resolve(pair.repository('app'), '1')).toBeUndefined();
      expectComplete(pair, 'app', digest, digest);
      pair.target.clearRequests();
      const again = await pair.mirror(['app:1'], {}, proposing({ kind }));
      expect(onlyImage(again)).toMatchObject({
        state: 'skipped',
        reason: 'up-to-date',
        digest,
        tagWaits: true,
        previousUnknown: true,
      });
      expect(pair.target.count('manifest-put')).toBe(0);
      pair.source.clearRequests();
      const merged = await pair.mirror(['app:1']);
      expect(statesOf(merged)).toEqual(['mirrored']);
      expectComplete(pair, 'app', '1', digest);
      expect(pair.source.count('manifest-get')).toBe(0);
    },
  );

  test('a tag that is in use and cannot be read is not moved', async () => {
    const pair = await usePair();
    const used = buildImage(pair.target, pair.repository('app'), '1', { seed: 'used' });
    const { digest } = buildImage(pair.source, 'app', '1', { seed: 'proposed' });
    deny(pair.target, byTag);
    const report = await pair.mirror([`app:1@${digest}`], {}, proposing());
    expect(statesOf(report)).toEqual(['mirrored']);
    expectComplete(pair, 'app', digest, digest);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(used.digest);
  });

  test('the comment says why the tag waits, and that of the merge what is not known', async () => {
    const pair = await useDenying();
    buildImage(pair.source, 'app', '1');
    const name = `${pair.target.host}/${pair.repository('app')}:1`;
    const proposed = renderComment(await pair.mirror(['app:1'], {}, proposing()), { maxCharacters: 65_000 });
    expect(proposed).toContain('Its tag moves with the merge.');
    expect(proposed).toContain(
      `\`${name}\` may be in use, because the target does not let it be read (403): it is put with the merge; till then name the copy by its digest`,
    );
    const merged = renderComment(await pair.mirror(['app:1']), { maxCharacters: 65_000 });
    expect(merged).toContain(`not known, because the target did not let \`${name}\` be read (403)`);
  });

  test('with two pins of one tag no tag is put', async () => {
    const pair = await useDenying();
    const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
    const now = buildImage(pair.source, 'app', '1', { seed: 'new' });
    const report = await pair.mirror([`app:1@${old.digest}`, `app:1@${now.digest}`], {}, proposing());
    expect(new Set(statesOf(report))).toEqual(new Set(['mirrored']));
    expect(pair.target.tags(pair.repository('app'))).toEqual([]);
    for (const { digest } of [old, now]) expectComplete(pair, 'app', digest, digest);
  });
});

describe('D14 a target that takes uploads and shows nothing afterwards', () => {
  test.each([
    ['in a run of the branch', {}],
    ['in a pull request whose refused images are only checked', { ...proposing(), whenRefused }],
  ])('%s: failed, and no tag', async (_name, more) => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1');
    deny(pair.target, { kind: reads });
    const report = await pair.mirror(['app:1'], {}, { ...more, clock: quickClock() });
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(/this twice and does not have it: 2 manifests missing .*The tag was not put\./);
    expect(explain(report)).toContain('Before, the target refused (403) to show the tag, and took an upload.');
    expect(pair.target.tags(pair.repository('app'))).toEqual([]);
    expect(pair.target.count('manifest-put', byTagPut)).toBe(0);
  });

  test.each([
    ['in a run of the branch', {}],
    ['in a pull request whose refused images are only checked', { ...proposing(), whenRefused }],
  ])('nor its blobs, %s: failed, and nothing is read of the source twice', async (_name, more) => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1');
    deny(pair.target, { kind: [...reads, 'blob-head', 'blob-get'] });
    const report = await pair.mirror(['app:1'], {}, { ...more, clock: quickClock() });
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(
      /^Looking up the blob .* on the target: 403 DENIED.*give it the right to read, too\.$/,
    );
    expect(pair.target.tags(pair.repository('app'))).toEqual([]);
    expect(pair.source.count('blob-get')).toBeLessThanOrEqual(6);
  });

  test('but for the digest: the tag is put and never shown, and the image failed', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    deny(pair.target, byTag);
    const report = await pair.mirror(['app:1'], {}, { clock: quickClock() });
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(
      /app:1 was put, and the target does not show it\. Before, the target refused \(403\)/,
    );
  });

  test('a tag that shows late is waited for', async () => {
    const pair = await useDenying();
    const { digest } = buildImage(pair.source, 'app', '1');
    let looks = 0;
    deny(pair.target, (request) => {
      const isLook = byTag(request) && pair.target.resolve(pair.repository('app'), '1') !== undefined;
      if (isLook) looks += 1;
      return isLook && looks < 3;
    });
    expect(statesOf(await pair.mirror(['app:1'], {}, { clock: quickClock() }))).toEqual(['mirrored']);
    expectComplete(pair, 'app', '1', digest);
  });
});

function byTagPut({ reference }: RequestRecord): boolean {
  return reference?.includes(':') === false;
}

const users = { robot: secretFor('robot') };

/** Nobody may do anything there. */
const closed: RegistryOptions = { auth: { kind: 'bearer', users, allow: () => false, deniedStatus: 403 } };

async function loggedIn({ target }: Pair): Promise<{ environment: Record<string, string> }> {
  const login = { auth: Buffer.from(`robot:${users.robot}`).toString('base64') };
  const config = JSON.stringify({ auths: { [target.host]: login } });
  return { environment: { DOCKER_CONFIG: await makeWorkspace({ 'config.json': config }) } };
}

describe('D15 everything else fails as it does for any refusal', () => {
  test.each<[string, OptionTexts]>([
    ['mode verify', { mode: 'verify' }],
    ['mode check', { mode: 'check' }],
    ['compare: presence', { compare: 'presence' }],
    ['on-mismatch: report', { 'on-mismatch': 'report' }],
    ['on-mismatch: fail', { 'on-mismatch': 'fail' }],
    ['force', { force: 'true' }],
  ])('%s', async (_name, inputs) => {
    const pair = await useDenying();
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], inputs);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(/^Looking up .* on the target: 403/);
    expect(pair.target.count('upload-post')).toBe(0);
    expect(pair.source.requests).toEqual([]);
  });

  test('401', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    pair.target.fault({ status: 401, when: { kind: reads }, times });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['failed']);
    expect(pair.target.count('upload-post')).toBe(0);
  });

  const names = Array.from({ length: 20 }, (_none, index) => `app${String(index)}:1`);

  test('a target that refuses everything, to who has no account: one request more in all', async () => {
    const pair = await usePair({ target: closed });
    const report = await pair.mirror(names);
    expect(new Set(statesOf(report))).toEqual(new Set(['failed']));
    expect(report.images[0]?.message).toMatch(/^Looking up .*app0:1 on the target: 403.* Log in first/);
    expect(pair.target.count('manifest-head')).toBe(20);
    expect(pair.target.count('upload-post')).toBe(1);
    expect(
      pair.target.requests.filter(({ kind }) => !['ping', 'token', 'manifest-head', 'upload-post'].includes(kind)),
    ).toEqual([]);
    expect(pair.source.requests).toEqual([]);
  });

  test('the same with an account: one request more a repository, because rights may be by repository', async () => {
    const pair = await usePair({ target: closed });
    const report = await pair.mirror(names, {}, await loggedIn(pair));
    expect(new Set(statesOf(report))).toEqual(new Set(['failed']));
    expect(report.images[0]?.message).toContain('Logged in as user "robot", which may not do this');
    expect(pair.target.count('upload-post')).toBe(20);
    expect(pair.source.requests).toEqual([]);
  });

  test.each([500, 429])('a target that answers %i to the upload: nobody knows whether it takes any', async (status) => {
    const pair = await useDenying();
    buildImage(pair.source, 'app', '1');
    pair.target.fault({ status, when: { kind: 'upload-post' }, times: 5 });
    const report = await pair.mirror(['app:1'], {}, { clock: quickClock() });
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(/^Looking up .* on the target: 403/);
    expect(pair.source.requests).toEqual([]);
  });

  test('a token service that answers 403 to an account: no upload is tried without a token', async () => {
    const pair = await usePair({ target: { auth: { kind: 'bearer', users } } });
    buildImage(pair.source, 'app', '1');
    pair.target.fault({ status: 403, when: { kind: 'token' }, times });
    const report = await pair.mirror(['app:1'], {}, await loggedIn(pair));
    expect(statesOf(report)).toEqual(['failed']);
    expect(pair.target.count('upload-post')).toBe(0);
    expect(pair.target.count('token')).toBe(1);
  });

  test('in a pull request whose refused images are only checked it is checked, and not known', async () => {
    const pair = await usePair({ target: closed });
    buildImage(pair.source, 'app0', '1');
    const report = await pair.mirror(['app0:1'], {}, { ...proposing(), whenRefused });
    expect(onlyImage(report)).toMatchObject({ state: 'would-mirror', targetUnknown: true });
    expect(report.checkedBecause).toBe('No right to write.');
  });
});
