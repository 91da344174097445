import type { PhrasingContent } from 'mdast';
import { type SharedCause, causeByImage, sharedCauses } from './shared-causes.js';
import { type Section, renderBlocks } from './page-layout.js';
import { code, codeList, list, prose, text } from './phrasing.js';
import type { ImageReport, Report } from '../../result/report.js';
import { iconOf, nameOf, worstFirst } from '../formats.js';
import { formatCount } from '../../runtime/text.js';

/** What a reviewer must not overlook, in a line. */
interface Problem {
  readonly icon: string;
  /** Of what is said of a state beside it: an image that failed is no warning. */
  readonly isWarning: boolean;
  /** '' of the run as a whole, and of several images */
  readonly name: string;
  readonly sentence: string;
  /** images that share the one cause */
  readonly names?: readonly string[];
}

/** The worst first, and each once, however many targets and locations it is about; a cause that images share once for them all. */
export function problemsOf(report: Report): readonly Problem[] {
  const images = worstFirst(report.images);
  const shared = causeByImage(sharedCauses(images));
  const all = [
    ...report.warnings.map((sentence) => ({ icon: '⚠️', isWarning: true, name: '', sentence })),
    ...images.flatMap((image) => problemsOfImage(image, shared.get(image))),
  ];
  return [...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** That an image is deferred is said once for all, with the time. */
function problemsOfImage(image: ImageReport, cause: SharedCause | undefined): readonly Problem[] {
  const name = nameOf(image);
  const warnings = [...image.warnings, ...image.uses.flatMap((use) => use.warnings ?? [])];
  const shown = warnings.map((sentence) => ({ icon: '⚠️', isWarning: true, name, sentence }));
  if (cause !== undefined) {
    const { message: sentence, names } = cause;
    const isFirst = cause.images[0] === image;
    return [...(isFirst ? [{ icon: iconOf(image), isWarning: false, name: '', sentence, names }] : []), ...shown];
  }
  if (image.message === undefined || image.state === 'deferred') return shown;
  return [{ icon: iconOf(image), isWarning: false, name, sentence: image.message }, ...shown];
}

export function countWarnings(problems: readonly Problem[]): number {
  return problems.filter(({ isWarning }) => isWarning).length;
}

/** A reader takes in no more lines; what is left out stands in the table and the details. */
const maxLines = 10;

/** The table has them all. */
const maxNames = 10;

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

function lineOf({ icon, name, sentence, names }: Problem): readonly PhrasingContent[] {
  if (names !== undefined) {
    const begin = text(`${icon} ${formatCount(names.length, 'image')}: `);
    return [begin, ...prose(sentence), text(' These are '), ...codeList(names, maxNames), text('.')];
  }
  const about = name === '' ? [] : [code(name), text(': ')];
  return [text(`${icon} `), ...about, ...prose(sentence)];
}

function renderLine(line: readonly PhrasingContent[]): string {
  return renderBlocks([list([line])]);
}
