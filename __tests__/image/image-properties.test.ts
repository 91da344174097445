import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { readImageConfig } from '../../src/image/image-config.js';
import { InvalidDigestError, describeNoDigest, hexOf, isDigest, parseDigest } from '../../src/image/digest.js';
import { digestOf, hashFor } from '../../src/image/hash.js';
import {
  InvalidManifestError,
  type Manifest,
  blobsOf,
  isIndexType,
  isNonDistributable,
  maxManifestBytes,
  mediaTypes,
  parseManifest,
  platformOfConfig,
  platformsOf,
  isSelfDescribed,
  toSelfDescribed,
} from '../../src/image/manifest.js';
import {
  InvalidPlatformError,
  formatFullPlatform,
  formatPlatform,
  missingPlatforms,
  parsePlatform,
} from '../../src/image/platform.js';
import {
  InvalidReferenceError,
  formatCanonical,
  formatPinned,
  parseReference,
  tryReference,
} from '../../src/image/reference.js';
import { mutatedJson, mutatedText } from '../support/mutations.js';
import { casesOf } from '../support/whole-run.js';

const digest = (character: string, algorithm = 'sha256'): string =>
  `${algorithm}:${character.repeat(algorithm === 'sha256' ? 64 : 128)}`;
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digest('c'), size: 2 };
const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: digest('1'), size: 10 };
const foreign = {
  ...{ mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', digest: digest('f'), size: 5 },
  ...{ urls: ['https://example.com/x'], data: 'AAAA', annotations: { a: 'b' } },
};
const child = { mediaType: mediaTypes.ociManifest, digest: digest('a'), size: 3 };

const samples = [
  { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config, layers: [layer, foreign], subject: child },
  { schemaVersion: 2, mediaType: mediaTypes.dockerManifest, config, layers: [layer, layer] },
  { schemaVersion: 2, config, layers: [{ ...layer, digest: digest('2', 'sha512') }] },
  {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: [
      { ...child, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
      { ...child, digest: digest('b'), platform: { os: 'unknown', architecture: 'unknown' } },
      { ...child, mediaType: mediaTypes.ociIndex, digest: digest('d') },
      { ...layer, digest: digest('e') },
    ],
  },
  { schemaVersion: 2, mediaType: mediaTypes.ociArtifact, artifactType: 'x', blobs: [layer], subject: child },
  { schemaVersion: 1, fsLayers: [{ blobSum: digest('1') }], history: [{}], signatures: [{}] },
];
const contentTypes = fc.constantFrom(undefined, 'application/json', ...Object.values(mediaTypes));

function readManifest(bytes: Uint8Array, contentType: string | undefined): Manifest | undefined {
  try {
    return parseManifest(bytes, contentType);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidManifestError);
    expect(String(error).length).toBeLessThan(500);
    return undefined;
  }
}

describe('a manifest that was right once', () => {
  test.each(samples.slice(0, -1).map((sample) => [sample]))('is read: %j', (sample) => {
    expect(readManifest(Buffer.from(JSON.stringify(sample)), undefined)).toBeDefined();
  });

  test('is one that can be copied, or is refused by its own error', () => {
    fc.assert(
      fc.property(mutatedJson(...samples), contentTypes, (json, contentType) => {
        const manifest = readManifest(Buffer.from(json), contentType);
        if (manifest === undefined) return;
        expect(isIndexType(manifest.mediaType)).toBe(manifest.kind === 'index');
        const all =
          manifest.kind === 'index'
            ? manifest.manifests
            : [...(manifest.config ? [manifest.config] : []), ...manifest.layers];
        const sizes = new Map(all.map(({ digest: name, size }) => [name, size]));
        for (const { digest: name, size, mediaType } of all) {
          expect(isDigest(name) && Number.isSafeInteger(size) && size >= 0 && mediaType.length <= 255).toBe(true);
          expect(sizes.get(name)).toBe(size);
        }
        if (manifest.kind === 'index') expect(platformsOf(manifest).every(({ os }) => os.length <= 100)).toBe(true);
        else expectAllNamed(manifest);
      }),
      { numRuns: casesOf(5_000) },
    );
  });

  test('is read alike without its header, where it says what it is', () => {
    fc.assert(
      fc.property(mutatedJson(...samples), (json) => {
        const bytes = Buffer.from(json);
        const content = toSelfDescribed(bytes, digestOf(bytes));
        expect(content?.manifest).toEqual(
          content === undefined ? undefined : parseManifest(bytes, content.manifest.mediaType),
        );
      }),
      { numRuns: casesOf(1_000) },
    );
  });

  test('says what it is to who has parsed it, too', () => {
    fc.assert(
      fc.property(mutatedJson(...samples), contentTypes, (json, contentType) => {
        const bytes = Buffer.from(json);
        const manifest = readManifest(bytes, contentType);
        const digest = digestOf(bytes);
        if (manifest !== undefined)
          expect(isSelfDescribed({ bytes, digest, manifest })).toBe(toSelfDescribed(bytes, digest) !== undefined);
      }),
      { numRuns: casesOf(1_000) },
    );
  });

  test('and is changed as a text ends no other way', () => {
    const texts = samples.map((sample) => JSON.stringify(sample));
    fc.assert(
      fc.property(
        mutatedText(texts, ['{', '}', '[', ']', '"', ',', '\\u0000', 'e999']),
        contentTypes,
        (text, contentType) => {
          readManifest(Buffer.from(text), contentType);
        },
      ),
      { numRuns: casesOf(2_000) },
    );
  });
});

/** Each blob once: what is needed, and what is left to its publisher because nothing says otherwise. */
function expectAllNamed(manifest: Extract<Manifest, { kind: 'image' }>): void {
  const { blobs, left } = blobsOf(manifest);
  const named = [...(manifest.config === undefined ? [] : [manifest.config]), ...manifest.layers];
  expect([...blobs, ...left].map(({ digest: name }) => name).sort()).toEqual(
    [...new Set(named.map(({ digest: name }) => name))].sort(),
  );
  const needed = new Set(blobs.map(({ digest: name }) => name));
  expect(named.every((descriptor) => isNonDistributable(descriptor) || needed.has(descriptor.digest))).toBe(true);
}

describe('eight megabytes that were made to be read long', () => {
  const fill = (unit: string): string => unit.repeat(Math.floor((maxManifestBytes - 200) / unit.length));
  test.each<[string, string]>([
    ['wrong layers', `{"schemaVersion":2,"config":1,"layers":[${fill('1,')}1]}`],
    ['wrong manifests', `{"schemaVersion":2,"manifests":[${fill('{},')}{}]}`],
    ['empty lists', `{"schemaVersion":2,"layers":[${fill('[],')}[]]}`],
    ['nesting', `{"schemaVersion":2,"config":${fill('[')}`],
    ['nesting that ends', `{"schemaVersion":2,"x":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`],
    ['fields', `{"schemaVersion":2,${fill('"a":1,')}"b":1}`],
    ['one field’s name', `{"${fill('S')}":1,"schemaVersion":2}`],
    ['a digest', `{"schemaVersion":2,"config":{"mediaType":"x","size":1,"digest":"${fill('a.')}"}}`],
    ['a digest’s algorithm', `{"schemaVersion":2,"config":{"mediaType":"x","size":1,"digest":"${fill('a+')}b:"}}`],
  ])('as %s are refused', (_name, text) => {
    expect(readManifest(Buffer.from(text), undefined)).toBeUndefined();
  });
});

const sampleConfig = {
  ...{ os: 'linux', architecture: 'arm64', variant: 'v8', created: '2024-05-06T07:08:09Z', history: [{}] },
  config: { Env: ['A=1'], Cmd: ['x'], Labels: { a: 'b' }, ExposedPorts: { '1/tcp': {} }, Healthcheck: { Test: ['x'] } },
};

test('a config that was right once is read, or refused by its own error, and its platform is one or none', () => {
  fc.assert(
    fc.property(mutatedJson(sampleConfig), (json) => {
      const bytes = Buffer.from(json);
      const platform = platformOfConfig(bytes);
      if (platform !== undefined) expect(formatPlatform(platform).length).toBeLessThan(310);
      try {
        expect(readImageConfig(bytes).settings.every(({ value }) => typeof value === 'string')).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ name: 'InvalidConfigError' });
      }
    }),
    { numRuns: casesOf(2_000) },
  );
});

