import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { skip } from '../../support/jest/testing.js';
import { type Pair, explain, makeWorkspace, statesOf, usePair, useRegistry } from '../../support/mirror.js';
import { type ToolName, findTool } from '../../support/programs/programs.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { RegistryOptions } from '../../support/registry/options.js';
import { pairInBase64, secretFor } from '../../support/secrets.js';

const right = { auth: pairInBase64('robot', secretFor('robot')) };
const wrong = { auth: pairInBase64('robot', secretFor('stale')) };
const locked: RegistryOptions = { auth: { kind: 'basic', username: 'robot', password: secretFor('robot') } };

type Files = Readonly<Record<string, string | object>>;
type Variables = Readonly<Record<string, string>>;

/** A home with these files, and the variables of the environment. `HOME/` in a variable stands for it. */
async function homeWith(files: Files, variables: Variables = {}): Promise<Record<string, string>> {
  const home = await makeWorkspace(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === 'string' ? content : JSON.stringify(content),
      ]),
    ),
  );
  for (const path of Object.keys(files)) if (path.startsWith('bin/')) await chmod(join(home, path), 0o755);
  const set = Object.entries(variables).map(([name, value]): [string, string] => [
    name,
    value.replaceAll('HOME/', `${home}/`),
  ]);
  return { HOME: home, ...Object.fromEntries(set) };
}

const docker = '.docker/config.json';
const podman = '.config/containers/auth.json';

/** A helper that gives out the right login for these servers. */
function helper(...servers: readonly string[]): string {
  const answer = JSON.stringify({ Username: 'robot', Secret: secretFor('robot') });
  return `#!/bin/sh\nread -r server\ncase "$server" in\n${servers.join('|')}) echo '${answer}';;\n*) echo 'credentials not found in native keychain'; exit 1;;\nesac\n`;
}

interface Row {
  readonly files?: (host: string) => Files;
  readonly variables?: (host: string) => Variables;
  /** Whose reading of the same it is. */
  readonly as: readonly ToolName[];
}

const namespaced = (host: string): Files => ({
  [podman]: {
    auths: { [host]: wrong, [`${host}/team`]: wrong, [`${host}/team/app`]: right, [`${host}/team/ap`]: wrong },
  },
});

const rows: readonly (readonly [string, Row])[] = [
  [
    'L1 DOCKER_AUTH_CONFIG before the file',
    {
      files: (host) => ({ [docker]: { auths: { [host]: wrong } } }),
      variables: (host) => ({ DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [host]: right } }) }),
      as: ['crane'],
    },
  ],
  [
    'L1 DOCKER_AUTH_CONFIG saves what has a credential store that is missing',
    {
      files: () => ({ [docker]: { credsStore: 'nowhere' } }),
      variables: (host) => ({ DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [host]: right } }) }),
      as: ['regctl'],
    },
  ],
  [
    // crane asks the store for the repository before it looks for its host anywhere.
    'L1 DOCKER_AUTH_CONFIG saves it under the repository’s name, too',
    {
      files: () => ({ [docker]: { credsStore: 'nowhere' } }),
      variables: (host) => ({ DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [`${host}/team/app`]: right } }) }),
      as: ['crane'],
    },
  ],
  [
    'L2 null in one entry',
    {
      files: (host) => ({
        [docker]: {
          auths: {
            's.test': { auth: null, identitytoken: null },
            't.test': null,
            [host]: { ...right, identitytoken: null },
          },
        },
      }),
      as: ['crane', 'regctl', 'skopeo'],
    },
  ],
  ['L3 the entry of the repository before that of its namespace and its host', { files: namespaced, as: ['skopeo'] }],
  [
    'L3 a namespace in docker’s file',
    { files: (host) => ({ [docker]: { auths: { [host]: wrong, [`${host}/team`]: right } } }), as: ['skopeo'] },
  ],
  [
    'L3 a repository in docker’s file',
    {
      files: (host) => ({ [docker]: { auths: { [host]: wrong, [`${host}/team/app`]: right } } }),
      as: ['crane', 'skopeo'],
    },
  ],
  [
    'L5 the exact key before another spelling of it',
    {
      files: (host) => ({ [docker]: { auths: { [`http://${host}/v1/`]: wrong, [host]: right } } }),
      as: ['crane', 'skopeo'],
    },
  ],
  [
    'L20 a key with a scheme and a path is for its host',
    { files: (host) => ({ [docker]: { auths: { [`https://${host}/a/b`]: right } } }), as: ['crane', 'skopeo'] },
  ],
  [
    // docker takes it so: it says that it cannot load the file, and goes on.
    'L21 DOCKER_AUTH_CONFIG saves what has a file that is not JSON',
    {
      files: () => ({ [docker]: '{ not json' }),
      variables: (host) => ({ DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [host]: right } }) }),
      as: [],
    },
  ],
  [
    'L21 podman’s file saves what has a file that is null',
    { files: (host) => ({ [docker]: 'null', [podman]: { auths: { [host]: right } } }), as: ['skopeo'] },
  ],
  [
    'L21 one entry of a wrong type spoils no other',
    { files: (host) => ({ [docker]: { auths: { 's.test': 5, [host]: right } } }), as: [] },
  ],
  [
    'L6 the store before what was left in the file',
    {
      files: (host) => ({
        [docker]: { credsStore: 'test', auths: { [host]: wrong } },
        'bin/docker-credential-test': helper(host),
      }),
      as: ['crane'],
    },
  ],
  [
    'L7 the registry’s own helper, under its key as it is written',
    {
      files: (host) => ({
        [docker]: { credHelpers: { [host]: 'test' } },
        'bin/docker-credential-test': helper(host),
      }),
      as: ['crane', 'skopeo', 'regctl'],
    },
  ],
];

