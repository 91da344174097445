import { splitWords, parseWord, WordError } from './word.js';

/** A here-document that an instruction opens. */
export interface Heredoc {
  /** What the line says that ends it. */
  readonly name: string;
  /** `<<-`: tabs may stand before that. */
  readonly tabs: boolean;
}

/** The lexer of here-documents takes the backslash, whatever the file's escape directive says. */
const escape = '\\';

const grammar = /^\d*<<(-?)[\t\n\f\r ]*([^<\t\n\f\r ][^<]*|)$/;

/**
 * The here-documents of a RUN, COPY or ADD instruction, in their order. dockerfile-ast overlooks `3<<EOF` and `<< EOF`
 * (so that a FROM in their text counts), finds one in `echo "a <<EOF"` (so that the FROM behind it is lost), and takes
 * tabs before the end of every later one when the first is `<<-`.
 * Source: BuildKit, frontend/dockerfile/parser/parser.go, heredocsFromLine.
 */
export function readHeredocs(line: string): readonly Heredoc[] {
  return line.includes('<<') ? wordsOf(line).flatMap(readHeredoc) : [];
}

/** BuildKit looks for none in a line that its lexer cannot read, such as one with an apostrophe or `${list[@]}`. */
function wordsOf(line: string): readonly string[] {
  try {
    return splitWords(line, escape);
  } catch (error) {
    if (error instanceof WordError) return [];
    throw error;
  }
}

function readHeredoc(word: string): readonly Heredoc[] {
  const [, dash = '', spelled = ''] = grammar.exec(word) ?? [];
  const name = parseWord(spelled, escape)
    .map((part) => (part.kind === 'text' ? part.text : part.source))
    .join('');
  return name === '' ? [] : [{ name, tabs: dash === '-' }];
}
