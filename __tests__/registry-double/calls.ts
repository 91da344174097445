import { createHash } from 'node:crypto';

import { Agent, request } from 'undici';

import { manifestTypes } from '../support/registry/content/media-types.js';
import { testCertificate } from '../support/registry/server/certificate.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
}

export interface Call {
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

const agent = new Agent({ connect: { ca: testCertificate.cert } });

/** One request, no redirects followed, the whole body read. */
export async function call(method: string, url: string, { headers = {}, body }: Call = {}): Promise<Answer> {
  const options = { method, headers, dispatcher: agent, ...(body === undefined ? {} : { body }) };
  const response = await request(url, options);
  const bytes = Buffer.from(await response.body.arrayBuffer());
  return { status: response.statusCode, headers: response.headers, bytes };
}

/** GET or HEAD of a manifest by a client that takes every type. */
export function getManifest(
  method: 'GET' | 'HEAD',
  url: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return call(method, url, { headers: { accept: manifestTypes.join(', '), ...headers } });
}

export function putManifest(url: string, mediaType: string, body: string | Buffer): Promise<Answer> {
  return call('PUT', url, { headers: { 'content-type': mediaType }, body });
}

/** Opens a session and says where it is. */
export async function openUpload(origin: string, repository: string, query = ''): Promise<string> {
  return locationOf(await call('POST', `${origin}/v2/${repository}/blobs/uploads/${query}`), origin);
}

export function locationOf(answer: Answer, origin: string): string {
  return new URL(headerOf(answer, 'location'), origin).href;
}

export function headerOf(answer: Answer, name: string): string {
  const value = answer.headers[name];
  return typeof value === 'string' ? value : '';
}

export function putBlob(location: string, body: string | Buffer, digest = sha256(body)): Promise<Answer> {
  const headers = { 'content-type': 'application/octet-stream' };
  return call('PUT', `${location}&digest=${encodeURIComponent(digest)}`, { headers, body });
}

/** The codes in an error body. */
export function codesOf({ bytes }: Answer): readonly unknown[] {
  return errorsOf(bytes).map(({ code }) => code);
}

export function detailsOf({ bytes }: Answer): readonly unknown[] {
  return errorsOf(bytes).map(({ detail }) => detail);
}

export function jsonOf({ bytes }: Answer): unknown {
  return JSON.parse(bytes.toString('utf8'));
}

export function sha256(bytes: string | Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Reads a body that may be too big to hold, or end too soon. */
export async function countBytes(response: Response, received: { bytes: number }): Promise<void> {
  await response.body?.pipeTo(
    new WritableStream<Uint8Array>({
      write: (chunk) => {
        Object.assign(received, { bytes: received.bytes + chunk.length });
      },
    }),
  );
}

/** Of a body that is none of the specification's errors: none. */
function errorsOf(bytes: Buffer): readonly { code?: unknown; detail?: unknown }[] {
  const value: unknown = bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8'));
  const errors: unknown = typeof value === 'object' && value !== null && 'errors' in value ? value.errors : [];
  const list: unknown[] = Array.isArray(errors) ? errors : [];
  return list.filter((error) => typeof error === 'object' && error !== null);
}
