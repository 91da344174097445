import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defaultDockerfiles } from '../../src/config/options.js';
import { findDockerfiles } from '../../src/tree/find.js';
import { skip } from '../support/jest/testing.js';
import { makeNamedPipe } from '../support/named-pipe.js';
import { type Row, find, outline } from './finding.js';
import { isRoot, makeFolders, put } from './workspace.js';

const trees: readonly Row[] = [
  {
    name: 'T10 a link to a file of the workspace is followed',
    tree: ['shared/base', 'images/a/Dockerfile -> ../../shared/base'],
    want: ['images/a/Dockerfile'],
  },
  {
    name: 'T10 a link to a folder of the workspace is followed',
    tree: ['shared/x/Dockerfile', 'images/a -> ../shared'],
    want: ['images/a/x/Dockerfile'],
  },
  {
    name: 'T10 T27 two links to one folder give its files once',
    tree: ['shared/Dockerfile', 'images/a -> ../shared', 'images/b -> ../shared'],
    want: ['images/a/Dockerfile'],
  },
  {
    name: 'T10 the images folder may be a link itself',
    tree: ['shared/x/Dockerfile', 'images -> shared'],
    want: ['images/x/Dockerfile'],
  },
  {
    name: 'T10 a link to nothing is told whatever its name, since it may have been a folder',
    tree: ['images/a/README -> ../../../outside/README', 'images/a/Dockerfile'],
    want: ['images/a/Dockerfile', 'images/a/README: This is a link that could not be followed: it leads to nothing.'],
  },
  {
    name: 'T10 a folder named Dockerfile',
    tree: ['images/a/Dockerfile/', 'images/b/Dockerfile'],
    want: ['images/b/Dockerfile', 'images/a/Dockerfile: This is a folder; a Dockerfile is a file.'],
  },
  {
    name: 'T10 what lies in such a folder is found',
    tree: ['images/x.Dockerfile/a/Dockerfile', 'images/Dockerfile.d/Dockerfile', 'images/dockerfiles/Dockerfile'],
    want: [
      'images/Dockerfile.d/Dockerfile',
      'images/dockerfiles/Dockerfile',
      'images/x.Dockerfile/a/Dockerfile',
      'images/x.Dockerfile: This is a folder; a Dockerfile is a file.',
    ],
  },
  {
    name: 'T10 a link to nothing',
    tree: ['images/a/Dockerfile -> nowhere', 'images/b/Dockerfile'],
    want: [
      'images/b/Dockerfile',
      'images/a/Dockerfile: This is a link that could not be followed: it leads to nothing.',
    ],
  },
  {
    name: 'T10 a link to itself',
    tree: ['images/a/Dockerfile -> Dockerfile', 'images/b/Dockerfile'],
    want: [
      'images/b/Dockerfile',
      'images/a/Dockerfile: This is a link that could not be followed: its links go round in a circle.',
    ],
  },
  {
    name: 'T10 two links to each other',
    tree: ['images/a -> b', 'images/b -> a', 'images/c/Dockerfile'],
    want: [
      'images/c/Dockerfile',
      ...['a', 'b'].map(
        (name) => `images/${name}: This is a link that could not be followed: its links go round in a circle.`,
      ),
    ],
  },
  {
    name: 'T10 a link to the folder it lies in',
    tree: ['images/a/Dockerfile', 'images/a/again -> .'],
    want: ['images/a/Dockerfile', 'images/a/again: This leads back to a folder that it lies in, and was not followed.'],
  },
  {
    name: 'T10 a link to the images folder',
    tree: ['images/a/Dockerfile', 'images/a/up -> ..'],
    want: ['images/a/Dockerfile', 'images/a/up: This leads back to a folder that it lies in, and was not followed.'],
  },
  {
    name: 'T10 a link to a folder above it',
    tree: ['Dockerfile', 'images/up -> ..'],
    want: [
      'images/up/Dockerfile',
      'images/up/images: This leads back to a folder that it lies in, and was not followed.',
    ],
  },
  {
    name: 'T10 links that go round in its place',
    tree: ['images -> images'],
    want: ['images: This folder could not be read: its links go round in a circle.'],
  },
  {
    name: 'T10 a folder outside the workspace',
    tree: ['images/'],
    options: { images: '../outside' },
    want: ['outside'],
  },
  { name: 'T10 the folder above it', tree: ['images/'], options: { images: '..' }, want: ['outside'] },
  { name: 'T10 one that is not even there', tree: ['images/'], options: { images: '../nowhere' }, want: ['outside'] },
  { name: 'T10 an absolute one', tree: ['images/'], options: { images: '/' }, want: ['outside'] },
  { name: 'T10 a link out of the workspace in its place', tree: ['images -> ../outside'], want: ['outside'] },
];

