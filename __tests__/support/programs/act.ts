import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { lookThrough } from '../secret-search/looked-through.js';
import { makeWorkspace } from '../mirror.js';
import { findTool } from './programs.js';
import { readProjectFile } from '../workflow-files.js';

const projectRoot = resolve(import.meta.dirname, '../../..');

export interface ActOptions {
  /** a workflow of the project */
  readonly workflow: string;
  readonly event: string;
  readonly payload: object;
  /** of the tree, by their path */
  readonly files: Readonly<Record<string, string>>;
  /** what stands for ghcr.io */
  readonly registry: string;
  /** what stands for the registry of an AWS account */
  readonly ecr?: string;
  readonly github: { readonly apiUrl: string; readonly token: string };
  readonly variables?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** who started the run */
  readonly actor?: string;
}

export interface ActRun {
  readonly exitCode: number;
  readonly output: string;
  /** What each start of an action got, in order: `INPUT_…`, and the action's name. */
  readonly started: readonly Started[];
}

interface Started {
  readonly action: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Runs a workflow by act, without containers and offline. Three things are not as on GitHub: the target's host, `actions/checkout` (act copies
 * the folder), and what stands for other people's actions only notes its inputs, and fails without the password that it is given, as
 * docker/login-action does. Ours is the committed bundle.
 */
export async function runByAct({
  workflow,
  event,
  payload,
  files,
  registry,
  ecr = registry,
  github,
  variables = {},
  secrets = {},
  actor = 'octocat',
}: ActOptions): Promise<ActRun> {
  const text = (await readProjectFile(workflow))
    .replaceAll(/^( +(?:target: )?)ghcr\.io\/(?=\$)/gm, `$1${registry}/`)
    .replaceAll(/^( +)\d+\.dkr\.ecr\.[\w-]+\.amazonaws\.com\//gm, `$1${ecr}/`);
  const name = basename(workflow);
  const workspace = await makeWorkspace({ ...files, [`.github/workflows/${name}`]: text });
  await commit(workspace);
  const home = await makeWorkspace({ 'started.jsonl': '', 'event.json': JSON.stringify(payload) });
  const actions = await makeActions(text, home, github.apiUrl);
  const args = [
    event,
    ...['-W', `.github/workflows/${name}`, '-e', join(home, 'event.json'), '-P', 'ubuntu-latest=-self-hosted'],
    ...['--action-offline-mode', '--no-cache-server', '--pull=false', '--container-daemon-socket', '-'],
    ...['--actor', actor],
    ...Object.entries({ GITHUB_TOKEN: github.token, ...secrets }).flatMap(([key, value]) => ['-s', `${key}=${value}`]),
    ...actions.flatMap(([uses, folder]) => ['--local-repository', `${uses}=${folder}`]),
    ...Object.entries(variables).flatMap(([key, value]) => ['--var', `${key}=${value}`]),
  ];
  const finished = await start((await findTool('act')) ?? 'act', args, workspace, home);
  lookThrough('standard output', finished.output);
  const lines = (await readFile(join(home, 'started.jsonl'), 'utf8')).split('\n').filter((line) => line !== '');
  return { ...finished, started: lines.map((line) => JSON.parse(line) as Started) };
}

/** act takes branch, commit and owner from the repository. */
async function commit(workspace: string): Promise<void> {
  const git = async (...args: readonly string[]): Promise<unknown> => start('git', args, workspace, workspace);
  await git('init', '--quiet', '--initial-branch=main');
  await git('remote', 'add', 'origin', 'https://github.com/octo-org/octo-repo');
  await git('add', '--all');
  await git('-c', 'user.name=octocat', '-c', 'user.email=octocat@example.com', 'commit', '--quiet', '--message=tree');
}

/** A folder for each action that the workflow uses. */
async function makeActions(
  text: string,
  home: string,
  apiUrl: string,
): Promise<readonly (readonly [string, string])[]> {
  const all = new Set([...text.matchAll(/^\s*(?:- )?uses: (\S+@\S+)/gm)].map(([, uses = '']) => uses));
  const others = [...all].filter((uses) => !uses.startsWith('actions/checkout@'));
  return Promise.all(
    others.map(async (uses, index) => {
      const folder = join(home, `action-${String(index)}`);
      await mkdir(folder);
      const isOurs = uses === 'OWNER/image-mirror@SHA';
      await writeFile(join(folder, 'action.yml'), isOurs ? await ourDefinition() : noteDefinition);
      await writeFile(join(folder, 'note.cjs'), noteScript(uses, home, isOurs ? apiUrl : undefined));
      return [uses, folder] as const;
    }),
  );
}

async function ourDefinition(): Promise<string> {
  return (await readProjectFile('action.yml')).replace('main: dist/index.js', 'main: note.cjs');
}

const noteDefinition = `name: noted
inputs: { registry: { description: x }, username: { description: x }, password: { description: x }, role-to-assume: { description: x }, aws-region: { description: x } }
runs: { using: node24, main: note.cjs }
`;

function noteScript(action: string, home: string, apiUrl: string | undefined): string {
  const bundle = JSON.stringify(join(projectRoot, 'dist/index.js'));
  return [
    `const inputs = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('INPUT_')));`,
    `const line = JSON.stringify({ action: ${JSON.stringify(action)}, inputs });`,
    `require('node:fs').appendFileSync(${JSON.stringify(join(home, 'started.jsonl'))}, line + '\\n');`,
    ...(apiUrl === undefined
      ? [
          `if (${JSON.stringify(action)}.startsWith('docker/login-action@') && inputs.INPUT_PASSWORD === '') { console.log('Username and password required'); process.exitCode = 1; }`,
        ]
      : [`process.env.GITHUB_API_URL = ${JSON.stringify(apiUrl)};`, `import(${bundle});`]),
  ].join('\n');
}

async function start(
  program: string,
  args: readonly string[],
  cwd: string,
  home: string,
): Promise<Pick<ActRun, 'exitCode' | 'output'>> {
  const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(home, 'cache'), GIT_CONFIG_NOSYSTEM: '1' };
  return new Promise((done) => {
    execFile(program, [...args], { cwd, env, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      done({ exitCode: code, output: `${stdout}${stderr}` });
    });
  });
}
