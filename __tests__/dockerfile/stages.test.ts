import { describe, expect, it } from '@jest/globals';

import { parseImageName } from '../../src/image/image-name.js';
import { outline, read } from './reading.js';

interface Row {
  readonly name: string;
  readonly file: readonly string[];
  readonly want: readonly string[];
}

const stages: readonly Row[] = [
  { name: 'one stage', file: ['FROM postgres:14'], want: ['FROM postgres:14 @1'] },
  {
    name: 'every external stage',
    file: ['FROM golang:1.22 AS build', 'FROM node:20 AS web', 'FROM alpine:3'],
    want: ['FROM golang:1.22 @1', 'FROM node:20 @2', 'FROM alpine:3 @3'],
  },
  { name: 'a FROM of an earlier stage is none', file: ['FROM a AS b', 'FROM b'], want: ['FROM a @1'] },
  {
    name: 'stage names in any case',
    file: ['FROM a AS Build', 'FROM BUILD AS next', 'FROM nExT'],
    want: ['FROM a @1'],
  },
  {
    name: 'a later stage name hides nothing',
    file: ['FROM nginx', 'FROM alpine AS nginx'],
    want: ['FROM nginx @1', 'FROM alpine @2'],
  },
  { name: 'its own name hides nothing', file: ['FROM nginx AS nginx', 'FROM nginx'], want: ['FROM nginx @1'] },
  {
    name: 'a name that two stages have is a stage from the first one on',
    file: ['FROM a AS x', 'FROM x', 'FROM b AS x'],
    want: ['FROM a @1', 'FROM b @3'],
  },
  {
    name: 'a name with a tag is no stage',
    file: ['FROM a AS b', 'FROM b:latest'],
    want: ['FROM a @1', 'FROM b:latest @2'],
  },
  { name: 'a number is no stage to FROM', file: ['FROM a', 'FROM 0'], want: ['FROM a @1', 'FROM 0 @2'] },
  {
    name: 'a stage called scratch comes before the empty image',
    file: ['FROM a AS scratch', 'FROM scratch'],
    want: ['FROM a @1'],
  },
  { name: 'a variable may name a stage', file: ['ARG S=b', 'FROM a AS b', 'FROM ${S}'], want: ['FROM a @2'] },
  {
    name: 'the name of a faulty FROM is known',
    file: ['FROM a AS b c', 'FROM b', 'FROM d'],
    want: ['FROM d @3', 'problem @1'],
  },
  { name: 'no argument', file: ['FROM', 'FROM a'], want: ['FROM a @2', 'problem @1'] },
  { name: 'a flag and no argument', file: ['FROM --platform=linux/arm64'], want: ['problem @1'] },
  { name: 'two words', file: ['FROM a b'], want: ['problem @1'] },
  { name: 'AS and no name', file: ['FROM a AS'], want: ['problem @1'] },
  { name: 'another word than AS', file: ['FROM a IS b'], want: ['problem @1'] },
  { name: 'a word too many', file: ['FROM a AS b extra'], want: ['problem @1'] },
  { name: 'a comment behind it', file: ['FROM a # the base'], want: ['problem @1'] },
  { name: 'a stage name that begins with a digit', file: ['FROM a AS 1st'], want: ['problem @1'] },
  { name: 'a stage name with a sign', file: ['FROM a AS b$c'], want: ['problem @1'] },
  { name: 'no FROM at all', file: ['ARG A=1'], want: ['problem @1'] },
];

