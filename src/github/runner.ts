/**
 * What a step says to its runner, by the toolkit's own code. Its parts are imported below its public entry: that entry loads an HTTP
 * client for OpenID Connect, which alone takes as long to start as all the rest (docs/decisions/0004-actions-core-and-cache.md).
 */
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js';
import { issueFileCommand, prepareKeyValueMessage } from '../../node_modules/@actions/core/lib/file-command.js';
import { toCommandProperties } from '../../node_modules/@actions/core/lib/utils.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where on a file an annotation stands. Source: docs.github.com, "Workflow commands for GitHub Actions". */
export interface AnnotationPlace {
  readonly title?: string;
  /** From the repository's root: a runner leaves it as it is, and takes the workspace away from paths in full alone. */
  readonly file?: string;
  /** counted from 1 */
  readonly startLine?: number;
}

/** An input's text; the runner gives it as an environment variable, and does not enforce that a required one is there. */
export function getInput(name: string, environment: Environment): string {
  return (environment[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();
}

export function annotate(level: 'error' | 'warning', message: string, place: AnnotationPlace = {}): void {
  issueCommand(level, toCommandProperties({ ...place }), message);
}

/** Lets the runner mask a text in all that is logged from now on. */
export function maskSecret(secret: string): void {
  issueCommand('add-mask', {}, secret);
}

/** A line of the log. It must not be one that the runner takes for a command: `printable` text after words of ours is none. */
export function logLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Does nothing where no runner reads outputs. */
export function setOutput(name: string, value: string, environment: Environment): void {
  if ((environment.GITHUB_OUTPUT ?? '') !== '') issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
}

/** Does nothing where no runner reads summaries. */
export function appendSummary(markdown: string, environment: Environment): void {
  if ((environment.GITHUB_STEP_SUMMARY ?? '') !== '') issueFileCommand('STEP_SUMMARY', markdown);
}
