import { spawn, spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import * as v from 'valibot';
import type { Report } from '../../../src/result/report.js';
import { lookThrough } from '../secret-search/looked-through.js';
import { makeWorkspace } from '../mirror.js';
import { withoutMasks } from '../secrets.js';

const projectRoot = resolve(import.meta.dirname, '../../..');
export const bundle = join(projectRoot, 'dist/index.js');

const actionSchema = v.object({
  inputs: v.record(
    v.string(),
    v.object({ description: v.string(), required: v.optional(v.boolean()), default: v.optional(v.string()) }),
  ),
  outputs: v.record(v.string(), v.object({ description: v.string() })),
  runs: v.object({ using: v.string(), main: v.string() }),
});
export type ActionDefinition = v.InferOutput<typeof actionSchema>;

export async function readActionDefinition(): Promise<ActionDefinition> {
  return v.parse(actionSchema, load(await readFile(join(projectRoot, 'action.yml'), 'utf8')));
}

export interface Finished {
  readonly exitCode: number | null;
  /** That ended it; then there is no exit code. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface FinishedAction extends Finished {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Read from the file that the output names. */
  readonly report: Report | undefined;
}

/**
 * Runs the committed bundle as a runner does: inputs with the defaults of action.yml as `INPUT_*`, the file commands, the workspace, and
 * nothing else of this process' environment but PATH.
 */
export async function runAction(
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
  killAt?: BundleOptions['killAt'],
): Promise<FinishedAction> {
  const folder = await makeWorkspace({ output: '', summary: '' });
  const { inputs: defined } = await readActionDefinition();
  const given = new Map<string, string>();
  for (const [name, { default: text = '' }] of Object.entries(defined)) {
    given.set(`INPUT_${name.toUpperCase()}`, inputs[name] ?? (text.startsWith('${{') ? '' : text));
  }
  await mkdir(join(folder, 'temp'));
  const environment = {
    ...Object.fromEntries<string>(given),
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    RUNNER_TEMP: join(folder, 'temp'),
    ...more,
  };
  const finished = await runBundle([], { cwd: workspace, environment, ...(killAt === undefined ? {} : { killAt }) });
  const output = await readFile(join(folder, 'output'), 'utf8');
  const summary = await readFile(join(folder, 'summary'), 'utf8');
  lookThrough('outputs', output);
  lookThrough('summary', summary);
  const outputs = parseOutputs(output);
  if (outputs.report === undefined) return { ...finished, outputs, report: undefined, summary };
  const report = await readFile(outputs.report, 'utf8');
  lookThrough('report', report);
  return { ...finished, outputs, report: JSON.parse(report) as Report, summary };
}

export interface BundleOptions {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Closes its standard output after the first words, as `head` does. */
  readonly readOnly?: 'the beginning';
  /** Ends the process when it has printed this, or something has happened. */
  readonly killAt?: ({ readonly text: string } | { readonly when: Promise<unknown> }) & {
    readonly signal: NodeJS.Signals;
  };
}

/** Runs the committed bundle, as a command where there are arguments. */
export async function runBundle(
  args: readonly string[],
  { cwd, environment = {}, killAt, readOnly }: BundleOptions,
): Promise<Finished> {
  const home = await makeWorkspace({});
  const env = { PATH: process.env.PATH ?? '', HOME: home, ...environment };
  const child = spawn(process.execPath, [bundle, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  const killInTime = (): void => {
    if (killAt === undefined || !('text' in killAt) || child.killed) return;
    if (`${stdout}${stderr}`.includes(killAt.text)) child.kill(killAt.signal);
  };
  if (killAt !== undefined && 'when' in killAt) void killAt.when.then(() => child.kill(killAt.signal));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    killInTime();
    if (readOnly !== undefined) child.stdout.destroy();
    // Once: a second signal of the same name ends a process at once.
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    killInTime();
  });
  return new Promise((done, fail) => {
    child.once('error', fail).once('close', (exitCode, signal) => {
      lookThrough('arguments', args.join(' '));
      lookThrough('standard output', withoutMasks(stdout));
      lookThrough('standard error', stderr);
      done({ exitCode, signal, stdout, stderr });
    });
  });
}

/** Whether there is util-linux' `script`; another system's knows other options. */
export function hasScript(): boolean {
  const { stdout, error } = spawnSync('script', ['--version'], { encoding: 'utf8', timeout: 5_000 });
  return error === undefined && stdout.includes('util-linux');
}

/** Runs the committed bundle in a terminal of its own, made by `script`, and types Ctrl-C when the screen has shown a text. */
export async function runInTerminal(
  args: readonly string[],
  { cwd, interruptAt, columns }: { readonly cwd: string; readonly interruptAt: string; readonly columns: number },
): Promise<{ readonly exitCode: number | null; readonly screen: string }> {
  const command = [process.execPath, bundle, ...args].map((word) => `'${word}'`).join(' ');
  const environment = { PATH: process.env.PATH ?? '', HOME: await makeWorkspace({}), TERM: 'xterm' };
  const options = { cwd, env: environment, stdio: ['pipe', 'pipe', 'ignore'] as ['pipe', 'pipe', 'ignore'] };
  const child = spawn('script', ['-qec', `stty cols ${columns} rows 24; exec ${command}`, '/dev/null'], options);
  let screen = '';
  let typed = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    if (typed || !screen.includes(interruptAt)) return;
    typed = true;
    child.stdin.write('\u0003');
  });
  const exitCode = await new Promise<number | null>((done, fail) => {
    child.once('error', fail).once('close', done);
  });
  lookThrough('terminal', screen);
  return { exitCode, screen };
}

/** A folder with one Dockerfile an image. */
export async function writeTree(images: readonly string[]): Promise<string> {
  const workspace = await makeWorkspace({});
  for (const [index, image] of images.entries()) {
    await mkdir(join(workspace, `images/${String(index)}`), { recursive: true });
    await writeFile(join(workspace, `images/${String(index)}/Dockerfile`), `FROM ${image}\n`);
  }
  return workspace;
}

/** Reads `name<<delimiter`, as the toolkit writes it. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const match of text.matchAll(/^(.+?)<<(.+)\r?\n([\s\S]*?)\r?\n\2\r?$/gm))
    outputs[match[1] ?? ''] = match[3] ?? '';
  return outputs;
}