const uses: readonly Row[] = [
  {
    name: 'COPY --from=image',
    file: ['FROM a', 'COPY --from=nginx:1 /x /y'],
    want: ['FROM a @1', 'COPY nginx:1 @2'],
  },
  {
    name: 'COPY with other flags before and behind',
    file: ['FROM a', 'COPY --chown=1:1 --from=nginx --link /x /y'],
    want: ['FROM a @1', 'COPY nginx @2'],
  },
  { name: 'COPY in quotes', file: ['FROM a', 'COPY --from="nginx" /x /y'], want: ['FROM a @1', 'COPY nginx @2'] },
  {
    name: 'COPY in single quotes',
    file: ['FROM a', "COPY --from='nginx' /x /y"],
    want: ['FROM a @1', 'COPY nginx @2'],
  },
  {
    name: 'COPY continued, with a list',
    file: ['FROM a', 'COPY \\', '  --from=nginx \\', '  ["/x", "/y"]'],
    want: ['FROM a @1', 'COPY nginx @2'],
  },
  {
    name: 'COPY from a stage',
    file: ['FROM a AS b', 'FROM c', 'COPY --from=B /x /y'],
    want: ['FROM a @1', 'FROM c @2'],
  },
  { name: 'COPY from a number', file: ['FROM a', 'FROM c', 'COPY --from=0 /x /y'], want: ['FROM a @1', 'FROM c @2'] },
  { name: 'COPY from nothing', file: ['FROM a', 'COPY --from= /x /y'], want: ['FROM a @1'] },
  { name: 'COPY without a source', file: ['FROM a', 'COPY /x /y'], want: ['FROM a @1'] },
  { name: 'a flag behind the paths is none', file: ['FROM a', 'COPY /x --from=nginx /y'], want: ['FROM a @1'] },
  { name: 'a flag behind -- is none', file: ['FROM a', 'COPY -- --from=nginx /y'], want: ['FROM a @1'] },
  { name: 'ADD has no source', file: ['FROM a', 'ADD --from=nginx /x /y'], want: ['FROM a @1'] },
  {
    name: 'RUN --mount=from=image',
    file: ['FROM a', 'RUN --mount=type=bind,from=nginx,target=/x ls'],
    want: ['FROM a @1', 'RUN nginx @2'],
  },
  {
    name: 'RUN with several mounts and options in any order',
    file: ['FROM a', 'RUN --mount=from=nginx,target=/x --network=none --mount=type=cache,target=/c,FROM=redis ls'],
    want: ['FROM a @1', 'RUN nginx @2', 'RUN redis @2'],
  },
  {
    name: 'RUN with a mount in quotes',
    file: ['FROM a', 'RUN --mount="type=bind,from=nginx" ls', `RUN --mount='type=bind,"from=redis","target=/a,b"' ls`],
    want: ['FROM a @1', 'RUN nginx @2', 'RUN redis @3'],
  },
  {
    name: 'RUN from a stage',
    file: ['FROM a AS b', 'FROM c', 'RUN --mount=from=b,target=/x ls'],
    want: ['FROM a @1', 'FROM c @2'],
  },
  {
    name: 'RUN takes no numbers',
    file: ['FROM a', 'FROM c', 'RUN --mount=from=0,target=/x ls'],
    want: ['FROM a @1', 'FROM c @2', 'RUN 0 @3'],
  },
  { name: 'a mount behind the command is none', file: ['FROM a', 'RUN ls --mount=from=nginx'], want: ['FROM a @1'] },
  { name: 'a mount without a source', file: ['FROM a', 'RUN --mount=target=/x,fromage=b ls'], want: ['FROM a @1'] },
  {
    name: 'a comma in quotes ends no option',
    file: ['FROM a', `RUN --mount='type=bind,"from=c""d","target=/a,from=b"' ls`],
    want: ['FROM a @1', 'RUN c"d @2'],
  },
  {
    name: 'a $ at the very end is part of the name',
    file: ['FROM a', 'RUN --mount=from=n$,target=/x ls', 'COPY --from=n$ /x /y'],
    want: ['FROM a @1', 'RUN n$ @2', 'COPY n$ @3'],
  },
  { name: 'ONBUILD runs in another build', file: ['FROM a', 'ONBUILD COPY --from=nginx /x /y'], want: ['FROM a @1'] },
  {
    name: 'ONBUILD of a stage that another one starts from',
    file: ['FROM a AS b', 'ONBUILD COPY --from=nginx /x /y', 'FROM b', 'FROM b'],
    want: ['FROM a @1', 'COPY nginx @2'],
  },
  {
    name: 'COPY from a later stage',
    file: ['FROM a', 'COPY --from=z /x /y', 'FROM b AS z'],
    want: ['FROM a @1', 'FROM b @3', 'problem @2'],
  },
  { name: 'COPY from its own stage', file: ['FROM a AS z', 'COPY --from=z /x /y'], want: ['FROM a @1', 'problem @2'] },
  { name: 'COPY from its own number', file: ['FROM a', 'COPY --from=0 /x /y'], want: ['FROM a @1', 'problem @2'] },
  { name: 'COPY from a number too high', file: ['FROM a', 'COPY --from=7 /x /y'], want: ['FROM a @1', 'problem @2'] },
  {
    name: 'COPY from a number too low',
    file: ['FROM a', 'FROM b', 'COPY --from=-1 /x /y'],
    want: ['FROM a @1', 'FROM b @2', 'problem @3'],
  },
  { name: 'COPY from two places', file: ['FROM a', 'COPY --from=x --from=y /x /y'], want: ['FROM a @1', 'problem @2'] },
  {
    name: 'COPY from a variable',
    file: ['ARG V=1', 'FROM a', 'COPY --from=nginx:$V /x /y'],
    want: ['FROM a @2', 'problem @3'],
  },
  { name: 'COPY from an escape', file: ['FROM a', 'COPY --from=\\\\nginx /x /y'], want: ['FROM a @1', 'problem @2'] },
  {
    name: 'RUN from a variable',
    file: ['FROM a', 'RUN --mount=from=$V,target=/x ls'],
    want: ['FROM a @1', 'problem @2'],
  },
  {
    name: 'RUN from a later stage',
    file: ['FROM a', 'RUN --mount=from=z,target=/x ls', 'FROM b AS z'],
    want: ['FROM a @1', 'FROM b @3', 'problem @2'],
  },
  {
    name: 'COPY before the first FROM',
    file: ['COPY --from=nginx /x /y', 'FROM a'],
    want: ['FROM a @2', 'problem @1'],
  },
];

