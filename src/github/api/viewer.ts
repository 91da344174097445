import * as v from 'valibot';
import { messageOf } from '../../runtime/errors.js';
import { printable } from '../../runtime/text.js';
import type { GithubClient } from './octokit.js';

/** Whose token it is: `github-actions[bot]`, an app, a person. */
export type Viewer =
  | { readonly kind: 'known'; readonly login: string }
  /** @property why a sentence */
  | { readonly kind: 'unknown'; readonly why: string };

const viewerSchema = v.object({ viewer: v.object({ login: v.pipe(v.string(), v.minLength(1)) }) });

/**
 * Asks GitHub whose token this is. By GraphQL, for that answers all of them by the name that the REST API gives an author: `GET /user` is refused to
 * apps, which the workflow's own token is of.
 */
export async function readViewer(client: GithubClient): Promise<Viewer> {
  try {
    const answer: unknown = await client.graphql('query { viewer { login } }');
    return { kind: 'known', login: v.parse(viewerSchema, answer).viewer.login };
  } catch (error) {
    return { kind: 'unknown', why: `${printable(messageOf(error), 200).replace(/\.$/, '')}.` };
  }
}
