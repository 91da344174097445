import type { PhrasingContent, RootContent } from 'mdast';
import type { Comparison } from '../../image/image-comparison.js';
import { formatLocation, type Update } from '../../plan/task.js';
import { groupBy } from '../../runtime/group-by.js';
import { formatCount, printable } from '../../runtime/text.js';
import { addCounts, mergeHosts } from '../../result/via.js';
import { bumpOf, splitName, updatesOf } from '../../result/bump.js';
import { insideLines } from './inside-diff.js';
import { renderBlocks, type Section } from './page-layout.js';
import { code, codeList, list, prose, strong, text } from './phrasing.js';
import type { ImageReport, ReportUse } from '../../result/report.js';
import { formatBytes, formatDay, iconOf, nameOf } from '../formats.js';

/** An image with all of its targets. */
type ImageOnTargets = readonly ImageReport[];

/** One fold an image, the worst first; of whatever number of targets. */
export function detailsSection(images: readonly ImageReport[]): Section {
  const loud = images.filter((image) => !isQuiet(image));
  const groups = [...groupBy(loud, nameOf).values()];
  return {
    head: '',
    tail: '',
    separator: '\n\n',
    count: groups.length,
    item: (index) => renderGroup(groups[index] ?? []),
    leftOut: (left) => `the details of ${formatCount(left, 'image')}`,
  };
}

/** What needed nothing has its row, and no more to tell. */
export function isQuiet({ state, warnings, uses }: ImageReport): boolean {
  const changed = uses.some((use) => use.was !== undefined || use.warnings !== undefined);
  return state === 'skipped' && warnings.length === 0 && !changed;
}

function renderGroup(group: ImageOnTargets): string {
  const [image] = group;
  if (image === undefined) return '';
  const name = nameOf(image);
  const { tags } = bumpOf(image);
  const bumped = `${htmlCode(splitName(name).repository || name)} ${htmlCode(tags)}`;
  // GitHub reads no Markdown inside an HTML element, so text from outside is escaped and stands in `<code>`.
  const summary = `${iconOf(image)} ${tags.includes(' → ') ? bumped : htmlCode(name)}`;
  const pasted = group.map(pasteLine).filter((line) => line !== '');
  return renderBlocks([
    { type: 'html', value: `<details>\n<summary>${summary}</summary>` },
    list(factsOf(group)),
    ...(pasted.length === 0 ? [] : [fence(pasted)]),
    ...insideOf(comparisonOf(group)),
    { type: 'html', value: '</details>' },
  ]);
}

function htmlCode(value: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return `<code>${printable(value, 200).replace(/[&<>"]/g, (mark) => entities[mark] ?? '')}</code>`;
}

/** On one target it may have failed, and have been read on another. */
function comparisonOf(group: ImageOnTargets): Comparison | undefined {
  return group.find(({ comparison }) => comparison !== undefined)?.comparison;
}

type Fact = readonly PhrasingContent[];

function factsOf(group: ImageOnTargets): readonly Fact[] {
  const uses = distinct(group.flatMap((each) => each.uses));
  return [
    ...distinct(group.flatMap(({ message }) => message ?? [])).map((message) => fact('Why', prose(message, 1_000))),
    ...distinct(group.flatMap((image) => updatesOf(image, image.uses))).map(updateFact),
    ...digestFacts(group, uses),
    ...comparisonFacts(comparisonOf(group)),
    ...platformFact(group),
    ...group.flatMap((each) => copiedFact(each, group.length > 1)),
    ...overrideFact(group),
    ...viaFact(group),
    ...useFacts(uses),
  ];
}

function fact(name: string, words: readonly PhrasingContent[]): Fact {
  return [strong(`${name}:`), text(' '), ...words];
}

function updateFact({ by, type, group }: Update): Fact {
  return fact('Update', [
    text(authors[by]),
    ...(type === undefined ? [] : [text(', '), code(type)]),
    ...(group === undefined ? [] : [text(', in the group '), code(group)]),
  ]);
}

