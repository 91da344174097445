/** Markdown to HTML as GitHub shows a comment: GitHub's dialect, raw HTML read, and what GitHub would not let through taken away. */

/** @import { Element, ElementContent, Root } from 'hast' */

import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize);

/**
 * The tree of HTML elements that a comment becomes.
 *
 * @param {string} markdown
 * @returns {Root}
 */
export function readComment(markdown) {
  return processor.runSync(processor.parse(markdown));
}

/**
 * @param {string} markdown
 * @returns {string} HTML, with the colours of a diff
 */
export function renderCommentHtml(markdown) {
  const tree = readComment(markdown);
  colourDiffs(tree);
  return unified().use(rehypeStringify).stringify(tree);
}

/** @type {Readonly<Record<string, string>>} */
const classes = { '+': 'pl-mi1', '-': 'pl-md', '!': 'pl-mc' };

/**
 * GitHub colours the lines of a diff, by classes that its stylesheet has.
 *
 * @param {Root | Element} node
 */
function colourDiffs(node) {
  for (const child of node.children) {
    if (child.type !== 'element') continue;
    const names = child.properties.className;
    if (child.tagName === 'code' && Array.isArray(names) && names.includes('language-diff')) {
      child.children = child.children.flatMap((part) => (part.type === 'text' ? colourLines(part.value) : [part]));
    } else colourDiffs(child);
  }
}

/**
 * @param {string} text
 * @returns {ElementContent[]}
 */
function colourLines(text) {
  return text.split(/(?<=\n)/).map((line) => {
    const name = classes[line.charAt(0)];
    if (name === undefined) return { type: 'text', value: line };
    const value = { type: /** @type {const} */ ('text'), value: line };
    return { type: 'element', tagName: 'span', properties: { className: [name] }, children: [value] };
  });
}