/** The programs that a home brings along. */
function withPrograms(environment: Readonly<Record<string, string>>): Record<string, string> {
  return { ...environment, PATH: `${environment.HOME ?? ''}/bin:${process.env.PATH ?? ''}` };
}

describe.each(rows)('%s', (_name, { files = () => ({}), variables = () => ({}), as }) => {
  test('is the login that is used', async () => {
    const pair = await usePair({ source: locked });
    buildImage(pair.source, 'team/app', '1');
    const environment = withPrograms(await homeWith(files(pair.source.host), variables(pair.source.host)));
    const before = process.env.PATH;
    process.env.PATH = environment.PATH;
    try {
      expect(explain(await pair.mirror(['team/app:1'], {}, { environment }))).toBe('');
    } finally {
      process.env.PATH = before;
    }
  });

  for (const tool of as)
    test(`as it is by ${tool}`, async () => {
      const program = await findTool(tool);
      skip(program === undefined, `${tool} is not on this machine`);
      const registry = await useRegistry(locked);
      buildImage(registry, 'team/app', '1');
      const environment = withPrograms(await homeWith(files(registry.host), variables(registry.host)));
      await expect(readBy(tool, program ?? tool, `${registry.host}/team/app:1`, environment)).resolves.toContain(
        'layers',
      );
    });
});

async function readBy(tool: ToolName, program: string, image: string, env: Record<string, string>): Promise<string> {
  const args: Partial<Record<ToolName, readonly string[]>> = {
    crane: ['manifest', '--insecure', image],
    regctl: [
      '--host',
      `reg=${image.split('/')[0] ?? ''},tls=disabled`,
      'manifest',
      'get',
      '--format',
      'raw-body',
      image,
    ],
    skopeo: ['inspect', '--raw', '--tls-verify=false', `docker://${image}`],
  };
  return (await promisify(execFile)(program, [...(args[tool] ?? [])], { env })).stdout;
}

