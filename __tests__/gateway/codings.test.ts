import { expect, test } from '@jest/globals';
import { useGateway } from '../support/gateway/use-gateway.js';
import { type Coding, brotli, encoded, gzip, mislabelled, xGzip } from '../support/gateway/oddities/codings.js';
import type { Oddity } from '../support/gateway/oddity.js';
import { useRegistry } from '../support/mirror.js';
import { type CopyingClient, startCopyBy } from '../support/programs/needed-programs.js';
import { buildImage } from '../support/registry/images/images.js';

/** Which codings another client reads, so that it is known what is more than others do. */
test.each<readonly [string, CopyingClient, Oddity, boolean]>([
  ['gzip: crane copies', 'crane', encoded([gzip]), true],
  ['gzip: skopeo copies', 'skopeo', encoded([gzip]), true],
  ['gzip: regctl copies', 'regctl', encoded([gzip]), true],
  ['blobs labelled x-gzip: crane copies', 'crane', mislabelled('x-gzip'), true],
  ['blobs labelled x-gzip: skopeo copies', 'skopeo', mislabelled('x-gzip'), true],
  ['blobs labelled x-gzip: regctl copies', 'regctl', mislabelled('x-gzip'), true],
  ['blobs labelled gzip: crane fails', 'crane', mislabelled('gzip'), false],
  ['blobs labelled gzip: regctl fails', 'regctl', mislabelled('gzip'), false],
  ['x-gzip: crane fails', 'crane', encodedManifests(xGzip), false],
  ['x-gzip: regctl fails', 'regctl', encodedManifests(xGzip), false],
  ['br: crane fails', 'crane', encodedManifests(brotli), false],
  ['br: regctl fails', 'regctl', encodedManifests(brotli), false],
])('G3 %s', async (_name, client, oddity, copies) => {
  const [source, target] = [await useRegistry(), await useRegistry()];
  const gateway = await useGateway(source.host, [only(oddity)]);
  buildImage(source, 'acme/base', '1');
  const [from, to] = [`${gateway.host}/acme/base:1`, `${target.host}/mirror/base:1`];
  const { copied } = await startCopyBy(client, from, to);
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
