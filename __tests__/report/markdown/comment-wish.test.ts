import { describe, expect, test } from '@jest/globals';
import type { CommentPolicy } from '../../../src/config/config.js';
import type { Report } from '../../../src/result/report.js';
import { type CommentWish, commentWish } from '../../../src/report/markdown/comment-wish.js';
import { entry, failed, reportOf, upToDate } from '../reports.js';

const mirrored = { state: 'mirrored', copiedBytes: 1, warnings: [] } as const;
const until = new Date(0);

const reports: readonly (readonly [string, Report, CommentWish, CommentWish])[] = [
  ['nothing to do', reportOf([]), 'update', 'update'],
  ['nothing to do, and a warning', reportOf([], { warnings: ['No file.'] }), 'update', 'create'],
  ['nothing to do, where nothing could be written', reportOf([], { checkedBecause: 'No login.' }), 'update', 'update'],
  ['no beginning', reportOf([], { problems: ['mode: wrong'] }), 'create', 'create'],
  ['all well', reportOf([entry('a', mirrored), entry('b', upToDate)]), 'create', 'update'],
  ['a failure', reportOf([entry('a', mirrored), entry('b', failed('No.'))]), 'create', 'create'],
  [
    'a stale copy',
    reportOf([entry('a', { state: 'stale', reason: 'target-behind', message: 'x', warnings: [] })]),
    'create',
    'create',
  ],
  [
    'one for later',
    reportOf([entry('a', { state: 'deferred', message: 'x', until, warnings: [] })]),
    'create',
    'create',
  ],
  ['one that was only checked', reportOf([entry('a', { state: 'would-mirror', warnings: [] })]), 'create', 'create'],
  [
    'a run that could only check',
    reportOf([entry('a', upToDate)], { checkedBecause: 'No login.' }),
    'create',
    'create',
  ],
  ['a run that was stopped', reportOf([entry('a', mirrored)], { interrupted: true }), 'create', 'create'],
  [
    'a warning of an image',
    reportOf([entry('a', { ...mirrored, warnings: ['Not visible yet.'] })]),
    'create',
    'create',
  ],
  [
    'a warning of a line',
    reportOf([entry('a', mirrored, { uses: [{ file: 'a', warnings: ['Elsewhere.'] }] })]),
    'create',
    'create',
  ],
];

describe.each(reports)('%s', (_name, report, auto, onProblem) => {
  test.each<[CommentPolicy, CommentWish]>([
    ['auto', auto],
    ['on-problem', onProblem],
    ['always', 'create'],
    ['never', 'none'],
  ])('%s: %s', (when, wish) => {
    expect(commentWish(when, report)).toBe(wish);
  });
});
