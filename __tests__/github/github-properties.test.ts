import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { formatMarker, parseMarker } from '../../src/github/comment/comment-marker.js';
import { parseDependabotMessage } from '../../src/github/bots/dependabot-updates.js';
import { diffOfListed, diffOfRaw } from '../../src/github/change/diff.js';
import { readEvent } from '../../src/github/runner/event.js';
import { parseRenovateBody } from '../../src/github/bots/renovate-updates.js';
import { makeWorkspace } from '../support/mirror.js';
import { mutatedJson, mutatedText } from '../support/mutations.js';
import { casesOf } from '../support/whole-run.js';

const sha = (digit: string): string => digit.repeat(40);

test('a marker is read back, whatever stands behind it', () => {
  const number = fc.nat({ max: 999_999_999_999_999 });
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{16}$/), number, number, fc.string(), (key, run, attempt, body) => {
      expect(parseMarker(`${formatMarker({ key, run, attempt })}${body}`)).toEqual({ key, run, attempt });
    }),
  );
});

test('a marker that was right once is one of digits, or none', () => {
  const sample = formatMarker({ key: 'f'.repeat(16), run: 17, attempt: 2 });
  fc.assert(
    fc.property(mutatedText([sample], ['-->', '<!--', '=', '9'.repeat(20)]), (body) => {
      const marker = parseMarker(body);
      if (marker !== undefined) expect(body.startsWith(formatMarker(marker).slice(0, 35))).toBe(true);
    }),
    { numRuns: casesOf(2_000) },
  );
});

/** As `git diff --raw -z` writes it: a status with the modes and contents, and paths. */
function rawOf(entries: readonly (readonly string[])[], mode = '100644'): string {
  return entries
    .map(([status = '', ...paths]) => `${[`:100644 ${mode} 0 0 ${status}`, ...paths].join('\0')}\0`)
    .join('');
}

describe('what git says of a change', () => {
  const path = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.includes('\0'));
  const difference = fc.oneof(
    fc.tuple(fc.constantFrom('A', 'M', 'T', 'D'), path),
    fc.tuple(fc.constantFrom('R100', 'R050', 'C075'), path, path),
  );

  test('is read file by file, whatever they are called', () => {
    fc.assert(
      fc.property(fc.array(difference), (differences) => {
        const { files, gone } = diffOfRaw(rawOf(differences));
        const now = differences.flatMap(([status, first, second]) => (status === 'D' ? [] : [second ?? first]));
        expect([...files.keys()].sort()).toEqual([...new Set(now)].sort());
        const left = differences.flatMap(([status, first]) => (/^[DR]/.test(status) ? [first] : []));
        expect([...gone].sort()).toEqual([...new Set(left)].filter((name) => !files.has(name)).sort());
      }),
    );
  });

  test('is read to its end, wherever that is', () => {
    fc.assert(
      fc.property(
        mutatedText(
          [
            rawOf([
              ['M', 'a'],
              ['R100', 'b', 'c'],
              ['D', 'd'],
            ]),
          ],
          ['\0\0', ' R', ' C', ' A\0'],
        ),
        (text) => {
          const { files, gone } = diffOfRaw(text);
          expect(files.size + gone.size).toBeLessThanOrEqual(text.split('\0').length);
        },
      ),
      { numRuns: casesOf(2_000) },
    );
  });

  test('is read, however long it is', () => {
    // As much as is taken of git's output.
    const fill = (line: string): string => line.repeat((16 * 1024 * 1024) / line.length);
    expect(diffOfRaw(fill(rawOf([['M', 'a']]))).files.size).toBe(1);
    expect(diffOfRaw(fill(rawOf([['R']]))).files.size).toBeLessThanOrEqual(2);
  });

  test('is the same as GitHub lists it', () => {
    const name = fc.constantFrom('a', 'b', 'c', '__proto__');
    const entry = fc.tuple(fc.constantFrom('added', 'modified', 'removed', 'renamed', 'copied'), name, name);
    const mode = fc.constantFrom('100644', '160000');
    const letters: Readonly<Record<string, string>> = {
      added: 'A',
      modified: 'M',
      removed: 'D',
      renamed: 'R',
      copied: 'C',
    };
    fc.assert(
      fc.property(fc.array(entry), mode, (entries, mode_) => {
        const listed = entries.map(([status, before, now]) => {
          const hasTwo = status === 'renamed' || status === 'copied';
          return {
            status,
            filename: hasTwo ? now : before,
            previous_filename: hasTwo ? before : undefined,
            sha: undefined,
            blob_url: mode_ === '160000' ? undefined : 'https://github.com/x',
          };
        });
        const fields = entries.map(([status, before, now]) => {
          const letter = letters[status] ?? '';
          return letter === 'R' || letter === 'C' ? [letter, before, now] : [letter, before];
        });
        expect(diffOfListed(listed)).toEqual(diffOfRaw(rawOf(fields, mode_)));
      }),
    );
  });
});