describe('L8 a credential helper that is missing', () => {
  const files = (host: string): Files => ({
    [docker]: { credsStore: 'nowhere', credHelpers: { [host]: 'nowhere-else' } },
  });

  test('stops no public image, and is warned of once', async () => {
    const pair = await usePair();
    for (const name of ['a', 'b']) buildImage(pair.source, name, '1');
    const report = await pair.mirror(['a:1', 'b:1'], {}, { environment: await homeWith(files('other.test')) });
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
  });

  test('is asked, and warned of, where a registry wants a login, which then names it', async () => {
    const pair = await usePair({ target: locked });
    buildImage(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], {}, { environment: await homeWith(files('other.test')) });
    expect(explain(report)).toContain(
      'were found: docker-credential-nowhere could not be asked: ENOENT, it cannot be run. Log in first',
    );
    expect(report.warnings).toEqual([
      'docker-credential-nowhere could not be asked: ENOENT, it cannot be run. The run goes on without its logins. Install it, or remove it from "credsStore" and "credHelpers".',
    ]);
  });

  test('is a login at fault where the target refuses: a pull request fails, and is not only checked', async () => {
    const pair = await usePair({ target: locked });
    buildImage(pair.source, 'app', '1');
    const whenRefused = { kind: 'check', explain: () => 'Not allowed.' } as const;
    const environment = await homeWith({ [docker]: { credsStore: 'nowhere' } });
    expect(statesOf(await pair.mirror(['app:1'], {}, { environment, whenRefused }))).toEqual(['failed']);
    expect(statesOf(await pair.mirror(['app:1'], {}, { whenRefused }))).toEqual(['would-mirror']);
  });

  test.each<[ToolName, Files]>([
    ['skopeo', { [docker]: { credsStore: 'nowhere' } }],
    ['regctl', { [docker]: { credsStore: 'nowhere' } }],
  ])('stops no public image of %s either', async (tool, given) => {
    const program = await findTool(tool);
    skip(program === undefined, `${tool} is not on this machine`);
    const registry = await useRegistry();
    buildImage(registry, 'team/app', '1');
    const environment = withPrograms(await homeWith(given));
    await expect(readBy(tool, program ?? tool, `${registry.host}/team/app:1`, environment)).resolves.toContain(
      'layers',
    );
  });

  test('and is wanted by a public image of a registry that asks for tokens: the image is read, and one warning says so', async () => {
    const pair = await usePair({ source: { auth: { kind: 'bearer' } } });
    for (const name of ['a', 'b']) buildImage(pair.source, name, '1');
    const report = await pair.mirror(['a:1', 'b:1'], {}, { environment: await homeWith(files(pair.source.host)) });
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
    expect(report.warnings.filter((warning) => warning.includes('nowhere-else'))).toHaveLength(1);
  });
});

describe('L21 a file that cannot be read', () => {
  const warning =
    '~/.docker/config.json could not be read: it is not JSON from line 1, column 3 on. The run goes on with the logins that it could read. Log in again, or correct it.';

  test('fails what it may have held the login of, as crane and skopeo do: the failure names it', async () => {
    const pair = await usePair({ source: { auth: { kind: 'bearer' } } });
    for (const name of ['a', 'b']) buildImage(pair.source, name, '1');
    const environment = await homeWith({ [docker]: '{ not json' });
    const report = await pair.mirror(['a:1', 'b:1'], {}, { environment });
    expect(statesOf(report)).toEqual(['failed', 'failed']);
    expect(explain(report)).toContain(
      '~/.docker/config.json could not be read: it is not JSON from line 1, column 3 on. Correct it, or log in again.',
    );
    expect(report.warnings).toEqual([warning]);
  });

  test('is a login at fault where the target refuses: a pull request fails, and is not only checked', async () => {
    const pair = await usePair({ target: locked });
    buildImage(pair.source, 'app', '1');
    const whenRefused = { kind: 'check', explain: () => 'Not allowed.' } as const;
    const environment = await homeWith({ [docker]: '{ not json' });
    expect(statesOf(await pair.mirror(['app:1'], {}, { environment, whenRefused }))).toEqual(['failed']);
  });
});

