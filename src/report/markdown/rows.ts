import type { PhrasingContent, RowContent } from 'mdast';
import { formatLocation } from '../../plan/task.js';
import { bumpOf, splitName, updatesOf } from '../../result/bump.js';
import { renderNode, type Section } from './page-layout.js';
import { code, prose, text } from './phrasing.js';
import type { ImageReport, ReportUse } from '../../result/report.js';
import { formatBytes, formatState, iconOf, nameOf, tagWords } from '../formats.js';
import { groupBy } from '../../runtime/group-by.js';
import { formatCount } from '../../runtime/text.js';

/** What a row tells of: an image on one target, and those of its uses that the row is for. */
interface ReportRow {
  readonly image: ImageReport;
  readonly uses: readonly ReportUse[];
  /** Of a cause that is told of above: how many images share it. */
  readonly sharedBy?: number;
  /** Its copies on other targets, of which all else in the row holds, too. */
  readonly others?: readonly string[];
}

/** A row an image: its targets stand in one, as far as it came to the same on them. */
export function rowsOf(images: readonly ImageReport[]): readonly ReportRow[] {
  const counts = new Map<string, number>();
  for (const image of images) counts.set(nameOf(image), (counts.get(nameOf(image)) ?? 0) + 1);
  const groups = groupBy(images, (image) => {
    const name = nameOf(image);
    // Make cells only to compare images of one name: most rows of a long report find no room.
    if (image.target === undefined || counts.get(name) === 1) return image;
    const cells = columns
      .filter((column) => column !== namesColumn)
      .map(({ cell }) => cell({ image, uses: image.uses }));
    return JSON.stringify([name, cells]);
  });
  return [...groups.values()].map(([image, ...others]) => ({
    image,
    uses: image.uses,
    others: others.flatMap(({ target }) => target ?? []),
  }));
}

interface Column {
  readonly heading: string;
  readonly cell: (row: ReportRow) => readonly PhrasingContent[];
}

const namesColumn: Column = { heading: 'Image and its copy', cell: (row) => namesCell(row) };

/** Of the comment's table; as narrow as GitHub's column for comments, so that nothing is out of sight. */
export const columns: readonly Column[] = [
  { heading: 'State', cell: ({ image }) => [text(`${iconOf(image)} ${formatState(image)}`)] },
  namesColumn,
  { heading: 'Change', cell: ({ image, uses }) => changeCell(image, uses) },
  { heading: 'Platforms, size', cell: ({ image }) => listed([...platformParts(image), sizeCell(image)]) },
];

/** The job summary has room for more. */
export const wideColumns: readonly Column[] = [
  ...columns,
  {
    heading: 'Why',
    cell: ({ image, uses, sharedBy }: ReportRow): readonly PhrasingContent[] => {
      const message = sharedBy === undefined ? image.message : `as said above of ${formatCount(sharedBy, 'image')}`;
      const warnings = [...image.warnings, ...uses.flatMap((use) => use.warnings ?? [])];
      return prose([message, ...warnings].filter((part) => part !== undefined).join(' '));
    },
  },
  {
    heading: 'Named in',
    cell: ({ uses: [use] }) => (use === undefined ? [] : codeOf([formatLocation(use), use.written ?? ''].join(' '))),
  },
];

function namesCell({ image, others = [] }: ReportRow): readonly PhrasingContent[] {
  const { target, canonical } = image;
  const copy = target === undefined ? [] : [text('→ '), ...listed([target, ...others].map(codeOf))];
  // Its tag stands in the next cell; what could not be read as a name has none, and is shown whole.
  const name = canonical === undefined ? nameOf(image) : splitName(canonical).repository || canonical;
  return spaced([codeOf(name), copy]);
}

function changeCell(image: ImageReport, uses: readonly ReportUse[]): readonly PhrasingContent[] {
  const { tags, digests } = bumpOf(image, uses);
  const types = [...new Set(updatesOf(image, uses).flatMap(({ type }) => type ?? []))].slice(0, maxTypes);
  const words = tagWords(image);
  const note = words === undefined ? [] : [text(`(${words})`)];
  return spaced([codeOf(tags), ...types.map(codeOf), codeOf(digests.replace(' →', `${noBreak}→`)), note]);
}

/** Of one image in several files a bot may say several. */
const maxTypes = 3;

/** Those that were lost first, for they break builds; `linux/` goes without saying. */
function platformParts({ platforms = [], comparison }: ImageReport): readonly (readonly PhrasingContent[])[] {
  const { lostPlatforms = [], gainedPlatforms = [] } = comparison ?? {};
  const gained = new Set(gainedPlatforms);
  const kept = platforms.filter((platform) => !gained.has(platform));
  return [
    marked(`❌${noBreak}lost`, lostPlatforms),
    marked(lostPlatforms.length === 0 ? '' : 'has', kept),
    marked('new', gainedPlatforms),
  ];
}

function marked(mark: string, platforms: readonly string[]): readonly PhrasingContent[] {
  if (platforms.length === 0) return [];
  const more = platforms.length - maxPlatforms;
  const shown = platforms.slice(0, maxPlatforms).map((platform) => codeOf(platform.replace(/^linux\//, '')));
  const before = mark === '' ? [] : [text(mark)];
  return spaced([before, ...shown, more <= 0 ? [] : [text(`and ${more} more`)]]);
}

/** Few images have more; the details have them all. */
const maxPlatforms = 8;

function sizeCell({ size, copiedBytes }: ImageReport): readonly PhrasingContent[] {
  const all = size === undefined ? '' : tiedBytes(size);
  const copied = copiedBytes === undefined ? '' : tiedBytes(copiedBytes);
  const what = copied === all ? 'all' : copied;
  const parts = [all, copied === '' ? '' : `${what} copied`].filter(Boolean);
  return parts.length === 0 ? [] : [text(parts.join(', '))];
}

const noBreak = '\u00a0';

/** With its unit on the same line. */
function tiedBytes(bytes: number): string {
  return formatBytes(bytes).replace(' ', noBreak);
}

function codeOf(value: string): readonly PhrasingContent[] {
  return value.trim() === '' ? [] : [code(value)];
}

function spaced(groups: readonly (readonly PhrasingContent[])[]): readonly PhrasingContent[] {
  return joined(groups, ' ');
}

function listed(groups: readonly (readonly PhrasingContent[])[]): readonly PhrasingContent[] {
  return joined(groups, ', ');
}

function joined(groups: readonly (readonly PhrasingContent[])[], separator: string): readonly PhrasingContent[] {
  const filled = groups.filter((group) => group.length > 0);
  return filled.flatMap((group, at) => (at === 0 ? group : [text(separator), ...group]));
}

/** The table as a section: whole rows are left out where there is no room. */
export function tableSection(rows: readonly ReportRow[], shown: readonly Column[]): Section {
  const cells = shown.map(({ heading }) => heading);
  return {
    head: `| ${cells.join(' | ')} |\n| ${cells.map(() => '-').join(' | ')} |\n`,
    tail: '',
    separator: '\n',
    count: rows.length,
    item: (index) => {
      const row = rows[index];
      if (row === undefined) return '';
      const children = shown.map(({ cell }): RowContent => ({ type: 'tableCell', children: [...cell(row)] }));
      return renderNode({ type: 'tableRow', children });
    },
    leftOut: (count) => `${count} more ${count === 1 ? 'row' : 'rows'}`,
  };
}
