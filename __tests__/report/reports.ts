import type { Comparison } from '../../src/image/image-comparison.js';
import type { Outcome } from '../../src/result/outcome.js';
import type { Task } from '../../src/plan/task.js';
import { type Report, type ReportEntry, type ReportInput, buildReport } from '../../src/result/report.js';
import { digestNamed } from '../plan/plans.js';

/** A report of a quiet run with these entries. */
export function reportOf(entries: readonly ReportEntry[], more: Partial<ReportInput> = {}): Report {
  return buildReport({
    mode: 'mirror',
    scope: { kind: 'all', files: entries.length, only: [], leftOut: 0 },
    targets: ['ghcr.io/acme/mirror'],
    startedAt: new Date(Date.UTC(2026, 0, 15, 12)),
    durationMs: 4_200,
    interrupted: false,
    warnings: [],
    traffic: {
      requests: { token: 2, 'manifest-head': 3 },
      bytesFromSources: 1_500,
      bytesToTargets: 0,
      upstreamPulls: 1,
    },
    pullBudgets: [],
    ...more,
    entries,
  });
}

/** An entry that `images/<file>/Dockerfile:1` names. */
export function entry(file: string, outcome: Outcome, more: Partial<ReportEntry> = {}): ReportEntry {
  return { uses: [{ file: `images/${file}/Dockerfile`, line: 1, written: file }], canonical: file, outcome, ...more };
}

export const upToDate: Outcome = { state: 'skipped', reason: 'up-to-date', warnings: [] };

export function failed(message: string, warnings: readonly string[] = []): Outcome {
  return { state: 'failed', message, warnings };
}

export function taskOf(repository: string, tag = '1'): Task {
  return {
    source: { registry: 'quay.io', repository, tag },
    target: { registry: 'ghcr.io', repository: `acme/${repository}`, tag },
    uses: [],
    platforms: [],
  };
}

/** An entry in which every text that there can be is this one. */
export function entryOfText(text: string): ReportEntry {
  const update = { by: 'dependabot', type: text, group: text } as const;
  return {
    uses: [
      {
        file: text,
        line: 1,
        written: text,
        stage: text,
        former: { registry: text, repository: text, tag: text },
        warnings: [text],
        update,
      },
    ],
    canonical: text,
    target: text,
    outcome: {
      ...failed(text, [text]),
      platforms: [{ os: text, architecture: text }],
      comparison: comparisonOfText(text),
      via: [{ side: 'source', host: text, requests: 1, repeated: 1 }],
    },
  };
}

function comparisonOfText(text: string): Comparison {
  return {
    before: { name: text, digest: digestNamed('before') },
    lostPlatforms: [text],
    gainedPlatforms: [text],
    inside: {
      platform: text,
      createdBefore: text,
      created: text,
      layers: { kept: 1, keptBytes: 1, added: 1, addedBytes: 1, removed: 0 },
      changes: [
        { field: 'labels', name: text, before: text, now: text },
        { field: 'entrypoint', now: text },
      ],
    },
  };
}

/** Texts from outside that would do something if they were shown as they are. */
export const hostileTexts: readonly string[] = [
  '</details><details open>',
  '@acme/team and @someone',
  '::error::forged',
  '::set-output name=digest::sha256:0',
  '##[add-mask]a',
  '`',
  '``` fence ```',
  '`ends with a back-tick`',
  'a | b || c',
  'a \\| b \\\\| c \\\\\\| d',
  '`|`',
  'two\nlines\r\n\r\n# three',
  '\u202eevil\u202c \u2066isolate\u2069 \u200fmark',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/pixel.png)',
  '<img src=x onerror=alert(1)>',
  '<!-- comment',
  'https://evil.example www.evil.example',
  '#1 acme/x#2 GH-3',
  '**bold** _it_ ~~gone~~ :tada:',
  '$x^2$ $`y`$',
  '\u001b[2J\u001b]8;;https://evil.example\u0007link',
  '\u0000\u0008\u007f\u009b',
  ' leading and trailing ',
  '\\',
  'ends in a backslash \\',
  '&lt;&#64;acme',
];

/**
 * Says whether GitHub's runner would take a line of a log for a command: `::` at its beginning, or `##[` anywhere.
 * Source: actions/runner, src/Runner.Common/ActionCommand.cs.
 */
export function holdsCommand(line: string): boolean {
  return line.trimStart().startsWith('::') || line.includes('##[');
}
