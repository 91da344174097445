import { describe, expect, test } from '@jest/globals';
import { parseNaming, parseTarget } from '../../../src/config/naming.js';
import { findPreviousImage } from '../../../src/copy/compare/previous-image.js';
import { digestOf } from '../../../src/image/hash.js';
import { parseReference } from '../../../src/image/reference.js';
import type { Outcome } from '../../../src/result/outcome.js';
import type { Task } from '../../../src/plan/task.js';

const [one, other] = [digestOf(Buffer.from('one')), digestOf(Buffer.from('other'))];
const naming = { targets: [parseTarget('r.test/mirror')], naming: parseNaming('{repository}') };

function taskOf(was?: string, target = 'mirror/app'): Task {
  return {
    source: parseReference('s.test/app:2'),
    target: { registry: 'r.test', repository: target, tag: '2' },
    uses: [{ file: 'Dockerfile', ...(was === undefined ? {} : { former: parseReference(was) }) }],
    platforms: [],
  };
}

const mirrored: Outcome = { state: 'mirrored', digest: one, copiedBytes: 1, warnings: [] };
const replaced: Outcome = { ...mirrored, previousDigest: other };

describe('the image that another takes the place of', () => {
  test.each<[string, Task, Outcome, object | undefined]>([
    ['none', taskOf(), mirrored, undefined],
    ['what the copy’s tag led to', taskOf(), replaced, { digest: other, copy: { tag: '2' } }],
    ['the same', taskOf(), { ...mirrored, previousDigest: one }, undefined],
    [
      'another tag',
      taskOf('s.test/app:1'),
      mirrored,
      { reference: { tag: '1' }, digest: undefined, copy: { repository: 'mirror/app', tag: '1' } },
    ],
    [
      'another tag and its pin',
      taskOf(`s.test/app:1@${other}`),
      mirrored,
      { reference: { registry: 's.test', repository: 'app', tag: '1' }, digest: other },
    ],
    [
      'a pin without a tag',
      taskOf(`s.test/old@${other}`),
      mirrored,
      { reference: { registry: 's.test', repository: 'old', digest: other }, digest: other },
    ],
    [
      'one whose copy no registry would take',
      taskOf(`s.test/${'a'.repeat(246)}:1`),
      mirrored,
      { digest: undefined, copy: undefined },
    ],
    [
      'a copy under a prefix that is no target’s any more',
      taskOf('s.test/app:1', 'elsewhere/app'),
      mirrored,
      { copy: undefined },
    ],
  ])('is %s', (_name, task, outcome, before) => {
    const found = findPreviousImage(task, outcome, naming);
    if (before === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(before);
  });
});
