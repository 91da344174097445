import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A folder of programs that stands first on PATH. */
export interface HelperFolder {
  readonly path: string;
  /** Makes `docker-credential-<name>` of a shell script. */
  add(name: string, script: string): Promise<void>;
  remove(): Promise<void>;
}

export async function helperFolder(): Promise<HelperFolder> {
  const path = await mkdtemp(join(tmpdir(), 'credential-helpers-'));
  const before = process.env.PATH ?? '';
  process.env.PATH = `${path}${delimiter}${before}`;
  return {
    path,
    add: async (name, script) => {
      const file = join(path, `docker-credential-${name}`);
      await writeFile(file, `#!/bin/sh\n${script}\n`);
      await chmod(file, 0o755);
    },
    remove: async () => {
      process.env.PATH = before;
      await rm(path, { recursive: true });
    },
  };
}
