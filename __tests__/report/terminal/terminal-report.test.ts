import { createColors } from 'picocolors';
import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../src/result/outcome.js';
import { type ReportEntry, states } from '../../../src/result/report.js';
import { colorOf, renderShort, renderTerminal } from '../../../src/report/terminal/terminal-report.js';
import { digestNamed } from '../../plan/plans.js';
import { entry, failed, holdsCommand, hostileTexts, reportOf, upToDate } from '../reports.js';

const plain = createColors(false);

test('of a run with nothing to say there are two lines', () => {
  expect(renderTerminal(reportOf([entry('a', upToDate)]), plain)).toBe(
    [
      '1 skipped: up-to-date under ghcr.io/acme/mirror',
      '1.5 kB read from sources · 0 B written · 1 upstream pull · 5 requests · 4.2 s',
      '',
    ].join('\n'),
  );
});

test('of several targets all are named', () => {
  expect(renderTerminal(reportOf([], { targets: ['a.test', 'b.test', 'c.test'] }), plain)).toContain(
    'nothing to do under a.test, b.test and c.test\n',
  );
});

test.each([
  ['check', 'only checked: No login.'],
  ['mirror', 'not written: No login.'],
] as const)('O1 why it was not written, in mode %s', (mode, line) => {
  const lines = renderTerminal(reportOf([], { mode, checkedBecause: 'No login.' }), plain).split('\n');
  expect(lines).toContain(line);
});

test('what needs a person or was changed stands in blocks, the worst first, each with its places', () => {
  const wanted = digestNamed('wanted');
  const report = reportOf(
    [
      entry('a', { state: 'mirrored', digest: wanted, copiedBytes: 2_000, warnings: [] }, { target: 'ghcr.io/a:1' }),
      entry('b', { state: 'skipped', reason: 'unverified', warnings: ['The source is down.'] }),
      entry('c', upToDate),
      { uses: [{ file: 'images/d/Dockerfile', written: 'D:e' }], outcome: failed('It is no image name.') },
      entry('e', { state: 'would-mirror', warnings: [] }),
      entry('f', { state: 'stale', reason: 'target-behind', message: 'It is behind.', warnings: [] }),
      { uses: [{ file: 'images/g/Dockerfile' }], outcome: failed('It is a directory.') },
    ],
    { warnings: ['Odd.'] },
  );
  expect(renderTerminal(report, plain)).toBe(
    [
      'failed D:e',
      '    why: It is no image name.',
      '    in images/d/Dockerfile  D:e',
      'failed images/g/Dockerfile',
      '    why: It is a directory.',
      '    in images/g/Dockerfile',
      'stale: target-behind f',
      '    why: It is behind.',
      '    in images/f/Dockerfile:1  f',
      'would mirror e',
      '    in images/e/Dockerfile:1  e',
      'mirrored a',
      '    → ghcr.io/a:1',
      `    ${wanted.slice(0, 19)}, 2 kB copied`,
      '    in images/a/Dockerfile:1  a',
      'skipped: unverified b',
      '    warning: The source is down.',
      '    in images/b/Dockerfile:1  b',
      'warning Odd.',
      '',
      '2 failed, 1 stale, 1 would mirror, 1 mirrored, 2 skipped (1 unverified, 1 up-to-date) under ghcr.io/acme/mirror',
      '1.5 kB read from sources · 0 B written · 1 upstream pull · 5 requests · 4.2 s',
      '',
    ].join('\n'),
  );
});

test('what was passed over without being asked for stands in a line', () => {
  const report = reportOf([entry('a', upToDate), entry('b', { state: 'skipped', reason: 'internal', warnings: [] })]);
  expect(renderTerminal(report, plain).split('\n').slice(0, 2)).toEqual([
    'skipped: internal b  in images/b/Dockerfile:1',
    '',
  ]);
});

test('a bump stands before what it came to', () => {
  const digest = digestNamed('wanted');
  const was = 'docker.io/library/x:1';
  const uses = [{ file: 'images/x/Dockerfile', line: 2, written: 'x:2', was }];
  const report = reportOf([
    {
      uses,
      canonical: 'docker.io/library/x:2',
      outcome: { state: 'mirrored', digest, copiedBytes: 2_000, warnings: [] },
    },
  ]);
  expect(renderTerminal(report, plain)).toContain(`    1 → 2, ${digest.slice(0, 19)}, 2 kB copied\n`);
});

