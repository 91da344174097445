import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import type { OptionTexts } from '../../src/config/options.js';
import { ConfigurationError } from '../../src/runtime/errors.js';
import { formatCanonical, parseReference } from '../../src/image/reference.js';
import type { NamedImage } from '../../src/plan/named-image.js';
import { type TaskList, planTasks } from '../../src/plan/tasks.js';
import { unreachable } from '../support/jest/testing.js';
import { configOf, digestNamed, named, useOf } from './plans.js';

function plan(images: readonly NamedImage[], texts: OptionTexts = {}): TaskList {
  return planTasks(images, configOf(texts));
}

function targetsOf({ tasks }: TaskList): readonly string[] {
  return tasks.map(({ target }) => formatCanonical(target));
}

const one = digestNamed('one');
const two = digestNamed('two');

test('no images, no tasks', () => {
  expect(plan([])).toEqual({ tasks: [], finished: [], leftOut: 0, warnings: [] });
});

test('T3 six spellings of one image are one task, with six uses that keep their own', () => {
  const spellings = [
    'almalinux:8',
    'library/almalinux:8',
    'docker.io/almalinux:8',
    'docker.io/library/almalinux:8',
    'index.docker.io/library/almalinux:8',
    'registry-1.docker.io/library/almalinux:8',
  ];
  const list = plan(spellings.map((spelling, index) => named(spelling, String(index))));
  expect(list.finished).toEqual([]);
  expect(list.tasks).toEqual([
    {
      source: { registry: 'docker.io', repository: 'library/almalinux', tag: '8' },
      target: { registry: 'ghcr.io', repository: 'acme/mirror/docker.io/library/almalinux', tag: '8' },
      uses: spellings.map((spelling, index) => useOf(String(index), spelling)),
      platforms: [],
    },
  ]);
});

test('a glob of exclude that matches nothing is warned of: it may be misspelled', () => {
  const exclude = 'postgres*, docker.io/library/redis*';
  expect(plan([named('redis:7'), named('postgres:14')], { exclude }).warnings).toEqual([
    expect.stringContaining('"postgres*" matches no image'),
  ]);
});

test.each([
  ['alpine*', 'Write "**/alpine*": "*" stops at "/".'],
  ['alpin', 'here docker.io/library/alpine:3, docker.io/library/redis:7, quay.io/a/b:1 and 1 more.'],
])('of such a glob, %s, it is said what there is, and how to write what was meant', (only, words) => {
  const images = ['alpine:3', 'redis:7', 'quay.io/a/b:1', 'quay.io/a/b:2', 'redis:7'].map((image) => named(image));
  expect(plan(images, { only }).warnings).toEqual([expect.stringContaining(words)]);
  expect(plan([], { only }).warnings).toEqual([expect.stringMatching(/such as docker\.io\/library\/postgres:14\.$/)]);
});

test('N1 tasks stand in the order of their first use', () => {
  const list = plan([named('redis:7'), named('postgres:14'), named('quay.io/a/b:1'), named('redis:7', 'b')]);
  expect(targetsOf(list)).toEqual([
    'ghcr.io/acme/mirror/docker.io/library/redis:7',
    'ghcr.io/acme/mirror/docker.io/library/postgres:14',
    'ghcr.io/acme/mirror/quay.io/a/b:1',
  ]);
});

describe('T4 scratch is settled', () => {
  test.each(['scratch', 'Scratch', 'SCRATCH'])('%s', (image) => {
    expect(plan([named(image)])).toEqual({
      tasks: [],
      leftOut: 0,
      warnings: [],
      finished: [
        {
          uses: [useOf('a', image)],
          canonical: 'scratch',
          outcome: { state: 'skipped', reason: 'scratch', warnings: [] },
        },
      ],
    });
  });

  test.each(['quay.io/a/scratch', 'scratchy', 'acme/scratch:1'])('%s is an image like any other', (image) => {
    expect(plan([named(image)]).tasks).toHaveLength(1);
  });
});

