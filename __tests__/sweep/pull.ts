import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { manifestTypes } from '../support/registry/content/media-types.js';
import { eventually } from '../support/timing/eventually.js';
import type { Found, StagedImage } from './stage.js';

const descriptor = v.object({ digest: v.string(), size: v.number() });
const manifestSchema = v.object({
  manifests: v.optional(v.array(descriptor), []),
  layers: v.optional(v.array(descriptor), []),
  config: v.optional(descriptor),
});

/** Pulls a tag with all that it leads to, by lines of its own: what is under test has no part in it. undefined: it is not there. */
export async function pull(host: string, { repository, tag }: StagedImage): Promise<Found | undefined> {
  const base = `http://${host}/v2/${repository}`;
  const top = await get(`${base}/manifests/${tag}`);
  if (top === undefined) return undefined;
  const [missing, damaged]: [Set<string>, Set<string>] = [new Set(), new Set()];
  const take = async (
    path: string,
    { digest, size }: v.InferOutput<typeof descriptor>,
  ): Promise<Buffer | undefined> => {
    const bytes = await get(`${base}/${path}/${digest}`);
    if (bytes === undefined) missing.add(digest);
    else if (bytes.length !== size || digestOf(bytes) !== digest) damaged.add(digest);
    return bytes;
  };
  const walk = async (bytes: Buffer): Promise<void> => {
    const { manifests, layers, config } = v.parse(manifestSchema, JSON.parse(bytes.toString('utf8')));
    for (const child of manifests) {
      const content = await take('manifests', child);
      if (content !== undefined) await walk(content);
    }
    for (const blob of config === undefined ? layers : [config, ...layers]) await take('blobs', blob);
  };
  await walk(top);
  const complete = missing.size + damaged.size === 0;
  return { digest: digestOf(top), complete, missing: [...missing], damaged: [...damaged] };
}

async function get(url: string): Promise<Buffer | undefined> {
  // distribution answers 500 while it writes the very tag that is asked for: who pulls asks again.
  const { status, bytes } = await eventually(async () => {
    const answer = await fetch(url, { headers: { accept: manifestTypes.join(', ') } });
    const content = Buffer.from(await answer.arrayBuffer());
    if (answer.status >= 500) throw new Error(`GET ${url}: ${answer.status} ${content.toString('utf8')}`);
    return { status: answer.status, bytes: content };
  });
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`GET ${url}: ${status} ${bytes.toString('utf8')}`);
  return bytes;
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
