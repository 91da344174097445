import { mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseReference } from '../../src/image/reference.js';
import type { OptionTexts } from '../../src/config/options.js';
import { parseImageName } from '../../src/image/image-name.js';
import { readOptions } from '../../src/config/read-options.js';
import type { Reachable } from '../../src/plan/allowed-registries.js';
import { planTasks } from '../../src/plan/tasks.js';
import { decideAllowed } from '../../src/tree/decide-allowed.js';
import type { KnownChange, Trigger } from '../../src/tree/known-change.js';
import { changing, counted, unknownChange } from '../support/changes.js';
import { makeWorkspace } from '../support/mirror.js';

type Texts = Readonly<Record<string, string>>;

interface Situation {
  /** what the workspace holds, by path */
  readonly now?: Texts;
  /** what the base holds */
  readonly base?: Texts;
  /** what the pull request changes; by default all files that differ */
  readonly change?: Partial<Pick<KnownChange, 'files' | 'gone'>>;
  /** images that the run is of, by their files */
  readonly images: Texts;
  readonly inputs?: OptionTexts;
  readonly trigger?: Trigger;
  readonly prepare?: (workspace: string) => Promise<unknown>;
}

interface Decided extends Reachable {
  /** paths whose text of the base was asked for */
  readonly read: readonly string[];
}

async function decide(situation: Situation): Promise<Decided> {
  const { now = {}, base = {}, images, inputs = {} } = situation;
  const workspace = await makeWorkspace(now);
  await situation.prepare?.(workspace);
  const config = readOptions({ target: 'target.test/mirror', ...inputs });
  const named = Object.entries(images).map(([file, image]) => ({
    use: { file, line: 1 },
    name: parseImageName(image),
  }));
  const read: string[] = [];
  const differing = Object.keys(now).filter((path) => now[path] !== base[path]);
  const files =
    situation.change?.files ?? new Map(differing.map((path) => [path, path in base ? path : undefined] as const));
  const textBefore = async (path: string): Promise<string | undefined> => {
    read.push(path);
    const was = files.has(path) ? files.get(path) : path;
    return Promise.resolve(was === undefined ? undefined : base[was]);
  };
  const gone = situation.change?.gone ?? new Set(Object.keys(base).filter((path) => !(path in now)));
  const trigger = situation.trigger ?? changing([], { files, gone, textBefore });
  return { ...(await decideAllowed(planTasks(named, config).tasks, workspace, config, trigger)), read };
}

function registriesOf({ allowed }: Reachable): readonly string[] {
  return allowed.kind === 'all' ? ['all'] : [...allowed.registries].sort();
}

const [a, b, c] = ['images/a/Dockerfile', 'images/b/Dockerfile', 'images/c/Dockerfile'];

