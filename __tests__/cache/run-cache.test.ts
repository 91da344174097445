import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import type { Digest } from '../../src/image/digest.js';
import { digestOf } from '../../src/image/hash.js';
import { RunCache, maxContentBytes } from '../../src/cache/run-cache.js';

const digest = digestOf(Buffer.from('a blob'));

function contentOf(text: string): { readonly bytes: Uint8Array; readonly digest: Digest } {
  const bytes = Buffer.from(text);
  return { bytes, digest: digestOf(bytes) };
}

describe('content', () => {
  test('is given back as it was kept, by either algorithm', () => {
    const cache = new RunCache();
    const bytes = Buffer.from('{"schemaVersion":2}');
    for (const algorithm of ['sha256', 'sha512'] as const) {
      cache.addContent(digestOf(bytes, algorithm), bytes);
      expect(cache.getContent(digestOf(bytes, algorithm))).toEqual(new Uint8Array(bytes));
    }
  });

  test('that does not have its digest is never given out, and is forgotten', () => {
    const cache = new RunCache();
    const { digest } = contentOf('{"schemaVersion":2}');
    cache.addContent(digest, Buffer.from('{"schemaVersion":3}'));
    cache.markSaved();
    expect(cache.getContent(digest)).toBeUndefined();
    expect([...cache.contents.contents]).toEqual([]);
    expect(cache.isChanged).toBe(true);
  });

  test('that was wrong is replaced by what is right', () => {
    const cache = new RunCache();
    const { digest, bytes } = contentOf('{"schemaVersion":2}');
    cache.addContent(digest, Buffer.from('wrong'));
    cache.addContent(digest, bytes);
    expect(cache.getContent(digest)).toEqual(new Uint8Array(bytes));
  });

  test('does not change with the buffer that it came in', () => {
    const cache = new RunCache();
    const { digest, bytes } = contentOf('{"schemaVersion":2}');
    cache.addContent(digest, bytes);
    bytes.fill(0);
    expect(cache.getContent(digest)).toBeDefined();
  });

  test.each([
    ['of the largest size is kept', maxContentBytes, true],
    ['that is larger by a byte is not', maxContentBytes + 1, false],
  ])('%s', (_name, size, isKept) => {
    const cache = new RunCache();
    const bytes = new Uint8Array(size);
    cache.addContent(digestOf(bytes), bytes);
    expect(cache.getContent(digestOf(bytes)) !== undefined).toBe(isKept);
    expect(cache.isChanged).toBe(isKept);
  });

  test('that was used longest ago goes first, and all together stays below 16 MiB', () => {
    const cache = new RunCache();
    const all = Array.from({ length: 20 }, (_, index) => Buffer.alloc(maxContentBytes, index));
    const digests = all.map((bytes) => digestOf(bytes));
    for (const [index, bytes] of all.entries()) {
      cache.addContent(digestOf(bytes), bytes);
      if (index === 10) cache.getContent(digestOf(all[0] ?? bytes));
    }
    const left = [...cache.contents.contents].map(([digest]) => digests.indexOf(digest));
    expect(left).toEqual([6, 7, 8, 9, 10, 0, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });

  test('without bytes is bounded too', () => {
    const cache = new RunCache();
    for (let index = 0; index < 300_000; index += 1)
      cache.addContent(`sha256:${index.toString(16).padStart(64, '0')}` as Digest, new Uint8Array());
    expect([...cache.contents.contents].length).toBeLessThan(250_000);
  });
});

describe('holders of a blob', () => {
  test('are those that were noted, the newest first, two at most', () => {
    const cache = new RunCache();
    expect(cache.holders('ghcr.io', digest)).toEqual([]);
    for (const repository of ['a', 'b', 'c', 'b']) cache.recordHolder('ghcr.io', digest, repository);
    expect(cache.holders('ghcr.io', digest)).toEqual(['b', 'c']);
  });

  test('are told apart by registry', () => {
    const cache = new RunCache();
    cache.recordHolder('ghcr.io', digest, 'a');
    expect(cache.holders('quay.io', digest)).toEqual([]);
  });

  test('that hold it no more are dropped, one by one', () => {
    const cache = new RunCache();
    for (const repository of ['a', 'b']) cache.recordHolder('ghcr.io', digest, repository);
    cache.dropHolder('ghcr.io', digest, 'x');
    cache.dropHolder('ghcr.io', digest, 'b');
    expect(cache.holders('ghcr.io', digest)).toEqual(['a']);
    cache.dropHolder('ghcr.io', digest, 'a');
    expect([...cache.contents.holders]).toEqual([]);
  });

  test('are known of some 50,000 blobs, and of those that were used longest ago no more', () => {
    const cache = new RunCache();
    const digests = Array.from({ length: 60_000 }, (_, index) => digestOf(Buffer.from(String(index))));
    const unknown = digests.filter((digest) => {
      cache.recordHolder('ghcr.io', digest, 'acme/mirror/docker.io/library/postgres');
      cache.holders('ghcr.io', digests[0] ?? digest);
      return cache.holders('ghcr.io', digest).length !== 1;
    });
    expect(unknown).toEqual([]);
    expect([...cache.contents.holders].length).toBeGreaterThan(45_000);
    expect([...cache.contents.holders].length).toBeLessThan(55_000);
    expect(cache.holders('ghcr.io', digests[1] ?? digest)).toEqual([]);
    expect(cache.holders('ghcr.io', digests[0] ?? digest)).toHaveLength(1);
  });
});

describe('what a host can do', () => {
  test('is unknown at first, and added up', () => {
    const cache = new RunCache();
    expect(cache.host('ghcr.io')).toEqual({});
    cache.recordHost('ghcr.io', { mounts: true });
    cache.recordHost('ghcr.io', { severalScopes: false });
    expect(cache.host('ghcr.io')).toEqual({ mounts: true, severalScopes: false });
    cache.recordHost('ghcr.io', { mounts: false });
    expect(cache.host('ghcr.io')).toEqual({ mounts: false, severalScopes: false });
  });
});

describe('there is something new to keep', () => {
  const { bytes, digest: ofContent } = contentOf('{}');
  const actions: readonly (readonly [string, (cache: RunCache) => void, boolean])[] = [
    ['after nothing', () => undefined, false],
    ['after reading', (known) => [known.getContent(ofContent), known.holders('r', digest), known.host('r')], false],
    ['after reading what is not known', (known) => [known.getContent(digest), known.holders('x', digest)], false],
    [
      'after the same was learned again',
      (known) => {
        known.addContent(ofContent, bytes);
        known.recordHolder('r', digest, 'a');
        known.recordHolder('r', digest, 'b');
        known.recordHost('r', { mounts: true });
        known.dropHolder('r', digest, 'c');
      },
      false,
    ],
    [
      'after new content',
      (known) => {
        known.addContent(digestOf(Buffer.from('x')), Buffer.from('x'));
      },
      true,
    ],
    [
      'after a new holder',
      (known) => {
        known.recordHolder('r', digest, 'c');
      },
      true,
    ],
    [
      'after a holder was dropped',
      (known) => {
        known.dropHolder('r', digest, 'a');
      },
      true,
    ],
    [
      'after a host was found to be otherwise',
      (known) => {
        known.recordHost('r', { mounts: false });
      },
      true,
    ],
  ];
  test.each(actions)('%s', (_name, act, isChanged) => {
    const cache = new RunCache();
    cache.addContent(ofContent, bytes);
    for (const repository of ['a', 'b']) cache.recordHolder('r', digest, repository);
    cache.recordHost('r', { mounts: true });
    cache.markSaved();
    act(cache);
    expect(cache.isChanged).toBe(isChanged);
  });
});

test('whatever is kept, what is given out has its digest', () => {
  const pairs = fc.array(fc.tuple(fc.uint8Array(), fc.uint8Array({ maxLength: 2 }), fc.boolean()));
  fc.assert(
    fc.property(pairs, (all) => {
      const cache = new RunCache();
      for (const [bytes, others, isRight] of all) cache.addContent(digestOf(bytes), isRight ? bytes : others);
      for (const [bytes] of all) {
        const found = cache.getContent(digestOf(bytes));
        if (found !== undefined) expect(found).toEqual(bytes);
      }
    }),
  );
});
