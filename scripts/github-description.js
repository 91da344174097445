/**
 * Writes what the GitHub double reads of GitHub's description of itself: `node scripts/github-description.js`. Run it after
 * a change of what stands on top here; run again, it changes nothing.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';

import { extract } from './openapi-extract.js';

const name = '@octokit/openapi';
const version = '23.0.2';

/** Each has a description of its own; of GitHub Enterprise Server the package has one for each release. */
const products = ['api.github.com', 'ghes-3.19'];

/** What the double answers, and what it is likely to be asked for next; by GitHub's names. */
const operations = [
  'issues/create-comment',
  'issues/delete-comment',
  'issues/get-comment',
  'issues/list-comments',
  'issues/update-comment',
  'pulls/get',
  'pulls/list',
  'pulls/list-commits',
  'pulls/list-files',
  'rate-limit/get',
  'repos/compare-commits-with-basehead',
  'repos/get-content',
  'users/get-authenticated',
];

const root = resolve(import.meta.dirname, '..');
const target = join(root, '__tests__/support/github/description');

const temporary = mkdtempSync(join(tmpdir(), 'image-mirror-description-'));
try {
  fetchPackage(temporary);
  const licence = readFileSync(join(temporary, 'package/LICENSE'), 'utf8');
  const extracts = await Promise.all(products.map(renderExtract));
  // What was there is removed only now, when nothing is left that could fail.
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  write('LICENSE', licence);
  for (const { file, text } of extracts) write(file, text);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/**
 * Only what is read is unpacked: the whole is 385 MB.
 *
 * @param {string} folder
 */
function fetchPackage(folder) {
  const pack = ['pack', `${name}@${version}`, '--pack-destination', folder, '--silent'];
  const archive = execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }).trim();
  const files = ['package/LICENSE', ...products.map((product) => `package/${pathOf(product)}`)];
  execFileSync('tar', ['-xzf', archive, ...files], { cwd: folder });
}

/** @param {string} product */
function pathOf(product) {
  return `generated/${product}.json`;
}

/** @param {string} product */
async function renderExtract(product) {
  const [path, file] = [pathOf(product), `${product}.json`];
  /** @type {(text: string) => import('./openapi-extract.js').Document} */
  const parseJson = JSON.parse;
  const document = extract(parseJson(readFileSync(join(temporary, 'package', path), 'utf8')), operations);
  const text = JSON.stringify({ 'x-extract-of': { package: name, version, path }, ...document });
  const config = await resolveConfig(join(target, file), { editorconfig: true });
  return { file, text: await format(text, { ...config, parser: 'json' }) };
}

/**
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  writeFileSync(join(target, file), text);
  console.log(`${String(Math.ceil(text.length / 1024)).padStart(6)} KiB  ${file}`);
}
