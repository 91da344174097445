import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { ConfigurationError } from '../../src/runtime/errors.js';
import { type Change, isAmong } from '../../src/tree/known-change.js';
import { decideScope } from '../../src/tree/scope.js';
import { changing, counted, knownChange, unknownChange } from '../support/changes.js';

type Asked = Config['scope'];

describe('the scope', () => {
  test.each<[Asked, 'pull-request' | 'merge-group' | 'push', 'all' | 'changed', number]>([
    ['auto', 'pull-request', 'changed', 1],
    ['auto', 'merge-group', 'all', 0],
    ['auto', 'push', 'all', 0],
    ['changed', 'pull-request', 'changed', 1],
    ['changed', 'merge-group', 'changed', 1],
    ['changed', 'push', 'changed', 1],
    ['all', 'pull-request', 'all', 0],
    ['all', 'merge-group', 'all', 0],
    ['all', 'push', 'all', 0],
  ])('%s in a %s is %s, and what it changes is asked for %d times', async (asked, kind, expected, times) => {
    const { trigger, asked: timesAsked } = counted(changing(['images/a/Dockerfile'], { kind }));
    const scope = await decideScope(asked, trigger);
    expect(scope).toMatchObject({ kind: expected });
    expect(scope).not.toHaveProperty('why');
    expect(timesAsked()).toBe(times);
  });

  test.each<[Asked, string]>([
    ['auto', 'schedule'],
    ['all', 'schedule'],
    ['auto', 'workflow_dispatch'],
    ['auto', ''],
  ])('%s without a change is all (%j)', async (asked, event) => {
    expect(await decideScope(asked, { kind: 'none', event })).toEqual({ kind: 'all' });
  });

  test.each([
    ['schedule', 'this run was started by the event schedule.'],
    ['workflow_dispatch', 'this run was started by the event workflow_dispatch.'],
    ['', 'this run was started by a terminal.'],
  ])('changed without a change is refused, by its name and with what to do (%j)', async (event, words) => {
    const deciding = decideScope('changed', { kind: 'none', event });
    await expect(deciding).rejects.toThrow(ConfigurationError);
    await expect(deciding).rejects.toThrow(words);
    await expect(deciding).rejects.toThrow(/^scope: .*pull_request, push or merge_group; "auto" is right for all/);
  });

  test('is all where what is changed is not known, which nobody meant', async () => {
    expect(await decideScope('auto', unknownChange())).toEqual({
      kind: 'all',
      why: 'Nobody knows.',
      isFallback: true,
    });
  });

  test('is all where the configuration is changed, which is meant', async () => {
    const scope = await decideScope(
      'auto',
      changing(['images/a/Dockerfile'], { configuration: '.github/workflows/x.yml' }),
    );
    expect(scope).toMatchObject({
      kind: 'all',
      why: 'Pull request #7 changes .github/workflows/x.yml, which says what this run does.',
    });
    expect(scope).not.toHaveProperty('isMakeshift');
  });

  test('of all, beside a workspace without the change, asks for it', async () => {
    const { trigger, asked } = counted(changing(['images/a/Dockerfile'], { isBaseCheckout: true }));
    expect(await decideScope('all', trigger)).toMatchObject({ kind: 'all', change: { what: 'pull request #7' } });
    expect(asked()).toBe(1);
  });

  test('is never all because nothing is changed', async () => {
    const change = fc.record({
      gone: fc.array(fc.string()),
      what: fc.string(),
      asked: fc.constantFrom<Asked>('auto', 'changed'),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ gone, what, asked }) => {
        const empty: Change = { ...knownChange([]), gone: new Set(gone), what };
        const trigger = {
          kind: 'pull-request',
          isBaseCheckout: false,
          isProposal: true,
          change: async () => Promise.resolve(empty),
        } as const;
        expect(await decideScope(asked, trigger)).toEqual({ kind: 'changed', change: empty });
      }),
    );
  });
});

describe('a path is among others', () => {
  test.each([
    ['a/b/c', 'a/b/c', true],
    ['a/b/c', 'a/b', true],
    ['a/b/c', 'a', true],
    ['a/b', 'a/b/c', false],
    ['ab/c', 'a', false],
    ['b/c', 'a/b/c', false],
  ])('%s and %s: %s', (path, other, expected) => {
    expect(isAmong(path, new Set([other]))).toBe(expected);
  });
});
