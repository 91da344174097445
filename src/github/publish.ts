import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../errors.js';
import { annotationsOf } from '../report/annotations.js';
import { cutLists, outputsOf } from '../report/outputs.js';
import type { Report } from '../report/report.js';
import { annotate, appendSummary, logLine, setOutput } from './runner.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Shows a report where GitHub shows things: annotations, summary, a JSON file for later steps, outputs. What cannot be written is said in
 * a warning: the images were mirrored all the same.
 */
export async function publish(report: Report, environment: Environment): Promise<void> {
  annotateLines(report);
  await attempt('The job summary', async () => {
    const { renderSummary } = await import('../report/markdown.js');
    appendSummary(renderSummary(report), environment);
  });
  const folder = (environment.RUNNER_TEMP ?? '') === '' ? tmpdir() : (environment.RUNNER_TEMP ?? '');
  const path = await attempt('The JSON report', async () => writeReport(report, folder));
  await attempt('The outputs', () => {
    const outputs = outputsOf(report, path ?? '');
    for (const [name, value] of Object.entries(outputs)) setOutput(name, value, environment);
    const cut = cutLists(report, outputs);
    if (cut.length > 0)
      annotate(
        'warning',
        `Of the outputs ${cut.join(', ')} GitHub takes no more: they are cut, the JSON report has all images.`,
      );
  });
}

async function attempt<T>(what: string, write: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    annotate('warning', `${what} could not be written: ${messageOf(error)}`);
    return undefined;
  }
}

/** GitHub shows ten annotations of a level a step (docs.github.com, "Usage limits"), and drops the others without a word. */
const maxAnnotations = 10;

function annotateLines(report: Report): void {
  const annotations = annotationsOf(report);
  for (const level of ['error', 'warning'] as const) {
    const ofLevel = annotations.filter((annotation) => annotation.level === level);
    for (const { title, message, use } of ofLevel.slice(0, maxAnnotations)) {
      annotate(level, message, { title, file: use.file, ...(use.line === undefined ? {} : { startLine: use.line }) });
    }
    const more = ofLevel.length - maxAnnotations;
    if (more > 0) logLine(`${more} more ${level}s on lines: the job summary has them.`);
  }
  for (const warning of report.warnings) annotate('warning', warning);
}

async function writeReport(report: Report, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(await mkdtemp(join(folder, 'image-mirror-')), 'report.json');
  await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`);
  return path;
}
