import { expect, test } from '@jest/globals';
import type { Digest } from '../../src/image/digest.js';
import type { Outcome } from '../../src/result/outcome.js';
import type { Progress } from '../../src/result/progress.js';
import { redactOutcome, redactProgress } from '../../src/result/redact.js';
import { taskOf } from '../report/reports.js';
import { secretFor } from '../support/secrets.js';

const secret = secretFor('redacted');
const digest = `sha256:${'a'.repeat(64)}` as Digest;
const redact = (text: string): string => text.replaceAll(secret, '***');

const failed: Outcome = {
  state: 'failed',
  message: `it said ${secret}`,
  digest,
  warnings: [`and ${secret}`, 'nothing'],
  via: [{ side: 'source', host: 'r.test', requests: 1, repeated: 0 }],
  comparison: {
    before: { name: 'r.test/a:1', digest },
    lostPlatforms: ['linux/arm64'],
    gainedPlatforms: [],
    inside: {
      platform: 'linux/amd64',
      layers: { kept: 1, keptBytes: 1, added: 0, addedBytes: 0, removed: 0 },
      changes: [
        { field: 'environment', name: 'A', before: secret, now: `x${secret}` },
        { field: 'labels', name: secret, isHidden: true },
        { field: 'user', now: 'b' },
      ],
    },
  },
};

test('an outcome loses the secrets of its words, and nothing else', () => {
  expect(redactOutcome(failed, redact)).toEqual(JSON.parse(redact(JSON.stringify(failed))));
  expect(redactOutcome(failed, (text) => text)).toEqual(failed);
});

test.each<Outcome>([
  { state: 'mirrored', copiedBytes: 1, warnings: [] },
  { state: 'skipped', reason: 'up-to-date', digest, warnings: [] },
  { state: 'deferred', message: 'later', until: new Date(0), warnings: [] },
])('one without is as it was: $kind', (outcome) => {
  expect(redactOutcome(outcome, redact)).toEqual(outcome);
});

test('progress is shown without them, and is the same otherwise', () => {
  const shown: unknown[] = [];
  const progress: Progress = {
    started: (task) => shown.push(['started', task]),
    expected: (task, bytes) => shown.push(['expected', task, bytes]),
    moved: (task, bytes) => shown.push(['moved', task, bytes]),
    finished: (task, outcome) => shown.push(['finished', task, outcome]),
    log: (line) => shown.push(['told', line]),
  };
  const task = taskOf('a/b');
  const redacted = redactProgress(progress, redact);
  redacted.started(task);
  redacted.expected(task, 9);
  redacted.moved(task, 7);
  redacted.finished(task, { state: 'failed', message: secret, warnings: [secret] });
  redacted.log(`told ${secret}`);
  expect(shown).toEqual([
    ['started', task],
    ['expected', task, 9],
    ['moved', task, 7],
    ['finished', task, { state: 'failed', message: '***', warnings: ['***'] }],
    ['told', 'told ***'],
  ]);
  expect(shown.every((entry) => !Array.isArray(entry) || entry[0] === 'told' || entry[1] === task)).toBe(true);
});
