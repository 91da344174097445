import type { Config } from '../config/config.js';
import {
  type AllowedRegistries,
  type Reachable,
  formerRegistriesOf,
  registriesOf,
} from '../plan/allowed-registries.js';
import type { Task } from '../plan/task.js';
import type { Trigger } from './known-change.js';
import { type BaseConfig, findRegistriesBefore } from './registries-before.js';

type AllowedConfig = BaseConfig & Pick<Config, 'allowedRegistries' | 'mode' | 'targets'>;

const everything: AllowedRegistries = { kind: 'all' };

/**
 * Says which registries a run may ask. What is merged is trusted. What a pull request brings is code from outside: without
 * `allowed-registries` its images may be of those registries alone that the tree named before it, and of the targets'. Where nobody knows
 * what it changes that cannot be told, and none but the targets' are allowed: a huge pull request must open nothing.
 */
export async function decideAllowed(
  tasks: readonly Task[],
  workspace: string,
  config: AllowedConfig,
  trigger: Trigger,
): Promise<Reachable> {
  const { allowedRegistries: listed, mode } = config;
  const isOpen = listed.includes('*');
  // No source is asked.
  if (mode === 'verify' || tasks.length === 0) return { allowed: everything, trusted: [] };
  if (listed.length > 0 && !isOpen) return { allowed: { kind: 'listed', registries: new Set(listed) }, trusted: [] };
  // Of reviews, too: their runs check out the pull request.
  const isOfPullRequest =
    trigger.kind === 'none' ? trigger.event.startsWith('pull_request') : trigger.kind === 'pull-request';
  if (!isOfPullRequest) return { allowed: everything, trusted: [...registriesOf(tasks)] };
  const allowed = await allowBefore(tasks, workspace, config, trigger);
  const trusted = [...allowed.registries, ...formerRegistriesOf(tasks)];
  return { allowed: isOpen ? everything : allowed, trusted };
}

async function allowBefore(
  tasks: readonly Task[],
  workspace: string,
  config: AllowedConfig,
  trigger: Trigger,
): Promise<Exclude<AllowedRegistries, { kind: 'all' }>> {
  const own = new Set([...config.targets.map(({ registry }) => registry), ...config.allowedRegistries]);
  if (trigger.kind === 'none') {
    const why = `What a pull request changes is read for the events pull_request and pull_request_target, and not for ${trigger.event}.`;
    return { kind: 'unknown', why, registries: own };
  }
  const change = await trigger.change();
  if (change.kind === 'unknown') return { kind: 'unknown', why: change.why, registries: own };
  const needed = new Set([...registriesOf(tasks)].filter((registry) => !own.has(registry)));
  const files = new Set(tasks.flatMap(({ uses }) => uses.map(({ file }) => file)));
  const before = await findRegistriesBefore({ registries: needed, files }, { workspace, config, change });
  const registries = new Set([...own, ...before]);
  const unread = change.warnings();
  // That no file named it may only be said where all were read.
  if (before.size < needed.size && unread.length > 0) return { kind: 'unknown', why: unread.join(' '), registries };
  return { kind: 'before', what: change.what, registries };
}
