import { expect, test } from '@jest/globals';
import { parseWarnings } from '../../../src/registry/errors/warnings.js';
import { renderSummary } from '../../../src/report/markdown/job-summary.js';
import { createColors } from 'picocolors';
import { renderTerminal } from '../../../src/report/terminal/terminal-report.js';
import { warning } from '../../support/gateway/oddities/manifests.js';
import { statesOf, usePair } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { Registry } from '../../support/registry/registry.js';

function warn(registry: Registry, header: string | string[], kinds = warning(header).kinds): void {
  registry.fault({
    answer: warning(header).begin(),
    when: ({ kind }) => kinds.includes(kind),
    times: Number.POSITIVE_INFINITY,
  });
}

test('G5 what a source and a target warn of is in the report, once a host and text', async () => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  buildImage(pair.source, 'app', '2');
  warn(pair.source, '299 - "Your token ends soon."');
  warn(pair.target, ['299 - "Moves to another host"', '299 - "Your token ends soon."']);
  const report = await pair.mirror(['app:1', 'app:2']);
  expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
  expect([...report.warnings].sort()).toEqual(
    [
      `${pair.source.host} warns: Your token ends soon.`,
      `${pair.target.host} warns: Moves to another host.`,
      `${pair.target.host} warns: Your token ends soon.`,
    ].sort(),
  );
});

test.each(['ping', 'manifest-head', 'blob-get', 'manifest-put', 'upload-put'] as const)(
  'G5 a warning counts with whichever answer: %s',
  async (kind) => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    for (const registry of [pair.source, pair.target]) warn(registry, '299 - "Soon."', [kind]);
    expect((await pair.mirror(['app:1'])).warnings.join()).toContain('warns: Soon.');
  },
);

test('G5 a warning is shown as text, and no more than ten of a host', async () => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  const text = '<img src=x> **bold** @maintainers ::error::x ##[error]y';
  warn(pair.source, [`299 - "${text}"`, ...Array.from({ length: 50 }, (_, index) => `299 - "more ${index}"`)]);
  const report = await pair.mirror(['app:1']);
  expect(report.warnings).toHaveLength(10);
  // Within a code span nothing takes effect.
  const summary = renderSummary(report);
  expect(summary).toContain('<img src=x>');
  const markdown = summary.replace(/`[^`\n]*`/g, '');
  expect(markdown).not.toContain('<img');
  expect(markdown).not.toContain('**bold**');
  expect(markdown).not.toContain('@maintainers');
  const lines = renderTerminal(report, createColors(false)).split('\n');
  expect(lines.filter((line) => line.includes('warns: '))).toHaveLength(10);
  expect(lines.filter((line) => line.startsWith('::') || line.includes('##['))).toEqual([]);
});

test.each<[string, string | string[], readonly string[]]>([
  ['one', '299 - "Soon."', ['Soon.']],
  ['several in one header', '299 - "a, b", 299 - "c"', ['a, b', 'c']],
  ['several headers', ['299 - "a"', '299 - "b"'], ['a', 'b']],
  ['an escaped quote', String.raw`299 - "say \"hello\""`, ['say "hello"']],
  ['another code', '110 - "Response is stale"', []],
  ['another agent', '299 cache.example "Response is stale"', []],
  ['a date, which the specification forbids', '299 - "a" "Wed, 21 Oct 2015 07:28:00 GMT"', []],
  ['no quotes', '299 - a', []],
  ['nothing', '299 - ""', []],
])('G5 a Warning header of %s', (_name, header, texts) => {
  expect(parseWarnings({ warning: header })).toEqual(texts);
});

test('G5 of a header as long as one may be no more is read than the specification allows', () => {
  const header = Array.from({ length: 5_000 }, () => '299 - "aaaaaaaaaaaaaaaa"').join(', ');
  expect(parseWarnings({ warning: header }).length).toBeLessThan(200);
});
