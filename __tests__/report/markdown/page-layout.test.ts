import { expect, test } from '@jest/globals';
import { type Section, layOut } from '../../../src/report/markdown/page-layout.js';

function section(name: string, items: readonly string[]): Section {
  return {
    head: '',
    tail: '',
    separator: '\n',
    count: items.length,
    item: (index) => items[index] ?? '',
    leftOut: (count) => `${count} ${name}`,
  };
}

test('what weighs less does not take the place of what was left out', () => {
  const sections = [section('long', ['x'.repeat(100), 'y'.repeat(100)]), section('short', ['z'])];
  const page = layOut({ title: 'title', opening: [], sections, closing: ['end'] }, 500);
  expect(page).toBe(
    `title\n\n${'x'.repeat(100)}\n\nLeft out, for this would be too long: 1 long; 1 short. The JSON report has all.\n\nend\n`,
  );
});
