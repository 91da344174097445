import type { Config } from './config/config.js';
import { defaultConfigFile } from './config/options.js';
import { ConfigurationError } from './runtime/errors.js';
import { readWorkspaceFile, type TextFileKind } from './tree/read.js';

/** Far more than anybody writes by hand. */
export const configFileKind: TextFileKind = { name: 'the configuration file', maxBytes: 256 * 1024 };

/**
 * Adds to the options what the workspace's configuration file says. It need not be there, unless an option names it.
 * @throws {ConfigurationError}
 */
export async function withConfigFile(options: Config, workspace: string): Promise<Config> {
  const { configFile } = options;
  const found = await readWorkspaceFile(workspace, configFile, configFileKind);
  if (found.kind === 'problem') throw new ConfigurationError([`${configFile}: ${found.message}`]);
  if (found.kind === 'absent' && configFile !== defaultConfigFile)
    throw new ConfigurationError([`config: there is no file ${configFile} in the workspace.`]);
  return withConfigText(options, found.kind === 'absent' ? undefined : found.text);
}

/**
 * The same for a text that was read elsewhere.
 * @param text undefined: there is no such file
 * @throws {ConfigurationError}
 */
export async function withConfigText(options: Config, text: string | undefined): Promise<Config> {
  if (text === undefined) return options;
  const { parseConfigFile } = await import('./config/file/config-file.js');
  return { ...options, ...parseConfigFile(text, options.configFile) };
}
