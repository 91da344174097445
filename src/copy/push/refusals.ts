import { isAccessRefusal, isLoginRefusal } from '../../image/registry-error.js';
import type { ImageSource, ImageTarget } from '../../image/source-and-target.js';
import { type Digest, isDigest } from '../../image/digest.js';
import { type Policy, type Sides, decide } from '../../plan/decide.js';
import type { Decision } from '../../plan/decision.js';
import type { Refusal, WhenRefused } from '../../plan/when-refused.js';
import type { Task } from '../../plan/task.js';

/** The registries that did not let the run write, where their images are checked instead of failed. */
export class Refusals {
  readonly #refused = new Map<string, Refusal>();

  constructor(private readonly whenRefused: WhenRefused) {}

  /** Says whether an image that failed so is to be checked instead, and takes note of its target if it is. */
  async shouldCheckInstead(error: unknown, target: ImageTarget): Promise<boolean> {
    const { registry } = target;
    // What several targets share may have failed for another's sake.
    const isOfTarget = isAccessRefusal(error) && error.side === 'target' && error.reference.startsWith(`${registry}/`);
    // A login that is there and is not taken is a broken secret, whoever started the run.
    if (this.whenRefused.kind === 'fail' || !isOfTarget || isLoginRefusal(error)) return false;
    this.#refused.set(registry, { registry, hasAccount: !(await target.isReadAnonymously()) });
    return true;
  }

  /** Whether a target may refuse the run though nobody made a mistake. */
  get isExpected(): boolean {
    return this.whenRefused.kind === 'check';
  }

  get all(): readonly Refusal[] {
    return [...this.#refused.values()];
  }
}

/** What is known of a target that may not be written to. */
export type TargetTag =
  | { readonly kind: 'known'; readonly digest: Digest | undefined }
  /** It was not to be had with the right to write; perhaps it is with that to read alone. */
  | { readonly kind: 'unread'; readonly target: ImageTarget };

interface CheckDecision {
  readonly decision: Decision;
  readonly warnings: readonly string[];
  /** The target could not even be read. */
  readonly targetUnknown?: true;
}

/** Decides anew, as mode `check` does: the source is asked for a pin, too, and the target no more than it was. */
export async function decideAsCheck(
  task: Task,
  policy: Policy,
  { source, targetTag }: { readonly source: Sides['source']; readonly targetTag: TargetTag },
  signal: AbortSignal,
): Promise<CheckDecision> {
  const { compare, onMismatch, force } = policy;
  const check = async (target: Sides['target']): Promise<Decision> =>
    decide(task, { mode: 'check', compare, onMismatch, force }, { source, target }, signal);
  if (targetTag.kind === 'known') return { decision: await check(fixedHead(targetTag.digest)), warnings: [] };
  const decision = await check(readOnly(targetTag.target));
  if (decision.kind !== 'fail' || decision.refusal === undefined || isLoginRefusal(decision.refusal))
    return { decision, warnings: [] };
  // Nothing is written: that it is taken for absent can do no harm, and the row says that it is not known.
  const warning = `Whether the target has it is not known. ${decision.refusal.message}`;
  return { decision: await check(fixedHead(undefined)), warnings: [warning], targetUnknown: true };
}

/** The same repository without the right to write: a token service may refuse one who asks for that all. */
export function readOnly(target: ImageTarget): ImageSource {
  return target.sibling(target.repository);
}

/** What it has by a digest was found out before: not what is wanted. */
function fixedHead(digest: Digest | undefined): Sides['target'] {
  const head = digest === undefined ? undefined : { digest };
  return { headManifest: async (reference) => Promise.resolve(isDigest(reference) ? undefined : head) };
}
