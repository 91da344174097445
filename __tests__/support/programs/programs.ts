import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';

/** Other people's programs that a test may run beside ours, or let judge our files. */
export type ToolName =
  | 'act'
  | 'actionlint'
  | 'check-jsonschema'
  | 'zizmor'
  | 'crane'
  | 'curl'
  | 'docker-registry'
  | 'go'
  | 'gzip'
  | 'olareg'
  | 'oras'
  | 'regctl'
  | 'registry'
  | 'regsync'
  | 'skopeo'
  | 'tar'
  | 'zot';

const repositoryRoot = resolve(import.meta.dirname, '../../..');

/** A program that does not say its version in this time is not one of ours. */
const versionTimeoutMs = 30_000;

/**
 * Where a program is: first in the tools folder (`IMAGE_MIRROR_TOOLS`, else `.cache/tools/bin`, which
 * `scripts/install-tools.sh` fills), then on PATH. `undefined` where it is in neither.
 */
export async function findTool(name: ToolName): Promise<string | undefined> {
  const tools = process.env.IMAGE_MIRROR_TOOLS ?? join(repositoryRoot, '.cache/tools/bin');
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of [resolve(tools), ...path]) {
    const candidate = join(folder, name);
    if (await isExecutable(candidate)) {
      return candidate;
    }
  }
  return undefined;
}

/** What a program prints of its version, standard error included; `''` where it prints nothing or fails to start. */
export async function readVersionText(command: string, args: readonly string[]): Promise<string> {
  return await new Promise((done) => {
    execFile(command, [...args], { timeout: versionTimeoutMs, env: programEnvironment() }, (_error, stdout, stderr) => {
      done(`${stdout}${stderr}`);
    });
  });
}

/**
 * The environment for a program that must not be steered by the user's: distribution takes every `REGISTRY_…` variable
 * for a part of its configuration, and `REGISTRY_AUTH_FILE`, which skopeo's users set, stops it with "multiple auth
 * types". Distribution 3 sends traces to localhost:4318 unless told not to.
 */
export function programEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, OTEL_TRACES_EXPORTER: 'none' };
}

async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
