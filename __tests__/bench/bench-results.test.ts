import { describe, expect, test } from '@jest/globals';
import { hasFailed, renderResults } from '../../bench/results.js';
import { readSettings } from '../../bench/settings.js';
import type { Counters, Network, Results, Run, ScenarioName, ScenarioResult, ToolRole } from '../../bench/types.js';

const settings = readSettings([]);
const networks: Readonly<Record<string, Network>> = {
  tls: { isTls: true, delayMs: 20 },
  plain: { isTls: false, delayMs: 0 },
};
const bytes = 233e6;

interface Measured extends Partial<Omit<Run, 'source' | 'target'>> {
  readonly source?: Partial<Counters>;
  readonly target?: Partial<Counters>;
}

function makeRun({ source, target, ...measured }: Measured = {}): Run {
  const none = { requests: {}, challenges: 0, streams: 0, bytesIn: 0, bytesOut: 0, open: 0 };
  const counters = { ...none, connections: 1, mostOpen: 1, handshakes: 1, resumed: 1 };
  const usage = { wallSeconds: 1, userSeconds: 0.75, systemSeconds: 0.25, peakBytes: 1e6 };
  return {
    ...usage,
    ...measured,
    source: { ...counters, bytesOut: bytes, ...source },
    target: { ...counters, bytesIn: bytes, ...target },
  };
}

type Row = readonly [tool: string, role: ToolRole, ...runs: Measured[]];

function makeScenario(name: ScenarioName, rows: readonly Row[], imageCount = 12): ScenarioResult {
  return {
    name,
    title: 'Some images, cold',
    network: networks[name.endsWith('tls') ? 'tls' : 'plain'] ?? { isTls: false, delayMs: 0 },
    imageCount,
    distinctBytes: bytes,
    tools: rows.map(([tool, role, ...runs]) => ({
      ...{ tool, role, runs: runs.map(makeRun) },
      hasFailed: tool.endsWith('fails'),
    })),
  };
}

function makeResults(...scenarios: readonly ScenarioResult[]): Results {
  const start = { runs: 21, emptyMs: 20, bundleMs: 60 };
  const starts = ['24.1.0', '20.19.0'].map((nodeVersion) => ({ nodeVersion, ...start }));
  return { machine: ['a machine'], settings, scenarios, starts };
}

const newest = 'image-mirror, Node 24';
const oldest = 'image-mirror, Node 20';

/** A row of the goals: what was measured on Node 24 and on Node 20, and the verdict. */
async function goalOf(results: Results, work: string, must: string): Promise<readonly string[]> {
  const rows = rowsOf(await renderResults(results)).filter((cells) => cells[0]?.startsWith(work) && cells[1] === must);
  expect(rows).toHaveLength(1);
  return rows[0]?.slice(2) ?? [];
}

function rowsOf(markdown: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('|'));
  return lines.map((line) => line.split('|').slice(1, -1)).map((cells) => cells.map((cell) => cell.trim()));
}

