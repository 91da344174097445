import { renderSummary } from './markdown.js';
import type { Report } from './report.js';

export interface CommentOptions {
  /** The longest text that is asked for. */
  readonly maxCharacters: number;
  /** The page of the run. */
  readonly runUrl?: string;
  readonly pullRequest?: number;
}

/** The comment on a pull request, in Markdown. */
export function renderComment(report: Report, { maxCharacters, runUrl }: CommentOptions): string {
  const link = runUrl === undefined ? '' : `\n[This run](${runUrl})\n`;
  // Bytes are never fewer than characters.
  return `${renderSummary(report, maxCharacters - link.length)}${link}`;
}