describe('T9 a pin', () => {
  test('beside a tag is the task’s pin, and the tag its name', () => {
    const [task] = plan([named(`redis:7@${one}`)]).tasks;
    expect(task?.digest).toBe(one);
    expect(task?.source).toEqual({ registry: 'docker.io', repository: 'library/redis', tag: '7' });
    expect(task?.target.tag).toBe('7');
  });

  test('without a tag is kept under a tag made of it', () => {
    const [task] = plan([named(`redis@${one}`)]).tasks;
    expect(task?.digest).toBe(one);
    expect(task?.source).toEqual({ registry: 'docker.io', repository: 'library/redis', digest: one });
    expect(task?.target.tag).toBe(`pinned-${one.replace(':', '-')}`);
  });

  test('serves those too that use the tag without it', () => {
    const list = plan([named('redis:7', 'a'), named(`redis:7@${one}`, 'b'), named('redis:7', 'c')]);
    expect(list.tasks).toHaveLength(1);
    expect(list.tasks[0]?.digest).toBe(one);
    expect(list.tasks[0]?.uses).toHaveLength(3);
  });

  test('that two files share is one pin', () => {
    expect(plan([named(`redis:7@${one}`, 'a'), named(`library/redis:7@${one}`, 'b')]).tasks).toHaveLength(1);
  });

  test('of one digest with and without a tag is two tasks: two tags lead to it', () => {
    const list = plan([named(`redis:7@${one}`, 'a'), named(`redis@${one}`, 'b')]);
    expect(list.tasks.map(({ digest }) => digest)).toEqual([one, one]);
    expect(new Set(targetsOf(list)).size).toBe(2);
  });

  test('that contradicts another is no contradiction without a tag', () => {
    expect(plan([named(`redis@${one}`, 'a'), named(`redis@${two}`, 'b')]).tasks).toHaveLength(2);
  });
});

describe('B1 two pins of one tag', () => {
  const warning = `docker.io/library/redis:7 is pinned to different digests: ${one.slice(0, 19)} in images/a/Dockerfile:1, ${two.slice(0, 19)} in images/b/Dockerfile:1. Each of them is kept under a tag of its own, and the tag 7 follows the one that the source has under it. Bump the files together.`;

  test('are a task each, under a tag made of the digest, and one more of the tag, which names both files', () => {
    const list = plan([named(`redis:7@${one}`, 'a'), named(`redis:7@${two}`, 'b'), named('postgres:14', 'c')]);
    expect(list.finished).toEqual([]);
    expect(list.tasks).toMatchObject([
      { source: { tag: '7' }, target: { tag: '7' }, contest: { pins: [one, two], isNeeded: false, warning } },
      { source: { tag: '14' } },
      { source: { digest: one }, digest: one, target: { tag: `pinned-${one.replace(':', '-')}` } },
      { source: { digest: two }, digest: two, target: { tag: `pinned-${two.replace(':', '-')}` } },
    ]);
    expect(list.tasks.map(({ uses }) => uses.map(({ file }) => file))).toEqual([
      ['images/a/Dockerfile', 'images/b/Dockerfile'],
      ['images/c/Dockerfile'],
      ['images/a/Dockerfile'],
      ['images/b/Dockerfile'],
    ]);
    expect(list.tasks.map(({ digest, contest }) => [digest, contest?.pins.length])).toEqual([
      [undefined, 2],
      [undefined, undefined],
      [one, undefined],
      [two, undefined],
    ]);
  });

  test('share a digest’s task with whoever pins it otherwise', () => {
    const images = [`redis:7@${one}`, `redis:7@${two}`, `redis:7.2@${one}`, `redis:7.2@${two}`, `redis@${one}`];
    const list = plan(images.map((image, index) => named(image, String(index))));
    expect(targetsOf(list)).toHaveLength(4);
    expect(new Set(targetsOf(list)).size).toBe(4);
    expect(list.tasks.find(({ digest }) => digest === one)?.uses).toHaveLength(3);
  });

  test('leave the tag’s row to those who name it without a pin, and these need it', () => {
    const list = plan([named(`redis:7@${one}`, 'a'), named(`redis:7@${two}`, 'b'), named('redis:7', 'c')]);
    expect(list.tasks[0]).toMatchObject({ contest: { isNeeded: true }, uses: [useOf('c', 'redis:7')] });
  });

  test('are told of a change at the digest, and not at the tag', () => {
    const use = { ...useOf('a', `redis:7@${one}`), former: parseReference('redis:6'), warnings: ['odd'], stage: 'x' };
    const list = plan([named(`redis:7@${one}`, 'a', { use }), named(`redis:7@${two}`, 'b')]);
    expect(list.tasks[0]?.uses[0]).toEqual({ ...useOf('a', `redis:7@${one}`), stage: 'x' });
    expect(list.tasks.find(({ digest }) => digest === one)?.uses).toEqual([use]);
  });

  test('of more files than two are told by a place each', () => {
    const images = [one, two, one, one].map((pin, index) => named(`redis:7@${pin}`, String(index)));
    expect(plan(images).tasks[0]?.contest?.warning).toContain('in images/0/Dockerfile:1 and 2 more places, ');
  });

  test('of which the run is of one alone: the other is kept, for the tag may move away from it', () => {
    const list = plan([named(`redis:7@${one}`), named(`redis:7@${two}`, 'b', { isOutOfScope: true })]);
    expect(list.tasks.map(({ digest, isBystander }) => [digest, isBystander])).toEqual([
      [undefined, undefined],
      [one, undefined],
      [two, true],
    ]);
    expect(list.tasks[0]?.contest?.warning).toContain('in images/b/Dockerfile:1');
    expect(list.tasks[0]?.uses.map(({ file }) => file)).toEqual(['images/a/Dockerfile']);
  });

  test('of which the run is of none are no task', () => {
    const aside = { isOutOfScope: true } as const;
    const images = [
      named(`redis:7@${one}`, 'a', aside),
      named(`redis:7@${two}`, 'b', aside),
      named('postgres:14', 'c'),
    ];
    expect(targetsOf(plan(images))).toEqual(['ghcr.io/acme/mirror/docker.io/library/postgres:14']);
  });
});

