import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { findBrowser, takePicture } from '../../scripts/browser.js';
import { renderCommentHtml } from '../../scripts/comment-html.js';
import { onTestFinished, skip } from '../support/jest/testing.js';

async function useFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'image-mirror-preview-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a diff is coloured, and stays text', () => {
  expect(renderCommentHtml('```diff\n- a <b>\n+ c\n  d\n```\n')).toBe(
    '<pre><code class="language-diff"><span class="pl-md">- a &#x3C;b>\n</span><span class="pl-mi1">+ c\n</span>  d\n</code></pre>',
  );
});

test('in a clone without the libraries it says what to do', async () => {
  const folder = await useFolder();
  await cp(resolve(import.meta.dirname, '../../scripts'), join(folder, 'scripts'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const run = spawnSync(process.execPath, ['scripts/preview.js'], { cwd: folder, encoding: 'utf8' });
  expect([run.status, run.stdout]).toEqual([1, '']);
  expect(run.stderr).toMatch(/^The preview is made by libraries .*Run "npm ci" first, then this again\.\n$/);
});

test('a picture is taken by a browser', async () => {
  skip(findBrowser() === undefined, 'neither Chrome nor Chromium is on PATH');
  const folder = await useFolder();
  const page = join(folder, 'page.html');
  const picture = join(folder, 'page.png');
  await writeFile(page, '<!doctype html><body style="margin:0"><div style="height:321px">text</div></body>');
  takePicture(page, picture);
  const bytes = await readFile(picture);
  expect([bytes.toString('latin1', 1, 4), bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual(['PNG', 824, 321]);
});

test('the README’s picture is small', () => {
  expect(statSync(resolve(import.meta.dirname, '../../docs/comment.png')).size).toBeLessThan(250_000);
});
