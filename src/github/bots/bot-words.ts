import { printable } from '../../runtime/text.js';

/** `major`, `pinDigest`, … as a bot calls it; what is no word of that kind is nothing. */
export function typeWord(text: string | undefined): string | undefined {
  return text !== undefined && /^[a-z][a-z-]{0,31}$/i.test(text) ? text : undefined;
}

/** The name of a group is anything that its owner wrote. */
export function groupWord(text: string | undefined): string | undefined {
  const word = printable(text ?? '', maxGroupCharacters);
  return word === '' ? undefined : word;
}

const maxGroupCharacters = 100;
