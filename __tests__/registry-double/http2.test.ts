import {
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
  connect,
  constants,
} from 'node:http2';
import { describe, expect, test } from '@jest/globals';
import { onTestFinished } from '../support/jest/testing.js';
import { testCertificate } from '../support/registry/server/certificate.js';
import type { FaultEffect } from '../support/registry/faults/fault-types.js';
import { eventually } from '../support/timing/eventually.js';
import { sha256 } from './calls.js';
import { registryFor } from './registries.js';

const content = 'a layer';
const path = `/v2/acme/base/blobs/${sha256(content)}`;

async function useSession(effect: FaultEffect = {}) {
  const registry = await registryFor({ tls: testCertificate });
  registry.addBlob('acme/base', content);
  registry.fault({ ...effect, when: { kind: 'blob-get' } });
  const session = connect(registry.origin, { ca: testCertificate.cert });
  const errors: unknown[] = [];
  session.on('error', (error) => errors.push(error));
  onTestFinished(() => {
    session.destroy();
  });
  return { registry, session, errors };
}

interface Told {
  readonly headers: (IncomingHttpHeaders & IncomingHttpStatusHeader)[];
  readonly text: string;
  /** The error code of the RST_STREAM frame that ended the stream. */
  readonly code: number;
}

async function ask(session: ClientHttp2Session, method = 'GET'): Promise<Told> {
  const stream = session.request({ ':method': method, ':path': path });
  const headers: Told['headers'] = [];
  const parts: Buffer[] = [];
  stream.on('headers', (informational) => headers.push(informational));
  stream.on('response', (response) => headers.push(response));
  stream.on('data', (part: Buffer) => parts.push(part));
  // Its code says why it ended, too.
  stream.on('error', () => undefined);
  await new Promise((done) => stream.on('close', done));
  return { headers, text: Buffer.concat(parts).toString(), code: stream.rstCode };
}

describe('HTTP/2, which the registry offers with TLS', () => {
  test('gets the same answers, and the journal knows it', async () => {
    const { registry, session } = await useSession();
    expect(await ask(session)).toMatchObject({ headers: [{ ':status': 200 }], text: content, code: 0 });
    expect(await ask(session, 'HEAD')).toMatchObject({ headers: [{ 'content-length': '7' }], text: '' });
    const [record] = registry.requests;
    expect(record).toMatchObject({ httpVersion: '2.0', url: `${registry.origin}${path}`, status: 200, bytesOut: 7 });
    expect(record?.headers).toEqual({ host: registry.host });
    expect(registry.openSockets).toBe(1);
  });

  test('has no codings of the transfer', async () => {
    const { session } = await useSession({ headers: { 'transfer-encoding': 'chunked' } });
    const { headers, text } = await ask(session);
    expect([headers[0]?.['transfer-encoding'], text]).toEqual([undefined, content]);
  });

  test('is told 100, 102 and 103', async () => {
    const { session } = await useSession({
      answer: async (_exchange, handOn) => ({ ...(await handOn()), informational: [100, 102, 103] }),
    });
    const { headers } = await ask(session);
    expect(headers.map((each) => each[':status'])).toEqual([100, 102, 103, 200]);
  });

  test('loses its connection by a reset', async () => {
    const { registry, session } = await useSession({ reset: true });
    expect(await ask(session)).toMatchObject({ headers: [], text: '' });
    expect(session.closed).toBe(true);
    expect(registry.openSockets).toBe(0);
  });

  test('loses a stream where a connection would be cut', async () => {
    const { session, errors } = await useSession({ cutBody: 3 });
    expect(await ask(session)).toMatchObject({ text: 'a l', code: constants.NGHTTP2_INTERNAL_ERROR });
    expect(await ask(session)).toMatchObject({ text: content, code: 0 });
    expect(errors).toEqual([]);
  });

  test('is broken off when the registry stops', async () => {
    const { registry, session } = await useSession();
    await ask(session);
    await registry.stop();
    await eventually(() => {
      expect([registry.openSockets, session.destroyed]).toEqual([0, true]);
    });
  });
});
