import { describe, expect, test } from '@jest/globals';
import { mediaTypes, toContent } from '../../src/image/manifest.js';
import { readReferrersList, referrerOf } from '../../src/image/referrers.js';

const digest = `sha256:${'a'.repeat(64)}`;
const config = { mediaType: 'application/vnd.example', digest, size: 2 };

function contentOf(body: object): ReturnType<typeof toContent> {
  return toContent(Buffer.from(JSON.stringify({ schemaVersion: 2, ...body })), mediaTypes.ociManifest);
}

describe('G4 null is absent', () => {
  test.each<[string, object, object]>([
    ['an artifact type: the config’s media type counts', { artifactType: null }, { artifactType: config.mediaType }],
    ['annotations: there are none', { annotations: null }, { artifactType: config.mediaType }],
  ])('in a referrer: %s', (_name, body, expected) => {
    const content = contentOf({ config, layers: [], ...body });
    const { mediaType } = content.manifest;
    expect(referrerOf(content)).toEqual({ mediaType, digest: content.digest, size: content.bytes.length, ...expected });
  });

  test('in a list of referrers: it is empty, and what is added is in it', () => {
    const list = readReferrersList(
      toContent(Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: null })), mediaTypes.ociIndex),
    );
    expect(list?.entries).toEqual([]);
    expect(list?.with([{ digest }]).entries).toEqual([{ digest }]);
  });
});