describe('a digest', () => {
  test('of any bytes is read back, and hashes to itself', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('sha256', 'sha512'), (bytes, algorithm) => {
        const made = digestOf(bytes, algorithm);
        expect(parseDigest(String(made))).toBe(made);
        expect(hashFor(made).update(bytes).digest('hex')).toBe(hexOf(made));
      }),
    );
  });

  test('that was right once is one, or refused by its own error, in words that stay short', () => {
    const texts = [digest('a'), digest('b', 'sha512')];
    fc.assert(
      fc.property(mutatedText(texts, [':', 'sha256:', 'A', 'g']), (text) => {
        if (isDigest(text)) expect(parseDigest(text)).toBe(text);
        else expect(() => parseDigest(text)).toThrow(InvalidDigestError);
        expect(describeNoDigest(text).length).toBeLessThan(300);
      }),
      { numRuns: casesOf(2_000) },
    );
  });
});

describe('a platform', () => {
  const word = fc.oneof(
    fc.constantFrom('linux', 'windows', 'amd64', 'arm64', 'x86_64', 'aarch64', 'armhf', 'v7', 'v8', 'v1', '386'),
    fc.stringMatching(/^[a-z0-9_.-]{1,8}$/),
  );

  const system = fc.oneof(
    fc.constantFrom('linux', 'macOS', 'windows(10.0.17763)', 'windows(10.0.17763%2B1+win32k)', 'linux(+b+a)'),
    fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/),
  );

  test('that is written is read back', () => {
    fc.assert(
      fc.property(system, fc.array(word, { minLength: 1, maxLength: 2 }), (os, parts) => {
        const platform = parsePlatform([os, ...parts].join('/'));
        expect(parsePlatform(formatFullPlatform(platform))).toEqual(platform);
        expect(missingPlatforms([platform], [platform])).toEqual([]);
      }),
    );
  });

  test('of any text is one, or refused by its own error', () => {
    fc.assert(
      fc.property(mutatedText(['linux/amd64', 'linux/arm/v7'], ['/', '//', ' ', 'A']), (text) => {
        try {
          const platform = parsePlatform(text);
          expect(parsePlatform(formatFullPlatform(platform))).toEqual(platform);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPlatformError);
        }
      }),
      { numRuns: casesOf(2_000) },
    );
  });
});

