import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defaultDockerfiles } from '../../src/config/options.js';
import { findDockerfiles } from '../../src/tree/find.js';
import { type Row, find, outline } from './finding.js';
import { makeFolders, put } from './workspace.js';

const trees: readonly Row[] = [
  {
    name: 'T1 one file for each image, in the order of their paths',
    tree: [
      'images/quay.io/prometheus/node-exporter/Dockerfile',
      'images/ghcr.io/hadolint/hadolint/Dockerfile',
      'images/docker.io/library/postgres/Dockerfile',
      'images/docker.io/amazon/aws-lambda-python/Dockerfile',
    ],
    want: [
      'images/docker.io/amazon/aws-lambda-python/Dockerfile',
      'images/docker.io/library/postgres/Dockerfile',
      'images/ghcr.io/hadolint/hadolint/Dockerfile',
      'images/quay.io/prometheus/node-exporter/Dockerfile',
    ],
  },
  {
    name: 'a name is a name, whatever it looks like',
    tree: [
      'images/a\n::error::x/Dockerfile',
      'images/$(x)/Dockerfile',
      'images/--o/Dockerfile',
      'images/a\n/Dockerfile.dockerignore',
    ],
    want: ['images/$(x)/Dockerfile', 'images/--o/Dockerfile', 'images/a\n::error::x/Dockerfile'],
  },
  {
    name: 'T1 the order is that of code units, whatever the language',
    tree: [
      'images/b/Dockerfile',
      'images/B/Dockerfile',
      'images/a/Dockerfile',
      'images/a-b/Dockerfile',
      'images/ä/Dockerfile',
      'images/a.b/Dockerfile',
    ],
    want: [
      'images/B/Dockerfile',
      'images/a-b/Dockerfile',
      'images/a.b/Dockerfile',
      'images/a/Dockerfile',
      'images/b/Dockerfile',
      'images/ä/Dockerfile',
    ],
  },
  {
    name: 'T2 every name that Dockerfiles have',
    tree: [
      'images/Dockerfile',
      'images/a/b/c/d/e/Dockerfile.arm64',
      'images/a/x.Dockerfile',
      'images/a/Containerfile',
      'images/a/Containerfile.dev',
    ],
    want: [
      'images/Dockerfile',
      'images/a/Containerfile',
      'images/a/Containerfile.dev',
      'images/a/b/c/d/e/Dockerfile.arm64',
      'images/a/x.Dockerfile',
    ],
  },
  {
    name: 'T14 whatever Dependabot and Renovate take by default',
    tree: [
      ...['Dockerfile-prod', 'Dockerfile14', 'prod.Containerfile', 'MyDockerfile', 'dockerfile', 'DOCKERFILE.arm'],
      ...['.Dockerfile', 'Dockerfile~', 'dockerfile_dev', 'containerfile', 'parse-dockerfile.ts', '.ci/Dockerfile'],
    ].map((name) => `images/${name}`),
    want: [
      ...['.Dockerfile', '.ci/Dockerfile', 'DOCKERFILE.arm', 'Dockerfile-prod', 'Dockerfile14', 'Dockerfile~'],
      ...['MyDockerfile', 'containerfile', 'dockerfile', 'dockerfile_dev', 'parse-dockerfile.ts', 'prod.Containerfile'],
    ].map((name) => `images/${name}`),
  },
  {
    name: 'T2 T14 nothing else',
    tree: [
      ...['README.md', 'docker-compose.yml', 'Dockerfile.dockerignore', 'x.Dockerfile.dockerignore'],
      ...['dockerfile.DockerIgnore', 'Containerfile.containerignore', 'dockerfiles/notes', '.git/Dockerfile'],
    ].map((name) => `images/a/${name}`),
    want: [],
  },
  {
    name: 'T16 a glob of the user keeps its capitals',
    tree: ['images/a/Dockerfile', 'images/b/dockerfile', 'images/.c/Dockerfile'],
    options: { dockerfiles: '**/Dockerfile' },
    want: ['images/a/Dockerfile'],
  },
  {
    name: 'T2 what the glob names',
    tree: ['images/a/Dockerfile', 'images/a/keep.txt', 'images/b/c/keep.txt'],
    options: { dockerfiles: '*/keep.txt' },
    want: ['images/a/keep.txt'],
  },
  {
    name: 'T2 a glob that begins with ./',
    tree: ['images/a/Dockerfile'],
    options: { dockerfiles: './*/Dockerfile' },
    want: ['images/a/Dockerfile'],
  },
  {
    name: 'T2 a glob for all files takes no folder for one',
    tree: ['images/a/b/x', 'images/y'],
    options: { dockerfiles: '**' },
    want: ['images/a/b/x', 'images/y'],
  },
  {
    name: 'T2 folders with a dot are passed over by a glob of the user',
    tree: ['images/.git/Dockerfile', 'images/a/.x/Dockerfile', 'images/a/Dockerfile'],
    options: { dockerfiles: '**/Dockerfile' },
    want: ['images/a/Dockerfile'],
  },
  {
    name: 'T2 folders with a dot that a link leads to are none of these, and what is wrong in them is not looked for',
    tree: ['images/.x/Dockerfile', 'images/.x/l -> nowhere', 'images/y -> .x/', 'images/.z/l -> nowhere'],
    options: { dockerfiles: '**/Dockerfile' },
    want: ['images/y/Dockerfile', 'images/y/l: This is a link that could not be followed: it leads to nothing.'],
  },
  {
    name: 'T2 folders with a dot do not take a folder from a link that is followed',
    tree: ['images/.a -> ../other', 'images/.b/l -> ../../other', 'images/c -> ../other', 'other/Dockerfile'],
    options: { dockerfiles: '**/Dockerfile' },
    want: ['images/c/Dockerfile'],
  },
  {
    name: 'T2 folders with a dot do not match a glob that begins with any character',
    tree: ['images/.a/Dockerfile', 'images/.a/b/Dockerfile'],
    options: { dockerfiles: '{[!b]?,?a}/**/Dockerfile' },
    want: [],
  },
  {
    name: 'T2 folders with a dot that the glob names are not',
    tree: ['images/.git/Dockerfile', 'images/.ci/Dockerfile', 'images/a/Dockerfile'],
    options: { dockerfiles: '{.ci,a}/Dockerfile' },
    want: ['images/.ci/Dockerfile', 'images/a/Dockerfile'],
  },
  {
    name: 'T1 files outside the images folder are none',
    tree: ['Dockerfile', 'other/Dockerfile', 'images-2/Dockerfile', 'images/'],
    want: [],
  },
  {
    name: 'T1 the workspace itself may be the folder',
    tree: ['Dockerfile', 'a/Dockerfile'],
    options: { images: '.' },
    want: ['Dockerfile', 'a/Dockerfile'],
  },
  {
    name: 'T1 so may a folder deeper down',
    tree: ['a/b/Dockerfile', 'a/c/Dockerfile'],
    options: { images: './a/b/../b/' },
    want: ['a/b/Dockerfile'],
  },
  { name: 'T13 an empty folder', tree: ['images/'], want: [] },
  { name: 'T13 no folder', tree: ['other/Dockerfile'], want: ['missing'] },
  { name: 'T13 a file in its place', tree: ['images'], want: ['missing'] },
  { name: 'T13 a file on the way to it', tree: ['a'], options: { images: 'a/images' }, want: ['missing'] },
  { name: 'T13 a link to nothing in its place', tree: ['images -> nowhere'], want: ['missing'] },
  {
    name: 'T1 a folder whose name begins with dots',
    tree: ['..images/Dockerfile'],
    options: { images: '..images' },
    want: ['..images/Dockerfile'],
  },
];

