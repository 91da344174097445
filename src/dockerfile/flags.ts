import { isSpace } from './characters.js';

/** An instruction's text behind its keyword, taken apart. */
interface FlaggedText {
  /** As BuildKit hands them on: quotes and escapes resolved, `--platform=linux/arm64`. */
  readonly flags: readonly string[];
  readonly rest: string;
}

/**
 * Takes the leading words that begin with `--` off an instruction's text. A word `--` ends them.
 * Source: BuildKit, frontend/dockerfile/parser/split_command.go.
 */
export function readFlags(text: string, escape: string): FlaggedText {
  const flags: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isSpace(text.charAt(at))) at += 1;
    if (!text.startsWith('--', at)) return { flags, rest: text.slice(at) };
    const { word, end } = readFlag(text, at, escape);
    at = end;
    if (word === '--') return { flags, rest: text.slice(at) };
    flags.push(word);
  }
}

/** Values of one flag in their order; undefined stands for a flag without `=`. */
export function flagValues(flags: readonly string[], name: string): readonly (string | undefined)[] {
  return flags.flatMap((flag) => {
    if (flag === `--${name}`) return [undefined];
    return flag.startsWith(`--${name}=`) ? [flag.slice(name.length + 3)] : [];
  });
}

function readFlag(text: string, start: number, escape: string): { word: string; end: number } {
  let word = '';
  let quote = '';
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === '' && isSpace(character)) break;
    if (quote === '' ? character === '"' || character === "'" : character === quote) {
      quote = quote === '' ? character : '';
    } else if (character === escape) {
      at += 1;
      word += text.charAt(at);
    } else {
      word += character;
    }
  }
  return { word, end: at };
}