describe('a time', () => {
  const best = 'wall ≤ 0.65 × the best peer';

  test.each([
    ['both reach it', 1.3, 1.3, '**PASS**'],
    ['Node 20 takes 1.2 times the time of Node 24', 1.3, 1.56, '**PASS**'],
    ['Node 20 takes more than that', 1.3, 1.6, '**FAIL**'],
    ['Node 20 takes more than that, and reaches the goal', 0.5, 1.3, '**PASS**'],
    ['Node 24 does not reach it', 1.4, 1.2, '**FAIL**'],
  ])('%s', async (_name, wall24, wall20, verdict) => {
    const scenario = makeScenario('cold-tls', [
      [newest, 'ours', { wallSeconds: wall24 }],
      [oldest, 'ours', { wallSeconds: wall20 }],
      ['crane, a loop', 'peer', { wallSeconds: 3, userSeconds: 9 }],
      ['regsync once', 'peer', { wallSeconds: 2, userSeconds: 9 }],
      ['curl into curl', 'limit', { wallSeconds: 0.1 }],
    ]);
    const ratios = [wall24, wall20].map((wall) => `${(wall / 2).toFixed(2)} × regsync once`);
    expect(await goalOf(makeResults(scenario), 'cold, 12 images, 233 MB; TLS, 20 ms', best)).toEqual([
      ...ratios,
      verdict,
    ]);
    expect(hasFailed(makeResults(scenario))).toBe(verdict === '**FAIL**');
  });

  test('is a median', async () => {
    const walls = [9, 1, 1.2].map((wallSeconds) => ({ wallSeconds }));
    const scenario = makeScenario('cold-tls', [
      [newest, 'ours', ...walls],
      ['regsync once', 'peer', { wallSeconds: 2 }],
    ]);
    expect(await goalOf(makeResults(scenario), 'cold', best)).toEqual(['0.60 × regsync once', '', '**PASS**']);
  });

  test.each([
    ['without a peer', [[newest, 'ours', {}]]],
    [
      'without Node 24',
      [
        [oldest, 'ours', {}],
        ['regsync once', 'peer', {}],
      ],
    ],
  ] as const)('is not measured %s', async (_name, rows) => {
    const results = makeResults(makeScenario('cold-tls', rows));
    expect((await goalOf(results, 'cold', best)).at(-1)).toBe('not measured');
    expect(hasFailed(results)).toBe(false);
  });

  test('of the processor counts both modes', async () => {
    const scenario = makeScenario('cold-tls', [
      [newest, 'ours', { userSeconds: 1, systemSeconds: 0.5 }],
      ['regsync once', 'peer', { userSeconds: 1, systemSeconds: 2 }],
    ]);
    const goal = await goalOf(makeResults(scenario), 'cold', 'processor ≤ 0.7 × the best peer');
    expect(goal[0]).toBe('0.50 × regsync once');
  });
});

test('bytes are those of the scenario that read most', async () => {
  const scenarios = (['cold-tls', 'cold-plain'] as const).map((name, index) =>
    makeScenario(name, [[newest, 'ours', { source: { bytesOut: bytes * (1 + index) } }]]),
  );
  const goal = await goalOf(makeResults(...scenarios), 'bytes from the source', '≤ 1.01 × distinct bytes');
  expect(goal).toEqual(['2.000', '', '**FAIL**']);
});

describe('connections', () => {
  test.each([
    ['as many as may be', 32, 32, '**PASS**'],
    ['more on Node 20, which is no matter of time', 32, 33, '**FAIL**'],
    ['more on Node 24', 33, 32, '**FAIL**'],
  ])('%s', async (_name, most24, most20, verdict) => {
    const rows: readonly Row[] = [
      [newest, 'ours', { target: { mostOpen: most24 } }, { target: { mostOpen: 1 } }],
      [oldest, 'ours', { source: { mostOpen: most20 } }],
      ['regsync once', 'peer', { target: { mostOpen: 500 } }],
    ];
    const goal = await goalOf(
      makeResults(makeScenario('cold-plain', rows)),
      'connections in a copy',
      '≤ 32 at once to a host',
    );
    expect(goal).toEqual([String(most24), String(most20), verdict]);
  });

  test.each([
    ['are few', 36, 32, '4', '**PASS**'],
    ['are many', 64, 32, '32', '**FAIL**'],
  ])('whose TLS handshakes are full %s', async (_name, handshakes, resumed, full, verdict) => {
    const rows: readonly Row[] = [[newest, 'ours', { source: { handshakes, resumed } }]];
    const scenarios = [makeScenario('cold-tls', rows), makeScenario('cold-plain', [[newest, 'ours', {}]])];
    const must = '≤ 4 full handshakes to a host, the others resume';
    expect(await goalOf(makeResults(...scenarios), 'TLS sessions', must)).toEqual([full, '', verdict]);
  });
});

describe('requests', () => {
  const noOp = { ping: 1, token: 10, 'manifest-head': 1_000 };

  test.each([
    ['as many as may be', noOp, '2022', '**PASS**'],
    [
      'one kind more, another less',
      { ...noOp, token: 12, ping: 0 },
      '2023; 12 token to the target instead of 10',
      '**FAIL**',
    ],
    ['a kind that was not there', { ...noOp, tags: 1 }, '2023; 1 tags to the target instead of 0', '**FAIL**'],
  ])('%s', async (_name, requests, text, verdict) => {
    const rows: readonly Row[] = [[newest, 'ours', { source: { requests: noOp }, target: { requests } }]];
    const results = makeResults(makeScenario('no-op-tls', rows, 1_000));
    expect(await goalOf(results, 'requests, no-op-tls', 'no kind more often than in 2022')).toEqual([
      text,
      '',
      verdict,
    ]);
  });

  test('of another number of images are not compared', async () => {
    const text = await renderResults(makeResults(makeScenario('no-op-tls', [[newest, 'ours', {}]], 100)));
    expect(text).not.toContain('no kind more often');
  });
});

