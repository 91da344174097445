import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { matchUses } from '../../src/bump/match-uses.js';
import { findPreviousImages } from '../../src/bump/find-previous-images.js';
import { parseDockerfile } from '../../src/dockerfile/parse.js';
import { parseImageName } from '../../src/image/image-name.js';
import { formatPinned, parseReference } from '../../src/image/reference.js';
import type { NamedImage } from '../../src/plan/named-image.js';
import { digestNamed, named } from '../plan/plans.js';

const one = digestNamed('one');
const two = digestNamed('two');

type Lines = readonly string[];
type BuildArgs = Readonly<Record<string, string>>;

/** The images of a file, as the tree gives them. */
function imagesOf(text: string, file = 'Dockerfile', buildArgs: BuildArgs = {}): readonly NamedImage[] {
  const { images } = parseDockerfile(text, new Map(Object.entries(buildArgs)));
  return images.map(({ image, line, written, stage, instruction }) => ({
    name: parseImageName(image),
    ...(instruction === 'syntax' ? { isFrontend: true } : {}),
    use: { file, line, written, ...(stage === undefined ? {} : { stage }) },
  }));
}

/** `2: docker.io/library/postgres:14` for each line whose image was another one. */
async function bumps(before: Lines | undefined, now: Lines, buildArgs: BuildArgs = {}): Promise<readonly string[]> {
  const images = imagesOf(now.join('\n'), 'Dockerfile', buildArgs);
  const config = { buildArgs: new Map(Object.entries(buildArgs)) };
  const bumped = await findPreviousImages(images, async () => Promise.resolve(before?.join('\n')), config);
  expect(bumped.map(({ name, use: { line } }) => [name, line])).toEqual(
    images.map(({ name, use: { line } }) => [name, line]),
  );
  return bumped.flatMap(({ use: { line, former } }) =>
    former === undefined ? [] : [`${line}: ${formatPinned(former)}`],
  );
}

const hub = 'docker.io/library';

describe('T20 the bump of a frontend', () => {
  const frontend = `${hub.replace('library', 'docker')}/dockerfile`;

  test.each<[string, Lines, Lines, Lines]>([
    ['by a bot', ['# syntax=docker/dockerfile:1.8', 'FROM a:1'], ['# syntax=docker/dockerfile:1.9', 'FROM a:1'], ['1']],
    ['to a pin', ['# syntax=docker/dockerfile:1.8'], [`# syntax=docker/dockerfile:1.8@${one}`], ['1']],
    [
      'below another directive',
      ['# syntax=docker/dockerfile:1.8'],
      ['# check=skip=all', '# syntax=docker/dockerfile:1'],
      ['2'],
    ],
    ['to another image', ['# syntax=docker/dockerfile:1.8'], ['# syntax=acme/mocker:3'], ['1']],
    [
      'that is new has none before it',
      ['FROM docker/dockerfile:1.8'],
      ['# syntax=docker/dockerfile:1.9', 'FROM a:1'],
      [],
    ],
    [
      'that stayed',
      ['# syntax=docker/dockerfile:1.8', 'FROM docker/dockerfile:1.7'],
      ['# syntax=docker/dockerfile:1.8', 'FROM a:1'],
      [],
    ],
  ])('%s', async (_name, before, now, lines) => {
    const found = (await bumps(before, now)).filter((bump) => bump.includes('1.8'));
    expect(found).toEqual(lines.map((line) => `${line}: ${frontend}:1.8`));
  });

  test('is paired with the frontend, and never with a stage of the same repository', async () => {
    const before = ['# syntax=docker/dockerfile:1.8', 'FROM docker/dockerfile:1.7'];
    const now = ['# syntax=docker/dockerfile:1.7', 'FROM docker/dockerfile:1.8'];
    expect(await bumps(before, now)).toEqual([`1: ${frontend}:1.8`, `2: ${frontend}:1.7`]);
  });
});

