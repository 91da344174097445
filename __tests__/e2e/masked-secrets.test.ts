import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { useCacheService } from '../support/cache-service.js';
import { type Pair, makeWorkspace, usePair } from '../support/mirror.js';
import { pullRequestEnvironment, usePullRequest } from '../support/pull-request.js';
import { buildImage } from '../support/registry/images/images.js';
import type { Registry } from '../support/registry/registry.js';
import { runAction, runBundle, writeTree } from '../support/programs/run-bundle.js';
import { pairInBase64, secretFor } from '../support/secrets.js';

/** Of the registry's account: what `docker login` may have kept, with what has a form of its own in an address. */
const password = `${secretFor('writer')}/+&=`;

async function usePairWithLogin(): Promise<Pair> {
  const pair = await usePair({
    source: { auth: { kind: 'bearer' } },
    target: { auth: { kind: 'bearer', users: { robot: password }, jwt: true } },
  });
  buildImage(pair.source, 'good', '1');
  buildImage(pair.source, 'bad', '1');
  return pair;
}

/** A helper that has the target's account, and writes down how it was asked. */
async function useHelper({ target }: Pair): Promise<{ readonly folder: string; readonly path: string }> {
  const answer = JSON.stringify({ ServerURL: target.host, Username: 'robot', Secret: password });
  const script = `#!/bin/sh
echo "$@" >> "$(dirname "$0")/asked"
read -r server
[ "$server" = '${target.host}' ] || { echo 'credentials not found in native keychain'; exit 1; }
echo '${secretFor('noise')}' >&2
printf '%s' '${answer}'
`;
  const folder = await makeWorkspace({ 'docker-credential-test': script, 'config.json': '{"credsStore":"test"}' });
  await chmod(join(folder, 'docker-credential-test'), 0o755);
  return { folder, path: `${folder}:${process.env.PATH ?? ''}` };
}

/** One image is refused, in words that hold all that the registry was sent. */
function echo(target: Registry): void {
  target.watch(({ headers: { authorization = '' } }) => {
    if (!authorization.startsWith('Bearer ')) return;
    const words = `${authorization} of robot:${password} (${pairInBase64('robot', password)}, ${encodeURIComponent(password)})`;
    const body = { errors: [{ code: 'MANIFEST_INVALID', message: words }] };
    const when = { kind: 'manifest-put', path: '/bad/' } as const;
    target.fault({ when, status: 400, body, times: Number.POSITIVE_INFINITY });
  });
}

function masksIn(log: string): readonly string[] {
  return [...log.matchAll(/^::add-mask::(.*)$/gm)].map(([, mask = '']) => mask.replaceAll('%25', '%'));
}

/** What the registry took for a token that somebody is logged in by. */
function tokensOf({ requests }: Registry): readonly string[] {
  const tokens = requests.flatMap(({ headers: { authorization = '' } }) =>
    authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : [],
  );
  return [...new Set(tokens)];
}

// That nothing shows them is looked at where the bundle is run: in all that it prints, writes, and sends to GitHub.
test('every secret of a run is masked, and shown nowhere', async () => {
  const pair = await usePairWithLogin();
  const [helper, cache, github] = [await useHelper(pair), await useCacheService(), await usePullRequest()];
  echo(pair.target);
  const run = await runAction(
    await writeTree([`${pair.source.host}/good:1`, `${pair.source.host}/bad:1`]),
    {
      target: `${pair.target.host}/mirror`,
      'allowed-registries': pair.source.host,
      'github-token': github.token,
      comment: 'always',
      scope: 'all',
    },
    {
      ...(await pullRequestEnvironment(github)),
      ...cache.environment,
      DOCKER_CONFIG: helper.folder,
      HTTPS_PROXY: `http://proxy-user:${secretFor('proxy')}@127.0.0.1:9`,
      PATH: helper.path,
    },
  );
  expect(run.report?.counts).toMatchObject({ mirrored: 1, failed: 1 });
  const reason = /MANIFEST_INVALID: Bearer \*{3} of robot:\*{3} \(\*{3}=*, \*{3}\)/;
  for (const shown of [run.stdout, run.summary, JSON.stringify(run.report)])
    expect(shown).toMatch(/MANIFEST_INVALID.*\*{3}/);
  expect(run.report?.images.map(({ message = '' }) => message).join('')).toMatch(reason);
  expect(github.comments[0]?.body).toContain('***');
  const masks = masksIn(run.stdout);
  const tokens = tokensOf(pair.target);
  expect(tokens.length).toBeGreaterThan(0);
  expect(masks).toEqual(
    expect.arrayContaining([
      github.token,
      cache.environment.ACTIONS_RUNTIME_TOKEN,
      secretFor('proxy'),
      password,
      encodeURIComponent(password),
      pairInBase64('robot', password).replace(/=+$/, ''),
      ...tokens,
    ]),
  );
  // What everybody may have is none, and what is short would hide half of the log.
  expect(tokensOf(pair.source).filter((token) => masks.includes(token))).toEqual([]);
  expect(masks.filter((mask) => mask.length < 4)).toEqual([]);
  expect(new Set((await readFile(join(helper.folder, 'asked'), 'utf8')).trim().split('\n'))).toEqual(new Set(['get']));
});

describe('a command, whose output nobody masks,', () => {
  test.each([{ flags: [] }, { flags: ['--json'] }])('shows none either: %j', async ({ flags }) => {
    const pair = await usePairWithLogin();
    const helper = await useHelper(pair);
    echo(pair.target);
    const cwd = await writeTree([`${pair.source.host}/bad:1`]);
    const args = ['mirror', '--target', `${pair.target.host}/mirror`, '--report', 'report.json', '--cache', 'kept'];
    const environment = { DOCKER_CONFIG: helper.folder, PATH: helper.path, GITHUB_TOKEN: secretFor('github') };
    const run = await runBundle([...args, ...flags], { cwd, environment });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('MANIFEST_INVALID: Bearer *** of robot:***');
    expect(run.stderr).toContain('***');
    expect(await readFile(join(cwd, 'report.json'), 'utf8')).toContain('***');
    expect(masksIn(`${run.stdout}\n${run.stderr}`)).toEqual([]);
  });
});
