import { formatLocation } from '../plan/task.js';
import { printable } from '../runtime/text.js';
import type { ImageReport, Report, State } from '../result/report.js';
import { tagWords } from './formats.js';

/** What the action gives to the steps after it, by name. */
export type Outputs = Readonly<Record<string, string>>;

/** An image as outputs hold it: what a later step needs to act on it. */
interface OutputImage {
  readonly image: string | undefined;
  readonly target: string | undefined;
  readonly digest: string | undefined;
  readonly previousDigest: string | undefined;
  readonly reason: string | undefined;
  readonly files: readonly string[];
}

const listedStates: readonly State[] = ['mirrored', 'would-mirror', 'skipped', 'stale', 'deferred', 'failed'];

/**
 * A later step takes a list as a variable of its environment, which Linux lets have 131,072 bytes with its name (`MAX_ARG_STRLEN`). All of them
 * and the comment fit into the 1 MB of outputs that GitHub takes of a job.
 */
const maxImageListBytes = 120_000;

/** What a comment may have, of three bytes each at most, fits beside the lists. */
export interface OutputTexts {
  /** Path of the JSON report; empty where there is none. */
  readonly reportPath: string;
  /** What a comment on the pull request would say. */
  readonly commentBody: string;
}

/** Of a run that could not begin. */
export function outputsOfProblems({ reportPath, commentBody }: OutputTexts): Outputs {
  return { report: reportPath, 'comment-body': commentBody };
}

export function outputsOf(report: Report, texts: OutputTexts): Outputs {
  const lists = listedStates.map((state): Outputs => ({
    [state]: renderList(report.images.filter((image) => image.state === state)),
    [`${state}-count`]: String(report.counts[state]),
  }));
  return {
    ...lists.reduce((all, list) => ({ ...all, ...list }), {}),
    ...outputsOfProblems(texts),
    'upstream-pulls': String(report.traffic.upstreamPulls),
    bytes: String(report.traffic.bytesToTargets),
  };
}

/** The lists that hold fewer images than there are. */
export function cutLists({ counts }: Report, outputs: Outputs): readonly State[] {
  return listedStates.filter((state) => {
    const list: unknown = JSON.parse(outputs[state] ?? '[]');
    return Array.isArray(list) && list.length < counts[state];
  });
}

/** The report has longer texts whole. */
const maxReasonCharacters = 1_000;

/** A JSON array of as many images as fit; the count beside it and the report tell of all. */
function renderList(images: readonly ImageReport[]): string {
  const items: string[] = [];
  let bytes = 2;
  for (const image of images) {
    const item = JSON.stringify(toOutputImage(image));
    bytes += Buffer.byteLength(item) + 1;
    if (bytes > maxImageListBytes) break;
    items.push(item);
  }
  return `[${items.join(',')}]`;
}

function toOutputImage(image: ImageReport): OutputImage {
  const { canonical, target, digest, previousDigest, message, reason, uses } = image;
  return {
    image: canonical ?? uses[0]?.written,
    target,
    digest,
    previousDigest,
    reason: message === undefined ? (tagWords(image) ?? reason) : printable(message, maxReasonCharacters),
    files: uses.map(formatLocation),
  };
}
