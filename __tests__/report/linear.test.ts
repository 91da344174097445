import pc from 'picocolors';
import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../src/result/outcome.js';
import { annotationsOf } from '../../src/report/annotations.js';
import { renderComment } from '../../src/report/markdown/pull-request-comment.js';
import { renderSummary } from '../../src/report/markdown/job-summary.js';
import { outputsOf } from '../../src/report/outputs.js';
import type { Report } from '../../src/result/report.js';
import { renderShort, renderTerminal } from '../../src/report/terminal/terminal-report.js';
import { needWholeRun } from '../support/whole-run.js';
import { entry, failed, reportOf, upToDate } from './reports.js';

const colors = pc.createColors(false);

const renderings: readonly (readonly [string, (report: Report) => unknown])[] = [
  ['the job summary', (report) => renderSummary(report)],
  ['the comment', (report) => renderComment(report, { maxCharacters: 65_536, pullRequest: 1 })],
  ['the outputs', (report) => outputsOf(report, { reportPath: '', commentBody: '' })],
  ['the annotations', annotationsOf],
  ['the terminal', (report) => renderTerminal(report, colors)],
  ['the short report', (report) => renderShort(report, colors)],
];

const unverified = { state: 'skipped', reason: 'unverified' } as const;

const outcomes: readonly (readonly [string, (name: string) => Outcome])[] = [
  ['failed by one cause', (name) => failed(`Looking up ${name} at the source: connect ECONNREFUSED.`)],
  ['failed, each by a cause of its own', (name) => failed(`It broke: ${name.replace(/\D/g, '')}.`)],
  ['could not be compared', () => ({ ...unverified, warnings: ['The source did not answer.'] })],
  ['were mirrored', () => ({ state: 'mirrored', size: 1, copiedBytes: 1, warnings: [] })],
  ['were there already', () => upToDate],
];

/** A report of so many images, each on two targets. */
function reportOfMany(images: number, outcomeOf: (name: string) => Outcome): Report {
  const names = Array.from({ length: images / 2 }, (_, index) => `quay.io/acme/app${index}:1`);
  return reportOf(
    names.flatMap((name) =>
      ['ghcr.io/acme', 'quay.io/other'].map((target) =>
        entry(name, outcomeOf(name), { canonical: name, target: `${target}/${name}` }),
      ),
    ),
    { targets: ['ghcr.io/acme', 'quay.io/other'] },
  );
}

/** How often anything is read of a report's images while it is rendered: of the list itself, and of each image. */
function countReads(render: (report: Report) => unknown, report: Report): number {
  let reads = 0;
  const counting = <T extends object>(object: T): T =>
    new Proxy(object, {
      get: (target, property): unknown => {
        reads += 1;
        return Reflect.get(target, property);
      },
    });
  render({ ...report, images: counting(report.images.map(counting)) });
  return reads;
}

describe.each(renderings)('F10 %s of twice as many images takes twice as much', (_what, render) => {
  test.each(outcomes)('that %s', (_state, outcomeOf) => {
    const reads = [250, 500, 1_000].map((images) => countReads(render, reportOfMany(images, outcomeOf)));
    const [few = 0, more = 0, most = 0] = reads;
    expect(most).toBeGreaterThan(0);
    // A search for what fits adds its steps; a loop inside a loop takes four times as much.
    expect(most - more).toBeLessThanOrEqual(3 * (more - few) + 100);
  });
});

/** What it takes on a machine for tests is a fraction of that: a loop inside a loop takes many times as much. */
const mostMs = 5_000;

test.each(outcomes)(
  'F10 20,000 images that %s are rendered within five seconds of processor time',
  (_state, outcomeOf) => {
    needWholeRun();
    const report = reportOfMany(20_000, outcomeOf);
    const before = process.cpuUsage();
    for (const [, render] of renderings) render(report);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(mostMs);
  },
);
