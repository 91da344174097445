import type { PhrasingContent, RootContent } from 'mdast';
import type { Comparison } from '../image/comparison.js';
import type { Via } from '../outcome.js';
import { formatPlace } from '../plan/place.js';
import type { Update, Use } from '../plan/task.js';
import { printable } from '../text.js';
import { bumpOf, splitName } from './bump.js';
import { insideLines } from './inside.js';
import { renderBlocks, type Section } from './layout.js';
import { code, codeList, list, prose, strong, text } from './phrasing.js';
import { nameOf } from './problems.js';
import type { ImageReport } from './report.js';
import { formatCount, formatBytes, formatWhen, iconOf } from './words.js';

/** An image with all of its targets. */
type Group = readonly ImageReport[];

/** One fold an image, the worst first; of whatever number of targets. */
export function detailsSection(images: readonly ImageReport[]): Section {
  const groups = groupByName(images.filter((image) => !isQuiet(image)));
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

function groupByName(images: readonly ImageReport[]): readonly Group[] {
  const groups = new Map<string, ImageReport[]>();
  for (const image of images) {
    const group = groups.get(nameOf(image));
    if (group === undefined) groups.set(nameOf(image), [image]);
    else group.push(image);
  }
  return [...groups.values()];
}

function renderGroup(group: Group): string {
  const [image] = group;
  if (image === undefined) return '';
  const pasted = group.map(pasteLine).filter((line) => line !== '');
  return renderBlocks([
    { type: 'html', value: `<details>\n<summary>${summaryOf(image)}</summary>` },
    list(factsOf(group)),
    ...(pasted.length === 0 ? [] : [fence(pasted)]),
    ...insideOf(image),
    { type: 'html', value: '</details>' },
  ]);
}

/** Inside an element of HTML no Markdown is read: what is outside's stands in `<code>`, escaped. */
function summaryOf(image: ImageReport): string {
  const { tags } = bumpOf(image);
  if (!tags.includes(' → ')) return `${iconOf(image)} ${htmlCode(nameOf(image))}`;
  return `${iconOf(image)} ${htmlCode(splitName(nameOf(image)).repository || nameOf(image))} ${htmlCode(tags)}`;
}

function htmlCode(value: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return `<code>${printable(value, 200).replace(/[&<>"]/g, (mark) => entities[mark] ?? '')}</code>`;
}

type Fact = readonly PhrasingContent[];

function factsOf(group: Group): readonly Fact[] {
  const [image] = group;
  if (image === undefined) return [];
  const uses = distinct(group.flatMap((each) => each.uses));
  return [
    ...distinct(group.flatMap(({ message }) => message ?? [])).map((message) => fact('Why', prose(message, 1_000))),
    ...updatesOf(uses).map(updateFact),
    ...digestFacts(group, uses),
    ...comparisonFacts(image.comparison),
    ...platformFact(image),
    ...group.flatMap((each) => copiedFact(each, group.length > 1)),
    ...viaFact(group.flatMap(({ via }) => via ?? [])),
    ...uses.slice(0, maxPlaces).map(placeFact),
    ...(uses.length > maxPlaces ? [fact('Named in', [text(`${uses.length - maxPlaces} more places`)])] : []),
  ];
}

function fact(name: string, words: readonly PhrasingContent[]): Fact {
  return [strong(`${name}:`), text(' '), ...words];
}

function updatesOf(uses: readonly Use[]): readonly Update[] {
  return distinct(uses.flatMap(({ update }) => update ?? []));
}

function updateFact({ by, type, group }: Update): Fact {
  return fact('Update', [
    text(by === 'dependabot' ? 'by Dependabot' : 'by Renovate'),
    ...(type === undefined ? [] : [text(', '), code(type)]),
    ...(group === undefined ? [] : [text(', in the group '), code(group)]),
  ]);
}

function digestFacts(group: Group, uses: readonly Use[]): readonly Fact[] {
  const before = group.flatMap(({ comparison }) => (comparison === undefined ? [] : [comparison.before]))[0];
  const was = before === undefined ? uses.find((use) => use.was !== undefined)?.was : `${before.name} ${before.digest}`;
  const onTarget = distinct(group.flatMap(({ previousDigest }) => previousDigest ?? []));
  const now = distinct(group.flatMap(({ digest }) => digest ?? []));
  return [
    ...(was === undefined ? [] : [fact('Before', [code(was)])]),
    ...now.map((digest) => fact('Now', [code(digest)])),
    ...onTarget.filter((digest) => !now.includes(digest)).map((digest) => fact('On the target before', [code(digest)])),
  ];
}

function comparisonFacts(comparison: Comparison | undefined): readonly Fact[] {
  const inside = comparison?.inside;
  if (inside === undefined) return [];
  const { createdBefore, created, layers } = inside;
  const dates = [createdBefore, created].flatMap((date) => (date === undefined ? [] : [day(date)]));
  const kept = `${layers.kept} kept (${formatBytes(layers.keptBytes)})`;
  const added = `${layers.added} new (${formatBytes(layers.addedBytes)})`;
  return [
    ...(dates.length === 0 ? [] : [fact('Created', [code(dates.join(' → '))])]),
    fact('Layers', [text(`${kept}, ${added}, ${layers.removed} gone, on `), code(inside.platform)]),
  ];
}

/** A config may hold anything for a date. */
function day(date: string): string {
  return Number.isNaN(Date.parse(date)) ? date : formatWhen(date, '1970-01-01').slice(0, 10);
}

function platformFact({ platforms = [], comparison }: ImageReport): readonly Fact[] {
  const lost = comparison?.lostPlatforms ?? [];
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

function viaFact(via: readonly Via[]): readonly Fact[] {
  const words = distinct(via).map(({ host, side, requests, repeated }): readonly PhrasingContent[] => [
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

/** A stage without a name is called by its number, which tells a reader nothing. */
function placeFact(use: Use): Fact {
  const as = use.written === undefined ? [] : [text(' as '), code(use.written)];
  const stage = use.stage === undefined || /^\d+$/.test(use.stage) ? [] : [text(', stage '), code(use.stage)];
  return fact('Named in', [code(formatPlace(use)), ...as, ...stage]);
}

/** A full name to paste; nothing where it would be none. */
function pasteLine({ target, digest }: ImageReport): string {
  if (target === undefined || !/^[a-z0-9[][\w.:/[\]-]*$/i.test(target)) return '';
  return digest === undefined ? target : `${target}@${digest}`;
}

function fence(lines: readonly string[], lang?: string): RootContent {
  return { type: 'code', value: lines.join('\n'), ...(lang === undefined ? {} : { lang }) };
}

function insideOf({ comparison }: ImageReport): readonly RootContent[] {
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

const maxPlaces = 10;
const maxPlatforms = 20;
