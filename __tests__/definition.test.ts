import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { flagOptions, modeOption, sharedOptions } from '../src/config/options.js';
import { outputsOf } from '../src/report/outputs.js';
import { renderReadme } from '../scripts/readme-tables.js';
import { reportOf } from './report/reports.js';
import { version } from '../src/version.js';
import { readActionDefinition } from './support/run-bundle.js';

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

test('every relative link of README.md leads somewhere', async () => {
  const readme = await readFile(resolve(projectRoot, 'README.md'), 'utf8');
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) await expect(readFile(resolve(projectRoot, link)), link).resolves.toBeDefined();
});
