import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CommentOptions } from '../../../src/report/markdown/pull-request-comment.js';
import type { Report } from '../../../src/result/report.js';

/** A recorded report, and how its comment is made. */
export interface Situation {
  readonly name: string;
  readonly report: Report;
  readonly options: CommentOptions;
  /** Of the comment that is expected. */
  readonly path: string;
}

/** GitHub's limit. */
const maxCharacters = 65_536;

/** So that what is cut can be read through. */
const shorter: Readonly<Record<string, number>> = { long: 16_000 };

/** Not of a pull request. */
const scheduled = new Set(['long', 'stale-and-unverified']);

export const situations: readonly Situation[] = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => {
    const name = file.replace('.json', '');
    const report: Report = JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as Report;
    return {
      name,
      report,
      options: {
        maxCharacters: shorter[name] ?? maxCharacters,
        runUrl: 'https://github.com/acme/images/actions/runs/21987654321',
        ...(scheduled.has(name) ? {} : { pullRequest: 1347 }),
      },
      path: join(import.meta.dirname, `${name}.md`),
    };
  });
