import { describe, expect, test } from '@jest/globals';
import { sharedCauses } from '../../../src/report/markdown/shared-causes.js';
import { problemsOf } from '../../../src/report/markdown/problems.js';
import type { ReportEntry } from '../../../src/result/report.js';
import { renderSummary } from '../../../src/report/markdown/job-summary.js';
import { digestNamed } from '../../plan/plans.js';
import { entry, failed, reportOf } from '../reports.js';

const digest = digestNamed('pin');

function imageWith(name: string, message: (canonical: string, target: string) => string): ReportEntry {
  const [canonical, target] = [`quay.io/${name}`, `ghcr.io/acme/mirror/quay.io/${name}`];
  return entry(name, { ...failed(message(canonical, target)), digest }, { canonical, target });
}

describe('images share a cause where their messages differ in their own names alone', () => {
  test.each<[string, (canonical: string, target: string) => string, string]>([
    ['the source', (canonical) => `Reading ${canonical}: 500.`, 'Reading …: 500.'],
    ['the copy', (_canonical, target) => `Looking up ${target}: 500.`, 'Looking up …: 500.'],
    ['its digest', (_canonical, target) => `Reading ${target.replace(/:.*/, '')}@${digest}: 500.`, 'Reading …: 500.'],
    ['its repository', (canonical) => `${canonical.replace(/:.*/, '')} is denied.`, '… is denied.'],
    ['no name', () => 'It is down.', 'It is down.'],
  ])('%s', (_what, message, shared) => {
    const { images } = reportOf(['a/b:1', 'a/c:1', 'x:2'].map((name) => imageWith(name, message)));
    expect(sharedCauses(images).map((cause) => [cause.message, cause.names])).toEqual([
      [shared, ['quay.io/a/b:1', 'quay.io/a/c:1', 'quay.io/x:2']],
    ]);
  });

  test('two share none, nor do three with another message each, nor what did not fail', () => {
    const two = ['a:1', 'b:1'].map((name) => imageWith(name, () => 'It is down.'));
    const others = ['c:1', 'd:1', 'e:1'].map((name) => imageWith(name, () => `It is no. ${name.charAt(0)}`));
    const stale = ['f', 'g', 'h'].map((name) =>
      entry(name, { state: 'stale', reason: 'target-behind', message: 'It is behind.', warnings: [] }),
    );
    expect(sharedCauses(reportOf([...two, ...others, ...stale]).images)).toEqual([]);
  });
});

test('a reviewer reads it in one line, with the names', () => {
  const names = Array.from({ length: 12 }, (_value, index) => `app${String(index).padStart(2, '0')}:1`);
  const report = reportOf(names.map((name) => imageWith(name, (canonical) => `Reading ${canonical}: it is down.`)));
  expect(problemsOf(report)).toHaveLength(1);
  const summary = renderSummary(report);
  expect(summary).toContain('- ❌ 12 images: Reading …: it is down. These are `quay.io/app00:1`,');
  expect(summary).toContain('| as said above of 12 images | `images/app11:1/Dockerfile:1');
});
