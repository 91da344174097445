import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../src/config/read-options.js';
import { ConfigurationError } from '../../src/runtime/errors.js';
import { renderComment } from '../../src/report/markdown/pull-request-comment.js';
import { renderProblems } from '../../src/report/markdown/not-begun.js';
import { expectGolden, expectThat } from '../support/jest/testing.js';
import { situations } from './golden/situations.js';

const schema = JSON.parse(
  readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/report.schema.json'), 'utf8'),
) as object;
const ajv = addFormats.default(new Ajv2020({ strictRequired: false }));
const validate = ajv.compile(schema);

describe.each(situations)('the recorded run "$name"', ({ report, options, path }) => {
  test('is a report', () => {
    expectThat(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  test('has the comment that stands beside it (UPDATE_GOLDENS=true npm test -- __tests__/report/golden.test.ts)', () => {
    expectGolden(renderComment(report, options), path);
  });
});

test('a run whose configuration is wrong has its comment there, too', () => {
  const [{ options } = { options: { maxCharacters: 65_536 } }] = situations;
  const inputs = { target: 'ghcr.io/acme/mirror', mode: 'copy', concurrency: '0', platforms: 'linux/' };
  const comment = renderProblems({ kind: 'configuration', sentences: problemsOf(inputs) }, options);
  expectGolden(comment, join(import.meta.dirname, 'golden/wrong-configuration.md'));
});

/** What is said of inputs that cannot be used. */
function problemsOf(inputs: Readonly<Record<string, string>>): readonly string[] {
  try {
    readOptions(inputs);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
  }
  throw new Error('they can be used');
}

test('there are ten situations at least', () => {
  expect(situations.length).toBeGreaterThanOrEqual(10);
});
