import type { PhrasingContent } from 'mdast';
import { codeList, prose, strong, text } from './phrasing.js';
import type { ImageReport, Report, State } from '../../result/report.js';
import { formatCounts, formatWhen, iconOf, isOnlyChecked } from '../formats.js';
import { formatCount } from '../../runtime/text.js';

/** What a verdict is for. */
interface VerdictFor {
  /** Whether somebody is about to merge. */
  readonly isPullRequest: boolean;
  /** How many are to be read before. */
  readonly warnings: number;
}

/** The result in words and counts, and whether it was only looked at. */
export function headingOf(report: Report, { warnings }: VerdictFor): PhrasingContent[] {
  const icon = headingIcon(report, warnings > 0);
  const counts = formatCounts(report);
  if (isOnlyChecked(report)) return [text(`${icon} Image mirror only checked, nothing was written: ${counts}`)];
  const warned = warnings === 0 ? '' : `, ${formatCount(warnings, 'warning')}`;
  return [text(`${icon} Image mirror${report.interrupted ? '' : ':'} ${counts}${warned}`)];
}

function headingIcon(report: Report, hasWarnings: boolean): string {
  if (report.interrupted) return '🛑';
  const worst = worstState(report);
  if (worst === 'failed' || worst === 'deferred' || worst === 'stale') return iconOf({ state: worst });
  if (hasWarnings) return '⚠️';
  return worst === 'would-mirror' ? iconOf({ state: worst }) : '✅';
}

const order: readonly State[] = ['failed', 'deferred', 'stale', 'would-mirror'];

function worstState({ counts }: Report): State | undefined {
  return order.find((state) => counts[state] > 0);
}

/** Why nothing was written, whether what is needed is on the target, and what to do. */
export function verdictOf(report: Report, context: VerdictFor): PhrasingContent[] {
  const { checkedBecause } = report;
  const verdict = verdictOfState(report, context);
  if (checkedBecause === undefined) return verdict;
  if (isOnlyChecked(report)) return [...prose(checkedBecause), text(' '), ...verdict];
  return [...verdict, text(' Not written: '), ...prose(checkedBecause)];
}

function verdictOfState(report: Report, context: VerdictFor): PhrasingContent[] {
  if (report.interrupted) {
    // Only what it would have kept for the next run is lost.
    if (report.images.length > 0 && worstState(report) === undefined)
      return [strong('Nothing is left to do.'), text(' The run was stopped when all images were done.')];
    return [strong('Run it again.'), text(' The run was stopped before it was done; what is copied already stays.')];
  }
  if (report.images.length === 0) return nothingVerdict(report);
  switch (worstState(report)) {
    case 'failed':
      return failedVerdict(report, context);
    case 'deferred':
      return deferredVerdict(report, context);
    case 'stale':
      return staleVerdict(report);
    case 'would-mirror':
      return checkedVerdict(report, context);
    case 'mirrored':
    case 'skipped':
    case undefined:
      return goodVerdict(report, context);
  }
}

function nothingVerdict({ scope }: Report): PhrasingContent[] {
  if (scope.leftOut > 0) {
    return [
      text(`${formatCount(scope.leftOut, 'image')} left out by `),
      ...codeList(scope.only),
      text(', and none left.'),
    ];
  }
  return [text(scope.kind === 'changed' ? 'What was changed names no image.' : 'No file names an image.')];
}

function failedVerdict(report: Report, { isPullRequest }: VerdictFor): PhrasingContent[] {
  const { counts, images, mode } = report;
  const of = images.length === 1 ? 'The image ' : `${counts.failed} of ${things(report, images.length)} `;
  const what = mode === 'mirror' ? 'could not be brought to' : 'did not pass the look at';
  const failed = images.filter(({ state }) => state === 'failed');
  const isUnasked = mode !== 'mirror' && failed.every(({ target }) => target === undefined);
  const why =
    failed.length === 1 ? 'its file, or its line there, is wrong' : 'their files, or their lines there, are wrong';
  return [
    ...(isPullRequest ? [strong('Do not merge yet.'), text(' ')] : []),
    ...(isUnasked
      ? [text(`${of}could not be looked up: ${why}`)]
      : [text(`${of}${what} `), ...codeList(targetsOf(report, 'failed'))]),
    text('. What went wrong and what to try is said below; then run the job again.'),
  ];
}

function deferredVerdict(report: Report, { isPullRequest }: VerdictFor): PhrasingContent[] {
  const { images, counts, startedAt, targets } = report;
  const deferred = images.filter(({ state }) => state === 'deferred');
  const until = deferred
    .flatMap(({ deferredUntil }) => deferredUntil ?? [])
    .toSorted()
    .at(-1);
  const wait = until === undefined ? 'Wait' : `Wait until ${formatWhen(until, startedAt)}`;
  return [
    strong(`${wait}, then run the job again${isPullRequest ? ' before you merge' : ''}.`),
    text(
      ` For ${things(report, counts.deferred)} the source’s registry has not enough pulls left; an account there has more. `,
    ),
    text(`${whereDeferredAre(deferred)} on `),
    ...codeList(targets),
    text('.'),
  ];
}

