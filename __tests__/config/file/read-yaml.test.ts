import { describe, expect, test } from '@jest/globals';
import { readYaml } from '../../../src/config/file/read-yaml.js';

const text = `# a comment
one:
  - match: a
    list: [x,
      y]
  -
    match: b

"two":
  three: |
    text
  four: {five: 5, six: [a]}
again: &name
  inside: 1
copy: *name
`;

describe('where something stands in YAML', () => {
  test.each([
    [['one'], 2],
    [['one', 0], 3],
    [['one', 0, 'match'], 3],
    [['one', 0, 'list'], 4],
    [['one', 0, 'list', 0], 4],
    [['one', 0, 'list', 1], 5],
    [['one', 1, 'match'], 7],
    [['two'], 9],
    [['two', 'three'], 10],
    [['two', 'four', 'six', 0], 12],
    [['again', 'inside'], 14],
    // What an alias repeats is wrong where it is repeated.
    [['copy', 'inside'], 15],
    // What is not there would be in this.
    [['one', 0, 'absent'], 3],
    [['absent'], 1],
    [[], 1],
  ] as const)('%j is in line %d', (path, line) => {
    expect(readYaml(text).lineOf(path)).toBe(line);
    expect(readYaml(text.replaceAll('\n', '\r\n')).lineOf(path)).toBe(line);
  });

  test('and what it says', () => {
    expect(readYaml(text).value).toMatchObject({
      one: [{ match: 'a', list: ['x', 'y'] }, { match: 'b' }],
      copy: { inside: 1 },
    });
    expect(readYaml('- a\n-\n- c').value).toEqual(['a', null, 'c']);
    expect(readYaml('- a\n-\n- c').lineOf([2])).toBe(3);
    expect(readYaml('').value).toBeUndefined();
  });
});
