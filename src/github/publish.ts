import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import type { OptionTexts } from '../config/options.js';
import { readCommentOption } from '../config/read-options.js';
import type { Clock } from '../runtime/clock.js';
import { messageOf } from '../runtime/errors.js';
import { annotationsOf } from '../report/annotations.js';
import type { CommentOptions } from '../report/markdown/pull-request-comment.js';
import { type CommentWish, commentWish } from '../report/markdown/comment-wish.js';
import { type OutputTexts, type Outputs, cutLists, outputsOf, outputsOfProblems } from '../report/outputs.js';
import type { Problems } from '../report/markdown/not-begun.js';
import { type Report, formatReportFile } from '../result/report.js';
import type { Redact } from '../runtime/text.js';
import { markerFor, maxCommentCharacters } from './comment/comment-marker.js';
import { findRoot, fromRoot } from './change/checkout.js';
import type { RunEvent } from './runner/event.js';
import { annotate, appendSummary, logLine, setOutput } from './runner/runner.js';
import type { Environment } from '../runtime/environment.js';

/** What a run is shown with. */
export interface PublishDeps {
  readonly event: RunEvent;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly workspace: string;
  /** As they were written. */
  readonly inputs: OptionTexts;
  /** The input `github-token`. */
  readonly token: string;
  /** Takes the run's secrets out of a text; reports have none. */
  readonly redact: Redact;
  /** Until when a run that was stopped may tell of itself. */
  readonly reportSignal: AbortSignal;
}

/**
 * Shows a report where GitHub shows things: annotations, summary, the pull request's comment, a JSON file for later steps, outputs. What cannot
 * be written is said in a warning: the images were mirrored all the same.
 */
export async function publish(
  report: Report,
  { comment: when, images }: Pick<Config, 'comment' | 'images'>,
  deps: PublishDeps,
): Promise<void> {
  const root = await findRoot(deps.workspace, images);
  const [{ renderSummary }, { renderComment }] = await Promise.all([
    import('../report/markdown/job-summary.js'),
    import('../report/markdown/pull-request-comment.js'),
  ]);
  await show(deps, {
    report,
    wish: commentWish(when, report),
    renderComment: (options) => renderComment(report, options),
    annotate: () => {
      annotateLines(report, root);
    },
    renderSummary: () => renderSummary(report),
    outputs: (texts) => {
      const outputs = outputsOf(report, texts);
      warnOfCutLists(report, outputs);
      return outputs;
    },
  });
}

/** The same for a run that could not begin: who reads a pull request does not look into logs. */
export async function publishProblems(problems: Problems, deps: PublishDeps): Promise<void> {
  const { renderProblems, reportOfProblems } = await import('../report/markdown/not-begun.js');
  const report = reportOfProblems(problems, new Date(deps.clock.wallMs()));
  const when = readCommentOption(deps.inputs);
  await show(deps, {
    report,
    wish: when === undefined ? 'update' : commentWish(when, report),
    annotate: () => undefined,
    renderComment: (options) => renderProblems(problems, options),
    renderSummary: () => renderProblems(problems, { maxCharacters: maxCommentCharacters }),
    outputs: outputsOfProblems,
  });
}

interface Shown {
  readonly report: Report;
  readonly wish: CommentWish;
  readonly annotate: () => void;
  readonly renderComment: (options: CommentOptions) => string;
  readonly renderSummary: () => string;
  readonly outputs: (texts: OutputTexts) => Outputs;
}

/**
 * Writes first what later steps need. The process of a run that was stopped ends whatever is still to be written, so each step lets the
 * timers of that end run before it begins.
 */
async function show(
  deps: PublishDeps,
  { report, wish, annotate: annotateReport, renderComment, renderSummary, outputs }: Shown,
): Promise<void> {
  const { event, environment } = deps;
  const render = (maxCharacters: number): string => renderComment({ maxCharacters, ...linksOf(event, environment) });
  const folder = (environment.RUNNER_TEMP ?? '') === '' ? tmpdir() : (environment.RUNNER_TEMP ?? '');
  const reportPath = await attempt('The JSON report', async () => writeReport(report, folder));
  await attempt('The outputs', () => {
    const texts = { reportPath: reportPath ?? '', commentBody: render(maxCommentCharacters) };
    for (const [name, value] of Object.entries(outputs(texts))) setOutput(name, value, environment);
  });
  await attempt('The annotations', annotateReport);
  await attempt('The job summary', () => {
    appendSummary(renderSummary(), environment);
  });
  await attempt('The comment', async () => comment(wish, render, deps));
}

/** octokit is loaded for a pull request alone. Who closes one reads no comment on it. */
async function comment(
  wish: CommentWish,
  render: (maxCharacters: number) => string,
  { event, environment, clock, inputs, token, redact, reportSignal }: PublishDeps,
): Promise<void> {
  if (wish === 'none') return;
  if (event.kind !== 'pull-request') {
    if (event.kind === 'other' && event.why !== undefined && wish === 'create')
      annotate('warning', `${event.why} So there is no comment.`);
    return;
  }
  if (event.action === 'closed') return;
  const { postComment } = await import('./comment/post-comment.js');
  const sticky = { marker: markerFor(inputs, environment), mayCreate: wish === 'create', render };
  const warn = (sentence: string): void => {
    annotate('warning', redact(sentence), { title: 'No comment' });
  };
  const log = (line: string): void => {
    logLine(redact(line));
  };
  await postComment(sticky, event, { environment, clock, token, log, warn, reportSignal });
}

function linksOf(event: RunEvent, environment: Environment): Omit<CommentOptions, 'maxCharacters'> {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
  const isKnown = [server, repository, run].every((part) => (part ?? '') !== '');
  return {
    ...(isKnown ? { runUrl: `${server ?? ''}/${repository ?? ''}/actions/runs/${run ?? ''}` } : {}),
    ...(event.kind === 'pull-request' ? { pullRequest: event.number, commit: event.headSha } : {}),
  };
}

function warnOfCutLists(report: Report, outputs: Outputs): void {
  const cut = cutLists(report, outputs);
  if (cut.length === 0) return;
  const names = cut.join(', ');
  annotate('warning', `Of the outputs ${names} GitHub takes no more: they are cut, the JSON report has all images.`);
}

async function attempt<T>(what: string, write: () => T | Promise<T>): Promise<T | undefined> {
  await setImmediate();
  try {
    return await write();
  } catch (error) {
    annotate('warning', `${what} could not be written: ${messageOf(error)}`);
    return undefined;
  }
}

/** GitHub shows ten annotations of a level a step (docs.github.com, "Usage limits"), and drops the others without a word. */
const maxAnnotations = 10;

/** @param root of the repository, in the workspace: with `path` of actions/checkout it is a folder there */
function annotateLines(report: Report, root: string): void {
  const annotations = annotationsOf(report);
  for (const level of ['error', 'warning'] as const) {
    const ofLevel = annotations.filter((annotation) => annotation.level === level);
    for (const { title, message, use } of ofLevel.slice(0, maxAnnotations)) {
      const file = fromRoot(use.file, root);
      annotate(level, message, { title, file, ...(use.line === undefined ? {} : { startLine: use.line }) });
    }
    const more = ofLevel.length - maxAnnotations;
    if (more > 0) logLine(`${more} more ${level}s on lines: the job summary has them.`);
  }
  for (const warning of report.warnings) annotate('warning', warning);
}

async function writeReport(report: Report, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(await mkdtemp(join(folder, 'image-mirror-')), 'report.json');
  await writeFile(path, formatReportFile(report));
  return path;
}
