/** Source: RFC 9110 §5.6.2, `tchar`. */
const isTokenCode = tableOf("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

export const tab = 0x09;
export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
export const colon = 0x3a;

export function isTokenByte(code: number): boolean {
  return isTokenCode[code] === 1;
}

export function isToken(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (isTokenCode[text.charCodeAt(at)] !== 1) return false;
  return text !== '';
}

export function isBlank(code: number): boolean {
  return code === space || code === tab;
}

/** Bytes above 0x7f pass: Latin-1, as Node reads and writes headers. Source: RFC 9110 §5.5, `field-vchar` and blanks. */
export function isFieldByte(code: number): boolean {
  return (code >= space && code !== 0x7f) || code === tab;
}

/** Whether it can stand behind the colon of a header. */
export function isFieldValue(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (!isFieldByte(code) || code > 0xff) return false;
  }
  return true;
}
