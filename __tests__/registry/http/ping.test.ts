import { describe, expect, test } from '@jest/globals';
import { ping } from '../../../src/registry/http/ping.js';
import type { Send } from '../../../src/registry/http/http.js';
import { heldClock } from '../../support/timing/held-clock.js';

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** Answers nothing to http, and fails so with TLS. */
async function pingPlain(ofTls: Error): Promise<unknown> {
  const send: Send = async ({ url }) =>
    Promise.reject(url.protocol === 'https:' ? ofTls : coded('ECONNRESET', 'read ECONNRESET'));
  const context = { operation: 'Reading', reference: 'registry.test:5000/app:1', side: 'source' } as const;
  const { signal } = new AbortController();
  return ping('registry.test:5000', true, { send, context, signal, clock: heldClock() });
}

describe('a registry that may be without TLS, and fails with and without it', () => {
  test.each([
    coded('EPROTO', 'write EPROTO 80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../x.c:1:'),
    coded('ERR_SSL_WRONG_VERSION_NUMBER', 'SSL routines failed'),
    coded('ERR_SSL_PACKET_LENGTH_TOO_LONG', 'SSL routines failed'),
    coded(
      'EPROTO',
      'write EPROTO 80:error:0A0000C6:SSL routines:tls_get_more_records:packet length too long:../x.c:1:',
    ),
  ])('is said to fail over http where the server speaks no TLS: $code $message', async (error) => {
    await expect(pingPlain(error)).rejects.toThrow('read ECONNRESET');
  });

  test.each([
    coded(
      'EPROTO',
      'write EPROTO 80:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:../x.c:1:',
    ),
    coded('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
  ])('is said to fail with TLS where the server speaks it: $code', async (error) => {
    await expect(pingPlain(error)).rejects.toThrow(error);
  });
});