describe('a cause that several images share', () => {
  const down = (name: string): Outcome =>
    failed(`Looking up ghcr.io/acme/mirror/${name} on the target: connect ECONNREFUSED.`);
  const image = (name: string, warnings: readonly string[] = []): ReportEntry =>
    entry(name, { ...down(name), warnings }, { canonical: `quay.io/${name}`, target: `ghcr.io/acme/mirror/${name}` });

  test('is said once, with the names', () => {
    const other = entry('z', failed('It is no image name.'));
    const shown = renderTerminal(reportOf([image('a:1'), image('b:1', ['Odd.']), other, image('c:2')]), plain);
    expect(shown.split('\n').slice(0, 9)).toEqual([
      'failed 3 images: Looking up … on the target: connect ECONNREFUSED.',
      '    quay.io/a:1  in images/a:1/Dockerfile:1',
      '    quay.io/b:1  in images/b:1/Dockerfile:1',
      '    warning: Odd.',
      '    quay.io/c:2  in images/c:2/Dockerfile:1',
      'failed z',
      '    why: It is no image name.',
      '    in images/z/Dockerfile:1  z',
      '',
    ]);
  });

  test('is said of each where it is of two', () => {
    const shown = renderTerminal(reportOf([image('a:1'), image('b:1')]), plain);
    expect(shown).toContain('failed quay.io/a:1\n');
    expect(shown).toContain('why: Looking up ghcr.io/acme/mirror/b:1 on the target');
  });

  test('on several targets counts images, and names the copies', () => {
    const targets = ['a.test', 'b.test'];
    const both = ['x:1', 'y:1', 'z:1'].flatMap((name) =>
      targets.map((target) => entry(name, failed('It is down.'), { target: `${target}/${name}` })),
    );
    const lines = renderTerminal(reportOf(both, { targets }), plain).split('\n');
    expect(lines[0]).toBe('failed 3 images: It is down.');
    expect(lines[2]).toBe('    x:1 → b.test/x:1  in images/x:1/Dockerfile:1');
  });
});

test('for who does not see the report there is what failed, what is to be looked at, and the result', () => {
  const report = reportOf(
    [
      entry('a', failed('It failed.')),
      entry('b', upToDate),
      entry('c', { state: 'mirrored', copiedBytes: 2_000, warnings: [] }),
      entry('d', { ...upToDate, warnings: ['It is odd.'] }),
    ],
    { warnings: ['Odd.'] },
  );
  expect(renderShort(report, plain)).toBe(
    [
      'failed a',
      '    why: It failed.',
      '    in images/a/Dockerfile:1  a',
      'skipped: up-to-date d',
      '    warning: It is odd.',
      '    in images/d/Dockerfile:1  d',
      'warning Odd.',
      '',
      '1 failed, 1 mirrored, 2 skipped: up-to-date under ghcr.io/acme/mirror',
      '',
    ].join('\n'),
  );
});

test('what a verification found is not skipped', () => {
  const present: Outcome = { state: 'skipped', reason: 'present', warnings: [] };
  const report = reportOf([entry('a', present), entry('b', present), entry('c', upToDate)], { mode: 'verify' });
  expect(renderTerminal(report, plain)).toMatch(/^2 present, 1 up-to-date under /);
  expect(renderTerminal({ ...report, mode: 'mirror' }, plain)).toMatch(/^3 skipped \(2 present, 1 up-to-date\) under /);
});

test('every state has its colour', () => {
  const colors = createColors(true);
  expect(new Set(states.map((state) => colorOf(state, colors)('x'))).size).toBe(states.length);
});

test('in colour it says the same', () => {
  const report = reportOf([entry('a', failed('It failed.', ['Odd.']))]);
  const bare = renderTerminal(report, createColors(true)).replace(/\u001b\[\d+m/g, '');
  expect(bare).toBe(renderTerminal(report, plain));
  expect(renderTerminal(report, createColors(true))).not.toBe(bare);
});

describe('O6 what comes from outside can neither draw nor command', () => {
  test.each(hostileTexts)('%j', (text) => {
    const lineCount = renderTerminal(reportOf([hostile('x')], { targets: ['x'], warnings: ['x'] }), plain).split(
      '\n',
    ).length;
    const shown = renderTerminal(reportOf([hostile(text)], { targets: [text], warnings: [text] }), plain);
    const lines = shown.split('\n');
    expect(lines).toHaveLength(lineCount);
    expect(
      lines.filter((line) => /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(line)),
    ).toEqual([]);
    expect(lines.filter(holdsCommand)).toEqual([]);
  });

  function hostile(text: string): ReturnType<typeof entry> {
    return {
      uses: [{ file: text, line: 1, written: text }, { file: text }],
      canonical: text,
      target: text,
      outcome: failed(text, [text]),
    };
  }
});