test('growth is the dearest step', async () => {
  const steps = [
    [1_000, 1],
    [10_000, 9],
    [30_000, 36],
  ].map(([images = 0, wallSeconds = 0]) => makeScenario('growth', [[newest, 'ours', { wallSeconds }]], images));
  const goal = await goalOf(
    makeResults(...steps),
    'growth, 1000 → 10000 → 30000 images',
    'time linear: an image ≤ 1.2 × as dear',
  );
  expect(goal).toEqual(['1.33', '', '**FAIL**']);
});

test('repositories cost the difference between many and few', async () => {
  const [many, few] = [3, 1.5].map((userSeconds) =>
    makeScenario('repositories', [[newest, 'ours', { userSeconds, systemSeconds: 0 }]], 20_000),
  );
  if (many === undefined || few === undefined) throw new Error('There are two.');
  const text = await renderResults(makeResults(many, few));
  expect(text).toMatch(
    /20000 repositories, an image each +\| processor ≤ 1 s more [^|]*\| 1.50 s +\| +\| \*\*FAIL\*\*/,
  );
});

test('the goals are first, and the tables say what each tool took', async () => {
  const scenario = makeScenario('cold-tls', [
    [
      newest,
      'ours',
      {
        source: { connections: 33, mostOpen: 32, handshakes: 33, resumed: 32, requests: { ping: 1, 'blob-get': 234 } },
        target: { connections: 31, mostOpen: 30, handshakes: 29, resumed: 28, streams: 7, requests: { ping: 2 } },
      },
    ],
    ['skopeo sync', 'peer', { wallSeconds: 3 }],
    ['a tool that was not run', 'peer'],
    ['a tool that fails', 'peer'],
  ]);
  const text = await renderResults(makeResults(scenario));
  expect(text.indexOf('**PASS**')).toBeLessThan(text.indexOf('## How it is measured'));
  expect(rowsOf(text)).toEqual(
    expect.arrayContaining([
      [newest, '1', '1.00 s', '1.00 s', '0.75 + 0.25', '1.0 MB', '237', '233 MB', '233 MB'],
      [
        'skopeo sync',
        '1',
        '3.00 s (3.00)',
        '1.00 s (1.00)',
        '0.75 + 0.25',
        '1.0 MB (1.00)',
        '0 (0.00)',
        '233 MB',
        '233 MB',
      ],
      ['source + target', 'connections', 'most at once', 'TLS handshakes', 'of them resumed', 'h2 streams'],
      [newest, '33 + 31', '32 + 30', '33 + 29', '32 + 28', '0 + 7'],
      ['source + target', 'ping', 'blob-get', 'of them 401'],
      [newest, '1 + 2', '234 + 0', '0 + 0'],
    ]),
  );
  expect(text).not.toContain('a tool that was not run');
  expect(text).toContain('Failed, and not run again: a tool that fails.');
});

describe('settings', () => {
  test.each([
    ['a name', 'layer-tls', ['layer-tls']],
    ['a beginning', 'no-op', ['no-op-tls', 'no-op-20ms']],
    ['several', 'one,growth', ['one', 'growth']],
  ])('--only takes %s', (_name, only, names) => {
    expect(readSettings(['--only', only]).only).toEqual(names);
  });

  test.each([
    ['a scenario that is none', ['--only', 'cold,warm'], 'no scenario begins with warm'],
    ['a bundle that is not there', ['--bundle', '/nowhere'], 'there is no such file'],
    ['an option that is none', ['--fast'], '--fast'],
  ])('%s is refused', (_name, args, text) => {
    expect(() => readSettings(args)).toThrow(text);
  });

  test('without an option are the standard, whose results are written', () => {
    expect(readSettings([]).isStandard).toBe(true);
    expect(readSettings(['--rounds', '1'])).toMatchObject({ isStandard: false, rounds: 1 });
  });

  test('--images is the most of every scenario', () => {
    expect(readSettings(['--images', '2000'])).toMatchObject({
      smallImages: 2_000,
      growth: [1_000, 2_000],
      repositories: 2_000,
    });
  });
});