describe('T9 a name that is none is a failure of its own', () => {
  test.each([
    ['', 'the repository name is empty'],
    ['f'.repeat(64), 'image ID'],
    ['Redis:7', 'upper-case letters'],
    [`redis:${'t'.repeat(129)}`, '129 characters'],
    ['redis:', 'is no tag'],
    ['redis@sha256:12', 'is no digest'],
    ['https://quay.io/a/b', '"https:" is no registry host. Write it without https://'],
    ['a b', 'is no part of a repository name'],
  ])('%j: %s', (image, what) => {
    const list = plan([named(image), named('postgres:14', 'b')]);
    expect(list.tasks).toHaveLength(1);
    expect(list.finished).toEqual([
      {
        uses: [useOf('a', image)],
        outcome: { state: 'failed', message: expect.stringContaining(what), warnings: [] },
      },
    ]);
  });

  test('a problem found with the file itself goes first, whatever the name is', () => {
    const list = plan([named('scratch', 'a', { problem: 'The folder says otherwise.' })]);
    expect(list).toEqual({
      tasks: [],
      leftOut: 0,
      warnings: [],
      finished: [
        {
          uses: [useOf('a', 'scratch')],
          outcome: { state: 'failed', message: 'The folder says otherwise.', warnings: [] },
        },
      ],
    });
  });
});

describe('T12 what is not mirrored is settled, with its canonical name', () => {
  test.each([
    ['ghcr.io/acme/app:1', {}, 'internal'],
    ['registry.acme.io/app', { internal: 'registry.acme.io' }, 'internal'],
    ['quay.io/acme/app', { internal: 'quay.io/acme' }, 'internal'],
    ['postgres:14', { exclude: 'docker.io/library/*' }, 'excluded'],
    ['ghcr.io/acme/app:1', { exclude: 'ghcr.io/**' }, 'internal'],
  ])('%s with %j is %s', (image, texts, reason) => {
    const list = plan([named(image)], texts);
    expect(list.tasks).toEqual([]);
    expect(list.finished).toMatchObject([{ outcome: { state: 'skipped', reason } }]);
    expect(list.finished[0]?.canonical).toMatch(/^[^/]+\.io\/.+:/);
  });

  const both = 'ghcr.io/acme/mirror, registry.acme.io/mirror';

  test.each<[string, OptionTexts, readonly string[]]>([
    ['ghcr.io/acme/app:1', { target: both }, ['registry.acme.io/mirror/ghcr.io/acme/app:1']],
    ['registry.acme.io/app:1', { target: both }, ['ghcr.io/acme/mirror/registry.acme.io/app:1']],
    ['ghcr.io/acme/app:1', { target: both, internal: 'ghcr.io/acme' }, []],
    ['ghcr.io/acme/app:1', { target: both, exclude: 'ghcr.io/**' }, []],
    ['ghcr.io/acme/app:1', { target: 'ghcr.io/acme/one, ghcr.io/acme/two' }, []],
  ])('of several targets each decides for itself: %s with %j', (image, texts, targets) => {
    const list = plan([named(image)], texts);
    expect(targetsOf(list)).toEqual(targets);
    expect(list.finished).toMatchObject([
      {
        canonical: image,
        outcome: { state: 'skipped', reason: texts.exclude === undefined ? 'internal' : 'excluded' },
      },
    ]);
  });

  test.each([
    ['quay.io/acme2/app', { internal: 'quay.io/acme' }],
    ['postgres:14', { internal: 'docker.io/lib' }],
    ['postgres:14', { exclude: 'postgres' }],
  ])('%s with %j is mirrored', (image, texts) => {
    expect(plan([named(image)], texts).tasks).toHaveLength(1);
  });
});

