import { type Clock, systemClock } from '../../src/runtime/clock.js';
import { formatTarget } from '../../src/config/naming.js';
import type { OptionTexts } from '../../src/config/options.js';
import { readOptions } from '../../src/config/read-options.js';
import { connect } from '../../src/connect.js';
import { mirrorAll } from '../../src/copy/mirror-all.js';
import { parseImageName } from '../../src/image/image-name.js';
import { parseReference } from '../../src/image/reference.js';
import { noCache } from '../../src/cache/open-cache.js';
import { planTasks } from '../../src/plan/tasks.js';
import { type Report, buildReport } from '../../src/result/report.js';
import { Secrets } from '../../src/runtime/secrets.js';
import { lookThrough } from './secret-search/looked-through.js';
import { makeWorkspace } from './mirror.js';
import type { Registry } from './registry/registry.js';

/** A line that a pull request changes: images by their names, `was` before it; a plain text is a line as it was. */
export type Line = string | { readonly image: string; readonly was: string };

export interface BumpOptions {
  readonly inputs?: OptionTexts;
  readonly told?: string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** A sentence: why sources are asked without an account. */
  readonly publicOnlyReason?: string;
}

/** Mirrors images of a source as if a pull request had changed the lines that name them; names are without the source's host. */
export async function mirrorLines(
  { source, target }: { readonly source: Registry; readonly target: Registry },
  lines: readonly Line[],
  {
    inputs = {},
    told = [],
    environment = {},
    signal = new AbortController().signal,
    clock = systemClock,
    publicOnlyReason,
  }: BumpOptions = {},
): Promise<Report> {
  const config = readOptions({ target: `${target.host}/mirror`, 'verify-timeout': '1', ...inputs });
  const images = lines.map((line, index) => {
    const { image, was } = typeof line === 'string' ? { image: line, was: undefined } : line;
    const file = `images/${String(index).padStart(4, '0')}/Dockerfile`;
    const former = was === undefined ? {} : { former: parseReference(`${source.host}/${was}`) };
    const use = { file, line: 1, written: image, ...former };
    return { use, name: parseImageName(`${source.host}/${image}`) };
  });
  const { tasks } = planTasks(images, config);
  const { cache } = noCache();
  const access = await connect(config, {
    environment: { HOME: await makeWorkspace({}), ...environment },
    clock,
    secrets: new Secrets(),
    fallbackCredentials: new Map(),
    cache,
    trusted: [source.host],
    publicOnlyReason,
    retryPolicy: {
      attempts: 5,
      firstDelayMs: 1,
      maxDelayMs: 5,
      firstCooldownMs: 1,
      maxCooldownMs: 10,
      maxRestartMs: 0,
    },
  });
  const progress = {
    started: () => undefined,
    expected: () => undefined,
    moved: () => undefined,
    finished: () => undefined,
    log: (line: string) => told.push(line),
  };
  const urgency = async (): Promise<{ kind: 'none' }> => Promise.resolve({ kind: 'none' });
  const done = await mirrorAll(tasks, config, access, {
    clock,
    progress,
    signal,
    cleanupSignal: signal,
    urgency,
    whenRefused: { kind: 'fail' },
    engine: {},
  });
  await access.close();
  const report = buildReport({
    mode: config.mode,
    scope: { kind: 'changed', files: lines.length, only: [], leftOut: 0 },
    targets: config.targets.map(formatTarget),
    startedAt: new Date(0),
    durationMs: 0,
    interrupted: false,
    traffic: access.traffic,
    ...done,
  });
  lookThrough('report', JSON.stringify(report));
  return report;
}