describe('without "allowed-registries"', () => {
  test.each(['merge-group', 'push'] as const)('the tree is trusted by a run for a %s', async (kind) => {
    const { trigger, asked } = counted(changing([a], { kind }));
    const decided = await decide({ images: { [a]: 'r.test/x:1' }, trigger });
    expect([decided.allowed, decided.trusted, asked()]).toEqual([{ kind: 'all' }, ['r.test'], 0]);
  });

  test.each(['', 'schedule', 'workflow_dispatch'])(
    'the tree is trusted by a run that changes nothing: %j',
    async (event) => {
      const decided = await decide({ images: { [a]: 'r.test/x:1' }, trigger: { kind: 'none', event } });
      expect([decided.allowed, decided.trusted]).toEqual([{ kind: 'all' }, ['r.test']]);
    },
  );

  test.each<[string, Situation, readonly string[], readonly string[]]>([
    [
      'what a file named before it',
      { now: { [a]: 'FROM r.test/x:2' }, base: { [a]: 'FROM r.test/x:1' }, images: { [a]: 'r.test/x:2' } },
      ['r.test'],
      [a],
    ],
    [
      'what another one names, of which one is read as it was',
      {
        now: { [a]: 'FROM r.test/x:1', [b]: 'FROM r.test/y:1', [c]: 'FROM r.test/z:1' },
        base: { [a]: 'FROM r.test/x:1', [b]: 'FROM r.test/y:1' },
        images: { [c]: 'r.test/z:1' },
      },
      ['r.test'],
      [a],
    ],
    [
      'what a file that it removes named',
      { now: { [c]: 'FROM r.test/x:1' }, base: { [a]: 'FROM r.test/x:1' }, images: { [c]: 'r.test/x:1' } },
      ['r.test'],
      [a],
    ],
    [
      'what a file that it renames named',
      {
        now: { [c]: 'FROM r.test/x:2' },
        base: { [a]: 'FROM r.test/x:1' },
        change: { files: new Map([[c, a]]), gone: new Set([a]) },
        images: { [c]: 'r.test/x:2' },
      },
      ['r.test'],
      [c],
    ],
    [
      'what another file that it changes named',
      {
        now: { [a]: 'FROM scratch', [c]: 'FROM r.test/x:1' },
        base: { [a]: 'FROM r.test/x:1' },
        images: { [c]: 'r.test/x:1' },
      },
      ['r.test'],
      [a],
    ],
    [
      'what a file says by its arguments',
      {
        now: { [a]: 'ARG R=r.test\nFROM $R/x:2' },
        base: { [a]: 'ARG R=r.test\nFROM $R/x:1' },
        images: { [a]: 'r.test/x:2' },
      },
      ['r.test'],
      [a],
    ],
    [
      'Docker Hub, by whichever of its names',
      { now: { [a]: 'FROM x:2' }, base: { [a]: 'FROM index.docker.io/x:1' }, images: { [a]: 'x:2' } },
      ['docker.io'],
      [a],
    ],
    [
      'the target’s',
      { now: { [a]: 'x' }, images: { [a]: 'r.test/x:1' }, inputs: { target: 'r.test/m,t.test/m' } },
      [],
      [],
    ],
  ])('a pull request may name %s', async (_name, situation, registries, read) => {
    const decided = await decide(situation);
    const targets = readOptions({ target: 'target.test/m', ...situation.inputs }).targets.map(
      ({ registry }) => registry,
    );
    expect(registriesOf(decided)).toEqual([...registries, ...targets].sort());
    expect([...decided.trusted].sort()).toEqual([...registries, ...targets].sort());
    expect(decided.read).toEqual(read);
  });

  test.each<[string, Situation]>([
    ['by a new file', { now: { [a]: 'FROM evil.test/x:1' }, images: { [a]: 'evil.test/x:1' } }],
    [
      'by a new line',
      { now: { [a]: 'FROM evil.test/x:1' }, base: { [a]: 'FROM r.test/x:1' }, images: { [a]: 'evil.test/x:1' } },
    ],
    [
      'by two new files',
      {
        now: { [a]: 'FROM evil.test/x:1', [b]: 'FROM evil.test/y:1' },
        images: { [a]: 'evil.test/x:1', [b]: 'evil.test/y:1' },
      },
    ],
    [
      'by a file that is no Dockerfile of the tree, and is made one',
      {
        now: { [a]: 'FROM evil.test/x:1' },
        base: { 'docs/sample.txt': 'FROM evil.test/x:1' },
        change: { files: new Map([[a, 'docs/sample.txt']]), gone: new Set(['docs/sample.txt']) },
        images: { [a]: 'evil.test/x:1' },
      },
    ],
    [
      'by a file that only seems to be unchanged: the pull request has gone on since the run was started',
      {
        now: { [a]: 'FROM evil.test/x:1', [b]: 'FROM evil.test/y:1' },
        base: { [b]: 'FROM r.test/y:1' },
        change: { files: new Map([[a, undefined]]), gone: new Set() },
        images: { [a]: 'evil.test/x:1' },
      },
    ],
    [
      'in a comment, and as a stage’s name',
      {
        now: { [a]: 'FROM evil.test/x:1' },
        base: { [a]: '# FROM evil.test/x:1\nFROM r.test/x:1 AS evil.test/x' },
        images: { [a]: 'evil.test/x:1' },
      },
    ],
    [
      'as scratch, which is no image of Docker Hub',
      { now: { [a]: 'FROM x:1' }, base: { [a]: 'FROM scratch' }, images: { [a]: 'x:1' } },
    ],
    [
      'on another port',
      { now: { [a]: 'FROM r.test:22/x:1' }, base: { [a]: 'FROM r.test/x:1' }, images: { [a]: 'r.test:22/x:1' } },
    ],
    [
      'by a link to what is no Dockerfile of the tree',
      {
        now: { [a]: 'FROM evil.test/x:1', 'docs/sample.txt': 'FROM evil.test/x:1' },
        base: { 'docs/sample.txt': 'FROM evil.test/x:1' },
        change: {
          files: new Map([
            [a, undefined],
            [b, undefined],
          ]),
          gone: new Set(),
        },
        images: { [a]: 'evil.test/x:1' },
        prepare: async (workspace) => link(workspace, b, '../../docs/sample.txt'),
      },
    ],
    [
      'by an old link to a link that it brings',
      {
        now: { [a]: 'FROM evil.test/x:1', 'docs/sample.txt': 'FROM evil.test/x:1', lead: 'x' },
        base: { 'docs/sample.txt': 'FROM evil.test/x:1' },
        change: {
          files: new Map([
            [a, undefined],
            ['lead', 'lead'],
          ]),
          gone: new Set(),
        },
        images: { [a]: 'evil.test/x:1' },
        prepare: async (workspace) => {
          await rm(join(workspace, 'lead'));
          await symlink('docs/sample.txt', join(workspace, 'lead'));
          await link(workspace, b, '../../lead');
        },
      },
    ],
  ])('a pull request may not bring a registry %s', async (_name, situation) => {
    const decided = await decide(situation);
    expect(decided.allowed).toMatchObject({ kind: 'before', what: 'pull request #7' });
    expect([registriesOf(decided), decided.trusted]).toEqual([['target.test'], ['target.test']]);
  });

  test('a tree of links is read where they lead', async () => {
    const real = 'services/a/Dockerfile';
    const decided = await decide({
      now: { [real]: 'FROM r.test/x:2' },
      base: { [real]: 'FROM r.test/x:1' },
      images: { [a]: 'r.test/x:2' },
      prepare: async (workspace) => link(workspace, a, `../../${real}`),
    });
    expect([registriesOf(decided), decided.read]).toEqual([['r.test', 'target.test'], [real]]);
  });

  test('of many unchanged files a few are read as they were', async () => {
    const paths = Array.from({ length: 20 }, (_item, index) => `images/${index}/Dockerfile`);
    const now = Object.fromEntries(paths.map((path) => [path, 'FROM evil.test/x:1']));
    const change = { files: new Map([[a, undefined]]), gone: new Set<string>() };
    const one = await decide({ now, change, images: { [a]: 'evil.test/x:1' } });
    expect([registriesOf(one), one.read.length]).toEqual([['target.test'], 3]);
    const two = await decide({ now, change, images: { [a]: 'evil.test/x:1', [b]: 'rare.test/x:1' } });
    expect([registriesOf(two), two.read.length]).toEqual([['target.test'], 3]);
  });

  test('where nobody knows what a pull request changes, it may name the targets’ alone', async () => {
    const decided = await decide({ images: { [a]: 'r.test/x:1' }, trigger: unknownChange() });
    expect(decided.allowed).toEqual({ kind: 'unknown', why: 'Nobody knows.', registries: new Set(['target.test']) });
  });

  test.each([
    ['that nobody read the texts before is said, and not that none names it', ['GitHub did not answer.'], 'unknown'],
    ['where all were read, none named it', [], 'before'],
  ])('%s', async (_name, warnings, kind) => {
    const trigger = changing([a], { warnings: () => warnings });
    const { allowed } = await decide({ images: { [a]: 'r.test/x:1' }, trigger });
    expect(allowed).toMatchObject({ kind, ...(kind === 'unknown' ? { why: 'GitHub did not answer.' } : {}) });
    expect(registriesOf({ allowed, trusted: [] })).toEqual(['target.test']);
  });

  test.each(['pull_request_review', 'pull_request_review_comment'])(
    'what a pull request brings is checked out for %s, and what it changes is not read',
    async (event) => {
      const { allowed } = await decide({ images: { [a]: 'r.test/x:1' }, trigger: { kind: 'none', event } });
      expect(allowed).toMatchObject({ kind: 'unknown', registries: new Set(['target.test']) });
      expect(allowed.kind === 'unknown' && allowed.why).toContain(`and not for ${event}.`);
    },
  );

  test('a registry that a line was of before is trusted, too', async () => {
    const workspace = await makeWorkspace({});
    const config = readOptions({ target: 'target.test/m' });
    const use = { file: a, line: 1, former: parseReference('old.test/x:1') };
    const { tasks } = planTasks([{ use, name: parseImageName('evil.test/x:1') }], config);
    const { trusted } = await decideAllowed(tasks, workspace, config, changing([a]));
    expect(trusted).toEqual(['target.test', 'old.test']);
  });

  test('nothing is asked where no source is, or where there is no image', async () => {
    for (const situation of [{ inputs: { mode: 'verify' }, images: { [a]: 'evil.test/x:1' } }, { images: {} }]) {
      const { trigger, asked } = counted(changing([a]));
      const decided = await decide({ ...situation, trigger });
      expect([decided.allowed, decided.trusted, asked()]).toEqual([{ kind: 'all' }, [], 0]);
    }
  });
});

