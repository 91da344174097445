import { getEventListeners } from 'node:events';
import { constants } from 'node:http2';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/timing/eventually.js';
import { heldClock } from '../../../support/timing/held-clock.js';
import { patterned, readAll, useClient } from '../http1/raw-server.js';
import { answerPath, small, useHttp2Server } from './http2-server.js';

describe('G31 a request that the server says it did not process', () => {
  test('is sent again on the next session, a POST too, and each is processed once', async () => {
    const processed: string[] = [];
    // As nginx does after its `keepalive_requests`.
    const server = await useHttp2Server((stream, headers, session) => {
      const id = stream.id ?? 0;
      if (id > 9) return;
      processed.push(headers[':path'] ?? '');
      if (id === 9) session.goaway(constants.NGHTTP2_NO_ERROR, 9);
      answerPath(stream, headers);
    });
    const client = useClient();
    const paths = Array.from({ length: 12 }, (_each, index) => `/${index}`);
    const texts = await Promise.all(
      paths.map(async (path) =>
        (await readAll(await client.send(small(server.url(path), { method: 'POST' })))).bytes.toString(),
      ),
    );
    expect(texts).toEqual(paths);
    expect([...processed].sort()).toEqual([...paths].sort());
    expect(server.sessions.length).toBe(3);
  });

  test('is sent again if its stream is refused', async () => {
    let refusals = 2;
    const server = await useHttp2Server((stream, headers) => {
      refusals -= 1;
      if (refusals >= 0) stream.close(constants.NGHTTP2_REFUSED_STREAM);
      else answerPath(stream, headers);
    });
    const response = await useClient().send(small(server.url('/a'), { method: 'PUT', body: 'content' }));
    expect((await readAll(response)).bytes.toString()).toBe('/a');
    expect(server.paths).toEqual(['/a', '/a', '/a']);
  });

  test('is given up as a lost connection if that does not end', async () => {
    const server = await useHttp2Server((stream) => {
      stream.close(constants.NGHTTP2_REFUSED_STREAM);
    });
    await expect(useClient().send(small(server.url('/a')))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(server.paths).toHaveLength(5);
  });
});

describe('G31 a request that may have been processed', () => {
  test.each([
    ['is reset', constants.NGHTTP2_INTERNAL_ERROR],
    ['is cancelled', constants.NGHTTP2_CANCEL],
    ['is reset without an error', constants.NGHTTP2_NO_ERROR],
  ])('is not sent again if it %s', async (_what, code) => {
    const server = await useHttp2Server((stream) => {
      stream.close(code);
    });
    await expect(useClient().send(small(server.url('/a'), { method: 'POST' }))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(server.paths).toEqual(['/a']);
  });

  test('is not sent again if the connection is closed, and the next request gets a new one', async () => {
    const server = await useHttp2Server((stream, headers, session) => {
      if (headers[':path'] === '/a') session.destroy();
      else answerPath(stream, headers);
    });
    const client = useClient();
    await expect(client.send(small(server.url('/a')))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await readAll(await client.send(small(server.url('/b'))))).bytes.toString()).toBe('/b');
    expect(server.paths).toEqual(['/a', '/b']);
  });

  test('fails at the end of its time, and its session, which may be dead, takes no more', async () => {
    const clock = heldClock();
    const server = await useHttp2Server((stream, headers) => {
      if (headers[':path'] !== '/a') answerPath(stream, headers);
    });
    const client = useClient({ clock });
    const outcome = client.send(small(server.url('/a'))).catch((error: unknown) => error);
    await eventually(() => {
      expect(server.paths).toEqual(['/a']);
    });
    clock.advance(60_000);
    expect(await outcome).toMatchObject({ code: 'HEADERS_TIMEOUT' });
    await readAll(await client.send(small(server.url('/b'))));
    expect(server.sessions.length).toBe(2);
    expect(clock.timers()).toBe(0);
  });
});

describe('an answer over HTTP/2', () => {
  test('has its headers as they came, the same name as often as it came', async () => {
    const server = await useHttp2Server((stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</a>' });
      stream.respond({
        ':status': 401,
        'www-authenticate': ['Bearer realm="a"', 'Basic realm="b, c"'],
        'docker-content-digest': 'sha256:ab',
      });
      stream.end();
    });
    const { status, headers } = await useClient().send(small(server.url('/a')));
    expect(status).toBe(401);
    expect(headers).toMatchObject({
      'www-authenticate': ['Bearer realm="a"', 'Basic realm="b, c"'],
      'docker-content-digest': 'sha256:ab',
    });
    expect(Object.keys(headers)).not.toContain(':status');
  });

  test('to a HEAD has the length of what it does not have', async () => {
    const server = await useHttp2Server((stream) => {
      stream.respond({ ':status': 200, 'content-length': 7_143 });
      stream.end();
    });
    const response = await useClient().send(small(server.url('/a'), { method: 'HEAD' }));
    expect(response.headers['content-length']).toBe('7143');
    expect((await readAll(response)).bytes).toHaveLength(0);
  });

  test('gets the request as it was', async () => {
    const got: unknown[] = [];
    const server = await useHttp2Server((stream, headers) => {
      let body = '';
      stream.on('data', (bytes: Buffer) => (body += bytes.toString()));
      stream.on('end', () => {
        got.push(headers[':authority'], headers['content-length'], headers['x-a'], headers['content-type'], body);
        stream.respond({ ':status': 201 });
        stream.end();
      });
    });
    const headers = { 'x-a': 'b', 'content-type': 'application/json' };
    await useClient().send(small(server.url('/a'), { method: 'PUT', headers, body: '{"a":1}' }));
    expect(got).toEqual([server.url('/').host, '7', 'b', 'application/json', '{"a":1}']);
  });

  test.each(['POST', 'PUT'] as const)('a %s without a body says so', async (method) => {
    const lengths: unknown[] = [];
    const server = await useHttp2Server((stream, headers) => {
      lengths.push(headers['content-length']);
      answerPath(stream, headers);
    });
    await readAll(await useClient().send(small(server.url('/a'), { method })));
    expect(lengths).toEqual(['0']);
  });

  test('is right to the last byte, whoever reads it how slowly', async () => {
    const content = patterned(5 * 1024 * 1024 + 17);
    const server = await useHttp2Server((stream, headers) => {
      stream.respond({ ':status': 200 });
      stream.end(headers[':path'] === '/large' ? content : 'small');
    });
    const client = useClient();
    const large = await client.send(small(server.url('/large')));
    // Nobody reads that; the others go on.
    for (let count = 0; count < 20; count += 1)
      expect((await readAll(await client.send(small(server.url('/small'))))).bytes.toString()).toBe('small');
    const { bytes, error } = await readAll(large);
    expect(error).toBeUndefined();
    expect(bytes.equals(content)).toBe(true);
    expect(server.sessions.length).toBe(1);
  });

  test('that is not as long as it says is an error, also if its stream ends without one', async () => {
    const server = await useHttp2Server((stream) => {
      stream.respond({ ':status': 200, 'content-length': 100 });
      stream.write('a part', () => {
        stream.close(constants.NGHTTP2_NO_ERROR);
      });
    });
    const { error } = await readAll(await useClient().send(small(server.url('/a'))));
    expect(error).toBeInstanceOf(Error);
  });

  test('that stops fails at the end of its time', async () => {
    const clock = heldClock();
    const server = await useHttp2Server((stream) => {
      stream.respond({ ':status': 200 });
      stream.write('a part');
    });
    const response = await useClient({ clock }).send(small(server.url('/a')));
    const read = readAll(response);
    await eventually(() => {
      expect(clock.timers()).toBe(1);
      clock.advance(90_000);
      expect(clock.timers()).toBe(0);
    });
    expect((await read).error).toMatchObject({ code: 'BODY_TIMEOUT' });
  });

  test('that nobody wants is ended alone', async () => {
    const server = await useHttp2Server((stream) => {
      stream.respond({ ':status': 200 });
      stream.write(Buffer.alloc(200_000));
    });
    const client = useClient();
    const { body } = await client.send(small(server.url('/a')));
    await body.drain(64 * 1024, new AbortController().signal);
    expect(body.isEnded).toBe(true);
    await client.send(small(server.url('/b')));
    expect(server.sessions.length).toBe(1);
  });

  test('that comes before the request is whole is the answer', async () => {
    const server = await useHttp2Server((stream) => {
      stream.respond({ ':status': 413 });
      stream.end('too large');
    });
    const client = useClient();
    const response = await client.send(small(server.url('/a'), { method: 'PUT', body: Buffer.alloc(4_000_000) }));
    expect(response.status).toBe(413);
    expect((await readAll(response)).bytes.toString()).toBe('too large');
    expect((await client.send(small(server.url('/b')))).status).toBe(413);
  });
});

describe('a session', () => {
  test('that was idle for long is not used again', async () => {
    const clock = heldClock();
    const server = await useHttp2Server();
    const client = useClient({ clock });
    await readAll(await client.send(small(server.url('/a'))));
    clock.advance(29_000);
    await readAll(await client.send(small(server.url('/b'))));
    expect(server.sessions.length).toBe(1);
    clock.advance(31_000);
    await readAll(await client.send(small(server.url('/c'))));
    expect(server.sessions.length).toBe(2);
    await eventually(() => {
      expect(server.sockets[0]?.destroyed).toBe(true);
    });
  });

  test.each(['before its answer', 'in the body of its answer'])('goes on if a request is aborted %s', async (when) => {
    const clock = heldClock();
    const codes: number[] = [];
    const server = await useHttp2Server((stream, headers) => {
      stream.on('close', () => codes.push(stream.rstCode));
      if (headers[':path'] === '/b') answerPath(stream, headers);
      else if (when !== 'before its answer') {
        stream.respond({ ':status': 200 });
        stream.write('a part');
      }
    });
    const client = useClient({ clock });
    const stop = new AbortController();
    const reason = new Error('stopped');
    const sent = client.send(small(server.url('/a'), { signal: stop.signal }));
    const outcome = sent.then(async (response) => (await readAll(response)).error).catch((error: unknown) => error);
    await eventually(() => {
      expect(server.paths).toEqual(['/a']);
    });
    if (when !== 'before its answer') await sent;
    stop.abort(reason);
    expect(await outcome).toBe(reason);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    await readAll(await client.send(small(server.url('/b'))));
    expect(server.sessions.length).toBe(1);
    expect(clock.timers()).toBe(0);
    await eventually(() => {
      expect(codes).toContain(constants.NGHTTP2_CANCEL);
    });
  });

  test('ends with its client, and so do all that wait', async () => {
    const server = await useHttp2Server(() => undefined);
    const client = useClient();
    const outcomes = ['/a', '/b'].map(async (path) =>
      client.send(small(server.url(path))).catch((error: unknown) => error),
    );
    await eventually(() => {
      expect(server.paths).toHaveLength(2);
    });
    client.destroy();
    expect(await Promise.all(outcomes)).toMatchObject([{ code: 'ECONNRESET' }, { code: 'ECONNRESET' }]);
    await eventually(() => {
      expect(server.sockets[0]?.destroyed).toBe(true);
    });
    await expect(client.send(small(server.url('/c')))).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('that takes no more requests ends with its client, too', async () => {
    const server = await useHttp2Server((stream, headers, session) => {
      if (headers[':path'] === '/a') session.goaway(constants.NGHTTP2_NO_ERROR, stream.id);
      else answerPath(stream, headers);
    });
    const client = useClient();
    const outcome = client.send(small(server.url('/a'))).catch((error: unknown) => error);
    // The session that was told to end keeps the first request, so that another one has to be opened.
    await eventually(async () => {
      await readAll(await client.send(small(server.url('/b'))));
      expect(server.sessions.length).toBe(2);
    });
    client.destroy();
    expect(await outcome).toMatchObject({ code: 'ECONNRESET' });
    await eventually(() => {
      expect(server.sockets.filter(({ destroyed }) => !destroyed).length).toBe(0);
    });
  });

  test.each<[string, Partial<Parameters<typeof small>[1]>]>([
    ['a line break', { headers: { authorization: 'Bearer a\nb' } }],
    ['a character beyond Latin-1', { headers: { accept: 'a\u0100' } }],
    ['a name that is none', { headers: { 'a b': 'c' } }],
    ['a header of a connection', { headers: { connection: 'close' } }],
    ['another host', { headers: { host: 'evil.test' } }],
    ['a wrong length', { method: 'PUT', body: 'abc', headers: { 'content-length': '2' } }],
  ])('sends nothing of a request that has %s', async (_what, more) => {
    const server = await useHttp2Server();
    const client = useClient();
    const error: unknown = await client.send(small(server.url('/a'), more)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'UnsendableRequestError' });
    await readAll(await client.send(small(server.url('/b'))));
    expect(server.paths).toEqual(['/b']);
  });
});
