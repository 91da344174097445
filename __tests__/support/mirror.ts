import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect } from '@jest/globals';
import { type Clock, systemClock } from '../../src/runtime/clock.js';
import type { Config } from '../../src/config/config.js';
import type { OptionTexts } from '../../src/config/options.js';
import { readOptions } from '../../src/config/read-options.js';
import { withConfigFile } from '../../src/read-config-file.js';
import { connect } from '../../src/connect.js';
import type { ImageTarget } from '../../src/image/source-and-target.js';
import { serializeCache } from '../../src/cache/format.js';
import { type OpenCache, noCache } from '../../src/cache/open-cache.js';
import type { WhenRefused } from '../../src/plan/when-refused.js';
import type { Credentials } from '../../src/registry/auth/registry-credentials.js';
import type { Resolve } from '../../src/registry/transport/guarded-lookup.js';
import { plainProgress } from '../../src/report/terminal/plain-progress.js';
import { type Progress, namesFor } from '../../src/result/progress.js';
import type { ImageReport, Report } from '../../src/result/report.js';
import type { EngineOptions } from '../../src/copy/mirror-all.js';
import { type RunDeps, run } from '../../src/run.js';
import type { Transport } from '../../src/registry/transport/transport.js';
import type { RetryPolicy } from '../../src/registry/throttle/retry.js';
import { Secrets, addEnvironment } from '../../src/runtime/secrets.js';
import type { Trigger } from '../../src/tree/known-change.js';
import { onTestFinished } from './jest/testing.js';
import { heldClock } from './timing/held-clock.js';
import { lookThrough, lookThroughRequest } from './secret-search/looked-through.js';
import { type Registry, startRegistry } from './registry/registry.js';
import type { RegistryOptions } from './registry/options.js';

/** Waits that a test can sit through; the number of attempts is the real one. */
const fastRetries = {
  attempts: 5,
  firstDelayMs: 1,
  maxDelayMs: 5,
  firstCooldownMs: 1,
  maxCooldownMs: 10,
  maxRestartMs: 0,
};

/** Files of a workspace by their path; those under `images/` are the tree. */
export type Files = Readonly<Record<string, string>>;

export interface MirrorOptions {
  readonly files: Files;
  readonly inputs: OptionTexts;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  /** Until when a run that was stopped may tidy up; without it as long as it takes. */
  readonly cleanupSignal?: AbortSignal;
  /** What started the run; without it a terminal. */
  readonly trigger?: Trigger;
  readonly whenRefused?: WhenRefused;
  /** A sentence: what is said of a run of mode `check` that leaves images to mirror. */
  readonly leftImagesReason?: string;
  /** A sentence: why there may be no account at a registry. */
  readonly noAccountReason?: string | undefined;
  /** A target's registry where a repository that the run makes may be readable by everybody. */
  readonly exposed?: EngineOptions['exposed'];
  readonly clock?: Clock;
  /** The real one takes a clock that jumps. */
  readonly retryPolicy?: RetryPolicy;
  /** Logins for registries that docker's configuration does not know. */
  readonly fallbackCredentials?: ReadonlyMap<string, Credentials>;
  /** Makes something else of each target. */
  readonly changeTarget?: (target: ImageTarget) => ImageTarget;
  /** What manifests and configs may take of the memory. */
  readonly maxMemoryBytes?: number;
  /** What earlier runs learned, and what this one learns is added to. */
  readonly kept?: OpenCache;
  /** Looks up names; without it the system does. */
  readonly resolve?: Resolve;
  /** A folder that holds the files already, and is the home, too; else one is made. */
  readonly workspace?: string;
  /** Puts something before each transport. */
  readonly adapt?: (transport: Transport) => Transport;
}

export const silentProgress: Progress = {
  started: () => undefined,
  expected: () => undefined,
  moved: () => undefined,
  finished: () => undefined,
  log: () => undefined,
};

/** Runs the whole engine in this process, over the real wire, on a workspace made for it. */
export async function mirrorFiles({
  files,
  inputs,
  environment,
  progress,
  signal,
  cleanupSignal = new AbortController().signal,
  trigger,
  whenRefused = { kind: 'fail' },
  leftImagesReason,
  exposed,
  noAccountReason,
  clock = systemClock,
  retryPolicy = fastRetries,
  fallbackCredentials = new Map(),
  kept = noCache(),
  maxMemoryBytes,
  resolve,
  changeTarget = (target) => target,
  workspace: given,
  adapt,
}: MirrorOptions): Promise<Report> {
  const workspace = given ?? (await makeWorkspace(files));
  const home = given ?? (await makeWorkspace({}));
  const config = await withConfigFile(readOptions(inputs), workspace);
  const secrets = new Secrets();
  addEnvironment(secrets, environment ?? {});
  const deps: RunDeps = {
    workspace,
    clock,
    progress: watched(progress ?? silentProgress, config),
    redact: secrets.redact,
    signal: signal ?? new AbortController().signal,
    cleanupSignal,
    trigger: trigger ?? { kind: 'none', event: '' },
    whenRefused,
    leftImagesReason,
    engine: { exposed, maxMemoryBytes },
    openCache: async () => Promise.resolve(kept),
    connect: async (cache, trusted, log) => {
      const access = await connect(config, {
        cache,
        trusted,
        ...(resolve === undefined ? {} : { resolve }),
        environment: { HOME: home, ...environment },
        clock,
        noAccountReason,
        secrets,
        fallbackCredentials,
        retryPolicy,
        log,
        cleanupSignal,
        ...(adapt === undefined ? {} : { adapt }),
      });
      return { ...access, target: (reference, writable) => changeTarget(access.target(reference, writable)) };
    },
  };
  const report = await run(config, deps);
  lookThrough('report', JSON.stringify(report));
  lookThrough('knowledge', await serializeCache(kept.cache));
  return report;
}

