import { exitCodeOf } from '../../src/result/exit-code.js';
import type { ImageReport, Report } from '../../src/result/report.js';
import type { Stage, StagedImage } from './stage.js';

const doneReasons: readonly (string | undefined)[] = ['up-to-date', 'done elsewhere'];

/** Whether a run says that the image is on the target. */
function isDone({ state, reason }: ImageReport): boolean {
  return state === 'mirrored' || (state === 'skipped' && doneReasons.includes(reason));
}

export function isAllDone({ images }: Report): boolean {
  return images.every(isDone);
}

/** What of a report is untrue, or says too little: each image is there, or has failed with a reason that names what went wrong. */
export async function findUntruths(stage: Stage, report: Report, says: RegExp): Promise<readonly string[]> {
  const problems = await Promise.all(
    stage.images.map(async (image, place) => judgeImage(stage, image, report.images[place], says)),
  );
  return [...problems.flat(), ...judgeWhole(report)];
}

async function judgeImage(
  stage: Stage,
  image: StagedImage,
  told: ImageReport | undefined,
  says: RegExp,
): Promise<readonly string[]> {
  const name = `${image.repository}:${image.tag}`;
  if (told === undefined) return [`nothing is told of ${name}`];
  const found = await stage.look(image);
  const isAt = (digest: string | undefined): boolean => found?.digest === digest && found?.complete !== false;
  if (isDone(told))
    return isAt(image.digest)
      ? []
      : [`${name} is said to be ${told.state}, and a pull finds ${found?.digest ?? 'nothing'}`];
  if (told.state === 'failed') return judgeWords(name, told.message ?? '', says);
  // A source that cannot be read leaves the copy as it is, and the run says so.
  if (told.reason === 'unverified' && image.former !== undefined && isAt(image.former))
    return judgeWords(name, told.warnings.join(' '), says);
  return [`${name} is ${told.state}: ${told.reason ?? told.message ?? ''}`];
}

function judgeWords(name: string, words: string, says: RegExp): readonly string[] {
  return says.test(words) ? [] : [`${name} does not say ${String(says)}: ${words}`];
}

function judgeWhole(report: Report): readonly string[] {
  const failed = report.images.filter(({ state }) => state === 'failed').length;
  const problems: string[] = [];
  if (report.counts.failed !== failed)
    problems.push(`${failed} images failed, and ${report.counts.failed} are counted`);
  if (exitCodeOf(report, 'failed') !== (failed > 0 ? 1 : 0))
    problems.push(`the exit code is wrong for ${failed} failures`);
  if (report.interrupted) problems.push('the run says that it was stopped');
  return problems;
}

/** Blobs that a repository holds, by both names. */
export async function heldBlobs(stage: Stage): Promise<ReadonlySet<string>> {
  const { prefix } = stage.naming('target');
  const held = await Promise.all(
    stage.images.flatMap(({ repository }) =>
      stage.blobs.map(async (digest) =>
        (await stage.holds(repository, digest)) ? [`${prefix}${repository} ${digest}`] : [],
      ),
    ),
  );
  return new Set(held.flat());
}

/** What the second run sent though it was there. */
export function findNeedlessUploads({ target }: Stage, held: ReadonlySet<string>): readonly string[] {
  return target.requests
    .filter(({ kind, repository, digest }) => kind === 'upload-put' && held.has(`${repository ?? ''} ${digest ?? ''}`))
    .map(({ repository, digest }) => `${digest ?? ''} was uploaded again to ${repository ?? ''}, which had it`);
}