describe('L4 namespaces of one registry with logins of their own', () => {
  const users = { one: secretFor('one'), two: secretFor('two') };
  const mine = (user: string | undefined, repository: string): boolean => repository.startsWith(`${user ?? 'nobody'}/`);
  const auths = (host: string): object => ({
    [`${host}/one`]: { auth: pairInBase64('one', users.one) },
    [`${host}/two`]: { auth: pairInBase64('two', users.two) },
  });

  function sentFor({ requests }: Pair['source'], user: keyof typeof users): readonly string[] {
    const basic = `Basic ${pairInBase64(user, users[user])}`;
    return requests
      .filter(({ headers }) => headers.authorization === basic)
      .flatMap(({ url }) => new URL(url).searchParams.getAll('scope'))
      .map((scope) => scope.split(':')[1] ?? '');
  }

  test('each reads its own, and the other’s scopes are asked for with no other login', async () => {
    const source: RegistryOptions = { auth: { kind: 'bearer', users, anonymous: false, jwt: true, allow: mine } };
    const pair = await usePair({ source });
    for (const name of ['one/a', 'two/a', 'one/b']) buildImage(pair.source, name, '1');
    const environment = await homeWith({ [podman]: { auths: auths(pair.source.host) } });
    expect(explain(await pair.mirror(['one/a:1', 'two/a:1', 'one/b:1'], {}, { environment })).trim()).toBe('');
    expect(new Set(sentFor(pair.source, 'one'))).toEqual(new Set(['one/a', 'one/b']));
    expect(new Set(sentFor(pair.source, 'two'))).toEqual(new Set(['two/a']));
    expect(pair.source.count('token')).toBe(2);
  });

  test('a blob that both need is mounted between them by no login', async () => {
    const target: RegistryOptions = { auth: { kind: 'bearer', users, anonymous: false, jwt: true, allow: mine } };
    const pair = await usePair({ target });
    for (const name of ['one/a', 'two/a', 'one/b']) buildImage(pair.source, name, '1', { seed: 'same' });
    const environment = await homeWith({ [docker]: { auths: auths(pair.target.host) } });
    const inputs = { target: pair.target.host, naming: '{repository}' };
    const report = await pair.mirror(['one/a:1', 'two/a:1', 'one/b:1'], inputs, { environment });
    expect(explain(report).trim()).toBe('');
    expect(sentFor(pair.target, 'one').filter((name) => !name.startsWith('one/'))).toEqual([]);
    expect(sentFor(pair.target, 'two').filter((name) => !name.startsWith('two/'))).toEqual([]);
    expect(pair.source.count('blob-get')).toBe(
      new Set(pair.source.requests.flatMap(({ kind, digest }) => (kind === 'blob-get' ? [digest] : []))).size,
    );
  });

  test('that one may not write says nothing of the other', async () => {
    const target: RegistryOptions = { auth: { kind: 'bearer', users, anonymous: false, allow: mine } };
    const pair = await usePair({ target });
    for (const name of ['one/a', 'two/a']) buildImage(pair.source, name, '1');
    const { [`${pair.target.host}/two`]: two } = auths(pair.target.host) as Record<string, object>;
    const environment = await homeWith({ [docker]: { auths: { [`${pair.target.host}/two`]: two } } });
    const inputs = { target: pair.target.host, naming: '{repository}' };
    const report = await pair.mirror(['one/a:1', 'two/a:1'], inputs, { environment });
    expect(statesOf(report)).toEqual(['failed', 'mirrored']);
    expect(explain(report)).toContain(`and none that is for ${pair.target.host}/one/a. Log in first`);
  });
});

describe('L9 a registry token', () => {
  test('is sent to the registry, and its token service is not asked', async () => {
    const pair = await usePair({ source: { auth: { kind: 'bearer' } } });
    buildImage(pair.source, 'app', '1');
    const environment = await homeWith({
      [docker]: { auths: { [pair.source.host]: { registrytoken: secretFor('bearer') } } },
    });
    const report = await pair.mirror(['app:1'], {}, { environment });
    expect(pair.source.count('token')).toBe(0);
    const sent = pair.source.requests.flatMap(({ headers }) => headers.authorization ?? []);
    expect(new Set(sent)).toEqual(new Set([`Bearer ${secretFor('bearer')}`]));
    expect(explain(report)).toContain(
      'does not take the credentials of the holder of a registry token. They are from ~/.docker/config.json. Log in again.',
    );
  });
});

describe('L19 a target whose token service refuses the password', () => {
  test('says what to do there, and not how to read', async () => {
    const pair = await usePair({ target: { auth: { kind: 'bearer', users: { robot: secretFor('robot') } } } });
    buildImage(pair.source, 'app', '1');
    const environment = await homeWith({ [docker]: { auths: { [pair.target.host]: wrong } } });
    const words = explain(await pair.mirror(['app:1'], {}, { environment }));
    expect(words).toContain(
      'were refused (401). They are from ~/.docker/config.json. Log in again, with an account that may write there.',
    );
    expect(words).not.toContain('log out');
  });
});
