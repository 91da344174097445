import { detailsSection, isQuiet } from './details.js';
import { type Origin, footerOf } from './footer.js';
import { type Section, layOut, renderBlocks } from './page-layout.js';
import { paragraph } from './phrasing.js';
import { countWarnings, problemSection, problemsOf } from './problems.js';
import type { ImageReport, Report } from '../../result/report.js';
import { columns, rowsOf, tableSection } from './rows.js';
import { headingOf, verdictOf } from './verdict.js';
import { worstFirst } from '../formats.js';
import { formatCount } from '../../runtime/text.js';

export interface CommentOptions extends Origin {
  /**
   * How long it may be. GitHub counts characters, and does not say of which kind; here bytes of UTF-8 are counted, of which there are never
   * fewer.
   */
  readonly maxCharacters: number;
  /** The number of the pull request that is waiting for it. */
  readonly pullRequest?: number;
}

/**
 * A pull request's comment: the result in words and counts, what to do, what must not be overlooked, a table with a row for each image (and
 * for each target to which it came otherwise), the worst first, and the details of each folded. Of one that is too long, whole details and then
 * whole rows are left out, and it says how many.
 */
export function renderComment(report: Report, options: CommentOptions): string {
  const { maxCharacters, pullRequest } = options;
  const images = worstFirst(report.images);
  const loud = images.filter((image) => !isQuiet(image));
  const quiet = images.filter(isQuiet);
  const foldQuiet = quiet.length > maxQuietRows || (quiet.length > 0 && loud.length > maxQuietRows);
  const problems = problemsOf(report);
  const context = { isPullRequest: pullRequest !== undefined, warnings: countWarnings(problems) };
  return layOut(
    {
      title: renderBlocks([{ type: 'heading', depth: 3, children: headingOf(report, context) }]),
      opening: [renderBlocks([paragraph(verdictOf(report, context))])],
      sections: [
        problemSection(problems),
        tableSection(rowsOf(foldQuiet ? loud : images), columns),
        ...(foldQuiet ? [quietSection(quiet)] : []),
        detailsSection(images),
      ],
      closing: [renderBlocks(footerOf(report, options))],
    },
    maxCharacters,
  );
}

/** With more, the eye looks for what is not there. */
const maxQuietRows = 10;

function quietSection(images: readonly ImageReport[]): Section {
  const rows = rowsOf(images);
  const table = tableSection(rows, columns);
  const summary = `${formatCount(rows.length, 'image')} that needed nothing`;
  return {
    ...table,
    head: `<details>\n<summary>${summary}</summary>\n\n${table.head}`,
    tail: '\n\n</details>',
    leftOut: (left) => `${formatCount(left, 'image')} that needed nothing`,
  };
}
