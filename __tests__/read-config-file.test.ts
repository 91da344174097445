import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../src/config/read-options.js';
import { withConfigFile } from '../src/read-config-file.js';
import { ConfigurationError } from '../src/runtime/errors.js';
import { makeWorkspace } from './support/mirror.js';

const text = 'overrides: [{ match: "**", compare: presence }]';
const path = '.github/image-mirror.yml';

async function read(workspace: string, config = ''): Promise<number | string> {
  try {
    const options = readOptions({ target: 'ghcr.io/acme/mirror', config });
    return (await withConfigFile(options, workspace)).overrides.length;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}

describe('K1 the configuration file of the workspace', () => {
  test('is read, and need not be there', async () => {
    expect(await read(await makeWorkspace({ [path]: text }))).toBe(1);
    expect(await read(await makeWorkspace({}))).toBe(0);
    expect(await read(await makeWorkspace({ '.github': 'a file' }))).toBe(0);
  });

  test('is another, where `config` names it: then it must be there', async () => {
    const workspace = await makeWorkspace({ 'ci/m.yml': text });
    expect(await read(workspace, './ci/m.yml')).toBe(1);
    expect(await read(workspace, 'ci/n.yml')).toBe('config: there is no file ci/n.yml in the workspace.');
  });

  test.each(['/etc/passwd', '../m.yml', 'a/../../m.yml'])('is inside of it: %s is refused', async (config) => {
    expect(await read(await makeWorkspace({}), config)).toContain('leads out of the workspace');
  });

  test('that is a folder, too large, a link that leads out or nowhere is refused', async () => {
    const workspace = await makeWorkspace({ 'large.yml': ' '.repeat(256 * 1024 + 1) });
    await mkdir(join(workspace, 'folder.yml'));
    const outside = join(await makeWorkspace({}), 'm.yml');
    await writeFile(outside, text);
    await symlink(outside, join(workspace, 'out.yml'));
    await symlink('nowhere', join(workspace, 'dangling.yml'));
    expect(await read(workspace, 'folder.yml')).toContain('This is a folder; the configuration file is a file.');
    expect(await read(workspace, 'large.yml')).toContain('the configuration file has at most 262144.');
    expect(await read(workspace, 'out.yml')).toContain('lies outside the workspace');
    expect(await read(workspace, 'dangling.yml')).toContain('could not be read');
  });
});
