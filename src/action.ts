import { getInput, setSecret } from '@actions/core';
import type { Clock } from './runtime/clock.js';
import type { Config } from './config/config.js';
import type { OptionTexts } from './config/options.js';
import { readOptions } from './config/read-options.js';
import type { EngineOptions } from './copy/mirror-all.js';
import type { RegistryAccess } from './copy/registry-access.js';
import { ConfigurationError, messageOf } from './runtime/errors.js';
import { lazyGithub } from './github/api/api.js';
import { findTrustedCommit } from './github/change/trusted-commit.js';
import type { TrustedFileDeps } from './github/change/trusted-file.js';
import type { TriggerDeps } from './github/change/trigger.js';
import type { RunEvent } from './github/runner/event.js';
import { readInputs, annotate, logLine } from './github/runner/runner.js';
import { type PublishDeps, publish, publishProblems } from './github/publish.js';
import type { RunCache } from './cache/run-cache.js';
import type { OpenCache } from './cache/open-cache.js';
import { exitCodeOf } from './result/exit-code.js';
import type { Rights, RightsDeps } from './github/rights/rights.js';
import { batchedProgress } from './report/terminal/plain-progress.js';
import { namesFor } from './result/progress.js';
import type { Report } from './result/report.js';
import { formatCost, formatCounts, formatResult, formatScope, isOnlyChecked } from './report/formats.js';
import { configFileKind, withConfigFile, withConfigText } from './read-config-file.js';
import { run } from './run.js';
import { Secrets, addEnvironment, addLogins } from './runtime/secrets.js';
import { type Stop, type StopSwitch, stopInTime } from './runtime/stop.js';
import { printable } from './runtime/text.js';
import type { Trigger } from './tree/known-change.js';
import type { Environment, HostProcess } from './runtime/environment.js';

/** The action: GitHub's inputs in, summary, annotations, outputs and an exit code out. */
export async function runAction(host: HostProcess, stop: StopSwitch): Promise<number> {
  const { environment, clock, workingDirectory, keepHeapSmall } = host;
  const inputs = readInputs(getInput);
  const token = getInput('github-token');
  const secrets = secretsOf(token, inputs, environment);
  const { redact } = secrets;
  const log = (line: string): void => {
    logLine(redact(line));
  };
  const { signal, cleanupSignal, reportSignal } = stop;
  const event = await eventOf(environment);
  const workspace = environment.GITHUB_WORKSPACE ?? workingDirectory;
  const deps: PublishDeps = { event, environment, clock, workspace, inputs, token, redact, reportSignal };
  try {
    const options = readOptions(inputs);
    stopInTime(stop, options, clock);
    const config = await configFor(options, { event, environment, workspace, clock, token, log, signal });
    const rights = await rightsFor({ event, environment, clock, workspace, config, signal });
    const progress = batchedProgress(logLine, namesFor(config.targets), clock);
    const github = lazyGithub({ environment, clock, token, log, signal });
    const { images } = config;
    const report = await run(config, {
      workspace,
      clock,
      progress,
      redact,
      signal,
      cleanupSignal,
      trigger: await triggerFor({ event, environment, clock, workspace, images, github, log, signal }),
      whenRefused: rights.whenRefused,
      checkOnlyReason: rights.checkOnlyReason,
      leftImagesReason: rights.leftImagesReason,
      engine: { exposed: await exposedFor(config, environment), keepHeapSmall },
      openCache: async (warn) => openCacheFor(config, { environment, clock, workspace, rights, stop, log, warn }),
      connect: async (cache, trusted, logProgress) => {
        const known = { environment, clock, token, secrets, cache, trusted, rights, cleanupSignal };
        return connectFor(config, { ...known, log: logProgress });
      },
    }).finally(async () => {
      progress.close();
      await github.close();
    });
    await publish(report, config, deps);
    return conclude(report, config);
  } catch (error) {
    return await reportError(error, deps);
  }
}

interface ActionConfigDeps extends Omit<TrustedFileDeps, 'github'> {
  readonly event: RunEvent;
  readonly token: string;
  readonly log: (line: string) => void;
}

/** With the configuration file, of the commit that may decide. */
async function configFor(options: Config, deps: ActionConfigDeps): Promise<Config> {
  const commit = findTrustedCommit(deps.event, deps.environment);
  if (commit === undefined) return withConfigFile(options, deps.workspace);
  const { readTrustedFile } = await import('./github/change/trusted-file.js');
  const github = lazyGithub(deps);
  const read = readTrustedFile(options.configFile, configFileKind, commit, { ...deps, github });
  const text = await read.finally(github.close).catch((error: unknown) => {
    // A run that is stopped does nothing, whatever the file says.
    if (!deps.signal.aborted) throw error;
    return undefined;
  });
  return withConfigText(options, text);
}

/** The runner masks them all, too: before anything is said. */
function secretsOf(token: string, inputs: OptionTexts, environment: Environment): Secrets {
  const secrets = new Secrets(setSecret);
  secrets.add(token);
  addLogins(secrets, Object.values(inputs));
  addEnvironment(secrets, environment);
  return secrets;
}

