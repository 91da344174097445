import { InvalidReferenceError, type Reference, parseReference } from './reference.js';

/** What the text of an image's name means. */
export type ImageName =
  | { readonly kind: 'reference'; readonly reference: Reference }
  /** The empty image, which has no registry. */
  | { readonly kind: 'scratch' }
  /** It is no name; `message` says why. */
  | { readonly kind: 'problem'; readonly message: string };

/** Reads the name of an image as a file writes it. BuildKit takes `scratch` in lower case alone; any other spelling can mean nothing else. */
export function parseImageName(text: string): ImageName {
  if (text.toLowerCase() === 'scratch') return { kind: 'scratch' };
  try {
    return { kind: 'reference', reference: parseReference(text) };
  } catch (error) {
    if (error instanceof InvalidReferenceError) return { kind: 'problem', message: error.message };
    throw error;
  }
}