describe('the bump of one image', () => {
  test.each<[string, string, string, string]>([
    ['a tag', 'postgres:14', 'postgres:15', `${hub}/postgres:14`],
    ['a tag to none', 'postgres:14', 'postgres', `${hub}/postgres:14`],
    ['no tag', 'postgres', 'postgres:15', `${hub}/postgres:latest`],
    ['a pin', `postgres:14@${one}`, `postgres:14@${two}`, `${hub}/postgres:14@${one}`],
    ['a pin without a tag', `postgres@${one}`, `postgres@${two}`, `${hub}/postgres@${one}`],
    ['tag and pin', `postgres:14@${one}`, `postgres:15@${two}`, `${hub}/postgres:14@${one}`],
    ['a pin that is new', 'postgres:14', `postgres:14@${two}`, `${hub}/postgres:14`],
    ['a pin that is gone', `postgres:14@${one}`, 'postgres:14', `${hub}/postgres:14@${one}`],
    ['a namespace', 'postgres:14', 'bitnami/postgres:15', `${hub}/postgres:14`],
    ['a registry', 'postgres:14', 'ghcr.io/acme/postgres:14', `${hub}/postgres:14`],
    ['a wholly different image', 'debian:12', 'alpine:3', `${hub}/debian:12`],
  ])('%s', async (_name, before, now, was) => {
    expect(await bumps([`FROM ${before}`], [`FROM ${now}`])).toEqual([`1: ${was}`]);
  });

  test.each([
    ['the same', 'postgres:14', 'postgres:14'],
    ['another spelling', 'postgres:14', 'index.docker.io/library/postgres:14'],
    ['the tag that is meant', 'postgres', 'postgres:latest'],
    ['scratch', 'scratch', 'SCRATCH'],
    ['to scratch', 'alpine:3', 'scratch'],
    ['from scratch', 'scratch', 'alpine:3'],
    ['from what was no name', 'Postgres:14', 'postgres:14'],
    ['to what is no name', 'postgres:14', 'Postgres:14'],
  ])('is none: %s', async (_name, before, now) => {
    expect(await bumps([`FROM ${before}`], [`FROM ${now}`])).toEqual([]);
  });

  test('is found on whatever line it stands now', async () => {
    expect(await bumps(['FROM a:1'], ['# why', '', 'FROM a:2'])).toEqual([`3: ${hub}/a:1`]);
  });
});

describe('of several images, each is its own', () => {
  test.each<[string, Lines, Lines, Lines]>([
    [
      'all bumped',
      ['FROM node:20 AS build', 'FROM nginx:1.27', 'COPY --from=busybox:1 /a /b'],
      ['FROM node:22 AS build', 'FROM nginx:1.28', 'COPY --from=busybox:2 /a /b'],
      [`1: ${hub}/node:20`, `2: ${hub}/nginx:1.27`, `3: ${hub}/busybox:1`],
    ],
    [
      'one of them bumped',
      ['FROM node:20 AS build', 'FROM nginx:1', 'COPY --from=busybox:1 /a /b'],
      ['FROM node:20 AS build', 'FROM nginx:1', 'COPY --from=busybox:2 /a /b'],
      [`3: ${hub}/busybox:1`],
    ],
    [
      'one image in two stages, one bumped',
      ['FROM node:20 AS build', 'FROM node:20'],
      ['FROM node:20 AS build', 'FROM node:22'],
      [`2: ${hub}/node:20`],
    ],
    [
      'one image in two stages, the first bumped',
      ['FROM node:20', 'FROM node:20'],
      ['FROM node:22', 'FROM node:20'],
      [`1: ${hub}/node:20`],
    ],
    [
      'two tags of one image, each bumped to the other’s',
      ['FROM node:20', 'FROM node:22'],
      ['FROM node:22', 'FROM node:24'],
      [`1: ${hub}/node:20`, `2: ${hub}/node:22`],
    ],
    [
      'the same in stages with names',
      ['FROM node:20 AS a', 'FROM node:22 AS b', 'FROM node:24 AS c'],
      ['FROM node:22 AS a', 'FROM node:24 AS b', 'FROM node:26 AS c'],
      [`1: ${hub}/node:20`, `2: ${hub}/node:22`, `3: ${hub}/node:24`],
    ],
    ['a stage added before', ['FROM node:20'], ['FROM golang:1', 'FROM node:22'], [`2: ${hub}/node:20`]],
    ['a stage of the same image added before', ['FROM node:20'], ['FROM node:18', 'FROM node:20'], []],
    ['a stage of the same image added behind', ['FROM node:20'], ['FROM node:20', 'FROM node:18'], []],
    ['a stage removed', ['FROM golang:1', 'FROM node:20'], ['FROM node:22'], [`1: ${hub}/node:20`]],
    ['a stage of the same image removed', ['FROM node:18', 'FROM node:20'], ['FROM node:20'], []],
    [
      'stages moved, with names',
      ['FROM node:20 AS a', 'FROM node:18 AS b'],
      ['FROM node:19 AS b', 'FROM node:21 AS a'],
      [`1: ${hub}/node:18`, `2: ${hub}/node:20`],
    ],
    ['stages moved, without names', ['FROM node:20', 'FROM node:18'], ['FROM node:18', 'FROM node:20'], []],
    [
      'stages moved, and one bumped',
      ['FROM golang:1', 'FROM node:20'],
      ['FROM node:22', 'FROM golang:1'],
      [`1: ${hub}/node:20`],
    ],
    [
      'a stage with another name',
      ['FROM node:20 AS build', 'FROM nginx:1'],
      ['FROM node:22 AS BUILDER', 'FROM nginx:1'],
      [`1: ${hub}/node:20`],
    ],
    [
      'a name in other letters is the same stage',
      ['FROM node:20 AS Build', 'FROM node:18'],
      ['FROM node:18', 'FROM node:22 AS BUILD'],
      [`2: ${hub}/node:20`],
    ],
    [
      'another repository in a stage with a name',
      ['FROM debian:12 AS build', 'FROM nginx:1'],
      ['FROM nginx:1', 'FROM alpine:3 AS build'],
      [`2: ${hub}/debian:12`],
    ],
    [
      'another registry, and a stage added',
      ['FROM postgres:14'],
      ['FROM alpine:3', 'FROM ghcr.io/acme/postgres:14'],
      [`2: ${hub}/postgres:14`],
    ],
    [
      'another registry goes before another image of the stage',
      ['FROM postgres:14 AS db'],
      ['FROM alpine:3 AS x', 'COPY --from=bitnami/postgres:15 /a /b', 'FROM redis:7 AS db'],
      [`2: ${hub}/postgres:14`],
    ],
    ['another image beside one that was added has no past', ['FROM debian:12'], ['FROM alpine:3', 'FROM redis:7'], []],
    [
      'all went to another registry',
      ['FROM node:20 AS build', 'FROM nginx:1'],
      ['FROM ghcr.io/acme/node:20 AS build', 'FROM ghcr.io/acme/nginx:1'],
      [`1: ${hub}/node:20`, `2: ${hub}/nginx:1`],
    ],
    [
      'a copy and a mount',
      ['FROM a:1', 'COPY --from=b:1 / /', 'RUN --mount=from=c:1 x'],
      ['FROM a:1', 'COPY --from=b:2 / /', 'RUN --mount=from=c:2 x'],
      [`2: ${hub}/b:1`, `3: ${hub}/c:1`],
    ],
    [
      'the newest of a list drops the oldest',
      ['3.9', '3.10', '3.11', '3.12'].map((tag) => `FROM python:${tag}`),
      ['3.10', '3.11', '3.12', '3.13'].map((tag) => `FROM python:${tag}`),
      [],
    ],
  ])('%s', async (_name, before, now, expected) => {
    expect(await bumps(before, now)).toEqual(expected);
  });
});