describe('T10 links, folders and what is neither', () => {
  it.each(trees.map((row) => [row.name, row] as const))('%s', async (_, { tree, options, want }) => {
    expect(outline(await find(tree, options))).toEqual(want);
  });
});

describe('T10 links out of the workspace', () => {
  it.each([
    { link: 'images/a/Dockerfile -> ../../../outside/Dockerfile', target: '../../../outside/Dockerfile' },
    { link: 'images/a -> ../../outside', target: '../../outside' },
    { link: 'images/a -> ../../workspace-2', target: '../../workspace-2' },
    { link: 'images/a/Dockerfile -> ../../hop', target: '../../hop' },
  ])('T10 it is a problem and is not followed: $link', async ({ link, target }) => {
    const { workspace, outside } = await makeFolders();
    await put(outside, 'Dockerfile', 'x/Dockerfile');
    await put(`${workspace}-2`, 'Dockerfile');
    await put(workspace, 'hop -> ../outside/Dockerfile', 'images/z/Dockerfile', link);
    const path = link.replace(/ -> .*/, '');
    expect(outline(await findDockerfiles({ workspace, images: 'images', dockerfiles: defaultDockerfiles }))).toEqual([
      'images/z/Dockerfile',
      `${path}: This links to ${target}, which is outside the workspace, and was not read.`,
    ]);
  });

  it('T10 a link to a file outside that the glob does not name is left alone', async () => {
    const { workspace, outside } = await makeFolders();
    await put(outside, 'README');
    await put(workspace, 'images/a/README -> ../../../outside/README', 'images/a/Dockerfile');
    expect(outline(await findDockerfiles({ workspace, images: 'images', dockerfiles: defaultDockerfiles }))).toEqual([
      'images/a/Dockerfile',
    ]);
  });
});

describe('T10 what cannot be read', () => {
  it('T10 a named pipe', async () => {
    const { workspace } = await makeFolders();
    await put(workspace, 'images/b/Dockerfile');
    await makeNamedPipe(join(workspace, 'images/Dockerfile'));
    expect(outline(await findDockerfiles({ workspace, images: 'images', dockerfiles: defaultDockerfiles }))).toEqual([
      'images/b/Dockerfile',
      'images/Dockerfile: This is no regular file; a Dockerfile is one.',
    ]);
  });

  it('T16 a folder without permission in which the glob takes nothing is not told', async () => {
    skip(isRoot, 'root may read everything');
    const { workspace } = await makeFolders();
    await put(workspace, 'images/.a/Dockerfile', 'images/b/Dockerfile');
    await chmod(join(workspace, 'images/.a'), 0);
    const found = await findDockerfiles({ workspace, images: 'images', dockerfiles: '**/Dockerfile' });
    await chmod(join(workspace, 'images/.a'), 0o700);
    expect(outline(found)).toEqual(['images/b/Dockerfile']);
  });

  it('T10 a folder without permission', async () => {
    skip(isRoot, 'root may read everything');
    const { workspace } = await makeFolders();
    await put(workspace, 'images/a/Dockerfile', 'images/b/Dockerfile');
    await chmod(join(workspace, 'images/a'), 0);
    const found = await findDockerfiles({ workspace, images: 'images', dockerfiles: defaultDockerfiles });
    await chmod(join(workspace, 'images/a'), 0o700);
    expect(outline(found)).toEqual([
      'images/b/Dockerfile',
      'images/a: This folder could not be read: permission was denied.',
    ]);
  });
});