/** What is told while it happens is shown as a runner's log shows it, and looked through. */
function watched(progress: Progress, { targets }: Config): Progress {
  const look = (line: string): void => {
    lookThrough('progress', line);
  };
  const shown = plainProgress(look, namesFor(targets), heldClock());
  return {
    started: (task) => {
      progress.started(task);
    },
    expected: (task, bytes) => {
      progress.expected(task, bytes);
    },
    moved: (task, bytes) => {
      progress.moved(task, bytes);
    },
    finished: (task, outcome) => {
      shown.finished(task, outcome);
      progress.finished(task, outcome);
    },
    log: (line) => {
      shown.log(line);
      progress.log(line);
    },
  };
}

/** A folder with these files, removed when the test has ended. */
export async function makeWorkspace(files: Files): Promise<string> {
  const workspace = await mkdtemp(join(tmpdir(), 'image-mirror-test-'));
  onTestFinished(async () => {
    try {
      await lookThroughFiles(workspace, files);
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  });
  await mkdir(join(workspace, 'images'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), text);
  }
  return workspace;
}

/** All that was not there before: reports, outputs, knowledge. */
async function lookThroughFiles(folder: string, given: Files): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !(relative(folder, path) in given)) lookThrough('file', await readFile(path));
  }
}

/** A registry double that is stopped when the test has ended. */
export async function useRegistry(options?: RegistryOptions): Promise<Registry> {
  const registry = await startRegistry(options);
  registry.watch(({ url, headers }) => {
    lookThroughRequest('request to a registry', { line: url, headers });
  });
  onTestFinished(async () => registry.stop());
  return registry;
}

export interface Pair {
  readonly source: Registry;
  readonly target: Registry;
  /** Mirrors images of the source, named `repository:tag`, one file each. */
  readonly mirror: (images: readonly string[], inputs?: OptionTexts, more?: Partial<MirrorOptions>) => Promise<Report>;
  /** The copy's repository on the target. */
  readonly repository: (source: string) => string;
}

/** A source and a target, and the way from one to the other. */
export async function usePair(options: { source?: RegistryOptions; target?: RegistryOptions } = {}): Promise<Pair> {
  const source = await useRegistry(options.source);
  const target = await useRegistry(options.target);
  return {
    source,
    target,
    repository: (name) => `mirror/${source.host.replace(':', '_')}/${name}`,
    mirror: async (images, inputs = {}, more = {}) =>
      mirrorFiles({
        files: Object.fromEntries(
          images.map((image, index) => [
            `images/${String(index).padStart(4, '0')}/Dockerfile`,
            `FROM ${source.host}/${image}\n`,
          ]),
        ),
        inputs: {
          target: `${target.host}/mirror`,
          'verify-timeout': '1',
          // What a pull request may name is the subject of its own tests.
          ...(more.trigger === undefined ? {} : { 'allowed-registries': source.host }),
          ...inputs,
        },
        ...more,
      }),
  };
}

/** The tag leads to that digest, and all that is below it is there and as it should be. */
export function expectComplete({ target, repository }: Pair, name: string, tag: string, digest: string): void {
  expect(target.resolve(repository(name), tag)).toBe(digest);
  expect(target.closure(repository(name), tag)).toMatchObject({ complete: true, missing: [], damaged: [] });
}

/** Uploads that were opened to be used. Each run opens one more to see whether the target takes any, and cancels it. */
export function usedUploads(registry: Registry): number {
  return registry.count('upload-post') - registry.count('upload-delete');
}

/** What a reader of a report sees first: `mirrored`, `skipped: up-to-date`. */
export function statesOf(report: Report): readonly string[] {
  return report.images.map(({ state, reason }) => (reason === undefined ? state : `${state}: ${reason}`));
}

export function explain(report: Report): string {
  return report.images.map(({ message, warnings }) => [message, ...warnings].join(' ')).join('\n');
}

export function onlyImage(report: Report): ImageReport {
  const [image, ...others] = report.images;
  if (image === undefined || others.length > 0) throw new Error(`expected one image, got ${report.images.length}`);
  return image;
}

/** A way to stop a run in its middle. */
export function useAbort(): AbortController {
  return new AbortController();
}