function digestFacts(group: ImageOnTargets, uses: readonly ReportUse[]): readonly Fact[] {
  const compared = comparisonOf(group)?.before;
  // If the file had no tag, the name ends with the pin already.
  const was =
    compared === undefined
      ? uses.find((use) => use.was !== undefined)?.was
      : `${compared.name.replace(`@${compared.digest}`, '')}@${compared.digest}`;
  const all = distinct(group.flatMap(({ digest }) => digest ?? []));
  const now = distinct(group.filter(isBrought).flatMap(({ digest }) => digest ?? []));
  const onTarget = group.filter(({ previousDigest }) => previousDigest !== undefined && !all.includes(previousDigest));
  const replaced = onTarget.filter((image) => isBrought(image) && image.tagWaits !== true);
  const before = distinct(replaced.flatMap(({ previousDigest }) => previousDigest ?? []));
  const news = before.filter((digest) => was?.endsWith(`@${digest}`) !== true);
  const still = distinct(onTarget.filter((image) => !isBrought(image)).flatMap((image) => image.previousDigest ?? []));
  return [
    ...(was === undefined ? [] : [fact('Before', [code(was)])]),
    ...now.map((digest) => fact('Now', [code(digest)])),
    ...all.filter((digest) => !now.includes(digest)).map((digest) => fact('At the source', [code(digest)])),
    ...news.map((digest) => fact('On the target before', [code(digest)])),
    ...group.flatMap(unknownFact),
    ...group.flatMap(waitingFact),
    ...still.map((digest) => fact('On the target', [code(digest)])),
  ];
}

function unknownFact({ tagWaits, target, previousUnknown }: ImageReport): readonly Fact[] {
  if (previousUnknown !== true || target === undefined) return [];
  const refused = ' does not let it be read (403)';
  return tagWaits === true
    ? [
        fact('Tag', [
          code(target),
          text(
            ` may be in use, because the target${refused}: it is put with the merge; till then name the copy by its digest`,
          ),
        ]),
      ]
    : [
        fact('On the target before', [
          text('not known, because the target did not let '),
          code(target),
          text(' be read (403)'),
        ]),
      ];
}

function waitingFact({ tagWaits, target, previousDigest }: ImageReport): readonly Fact[] {
  if (tagWaits !== true || target === undefined || previousDigest === undefined) return [];
  const until = [
    text(' leads to '),
    code(previousDigest),
    text(' until the merge; till then name the copy by its digest'),
  ];
  return [fact('Tag', [code(target), ...until])];
}

/** Whether the target holds what its digest says. */
function isBrought(image: ImageReport): boolean {
  return image.state === 'mirrored' || (image.state === 'skipped' && !isLeftAlone(image));
}

/** The run did not find out, or settle, what the tag should lead to: a digest is what the source's tag shows, and the copy may be an older one. */
function isLeftAlone({ reason }: ImageReport): boolean {
  return reason === 'unverified' || reason === 'pins differ';
}

function comparisonFacts(comparison: Comparison | undefined): readonly Fact[] {
  const inside = comparison?.inside;
  if (inside === undefined) return [];
  const { createdBefore, created, layers } = inside;
  const dates = distinct([createdBefore, created].flatMap((date) => (date === undefined ? [] : [formatDay(date)])));
  const kept = `${layers.kept} kept${sizeOf(layers.keptBytes)}`;
  const added = `${layers.added} new${sizeOf(layers.addedBytes)}`;
  return [
    ...(dates.length === 0 ? [] : [fact('Created', [code(dates.join(' → '))])]),
    fact('Layers', [text(`${kept}, ${added}, ${layers.removed} gone, on `), code(inside.platform)]),
  ];
}

/** Of none nothing is said. */
function sizeOf(bytes: number): string {
  return bytes === 0 ? '' : ` (${formatBytes(bytes)})`;
}

