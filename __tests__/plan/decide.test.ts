import { describe, expect, test } from '@jest/globals';
import { RegistryError, type RegistryErrorCode, type Side } from '../../src/image/registry-error.js';
import { ConfigurationError } from '../../src/runtime/errors.js';
import type { ImageSource } from '../../src/image/source-and-target.js';
import type { Digest } from '../../src/image/digest.js';
import { type Policy, decide } from '../../src/plan/decide.js';
import type { Decision } from '../../src/plan/decision.js';
import type { Task } from '../../src/plan/task.js';
import { digestNamed } from './plans.js';

const wanted = digestNamed('wanted');
const other = digestNamed('other');
const pin = digestNamed('pin');

/** What a repository answers to a HEAD: a digest, nothing there, or an error. */
type Answer = Digest | 'absent' | Error;

interface Recording extends ImageSource {
  /** What was asked, in order. */
  readonly asked: readonly string[];
}

function repository(answer: Answer): Recording {
  const asked: string[] = [];
  const refuse = async (): Promise<never> => {
    asked.push('more than a HEAD');
    return Promise.reject(new Error('only a HEAD is expected'));
  };
  return {
    asked,
    askedHosts: [],
    registry: 'test',
    side: 'source',
    name: 'test',
    pullLimit: undefined,
    isReady: true,
    waitUntilReady: async () => Promise.resolve(),
    isReadAnonymously: async () => Promise.resolve(true),
    headManifest: async (reference) => {
      asked.push(reference);
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(answer === 'absent' ? undefined : { digest: answer });
    },
    getManifest: refuse,
    getBlob: refuse,
    openBlob: refuse,
    withDownloadSlot: refuse,
  };
}

const tagged: Task = {
  source: { registry: 'docker.io', repository: 'library/redis', tag: '7' },
  target: { registry: 'ghcr.io', repository: 'acme/redis', tag: '7-alpine' },
  uses: [],
  platforms: [],
};
const pinned: Task = { ...tagged, digest: pin };
const untagged: Task = {
  ...tagged,
  source: { registry: 'docker.io', repository: 'library/redis', digest: pin },
  digest: pin,
};

const policy: Policy = { mode: 'mirror', compare: 'digest', onMismatch: 'update', force: false };

interface Run {
  readonly decision: Decision;
  readonly sourceAsked: readonly string[];
  readonly targetAsked: readonly string[];
}

async function run(task: Task, more: Partial<Policy>, target: Answer, source: Answer): Promise<Run> {
  const sides = { source: repository(source), target: repository(target) };
  const decision = await decide(task, { ...policy, ...more }, sides, new AbortController().signal);
  return { decision, sourceAsked: sides.source.asked, targetAsked: sides.target.asked };
}

function failure(code: RegistryErrorCode, side: Side): RegistryError {
  return new RegistryError({ operation: 'Looking up', reference: 'x:7', side, code, what: `it was ${code}` });
}

const down = failure('unavailable', 'source');
const codes = Object.keys({
  'not-found': true,
  unauthorized: true,
  denied: true,
  credentials: true,
  'token-refused': true,
  'pull-limit': true,
  'rate-limited': true,
  unavailable: true,
  timeout: true,
  network: true,
  unreachable: true,
  'writes-failed': true,
  'proxy-refused': true,
  tls: true,
  'invalid-response': true,
  'invalid-content': true,
  'digest-mismatch': true,
  'size-mismatch': true,
  immutable: true,
  'upload-lost': true,
  'send-again': true,
  'blob-unknown': true,
  lost: true,
  'too-large': true,
  refused: true,
  'private-address': true,
  aborted: true,
} satisfies Record<RegistryErrorCode, true>) as RegistryErrorCode[];

describe('D1 a pin that the target holds is up to date, and the source is not asked at all', () => {
  test.each(['mirror', 'check', 'verify'] as const)('in mode %s, with the source down', async (mode) => {
    for (const onMismatch of ['update', 'report', 'fail'] as const) {
      const { decision, sourceAsked, targetAsked } = await run(pinned, { mode, onMismatch }, pin, down);
      expect(decision).toEqual({ kind: 'up-to-date', digest: pin });
      expect(sourceAsked).toEqual([]);
      expect(targetAsked).toEqual(['7-alpine']);
    }
  });

  test('before D2: what is up to date is not merely present', async () => {
    expect((await run(pinned, { compare: 'presence' }, pin, down)).decision.kind).toBe('up-to-date');
  });

  test('without a tag of its own, too', async () => {
    const { decision, sourceAsked } = await run(untagged, {}, pin, down);
    expect(decision).toEqual({ kind: 'up-to-date', digest: pin });
    expect(sourceAsked).toEqual([]);
  });
});

