import { describe, expect, test } from '@jest/globals';
import {
  type Pair,
  expectComplete,
  explain,
  makeWorkspace,
  mirrorFiles,
  statesOf,
  usePair,
  usedUploads,
} from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { Permission, RegistryOptions } from '../../support/registry/options.js';
import { secretFor } from '../../support/secrets.js';
import { closedGate } from '../../support/timing/gate.js';

const users = { robot: secretFor('robot') };
const names = Array.from({ length: 40 }, (_none, index) => `app${String(index)}`);
const images = names.map((name) => `${name}:1`);

/** Everybody reads, and who has an account writes what `mayWrite` says. */
function writable(mayWrite: (repository: string) => boolean, deniedStatus: 401 | 403 = 401): RegistryOptions {
  const allow: Permission = (user, repository, action) =>
    action === 'pull' || (user !== undefined && mayWrite(repository));
  return { auth: { kind: 'bearer', users, allow, deniedStatus } };
}

/** Forty images of two platforms, and a source that serves a hundred manifests. */
async function useForty(target: RegistryOptions): Promise<Pair> {
  const pair = await usePair({ source: { rateLimit: { limit: 100, windowSeconds: 21_600 } }, target });
  for (const name of names) buildIndex(pair.source, name, '1', { seed: name });
  return pair;
}

async function loggedIn({ target }: Pair): Promise<{ environment: Record<string, string> }> {
  const login = { auth: Buffer.from(`robot:${users.robot}`).toString('base64') };
  const config = JSON.stringify({ auths: { [target.host]: login } });
  return { environment: { DOCKER_CONFIG: await makeWorkspace({ 'config.json': config }) } };
}

function pulls({ source }: Pair): number {
  return source.count('manifest-get');
}

describe('a target that takes nothing is found out before a manifest of the source is read', () => {
  test.each([401, 403] as const)(
    'without an account (%d): asked once for all, and each row says it of its own copy',
    async (status) => {
      const pair = await useForty(writable(() => true, status));
      const report = await pair.mirror(images);
      expect(new Set(statesOf(report))).toEqual(new Set(['failed']));
      expect(pulls(pair)).toBe(0);
      expect(pair.target.count('upload-post')).toBeLessThanOrEqual(2);
      for (const [index, { message }] of report.images.entries()) {
        const name = `${pair.target.host}/${pair.repository(names[index] ?? '')}`;
        expect(message).toContain(`Starting an upload to ${name} on the target: ${String(status)} `);
        expect(message).toContain(`No credentials for ${pair.target.host} were found in ~/.docker/config.json`);
      }
      const corrected = await pair.mirror(images.slice(0, 3), {}, await loggedIn(pair));
      expect(statesOf(corrected)).toEqual(['mirrored', 'mirrored', 'mirrored']);
      expect(corrected.pullBudgets).toMatchObject([{ remaining: 100 }]);
    },
  );

  test('with credentials that a Basic registry does not take: nothing is read, and nothing asked again', async () => {
    const pair = await useForty({ auth: { kind: 'basic', username: 'robot', password: secretFor('another') } });
    const report = await pair.mirror(images, {}, await loggedIn(pair));
    expect(new Set(statesOf(report))).toEqual(new Set(['failed']));
    expect(explain(report)).toContain(`${pair.target.host} does not take the credentials of user "robot".`);
    expect([pulls(pair), pair.target.count('upload-post')]).toEqual([0, 0]);
  });

  test.each([401, 403] as const)(
    'with an account that may write to some repositories (%d): the others fail unread, and those are mirrored',
    async (status) => {
      const pair = await useForty(writable((repository) => /app(3|17)$/.test(repository), status));
      const report = await pair.mirror(images, {}, await loggedIn(pair));
      const mirrored = report.images.flatMap(({ state }, index) => (state === 'mirrored' ? [names[index]] : []));
      expect(mirrored).toEqual(['app3', 'app17']);
      expect(pulls(pair)).toBe(6);
      expect(report.images[0]?.message).toContain('Logged in as user "robot", which may not do this');
    },
  );

  test('that makes no repositories on push: what is not there fails unread, and the others are mirrored', async () => {
    const pair = await useForty({ quirks: { preCreatedRepositories: true } });
    buildImage(pair.target, pair.repository('app39'), 'older');
    const report = await pair.mirror(images);
    expect(statesOf(report).filter((state) => state === 'mirrored')).toHaveLength(1);
    expect(report.images.at(-1)?.state).toBe('mirrored');
    // The one that is there was not asked.
    expect(pair.target.count('upload-delete')).toBe(0);
    expect(pulls(pair)).toBe(3);
    for (const { message = '' } of report.images.slice(0, -1)) {
      expect(message).toMatch(/Starting an upload to \S+ on the target: 404 NAME_UNKNOWN/);
      expect(message).toContain('Make the repository or project on the target first');
    }
  });

  test('is asked once a repository, whatever number of tags it is to have', async () => {
    const pair = await usePair({ target: { quirks: { preCreatedRepositories: true } } });
    const tags = ['1', '2', '3', '4', '5'];
    for (const tag of tags) buildImage(pair.source, 'app', tag, { seed: tag });
    expect(new Set(statesOf(await pair.mirror(tags.map((tag) => `app:${tag}`))))).toEqual(new Set(['failed']));
    expect([pair.target.count('upload-post'), pulls(pair)]).toEqual([1, 0]);
  });

  test('does not hold up another target', async () => {
    const pair = await usePair({ target: writable(() => true) });
    const other = await usePair();
    buildIndex(pair.source, 'app', '1');
    const report = await mirrorFiles({
      files: { 'images/app/Dockerfile': `FROM ${pair.source.host}/app:1\n` },
      inputs: { target: `${pair.target.host}/mirror\n${other.target.host}/mirror` },
    });
    expect(statesOf(report)).toEqual(['failed', 'mirrored']);
    expect(pulls(pair)).toBe(3);
  });
});

