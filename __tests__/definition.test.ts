import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { expect, test } from '@jest/globals';
import { flagOptions, modeOption, sharedOptions } from '../src/config/options.js';
import { outputsOf } from '../src/report/outputs.js';
import { renderReadme } from '../scripts/readme-tables.js';
import { reportOf } from './report/reports.js';
import { version } from '../src/runtime/environment.js';
import { expectThat } from './support/jest/testing.js';
import { readActionDefinition } from './support/programs/run-bundle.js';

const projectRoot = resolve(import.meta.dirname, '..');

const lockSchema = v.object({ packages: v.record(v.string(), v.unknown()) });

test('action.yml has the inputs that the program reads, with the same words and defaults', async () => {
  const { inputs } = await readActionDefinition();
  const { 'github-token': token, ...others } = inputs;
  expect(token).toBeDefined();
  expect(Object.keys(others).sort()).toEqual([modeOption, ...sharedOptions].map(({ name }) => name).sort());
  for (const option of [modeOption, ...sharedOptions]) {
    expect(inputs[option.name]?.description).toBe(option.description);
    expect(inputs[option.name]?.default ?? '').toBe(option.default);
  }
});

test('action.yml has the outputs that the program sets', async () => {
  const report = reportOf([]);
  const { outputs, runs } = await readActionDefinition();
  expect(Object.keys(outputs).sort()).toEqual(
    Object.keys(outputsOf(report, { reportPath: 'report.json', commentBody: '' })).sort(),
  );
  expect(runs).toMatchObject({ using: 'node24', main: 'dist/index.js' });
});

test('package.json has the program’s version and its command', async () => {
  const text = await readFile(resolve(projectRoot, 'package.json'), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ name: 'image-mirror', version, bin: { 'image-mirror': 'dist/index.js' } });
});

// Two of undici would be two pools, two sets of certificates, and another megabyte in the bundle.
test.each(['undici', '@actions/http-client', '@octokit/core', '@octokit/request'])(
  'package-lock.json has one copy of %s',
  async (name) => {
    const lock = v.parse(lockSchema, JSON.parse(await readFile(resolve(projectRoot, 'package-lock.json'), 'utf8')));
    const copies = Object.keys(lock.packages).filter((path) => path.endsWith(`node_modules/${name}`));
    expect(copies).toEqual([`node_modules/${name}`]);
  },
);

test('README.md has the tables that action.yml gives', async () => {
  const [readme, action] = await Promise.all(
    ['README.md', 'action.yml'].map(async (name) => readFile(resolve(projectRoot, name), 'utf8')),
  );
  expect(renderReadme(readme ?? '', action ?? '')).toBe(readme);
});

test('README.md names the inputs that are no flags', async () => {
  const readme = await readFile(resolve(projectRoot, 'README.md'), 'utf8');
  const [, named = ''] = /is a flag of the same name, but for ([^;]*);/.exec(readme) ?? [];
  const { inputs } = await readActionDefinition();
  const flags: readonly string[] = flagOptions.map(({ name }) => name);
  const others = Object.keys(inputs).filter((name) => !flags.includes(name));
  expect([...named.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name).sort()).toEqual(others.sort());
});

/** What people read: README and its like, and all of docs/. */
const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'bench/limits.md'],
  ...readdirSync(resolve(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => `docs/${path}`),
].filter((path) => path.endsWith('.md'));

test.each(documents)('every relative link of %s leads somewhere', async (document) => {
  for (const { path, heading } of await linksOf(document)) {
    const text = await readFile(resolve(projectRoot, dirname(document), path), 'utf8');
    if (heading !== '') expectThat(anchorsOf(text), path).toContain(heading);
  }
});

test('the documents have relative links', async () => {
  const links = await Promise.all(documents.map(linksOf));
  expect(links.flat().length).toBeGreaterThan(50);
});

test('every decision is in the index, and no number stands twice', async () => {
  const decisions = documents.filter((path) => /^docs\/decisions\/\d/.test(path)).map((path) => basename(path));
  const index = await linksOf('docs/decisions/README.md');
  expect(index.map(({ path }) => path).sort()).toEqual(decisions.sort());
  expect(new Set(decisions.map((name) => name.slice(0, 4))).size).toBe(decisions.length);
});

test('every document that code refers to is there, and so is its section', async () => {
  const files = ['src', 'scripts', 'bench', '.github'].flatMap((folder) =>
    readdirSync(resolve(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  );
  const texts = await Promise.all(
    files
      .filter((path) => /\.(?:ts|js|sh|ya?ml)$/.test(path))
      .map(async (path) => readFile(resolve(projectRoot, path), 'utf8')),
  );
  const named = texts.flatMap((text) => [...text.matchAll(ownDocument)]);
  expect(named.length).toBeGreaterThan(5);
  for (const [, path = '', section = ''] of named) {
    const headings = (await readFile(resolve(projectRoot, path), 'utf8'))
      .split('\n')
      .filter((line) => /^#+ /.test(line));
    if (section !== '') expectThat(headings, path).toContain(`## ${section}`);
  }
});

/** `docs/registries.md, "Lookups"`: of this repository. Comments name other projects' documents, too. */
const ownDocument =
  /\b(docs\/(?:decisions\/[\w.-]+|architecture|behaviours|decisions|guide|registries)\.md)(?:, "([^"]+)")?/g;

/** A link into the same document has the document's own name as its path. */
async function linksOf(document: string): Promise<readonly { readonly path: string; readonly heading: string }[]> {
  const text = await readFile(resolve(projectRoot, document), 'utf8');
  return [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, path = '', heading = '']) => ({
    path: path === '' ? basename(document) : path,
    heading,
  }));
}

/** The names by which GitHub links to headings. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}
