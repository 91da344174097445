import { causeByImage, sharedCauses } from './shared-causes.js';
import { detailsSection } from './details.js';
import { footerOf } from './footer.js';
import { layOut, renderBlocks } from './page-layout.js';
import { paragraph } from './phrasing.js';
import { countWarnings, problemSection, problemsOf } from './problems.js';
import type { Report } from '../../result/report.js';
import { tableSection, wideColumns } from './rows.js';
import { headingOf, verdictOf } from './verdict.js';
import { worstFirst } from '../formats.js';

/** GitHub takes this many bytes of summary a step (docs.github.com, "Workflow commands": job summaries). */
export const maxSummaryBytes = 1024 * 1024;

/**
 * The job summary: of the same parts as a pull request's comment, with a row for each location that names an image. Of one that is too long, whole
 * details and then whole rows at the end are left out, and it says how many.
 */
export function renderSummary(report: Report, maxBytes: number = maxSummaryBytes): string {
  const images = worstFirst(report.images);
  const problems = problemsOf(report);
  const context = { isPullRequest: false, warnings: countWarnings(problems) };
  const shared = causeByImage(sharedCauses(images));
  const rows = images.flatMap((image) => {
    const cause = shared.get(image);
    const shown = cause === undefined ? {} : { sharedBy: cause.names.length };
    return image.uses.map((use) => ({ image, uses: [use], ...shown }));
  });
  return layOut(
    {
      title: renderBlocks([{ type: 'heading', depth: 2, children: headingOf(report, context) }]),
      opening: [renderBlocks([paragraph(verdictOf(report, context))])],
      sections: [problemSection(problems), tableSection(rows, wideColumns), detailsSection(images)],
      closing: [renderBlocks(footerOf(report))],
    },
    maxBytes,
  );
}
