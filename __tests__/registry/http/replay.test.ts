import { describe, expect, test } from '@jest/globals';
import { Replay, canBeSentAgain } from '../../../src/registry/http/replay.js';

/** One byte more than is held. */
const tooManyBytes = 1024 * 1024 + 1;

interface Watched {
  readonly content: AsyncGenerator<Uint8Array>;
  readonly wasClosed: () => boolean;
}

function watched(...chunks: readonly (Uint8Array | Error)[]): Watched {
  let isClosed = false;
  async function* generate(): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of chunks) {
        if (chunk instanceof Error) throw chunk;
        yield await Promise.resolve(chunk);
      }
    } finally {
      isClosed = true;
    }
  }
  return { content: generate(), wasClosed: () => isClosed };
}

const texts = (...words: readonly string[]): readonly Uint8Array[] => words.map((word) => Buffer.from(word));

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a body that is held', () => {
  test('is given again from its beginning, and its content is read once', async () => {
    const body = new Replay(watched(...texts('one', 'two', 'three')).content);
    expect(await textOf(body)).toBe('onetwothree');
    expect(await textOf(body)).toBe('onetwothree');
    expect([body.isWhole, body.isDone, body.hasFailed]).toEqual([true, true, false]);
  });

  test('loses nothing where it was broken off', async () => {
    const { content, wasClosed } = watched(...texts('one', 'two', 'three'));
    const body = new Replay(content);
    for await (const chunk of body) {
      expect(Buffer.from(chunk).toString()).toBe('one');
      break;
    }
    expect(wasClosed()).toBe(false);
    expect(await textOf(body)).toBe('onetwothree');
  });

  test('loses nothing where it was broken off while it waited', async () => {
    let give: (chunk: Uint8Array) => void = () => undefined;
    const late = new Promise<Uint8Array>((resolve) => {
      give = resolve;
    });
    async function* generate(): AsyncGenerator<Uint8Array> {
      yield await late;
      yield Buffer.from('two');
    }
    const body = new Replay(generate());
    const abandoned = body[Symbol.asyncIterator]();
    const waiting = abandoned.next();
    const again = textOf(body);
    give(Buffer.from('one'));
    await waiting;
    await abandoned.return(undefined);
    expect(await again).toBe('onetwo');
  });

  test('counts each time that bytes are handed over', async () => {
    let bytes = 0;
    const body = new Replay(watched(...texts('one', 'two')).content, {
      onBytes: (more) => {
        bytes += more;
      },
    });
    await textOf(body);
    await textOf(body);
    expect(bytes).toBe(12);
  });

  test('is given whole once where it is too large to be held, and not again', async () => {
    const body = new Replay(watched(Buffer.alloc(tooManyBytes - 3, 'a'), ...texts('one', 'two')).content);
    expect((await textOf(body)).length).toBe(tooManyBytes + 3);
    expect([body.isWhole, body.isDone, canBeSentAgain(body)]).toEqual([false, true, false]);
  });

  test('fails again where its content failed', async () => {
    const body = new Replay(watched(Buffer.from('one'), new Error('cut')).content);
    await expect(textOf(body)).rejects.toThrow('cut');
    await expect(textOf(body)).rejects.toThrow('cut');
    expect([body.isWhole, body.hasFailed]).toEqual([false, true]);
  });

  test('ends its content when it is closed', async () => {
    const { content, wasClosed } = watched(...texts('one', 'two'));
    const body = new Replay(content);
    const reading = body[Symbol.asyncIterator]();
    await reading.next();
    body.close();
    await reading.return(undefined);
    await new Promise(setImmediate);
    expect(wasClosed()).toBe(true);
  });
});

describe('a body that is held back', () => {
  test('waits behind its first piece, once', async () => {
    let waits = 0;
    const body = new Replay(watched(...texts('one', 'two', 'three')).content, {
      afterFirst: async () => {
        waits += 1;
        return Promise.resolve();
      },
    });
    await textOf(body);
    await textOf(body);
    expect(waits).toBe(1);
  });

  test('does so until it is begun again', async () => {
    const begun: string[] = [];
    const body = new Replay(watched(...texts('one', 'two')).content, {
      afterFirst: async (over) =>
        new Promise((resolve) => {
          over.addEventListener('abort', () => {
            begun.push('over');
            resolve();
          });
        }),
    });
    const first = body[Symbol.asyncIterator]();
    await first.next();
    const held = first.next();
    expect(await textOf(body)).toBe('onetwo');
    await held;
    expect(begun).toEqual(['over']);
  });
});

test.each([
  ['none', undefined, true],
  ['a text', 'text', true],
  ['bytes', new Uint8Array(1), true],
  ['a stream', watched().content, false],
  ['a body that is held', new Replay(watched().content), true],
] as const)('can be sent again: %s', (_name, body, can) => {
  expect(canBeSentAgain(body)).toBe(can);
});