describe('an image that is out of scope', () => {
  const aside = { isOutOfScope: true } as const;

  test('is no task, is in no row, and is not counted as left out', () => {
    const images = [named('redis:7', 'a', aside), named('UPPER', 'b', aside), named('scratch', 'c', aside)];
    const expected = { tasks: [], finished: [], leftOut: 0, warnings: [] };
    expect(planTasks(images, configOf({ only: '**/postgres*' }), false)).toEqual(expected);
  });

  test('adds its pin and its platform to a task of the same name, and no use', () => {
    const images = [
      named('redis:7'),
      named(`docker.io/redis:7@${one}`, 'b', { ...aside, platform: 'linux/arm64' }),
      named('postgres:14', 'c', aside),
    ];
    expect(plan(images).tasks).toMatchObject([
      { digest: one, platforms: [{ os: 'linux', architecture: 'arm64' }], uses: [useOf('a', 'redis:7')] },
    ]);
  });

  test('is refused beside one of the run that would be kept under its name, and not beside another such', () => {
    const beside = named('quay.io/a/tool:1', 'b', aside);
    expect(() => plan([named('ghcr.io/b/tool:1'), beside], { naming: '{name}' })).toThrow(
      'ghcr.io/b/tool (images/a/Dockerfile:1) and quay.io/a/tool (images/b/Dockerfile:1)',
    );
    expect(plan([named('ghcr.io/b/tool:1', 'a', aside), beside], { naming: '{name}' }).tasks).toEqual([]);
  });
});

describe('N2 two sources under one name', () => {
  test('are refused, and both files named', () => {
    const images = [named('quay.io/a/tool:1', 'first'), named('ghcr.io/b/tool:1', 'second')];
    expect(() => plan(images, { naming: '{name}' })).toThrow(ConfigurationError);
    expect(() => plan(images, { naming: '{name}' })).toThrow(
      'naming: quay.io/a/tool (images/first/Dockerfile:1) and ghcr.io/b/tool (images/second/Dockerfile:1) would be kept under one name, ghcr.io/acme/mirror/tool:1.',
    );
  });

  test('three are named as a list', () => {
    const images = [named('quay.io/a/tool:1', 'x'), named('ghcr.io/b/tool:1', 'y'), named('docker.io/c/tool:1', 'z')];
    expect(() => plan(images, { naming: '{name}' })).toThrow(
      'naming: quay.io/a/tool (images/x/Dockerfile:1), ghcr.io/b/tool (images/y/Dockerfile:1) and docker.io/c/tool (images/z/Dockerfile:1) would be',
    );
  });

  test('are told all at once', () => {
    const images = ['quay.io/a/x:1', 'ghcr.io/b/x:1', 'quay.io/a/y:2', 'ghcr.io/b/y:2'].map((image) => named(image));
    try {
      plan(images, { naming: '{name}' });
      unreachable();
    } catch (error) {
      expect(error).toHaveProperty('problems', [expect.stringContaining('/x:1'), expect.stringContaining('/y:2')]);
    }
  });

  test('are none where their tags differ', () => {
    const list = plan([named('quay.io/a/tool:1'), named('ghcr.io/b/tool:2')], { naming: '{name}' });
    expect(list.tasks).toHaveLength(2);
  });

  test('are none where one of them is not mirrored', () => {
    const images = [named('quay.io/a/tool:1'), named('ghcr.io/b/tool:1')];
    expect(plan(images, { naming: '{name}', exclude: 'quay.io/**' }).tasks).toHaveLength(1);
  });
});

