import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Digest } from '../../src/image/digest.js';
import { digestOf } from '../../src/image/hash.js';
import { Knowledge, maxContentBytes } from '../../src/cache/run-cache.js';

const digest = digestOf(Buffer.from('a blob'));

function contentOf(text: string): { readonly bytes: Uint8Array; readonly digest: Digest } {
  const bytes = Buffer.from(text);
  return { bytes, digest: digestOf(bytes) };
}

describe('content', () => {
  test('is given back as it was kept, by either algorithm', () => {
    const knowledge = new Knowledge();
    const bytes = Buffer.from('{"schemaVersion":2}');
    for (const algorithm of ['sha256', 'sha512'] as const) {
      knowledge.keepContent(digestOf(bytes, algorithm), bytes);
      expect(knowledge.content(digestOf(bytes, algorithm))).toEqual(new Uint8Array(bytes));
    }
  });

  test('that does not have its digest is never given out, and is forgotten', () => {
    const knowledge = new Knowledge();
    const { digest } = contentOf('{"schemaVersion":2}');
    knowledge.keepContent(digest, Buffer.from('{"schemaVersion":3}'));
    knowledge.markKept();
    expect(knowledge.content(digest)).toBeUndefined();
    expect([...knowledge.facts.contents]).toEqual([]);
    expect(knowledge.isChanged).toBe(true);
  });

  test('that was wrong is replaced by what is right', () => {
    const knowledge = new Knowledge();
    const { digest, bytes } = contentOf('{"schemaVersion":2}');
    knowledge.keepContent(digest, Buffer.from('wrong'));
    knowledge.keepContent(digest, bytes);
    expect(knowledge.content(digest)).toEqual(new Uint8Array(bytes));
  });

  test('does not change with the buffer that it came in', () => {
    const knowledge = new Knowledge();
    const { digest, bytes } = contentOf('{"schemaVersion":2}');
    knowledge.keepContent(digest, bytes);
    bytes.fill(0);
    expect(knowledge.content(digest)).toBeDefined();
  });

  test.each([
    ['of the largest size is kept', maxContentBytes, true],
    ['that is larger by a byte is not', maxContentBytes + 1, false],
  ])('%s', (_name, size, isKept) => {
    const knowledge = new Knowledge();
    const bytes = new Uint8Array(size);
    knowledge.keepContent(digestOf(bytes), bytes);
    expect(knowledge.content(digestOf(bytes)) !== undefined).toBe(isKept);
    expect(knowledge.isChanged).toBe(isKept);
  });

  test('that was used longest ago goes first, and all together stays below 16 MiB', () => {
    const knowledge = new Knowledge();
    const all = Array.from({ length: 20 }, (_, index) => Buffer.alloc(maxContentBytes, index));
    const digests = all.map((bytes) => digestOf(bytes));
    for (const [index, bytes] of all.entries()) {
      knowledge.keepContent(digestOf(bytes), bytes);
      if (index === 10) knowledge.content(digestOf(all[0] ?? bytes));
    }
    const left = [...knowledge.facts.contents].map(([digest]) => digests.indexOf(digest));
    expect(left).toEqual([6, 7, 8, 9, 10, 0, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });

  test('without bytes is bounded too', () => {
    const knowledge = new Knowledge();
    for (let index = 0; index < 300_000; index += 1)
      knowledge.keepContent(`sha256:${index.toString(16).padStart(64, '0')}` as Digest, new Uint8Array());
    expect([...knowledge.facts.contents].length).toBeLessThan(250_000);
  });
});

describe('holders of a blob', () => {
  test('are those that were noted, the newest first, two at most', () => {
    const knowledge = new Knowledge();
    expect(knowledge.holders('ghcr.io', digest)).toEqual([]);
    for (const repository of ['a', 'b', 'c', 'b']) knowledge.noteHolder('ghcr.io', digest, repository);
    expect(knowledge.holders('ghcr.io', digest)).toEqual(['b', 'c']);
  });

  test('are told apart by registry', () => {
    const knowledge = new Knowledge();
    knowledge.noteHolder('ghcr.io', digest, 'a');
    expect(knowledge.holders('quay.io', digest)).toEqual([]);
  });

  test('that hold it no more are dropped, one by one', () => {
    const knowledge = new Knowledge();
    for (const repository of ['a', 'b']) knowledge.noteHolder('ghcr.io', digest, repository);
    knowledge.dropHolder('ghcr.io', digest, 'x');
    knowledge.dropHolder('ghcr.io', digest, 'b');
    expect(knowledge.holders('ghcr.io', digest)).toEqual(['a']);
    knowledge.dropHolder('ghcr.io', digest, 'a');
    expect([...knowledge.facts.holders]).toEqual([]);
  });

  test('are known of some 50,000 blobs, and of those that were used longest ago no more', () => {
    const knowledge = new Knowledge();
    const digests = Array.from({ length: 60_000 }, (_, index) => digestOf(Buffer.from(String(index))));
    for (const [index, digest] of digests.entries()) {
      knowledge.noteHolder('ghcr.io', digest, 'acme/mirror/docker.io/library/postgres');
      knowledge.holders('ghcr.io', digests[0] ?? digest);
      expect(index === 0 || knowledge.holders('ghcr.io', digest).length === 1).toBe(true);
    }
    expect([...knowledge.facts.holders].length).toBeGreaterThan(45_000);
    expect([...knowledge.facts.holders].length).toBeLessThan(55_000);
    expect(knowledge.holders('ghcr.io', digests[1] ?? digest)).toEqual([]);
    expect(knowledge.holders('ghcr.io', digests[0] ?? digest)).toHaveLength(1);
  });
});

describe('what a host can do', () => {
  test('is unknown at first, and added up', () => {
    const knowledge = new Knowledge();
    expect(knowledge.host('ghcr.io')).toEqual({});
    knowledge.noteHost('ghcr.io', { mounts: true });
    knowledge.noteHost('ghcr.io', { severalScopes: false });
    expect(knowledge.host('ghcr.io')).toEqual({ mounts: true, severalScopes: false });
    knowledge.noteHost('ghcr.io', { mounts: false });
    expect(knowledge.host('ghcr.io')).toEqual({ mounts: false, severalScopes: false });
  });
});

describe('there is something new to keep', () => {
  const { bytes, digest: ofContent } = contentOf('{}');
  const actions: readonly (readonly [string, (knowledge: Knowledge) => void, boolean])[] = [
    ['after nothing', () => undefined, false],
    ['after reading', (known) => [known.content(ofContent), known.holders('r', digest), known.host('r')], false],
    ['after reading what is not known', (known) => [known.content(digest), known.holders('x', digest)], false],
    [
      'after the same was learned again',
      (known) => {
        known.keepContent(ofContent, bytes);
        known.noteHolder('r', digest, 'a');
        known.noteHolder('r', digest, 'b');
        known.noteHost('r', { mounts: true });
        known.dropHolder('r', digest, 'c');
      },
      false,
    ],
    [
      'after new content',
      (known) => {
        known.keepContent(digestOf(Buffer.from('x')), Buffer.from('x'));
      },
      true,
    ],
    [
      'after a new holder',
      (known) => {
        known.noteHolder('r', digest, 'c');
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
        known.noteHost('r', { mounts: false });
      },
      true,
    ],
  ];
  test.each(actions)('%s: %s', (_name, act, isChanged) => {
    const knowledge = new Knowledge();
    knowledge.keepContent(ofContent, bytes);
    for (const repository of ['a', 'b']) knowledge.noteHolder('r', digest, repository);
    knowledge.noteHost('r', { mounts: true });
    knowledge.markKept();
    act(knowledge);
    expect(knowledge.isChanged).toBe(isChanged);
  });
});

test('whatever is kept, what is given out has its digest', () => {
  const pairs = fc.array(fc.tuple(fc.uint8Array(), fc.uint8Array({ maxLength: 2 }), fc.boolean()));
  fc.assert(
    fc.property(pairs, (all) => {
      const knowledge = new Knowledge();
      for (const [bytes, others, isRight] of all) knowledge.keepContent(digestOf(bytes), isRight ? bytes : others);
      for (const [bytes] of all) {
        const found = knowledge.content(digestOf(bytes));
        if (found !== undefined) expect(found).toEqual(bytes);
      }
    }),
  );
});