describe('by force', () => {
  test('a right pin is up to date, and the source is not asked: whether the copy is whole is looked at elsewhere', async () => {
    const { decision, sourceAsked } = await run(pinned, { force: true }, pin, down);
    expect(decision).toEqual({ kind: 'up-to-date', digest: pin });
    expect(sourceAsked).toEqual([]);
  });

  test.each<Partial<Policy>>([{ compare: 'presence' }, { onMismatch: 'report' }, { onMismatch: 'fail' }])(
    'a tag that leads elsewhere is copied, whatever %j says',
    async (more) => {
      const { decision } = await run(tagged, { ...more, force: true }, other, wanted);
      expect(decision).toEqual({ kind: 'copy', digest: wanted, previousDigest: other });
    },
  );

  test('a failing target is no absent one', async () => {
    expect((await run(tagged, { force: true }, failure('timeout', 'target'), wanted)).decision.kind).toBe('fail');
  });
});

describe('D2 compare by presence', () => {
  test.each([
    ['a tag', tagged, other],
    ['a pin that the target holds another digest for', pinned, other],
  ])('is content with what is there, and the source is not asked: %s', async (_name, task, held) => {
    for (const mode of ['mirror', 'check'] as const) {
      const { decision, sourceAsked } = await run(task, { mode, compare: 'presence' }, held, down);
      expect(decision).toEqual({ kind: 'present', digest: held });
      expect(sourceAsked).toEqual([]);
    }
  });

  test('copies what is not there', async () => {
    expect((await run(tagged, { compare: 'presence' }, 'absent', wanted)).decision).toEqual({
      kind: 'copy',
      digest: wanted,
    });
  });

  test('fails where the target does not say', async () => {
    const { decision } = await run(tagged, { compare: 'presence' }, failure('timeout', 'target'), wanted);
    expect(decision.kind).toBe('fail');
  });
});

describe('D3 the same digest on both sides', () => {
  test.each(['mirror', 'check'] as const)('is up to date in mode %s, after a HEAD on each', async (mode) => {
    const { decision, sourceAsked, targetAsked } = await run(tagged, { mode }, wanted, wanted);
    expect(decision).toEqual({ kind: 'up-to-date', digest: wanted });
    expect(targetAsked).toEqual(['7-alpine']);
    expect(sourceAsked).toEqual(['7']);
  });

  test('of a source without tag and pin, its latest is asked', async () => {
    const bare: Task = { ...tagged, source: { registry: 'docker.io', repository: 'library/redis' } };
    expect((await run(bare, {}, wanted, wanted)).sourceAsked).toEqual(['latest']);
  });
});

describe('D4 what the target has not', () => {
  test('is copied', async () => {
    expect((await run(tagged, {}, 'absent', wanted)).decision).toEqual({ kind: 'copy', digest: wanted });
  });

  test.each(['update', 'report', 'fail'] as const)('is copied with on-mismatch %s, too', async (onMismatch) => {
    expect((await run(tagged, { onMismatch }, 'absent', wanted)).decision).toEqual({ kind: 'copy', digest: wanted });
  });

  test('is copied by its pin, which the source need not be asked for', async () => {
    const { decision, sourceAsked } = await run(pinned, {}, 'absent', down);
    expect(decision).toEqual({ kind: 'copy', digest: pin });
    expect(sourceAsked).toEqual([]);
  });
});

describe('D5 another digest on the target', () => {
  test.each([
    ['a tag', tagged, wanted],
    ['a pin', pinned, pin],
    ['a pin without a tag', untagged, pin],
  ])('%s', async (_name, task, expected) => {
    expect((await run(task, { onMismatch: 'update' }, other, expected)).decision).toEqual({
      kind: 'copy',
      digest: expected,
      previousDigest: other,
    });
    expect((await run(task, { onMismatch: 'report' }, other, expected)).decision).toEqual({
      kind: 'target-behind',
      digest: expected,
      previousDigest: other,
    });
    expect((await run(task, { onMismatch: 'fail' }, other, expected)).decision).toEqual({
      kind: 'fail',
      digest: expected,
      previousDigest: other,
      message: `ghcr.io/acme/redis:7-alpine is ${other.slice(0, 19)} on the target and ${expected.slice(0, 19)} at the source ("on-mismatch" is "fail").`,
    });
  });
});

