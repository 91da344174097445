import * as v from 'valibot';
import type { Exposed } from '../../plan/when-refused.js';
import { readPayload } from '../runner/payload.js';
import type { Environment } from '../../runtime/environment.js';

/** Of every event's payload. Source: docs.github.com, "Webhook events and payloads". */
const payloadSchema = v.object({ repository: v.object({ private: v.literal(false) }) });

/**
 * Says whether packages that this run makes may be public. Sources disagree: GitHub's documentation says that a new package is private; GitHub's
 * support says that one which a workflow's token makes takes the repository's visibility (github.com/orgs/community/discussions/26700, and
 * drizzle-team/drizzle-orm#6005 of 2026-07-10).
 */
export async function findExposed(environment: Environment): Promise<Exposed | undefined> {
  if (!(await isPublic(environment))) return undefined;
  const why =
    'This repository is public, and a package that its workflow makes may take that over. Look at the visibility of these packages now: one that was public cannot be made private again, but it can be deleted.';
  return { registry: 'ghcr.io', why };
}

/** What is not known is not warned of. */
async function isPublic(environment: Environment): Promise<boolean> {
  try {
    return v.is(payloadSchema, await readPayload(environment));
  } catch {
    return false;
  }
}
