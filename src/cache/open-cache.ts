import type { Clock } from '../runtime/clock.js';
import { withDeadline } from '../runtime/wait.js';
import { messageOf } from '../runtime/errors.js';
import { printable } from '../runtime/text.js';
import { type ParsedKnowledge, parseKnowledge, serializeKnowledge } from './format.js';
import { Knowledge } from './run-cache.js';
import type { KnowledgeStore } from './store.js';

/** What a run knows from earlier ones, and the way to keep what it learns. */
export interface KeptKnowledge {
  readonly knowledge: Knowledge;
  /** Keeps what is new. Never throws. */
  save(): Promise<void>;
}

export interface KeepingSurroundings {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Until when a run that was stopped may keep what it learned: what it read is what the next one need not. */
  readonly tidyUntil: AbortSignal;
  /** Told in a sentence why something could not be read or kept. */
  readonly tell: (sentence: string) => void;
}

/** Knowledge saves seconds: to wait longer for it is to lose. For reading and for keeping, each. */
const maxWaitMs = 20_000;

/** Nothing is read, and nothing kept. */
export function forgetful(): KeptKnowledge {
  return { knowledge: new Knowledge(), save: async () => Promise.resolve() };
}

/** Reads what earlier runs kept. Whatever is wrong with it, or with where it lies, costs requests and nothing else. Never throws. */
export async function openKnowledge(store: KnowledgeStore, surroundings: KeepingSurroundings): Promise<KeptKnowledge> {
  const knowledge = await load(store, surroundings);
  return { knowledge, save: async () => save(knowledge, store, surroundings) };
}

async function load(store: KnowledgeStore, surroundings: KeepingSurroundings): Promise<Knowledge> {
  try {
    const { knowledge, problem } = await withDeadline(
      maxWaitMs,
      surroundings,
      async (signal): Promise<ParsedKnowledge> => {
        const bytes = await store.load(signal);
        return bytes === undefined ? { knowledge: new Knowledge() } : parseKnowledge(bytes, signal);
      },
    );
    if (problem !== undefined) tellFailure(`What ${store.name} holds is not what a run kept`, problem, surroundings);
    return knowledge;
  } catch (error) {
    tellFailure(`What earlier runs kept could not be read from ${store.name}`, error, surroundings);
    return new Knowledge();
  }
}

async function save(knowledge: Knowledge, store: KnowledgeStore, surroundings: KeepingSurroundings): Promise<void> {
  if (!knowledge.isChanged) return;
  const { clock, tidyUntil } = surroundings;
  try {
    await withDeadline(maxWaitMs, { clock, signal: tidyUntil }, async (signal) =>
      store.save(await serializeKnowledge(knowledge), signal),
    );
    knowledge.markKept();
  } catch (error) {
    tellFailure(`What this run learned could not be kept in ${store.name}`, error, surroundings);
  }
}

/** A run that is being stopped has something else to say. */
function tellFailure(what: string, error: unknown, { signal, tell }: KeepingSurroundings): void {
  if (!signal.aborted)
    tell(`${what}: ${printable(messageOf(error)).replace(/\.$/, '')}. That costs requests, and changes nothing else.`);
}
