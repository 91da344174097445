import { expect, test } from '@jest/globals';
import { looksLikeVersion } from '../../src/copy/compare/moved-version.js';

test.each([
  '1.2.3',
  'v1.2.3',
  '1.2.3-alpine',
  'v1.2.3-alpine3.19',
  '10.0.17763.1234',
  'jdk-17.0.1_12',
  '1.2.3-rc.1',
  '20240506',
  '2024-05-06',
  '2024.05.06',
  'bookworm-20240506-slim',
  'RELEASE.2024-05-01T01-11-10Z',
])('%s looks as if it stayed', (tag) => {
  expect(looksLikeVersion(tag)).toBe(true);
});

test.each([
  'latest',
  '14',
  '3.19',
  '14-alpine',
  '24.04',
  '20-alpine3.19.1',
  'ltsc2022',
  'bookworm',
  '1.2.3-SNAPSHOT',
  'nightly-2024-05-06',
  '1.2.3-dev',
  '20249999',
  '1234567890',
  'sha-0a1b2c3',
])('%s rolls', (tag) => {
  expect(looksLikeVersion(tag)).toBe(false);
});
