import { describe, expect, test } from '@jest/globals';
import { StoppedError } from '../../../src/runtime/errors.js';
import type { ImageTarget } from '../../../src/image/source-and-target.js';
import type { Task } from '../../../src/plan/task.js';
import { exitCodeOf } from '../../../src/result/exit-code.js';
import { type StopSwitch, createStop } from '../../../src/runtime/stop.js';
import { changing } from '../../support/changes.js';
import { holdWhen } from '../../support/timing/hold.js';
import { explain, expectComplete, silentProgress, statesOf, usePair, useRegistry } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { RequestRecord } from '../../support/registry/types.js';
import { eventually } from '../../support/timing/eventually.js';
import { type Gate, closedGate } from '../../support/timing/gate.js';
import { heldClock } from '../../support/timing/held-clock.js';

/** A stop whose later moments come when the test says so. */
interface TestStop extends StopSwitch {
  readonly now: () => void;
  /** What is still tidied up is given up. */
  readonly giveUp: () => void;
}

function useStop(): TestStop {
  const clock = heldClock();
  const stop = createStop(clock);
  return {
    ...stop,
    now: () => {
      stop.stop(new StoppedError({ kind: 'signal', name: 'SIGTERM' }));
    },
    giveUp: () => {
      clock.advance(2_000);
    },
  };
}

/** Stops the run when a request arrives; the request is answered a moment later. */
function stopsAt(stop: TestStop, isMeant: (request: RequestRecord) => boolean) {
  const { opened, open } = closedGate();
  const when = (request: RequestRecord): boolean => {
    if (!isMeant(request)) return false;
    stop.now();
    setImmediate(open);
    return true;
  };
  return { when, holdUntil: opened };
}

/** Says that it was asked, and never answers. */
async function hang({ open }: Gate): Promise<never> {
  open();
  return new Promise(() => undefined);
}

const putsTag = ({ kind, reference }: RequestRecord): boolean => kind === 'manifest-put' && reference === '1';

describe('what was sent when the run was stopped is seen through', () => {
  test.each([
    ['asks whether the target takes any', 1],
    ['is for the first blob', 2],
    ['is for the second blob', 3],
  ])('an upload that %s is cancelled', async (_name, number) => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { layers: [20_000, 30_000] });
    const stop = useStop();
    let seen = 0;
    const fault = stopsAt(stop, ({ kind }) => {
      seen += kind === 'upload-post' ? 1 : 0;
      return kind === 'upload-post' && seen === number;
    });
    pair.target.fault(fault);
    const report = await pair.mirror(['app:1'], {}, stop);
    // The registry carries it out, whether somebody waits for it or not.
    await fault.holdUntil;
    await new Promise((done) => setImmediate(done));
    expect(statesOf(report)).toEqual(['failed']);
    expect(report.interrupted).toBe(true);
    expect(pair.target.openUploads).toBe(0);
  });

  test('the tag that is put: the image is done', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    const stop = useStop();
    pair.target.fault(stopsAt(stop, putsTag));
    const report = await pair.mirror(['app:1'], {}, stop);
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(explain(report).trim()).toBe('');
    expect([report.interrupted, exitCodeOf(report, 'failed')]).toEqual([true, 1]);
    expectComplete(pair, 'app', '1', digest);
  });

  test('a tag whose answer is lost is told of as not known', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    const stop = useStop();
    pair.target.fault({ ...stopsAt(stop, putsTag), commitThenReset: true });
    const report = await pair.mirror(['app:1'], {}, stop);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report).trim()).toBe(
      'The run was stopped while the tag was put: whether it leads to this image now is not known.',
    );
    expectComplete(pair, 'app', '1', digest);
  });

  test('a tag that is refused then is not put', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const stop = useStop();
    pair.target.fault({ ...stopsAt(stop, putsTag), status: 400 });
    const report = await pair.mirror(['app:1'], {}, stop);
    expect(explain(report).trim()).toBe('The run was stopped before this image was done.');
  });
});

test('uploads to several targets at once are cancelled on each', async () => {
  const pair = await usePair();
  const other = await useRegistry();
  buildImage(pair.source, 'app', '1', { layers: [2_000_000] });
  const stop = useStop();
  pair.source.fault({
    when: { kind: 'blob-get' },
    stallMs: Number.POSITIVE_INFINITY,
    stallAfterBytes: 1_000,
    times: Number.POSITIVE_INFINITY,
  });
  const arrived = new Set<string>();
  for (const registry of [pair.target, other]) {
    registry.fault({
      when: ({ kind }) => {
        if (kind === 'upload-put') arrived.add(registry.host);
        if (arrived.size === 2) stop.now();
        return false;
      },
    });
  }
  const target = `${pair.target.host}/mirror\n${other.host}/mirror`;
  const report = await pair.mirror(['app:1'], { target }, stop);
  expect(statesOf(report)).toEqual(['failed', 'failed']);
  expect([pair.target.openUploads, other.openUploads]).toEqual([0, 0]);
});

