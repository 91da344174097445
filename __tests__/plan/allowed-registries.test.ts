import { describe, expect, test } from '@jest/globals';
import {
  type AllowedRegistries,
  formerRegistriesOf,
  refuseDisallowed,
  registriesOf,
} from '../../src/plan/allowed-registries.js';
import { parseReference } from '../../src/image/reference.js';
import type { Task } from '../../src/plan/task.js';

function taskOf(registry: string, use: Partial<Task['uses'][number]> = {}): Task {
  const source = { registry, repository: 'a', tag: '1' };
  return {
    source,
    target: { registry: 'target.test', repository: `mirror/${registry}/a`, tag: '1' },
    uses: [{ file: 'images/a/Dockerfile', line: 3, ...use }],
    platforms: [],
  };
}

const tasks = [taskOf('docker.io'), taskOf('evil.example'), taskOf('ghcr.io')];
const registries = new Set(['docker.io', 'ghcr.io']);

describe('of a run’s images', () => {
  test.each<[string, AllowedRegistries]>([
    ['listed', { kind: 'listed', registries }],
    ['named before', { kind: 'before', what: 'pull request #7', registries }],
    ['the targets’', { kind: 'unknown', why: 'Nobody knows.', registries }],
  ])('those are left whose registries are %s', (_name, allowed) => {
    const sorted = refuseDisallowed(tasks, allowed);
    expect([sorted.tasks, sorted.refused.map(({ task }) => task)]).toEqual([[tasks[0], tasks[2]], [tasks[1]]]);
  });

  test('all are left where all may be asked', () => {
    expect(refuseDisallowed(tasks, { kind: 'all' })).toEqual({ tasks, refused: [] });
  });
});

describe('what is refused is told', () => {
  const none = new Set<string>();
  test.each<[AllowedRegistries, RegExp]>([
    [
      { kind: 'listed', registries: none },
      /^images\/a\/Dockerfile:3 names evil\.example, which is not in "allowed-registries"\. Nothing was sent there\. Add it to that input in the workflow of the base branch,/,
    ],
    [
      { kind: 'before', what: 'pull request #7', registries: none },
      /^images\/a\/Dockerfile:3 names evil\.example, a registry that no file named before pull request #7\. Nothing was sent there\. .*"allowed-registries" in the workflow of the base branch, or let somebody who may merge/,
    ],
    [
      { kind: 'unknown', why: 'GitHub’s list: 403.', registries: none },
      /^images\/a\/Dockerfile:3 names evil\.example, .* is not known: nothing was sent there\. GitHub’s list: 403\. Or name the registries .*"allowed-registries"/,
    ],
  ])('%j', (allowed, message) => {
    expect(refuseDisallowed([taskOf('evil.example')], allowed).refused[0]?.message).toMatch(message);
  });
});

test.each([
  [[3], 'images/a/Dockerfile:3 names evil.example, '],
  [[3, 7], 'images/a/Dockerfile:3 and 1 more place name evil.example, '],
  [[3, 7, 9], 'images/a/Dockerfile:3 and 2 more places name evil.example, '],
  [[undefined], 'images/a/Dockerfile names evil.example, '],
])('of several places the first is named, and how many there are: lines %j', (lines, words) => {
  const task = taskOf('evil.example');
  const uses = lines.map((line) => ({ file: 'images/a/Dockerfile', ...(line === undefined ? {} : { line }) }));
  const [refused] = refuseDisallowed([{ ...task, uses }], { kind: 'listed', registries: new Set() }).refused;
  expect(refused?.message).toContain(words);
});

test('a line is of a registry now, and was of one before', () => {
  const moved = taskOf('ghcr.io', { former: parseReference('quay.io/x/y:1') });
  expect([...registriesOf([moved, taskOf('docker.io')])]).toEqual(['ghcr.io', 'docker.io']);
  expect([...formerRegistriesOf([moved, taskOf('docker.io')])]).toEqual(['quay.io']);
});
