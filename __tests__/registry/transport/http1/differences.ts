import { isDeepStrictEqual } from 'node:util';
import type { Outcome, Written } from './codec.js';
import type { PeerOutcome } from './raw-peers.js';

/** What three readers make of an answer. */
interface Readings {
  readonly written: Written;
  readonly ours: Outcome;
  readonly node: PeerOutcome;
  readonly undici: PeerOutcome;
}

/** Where we differ from `node:http` and undici on purpose. */
interface AllowedDifference {
  readonly name: string;
  readonly reason: string;
  readonly applies: (readings: Readings) => boolean;
}

function refuses(ours: Outcome, words: string): boolean {
  return ours.kind === 'refused' && ours.why.includes(words);
}

/** They read it, and we refuse it. */
export const stricter: readonly AllowedDifference[] = [
  {
    name: 'empty lines before an answer',
    reason: 'RFC 9112 §2.2 lets servers pass over them. What comes before an answer is left of the one before it.',
    applies: ({ written, ours }) => refuses(ours, 'does not begin') && /(?:^|\n)[\r\n]+HTTP/.test(written.text),
  },
  {
    name: 'HTTP/0.9 and HTTP/2.0',
    reason: 'No such request was sent.',
    applies: ({ written, ours }) => refuses(ours, 'does not begin') && /HTTP\/(?:0\.9|2\.0) /.test(written.text),
  },
  {
    name: 'control characters in a reason',
    reason: 'RFC 9112 §4 does not allow them; llhttp does not look at a reason.',
    applies: ({ written, ours }) =>
      refuses(ours, 'control character') && /HTTP\/1\.[01] \d{3}[^\r\n]*[\0-\x08\v\f\x0e-\x1f\x7f]/.test(written.text),
  },
  {
    name: 'codings other than chunked',
    reason:
      'We ask for none and could not undo it: they hand on gzip as if it were the content, or stop looking for chunks.',
    applies: ({ ours }) => refuses(ours, 'Transfer-Encoding is another') || refuses(ours, 'two Transfer-Encoding'),
  },
  {
    name: 'chunks on HTTP/1.0',
    reason: 'RFC 9112 §6.1: the framing is faulty.',
    applies: ({ ours }) => refuses(ours, 'is of HTTP/1.0'),
  },
  {
    name: 'zeros in front of the size of a chunk',
    reason: 'Go stops at 16 digits, too; without a limit a line could go on for ever.',
    applies: ({ written, ours }) =>
      refuses(ours, 'size of a chunk is too large') && /\n0+[\da-f]{16}/i.test(written.text),
  },
];

/** We read it, and one of them refuses it. */
export const moreLenient: readonly AllowedDifference[] = [
  {
    name: 'bytes behind an answer',
    reason: 'Node reads on and fails. We leave it to the connection, which is closed at what nobody asked for.',
    applies: ({ ours }) => ours.kind === 'read' && ours.rest !== '',
  },
  {
    name: '100 Continue',
    reason: 'undici refuses the 100 that nobody asked for. RFC 9110 §15.2 tells clients to pass over it.',
    applies: ({ written, node }) => node.kind === 'read' && /HTTP\/1\.[01] 100/.test(written.text),
  },
  {
    name: 'an informational answer that ends the connection',
    reason: 'llhttp takes HTTP/1.0, and "Connection: close", of such an answer for the end. Only the final one counts.',
    applies: ({ written, node }) =>
      node.kind === 'refused' &&
      node.why.includes('Data after `Connection: close`') &&
      /^HTTP\/1\.(?:0 1\d\d|1 1\d\d[^]*connection:)/im.test(written.text),
  },
  {
    name: '204 and 304 that say how long they would be',
    reason: 'RFC 9112 §6.3: neither has a body. llhttp waits for it.',
    applies: ({ ours }) => ours.kind === 'read' && (ours.status === 204 || ours.status === 304),
  },
  {
    name: 'a tab behind a length',
    reason: 'RFC 9110 §5.6.3: it is as good as a space.',
    applies: ({ written }) => /content-length:[ \t]*\d+ *\t/i.test(written.text),
  },
  {
    name: 'what a chunk extension says',
    reason: 'It is passed over unread, as RFC 9112 §7.1.1 tells readers that do not know it.',
    applies: ({ ours, node }) =>
      ours.kind === 'read' &&
      ours.framing === 'chunked' &&
      node.kind === 'refused' &&
      node.why.includes('in chunk extensions'),
  },
  {
    name: 'a trailer that would frame',
    reason: 'Trailers are dropped unread (RFC 9110 §6.5.1).',
    applies: ({ ours, node }) =>
      ours.kind === 'read' &&
      ours.framing === 'chunked' &&
      node.kind === 'refused' &&
      /Content-Length|Transfer-Encoding/.test(node.why),
  },
];

/**
 * Says where we read an answer otherwise than the others. What both read, we read alike; what one of them refuses, we refuse; nobody sees another
 * body. All else needs a difference that is allowed by its name.
 */
export function disagreements(readings: Readings): readonly string[] {
  const { ours, node, undici } = readings;
  const peers = Object.entries({ node, undici });
  if (ours.kind !== 'read') {
    const isAllowed = peers.some(([, peer]) => peer.kind === 'refused') || isNamed(stricter, readings);
    return isAllowed ? [] : [`both read it, and we do not: ${JSON.stringify(readings)}`];
  }
  const others = peers.filter(([, peer]) => peer.kind === 'read' && !isAlike(ours, peer)).map(([name]) => name);
  const isRefused = peers.some(([, peer]) => peer.kind === 'refused') && !isNamed(moreLenient, readings);
  return [
    ...others.map((name) => `${name} reads something else: ${JSON.stringify(readings)}`),
    ...(isRefused ? [`we read what is refused: ${JSON.stringify(readings)}`] : []),
  ];
}

function isNamed(differences: readonly AllowedDifference[], readings: Readings): boolean {
  return differences.some(({ applies }) => applies(readings));
}

/** The allowed differences without which the three would be said to disagree. */
export function namesOf(readings: Readings): readonly string[] {
  const { ours, node, undici } = readings;
  const isRead = [node, undici].every(({ kind }) => kind === 'read');
  if ((ours.kind === 'read') === isRead) return [];
  const differences = ours.kind === 'read' ? moreLenient : isRead ? stricter : [];
  return differences.filter(({ applies }) => applies(readings)).map(({ name }) => name);
}

type Reading = Pick<Extract<Outcome, { kind: 'read' }>, 'status' | 'headers' | 'body'>;

function isAlike(one: Reading, other: Reading): boolean {
  return isDeepStrictEqual(comparable(one), comparable(other));
}

/** undici leaves the blanks behind a value where they are, against RFC 9112 §5.1. */
function comparable({ status, headers, body }: Reading): unknown {
  const values = Object.entries(headers).map(([name, value]) => [
    name,
    [value].flat().map((text) => text.replace(/[ \t]+$/, '')),
  ]);
  return [status, values.sort(([one = ''], [other = '']) => (one < other ? -1 : 1)), body];
}
