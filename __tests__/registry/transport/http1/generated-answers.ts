import fc from 'fast-check';
import { mutatedText } from '../../../support/mutations.js';
import type { Written } from './codec.js';
import { allResponseCases } from './response-cases.js';

const status = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(200, 201, 202, 206, 307, 401, 404, 416, 429, 500, 503, 599) },
  { weight: 1, arbitrary: fc.constantFrom(204, 304, 205, 600, 999) },
);

const firstLine = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: fc.constant('HTTP/1.1') },
      { weight: 1, arbitrary: fc.constantFrom('HTTP/1.0', 'HTTP/2.0') },
    ),
    status,
    fc.constantFrom(' OK', ' Not Found', ' ', '', ' a\tb', ' \xe9'),
  )
  .map(([version, code, reason]) => `${version} ${code}${reason}`);

const value = fc.constantFrom(
  'a',
  '',
  'b, c',
  '"d"',
  '/v2/x?y=z',
  'Bearer realm="e",f="g"',
  '\xe9\xff',
  'h:i',
  '1',
  'chunked',
);

const field = fc
  .tuple(
    fc.constantFrom(
      'A',
      'B-c',
      'etag',
      'ETag',
      'Location',
      'WWW-Authenticate',
      'Server',
      '__proto__',
      'constructor',
      'Trailer',
    ),
    fc.constantFrom(': ', ':', ':\t', ': \t '),
    value,
    fc.constantFrom('', '', '', ' ', '\t'),
  )
  .map((parts) => parts.join(''));

const connection = fc
  .constantFrom('close', 'keep-alive', 'Keep-Alive, x', 'x, CLOSE')
  .map((options) => `Connection: ${options}`);

const body = fc.oneof(
  fc.constantFrom('', 'hello', 'HTTP/1.1 200 OK\r\n\r\n', '0\r\n\r\n', 'x'.repeat(300)),
  fc.string({ unit: 'binary-ascii', maxLength: 60, size: 'max' }),
);

/** A body, and the header lines that frame it. */
type Framed = readonly [lines: readonly string[], body: string];

const length = (bytes: number): string => `Content-Length: ${bytes}`;
const coding = 'Transfer-Encoding: chunked';

const chunked = fc
  .tuple(
    fc.array(fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40, size: 'max' }), { maxLength: 5 }),
    fc.constantFrom('', '', '', ';a', ';a=b', ';a="b;c"'),
    fc.constantFrom('', '', '', '0', '00'),
    fc.boolean(),
    fc.constantFrom('', '', 'A: b\r\n', 'A: b\r\nC:d\r\n'),
  )
  .map(([parts, extension, zeros, isCapital, trailers]) => {
    const size = (bytes: number): string => (isCapital ? bytes.toString(16).toUpperCase() : bytes.toString(16));
    const chunks = parts.map((part) => `${zeros}${size(part.length)}${extension}\r\n${part}\r\n`);
    return `${chunks.join('')}0${extension}\r\n${trailers}\r\n`;
  });

const framed: fc.Arbitrary<Framed> = fc.oneof(
  { weight: 5, arbitrary: body.map((text): Framed => [[length(text.length)], text]) },
  { weight: 5, arbitrary: chunked.map((text): Framed => [[coding], text]) },
  { weight: 2, arbitrary: body.map((text): Framed => [[], text]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(body, fc.integer({ min: -3, max: 3 }))
      .map(([text, off]): Framed => [[length(text.length + off)], text]),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(body, fc.constantFrom(0, 0, 1, -1))
      .map(([text, off]): Framed => [[length(text.length), length(text.length + off)], text]),
  },
  { weight: 1, arbitrary: chunked.map((text): Framed => [[coding, length(text.length)], text]) },
  { weight: 1, arbitrary: chunked.map((text): Framed => [['Transfer-Encoding: gzip, chunked'], text]) },
);

const early = fc.constantFrom('HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n');

const wellFormed = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.array(early, { maxLength: 2 }) },
    ),
    firstLine,
    fc.array(fc.oneof({ weight: 6, arbitrary: field }, { weight: 1, arbitrary: connection }), { maxLength: 5 }),
    framed,
    fc.nat(),
  )
  .map(([before, first, others, [lines, content], place]) => {
    const at = place % (others.length + 1);
    const head = [first, ...others.slice(0, at), ...lines, ...others.slice(at), '', ''];
    return `${before.join('')}${head.join('\r\n')}${content}`;
  });

const pieces = [
  '\r',
  ' ',
  '\t',
  ':',
  '\0',
  ';',
  '0',
  '5',
  'a',
  '\r\n\r\n',
  '\r\n ',
  'Content-Length: 5\r\n',
  `${coding}\r\n`,
];

/** In Latin-1, as it is written: other characters lose what is above a byte. */
const mutated = mutatedText(
  allResponseCases.map(({ text }) => text),
  pieces,
).map((text) => Buffer.from(text, 'latin1').toString('latin1'));

const method = fc.constantFrom('GET', 'GET', 'GET', 'HEAD');

/** Answers that are right, or almost right, and such as were mutated. */
export const generatedAnswer: fc.Arbitrary<Written> = fc.record({
  method,
  text: fc.oneof({ weight: 2, arbitrary: wellFormed }, { weight: 1, arbitrary: mutated }),
});

/** An answer, and where it is cut. */
export const cutAnswer: fc.Arbitrary<readonly [Written, readonly number[]]> = generatedAnswer.chain((written) =>
  fc.tuple(fc.constant(written), fc.array(fc.nat(written.text.length), { maxLength: 6 })),
);
