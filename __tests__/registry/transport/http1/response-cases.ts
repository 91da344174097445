import type { Outcome, Written } from './codec.js';

type ReadOutcome = Extract<Outcome, { kind: 'read' }>;

/** An answer, and what must come of it: of what is read, what matters. */
export interface ResponseCase extends Written {
  readonly name: string;
  readonly expected: Partial<ReadOutcome> | Exclude<Outcome, ReadOutcome>;
}

const prefix = 'the answer is not valid HTTP/1.1: ';

function head(...lines: readonly string[]): string {
  return [...lines, '', ''].join('\r\n');
}

function read(name: string, text: string, expected: Partial<ReadOutcome>, method = 'GET'): ResponseCase {
  return { name, method, text, expected: { kind: 'read', ...expected } };
}

function refused(name: string, text: string, why: string, method = 'GET'): ResponseCase {
  return { name, method, text, expected: { kind: 'refused', why: `${prefix}${why}` } };
}

function cut(name: string, text: string): ResponseCase {
  return { name, method: 'GET', text, expected: { kind: 'cut' } };
}

const ok = 'HTTP/1.1 200 OK';
const one = 'Content-Length: 1';
/** An answer with one more header, and a body of one byte. */
function answer(...lines: readonly string[]): string {
  return `${head(...lines, one)}x`;
}

const chunkedHead = head(ok, 'Transfer-Encoding: chunked');
const digest = `sha256:${'ab'.repeat(32)}`;

const usual = head(
  ...[ok, 'Content-Length: 5', 'Content-Type: application/vnd.oci.image.manifest.v1+json', `Etag: "${digest}"`],
  ...[`Docker-Content-Digest: ${digest}`, 'Docker-Distribution-Api-Version: registry/2.0', 'Vary: Accept'],
  ...['Date: Mon, 30 Nov 2026 19:44:17 GMT', 'RateLimit-Limit: 100;w=21600', 'Connection: keep-alive', 'Age: 0'],
);

const usualHeaders = {
  'content-length': '5',
  'content-type': 'application/vnd.oci.image.manifest.v1+json',
  etag: `"${digest}"`,
  'docker-content-digest': digest,
  'docker-distribution-api-version': 'registry/2.0',
  vary: 'Accept',
  date: 'Mon, 30 Nov 2026 19:44:17 GMT',
  'ratelimit-limit': '100;w=21600',
  connection: 'keep-alive',
  age: '0',
};

const status: readonly ResponseCase[] = [
  read('the usual answer', `${usual}hello`, { status: 200, headers: usualHeaders, body: 'hello', keepsAlive: true }),
  read('no headers', head('HTTP/1.1 204 No Content'), { status: 204, headers: {}, framing: 'none', keepsAlive: true }),
  // RFC 9112 §4 asks servers for the blank behind the status. llhttp and Go read the line without it.
  read('no reason', answer('HTTP/1.1 404 '), { status: 404, body: 'x' }),
  read('no reason and no blank', answer('HTTP/1.1 404'), { status: 404, body: 'x' }),
  read('a reason in Latin-1', answer('HTTP/1.1 404 Nicht verf\xfcgbar\t!'), { status: 404, body: 'x' }),
  // A client should take these for 5xx (RFC 9110 §15), which whoever looks for 500 and above does.
  read('status 600', answer('HTTP/1.1 600 X'), { status: 600, body: 'x' }),
  read('status 999', answer('HTTP/1.1 999 X'), { status: 999, body: 'x' }),
  ...['99', '099', '000', '1000', '2OO', '20', '', ' 200', '-20', '2 0', '200,', '200\tOK'].map((digits) =>
    refused(`status "${digits}"`, answer(`HTTP/1.1 ${digits}`), 'its first line has no status of three digits'),
  ),
  refused('a control character in the reason', answer('HTTP/1.1 200 O\x01K'), 'its head has a control character'),
  refused('NUL in the reason', answer('HTTP/1.1 200 O\0K'), 'its head has a control character'),
];

const notHttp = 'it does not begin with HTTP/1.0 or HTTP/1.1';

