import { describe, expect, test } from '@jest/globals';
import type { WhenRefused } from '../../../src/plan/when-refused.js';
import {
  type Pair,
  explain,
  makeWorkspace,
  mirrorFiles,
  onlyImage,
  statesOf,
  usePair,
  useRegistry,
} from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { BearerAuth, RegistryOptions } from '../../support/registry/options.js';
import { secretFor } from '../../support/secrets.js';

const users = { robot: secretFor('robot') };

const whenRefused: WhenRefused = {
  kind: 'check',
  explain: (refusals) => refusals.map(({ registry, hasAccount }) => `${registry} ${String(hasAccount)}`).join(', '),
};

/** Who reads a target that nobody may write to. */
function readBy(readers: 'everybody' | 'users' | 'nobody', more: Partial<BearerAuth> = {}): RegistryOptions {
  const allow: BearerAuth['allow'] = (user, _repository, action) =>
    action === 'pull' && (readers === 'everybody' || (readers === 'users' && user !== undefined));
  return { auth: { kind: 'bearer', users, allow, ...more } };
}

async function loggedIn({ target }: Pair): Promise<{ environment: Record<string, string> }> {
  const login = { auth: Buffer.from(`robot:${users.robot}`).toString('base64') };
  const config = JSON.stringify({ auths: { [target.host]: login } });
  return { environment: { DOCKER_CONFIG: await makeWorkspace({ 'config.json': config }) } };
}

describe('where a target refuses and the run may only be a check', () => {
  test.each([401, 403] as const)('its images are looked at as mode "check" does (%d)', async (deniedStatus) => {
    const pair = await usePair({ target: readBy('everybody', { deniedStatus }) });
    const { digest } = buildIndex(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], {}, { whenRefused });
    expect(onlyImage(report)).toMatchObject({ state: 'would-mirror', digest, warnings: [] });
    expect(report).toMatchObject({ mode: 'check', checkedBecause: `${pair.target.host} false` });
    // Nothing is asked in advance that only a copy needs.
    expect([pair.source.count('manifest-get'), pair.target.count('tags')]).toEqual([0, 0]);
  });

  test('with an account it is told of as one that lacks the right', async () => {
    const pair = await usePair({ target: readBy('users', { deniedStatus: 403 }) });
    buildIndex(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], {}, { whenRefused, ...(await loggedIn(pair)) });
    expect(statesOf(report)).toEqual(['would-mirror']);
    expect(report.checkedBecause).toBe(`${pair.target.host} true`);
  });

  test('a pin is asked of the source, which may not have it', async () => {
    const pair = await usePair({ target: readBy('everybody') });
    const { digest } = buildImage(pair.source, 'app', '1');
    const missing = `sha256:${'0'.repeat(64)}`;
    const report = await pair.mirror([`app:1@${digest}`, `app:2@${missing}`], {}, { whenRefused });
    expect(statesOf(report)).toEqual(['would-mirror', 'failed']);
    expect(explain(report)).toContain('is not at the source with the pinned digest');
  });

  test('one that may not even be read says so in the row, and nothing is taken for copied', async () => {
    const pair = await usePair({ target: readBy('nobody') });
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], {}, { whenRefused });
    expect(onlyImage(report)).toMatchObject({ state: 'would-mirror', targetUnknown: true });
    expect(onlyImage(report).warnings).toEqual([
      expect.stringMatching(/^Whether the target has it is not known\. Looking up .*: 401/),
    ]);
    expect(report).toMatchObject({ mode: 'check', checkedBecause: `${pair.target.host} false` });
  });

  test('one whose tokens are refused to who wants to write is read without that', async () => {
    const pair = await usePair({ target: readBy('everybody') });
    const { digest } = buildImage(pair.source, 'app', '1');
    buildImage(pair.target, pair.repository('app'), '1');
    pair.target.fault({
      status: 403,
      when: ({ kind, url }) => kind === 'token' && url.includes('push'),
      times: Number.POSITIVE_INFINITY,
    });
    const report = await pair.mirror(['app:1'], {}, { whenRefused });
    expect(onlyImage(report)).toMatchObject({ reason: 'up-to-date', digest, warnings: [] });
  });

  test('another target is written all the same: the run was no check, and says why it was one for the first', async () => {
    const pair = await usePair({ target: readBy('everybody') });
    const other = await useRegistry();
    buildIndex(pair.source, 'app', '1');
    const report = await mirrorFiles({
      files: { 'images/app/Dockerfile': `FROM ${pair.source.host}/app:1\n` },
      inputs: { target: `${pair.target.host}/mirror\n${other.host}/mirror` },
      whenRefused,
    });
    expect(statesOf(report)).toEqual(['would-mirror', 'mirrored']);
    expect(report).toMatchObject({ mode: 'mirror', checkedBecause: `${pair.target.host} false` });
  });

  test.each(['manifest-put', 'upload-put'] as const)('that shows only at the %s, it is the same', async (kind) => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    pair.target.fault({ status: 403, when: { kind }, times: Number.POSITIVE_INFINITY });
    expect(statesOf(await pair.mirror(['app:1'], {}, { whenRefused }))).toEqual(['would-mirror']);
  });
});

describe('what is no refusal of the target fails as ever', () => {
  test.each<[string, RegistryOptions['auth'] & object]>([
    ['a password', { kind: 'basic', username: 'robot', password: secretFor('another') }],
    ['a password, to fetch a token by', { kind: 'bearer', users: { robot: secretFor('another') } }],
  ])('%s that the target does not take', async (_name, auth) => {
    const pair = await usePair({ target: { auth } });
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], {}, { whenRefused, ...(await loggedIn(pair)) });
    expect(statesOf(report)).toEqual(['failed']);
    expect(report.checkedBecause).toBeUndefined();
    expect(explain(report)).toMatch(/credentials of user "robot"[^.]*\. They are from .*config\.json\. Log in again/);
  });

  test('a password that is taken no more when the target is read as everybody may', async () => {
    const pair = await usePair({ target: readBy('nobody') });
    buildImage(pair.source, 'app', '1');
    pair.target.fault({ status: 403, when: ({ kind, url }) => kind === 'token' && url.includes('push'), times: 9 });
    pair.target.fault({ status: 401, when: ({ kind, url }) => kind === 'token' && !url.includes('push'), times: 9 });
    const report = await pair.mirror(['app:1'], {}, { whenRefused, ...(await loggedIn(pair)) });
    expect(statesOf(report)).toEqual(['failed']);
  });

  test.each<[string, RegistryOptions, RegistryOptions]>([
    ['a source that wants a login', { auth: { kind: 'bearer', allow: () => false } }, {}],
    ['a target that makes no repositories', {}, { quirks: { preCreatedRepositories: true } }],
  ])('%s', async (_name, source, target) => {
    const pair = await usePair({ source, target });
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], {}, { whenRefused });
    expect(statesOf(report)).toEqual(['failed']);
    expect(report.mode).toBe('mirror');
    expect(report.checkedBecause).toBeUndefined();
  });

  test('a source that lets its tags be looked up, and nothing be read', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    pair.source.fault({ status: 403, when: { kind: 'manifest-get' }, times: Number.POSITIVE_INFINITY });
    const report = await pair.mirror(['app:1'], {}, { whenRefused });
    expect([...statesOf(report), report.mode]).toEqual(['failed', 'mirror']);
  });

  test('mode "verify", which asks nobody else', async () => {
    const pair = await usePair({ target: readBy('nobody') });
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], { mode: 'verify' }, { whenRefused });
    expect(statesOf(report)).toEqual(['failed']);
    expect(report).toMatchObject({ mode: 'verify' });
  });
});
