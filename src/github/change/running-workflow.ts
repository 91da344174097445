import { join } from 'node:path/posix';
import { isAmong } from '../../tree/known-change.js';
import { readDockerfile } from '../../tree/read.js';
import { withoutTrailing } from '../../runtime/text.js';
import type { RepositoryDiff } from './diff.js';
import type { Environment } from '../../runtime/environment.js';

interface WorkflowLocation {
  readonly environment: Environment;
  readonly workspace: string;
  /** Of the workspace, the repository's root; '' is itself. */
  readonly root: string;
}

/** More files than this no workflow is made of. */
const maxFiles = 50;

/**
 * Which of the files that are changed says what the run does: its workflow, or a workflow or an action of the same repository that this
 * calls. What another repository has is not changed by this one.
 * @param diff with paths in the workspace
 */
export async function findConfiguration(
  location: WorkflowLocation,
  diff: Pick<RepositoryDiff, 'files' | 'gone'>,
): Promise<string | undefined> {
  const workflow = workflowOf(location);
  const waiting = workflow === undefined ? [] : [workflow];
  const allChanged = [...diff.files.keys(), ...diff.gone];
  const seen = new Set<string>();
  for (let path = waiting.shift(); path !== undefined && seen.size < maxFiles; path = waiting.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const own = new Set([path]);
    // An action is a folder, and any file in it may be what it runs.
    const changed = isWorkflow(path)
      ? allChanged.find((file) => own.has(file))
      : allChanged.find((file) => isAmong(file, own));
    if (changed !== undefined) return changed;
    waiting.push(...(await readCalls(location, path)));
  }
  return undefined;
}

/** `owner/name/.github/workflows/mirror.yml@refs/heads/main`; of a workflow that was called it is the caller's. */
function workflowOf({ environment, root }: WorkflowLocation): string | undefined {
  const [, repository, path] =
    /^([^/]+\/[^/]+)\/(\.github\/workflows\/[^@]+)@/.exec(environment.GITHUB_WORKFLOW_REF ?? '') ?? [];
  const isOurs = repository?.toLowerCase() === environment.GITHUB_REPOSITORY?.toLowerCase();
  return path === undefined || !isOurs ? undefined : join(root, path);
}

function isWorkflow(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

/**
 * The workflows and actions of this repository that one calls. `uses: ./…` of an action is from the workspace, and of a workflow from the repository's
 * root, where `uses: $/…` of both is from. Source: actions/runner#4457; github.blog/changelog, 2026-07-30, "Reference same-repository actions with
 * self-repository syntax".
 */
async function readCalls({ workspace, root }: WorkflowLocation, path: string): Promise<readonly string[]> {
  const files = isWorkflow(path) ? [path] : [join(path, 'action.yml'), join(path, 'action.yaml')];
  const texts = await Promise.all(files.map(async (file) => readDockerfile(workspace, file)));
  const lines = texts.flatMap((read) => (read.kind === 'text' ? [...read.text.matchAll(usesLine)] : []));
  return lines.flatMap(([, from, written = '']) => {
    const call = withoutTrailing(written, '/');
    // The root does not count: every change is in it.
    if (call === '') return [];
    return from === '$' || isWorkflow(call) ? join(root, call) : call;
  });
}

/** In block style and in flow style (`- { uses: ./x }`). A line too many costs a run of all files. */
const usesLine = /(?:^|[{,])[ \t-]*["']?uses["']?[ \t]*:[ \t]*["']?([.$])\/([^\s"'#@,}]*)/gm;
