import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import * as v from 'valibot';

const projectRoot = resolve(import.meta.dirname, '../..');

const scalar = v.union([v.string(), v.number(), v.boolean()]);
const stepSchema = v.object({
  if: v.optional(v.string()),
  uses: v.optional(v.string()),
  with: v.optional(v.record(v.string(), scalar)),
  run: v.optional(v.string()),
  env: v.optional(v.record(v.string(), scalar)),
});
const jobSchema = v.object({
  name: v.optional(v.string()),
  if: v.optional(v.string()),
  'runs-on': v.string(),
  'timeout-minutes': v.number(),
  permissions: v.record(v.string(), v.string()),
  env: v.optional(v.record(v.string(), scalar)),
  steps: v.array(stepSchema),
});
const workflowSchema = v.object({
  name: v.string(),
  on: v.record(v.string(), v.unknown()),
  permissions: v.record(v.string(), v.string()),
  concurrency: v.object({ group: v.string(), 'cancel-in-progress': v.union([v.boolean(), v.string()]) }),
  jobs: v.record(v.string(), jobSchema),
});

export type Step = v.InferOutput<typeof stepSchema>;

export interface WorkflowFile {
  /** relative to the project */
  readonly path: string;
  readonly text: string;
  readonly workflow: v.InferOutput<typeof workflowSchema>;
}

/** The workflows to copy, and this repository's own. */
export async function readWorkflows(): Promise<readonly WorkflowFile[]> {
  const folders = ['examples/workflows', '.github/workflows'];
  const names = await Promise.all(folders.map(async (folder) => readdir(join(projectRoot, folder))));
  const paths = folders.flatMap((folder, index) => (names[index] ?? []).map((name) => `${folder}/${name}`));
  const workflows = paths.filter((path) => path.endsWith('.yml') && !path.endsWith('/dependabot.yml')).sort();
  return Promise.all(
    workflows.map(async (path) => {
      const text = await readProjectFile(path);
      return { path, text, workflow: v.parse(workflowSchema, load(text)) };
    }),
  );
}

/** The first workflow in the README. */
export async function readQuickStart(): Promise<WorkflowFile> {
  const text = /^```yaml\n(# \.github\/workflows\/.*?)^```$/ms.exec(await readProjectFile('README.md'))?.[1] ?? '';
  return { path: 'README.md', text, workflow: v.parse(workflowSchema, load(text)) };
}

export async function readProjectFile(path: string): Promise<string> {
  return readFile(join(projectRoot, path), 'utf8');
}

export function stepsOf({ workflow }: WorkflowFile): readonly Step[] {
  return Object.values(workflow.jobs).flatMap(({ steps }) => steps);
}

/** The steps that run this action. */
export function ownSteps(file: WorkflowFile): readonly Step[] {
  return stepsOf(file).filter(({ uses = '' }) => uses === './' || uses.startsWith('OWNER/image-mirror@'));
}
