import picomatch from 'picomatch';

/**
 * A glob over canonical names, or over the files of a folder.
 * @throws {Error} says what is wrong with it
 */
export function parseGlob(text: string): string {
  if (text.startsWith('/') || text.split('/').includes('..'))
    throw new Error(`"${text}" leads out of the folder. Write a glob inside it.`);
  picomatch.makeRe(text);
  return text;
}
