import type { KnownChange, Trigger } from '../../src/tree/known-change.js';

type ChangeKind = Exclude<Trigger['kind'], 'none'>;

/** What a pull request changes, told without a GitHub: files that were there before. */
export function knownChange(files: readonly string[], more: Partial<KnownChange> = {}): KnownChange {
  return {
    kind: 'known',
    what: 'pull request #7',
    files: new Map(files.map((file) => [file, file])),
    gone: new Set(),
    submodules: new Set(),
    textBefore: async () => Promise.resolve(undefined),
    warnings: () => [],
    readUpdates: async () => Promise.resolve([]),
    ...more,
  };
}

export interface CountedTrigger {
  readonly trigger: Trigger;
  readonly asked: () => number;
}

/** A run's trigger, and how often it was asked what it changes. */
export function counted(trigger: Exclude<Trigger, { kind: 'none' }>): CountedTrigger {
  let asked = 0;
  const change = async () => {
    asked += 1;
    return trigger.change();
  };
  return { trigger: { ...trigger, change }, asked: () => asked };
}

/** A pull request, or what is said, that changes these files. */
export function changing(
  files: readonly string[],
  {
    kind = 'pull-request',
    isBaseCheckout = false,
    isProposal = kind !== 'push',
    ...more
  }: { kind?: ChangeKind; isBaseCheckout?: boolean; isProposal?: boolean } & Partial<Omit<KnownChange, 'kind'>> = {},
): Exclude<Trigger, { kind: 'none' }> {
  return { kind, isBaseCheckout, isProposal, change: async () => Promise.resolve(knownChange(files, more)) };
}

/** A pull request that changes nobody knows what. */
export function unknownChange(): Exclude<Trigger, { kind: 'none' }> {
  return {
    kind: 'pull-request',
    isBaseCheckout: false,
    isProposal: true,
    change: async () => Promise.resolve({ kind: 'unknown', why: 'Nobody knows.' }),
  };
}
