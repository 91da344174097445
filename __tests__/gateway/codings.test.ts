import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../support/gateway/gateway.js';
import { type Coding, brotli, encoded, gzip, mislabelled, xGzip } from '../support/gateway/oddities/codings.js';
import type { Oddity } from '../support/gateway/oddity.js';
import { useRegistry } from '../support/mirror.js';
import { findTool } from '../support/real-registries.js';
import { buildImage } from '../support/registry/images.js';

const run = promisify(execFile);

interface Peer {
  readonly name: 'crane' | 'skopeo' | 'regctl';
  readonly copy: (from: string, to: string) => readonly string[];
}

const crane: Peer = { name: 'crane', copy: (from, to) => ['copy', '--insecure', from, to] };
const skopeo: Peer = {
  name: 'skopeo',
  copy: (from, to) => [
    ...['--insecure-policy', 'copy', '--src-tls-verify=false', '--dest-tls-verify=false'],
    ...[`docker://${from}`, `docker://${to}`],
  ],
};
const regctl: Peer = {
  name: 'regctl',
  copy: (from, to) => [
    ...[from, to].flatMap((name) => ['--host', `reg=${name.split('/')[0] ?? ''},tls=disabled`]),
    ...['image', 'copy', from, to],
  ],
};

/** Which codings another client reads, so that it is known what is more than others do. */
test.for<readonly [string, Peer, Oddity, boolean]>([
  ['gzip: crane copies', crane, encoded([gzip]), true],
  ['gzip: skopeo copies', skopeo, encoded([gzip]), true],
  ['gzip: regctl copies', regctl, encoded([gzip]), true],
  ['blobs labelled x-gzip: crane copies', crane, mislabelled('x-gzip'), true],
  ['blobs labelled x-gzip: skopeo copies', skopeo, mislabelled('x-gzip'), true],
  ['blobs labelled x-gzip: regctl copies', regctl, mislabelled('x-gzip'), true],
  ['blobs labelled gzip: crane fails', crane, mislabelled('gzip'), false],
  ['blobs labelled gzip: regctl fails', regctl, mislabelled('gzip'), false],
  ['x-gzip: crane fails', crane, encodedManifests(xGzip), false],
  ['x-gzip: regctl fails', regctl, encodedManifests(xGzip), false],
  ['br: crane fails', crane, encodedManifests(brotli), false],
  ['br: regctl fails', regctl, encodedManifests(brotli), false],
])('G3 %s', async ([, { name, copy }, oddity, copies], { skip }) => {
  const program = (await findTool(name)) ?? skip(`${name} is not on this machine`);
  const [source, target] = [await useRegistry(), await useRegistry()];
  const gateway = await startGateway(source.host, { oddities: [only(oddity)] });
  onTestFinished(async () => gateway.stop());
  buildImage(source, 'acme/base', '1');
  const copied = run(program, [...copy(`${gateway.host}/acme/base:1`, `${target.host}/mirror/base:1`)]);
  if (copies) await copied;
  else await expect(copied).rejects.toThrow();
  expect(target.closure('mirror/base', '1').complete).toBe(copies);
});

function encodedManifests(coding: Coding): Oddity {
  return { ...encoded([coding]), kinds: ['manifest-get'] };
}

/** Before its own kinds of request. */
function only({ begin, kinds }: Oddity): Pick<Oddity, 'begin'> {
  return {
    begin: () => {
      const answer = begin();
      return (exchange, handOn) => (kinds.includes(exchange.record.kind) ? answer(exchange, handOn) : handOn());
    },
  };
}