describe('T5 stages', () => {
  it.each(stages.map((row) => [row.name, row] as const))('T5 %s', (_, { file, want }) => {
    expect(outline(file)).toEqual(want);
  });
});

describe('T5 images that are copied or mounted from', () => {
  it.each(uses.map((row) => [row.name, row] as const))('T5 %s', (_, { file, want }) => {
    expect(outline(file)).toEqual(want);
  });
});

describe('T5 what is told of an image', () => {
  const file = [
    'FROM golang AS Build',
    'FROM alpine',
    'RUN --mount=from=busybox ls',
    'FROM "debian"',
    'COPY --from=nginx / /',
  ];

  it('T5 names the stage as the file spells it, or by its number', () => {
    expect(read(file).images.map(({ image, stage }) => `${image} in ${stage}`)).toEqual([
      'golang in Build',
      'alpine in 1',
      'busybox in 1',
      'debian in 2',
      'nginx in 2',
    ]);
  });

  it('T5 keeps the spelling of the file beside the image', () => {
    expect(read(['ARG V=14', 'FROM "postgres:$V"']).images).toEqual([
      { written: '"postgres:$V"', image: 'postgres:14', stage: '0', instruction: 'FROM', line: 2 },
    ]);
  });

  it('T5 tells problems in the order of their lines, whatever part found them', () => {
    const file = ['# escape=x', 'ARG A=${', 'FROM', 'RUN <<EOF'];
    expect(read(file).problems.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    { file: ['FROM a AS b extra'], says: 'A comment needs a line of its own.' },
    { file: ['FROM a AS 1st'], says: '"1st" is no name for a stage' },
    { file: ['FROM --paltform=x a'], says: '"--paltform=x" is no flag of FROM' },
    { file: ['FROM'], says: 'Write FROM <image>.' },
    { file: ['ARG A'], says: 'There is no FROM in this file, so that it names no image. It begins with ARG.' },
    { file: ['# x', 'FORM a'], says: 'It begins with FORM.' },
    { file: ['FROM a', 'COPY --from=z / /', 'FROM b AS z'], says: 'the stage of that name comes later, on line 3' },
    { file: ['FROM a', 'COPY --from=3 / /'], says: 'there is no stage 3' },
    { file: ['FROM a', 'COPY --from=$V / /'], says: 'COPY --from=$V: variables and quotes mean nothing here' },
  ])('T5 says "$says"', ({ file: lines, says }) => {
    expect(read(lines).problems.map(({ message }) => message)).toEqual([expect.stringContaining(says)]);
  });
});

describe('T4 scratch', () => {
  it.each(['scratch', 'Scratch', 'SCRATCH', '"scratch"'])('T4 FROM %s is the empty image', (written) => {
    const { images } = read([`FROM ${written}`]);
    expect(images.map(({ image }) => parseImageName(image))).toEqual([{ kind: 'scratch' }]);
  });

  it('T4 so is what is copied from it', () => {
    const { images } = read(['FROM a', 'COPY --from=Scratch / /']);
    expect(images.map(({ image }) => parseImageName(image).kind)).toEqual(['reference', 'scratch']);
  });

  it.each(['scratch:1', 'x/scratch', 'scratch2'])('T4 FROM %s is another image', (written) => {
    expect(read([`FROM ${written}`]).images).toMatchObject([{ image: written }]);
  });
});

describe('T7 platforms', () => {
  it.each([
    { flag: '--platform=linux/arm64', platform: 'linux/arm64' },
    { flag: '--platform=$P', platform: 'linux/s390x' },
    { flag: '--platform=linux/${A:-arm}/v7', platform: 'linux/arm/v7' },
  ])('T7 $flag is $platform', ({ flag, platform }) => {
    const [image] = read(['ARG P=linux/s390x', `FROM ${flag} img AS b`]).images;
    expect(image).toMatchObject({ written: 'img', image: 'img', platform });
  });

  it.each([
    '--platform=$BUILDPLATFORM',
    '--platform=${TARGETPLATFORM}',
    '--platform=linux/$TARGETARCH',
    '--platform=$OWN',
    '--platform=${BUILDPLATFORM:-linux/amd64}',
    '--platform=${TARGETVARIANT:+linux/arm/v7}${TARGETVARIANT:-linux/arm64}',
  ])('T7 %s is left to the builder', (flag) => {
    const [image] = read(['ARG OWN=$BUILDPLATFORM', `FROM ${flag} img AS b`]).images;
    expect(image).toMatchObject({ image: 'img' });
    expect(image).not.toHaveProperty('platform');
  });

  it('T7 a predefined argument that is given is no longer left to the builder', () => {
    const { images } = read('FROM --platform=$TARGETPLATFORM img', { TARGETPLATFORM: 'linux/riscv64' });
    expect(images).toMatchObject([{ platform: 'linux/riscv64' }]);
  });

  it('T7 an ARG of its own takes the place of a predefined one', () => {
    const { images } = read(['ARG TARGETPLATFORM=linux/arm64', 'FROM --platform=$TARGETPLATFORM img']);
    expect(images).toMatchObject([{ platform: 'linux/arm64' }]);
  });

  it.each(['FROM img', 'FROM --platform= img', 'FROM -- img'])('T7 %s has none', (line) => {
    expect(read(line)).toEqual({
      images: [{ written: 'img', image: 'img', stage: '0', instruction: 'FROM', line: 1 }],
      problems: [],
      isDockerfile: true,
      declared: new Set(),
    });
  });

  it.each([
    { line: 'FROM --platform img', says: '"--platform" is no flag of FROM' },
    { line: 'FROM --platform=a --platform=b img', says: 'more than once' },
    { line: 'FROM --platform=$NONE img', says: '--platform=$NONE: the build argument NONE has no value' },
    { line: 'FROM --platform=${TARGETVARIANT} img', says: 'the platform is empty' },
    { line: 'FROM --platform=${TARGETVARIANT img', says: '"}" is missing' },
    { line: 'FROM img --platform=linux/arm64', says: 'FROM takes an image' },
  ])('T7 $line: $says', ({ line, says }) => {
    const { images, problems } = read(line);
    expect(images).toEqual([]);
    expect(problems).toMatchObject([{ line: 1, written: 'img', message: expect.stringContaining(says) }]);
  });
});
