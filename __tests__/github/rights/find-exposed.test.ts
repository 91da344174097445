import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findExposed } from '../../../src/github/rights/find-exposed.js';
import { makeFolder } from '../history.js';

test.each<[string, string | undefined, boolean]>([
  ['public', JSON.stringify({ repository: { private: false } }), true],
  ['private', JSON.stringify({ repository: { private: true, visibility: 'internal' } }), false],
  ['not told of', JSON.stringify({ schedule: '0 0 * * *' }), false],
  ['told of in nonsense', '{', false],
  ['told of nowhere', undefined, false],
])('B8 packages of a repository that is %s', async (_name, payload, isExposed) => {
  const path = join(await makeFolder(), 'event.json');
  if (payload !== undefined) await writeFile(path, payload);
  const exposed = await findExposed({ GITHUB_EVENT_PATH: path });
  expect(exposed?.registry).toBe(isExposed ? 'ghcr.io' : undefined);
});