/** What changes files, or waits for an answer, has a payload that matters; to read it takes a parser. */
async function eventOf(environment: Environment): Promise<RunEvent> {
  const name = environment.GITHUB_EVENT_NAME ?? '';
  if (!/^(?:pull_request|pull_request_target|push|merge_group)$/.test(name)) return { kind: 'other', name };
  const { readEvent } = await import('./github/runner/event.js');
  return readEvent(environment);
}

async function triggerFor(deps: TriggerDeps): Promise<Trigger> {
  const { event } = deps;
  if (event.kind === 'other' && event.why === undefined) return { kind: 'none', event: event.name };
  const { triggerOf } = await import('./github/change/trigger.js');
  return triggerOf(deps);
}

async function exposedFor({ targets, mode }: Config, environment: Environment): Promise<EngineOptions['exposed']> {
  if (mode !== 'mirror' || !targets.some(({ registry }) => registry === 'ghcr.io')) return undefined;
  const { findExposed } = await import('./github/rights/find-exposed.js');
  return findExposed(environment);
}

interface ActionConnectDeps {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly token: string;
  readonly secrets: Secrets;
  readonly cache: RunCache;
  readonly trusted: readonly string[];
  readonly rights: Rights;
  readonly cleanupSignal: AbortSignal;
  readonly log: (sentence: string) => void;
}

async function connectFor(config: Config, deps: ActionConnectDeps): Promise<RegistryAccess> {
  const { environment, clock, token, secrets, cache, trusted, rights, cleanupSignal, log } = deps;
  const { connect } = await import('./connect.js');
  const { githubCredentials } = await import('./github/runner/ghcr-credentials.js');
  const fallbackCredentials = githubCredentials(config.targets, token, environment);
  const { noAccountReason, publicOnlyReason } = rights;
  return connect(config, {
    environment,
    clock,
    secrets,
    fallbackCredentials,
    cache,
    trusted,
    noAccountReason,
    publicOnlyReason,
    cleanupSignal,
    log,
  });
}

interface ActionCacheDeps {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly workspace: string;
  readonly rights: Rights;
  readonly stop: Stop;
  readonly log: (line: string) => void;
  readonly warn: (sentence: string) => void;
}

async function openCacheFor(config: Config, deps: ActionCacheDeps): Promise<OpenCache> {
  const { environment, clock, workspace, rights, log, warn } = deps;
  const { signal, cleanupSignal } = deps.stop;
  // What earlier runs read with an account is not for everybody.
  if (rights.publicOnlyReason !== undefined) return (await import('./cache/open-cache.js')).noCache();
  const { openConfiguredCache } = await import('./cache/open-configured-cache.js');
  const { findCacheStore } = await import('./github/runner/cache-store.js');
  const find = (scopes: readonly string[]) => findCacheStore(scopes, environment);
  return openConfiguredCache(config, {
    workspace,
    clock,
    signal,
    cleanupSignal,
    warn,
    service: { find, log },
  });
}

/** A pull request's event has something to tell, one that cannot be read must not pass for another, and any may be Dependabot's. */
async function rightsFor(deps: RightsDeps): Promise<Rights> {
  const { event, environment } = deps;
  const isPullRequest = event.kind === 'pull-request' || event.name === 'pull_request_target';
  if (!isPullRequest && environment.GITHUB_ACTOR !== 'dependabot[bot]')
    return { whenRefused: { kind: 'fail' }, noAccountReason: undefined };
  const { readRights } = await import('./github/rights/rights.js');
  return readRights(deps);
}

function conclude(report: Report, config: Config): number {
  const exitCode = exitCodeOf(report, config.failOn);
  const facts = [formatScope(report.scope), formatCost(report)].filter((part) => part !== undefined);
  logLine(`${formatResult(report)} (${facts.join(' · ')})`);
  if (report.checkedBecause !== undefined) {
    annotate('warning', formatResult(report), { title: isOnlyChecked(report) ? 'Only checked' : 'Not written' });
  }
  if (exitCode !== 0) annotate('error', `${formatCounts(report)}. The job summary says what and why.`);
  return exitCode;
}

async function reportError(error: unknown, deps: PublishDeps): Promise<number> {
  const { redact } = deps;
  if (!(error instanceof ConfigurationError)) {
    const message = redact(messageOf(error));
    annotate('error', `This is a mistake in image-mirror: ${message}`);
    logLine(`stack: ${printable(redact(error instanceof Error ? (error.stack ?? '') : ''), 4_000)}`);
    await publishProblems({ kind: 'mistake', sentences: [message] }, deps);
    return 1;
  }
  const problems = error.problems.map(redact);
  for (const problem of problems) annotate('error', problem, { title: 'Wrong configuration' });
  await publishProblems({ kind: 'configuration', sentences: problems }, deps);
  return 2;
}
