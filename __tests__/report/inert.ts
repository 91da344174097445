import type { Element, Root, RootContent } from 'hast';
import { selectAll } from 'hast-util-select';
import { toString } from 'hast-util-to-string';
import { expect } from '@jest/globals';
import { readComment } from '../../scripts/comment-html.js';
import { holdsCommand } from './reports.js';

/** The page of the run that recorded comments lead to. */
export const runUrl = 'https://github.com/acme/images/actions/runs/21987654321';

export function all(selector: string, root: Root): readonly Element[] {
  return selectAll(selector, root);
}

/** What the elements say, as GitHub shows it. */
export function texts(selector: string, root: Root): readonly string[] {
  return all(selector, root).map((element) => toString(element));
}

/** Elements that a comment of ours has; whatever else there is came from outside. */
const ours = new Set('h2 h3 h4 p strong code pre ul li table thead tbody tr th td details summary a'.split(' '));

function elementsOf(node: Root | RootContent): readonly Element[] {
  if (!('children' in node)) return [];
  const below = node.children.flatMap(elementsOf);
  return node.type === 'element' ? [node, ...below] : below;
}

/** What GitHub looks for in the text that it shows, outside code: mentions, references, addresses, marks, commits. */
const takesEffect =
  /@[a-z\d]|#\d|\bGH-\d|https?:|www\.|:[a-z_]+:|\$.+\$|\b[0-9a-f]{40}\b|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/iu;

function textOutsideCode(node: Root | RootContent): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'element' && (node.tagName === 'code' || node.tagName === 'a')) return ' ';
  return 'children' in node ? node.children.map(textOutsideCode).join('') : '';
}

/** Nothing of a comment or a summary does anything, but for what is ours: so many folds, and a link to the run. */
export function expectInert(markdown: string, folds: number): void {
  const tree = readComment(markdown);
  const elements = elementsOf(tree);
  expect(elements.map(({ tagName }) => tagName).filter((name) => !ours.has(name))).toEqual([]);
  expect(elements.filter(({ tagName }) => tagName === 'details')).toHaveLength(folds);
  expect(all('details > summary:first-child', tree)).toHaveLength(folds);
  expect(all('details details, details[open]', tree)).toEqual([]);
  expect(all('a', tree).map(({ properties }) => properties.href)).toEqual(all('a', tree).map(() => runUrl));
  expect(textOutsideCode(tree)).not.toMatch(takesEffect);
  expect(markdown.split('\n').filter(holdsCommand)).toEqual([]);
}
