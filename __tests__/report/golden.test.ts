import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { renderComment } from '../../src/report/comment.js';
import { situations } from './golden/situations.js';

const schema = JSON.parse(
  readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/report.schema.json'), 'utf8'),
) as object;
const ajv = addFormats.default(new Ajv2020({ strictRequired: false }));
const validate = ajv.compile(schema);

describe.each(situations)('the recorded run "$name"', ({ report, options, path }) => {
  test('is a report', () => {
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  test('has the comment that stands beside it (npx vitest run __tests__/report/golden.test.ts -u)', async () => {
    await expect(renderComment(report, options)).toMatchFileSnapshot(path);
  });
});

test('there are ten situations at least', () => {
  expect(situations.length).toBeGreaterThanOrEqual(10);
});
