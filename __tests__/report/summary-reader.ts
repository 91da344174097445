import type { Nodes, PhrasingContent, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** A summary, read back with a Markdown parser. */
export interface ReadSummary {
  /** The document without its table. */
  readonly document: Root;
  /** Every row of the table, its heading first; of each cell what it holds. */
  readonly rows: readonly (readonly (readonly PhrasingContent[])[])[];
}

/** Takes the table out by its lines, as GFM's grammar does, and reads each cell and the rest as CommonMark. */
export function readSummary(markdown: string): ReadSummary {
  const lines = markdown.split('\n');
  const tableLines = lines.filter((line) => line.startsWith('|'));
  const rest = lines.filter((line) => !line.startsWith('|')).join('\n');
  const [heading, delimiters, ...body] = tableLines;
  const rows = heading === undefined || delimiters === undefined ? [] : [heading, ...body];
  return { document: fromMarkdown(rest), rows: rows.map((row) => splitRow(row).map(readCell)) };
}

/** All nodes below a node, itself included. */
export function nodesOf(node: Nodes): readonly Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(nodesOf) : [])];
}

/** A pipe divides cells unless an odd number of backslashes stands before it, as micromark reads it. */
function splitRow(line: string): readonly string[] {
  return cellsBetween(line, (backslashes) => backslashes % 2 === 0);
}

/** The cells of a row as cmark-gfm reads them: any backslash before a pipe keeps it in its cell. */
export function splitRowByCmark(line: string): readonly string[] {
  return cellsBetween(line, (backslashes) => backslashes === 0);
}

function cellsBetween(line: string, divides: (backslashes: number) => boolean): readonly string[] {
  const cells: string[] = [];
  let start = 0;
  for (const { index } of line.matchAll(/\|/g)) {
    const backslashes = /\\*$/.exec(line.slice(0, index))?.[0].length ?? 0;
    if (!divides(backslashes)) continue;
    cells.push(line.slice(start, index));
    start = index + 1;
  }
  return cells.slice(1);
}

function readCell(cell: string): readonly PhrasingContent[] {
  const { children } = fromMarkdown(cell.replaceAll('\\|', '|').trim());
  const [only, ...more] = children;
  if (only === undefined) return [];
  if (only.type !== 'paragraph' || more.length > 0) throw new Error(`a cell holds a block: ${cell}`);
  return only.children;
}
