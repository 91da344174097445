import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../src/image/hash.js';
import { invalidComponent, isRegistryHost } from '../../src/image/reference.js';
import { parseCache, serializeCache } from '../../src/cache/format.js';
import { RunCache } from '../../src/cache/run-cache.js';
import { maxPackedBytes } from '../../src/cache/open-cache.js';

const header = '{"version":1}';
const digest = digestOf(Buffer.from('a blob'));

function pack(...lines: readonly unknown[]): Uint8Array {
  return gzipSync(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
}

function factsOf({ contents: { contents, holders, hosts } }: RunCache): unknown {
  return { contents: [...contents], holders: [...holders], hosts: [...hosts] };
}

const nothing = { contents: [], holders: [], hosts: [] };

describe('what was kept', () => {
  const component = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,4})?$/);
  const names = fc.array(component, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const hosts = fc.constantFrom('docker.io', 'ghcr.io', 'localhost:5000', '[::1]:5000', 'registry.acme.example');
  const facts = fc.record(
    { severalScopes: fc.boolean(), mounts: fc.boolean() },
    { requiredKeys: [], noNullPrototype: true },
  );
  const learned = fc.record({
    contents: fc.array(fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('sha256', 'sha512'))),
    holders: fc.array(fc.tuple(hosts, fc.uint8Array({ maxLength: 4 }), names)),
    hosts: fc.array(fc.tuple(hosts, facts)),
  });

  test('is read back as it was, order included, and is nothing new', async () => {
    await fc.assert(
      fc.asyncProperty(learned, async ({ contents, holders, hosts }) => {
        const cache = new RunCache();
        for (const [bytes, algorithm] of contents) cache.addContent(digestOf(bytes, algorithm), bytes);
        for (const [host, seed, name] of holders) cache.recordHolder(host, digestOf(seed), name);
        for (const [host, known] of hosts) cache.recordHost(host, known);
        const parsed = await parseCache(await serializeCache(cache));
        expect(parsed.problem).toBeUndefined();
        expect(factsOf(parsed.cache)).toEqual(factsOf(cache));
        expect(parsed.cache.isChanged).toBe(false);
      }),
    );
  });

  test('is the same bytes for the same cache', async () => {
    const cache = new RunCache();
    cache.recordHolder('ghcr.io', digest, 'acme/app');
    expect(await serializeCache(cache)).toEqual(await serializeCache(cache));
  });

  test('of a full one is read whole, and fits where it is read from', async () => {
    const cache = new RunCache();
    for (let index = 0; index < 20; index += 1) {
      const bytes = randomBytes(1024 * 1024 - 100);
      cache.addContent(digestOf(bytes), bytes);
    }
    const repository = 'a'.repeat(255);
    for (let index = 0; index < 100_000; index += 1)
      cache.recordHolder('g', digestOf(Buffer.from(String(index))), index % 2 === 0 ? repository : 'a');
    const packed = await serializeCache(cache);
    expect(packed.length).toBeLessThan(maxPackedBytes);
    const { cache: again, problem } = await parseCache(packed);
    expect(problem).toBeUndefined();
    expect([...again.contents.holders].length).toBe([...cache.contents.holders].length);
    expect([...again.contents.contents].length).toBe([...cache.contents.contents].length);
  });
});

const wrongNames = { kind: 'blob', digest, registry: 'ghcr.io' };
const ofMebibyte = { kind: 'host', registry: 'ghcr.io', ignored: 'x'.repeat(1024 * 1024) };

describe('what is not what a run kept is nothing, with a reason', () => {
  const rows: readonly (readonly [string, Uint8Array])[] = [
    ['no bytes', new Uint8Array()],
    ['no gzip', Buffer.from('hello')],
    ['gzip of nothing', pack('')],
    ['gzip that is cut', pack(header, { kind: 'host', registry: 'ghcr.io' }).subarray(0, 30)],
    ['a bomb', gzipSync(Buffer.alloc(200 * 1024 * 1024, '{'), { level: 9 })],
    ['another version', pack('{"version":2}')],
    ['no version', pack({ kind: 'host', registry: 'ghcr.io' })],
    ['no JSON', pack(header, '{"kind":')],
    ['an empty line', pack(header, '', '{"kind":"host","registry":"ghcr.io"}')],
    ['an unknown kind', pack(header, { kind: 'tag', registry: 'ghcr.io' })],
    ['a list', pack(header, [])],
    ['null', pack(header, 'null')],
    ['a digest that is a number', pack(header, { kind: 'content', digest: 1, base64: '' })],
    ['a fact that is a word', pack(header, { kind: 'host', registry: 'ghcr.io', mounts: 'yes' })],
    ['more than a full one unpacks to', pack(header, ...Array<object>(60).fill(ofMebibyte))],
    ['a line that is longer than any', pack(header, { ...ofMebibyte, more: 'x'.repeat(1024 * 1024) })],
    ['lines without end', pack(`${header}${'\n{"kind":"host","registry":"a"}'.repeat(600_000)}`)],
    ['nesting', pack(header, '['.repeat(1024 * 1024))],
    ['a line of wrong entries', pack(header, { ...wrongNames, repositories: Array<number>(600_000).fill(1) })],
  ];
  test.each(rows)('%s', async (_name, bytes) => {
    const { cache, problem } = await parseCache(bytes);
    expect(problem).toMatch(/./);
    expect(factsOf(cache)).toEqual(nothing);
    expect(cache.isChanged).toBe(false);
  });
});