describe('a name with variables', () => {
  test('is bumped where its ARG is', async () => {
    expect(
      await bumps(['ARG V=14', 'FROM postgres:$V', 'FROM redis:7'], ['ARG V=15', 'FROM postgres:$V', 'FROM redis:7']),
    ).toEqual([`2: ${hub}/postgres:14`]);
  });

  test('has the value that the input gives, before as now', async () => {
    expect(await bumps(['ARG V=14', 'FROM postgres:$V'], ['ARG V=15', 'FROM postgres:$V'], { V: '16' })).toEqual([]);
  });

  test('may be gone', async () => {
    expect(await bumps(['ARG V=14', 'FROM postgres:$V'], ['FROM postgres:15'])).toEqual([`1: ${hub}/postgres:14`]);
  });

  test('had no value before: nothing is known', async () => {
    expect(await bumps(['ARG V', 'FROM postgres:$V'], ['ARG V=15', 'FROM postgres:$V'])).toEqual([]);
  });
});

describe('there is no bump where there is no past', () => {
  test.each<[string, Lines | undefined]>([
    ['a new file', undefined],
    ['a file that was empty', []],
    ['a file that was none', ['\u0000\u0001 rubbish', 'COPY', 'RUN --mount=from=']],
  ])('%s', async (_name, before) => {
    expect(await bumps(before, ['FROM postgres:15'])).toEqual([]);
  });

  test('a file that cannot be read as it was takes nothing from the others', async () => {
    const images = [named('postgres:15', 'a'), named('redis:7', 'b')];
    const textBefore = async (file: string): Promise<string> =>
      file.includes('/a/') ? Promise.reject(new Error('lost')) : Promise.resolve('FROM redis:6');
    const bumped = await findPreviousImages(images, textBefore, { buildArgs: new Map() });
    expect(bumped.map(({ use }) => use.former)).toEqual([undefined, parseReference('redis:6')]);
  });
});

