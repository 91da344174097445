import { type Redact, printable } from '../../runtime/text.js';
import type { Send } from '../http/http.js';
import type { Headers } from '../transport/transport.js';

/** Source: OCI distribution specification, "Warnings": a registry must not send more in all headers of one answer. */
const maxHeaderCharacters = 4_096;

/** A sentence is shorter. */
const maxTextCharacters = 300;

/** A host with more warnings repeats itself in other words. */
const maxWarningsOfHost = 10;

/** A registry may lead to any number of hosts. */
const maxWarnings = 50;

/** Only what is for people: code 299, from nobody in particular, without a date. The text is a quoted string of RFC 9110 §5.6.4. */
const warning = /(?:^|,)\s*299\s+-\s+"((?:[^"\\]|\\.)*)"\s*(?=,|$)/g;

/** The texts of an answer's `Warning` headers. */
export function parseWarnings({ warning: value }: Headers): readonly string[] {
  if (value === undefined) return [];
  const header = (Array.isArray(value) ? value.join(', ') : value).slice(0, maxHeaderCharacters);
  return [...header.matchAll(warning)]
    .map(([, text = '']) => text.replace(/\\(.)/g, '$1'))
    .filter((text) => text.trim() !== '');
}

/**
 * Passes on what hosts warn of with any answer, each text once a host. Nothing is done because of it: the specification forbids that.
 * @param redact takes secrets out of a text before it is cut, for half a secret is not found any more
 * @param warn is told a sentence
 */
export function forwardWarnings(send: Send, redact: Redact, warn: (sentence: string) => void): Send {
  const warned = new Map<string, Set<string>>();
  let left = maxWarnings;
  return async (request) => {
    const response = await send(request);
    if (response.headers.warning === undefined) return response;
    for (const warnedOfHost of parseWarnings(response.headers)) {
      const text = printable(redact(warnedOfHost), maxTextCharacters);
      const { host } = response.url;
      const known = warned.get(host) ?? new Set();
      warned.set(host, known);
      if (known.has(text) || known.size >= maxWarningsOfHost || left === 0) continue;
      known.add(text);
      left -= 1;
      warn(`${host} warns: ${/[.!?…]$/.test(text) ? text : `${text}.`}`);
    }
    return response;
  };
}