test('what has many lines is read by pieces, between which a run can be stopped', async () => {
  const stop = new AbortController();
  const packed = pack(`${header}${'\n{"kind":"host","registry":"a"}'.repeat(400_000)}`);
  const parsing = parseCache(packed, stop.signal);
  setImmediate(() => {
    stop.abort(new Error('stopped in its middle'));
  });
  expect((await parsing).problem).toBe('stopped in its middle');
});

describe('what could not stand in an address is left out', () => {
  const repositories = [
    '../../v2/other/blobs',
    'a/../b',
    '/a',
    'a/',
    'a//b',
    '',
    '.',
    'a?from=b',
    'a#b',
    'a b',
    'a%2fb',
    'a\nb',
    'a\r\nHost: x',
    'a\\b',
    'A/b',
    'a:1',
    'a@sha256',
    'ä',
    '\u0000',
    'a'.repeat(256),
    'https://evil.example/a',
    '__proto__',
  ];
  test.each(repositories)('repository %j', async (repository) => {
    const line = { kind: 'blob', digest, registry: 'ghcr.io', repositories: [repository, 'right'] };
    const { cache, problem } = await parseCache(pack(header, line));
    expect(problem).toBeUndefined();
    expect(cache.holders('ghcr.io', digest)).toEqual(['right']);
  });

  test.each(['', 'evil.example/a', 'user@ghcr.io', 'ghcr.io:70000', 'GHCR.io', 'a b', '../x', 'a?', 'x'.repeat(256)])(
    'registry %j',
    async (registry) => {
      const lines = [
        { kind: 'blob', digest, registry, repositories: ['a'] },
        { kind: 'host', registry, mounts: true },
      ];
      const { cache, problem } = await parseCache(pack(header, ...lines));
      expect(problem).toBeUndefined();
      expect(factsOf(cache)).toEqual(nothing);
    },
  );

  test.each([
    '',
    'sha256:',
    'sha256:ABC',
    `sha256:${'A'.repeat(64)}`,
    `md5:${'a'.repeat(32)}`,
    '../etc',
    `${digest}/x`,
  ])('digest %j', async (wrong) => {
    const lines = [
      { kind: 'blob', digest: wrong, registry: 'ghcr.io', repositories: ['a'] },
      { kind: 'content', digest: wrong, base64: '' },
    ];
    const { cache } = await parseCache(pack(header, ...lines));
    expect(factsOf(cache)).toEqual(nothing);
  });

  test('and so is content that has not its digest, when it is read out', async () => {
    const line = { kind: 'content', digest, base64: Buffer.from('something else').toString('base64') };
    const { cache } = await parseCache(pack(header, line));
    expect(cache.getContent(digest)).toBeUndefined();
  });

  test('and more than a blob’s two holders', async () => {
    const line = { kind: 'blob', digest, registry: 'ghcr.io', repositories: ['a', 'b', 'c', 'd'] };
    const { cache } = await parseCache(pack(header, line));
    expect(cache.holders('ghcr.io', digest)).toEqual(['a', 'b']);
  });
});

describe('reading never throws, and whatever it reads could stand in an address', () => {
  const words = fc.oneof(fc.string(), fc.constantFrom(digest, 'ghcr.io', 'a/b', 'content', 'blob', 'host'));
  const lines = fc.oneof(
    fc.json(),
    fc.record({ kind: fc.constant('blob'), digest: words, registry: words, repositories: fc.array(words) }),
    fc.record({ kind: fc.constant('content'), digest: words, base64: words }),
    fc.record({ kind: fc.constant('host'), registry: words, mounts: fc.boolean() }),
  );

  test('of lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(lines), async (all) => {
        const { cache } = await parseCache(pack(header, ...all));
        for (const { registry, repositories } of cache.contents.holders) {
          expect(isRegistryHost(registry)).toBe(true);
          expect(repositories.map(invalidComponent).filter((wrong) => wrong !== undefined)).toEqual([]);
        }
        for (const [registry] of cache.contents.hosts) expect(isRegistryHost(registry)).toBe(true);
      }),
    );
  });

  test('of bytes, packed or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.boolean(), async (bytes, isPacked) => {
        const { cache, problem } = await parseCache(isPacked ? gzipSync(bytes) : bytes);
        expect(problem).toBeDefined();
        expect(factsOf(cache)).toEqual(nothing);
      }),
    );
  });

  test('of a good one with a byte changed', async () => {
    const cache = new RunCache();
    cache.recordHolder('ghcr.io', digest, 'acme/app');
    const good = await serializeCache(cache);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Uint8Array.from(good, (byte, index) => (index === at ? byte ^ change : byte));
        await expect(parseCache(bytes)).resolves.toBeDefined();
      }),
    );
  });
});