function whereDeferredAre(deferred: readonly ImageReport[]): string {
  const all = deferred.length;
  const absent = deferred.filter(({ previousDigest }) => previousDigest === undefined).length;
  if (absent === 0) return all === 1 ? 'An older copy is' : 'An older copy of each is';
  if (absent === all) return all === 1 ? 'It is not yet' : 'None of them is yet';
  return `${absent} of them ${absent === 1 ? 'is' : 'are'} not yet`;
}

function staleVerdict(report: Report): PhrasingContent[] {
  const { counts, images } = report;
  const locked = images.some(({ reason }) => reason === 'immutable-tag');
  return [
    strong(
      `${images.length === 1 ? 'The image' : `${counts.stale} of ${things(report, images.length)}`} ${counts.stale === 1 ? 'is behind its source' : 'are behind their sources'}`,
    ),
    text(' on '),
    ...codeList(targetsOf(report, 'stale')),
    text(' and stayed so. '),
    text(
      locked
        ? 'Where the registry does not let a tag move, name a new tag here, or let that one change there.'
        : 'A run with on-mismatch: update brings it up to date.',
    ),
  ];
}

function checkedVerdict(report: Report, { isPullRequest }: VerdictFor): PhrasingContent[] {
  const { checkedBecause } = report;
  return [
    ...whereCheckedAre(report),
    text(
      checkedBecause === undefined
        ? ` in the version that is named here. This was a check: a run in mode mirror copies what lacks${isPullRequest ? ', such as one after the merge' : ''}.`
        : ' in the version that is named here. The next run that may write there copies what lacks, such as one after the merge.',
    ),
  ];
}

function whereCheckedAre(report: Report): PhrasingContent[] {
  const number = report.counts['would-mirror'];
  const unknown = report.images.filter(({ targetUnknown }) => targetUnknown === true).length;
  const targets = codeList(targetsOf(report, 'would-mirror'));
  const areOn = number === 1 ? 'is on' : 'are on';
  if (unknown === number)
    return [strong('It is not known'), text(` whether ${things(report, number)} ${areOn} `), ...targets];
  const of = unknown === 0 ? '' : `, or not known to be,`;
  return [strong(`${things(report, number)} ${number === 1 ? 'is' : 'are'} not yet${of} on`), text(' '), ...targets];
}

function goodVerdict(report: Report, { isPullRequest, warnings }: VerdictFor): PhrasingContent[] {
  const { images, targets, scope } = report;
  const needed = images.filter(({ reason }) => reason !== 'internal' && reason !== 'excluded' && reason !== 'scratch');
  const unsure = images.filter(({ reason }) => reason === 'unverified').length;
  if (needed.length === 0) {
    const none =
      images.length === 1 ? 'The image needs no copy' : `None of ${things(report, images.length)} needs a copy`;
    return [text(`${none}.`)];
  }
  const count = new Set(needed.map(({ canonical, target }) => canonical ?? target)).size;
  const several = count === 2 ? 'Both images' : `All ${count} images`;
  const named = isPullRequest && scope.kind === 'changed' ? ' that this pull request names' : '';
  const advice = warnings > 0 ? 'Read the warnings before you merge.' : 'You can merge.';
  return [
    strong(count === 1 ? `The image${named} is on` : `${several}${named} are on`),
    text(' '),
    ...codeList(targets),
    text('.'),
    ...waitingSentence(needed),
    ...(unsure === 0
      ? []
      : [
          text(
            ` Of ${unsure} the source does not have the tag any more, or could not be asked, so the copy may be behind.`,
          ),
        ]),
    ...(isPullRequest ? [text(` ${advice}`)] : []),
  ];
}

/** The copy is there by its digest. */
function waitingSentence(needed: readonly ImageReport[]): readonly PhrasingContent[] {
  const waiting = needed.filter(({ tagWaits }) => tagWaits === true).length;
  if (waiting === 0) return [];
  if (needed.length === 1) return [text(' Its tag moves with the merge.')];
  return [text(waiting === 1 ? ' One tag moves with the merge.' : ` ${waiting} tags move with the merge.`)];
}

/** The targets of the images in that state; all where an image has none, for its name could not be read. */
function targetsOf({ images, targets }: Report, wanted: State): readonly string[] {
  const copies = images.filter(({ state }) => state === wanted).map(({ target }) => target);
  // Of targets that lie within each other the innermost.
  const concerned = copies.map(
    (copy) =>
      targets.filter((target) => copy?.startsWith(`${target}/`)).toSorted((one, other) => other.length - one.length)[0],
  );
  const named = targets.filter((target) => concerned.includes(target));
  return named.length === 0 || concerned.includes(undefined) ? targets : named;
}

/** With several targets each image counts once a target. */
function things({ targets }: Report, number: number): string {
  if (targets.length === 1) return formatCount(number, 'image');
  return `${number} ${number === 1 ? 'copy' : 'copies'}`;
}