describe('D6 a target that does not answer as it should is never taken for one that has nothing', () => {
  test.each(codes)('%s', async (code) => {
    for (const [task, more] of [
      [tagged, {}],
      [pinned, { compare: 'presence' }],
      [pinned, { mode: 'check' }],
      [tagged, { mode: 'verify' }],
    ] as const) {
      const { decision, sourceAsked } = await run(task, more, failure(code, 'target'), wanted);
      expect(decision).toMatchObject({ kind: 'fail', message: failure(code, 'target').message });
      expect(sourceAsked).toEqual([]);
    }
  });

  test('and the pin is told', async () => {
    expect((await run(pinned, {}, failure('denied', 'target'), wanted)).decision).toMatchObject({ digest: pin });
  });

  test('credentials that cannot be had fail the image, too', async () => {
    const { decision } = await run(tagged, {}, new ConfigurationError(['no helper']), wanted);
    expect(decision).toEqual({ kind: 'fail', message: 'no helper' });
  });

  test('a mistake of this program is not told as the image’s', async () => {
    await expect(run(tagged, {}, new TypeError('mistake'), wanted)).rejects.toThrow(/^mistake$/);
    await expect(run(tagged, {}, 'absent', new TypeError('mistake'))).rejects.toThrow(/^mistake$/);
  });
});

describe('D12 a target that answers 403 for the tag', () => {
  const denied = new RegistryError({
    operation: 'Looking up',
    reference: 'x:7',
    side: 'target',
    code: 'denied',
    status: 403,
    what: '403',
  });
  const down = failure('unavailable', 'target');

  interface Unread {
    readonly task?: Task;
    readonly more?: Partial<Policy>;
    readonly takes?: boolean;
    readonly byDigest?: Answer;
    readonly source?: Answer;
  }

  /** The tag is answered by 403. `asked` is all that was asked, in order. */
  async function decideUnread({ task = tagged, more = {}, takes = true, byDigest = denied, source = wanted }: Unread) {
    const asked: string[] = [];
    const answer = async (name: string, value: Answer): Promise<{ digest: Digest } | undefined> => {
      asked.push(name);
      if (value instanceof Error) return Promise.reject(value);
      return Promise.resolve(value === 'absent' ? undefined : { digest: value });
    };
    const sides = {
      source: { headManifest: async (reference: string) => answer(`source ${reference}`, source) },
      target: {
        headManifest: async (reference: string) =>
          reference === task.target.tag ? answer('tag', denied) : answer('digest', byDigest),
      },
      takesUploads: async () => {
        asked.push('upload');
        return Promise.resolve(takes);
      },
    };
    return { decision: await decide(task, { ...policy, ...more }, sides, new AbortController().signal), asked };
  }

  const waits: Task = { ...pinned, tagWaits: true };
  const copy = { kind: 'copy', previousUnknown: true };

  test.each<[string, Unread, object, readonly string[]]>([
    ['and is absent by its digest', {}, { ...copy, digest: wanted }, ['tag', 'upload', 'source 7', 'digest']],
    [
      'by 404 for the digest',
      { byDigest: 'absent' },
      { ...copy, digest: wanted },
      ['tag', 'upload', 'source 7', 'digest'],
    ],
    [
      'and has the pin by its digest',
      { task: pinned, byDigest: pin },
      { ...copy, digest: pin, isHeld: true },
      ['tag', 'upload', 'digest'],
    ],
    ['D13 before the merge', { task: waits }, { ...copy, digest: pin, tagWaits: true }, ['tag', 'upload', 'digest']],
    [
      'D13 before the merge, and has the pin by its digest',
      { task: waits, byDigest: pin },
      { kind: 'up-to-date', digest: pin, tagWaits: true, previousUnknown: true },
      ['tag', 'upload', 'digest'],
    ],
    [
      'and whose digest cannot be looked up',
      { byDigest: down },
      { kind: 'fail', message: down.message },
      ['tag', 'upload', 'source 7', 'digest'],
    ],
    [
      'whose source has no such tag',
      { source: 'absent' },
      { kind: 'fail', message: expect.stringContaining('is not at the source') },
      ['tag', 'upload', 'source 7'],
    ],
    [
      'a tag that no file needs leads to a digest that no file pins',
      { task: { ...tagged, contest: { pins: [pin, other], isNeeded: false, warning: 'pins' } } },
      { kind: 'pins differ', message: expect.stringContaining('which no file pins') },
      ['tag', 'upload', 'source 7'],
    ],
    [
      'D15 and takes no upload',
      { takes: false },
      { kind: 'fail', message: denied.message, refusal: denied },
      ['tag', 'upload'],
    ],
    [
      'D15 in mode verify',
      { more: { mode: 'verify' } },
      { kind: 'fail', message: denied.message, refusal: denied },
      ['tag'],
    ],
  ])('%s', async (_name, unread, expected, asked) => {
    expect(await decideUnread(unread)).toEqual({ decision: expected, asked });
  });
});

