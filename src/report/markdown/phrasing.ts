import type { ListItem, PhrasingContent, RootContent } from 'mdast';
import { listParts, printable } from '../../runtime/text.js';

/** Words of our own. */
export function text(value: string): PhrasingContent {
  return { type: 'text', value };
}

export function strong(value: string): PhrasingContent {
  return { type: 'strong', children: [text(value)] };
}

/**
 * A name from outside, in a code span: there neither Markdown nor HTML nor mentions take effect on GitHub, which escaping alone does not
 * reach (a mention is looked for in the rendered text).
 */
export function code(value: string, maxCharacters = maxNameCharacters): PhrasingContent {
  return { type: 'inlineCode', value: printable(value, maxCharacters) };
}

export function paragraph(children: readonly PhrasingContent[]): RootContent {
  return { type: 'paragraph', children: [...children] };
}

/** One line an item. */
export function list(items: readonly (readonly PhrasingContent[])[]): RootContent {
  const children = items.map((item): ListItem => ({
    type: 'listItem',
    spread: false,
    children: [{ type: 'paragraph', children: [...item] }],
  }));
  return { type: 'list', ordered: false, spread: false, children };
}

/** `a`, `a and b`, `a, b and 3 more`: as code, and no more than a reader takes in. */
export function codeList(names: readonly string[], maxShown = 3): PhrasingContent[] {
  const shown = names.length > maxShown ? names.slice(0, maxShown - 1) : names;
  const more = names.length > shown.length ? [`${names.length - shown.length} more`] : [];
  const parts = listParts([...shown, ...more]).map(({ isItem, value }) => (isItem ? code(value) : text(value)));
  return more.length === 0 ? parts : [...parts.slice(0, -1), ...more.map(text)];
}

/**
 * A sentence that holds text from outside (an error, a warning). Plain words stay as they are, so that it reads as a sentence; whatever
 * could be more than a word to GitHub (a name, an address, a mention, a reference, a mark) stands in code spans. What stands between two
 * back-ticks is one of its own.
 */
export function prose(sentence: string, maxCharacters = maxSentenceCharacters): PhrasingContent[] {
  const words = (printable(sentence, maxCharacters).match(wordOrSpan) ?? []).map(readWord);
  const pieces: PhrasingContent[] = [];
  for (const run of runsOf(words)) {
    const before = pieces.length === 0 ? '' : ' ';
    if (!run.isCode) pieces.push(text(`${before}${run.words.map(({ whole }) => whole).join(' ')}`));
    else pieces.push(...codeRun(run.words, before));
  }
  return joinTexts(pieces);
}

interface ProseWord {
  readonly whole: string;
  /** Quotes and brackets that stand around it, and marks behind it. */
  readonly open: string;
  readonly core: string;
  readonly close: string;
  readonly isCode: boolean;
  /** Whether it is a code span already. */
  readonly isSpan: boolean;
}

/** What is between blanks; of back-ticks only a single pair, with its content and the marks around it. */
const wordOrSpan = /["'“(]{0,9}`(?=[^ `])[^`]*(?<! )`[)"'”.,;:!?…]*(?= |$)|[^ ]+/gu;
const span = /^(["'“(]*)`([^`]+)`([)"'”.,;:!?…]*)$/u;

/** Letters that nobody can take for a commit; short numbers. A number behind letters may be a reference (`GH-3`). */
const plainWord = /^(?:[\p{Script=Latin}]+(?:['’-][\p{Script=Latin}]+)*|\d{1,6}(?:[.,]\d{1,3})?|[–—→·…]|UTF-8)?$/u;
const commitLike = /^[0-9a-f]{7,}$/i;

function readWord(whole: string): ProseWord {
  const [, before = '', content, after = ''] = span.exec(whole) ?? [];
  if (content !== undefined) {
    return {
      whole: `${before}${content}${after}`,
      open: before,
      core: content,
      close: after,
      isCode: true,
      isSpan: true,
    };
  }
  const { open, core, close } = withoutMarks(whole);
  return { whole, open, core, close, isCode: !plainWord.test(core) || commitLike.test(core), isSpan: false };
}

/** What may stand behind a word. */
const closing = new Set(')"\'”.,;:!?…');

function withoutMarks(whole: string): Pick<ProseWord, 'open' | 'core' | 'close'> {
  const open = /^["'“(]*/u.exec(whole)?.[0] ?? '';
  let end = whole.length;
  while (end > open.length && closing.has(whole.charAt(end - 1))) end -= 1;
  return { open, core: whole.slice(open.length, end), close: whole.slice(end) };
}

interface Run {
  readonly isCode: boolean;
  readonly words: readonly ProseWord[];
}

/** Neighbours of one kind; marks behind a word end a run of code. */
function runsOf(words: readonly ProseWord[]): readonly Run[] {
  const runs: { isCode: boolean; words: ProseWord[] }[] = [];
  for (const word of words) {
    const last = runs.at(-1);
    const before = last?.words.at(-1);
    const canJoinCode = before?.close === '' && !before.isSpan && !word.isSpan;
    const joins = last?.isCode === word.isCode && (!word.isCode || canJoinCode);
    if (last !== undefined && joins) last.words.push(word);
    else runs.push({ isCode: word.isCode, words: [word] });
  }
  return runs;
}

function codeRun(words: readonly ProseWord[], before: string): PhrasingContent[] {
  const open = words[0]?.open ?? '';
  const close = words.at(-1)?.close ?? '';
  const whole = words.map((word) => word.whole).join(' ');
  const value = whole.slice(open.length, whole.length - close.length);
  return [text(`${before}${open}`), { type: 'inlineCode', value }, text(close)];
}

/** Neighbouring texts as one, so that they are escaped as one; none that is empty. */
function joinTexts(pieces: readonly PhrasingContent[]): PhrasingContent[] {
  const joined: PhrasingContent[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.type === 'text' && last?.type === 'text') joined[joined.length - 1] = text(`${last.value}${piece.value}`);
    else joined.push(piece);
  }
  return joined.filter((piece) => piece.type !== 'text' || piece.value !== '');
}

const maxNameCharacters = 300;

/** An error's text is cut to what a reader takes in; the JSON report has all of it. */
const maxSentenceCharacters = 600;
