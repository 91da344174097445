import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type Codec, ownCodec, readWritten } from './codec.js';
import { compareWithPeers, sampleAnswers } from './compare-with-peers.js';
import { allResponseCases } from './response-cases.js';
import { splitProblems } from './splits.js';

/** Believes the first of several lengths: it takes the others out of the head, which it waits for whole. */
const firstLength: Codec = {
  ...ownCodec,
  headReader: (method) => {
    let held = Buffer.alloc(0);
    return {
      read: (bytes) => {
        const before = held.length;
        held = Buffer.concat([held, bytes]);
        const text = held.toString('latin1');
        const end = text.indexOf('\r\n\r\n') + 4;
        if (end === 3) return ownCodec.headReader(method).read(held);
        const [first = '', ...lines] = text.slice(0, end).split('\r\n');
        const isLength = (line: string): boolean => /^content-length:/i.test(line);
        const place = lines.findIndex(isLength);
        const believed = [first, ...lines.filter((line, index) => !isLength(line) || index === place)].join('\r\n');
        const found = ownCodec.headReader(method).read(Buffer.from(believed, 'latin1'));
        return found && { head: found.head, end: end - before };
      },
    };
  },
};

/** Loses a CR that a piece ends with. */
const lostReturn: Codec = {
  ...ownCodec,
  headReader: (method) => {
    const reader = ownCodec.headReader(method);
    return { read: (bytes) => reader.read(bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes) };
  },
};

/** Takes an LF at the beginning of a piece for the whole end of a line. */
const forgottenReturn: Codec = {
  ...ownCodec,
  headReader: (method) => {
    const reader = ownCodec.headReader(method);
    return {
      read: (bytes) => {
        if (bytes.at(0) !== 0x0a || bytes.length === 1) return reader.read(bytes);
        const found = reader.read(bytes.subarray(1));
        return found && { head: found.head, end: found.end + 1 };
      },
    };
  },
};

/** Reads the sizes of chunks as decimal numbers: it writes them anew for a decoder that is right. */
const decimalSizes: Codec = {
  ...ownCodec,
  decoder: () => {
    const decoder = ownCodec.decoder();
    let [place, digits, left]: ['size' | 'line' | 'data' | 'trailers', string, number] = ['size', '', 0];
    const rewritten = (character: string): string => {
      if (place === 'data') {
        left -= 1;
        if (left === 0) [place, digits] = ['size', ''];
      } else if (place === 'size' && /[\da-f]/i.test(character)) {
        digits += character;
        return '';
      } else if (place === 'size') {
        place = 'line';
        if (/^\d{1,9}$/.test(digits)) digits = Number(digits).toString(16);
        return `${digits}${character}`;
      } else if (place === 'line' && character === '\n') {
        left = Number.parseInt(digits, 16) + '\r\n'.length;
        place = left > '\r\n'.length ? 'data' : 'trailers';
      }
      return character;
    };
    return {
      feed: (bytes, onPayload) => {
        for (const [index, byte] of bytes.entries()) {
          const fed = Buffer.from(rewritten(String.fromCharCode(byte)), 'latin1');
          if (decoder.feed(fed, onPayload) !== undefined) return index + 1;
        }
        return undefined;
      },
    };
  },
};

describe('a codec with a fault is found', () => {
  test.each<[string, Codec, RegExp]>([
    ['believes the first of two lengths', firstLength, /^we read what is refused: .*Content-Length.*Content-Length/],
    ['loses a CR that a piece ends with', lostReturn, /^both read it, and we do not: .*LF without CR/],
    ['forgets a CR that the piece before ended with', forgottenReturn, /^both read it, and we do not: .*CR without LF/],
    [
      'reads the sizes of chunks as decimal numbers',
      decimalSizes,
      /^(?:both read it, and we do not|node reads something else): /,
    ],
  ])('by what node:http and undici read, if it %s', async (_name, codec, problem) => {
    const { problems } = await compareWithPeers(codec, sampleAnswers(400));
    expect(problems).toContainEqual(expect.stringMatching(problem));
  });

  test.each<[string, Codec]>([
    ['loses a CR that a piece ends with', lostReturn],
    ['forgets a CR that the piece before ended with', forgottenReturn],
  ])('by cuts at every byte, if it %s', (_name, codec) => {
    const usual = allResponseCases.filter(({ name }) => name === 'the usual answer');
    expect(splitProblems(codec, usual)).toEqual([expect.stringMatching(/^the usual answer, .*instead of/)]);
    expect(splitProblems(codec, allResponseCases).length).toBeGreaterThan(100);
  });

  test.each<[string, Codec, RegExp]>([
    ['believes the first of two lengths', firstLength, /^two lengths/],
    ['reads the sizes of chunks as decimal numbers', decimalSizes, /^a size of two digits/],
  ])('by the table, if it %s', (_name, codec, row) => {
    const wrong = allResponseCases.filter(
      (written) => !isDeepStrictEqual(readWritten(codec, written), readWritten(ownCodec, written)),
    );
    expect(wrong.map(({ name }) => name)).toContainEqual(expect.stringMatching(row));
  });
});