describe('D7 a source that cannot be read', () => {
  test.each(codes)('leaves what the target has: %s', async (code) => {
    const error = failure(code, 'source');
    for (const onMismatch of ['update', 'report', 'fail'] as const) {
      expect((await run(tagged, { onMismatch }, other, error)).decision).toEqual({
        kind: 'unverified',
        digest: other,
        message: `${error.message} The copy on the target was left as it is.`,
      });
    }
  });

  test('leaves it, too, where the tag was deleted', async () => {
    const { decision } = await run(tagged, {}, other, 'absent');
    expect(decision).toMatchObject({ kind: 'unverified', digest: other });
    expect(decision).toHaveProperty('message', expect.stringMatching(/^docker\.io\/library\/redis:7 is not at the/));
  });

  test.each(codes)('fails what the target lacks: %s', async (code) => {
    const error = failure(code, 'source');
    expect((await run(tagged, {}, 'absent', error)).decision).toEqual({ kind: 'fail', message: error.message });
  });

  test('fails what neither side has, and says so', async () => {
    const { decision } = await run(tagged, {}, 'absent', 'absent');
    expect(decision).toMatchObject({ kind: 'fail' });
    expect(decision).toHaveProperty(
      'message',
      expect.stringContaining('docker.io/library/redis:7 is not at the source'),
    );
  });

  test('a credential helper that fails counts as that', async () => {
    expect((await run(tagged, {}, other, new ConfigurationError(['no helper']))).decision.kind).toBe('unverified');
  });
});

describe('D9 mode check', () => {
  test.each([
    ['what is missing', tagged, 'absent', wanted, { kind: 'copy', digest: wanted }],
    ['what is behind', tagged, other, wanted, { kind: 'copy', digest: wanted, previousDigest: other }],
    ['a pin that is missing', pinned, 'absent', pin, { kind: 'copy', digest: pin }],
    ['a pin that is behind', pinned, other, pin, { kind: 'copy', digest: pin, previousDigest: other }],
  ] as const)('finds %s', async (_name, task, target, source, expected) => {
    expect((await run(task, { mode: 'check' }, target, source)).decision).toEqual(expected);
  });

  test('asks the source for the pin itself: the copy would need it', async () => {
    expect((await run(pinned, { mode: 'check' }, 'absent', pin)).sourceAsked).toEqual([pin]);
    expect((await run(untagged, { mode: 'check' }, 'absent', pin)).sourceAsked).toEqual([pin]);
  });

  test('fails where the source has not the pin', async () => {
    const { decision } = await run(pinned, { mode: 'check' }, 'absent', 'absent');
    expect(decision).toEqual({
      kind: 'fail',
      message: expect.stringContaining(`with the pinned digest ${pin}`),
      missingPin: pin,
    });
  });

  test('fails a pin that is behind where the source is down: that it is behind is known', async () => {
    expect((await run(pinned, { mode: 'check' }, other, down)).decision).toEqual({
      kind: 'fail',
      message: down.message,
      digest: pin,
      previousDigest: other,
    });
  });
});

describe('D9 mode verify asks the target alone', () => {
  const missing =
    'missing from ghcr.io: ghcr.io/acme/redis:7-alpine. The tag was looked up on the target, which does not have it. Run mode "mirror" to copy the image.';

  test.each([
    ['a tag', tagged, other, { kind: 'present', digest: other }],
    ['a pin', pinned, pin, { kind: 'up-to-date', digest: pin }],
    ['what is missing', tagged, 'absent', { kind: 'fail', message: missing }],
    ['a pin that is missing', pinned, 'absent', { kind: 'fail', message: missing, digest: pin }],
  ] as const)('%s', async (_name, task, target, expected) => {
    for (const onMismatch of ['update', 'report', 'fail'] as const) {
      const { decision, sourceAsked } = await run(task, { mode: 'verify', onMismatch }, target, down);
      expect(decision).toEqual(expected);
      expect(sourceAsked).toEqual([]);
    }
  });

  test('a pin that the target holds another digest for fails with both', async () => {
    const { decision, sourceAsked } = await run(pinned, { mode: 'verify' }, other, down);
    expect(decision).toMatchObject({ kind: 'fail', digest: pin, previousDigest: other });
    expect(decision).toHaveProperty('message', expect.stringContaining(`and the pin is ${pin.slice(0, 19)}`));
    expect(sourceAsked).toEqual([]);
  });
});