const versions: readonly ResponseCase[] = [
  read('HTTP/1.0', head('HTTP/1.0 200 OK', 'Content-Length: 0'), { status: 200, keepsAlive: false }),
  read('HTTP/1.0 that keeps alive', head('HTTP/1.0 200 OK', 'Connection: Keep-Alive', 'Content-Length: 0'), {
    keepsAlive: true,
  }),
  read('HTTP/1.0 until the connection closes', `${head('HTTP/1.0 200 OK', 'Connection: keep-alive')}abc`, {
    body: 'abc',
    framing: 'until-close',
    keepsAlive: false,
  }),
  ...[
    'HTTP/2.0',
    'HTTP/0.9',
    'HTTP/1.2',
    'HTTP/1.11',
    'HTTP/1',
    'HTTP/01.1',
    'http/1.1',
    'HTTP1.1',
    'ICY',
    'HTTP/1.1\t',
  ].map((version) => refused(`version ${version}`, answer(`${version} 200 OK`), notHttp)),
  refused('HTTP/0.9', '<html>hello</html>', notHttp),
  refused('another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', notHttp),
  refused('the settings of HTTP/2', '\0\0\x12\x04\0\0\0\0\0', `${notHttp} (it looks like HTTP/2)`),
  refused('an alert of TLS', '\x15\x03\x01\0\x02\x02\x46', `${notHttp} (it looks like TLS)`),
  refused('an empty line before it', `\r\n${usual}hello`, notHttp),
  refused('a blank before it', ` ${usual}hello`, notHttp),
  cut('nothing', ''),
  cut('a part of the first line', 'HTTP/1.1 20'),
  cut('a part of the head', usual.slice(0, -1)),
];

function fields(name: string, lines: readonly string[], headers: ResponseHeadersOf): ResponseCase {
  return read(name, `${head(ok, one, ...lines)}x`, { headers: { 'content-length': '1', ...headers }, body: 'x' });
}

type ResponseHeadersOf = ReadOutcome['headers'];

