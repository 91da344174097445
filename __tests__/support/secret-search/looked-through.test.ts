import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { findSecrets, pairInBase64, secretFor, withoutMasks } from '../secrets.js';

const secret = secretFor('planted');

describe('a secret of the tests is found', () => {
  test.each([
    ['alone', secret],
    ['in a sentence', `the password ${secret} was refused`],
    ['in an address', `https://r.test/?p=${encodeURIComponent(secret)}`],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['with a user of any length, in base64', pairInBase64('a', secret)],
    ['with a longer user', pairInBase64('ab', secret)],
    ['with one that is longer still', pairInBase64('abc', secret)],
    ['in base64 of addresses', Buffer.from(`{"password":"${secret}"}`).toString('base64url')],
    ['cut off at its end', secret.slice(0, 8)],
    ['in what a runner obeys', `::error::${secret}`],
    ['behind what a runner takes for itself', withoutMasks(`::add-mask::x\n${secret}\n`)],
  ])('%s', (_name, text) => {
    expect(findSecrets(text).length).toBeGreaterThan(0);
  });

  test.each([
    ['in nothing', ''],
    ['in other words', 'the secret is that there is no s3cr3t'],
    ['in what a runner takes for itself', withoutMasks(`::add-mask::${secret}\n::add-mask::${secret}`)],
  ])('but not %s', (_name, text) => {
    expect(findSecrets(text)).toEqual([]);
  });
});

describe('the suite fails where', () => {
  /** Runs jest on one of the planted files, as `npm test` does. */
  async function suite(plant: string): Promise<{ readonly exitCode: number; readonly output: string }> {
    const root = resolve(import.meta.dirname, '../../..');
    const jest = resolve(root, 'node_modules/jest/bin/jest.js');
    const args = ['--experimental-vm-modules', jest, '--config', resolve(root, 'jest.planted.config.js')];
    // Not as a part of this suite.
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('JEST'));
    const env = { ...Object.fromEntries(own), PLANT: plant };
    return new Promise((done) => {
      execFile(process.execPath, args, { cwd: root, env }, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        done({ exitCode, output: `${stdout}${stderr}` });
      });
    });
  }

  test('nothing leaks: it does not', async () => {
    const { exitCode, output } = await suite('nothing');
    expect(output).toMatch(/looked for secrets in \d+ outputs, found none/);
    expect(exitCode).toBe(0);
  });

  test.each([
    ['a report shows a password', 'report', 'report shows a secret: '],
    ['a log shows one in base64', 'base64', 'progress shows a secret: '],
    ['a file holds one, compressed', 'file', 'file shows a secret: '],
    ['a program is given one', 'arguments', 'arguments shows a secret: '],
    ['a test catches what finds it', 'caught', 'report shows a secret: '],
  ])('%s', async (_name, plant, words) => {
    const { exitCode, output } = await suite(plant);
    expect(output).toContain(words);
    expect(exitCode).toBe(1);
  });
});

test('what is compressed is what it is found in', () => {
  expect(findSecrets(gzipSync(secret).toString('latin1'))).toEqual([]);
});
