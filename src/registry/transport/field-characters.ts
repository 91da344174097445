/** For each byte, whether it can stand in a name. Source: RFC 9110 §5.6.2, `tchar`. */
const nameBytes = tableOf((byte) => /[\w!#$%&'*+.^`|~-]/.test(String.fromCharCode(byte)));

/**
 * For each byte, whether it can stand in a value. Bytes above 0x7f can: Node reads and writes headers as Latin-1. It is
 * a table because a lookup is faster than a call as long as the code is not compiled. Source: RFC 9110 §5.5.
 */
export const valueBytes: Uint8Array = tableOf((byte) => (byte >= 0x20 && byte !== 0x7f) || byte === 0x09);

function tableOf(isIn: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (isIn(byte) ? 1 : 0));
}

export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;

export function isNameByte(byte: number): boolean {
  return nameBytes[byte] === 1;
}

/** Whether the text can be the name of a header, or a method. */
export function isToken(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (nameBytes[text.charCodeAt(at)] !== 1) return false;
  return text !== '';
}

/** The same for a text, by Latin-1. A pattern, because a token has thousands of characters, and goes out with each request. */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Whether the text can be the value of a header. */
export function isFieldValue(text: string): boolean {
  return fieldValue.test(text);
}