const headers: readonly ResponseCase[] = [
  fields('no blank behind the colon', ['A:b'], { a: 'b' }),
  fields('blanks around a value', ['A: \t b c \t '], { a: 'b c' }),
  fields('an empty value', ['A:', 'B: ', 'C:\t'], { a: '', b: '', c: '' }),
  fields('colons in a value', ['A: b:c: d'], { a: 'b:c: d' }),
  fields('a value in Latin-1', ['A: \xe9\xff\x80'], { a: '\xe9\xff\x80' }),
  fields('no-break spaces are no blanks', ['A: \xa0b\xa0'], { a: '\xa0b\xa0' }),
  fields('each character of a token', ["!#$%&'*+-.^_`|~09azAZ: b"], { "!#$%&'*+-.^_`|~09azaz": 'b' }),
  fields('names of JavaScript', ['__proto__: a', 'constructor: b', 'toString: c', 'hasOwnProperty: d'], {
    ...Object.fromEntries([['__proto__', 'a']]),
    constructor: 'b',
    tostring: 'c',
    hasownproperty: 'd',
  }),
  fields('__proto__ twice', ['__proto__: a', '__PROTO__: b'], Object.fromEntries([['__proto__', ['a', 'b']]])),
  fields(
    'challenges',
    ['WWW-Authenticate: Bearer realm="a"', 'www-authenticate: Basic realm="b"', 'WWW-authenticate: C'],
    {
      'www-authenticate': ['Bearer realm="a"', 'Basic realm="b"', 'C'],
    },
  ),
  fields('two locations', ['Location: /a', 'location: /b'], { location: ['/a', '/b'] }),
  fields('the same header with the same value', ['Etag: "a"', 'ETag: "a"'], { etag: ['"a"', '"a"'] }),
  refused('a folded header', answer(ok, 'A: b', ' c'), 'it has a header that is folded into two lines'),
  refused('a folded header by tab', answer(ok, 'A: b', '\tc: d'), 'it has a header that is folded into two lines'),
  refused('a fold before the first header', answer(ok, ' A: b'), 'it has a header that is folded into two lines'),
  refused('a fold that is empty', head(ok, one, ' '), 'it has a header that is folded into two lines'),
  refused('a blank before the colon', answer(ok, 'A : b'), 'it has a blank before the colon of a header'),
  refused('a tab before the colon', head(ok, 'Content-Length\t: 1'), 'it has a blank before the colon of a header'),
  refused(
    'a blank within a name',
    answer(ok, 'A B: c'),
    'it has a header whose name has a character that is not allowed',
  ),
  refused('Latin-1 in a name', answer(ok, '\xe9: c'), 'it has a header whose name has a character that is not allowed'),
  refused('a name in brackets', answer(ok, '[a]: c'), 'it has a header whose name has a character that is not allowed'),
  refused('no name', answer(ok, ': b'), 'it has a header without a name'),
  refused('no colon', answer(ok, 'A'), 'it has a header line without a colon'),
  refused('no colon in the last line', head(ok, one, 'A'), 'it has a header line without a colon'),
  ...['\0', '\x01', '\x08', '\v', '\f', '\x1b', '\x7f'].map((character) =>
    refused(
      `control character ${character.charCodeAt(0)}`,
      answer(ok, `A: b${character}c`),
      'its head has a control character',
    ),
  ),
  refused('NUL in a name', answer(ok, 'A\0: b'), 'its head has a control character'),
  refused('bare LF', 'HTTP/1.1 200 OK\nContent-Length: 1\n\nx', 'its head has a LF without CR'),
  refused('bare LF behind a header', `${ok}\r\nA: b\n${one}\r\n\r\nx`, 'its head has a LF without CR'),
  refused('bare LF as the empty line', `${ok}\r\n${one}\r\n\nx`, 'its head has a LF without CR'),
  refused('two LF behind CR', `${ok}\r\n${one}\r\n\r\r\nx`, 'its head has a CR without LF'),
  refused('bare CR in a value', answer(ok, 'A: b\rContent-Length: 5'), 'its head has a CR without LF'),
  refused('bare CR behind the first line', `${ok}\r${one}\r\n\r\nx`, 'its head has a CR without LF'),
];

const badLength = 'its Content-Length is not a whole number, or too large';
const twoLengths = 'it has two Content-Length headers';
const otherCoding = 'its Transfer-Encoding is another than "chunked"';