function platformFact(group: ImageOnTargets): readonly Fact[] {
  const lost = comparisonOf(group)?.lostPlatforms ?? [];
  const { platforms = [] } = group.find((image) => image.platforms !== undefined) ?? {};
  return [
    ...(lost.length === 0 ? [] : [fact('Platforms lost', codeList(lost, maxPlatforms))]),
    ...(platforms.length === 0 ? [] : [fact('Platforms', codeList(platforms, maxPlatforms))]),
  ];
}

function copiedFact({ copiedBytes, size, target }: ImageReport, isOneOfSeveral: boolean): readonly Fact[] {
  if (copiedBytes === undefined) return [];
  const of = size === undefined ? '' : ` of ${formatBytes(size)}`;
  const where = isOneOfSeveral && target !== undefined ? [text(', for '), code(target)] : [];
  return [fact('Copied', [text(`${formatBytes(copiedBytes)}${of} over the network`), ...where])];
}

/** All targets of an image have the same. */
function overrideFact(group: ImageOnTargets): readonly Fact[] {
  const { overrides = [] } = group[0] ?? {};
  return overrides.length === 0 ? [] : [fact('Overrides', codeList(overrides, maxOverrides))];
}

function viaFact(group: ImageOnTargets): readonly Fact[] {
  const all = group.flatMap(({ via }) => via ?? []);
  const hosts = mergeHosts(all, (one, other) => {
    if (other.side === 'target') return addCounts(one, other);
    // All targets share one source, whose count goes on from target to target: the highest includes the others.
    return other.requests > one.requests ? other : one;
  });
  const words = hosts.map(({ host, side, requests, repeated }): readonly PhrasingContent[] => [
    code(host),
    text(` (${side}, ${formatCount(requests, 'request')}${repeated === 0 ? '' : `, ${repeated} of them repeated`})`),
  ]);
  if (words.length === 0) return [];
  return [
    fact(
      'Asked',
      words.flatMap((word, index) => (index === 0 ? word : [text(', '), ...word])),
    ),
  ];
}

function useFacts(uses: readonly ReportUse[]): readonly Fact[] {
  const shown = uses.slice(0, maxUses).map((use) => {
    const as = use.written === undefined ? [] : [text(' as '), code(use.written)];
    // A stage without a name has its number instead, which tells a reader nothing.
    const stage = use.stage === undefined || /^\d+$/.test(use.stage) ? [] : [text(', stage '), code(use.stage)];
    return fact('Named in', [code(formatLocation(use)), ...as, ...stage]);
  });
  const more = uses.length - shown.length;
  return more === 0 ? shown : [...shown, fact('Named in', [text(`${more} more places`)])];
}

/** A full name to paste, of what the target holds; nothing where it would be none, or leads to nothing before it is copied. */
function pasteLine(image: ImageReport): string {
  const { state, target, digest, previousDigest } = image;
  const isLeft = state === 'stale' || state === 'deferred' || isLeftAlone(image);
  if (target === undefined || !/^[a-z0-9[][\w.:/[\]-]*$/i.test(target)) return '';
  if (isBrought(image)) return digest === undefined ? target : `${target}@${digest}`;
  return previousDigest === undefined || !isLeft ? '' : `${target}@${previousDigest}`;
}

function fence(lines: readonly string[], lang?: string): RootContent {
  return { type: 'code', value: lines.join('\n'), ...(lang === undefined ? {} : { lang }) };
}

function insideOf(comparison: Comparison | undefined): readonly RootContent[] {
  const inside = comparison?.inside;
  if (inside === undefined) return [];
  if (inside.changes.length === 0) {
    return [{ type: 'paragraph', children: [text('Inside, the configuration is the same as before.')] }];
  }
  return [{ type: 'paragraph', children: [text('What changed inside:')] }, fence(insideLines(inside), 'diff')];
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

const maxUses = 10;
const maxPlatforms = 20;
const maxOverrides = 5;

const authors = {
  dependabot: 'by Dependabot',
  renovate: 'by Renovate',
  author: 'as the pull request’s author says',
} as const;
