import { formatLocation } from '../plan/task.js';
import { printable } from '../runtime/text.js';
import type { ImageReport, Report, ReportUse } from '../result/report.js';
import { formatState, worstFirst } from './formats.js';

/** A remark on a line of the tree. */
interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly use: ReportUse;
}

/** All remarks on lines, the worst first: GitHub shows ten of a level. */
export function annotationsOf(report: Report): readonly Annotation[] {
  const all = worstFirst(report.images).flatMap((image) => image.uses.flatMap((use) => annotationsOfUse(image, use)));
  // What is said of a line for one target need not be said again for the next.
  return [...new Map(all.map((annotation) => [JSON.stringify(annotation), annotation])).values()];
}

function annotationsOfUse(image: ImageReport, use: ReportUse): readonly Annotation[] {
  const title = printable(`${formatState(image)}: ${image.canonical ?? use.written ?? use.file}`);
  const warnings = [...image.warnings, ...(use.warnings ?? [])].map(
    (warning) => ({ level: 'warning', title, message: printable(warning, maxCharacters), use }) as const,
  );
  if (image.message === undefined) return warnings;
  const culprit = otherWithMissingPin(image, use);
  if (culprit !== undefined) {
    const message = `Not copied: ${formatLocation(culprit)} pins this tag to a digest that the source does not have.`;
    return [{ level: 'error', title, message: printable(message, maxCharacters), use }, ...warnings];
  }
  const level = image.state === 'failed' ? 'error' : 'warning';
  return [{ level, title, message: printable(image.message, maxCharacters), use }, ...warnings];
}

/** Where the pin stands that its source does not have; undefined: in this very place, or there is none such. */
function otherWithMissingPin({ uses, missingPin }: ImageReport, use: ReportUse): ReportUse | undefined {
  const hasMissingPin = ({ written }: ReportUse): boolean =>
    missingPin !== undefined && written?.split('@')[1] === missingPin;
  return hasMissingPin(use) ? undefined : uses.find(hasMissingPin);
}

/** Longer texts are cut: an annotation is a remark. */
const maxCharacters = 1_000;