const framings: readonly ResponseCase[] = [
  read('a length', `${head(ok, 'content-length: 3')}abcHTTP/1.1`, { body: 'abc', rest: 'HTTP/1.1', framing: 'length' }),
  read('a length of 0', head(ok, 'Content-Length: 0'), { body: '', framing: 'none', keepsAlive: true }),
  read('a length with zeros in front', `${head(ok, 'Content-Length: 0003')}abc`, { body: 'abc' }),
  read('a length with blanks around it', `${head(ok, 'Content-Length:  3 ')}abc`, { body: 'abc' }),
  read('a length with tabs around it', `${head(ok, 'Content-Length:\t3\t')}abc`, { body: 'abc' }),
  read('neither length nor chunks', `${head(ok)}abc`, { body: 'abc', framing: 'until-close', keepsAlive: false }),
  cut('less than its length', `${head(ok, 'Content-Length: 3')}ab`),
  cut('the largest length', `${head(ok, 'Content-Length: 9007199254740991')}ab`),
  ...[
    '9007199254740992',
    '18446744073709551621',
    '1e3',
    '+1',
    '-1',
    '0x1',
    '1 1',
    '',
    '1.0',
    '1;',
    "1'",
    '\xb2',
    'abc',
  ].map((length) => refused(`length "${length}"`, `${head(ok, `Content-Length: ${length}`)}x`, badLength)),
  // RFC 9110 §8.6 allows either. llhttp refuses them.
  refused('the same length in a list', `${head(ok, 'Content-Length: 5, 5')}hello`, badLength),
  refused('two lengths in a list', `${head(ok, 'Content-Length: 5, 6')}hello`, badLength),
  refused('the same length twice', `${head(ok, 'Content-Length: 5', 'Content-Length: 5')}hello`, twoLengths),
  refused('two lengths', `${head(ok, 'Content-Length: 5', 'content-length: 6')}hello!`, twoLengths),
  refused('two lengths, the first right', `${head(ok, 'Content-Length: 1', 'A: b', 'Content-Length: 0')}x`, twoLengths),
  refused('a length and none', `${head(ok, 'Content-Length: 5', 'Content-Length:')}hello`, twoLengths),
  refused(
    'length and chunks',
    `${head(ok, 'Content-Length: 1', 'Transfer-Encoding: chunked')}1\r\nx\r\n0\r\n\r\n`,
    'it has both a Content-Length and a Transfer-Encoding header',
  ),
  refused(
    'chunks and length',
    `${head(ok, 'Transfer-Encoding: chunked', 'Content-Length: 0')}0\r\n\r\n`,
    'it has both a Content-Length and a Transfer-Encoding header',
  ),
  ...[
    'gzip',
    'gzip, chunked',
    'chunked, gzip',
    'chunked, chunked',
    'identity',
    '',
    'chunked;q=1',
    '"chunked"',
    'xchunked',
  ].map((coding) => refused(`coding "${coding}"`, `${head(ok, `Transfer-Encoding: ${coding}`)}0\r\n\r\n`, otherCoding)),
  read('coding in capitals', `${head(ok, 'TRANSFER-ENCODING: CHUNKED')}1\r\nx\r\n0\r\n\r\n`, { body: 'x' }),
  refused(
    'chunked twice',
    `${head(ok, 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    'it has two Transfer-Encoding headers',
  ),
  refused(
    'chunks on HTTP/1.0',
    `${head('HTTP/1.0 200 OK', 'Transfer-Encoding: chunked')}1\r\nx\r\n0\r\n\r\n`,
    'it is of HTTP/1.0 and has a Transfer-Encoding header',
  ),
];

const bodiless: readonly ResponseCase[] = [
  read('HEAD with a length', head(ok, 'Content-Length: 5'), { framing: 'none', keepsAlive: true, rest: '' }, 'HEAD'),
  read('HEAD with chunks', head(ok, 'Transfer-Encoding: chunked'), { framing: 'none', keepsAlive: true }, 'HEAD'),
  read('HEAD without a length', head('HTTP/1.1 404 Not Found'), { framing: 'none', keepsAlive: true }, 'HEAD'),
  read('HEAD with a body all the same', `${head(ok, 'Content-Length: 2')}hi`, { body: '', rest: 'hi' }, 'HEAD'),
  refused('HEAD with two lengths', head(ok, 'Content-Length: 5', 'Content-Length: 6'), twoLengths, 'HEAD'),
  read('304 with a length', head('HTTP/1.1 304 Not Modified', 'Content-Length: 5'), {
    framing: 'none',
    keepsAlive: true,
  }),
  read('304 with chunks', head('HTTP/1.1 304 Not Modified', 'Transfer-Encoding: chunked'), {
    framing: 'none',
    keepsAlive: true,
  }),
  read('204 with a length of 0', head('HTTP/1.1 204 No Content', 'Content-Length: 0'), {
    framing: 'none',
    keepsAlive: true,
  }),
  read('204 with a length', answer('HTTP/1.1 204 No Content'), {
    framing: 'none',
    rest: 'x',
    keepsAlive: false,
  }),
  read('204 with chunks', `${head('HTTP/1.1 204 No Content', 'Transfer-Encoding: chunked')}0\r\n\r\n`, {
    framing: 'none',
    rest: '0\r\n\r\n',
    keepsAlive: false,
  }),
  read('205 has the body that it says', answer('HTTP/1.1 205 Reset Content'), { body: 'x' }),
];

const chunks = (name: string, text: string, body: string, rest = ''): ResponseCase =>
  read(name, `${chunkedHead}${text}`, { body, rest, framing: 'chunked', keepsAlive: true });
const noChunks = (name: string, text: string, why: string): ResponseCase => refused(name, `${chunkedHead}${text}`, why);

const noSize = 'the size of a chunk is not a hexadecimal number';
const badTrailer = 'a trailer has a character that is not allowed';

const chunked: readonly ResponseCase[] = [
  chunks('one chunk', '5\r\nhello\r\n0\r\n\r\n', 'hello'),
  chunks('no chunk', '0\r\n\r\n', ''),
  chunks('several chunks', '2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n', 'hello'),
  chunks('a size of two digits', '10\r\nhello, my world!\r\n0\r\n\r\n', 'hello, my world!'),
  chunks(
    'a size in letters',
    `aB\r\n${'x'.repeat(0xab)}\r\nC\r\nhello, world\r\n0\r\n\r\n`,
    `${'x'.repeat(0xab)}hello, world`,
  ),
  chunks('a size with zeros in front', '0000000000000005\r\nhello\r\n000\r\n\r\n', 'hello'),
  chunks('chunks within a chunk', '7\r\n0\r\n\r\n5\r\r\n0\r\n\r\n', '0\r\n\r\n5\r'),
  chunks('what follows', '1\r\nx\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n', 'x', 'HTTP/1.1 200 OK\r\n'),
  chunks('extensions', '1;a\r\nx\r\n1;a=b;c="d e;f"\r\ny\r\n0;z=1\r\n\r\n', 'xy'),
  chunks('an extension with blanks', '1; a = b\r\nx\r\n0\r\n\r\n', 'x'),
  chunks('an empty extension', '1;\r\nx\r\n0\r\n\r\n', 'x'),
  chunks('trailers', '1\r\nx\r\n0\r\nA: b\r\nC:\r\nD-E: \xe9\t\r\n\r\n', 'x'),
  chunks('a trailer that would be a length', '1\r\nx\r\n0\r\nContent-Length: 5\r\n\r\nabcde', 'x', 'abcde'),
  cut('chunks without their last', `${chunkedHead}1\r\nx\r\n`),
  cut('the last chunk without its empty line', `${chunkedHead}1\r\nx\r\n0\r\n`),
  cut('half an empty line', `${chunkedHead}1\r\nx\r\n0\r\n\r`),
  cut('a chunk that is cut', `${chunkedHead}5\r\nhel`),
  ...['g', '-1', '+1', '0x1', ' 1', '1 ', '1\t', '1 ;a', '1,', '\xb2', '5h', '1\0', '"1"'].map((size) =>
    noChunks(`size "${size}"`, `${size}\r\nx\r\n0\r\n\r\n`, noSize),
  ),
  noChunks('no size', '\r\nx\r\n0\r\n\r\n', 'a chunk has no size'),
  noChunks('an extension without a size', ';a=b\r\nx\r\n0\r\n\r\n', noSize),
  noChunks('a size of 17 digits', '00000000000000001\r\nx\r\n0\r\n\r\n', 'the size of a chunk is too large'),
  noChunks('a size above what numbers hold', '20000000000000\r\nx', 'the size of a chunk is too large'),
  noChunks('a chunk that is longer', '1\r\nxy\r\n0\r\n\r\n', 'a chunk is longer than its size'),
  noChunks('a chunk that is shorter', '3\r\nx\r\n0\r\n\r\n', 'a chunk is longer than its size'),
  noChunks('no line end behind a chunk', '1\r\nx0\r\n\r\n', 'a chunk is longer than its size'),
  noChunks('bare LF behind a size', '1\nx\r\n0\r\n\r\n', 'its chunks have a LF without CR'),
  noChunks('bare LF behind a chunk', '1\r\nx\n0\r\n\r\n', 'its chunks have a LF without CR'),
  noChunks('bare LF in an extension', '1;a\nx\r\n0\r\n\r\n', 'its chunks have a LF without CR'),
  noChunks('bare LF at the end', '1\r\nx\r\n0\r\n\n', 'its chunks have a LF without CR'),
  noChunks('bare CR behind a size', '1\rx\r\n0\r\n\r\n', 'its chunks have a CR without LF'),
  noChunks('bare CR behind a chunk', '1\r\nx\r0\r\n\r\n', 'its chunks have a CR without LF'),
  noChunks('NUL in an extension', '1;a\0\r\nx\r\n0\r\n\r\n', 'an extension of its chunks has a control character'),
  noChunks('a trailer without a colon', '0\r\nA\r\n\r\n', 'it has a trailer without a colon'),
  noChunks('a trailer without a name', '0\r\n: b\r\n\r\n', badTrailer),
  noChunks('a folded trailer', '0\r\nA: b\r\n c\r\n\r\n', badTrailer),
  noChunks('a blank before a trailer’s colon', '0\r\nA : b\r\n\r\n', badTrailer),
  noChunks('NUL in a trailer', '0\r\nA: b\0\r\n\r\n', badTrailer),
  noChunks('an answer instead of the last line', '1\r\nx\r\n0\r\nHTTP/1.1 200 OK\r\n\r\n', badTrailer),
];

const early = head('HTTP/1.1 100 Continue');
const hints = head('HTTP/1.1 103 Early Hints', 'Link: </x>; rel=preload', 'Content-Length: 5');
const final = answer(ok);

const informational: readonly ResponseCase[] = [
  read('100', `${early}${final}`, { status: 200, headers: { 'content-length': '1' }, body: 'x' }),
  read(
    '102, 103 and a number that nobody knows',
    `${head('HTTP/1.1 102 P')}${hints}${head('HTTP/1.1 199 W')}${final}`,
    {
      status: 200,
      headers: { 'content-length': '1' },
      body: 'x',
    },
  ),
  read('100 of HTTP/1.0', `${head('HTTP/1.0 100 Continue')}${final}`, { status: 200, keepsAlive: true }),
  read('100 before the answer to a HEAD', `${early}${head(ok, one)}`, { status: 200, framing: 'none' }, 'HEAD'),
  read('what only looks so in a body', `${head(ok, `Content-Length: ${early.length}`)}${early}`, { body: early }),
  cut('100 alone', early),
  cut('100 and half an answer', `${early}HTTP/1.1 200 OK\r\n`),
  refused(
    '101',
    `${head('HTTP/1.1 101 Switching Protocols', 'Upgrade: h2c')}${final}`,
    'it changes to another protocol (101)',
  ),
  refused(
    '100 with a folded header',
    `${head('HTTP/1.1 100 C', ' a')}${final}`,
    'it has a header that is folded into two lines',
  ),
  refused('100 with a body', `${head('HTTP/1.1 100 C', 'Content-Length: 2')}hi${final}`, notHttp),
];

const connection = (value: string, keepsAlive: boolean, version = 'HTTP/1.1'): ResponseCase =>
  read(`Connection: ${value} on ${version}`, answer(`${version} 200 OK`, `Connection: ${value}`), {
    keepsAlive,
  });

const connections: readonly ResponseCase[] = [
  connection('close', false),
  connection('Close', false),
  connection('keep-alive', true),
  connection('upgrade', true),
  connection('keep-alive, close', false),
  connection('a ,\tCLOSE ,b', false),
  connection('closed', true),
  connection('not close', true),
  connection('', true),
  connection('keep-alive', true, 'HTTP/1.0'),
  connection('a, Keep-Alive', true, 'HTTP/1.0'),
  connection('keep-alive, close', false, 'HTTP/1.0'),
  connection('a', false, 'HTTP/1.0'),
  read('two Connection headers', answer(ok, 'Connection: keep-alive', 'Connection: close'), {
    keepsAlive: false,
  }),
];

/** Answers as registries, proxies, careless programs and attackers write them. None is larger than a few hundred bytes. */
export const responseCases: Readonly<Record<string, readonly ResponseCase[]>> = {
  'the first line': status,
  'the version': versions,
  'the headers': headers,
  'the framing': framings,
  'an answer without body': bodiless,
  'the chunks': chunked,
  'informational answers': informational,
  'the connection': connections,
};

export const allResponseCases: readonly ResponseCase[] = Object.values(responseCases).flat();
