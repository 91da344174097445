import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import pc from 'picocolors';
import type { Mode } from './config/config.js';
import { ConfigurationError, messageOf } from './runtime/errors.js';
import { type Report, formatReportFile } from './result/report.js';
import { renderShort, renderTerminal } from './report/terminal/terminal-report.js';
import { leadsOutside } from './tree/containment.js';

/** Where the command's report goes. */
export interface ReportDestinations {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Whether standard output is for a program. */
  readonly json: boolean;
  /** Absolute; undefined: it is in no file. */
  readonly file: string | undefined;
}

/**
 * Prints a run's report, and keeps it where that was asked for. Who cannot see standard output is told on standard error what failed.
 * @throws {ConfigurationError} where the file cannot be written
 */
export async function printReport(report: Report, { stdout, stderr, json, file }: ReportDestinations): Promise<void> {
  stdout.write(
    json ? formatReportFile(report) : renderTerminal(report, pc.createColors(stdout.isTTY && pc.isColorSupported)),
  );
  if (json || (stderr.isTTY && !stdout.isTTY))
    stderr.write(renderShort(report, pc.createColors(stderr.isTTY && pc.isColorSupported)));
  if (file === undefined) return;
  try {
    await writeFile(file, formatReportFile(report));
  } catch (error) {
    throw new ConfigurationError([cannotBeWritten(file, error)]);
  }
}

/** The report of a run that did not begin, for programs: people read of it on standard error. Where its own file is the problem, that stays. */
export async function printProblems(
  sentences: readonly string[],
  mode: Mode,
  { stdout, json, file }: ReportDestinations,
  workspace: string,
  now: Date,
): Promise<void> {
  const { reportOfProblems } = await import('./report/markdown/not-begun.js');
  const text = formatReportFile(reportOfProblems({ kind: 'configuration', sentences }, now, mode));
  if (json) stdout.write(text);
  if (file === undefined || (await findFileProblems(workspace, file)).length > 0) return;
  await writeFile(file, text).catch(() => undefined);
}

/** Before anything is done: a report that cannot be kept is no way to end a long run. */
export async function findDestinationProblems(workspace: string, file: string | undefined): Promise<readonly string[]> {
  return [
    ...((await isFolder(workspace)) ? [] : [`--directory: there is no folder ${workspace}.`]),
    ...(file === undefined ? [] : await findFileProblems(workspace, file)),
  ];
}

async function findFileProblems(workspace: string, file: string): Promise<readonly string[]> {
  if (!(await isFolder(dirname(file)))) return [`--report: there is no folder ${dirname(file)}.`];
  if (await isFolder(file)) return [`--report: ${file} is a folder. Name a file in it.`];
  if ((await isFolder(workspace)) && (await leadsOutside(workspace, file)))
    return [
      `--report: ${file} leads out of the workspace ${workspace} by a link. Remove the link, or name another file.`,
    ];
  try {
    await access((await isThere(file)) ? file : dirname(file), constants.W_OK);
    return [];
  } catch (error) {
    return [cannotBeWritten(file, error)];
  }
}

function cannotBeWritten(file: string, error: unknown): string {
  return `--report: ${file} cannot be written: ${messageOf(error)}`;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
