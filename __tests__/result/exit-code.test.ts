import { describe, expect, test } from '@jest/globals';
import { exitCodeOf } from '../../src/result/exit-code.js';
import { entry, failed, reportOf, upToDate } from '../report/reports.js';

const stale = { state: 'stale', reason: 'target-behind', message: 'It is behind.', warnings: [] } as const;
const deferred = { state: 'deferred', message: 'No pulls left.', until: new Date(0), warnings: [] } as const;
const warned = { ...upToDate, warnings: ['Odd.'] } as const;

describe('O7 the exit code', () => {
  test.each([
    ['nothing', [], 0, 0, 0, 0],
    ['skipped', [upToDate], 0, 0, 0, 0],
    ['skipped with a warning', [warned], 0, 0, 0, 0],
    ['mirrored', [{ state: 'mirrored', copiedBytes: 1, warnings: [] }], 0, 0, 0, 0],
    ['mirrored and not visible', [{ state: 'mirrored', copiedBytes: 1, visible: false, warnings: [] }], 0, 0, 1, 0],
    ['would mirror', [{ state: 'would-mirror', warnings: [] }], 0, 0, 1, 0],
    ['stale', [upToDate, stale], 0, 1, 1, 0],
    ['deferred', [upToDate, deferred], 0, 1, 1, 0],
    ['failed', [upToDate, failed('x')], 1, 1, 1, 0],
    ['stale and failed', [stale, failed('x')], 1, 1, 1, 0],
  ] as const)('of a run with %s', (_name, outcomes, onFailed, onStale, onNotMirrored, onNever) => {
    const report = reportOf(outcomes.map((outcome, index) => entry(String(index), outcome)));
    const codes = (['failed', 'stale', 'not-mirrored', 'never'] as const).map((failOn) => exitCodeOf(report, failOn));
    expect(codes).toEqual([onFailed, onStale, onNotMirrored, onNever]);
  });
});
