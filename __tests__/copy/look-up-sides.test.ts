import { expect, test } from '@jest/globals';
import { lookAhead } from '../../src/copy/look-up-sides.js';
import { Refusals } from '../../src/copy/push/refusals.js';
import type { RunContext, TaskContext } from '../../src/copy/task-context.js';
import { signal, someLayer } from './contents.js';
import { planWithoutTransfers, targetThat } from './repositories.js';

const { digest } = someLayer;

async function lookedAhead(countsPulls: boolean, whenRefused: 'fail' | 'check'): Promise<readonly string[]> {
  const asked: string[] = [];
  const target = targetThat({
    repositoryExists: async () => {
      asked.push('repository');
      return Promise.resolve(false);
    },
  });
  const pulls = {
    lookForLimit: async () => {
      asked.push('limit');
      return Promise.reject(new Error('the source is down'));
    },
  };
  const refusals = new Refusals(whenRefused === 'fail' ? { kind: 'fail' } : { kind: 'check', explain: () => '' });
  const context: unknown = { image: { source: { countsPulls } }, target, pulls };
  const run: unknown = { refusals, copying: { plan: planWithoutTransfers() }, signal };
  lookAhead(context as TaskContext, { kind: 'copy', digest }, run as RunContext);
  return Promise.resolve(asked);
}

test.each([
  [false, 'fail', ['repository', 'limit']],
  // The look-up may turn out to be a pull.
  [true, 'fail', ['repository']],
  [false, 'check', []],
] as const)(
  'where the source counts pulls (%p), and a refusal means to %s, this is asked beside the gate: %p',
  async (counts, when, asked) => {
    expect(await lookedAhead(counts, when)).toEqual(asked);
  },
);