describe('T1 T2 T13 finding Dockerfiles', () => {
  it.each(trees.map((row) => [row.name, row] as const))('%s', async (_, { tree, options, want }) => {
    expect(outline(await find(tree, options))).toEqual(want);
  });

  it('T1 tells the path below the images folder as well', async () => {
    expect(await find(['deep/images/quay.io/a/Dockerfile'], { images: 'deep/images' })).toEqual({
      kind: 'found',
      files: [
        {
          path: 'deep/images/quay.io/a/Dockerfile',
          relativeToImages: 'quay.io/a/Dockerfile',
          real: 'deep/images/quay.io/a/Dockerfile',
        },
      ],
      problems: [],
    });
  });

  it('T13 names the folder as it was written', async () => {
    expect(await find([], { images: './images/' })).toEqual({ kind: 'missing', folder: './images/' });
    expect(await find([], { images: '../x' })).toEqual({ kind: 'outside', folder: '../x' });
  });

  it('T1 takes a workspace that is relative, or a link', async () => {
    const { workspace, outside } = await makeFolders();
    await put(workspace, 'images/a/Dockerfile');
    await put(outside, `link -> ${workspace}`);
    for (const spelled of [relative(process.cwd(), workspace), join(outside, 'link')]) {
      const found = await findDockerfiles({ workspace: spelled, images: 'images', dockerfiles: defaultDockerfiles });
      expect(outline(found)).toEqual(['images/a/Dockerfile']);
    }
  });

  it('T1 takes an images folder that is absolute, spelled without the links of the workspace', async () => {
    const { workspace, outside } = await makeFolders();
    await put(workspace, 'images/a/Dockerfile');
    await put(outside, `link -> ${workspace}`);
    const options = {
      workspace: join(outside, 'link'),
      images: join(workspace, 'images'),
      dockerfiles: defaultDockerfiles,
    };
    expect(outline(await findDockerfiles(options))).toEqual(['images/a/Dockerfile']);
  });

  it('T27 walks each folder once, in however many ways links lead to it', async () => {
    const { workspace } = await makeFolders();
    const folders = Array.from({ length: 25 }, (_, index) => `f${String(index).padStart(2, '0')}`);
    const entries = folders.flatMap((folder, index) => {
      const next = folders[index + 1];
      const links = next === undefined ? [] : [`images/${folder}/a -> ../${next}`, `images/${folder}/b -> ../${next}`];
      return [`images/${folder}/Dockerfile`, ...links];
    });
    await put(workspace, ...entries);
    const found = await findDockerfiles({ workspace, images: 'images', dockerfiles: defaultDockerfiles });
    expect(outline(found)).toEqual(folders.map((folder) => `images/${folder}/Dockerfile`));
    const outside = await findDockerfiles({ workspace, images: 'images/f00', dockerfiles: defaultDockerfiles });
    expect(outside.kind === 'found' ? outside.files.map(({ real }) => real) : []).toEqual(
      folders.map((folder) => `images/${folder}/Dockerfile`),
    );
    expect(outside.kind === 'found' ? outside.problems : undefined).toEqual([]);
  });

  it('T27 calls a folder by its own name, whatever the names of links to it', async () => {
    expect(outline(await find(['images/b/Dockerfile', 'images/a -> b', 'images/c -> b']))).toEqual([
      'images/b/Dockerfile',
    ]);
  });
});