test('an event that was right once is one, or of another kind and says why', async () => {
  const side = (digit: string): object => ({ sha: sha(digit), ref: 'x', repo: { full_name: 'acme/images' } });
  const pull = {
    action: 'opened',
    number: 7,
    pull_request: { user: { login: 'renovate[bot]' }, body: 'x', head: side('a'), base: side('b') },
  };
  const range = { before: sha('a'), after: sha('b'), merge_group: { base_sha: sha('a'), head_sha: sha('b') } };
  const path = join(await makeWorkspace({}), 'event.json');
  const names = fc.constantFrom('pull_request', 'pull_request_target', 'push', 'merge_group');
  await fc.assert(
    fc.asyncProperty(names, mutatedJson({ ...pull, ...range }), async (name, json) => {
      await writeFile(path, json);
      const environment = { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: 'acme/images' };
      const event = await readEvent(environment);
      if (event.kind === 'other') expect(event.why).toMatch(/^The event \w+ cannot be read: [^\n]{1,450}$/);
      else expect([event.headSha, event.baseSha].every((name_) => /^[ab]{40}$/.test(name_))).toBe(true);
    }),
    { numRuns: 400 },
  );
});

describe('what a bot says', () => {
  const message = [
    'Bump the group',
    '',
    '---',
    'updated-dependencies:',
    '- dependency-name: postgres',
    '  dependency-version: "15"',
    '  update-type: version-update:semver-major',
    '  dependency-group: docker images',
    '...',
    '',
    'Signed-off-by: dependabot[bot]',
  ].join('\n');

  test('in a message that was right once is read, or refused by an error', () => {
    const pieces = ['- ', '  ', ': ', '&a ', '*a', '<<: ', '|', '"', "'", '[', '{', '!!', '? ', '---\n', '...\n', '#'];
    fc.assert(
      fc.property(mutatedText([message], pieces), (text) => {
        try {
          for (const { name, version = '', type = '', group = '' } of parseDependabotMessage(text))
            expect([name, version, type, group].every((word) => typeof word === 'string')).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect(error).not.toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: casesOf(3_000) },
    );
  });

  const much = 120_000;
  test.each([
    '- ',
    '[',
    '{',
    '? ',
    '"',
    "'a\n ",
    '- a\n',
    '  a: b\n',
    '&a ',
    '*',
    '!',
    '#\n',
    '|\n ',
    '- - ',
    'a: &a [x]\n',
    ': ',
    '%',
    ' ',
  ])('in a message of many %j is read, or refused', (unit) => {
    const lines = unit.repeat(Math.floor(much / unit.length));
    const text = `---\nupdated-dependencies:\n- ${lines}\n...\n`;
    let updates: readonly unknown[] = [];
    try {
      updates = parseDependabotMessage(text);
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
    expect(updates.length).toBeLessThanOrEqual(500);
  });

  const body = ['| Package | Update | Change |', '|---|---|---|', '| [a](b) ([c](d)) | major | `1` → `2` |'].join('\n');
  test('in a description that was right once is read', () => {
    fc.assert(
      fc.property(mutatedText([body], ['|', '`', '[', ']', '(', ')', '<', '\\', '→', '->', '\n|', '|---']), (text) => {
        for (const { name, version = '' } of parseRenovateBody(text, 'renovate/x'))
          expect([name.trim(), typeof version]).toEqual([name, 'string']);
      }),
      { numRuns: casesOf(1_000) },
    );
  });
});
