import * as v from 'valibot';
import type { Registry } from './registry/registry.js';

const descriptors = v.object({
  mediaType: v.string(),
  manifests: v.optional(v.array(v.object({ digest: v.string() })), []),
  layers: v.optional(v.array(v.object({ digest: v.string() })), []),
  config: v.optional(v.object({ digest: v.string() })),
});

/**
 * Pushes an image that a double holds to a real registry, by a few lines of its own: what is under test must have no part in what it
 * is given.
 */
export async function seed(double: Registry, repository: string, tag: string, host: string): Promise<void> {
  await pushManifest(double, repository, tag, host);
}

async function pushManifest(double: Registry, repository: string, reference: string, host: string): Promise<void> {
  const manifest = double.manifest(repository, reference);
  if (manifest === undefined) throw new Error(`the double has no ${repository} ${reference}`);
  const body = v.parse(v.pipe(v.string(), v.parseJson(), descriptors), manifest.toString('utf8'));
  for (const child of body.manifests) await pushManifest(double, repository, child.digest, host);
  const blobs = new Set([
    ...(body.config === undefined ? [] : [body.config.digest]),
    ...body.layers.map(({ digest }) => digest),
  ]);
  for (const digest of blobs) await pushBlob(double, repository, digest, { host, repository });
  await expectOk(`http://${host}/v2/${repository}/manifests/${reference}`, {
    method: 'PUT',
    headers: { 'content-type': body.mediaType },
    body: new Uint8Array(manifest),
  });
}

/** Pushes one blob of a double, which no manifest names there yet: what a run that was cut off leaves. */
export async function pushBlob(
  double: Registry,
  from: string,
  digest: string,
  { host, repository }: { readonly host: string; readonly repository: string },
): Promise<void> {
  const bytes = await fetch(`${double.origin}/v2/${from}/blobs/${digest}`).then(async (response) =>
    response.arrayBuffer(),
  );
  const start = await expectOk(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(start.headers.get('location') ?? '', `http://${host}`);
  place.searchParams.set('digest', digest);
  await expectOk(place.href, { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body: bytes });
}

async function expectOk(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${await response.text()}`);
  return response;
}