describe('a reference', () => {
  const texts = [
    'postgres',
    'docker.io/library/postgres:14',
    `ghcr.io/acme/base:1.2@${digest('a')}`,
    `localhost:5000/a/b@${digest('b', 'sha512')}`,
    '[::1]:5000/a__b/c--d:V1',
  ];

  test('that was right once is written as it is read, or refused by its own error, in words that stay short', () => {
    fc.assert(
      fc.property(mutatedText(texts, ['/', ':', '@', '.', '-', '_', 'A', 'docker.io/', 'library/']), (text) => {
        try {
          const reference = parseReference(text);
          expect(parseReference(formatPinned(reference))).toEqual(reference);
          expect(tryReference(formatCanonical(reference))).toBeDefined();
          expect(formatPinned(reference)).not.toMatch(/[^\w.:/@[\]-]/);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidReferenceError);
          expect(String(error).length).toBeLessThan(600);
        }
      }),
      { numRuns: casesOf(5_000) },
    );
  });

  test.each(['a', 'a-', 'a.', 'a/', '-', '/', ':', '@', 'a:', '_', '[', 'a.b/', '.a'])(
    'of a megabyte of %j is refused',
    (unit) => {
      const much = unit.repeat(1_000_000 / unit.length);
      for (const text of [much, `${much}!`, `ghcr.io/${much}`, `ghcr.io/a:${much}`, `ghcr.io/a@${much}`, `${much}/a`])
        expect(tryReference(text)).toBeUndefined();
    },
  );
});