describe('where a target takes what is written', () => {
  test('a run has two requests more, an upload opened and cancelled, whatever number of images it copies', async () => {
    const pair = await useForty({});
    expect(new Set(statesOf(await pair.mirror(images.slice(0, 10))))).toEqual(new Set(['mirrored']));
    expect(pair.target.count('upload-delete')).toBe(1);
    expect(usedUploads(pair.target)).toBe(pair.target.count('upload-put'));
    expect(pair.target.openUploads).toBe(0);
  });

  test.each([
    ['tag', ['target tags']],
    ['pin', ['target tags', 'source manifest-head']],
  ])('what the copy of a %s asks next is asked beside that upload', async (name, next) => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    const gate = closedGate();
    const missing = new Set(next);
    for (const side of ['source', 'target'] as const)
      pair[side].watch(({ kind }) => {
        missing.delete(`${side} ${kind}`);
        if (missing.size === 0) gate.open();
      });
    pair.target.fault({ when: { kind: 'upload-post' }, holdUntil: gate.opened });
    expect(statesOf(await pair.mirror([name === 'pin' ? `app:1@${digest}` : 'app:1']))).toEqual(['mirrored']);
    // Nothing is asked twice.
    expect(pair.target.count('tags')).toBe(1);
    expect(pair.source.count('manifest-head')).toBe(name === 'pin' ? 1 : 2);
  });

  test('a repository that has the tag is there, and is not asked for', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    const { digest } = buildImage(pair.source, 'app', '1', { seed: 'new' });
    pair.target.clearRequests();
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
    expect(pair.target.count('tags')).toBe(0);
    expectComplete(pair, 'app', '1', digest);
  });

  test('a run that has nothing to copy asks for nothing more', async () => {
    const pair = await useForty({});
    await pair.mirror(images.slice(0, 2));
    pair.target.clearRequests();
    await pair.mirror(images.slice(0, 2));
    await pair.mirror(['app2:1'], { mode: 'check' });
    expect(pair.target.count('upload-post')).toBe(0);
  });

  test.each([500, 429])('one that answers %d to it is gone on with, and the copy tells', async (status) => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1');
    pair.target.fault({ status, when: { kind: 'upload-post' }, times: 5 });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
    expect(pulls(pair)).toBe(3);
  });
});
