/** What a step says to its runner, by the toolkit's own code. */
import { appendFileSync } from 'node:fs';
import { EOL } from 'node:os';
import { error, info, setOutput as writeOutput, warning } from '@actions/core';
import type { Environment } from '../../runtime/environment.js';

/** Where on a file an annotation stands. Source: docs.github.com, "Workflow commands for GitHub Actions". */
interface AnnotationProperties {
  readonly title?: string;
  /** From the repository's root: a runner leaves it as it is, and takes the workspace away from paths in full alone. */
  readonly file?: string;
  /** counted from 1 */
  readonly startLine?: number;
}

export function annotate(level: 'error' | 'warning', message: string, properties: AnnotationProperties = {}): void {
  const issue = level === 'error' ? error : warning;
  issue(message, properties);
}

/** A line of the log. It must not be one that the runner takes for a command: `printable` text after words of ours is none. */
export function logLine(line: string): void {
  info(line);
}

/** Does nothing where no runner reads outputs: the toolkit would print a command that runners no longer know. */
export function setOutput(name: string, value: string, environment: Environment): void {
  if ((environment.GITHUB_OUTPUT ?? '') !== '') writeOutput(name, value);
}

/**
 * Does nothing where no runner reads summaries. Not by the toolkit's `summary`, which writes in Node's threads: the process of a run that was
 * stopped could end before they are done.
 */
export function appendSummary(markdown: string, environment: Environment): void {
  const path = environment.GITHUB_STEP_SUMMARY ?? '';
  if (path !== '') appendFileSync(path, `${markdown}${EOL}`);
}
