import { messageOf } from '../errors.js';
import { printable } from '../text.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs git; rejects where it cannot be run, hangs or floods. */
export type Git = (
  args: readonly string[],
  signal: AbortSignal,
) => Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;

/** Far above what reading a history takes, but a partial clone may ask a server for what it lacks. */
const defaultTimeoutMs = 30_000;

/** A hundred thousand paths or so. */
const maxOutputBytes = 16 * 1024 * 1024;

/**
 * A job in a container is another user than the one who checked out, and git would refuse it all ("dubious ownership"). What makes it safe to go on
 * is that nothing of the folder's own configuration is run: no hook, no monitor, no pager; who asks for a diff leaves out other programs for it.
 * The checkout may be of code from outside. Its files can name filters and drivers, but no programs: those are in git's configuration, which is
 * no part of a tree. But files of a tree may look like a bare repository with a configuration of its own: such a one is none here. What is said
 * here goes before every configuration. Source: git-scm.com, "git-config", `safe.bareRepository`, `safe.directory`.
 */
const hardened = [
  '--no-pager',
  '--no-optional-locks',
  '--no-replace-objects',
  ...[
    'safe.directory=*',
    'safe.bareRepository=explicit',
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'core.attributesFile=/dev/null',
  ].flatMap((setting) => ['-c', setting]),
];

/** The real git, in a folder: without a shell, and without anybody to ask for a password. */
export function createGit(folder: string, environment: Environment, timeoutMs = defaultTimeoutMs): Git {
  return async (args, signal) => {
    const { execFile } = await import('node:child_process');
    const options = {
      cwd: folder,
      env: { ...environment, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' },
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: maxOutputBytes,
      windowsHide: true,
      signal,
    } as const;
    return new Promise((resolve, reject) => {
      execFile('git', [...hardened, ...args], options, (error, stdout, stderr) => {
        if (error === null) resolve({ exitCode: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ exitCode: error.code, stdout, stderr });
        else reject(new Error(wordsFor(error), { cause: error }));
      });
    });
  };
}

function wordsFor(error: { readonly code?: unknown; readonly signal?: unknown }): string {
  if (error.code === 'ENOENT') return 'git is not there.';
  const what = typeof error.code === 'string' ? messageOf(error) : `it was ended by ${String(error.signal)}`;
  return `git cannot be run: ${printable(what, 200)}.`;
}
