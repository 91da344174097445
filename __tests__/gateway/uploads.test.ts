import { describe, expect, test } from '@jest/globals';
import type { Gateway } from '../support/gateway/gateway.js';
import { useGateway } from '../support/gateway/use-gateway.js';
import {
  limitedTo,
  patchRefusals,
  redirecting,
  takingPatchesOnly,
  talkative,
} from '../support/gateway/oddities/uploads.js';
import { explain, mirrorFiles, statesOf, useRegistry } from '../support/mirror.js';
import { type CopyingClient, needJudge, startCopyBy, useRealRegistry } from '../support/programs/needed-programs.js';
import { realRegistryNames } from '../support/real-registries/real-registries.js';
import { buildImage } from '../support/registry/images/images.js';
import type { Answer } from '../support/registry/types.js';

const [, notFound] = patchRefusals[0] ?? [];
if (notFound === undefined) throw new Error('there is such a refusal');

/** Copies an image by another client to a registry behind a gateway that answers in its own way. */
async function copyBy(
  client: CopyingClient,
  oddity: Answer,
): Promise<{ copied: Promise<unknown>; gateway: Gateway; isWhole: () => boolean }> {
  const [source, target] = [await useRegistry(), await useRegistry()];
  const gateway = await useGateway(target.host, [oddity]);
  buildImage(source, 'acme/base', '1');
  const [from, to] = [`${source.host}/acme/base:1`, `${gateway.host}/mirror/base:1`];
  const { copied } = await startCopyBy(client, from, to);
  return { copied, gateway, isWhole: () => target.closure('mirror/base', '1').complete };
}

describe('what other clients do before the same oddity', () => {
  test.each<readonly [string, CopyingClient, Answer]>([
    ['G10 redirects of uploads by 307: crane', 'crane', redirecting()],
    ['G10 redirects of uploads by 308: crane', 'crane', redirecting({ status: 308 })],
    // It loses a manifest that is redirected.
    ['G10 redirects of blobs by 307: regctl', 'regctl', redirecting({ kinds: ['upload-post', 'upload-put'] })],
    ['G13 blobs by PATCH alone: crane', 'crane', takingPatchesOnly(notFound)],
    ['G13 blobs by PATCH alone: skopeo', 'skopeo', takingPatchesOnly(notFound)],
    ['G17 informational answers: crane', 'crane', talkative(100, 103)],
    ['G17 informational answers: skopeo', 'skopeo', talkative(100, 103)],
    ['G17 informational answers: regctl', 'regctl', talkative(100, 103)],
  ])('%s copies', async (_name, peer, oddity) => {
    const { copied, isWhole } = await copyBy(peer, oddity);
    await copied;
    expect(isWhole()).toBe(true);
  });

  test.each([302, 303])('G10 a redirect by %d makes a read of an upload: crane fails', async (status) => {
    const { copied, gateway } = await copyBy('crane', redirecting({ status, kinds: ['upload-post'] }));
    await expect(copied).rejects.toThrow();
    const reads = gateway.requests.filter(({ method, url }) => method === 'GET' && url.includes('redirected='));
    expect(reads).not.toEqual([]);
  });
});

describe.each(realRegistryNames)('before %s', (name) => {
  test.each<readonly [string, () => Answer]>([
    ['G10 redirects of uploads are followed', () => redirecting()],
    [
      'G11 redirects behind a proxy that buffers are followed',
      () => redirecting({ readsBytes: Number.POSITIVE_INFINITY }),
    ],
    ['G13 blobs go by PATCH alone', () => takingPatchesOnly(notFound)],
    ['G14 blobs go in pieces of 4 MiB', () => limitedTo(5_000_000)],
    ['G17 informational answers are passed over', () => talkative(100, 102, 103)],
  ])('%s, and another client reads the copy', async (_name, oddity) => {
    const [real, judge] = [await useRealRegistry(name), await needJudge()];
    const source = await useRegistry();
    const gateway = await useGateway(real.host, [oddity()]);
    const { digest } = buildImage(source, 'app', '1', { layers: [9_000_000, 1_000] });
    const report = await mirrorFiles({
      files: { 'images/a/Dockerfile': `FROM ${source.host}/app:1\n` },
      inputs: { target: `${gateway.host}/mirror`, 'verify-timeout': '1' },
    });
    expect(explain(report)).toBe('');
    expect(statesOf(report)).toEqual(['mirrored']);
    const copy = `${real.host}/mirror/${source.host.replace(':', '_')}/app:1`;
    expect(await judge.readIntact(copy)).toBe(digest);
  });
});
