import { expect, test } from '@jest/globals';
import { PushGates } from '../../../src/copy/push/push-gate.js';
import { RegistryError } from '../../../src/image/registry-error.js';
import type { ImageTarget, Upload } from '../../../src/image/source-and-target.js';

const { signal } = new AbortController();

/** A repository whose login is the beginning of its name. Only `robot` may write. */
function targetAt(repository: string, asked: string[]): ImageTarget {
  const [login = ''] = repository.split('/');
  const upload: Pick<Upload, 'cancel'> = { cancel: async () => Promise.resolve() };
  const target: Partial<ImageTarget> = {
    registry: 'r.test',
    repository,
    name: `r.test/${repository}`,
    isReadAnonymously: async () => Promise.resolve(login === 'nobody'),
    sharesLogin: async (other) => Promise.resolve(other.startsWith(`${login}/`)),
    startUpload: async () => {
      asked.push(repository);
      if (login === 'robot') return Promise.resolve(upload as Upload);
      const context = {
        operation: 'Starting an upload to',
        reference: `r.test/${repository}`,
        side: 'target',
      } as const;
      return Promise.reject(new RegistryError({ ...context, code: 'unauthorized', status: 401, what: '401' }));
    },
  };
  return target as ImageTarget;
}

test('L4 that one login may not write to a registry says nothing of another, and each is asked once', async () => {
  const asked: string[] = [];
  const gates = new PushGates(signal);
  const isThere = async (): Promise<boolean> => Promise.resolve(true);
  const ask = async (repository: string): Promise<number | undefined> =>
    (await gates.ask(targetAt(repository, asked), isThere))?.status;
  expect(await ask('nobody/a')).toBe(401);
  expect(await ask('robot/a')).toBeUndefined();
  expect(await ask('nobody/b')).toBe(401);
  expect(await ask('robot/b')).toBeUndefined();
  expect(asked).toEqual(['nobody/a', 'robot/a']);
  await gates.end();
});

test('what comes next begins while the answer is awaited, and not when it is known', async () => {
  const asked: string[] = [];
  const gates = new PushGates(signal);
  const ask = async (repository: string): Promise<unknown> => {
    const isThere = async (): Promise<boolean> => Promise.resolve(true);
    return gates.ask(targetAt(repository, asked), isThere, () => asked.push(`next of ${repository}`));
  };
  await Promise.all([ask('nobody/a'), ask('nobody/b')]);
  await ask('nobody/c');
  expect(asked).toEqual(['nobody/a', 'next of nobody/a', 'next of nobody/b']);
  await gates.end();
});