describe('N3 a name that the target does not take', () => {
  test('fails its image, and others go on', () => {
    const list = plan([named('quay.io/a__b/c:1', 'a'), named('postgres:14', 'b')], {
      target: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/m',
    });
    expect(list.tasks).toHaveLength(1);
    expect(list.finished).toMatchObject([
      { canonical: 'quay.io/a__b/c:1', uses: [useOf('a', 'quay.io/a__b/c:1')], outcome: { state: 'failed' } },
    ]);
    expect(list.finished[0]?.outcome).toHaveProperty('message', expect.stringContaining('"__"'));
  });
});

describe('N4 one task for one target, however many files name it', () => {
  test('the warnings of a place stay with that place', () => {
    const odd = { ...useOf('b', 'redis:7'), warnings: ['odd'] };
    const list = plan([named('redis:7', 'a'), named('redis:7', 'b', { use: odd })]);
    expect(list.tasks[0]?.uses).toEqual([useOf('a', 'redis:7'), odd]);
  });

  test('of any images there is one task or one settled row for each use, and one more of a tag whose pins differ', () => {
    const image = fc.oneof(
      fc.constantFrom('postgres', 'redis:7', `redis:7@${one}`, `redis:7@${two}`, 'scratch', 'ghcr.io/acme/x', 'A:b'),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(image, { maxLength: 12 }), (images) => {
        const list = plan(images.map((name, index) => named(name, String(index))));
        const rows = [...list.tasks.filter(({ contest }) => contest === undefined), ...list.finished];
        const ofTagsAlone = list.tasks.flatMap(({ contest, uses }) => (contest?.isNeeded === true ? uses : []));
        const uses = [...rows.flatMap((entry) => entry.uses), ...ofTagsAlone].map(({ file }) => file);
        expect(uses.toSorted()).toEqual(images.map((_name, index) => `images/${index}/Dockerfile`).toSorted());
        expect(new Set(targetsOf(list)).size).toBe(list.tasks.length);
      }),
    );
  });
});

describe('T7 platforms', () => {
  test('of the input and of the flags are wanted, each once', () => {
    const list = plan(
      [
        named('redis:7', 'a', { platform: 'linux/arm64' }),
        named('redis:7', 'b', { platform: 'linux/arm64/v8' }),
        named('redis:7', 'c', { platform: 'linux/arm/v7' }),
        named('postgres:14', 'd'),
      ],
      { platforms: 'linux/amd64, linux/x86_64' },
    );
    expect(list.tasks.map(({ platforms }) => platforms)).toEqual([
      [
        { os: 'linux', architecture: 'amd64' },
        { os: 'linux', architecture: 'arm64' },
        { os: 'linux', architecture: 'arm64', variant: 'v8' },
        { os: 'linux', architecture: 'arm', variant: 'v7' },
      ],
      [{ os: 'linux', architecture: 'amd64' }],
    ]);
  });

  test.each(['foo', 'linux/arm/v7/x', 'linux/', 'linux/a b', ''])('%j is a failure of its image', (platform) => {
    const list = plan([named('redis:7', 'a', { platform }), named('postgres:14', 'b')]);
    expect(list.tasks).toHaveLength(1);
    expect(list.finished).toMatchObject([{ outcome: { state: 'failed' } }]);
    expect(list.finished[0]?.outcome).toHaveProperty(
      'message',
      expect.stringContaining(`Invalid platform "${platform}".`),
    );
  });
});

test('T11 a warning of a file is told even where its image is not mirrored', () => {
  const odd = { ...useOf('a', 'ghcr.io/acme/app:1'), warnings: ['The folder says otherwise.'] };
  const list = plan([named('ghcr.io/acme/app:1', 'a', { use: odd })]);
  expect(list.finished[0]?.uses).toEqual([odd]);
});
