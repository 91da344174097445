import type { CommentOptions } from './pull-request-comment.js';
import { type Section, layOut, renderBlocks } from './page-layout.js';
import { list, paragraph, prose, strong, text } from './phrasing.js';
import type { Mode } from '../../config/config.js';
import { type Report, buildReport } from '../../result/report.js';
import { formatCount } from '../../runtime/text.js';

/** Why a run did not begin. */
export interface Problems {
  /** `configuration`: what its user can mend; `mistake`: what we have to. */
  readonly kind: 'configuration' | 'mistake';
  /** Sentences; at least one. */
  readonly sentences: readonly string[];
}

/** The report of a run that did not begin. */
export function reportOfProblems({ sentences }: Problems, now: Date, mode: Mode = 'mirror'): Report {
  return buildReport({
    mode,
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
  configuration: '❌ Image mirror: wrong configuration, nothing was done',
  mistake: '❌ Image mirror: a mistake in image-mirror itself',
};

const advice: Readonly<Record<Problems['kind'], string>> = {
  configuration: 'Mend what is said below, then run the job again.',
  mistake: 'Run the job again, and report it where it stays.',
};

/** The comment, and the summary, of a run that did not begin. */
export function renderProblems(
  { kind, sentences }: Problems,
  { maxCharacters, runUrl, pullRequest }: CommentOptions,
): string {
  const warning = pullRequest === undefined ? [] : [strong('Do not merge yet.'), text(' ')];
  const link = runUrl === undefined ? [] : [paragraph([{ type: 'link', url: runUrl, children: [text('The run')] }])];
  return layOut(
    {
      title: renderBlocks([{ type: 'heading', depth: 3, children: [text(headings[kind])] }]),
      opening: [renderBlocks([paragraph([...warning, text(advice[kind])])])],
      sections: [sentenceSection(sentences)],
      closing: [renderBlocks(link)],
    },
    maxCharacters,
  );
}

function sentenceSection(sentences: readonly string[]): Section {
  return {
    head: '',
    tail: '',
    separator: '\n',
    count: sentences.length,
    item: (index) => renderBlocks([list([prose(sentences[index] ?? '', maxSentenceCharacters)])]),
    leftOut: (count) => formatCount(count, 'more problem'),
  };
}

const maxSentenceCharacters = 1_000;
