import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { skip } from '../support/jest/testing.js';
import { type ToolName, findTool } from '../support/programs/programs.js';
import { makeWorkspace } from '../support/mirror.js';
import { readProjectFile, readWorkflows } from '../support/workflow-files.js';

const projectRoot = resolve(import.meta.dirname, '../..');
const workflows = (await readWorkflows()).map(({ path }) => path);
const dependabot = ['.github/dependabot.yml', 'examples/workflows/dependabot.yml'];

/** Other people's judges, and what they are asked. None of them asks anybody else. */
const judges: readonly (readonly [ToolName, string, readonly string[]])[] = [
  ['actionlint', 'the workflows', workflows],
  [
    'zizmor',
    'the workflows and Dependabot’s configurations',
    ['--offline', '--no-progress', ...workflows, ...dependabot],
  ],
  ['check-jsonschema', 'Dependabot’s configurations, by its published schema', schema('dependabot', dependabot)],
  ['check-jsonschema', 'Renovate’s, by its own', schema('renovate', ['examples/workflows/renovate.json'])],
  ['check-jsonschema', 'the workflows, by their published schema', schema('github-workflows', workflows)],
  ['check-jsonschema', 'action.yml, by its published schema', schema('github-actions', ['action.yml'])],
];

function schema(name: string, paths: readonly string[]): readonly string[] {
  return ['--builtin-schema', `vendor.${name}`, ...paths];
}

describe.each(judges)('%s', (name, what, args) => {
  test(`has nothing against ${what}`, async () => {
    const program = await findTool(name);
    if (program === undefined) skip(`${name} is not on this machine: scripts/install-tools.sh`);
    const folder = name === 'zizmor' ? await withCommits() : projectRoot;
    expect(await judge(program, args, folder)).toBe('');
  });
});

/** The files in a folder of their own, with a commit where the ones to copy have the placeholder of ours. */
async function withCommits(): Promise<string> {
  const paths = [...workflows, ...dependabot];
  const texts = await Promise.all(paths.map(async (path) => readProjectFile(path)));
  const pinned = texts.map((text) => text.replaceAll('OWNER/image-mirror@SHA', `OWNER/image-mirror@${'a'.repeat(40)}`));
  return makeWorkspace(Object.fromEntries(paths.map((path, index) => [path, pinned[index] ?? ''])));
}

/** What it says, where it is not content. */
async function judge(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((done) => {
    execFile(program, [...args], { cwd }, (error, stdout, stderr) => {
      done(error === null ? '' : `${stdout}${stderr}`);
    });
  });
}
