import type { Config } from '../config/config.js';
import { ConfigurationError } from '../runtime/errors.js';
import type { Change, KnownChange, Trigger } from './known-change.js';

/** Of which files a run is. */
export type Scope =
  | {
      readonly kind: 'all';
      /** A sentence: why, where less was asked for. */
      readonly why?: string;
      /** Whether nobody meant it so. */
      readonly isFallback?: true;
      /** Where it was asked for, and is known. */
      readonly change?: KnownChange;
    }
  | { readonly kind: 'changed'; readonly change: KnownChange };

/**
 * Says of which files a run is. What an event changes is asked for only where it matters; what is not known is everything, and what is
 * known to be nothing is nothing.
 * @throws {ConfigurationError} where only what is changed is asked for, and nothing can be
 */
export async function decideScope(asked: Config['scope'], trigger: Trigger): Promise<Scope> {
  if (trigger.kind === 'none') {
    if (asked !== 'changed') return { kind: 'all' };
    const cause = trigger.event === '' ? 'a terminal' : `the event ${trigger.event}`;
    throw new ConfigurationError([
      `scope: "changed" is for events that change files, and this run was started by ${cause}. Use it on pull_request, push or merge_group; "auto" is right for all, and "only" names images.`,
    ]);
  }
  const wantsChanged = asked === 'changed' || (asked === 'auto' && trigger.kind === 'pull-request');
  if (wantsChanged) return narrow(await trigger.change());
  // The workspace lacks what the pull request brings.
  if (!trigger.isBaseCheckout) return { kind: 'all' };
  const change = await trigger.change();
  return change.kind === 'unknown' ? { kind: 'all', why: change.why, isFallback: true } : { kind: 'all', change };
}

function narrow(change: Change): Scope {
  if (change.kind === 'unknown') return { kind: 'all', why: change.why, isFallback: true };
  const { what, configuration } = change;
  if (configuration === undefined) return { kind: 'changed', change };
  return {
    kind: 'all',
    why: `${what.slice(0, 1).toUpperCase() + what.slice(1)} changes ${configuration}, which says what this run does.`,
    change,
  };
}