describe('what hangs is left as it is when the run must have tidied up', () => {
  test.each<readonly [string, (request: RequestRecord) => boolean]>([
    ['an upload that is opened', ({ kind }) => kind === 'upload-post'],
    ['an upload that is cancelled', ({ kind }) => kind === 'upload-delete'],
    ['the tag', putsTag],
  ])('%s', async (_name, isMeant) => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    buildImage(pair.source, 'done', '1', { seed: 'done' });
    await pair.mirror(['done:1']);
    const stop = useStop();
    const { reached } = holdWhen(pair, isMeant);
    const finished: Task[] = [];
    const progress = { ...silentProgress, finished: (task: Task) => finished.push(task) };
    const running = pair.mirror(['app:1', 'done:1'], {}, { ...stop, progress });
    await reached;
    // What is settled by then is told of as it is.
    await eventually(() => {
      expect(finished).toHaveLength(1);
    });
    stop.now();
    stop.giveUp();
    const report = await running;
    expect(statesOf(report)).toEqual(['failed', 'skipped: up-to-date']);
    expect(explain(report)).toMatch(/^The run was stopped /);
    expect(report.interrupted).toBe(true);
  });

  test('what heeds no signal', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const stop = useStop();
    const asked = closedGate();
    const hanging: Partial<ImageTarget> = { headManifest: async () => hang(asked) };
    const changeTarget = (target: ImageTarget): ImageTarget => Object.assign(target, hanging);
    const running = pair.mirror(['app:1'], {}, { ...stop, changeTarget });
    await asked.opened;
    stop.now();
    stop.giveUp();
    expect(statesOf(await running)).toEqual(['failed']);
  });

  test('an upload that is cancelled without a limit', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const stop = useStop();
    const [cancelled, done] = [closedGate(), closedGate()];
    const upload = { finish: async () => hang(cancelled), cancel: async () => hang(cancelled) };
    const changeTarget = (target: ImageTarget): ImageTarget =>
      Object.assign(target, { startUpload: async () => Promise.resolve(upload) });
    const progress = { ...silentProgress, finished: done.open };
    const running = pair.mirror(['app:1'], {}, { ...stop, changeTarget, progress });
    await Promise.all([cancelled.opened, done.opened]);
    stop.now();
    stop.giveUp();
    expect(statesOf(await running)).toEqual(['mirrored']);
  });

  test('GitHub’s answer: no image is named', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const stop = useStop();
    const change = async (): Promise<never> => {
      setImmediate(() => {
        stop.now();
        stop.giveUp();
      });
      return new Promise(() => undefined);
    };
    const trigger = { kind: 'pull-request', isBaseCheckout: false, isProposal: true, change } as const;
    const report = await pair.mirror(['app:1'], {}, { ...stop, trigger });
    expect(report).toMatchObject({ interrupted: true, images: [], scope: { kind: 'all', files: 0 } });
    expect(report.warnings).toEqual([
      'The run was stopped by SIGTERM. Run it again: what is copied already stays.',
      'The run was stopped before it was known which images it is of: this report names none of them.',
    ]);
  });
});

describe('a run that is stopped before it asks a registry asks none', () => {
  test('and names no image where it had not begun', async () => {
    const pair = await usePair();
    const stop = useStop();
    stop.now();
    const report = await pair.mirror(['app:1', 'app:2'], {}, stop);
    expect(report).toMatchObject({ interrupted: true, images: [] });
    expect([...pair.source.requests, ...pair.target.requests]).toEqual([]);
  });

  test.each([
    ['its files are read', 'textNow'],
    ['it is read what they were before', 'textBefore'],
  ] as const)('and names its images where %s', async (_name, reading) => {
    const pair = await usePair();
    const stop = useStop();
    const text = `FROM ${pair.source.host}/app:1\n`;
    const meanwhile =
      <T>(which: string, read: T) =>
      async (): Promise<T> => {
        if (which === reading) stop.now();
        return Promise.resolve(read);
      };
    const trigger = changing(['images/0000/Dockerfile'], {
      isBaseCheckout: true,
      isProposal: true,
      textNow: meanwhile('textNow', { kind: 'text', text } as const),
      textBefore: meanwhile('textBefore', undefined),
      warnings: () => ['It could not be read.'],
    });
    const report = await pair.mirror(['app:1'], {}, { ...stop, trigger });
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report).trim()).toBe('The run was stopped before this image was done.');
    const told = 'The run was stopped by SIGTERM. Run it again: what is copied already stays.';
    expect([report.interrupted, report.warnings]).toEqual([true, [told]]);
    expect([...pair.source.requests, ...pair.target.requests]).toEqual([]);
  });
});

test.each<readonly [string, (request: RequestRecord) => boolean]>([
  ['the target', ({ kind }) => kind === 'manifest-head'],
  ['the source', ({ kind, path }) => kind === 'manifest-head' && path.startsWith('/v2/app/')],
])('an image whose tag is looked up at %s is told of as stopped, and not as unverified', async (_name, isMeant) => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  await pair.mirror(['app:1']);
  const stop = useStop();
  const { reached } = holdWhen(pair, isMeant);
  const running = pair.mirror(['app:1'], {}, stop);
  await reached;
  stop.now();
  const report = await running;
  expect(statesOf(report)).toEqual(['failed']);
  expect(explain(report).trim()).toBe('The run was stopped before this image was done.');
});