test('many files are each compared with themselves, asked for once, and stay in their order', async () => {
  const files = Array.from({ length: 40 }, (_value, index) => `images/${index}/Dockerfile`);
  const images = files.flatMap((file, index) => imagesOf(`FROM a:${index + 1} AS x\nFROM b:1`, file));
  const asked: string[] = [];
  const textBefore = async (file: string): Promise<string> => {
    asked.push(file);
    return Promise.resolve(`FROM a:${files.indexOf(file)} AS x\nFROM b:1`);
  };
  const bumped = await findPreviousImages(images, textBefore, { buildArgs: new Map() });
  expect(bumped.map(({ use: { file, former } }) => [file, former])).toEqual(
    files.flatMap((file, index) => [
      [file, parseReference(`a:${index}`)],
      [file, undefined],
    ]),
  );
  expect(asked.toSorted()).toEqual(files.toSorted());
});

test('what else is known of a use stays', async () => {
  const use = { file: 'f', line: 3, written: 'a:$V', stage: 'x', warnings: ['odd'] };
  const [bumped] = await findPreviousImages(
    [{ name: parseImageName('a:2'), platform: 'linux/arm64', use }],
    async () => Promise.resolve('FROM a:1'),
    {
      buildArgs: new Map(),
    },
  );
  expect(bumped).toEqual({
    name: parseImageName('a:2'),
    platform: 'linux/arm64',
    use: { ...use, former: parseReference('a:1') },
  });
});

describe('of any two files', () => {
  const image = fc.constantFrom(
    'a:1',
    'a:2',
    'a:3',
    `a:1@${one}`,
    'x/a:1',
    'b:1',
    'b',
    'ghcr.io/b',
    'scratch',
    'A',
    '$V',
  );
  const line = fc.oneof(
    fc.tuple(image, fc.constantFrom('', ' AS x', ' AS y', ' AS Z')).map(([name, as]) => `FROM ${name}${as}`),
    image.map((name) => `COPY --from=${name} / /`),
    fc.constantFrom('ARG V=a:1', 'ARG V=b', '# escape=`', 'RUN x <<E', 'E', 'ONBUILD COPY --from=a:2 / /'),
    fc.string({ maxLength: 8 }),
  );
  const file = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));

  test('one that did not change has no bump', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const images = imagesOf(text);
        expect(await findPreviousImages(images, async () => Promise.resolve(text), { buildArgs: new Map() })).toEqual(
          images,
        );
      }),
    );
  });

  test('each old image is taken at most as often as it stood there, and no bump leads to the same', async () => {
    await fc.assert(
      fc.asyncProperty(file, file, async (before, now) => {
        const old = parseDockerfile(before, new Map()).images.map(({ image }) => image);
        const bumped = await findPreviousImages(imagesOf(now), async () => Promise.resolve(before), {
          buildArgs: new Map(),
        });
        const taken = bumped.flatMap(({ use: { former } }) => (former === undefined ? [] : formatPinned(former)));
        for (const was of new Set(taken)) {
          const there = old.filter((name) =>
            was.endsWith(name.includes(':') || name.includes('@') ? name : `${name}:latest`),
          );
          expect(taken.filter((other) => other === was).length).toBeLessThanOrEqual(there.length);
        }
        const unnamed = bumped.map((named) => ({
          ...named,
          isNew: undefined,
          use: { ...named.use, former: undefined },
        }));
        expect(unnamed).toEqual(imagesOf(now));
      }),
    );
  });

  test('no image is paired twice', () => {
    const uses = fc.array(
      fc.record({
        reference: fc.constantFrom('a:1', 'a:2', 'x/a:1', 'b:1').map(parseReference),
        stage: fc.constantFrom('0', '1', 'x'),
      }),
    );
    fc.assert(
      fc.property(uses, uses, (before, now) => {
        const older = [...matchUses(before, now).values()];
        expect(new Set(older).size).toBe(older.length);
      }),
    );
  });

  test('rubbish ends nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (before, now) => {
        await findPreviousImages(imagesOf(now), async () => Promise.resolve(before), { buildArgs: new Map() });
      }),
    );
  });
});

test('files of a hundred thousand lines are paired without a hundred thousand times as much work', async () => {
  const text = (tag: number): string =>
    Array.from({ length: 50_000 }, (_value, index) => `FROM a:${tag}.${index}`).join('\n');
  const bumped = await findPreviousImages(imagesOf(text(2)), async () => Promise.resolve(text(1)), {
    buildArgs: new Map(),
  });
  expect(bumped.at(-1)?.use.former).toEqual(parseReference('a:1.49999'));
});
