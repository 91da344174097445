import type { Nodes, RootContent } from 'mdast';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';

const settings: Options = { bullet: '-', extensions: [gfmTableToMarkdown({ tablePipeAlign: false })] };

export function renderNode(node: Nodes): string {
  return toMarkdown(node, settings).trimEnd();
}

export function renderBlocks(children: readonly RootContent[]): string {
  return renderNode({ type: 'root', children: [...children] });
}

/** A part of a page of which as much is shown as fits: whole items from the front. */
export interface Section {
  /** Stands before its items where there is one. */
  readonly head: string;
  /** Stands behind them. */
  readonly tail: string;
  /** Between two items. */
  readonly separator: string;
  readonly count: number;
  /** Made one by one, so that those that find no room are never made. */
  readonly item: (index: number) => string;
  /** What is left out, in words: `3 more rows`. */
  readonly leftOut: (count: number) => string;
}

interface Page {
  /** Shown whatever the room. */
  readonly title: string;
  /** Shown before all else that the room is for; the last stands at the page's end. */
  readonly opening: readonly string[];
  readonly sections: readonly Section[];
  readonly closing: readonly string[];
}

/** Room for the sentence that says what was left out. */
const noticeBytes = 300;

/**
 * Lays out a page within so many bytes of UTF-8. What does not fit is left out by whole items: of the last section first, and of each
 * section its last items; a sentence says how many. No item is made that is not looked at, and each one once.
 */
export function layOut({ title, opening, sections, closing }: Page, maxBytes: number): string {
  let room = maxBytes - bytesOf(title) - noticeBytes;
  const take = (block: string): boolean => {
    const bytes = bytesOf(block);
    if (block === '' || bytes > room) return false;
    room -= bytes;
    return true;
  };
  const begin = opening.filter(take);
  const end = closing.filter(take);
  const notices: string[] = [];
  const middle = sections.map((section) => {
    // Once something was left out, nothing of less weight takes its place.
    const { block, shown } = fill(section, notices.length > 0 ? 0 : room);
    if (block !== '') room -= bytesOf(block);
    if (shown < section.count) notices.push(section.leftOut(section.count - shown));
    return block;
  });
  const notice =
    notices.length === 0 ? '' : `Left out, for this would be too long: ${notices.join('; ')}. The JSON report has all.`;
  return `${[title, ...begin, ...middle, notice, ...end].filter((block) => block !== '').join('\n\n')}\n`;
}

function fill(section: Section, room: number): { readonly block: string; readonly shown: number } {
  const { head, tail, separator, count, item } = section;
  const frame = Buffer.byteLength(head) + bytesOf(tail);
  const items: string[] = [];
  let left = room - frame;
  while (items.length < count) {
    const next = `${items.length === 0 ? '' : separator}${item(items.length)}`;
    left -= Buffer.byteLength(next);
    if (left < 0) break;
    items.push(next);
  }
  return { block: items.length === 0 ? '' : `${head}${items.join('')}${tail}`, shown: items.length };
}

/** With the empty line that divides it from the next. */
function bytesOf(block: string): number {
  return Buffer.byteLength(block) + 2;
}
