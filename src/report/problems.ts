import type { PhrasingContent } from 'mdast';
import { type Section, renderBlocks } from './layout.js';
import { code, list, prose, text } from './phrasing.js';
import type { ImageReport, Report } from './report.js';
import { formatCount, iconOf, nameOf, worstFirst } from './words.js';

/** What a reviewer must not overlook, in a line. */
interface Problem {
  readonly icon: string;
  /** Of what is said of a state beside it: an image that failed is no warning. */
  readonly isWarning: boolean;
  /** '' of the run as a whole */
  readonly name: string;
  readonly sentence: string;
}

/** The worst first, and each once, however many targets and places it is about. */
export function problemsOf(report: Report): readonly Problem[] {
  const all = [
    ...report.warnings.map((sentence) => ({ icon: '⚠️', isWarning: true, name: '', sentence })),
    ...worstFirst(report.images).flatMap(problemsOfImage),
  ];
  return [...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** That an image is deferred is said once for all, with the time. */
function problemsOfImage(image: ImageReport): readonly Problem[] {
  const name = nameOf(image);
  const warnings = [...image.warnings, ...image.uses.flatMap((use) => use.warnings ?? [])];
  const told = warnings.map((sentence) => ({ icon: '⚠️', isWarning: true, name, sentence }));
  if (image.message === undefined || image.state === 'deferred') return told;
  return [{ icon: iconOf(image), isWarning: false, name, sentence: image.message }, ...told];
}

export function countWarnings(problems: readonly Problem[]): number {
  return problems.filter(({ isWarning }) => isWarning).length;
}

/** A reader takes in no more lines; what is left out stands in the table and the details. */
const maxLines = 10;

export function problemSection(problems: readonly Problem[]): Section {
  const shown = problems.slice(0, maxLines);
  const more = problems.length - shown.length;
  const last =
    more === 0 ? [] : [renderLine([text(`… and ${formatCount(more, 'more line')} of this kind: see each image.`)])];
  const lines = [...shown.map((problem) => () => renderLine(lineOf(problem))), ...last.map((line) => () => line)];
  return {
    head: '',
    tail: '',
    separator: '\n',
    count: lines.length,
    item: (index) => lines[index]?.() ?? '',
    leftOut: (left) => formatCount(left, 'more warning'),
  };
}

function lineOf({ icon, name, sentence }: Problem): readonly PhrasingContent[] {
  const about = name === '' ? [] : [code(name), text(': ')];
  return [text(`${icon} `), ...about, ...prose(sentence)];
}

function renderLine(line: readonly PhrasingContent[]): string {
  return renderBlocks([list([line])]);
}
