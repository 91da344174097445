import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Report } from '../../src/result/report.js';
import { makeWorkspace, usePair } from '../support/mirror.js';
import { buildImage } from '../support/registry/images/images.js';
import { testCertificate } from '../support/registry/server/certificate.js';
import { runBundle, writeTree } from '../support/programs/run-bundle.js';

// A bundle loads the client of HTTP/2 when a server has chosen that, and servers say the first word.
test('G30 a look at one image over HTTP/2 costs no request more than it needs, and no second session', async () => {
  const tls = testCertificate;
  const pair = await usePair({ source: { tls }, target: { tls } });
  buildImage(pair.source, 'app', '1');
  const tree = await writeTree([`${pair.source.host}/app:1`]);
  const environment = { NODE_EXTRA_CA_CERTS: join(await makeWorkspace({ 'ca.pem': tls.cert }), 'ca.pem') };
  const look = async (): Promise<Report> => {
    const args = ['mirror', '--target', `${pair.target.host}/mirror`, '--json'];
    return JSON.parse((await runBundle(args, { cwd: tree, environment })).stdout) as Report;
  };
  expect((await look()).images).toMatchObject([{ state: 'mirrored' }]);
  for (const registry of [pair.source, pair.target]) registry.clearRequests();
  expect((await look()).images).toMatchObject([{ state: 'skipped' }]);
  for (const registry of [pair.source, pair.target]) {
    // The ping without TLS, which is for loopback hosts alone, is no HTTP there.
    expect(registry.requests.map(({ kind, httpVersion }) => `${kind} ${httpVersion}`)).toEqual([
      'ping 2.0',
      'manifest-head 2.0',
    ]);
  }
});