async function link(workspace: string, path: string, target: string): Promise<void> {
  await mkdir(dirname(join(workspace, path)), { recursive: true });
  await symlink(target, join(workspace, path));
}

describe('"allowed-registries"', () => {
  test.each<[string, Trigger]>([
    ['a pull request', changing([a])],
    ['a pull request that changes nobody knows what', unknownChange()],
    ['a push', changing([a], { kind: 'push' })],
    ['a terminal', { kind: 'none', event: '' }],
  ])('says it for %s', async (_name, trigger) => {
    const inputs = { 'allowed-registries': 'ghcr.io, index.docker.io' };
    const decided = await decide({ images: { [a]: 'evil.test/x:1' }, inputs, trigger });
    expect(decided.allowed).toEqual({ kind: 'listed', registries: new Set(['ghcr.io', 'docker.io']) });
    expect(decided.trusted).toEqual([]);
  });

  test('as "*" allows all, and trusts what the tree named before', async () => {
    const inputs = { 'allowed-registries': '*' };
    const images = { [a]: 'evil.test/x:1', [b]: 'r.test/x:1' };
    const now = { [a]: 'FROM evil.test/x:1', [b]: 'FROM r.test/x:1' };
    const decided = await decide({ images, now, base: { [b]: 'FROM r.test/x:1' }, inputs });
    expect(decided.allowed).toEqual({ kind: 'all' });
    expect(decided.trusted).toContain('r.test');
    expect(decided.trusted).not.toContain('evil.test');
    const merged = await decide({ images, inputs, trigger: { kind: 'none', event: '' } });
    expect(merged.trusted).toEqual(['evil.test', 'r.test']);
  });
});
