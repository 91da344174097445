import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/outcome.js';
import { annotationsOf } from '../../src/report/annotations.js';
import { renderComment } from '../../src/report/comment.js';
import { renderSummary } from '../../src/report/markdown.js';
import { outputsOf } from '../../src/report/outputs.js';
import type { Report } from '../../src/report/report.js';
import { renderShort, renderTerminal } from '../../src/report/terminal.js';
import { entry, failed, reportOf } from './reports.js';

const colors = pc.createColors(false);

const renderings: readonly (readonly [string, (report: Report) => unknown])[] = [
  ['the job summary', (report) => renderSummary(report)],
  ['the comment', (report) => renderComment(report, { maxCharacters: 65_536, pullRequest: 1 })],
  ['the outputs', (report) => outputsOf(report, { reportPath: '', commentBody: '' })],
  ['the annotations', annotationsOf],
  ['the terminal', (report) => renderTerminal(report, colors)],
  ['the short report', (report) => renderShort(report, colors)],
];

const unverified = { kind: 'skipped', reason: 'unverified' } as const;

const outcomes: readonly (readonly [string, (name: string) => Outcome])[] = [
  ['failed by one cause', (name) => failed(`Looking up ${name} at the source: connect ECONNREFUSED.`)],
  ['failed, each by a cause of its own', (name) => failed(`It broke: ${name.replace(/\D/g, '')}.`)],
  ['could not be compared', () => ({ ...unverified, warnings: ['The source did not answer.'] })],
];

/** How often a report's images are asked for their names while it is rendered. */
function countReads(render: (report: Report) => unknown, images: number, outcomeOf: (name: string) => Outcome): number {
  let reads = 0;
  const names = Array.from({ length: images }, (_, index) => `quay.io/acme/app${index}:1`);
  const report = reportOf(
    names.map((name) => entry(name, outcomeOf(name), { canonical: name, target: `ghcr.io/acme/mirror/${name}` })),
  );
  const counted = report.images.map((image) =>
    Object.defineProperty({ ...image }, 'canonical', {
      enumerable: true,
      get: () => {
        reads += 1;
        return image.canonical;
      },
    }),
  );
  render({ ...report, images: counted });
  return reads;
}

describe.each(renderings)('F10 %s of twice as many images takes twice as much', (_what, render) => {
  test.each(outcomes)('that %s', (_state, outcomeOf) => {
    const reads = [500, 1_000, 2_000].map((images) => countReads(render, images, outcomeOf));
    const [few = 0, more = 0, most = 0] = reads;
    expect(most).toBeGreaterThan(0);
    expect(most - more).toBeLessThanOrEqual(2.2 * (more - few) + 100);
  });
});
