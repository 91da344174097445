import type { PhrasingContent, Root } from 'mdast';
import { toMarkdown } from 'mdast-util-to-markdown';
import { printable } from '../text.js';
import type { CommentOptions } from './comment.js';
import { type Report, buildReport } from './report.js';

/** Why a run did not begin. */
export interface Problems {
  /** `configuration`: what its user can mend; `mistake`: what we have to. */
  readonly kind: 'configuration' | 'mistake';
  /** Sentences; at least one. */
  readonly sentences: readonly string[];
}

/** The report of a run that did not begin. */
export function reportOfProblems({ sentences }: Problems, now: Date): Report {
  return buildReport({
    mode: 'mirror',
    scope: { kind: 'all', files: 0, only: [], leftOut: 0 },
    targets: [],
    startedAt: now,
    durationMs: 0,
    interrupted: false,
    problems: sentences,
    entries: [],
    warnings: [],
    traffic: { requests: {}, bytesFromSources: 0, bytesToTargets: 0, upstreamPulls: 0 },
    pullBudgets: [],
  });
}

const headings: Readonly<Record<Problems['kind'], string>> = {
  configuration: 'Image mirror: wrong configuration, nothing was done',
  mistake: 'Image mirror: a mistake in image-mirror itself',
};

/** The comment, and the summary, of a run that did not begin. The sentences quote inputs, so that they stand in code spans. */
export function renderProblems({ kind, sentences }: Problems, { maxCharacters, runUrl }: CommentOptions): string {
  for (let shown = Math.min(sentences.length, maxSentences); ; shown -= 1) {
    const markdown = render(headings[kind], sentences.slice(0, shown), sentences.length - shown, runUrl);
    if (markdown.length <= maxCharacters || shown === 0) return markdown;
  }
}

/** More are in the log. */
const maxSentences = 50;

const maxSentenceCharacters = 1_000;

function render(heading: string, sentences: readonly string[], more: number, runUrl: string | undefined): string {
  const items = sentences.map((sentence) => [code(sentence)]);
  const root: Root = {
    type: 'root',
    children: [
      { type: 'heading', depth: 2, children: [text(heading)] },
      ...(items.length === 0 ? [] : [listOf(items)]),
      ...(more === 0 ? [] : [paragraph([text(`${more} more: the log has them all.`)])]),
      ...(runUrl === undefined ? [] : [paragraph([{ type: 'link', url: runUrl, children: [text('The run')] }])]),
    ],
  };
  return toMarkdown(root, { bullet: '-' });
}

function listOf(items: readonly PhrasingContent[][]): Root['children'][number] {
  return {
    type: 'list',
    spread: false,
    children: items.map((children) => ({ type: 'listItem', children: [paragraph(children)] })),
  };
}

function paragraph(children: PhrasingContent[]): { type: 'paragraph'; children: PhrasingContent[] } {
  return { type: 'paragraph', children };
}

function text(value: string): PhrasingContent {
  return { type: 'text', value };
}

function code(value: string): PhrasingContent {
  return { type: 'inlineCode', value: printable(value, maxSentenceCharacters) };
}
