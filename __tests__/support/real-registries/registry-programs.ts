import type { ToolName } from '../programs/programs.js';

export type RealRegistryName = 'distribution-2.8' | 'distribution-3' | 'zot' | 'olareg' | 'crane';

export interface RealRegistryAuth {
  readonly username: string;
  /** `realRegistryPassword`: no other has a hash here. */
  readonly password: string;
  /** `bearer` is a token from the registry's own `/token`; olareg only. `basic` where absent. */
  readonly scheme?: 'basic' | 'bearer';
}

/** What a program is started with. */
export interface RealRegistrySetup {
  readonly port: number;
  /** Where blobs and manifests go. */
  readonly storage: string;
  /** Where the files of `files` are written. */
  readonly folder: string;
  readonly auth: RealRegistryAuth | undefined;
  /** Whether it takes manifests whose content it does not have: distribution of indexes only, olareg of all, the others never. */
  readonly isSparse: boolean;
}

/** How a program is started: its arguments, and the files that have to be in its folder before. */
interface RealRegistryStart {
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

export interface RealRegistryProgram {
  readonly name: RealRegistryName;
  /** What the program may be called, the likeliest first. */
  readonly tools: readonly ToolName[];
  readonly versionArgs: readonly string[];
  /** Matches only this program's version text (others are called `registry` too); group 1 is the version. */
  readonly version: RegExp;
  readonly schemes: readonly ('basic' | 'bearer')[];
  start(setup: RealRegistrySetup): RealRegistryStart;
}

/** The one password that `passwordHash` is of. */
export const realRegistryPassword = 'correct-horse-battery';

/**
 * bcrypt, the only hash that distribution and zot accept, of `realRegistryPassword`; a constant because Node has no bcrypt
 * (`htpasswd -nbBC 4 mirror PASSWORD` makes another). Cost 4 is the least there is: every request pays it.
 */
const passwordHash = '$2b$04$aW1hZ2UtbWlycm9yLXRlcOb.zbd9EGZTnKEq/IXLaCLloF5HFukhC';

export const realRegistryPrograms: readonly RealRegistryProgram[] = [
  {
    name: 'distribution-2.8',
    tools: ['docker-registry', 'registry'],
    versionArgs: ['--version'],
    version: /github\.com\/docker\/distribution v?(2\.\d+\.\d+)/,
    schemes: ['basic'],
    start: startDistribution,
  },
  {
    name: 'distribution-3',
    tools: ['registry', 'docker-registry'],
    versionArgs: ['--version'],
    version: /github\.com\/distribution\/distribution\/v3 v?(3\.\d+\.\d+)/,
    schemes: ['basic'],
    start: startDistribution,
  },
  {
    name: 'zot',
    tools: ['zot'],
    versionArgs: ['--version'],
    version: /"commit":"v?([^"]+)"/,
    schemes: ['basic'],
    start: startZot,
  },
  {
    name: 'olareg',
    tools: ['olareg'],
    versionArgs: ['version'],
    version: /VCSTag:\s+v?(\S+)/,
    schemes: ['basic', 'bearer'],
    start: startOlareg,
  },
  {
    name: 'crane',
    tools: ['crane'],
    versionArgs: ['version'],
    version: /^v?(\S+)\s*$/,
    schemes: [],
    start: ({ port, storage }) => ({
      args: ['registry', 'serve', '--address', `127.0.0.1:${port}`, '--disk', storage],
      files: {},
    }),
  },
];

/** https://distribution.github.io/distribution/about/configuration/ (JSON is YAML). */
function startDistribution({ port, storage, folder, auth, isSparse }: RealRegistrySetup): RealRegistryStart {
  const config = {
    version: '0.1',
    log: { level: 'info', formatter: 'text' },
    storage: { filesystem: { rootdirectory: storage }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}`, secret: 'for-tests-only' },
    ...(isSparse && { validation: { disabled: true } }),
    ...(auth && { auth: { htpasswd: { realm: 'image-mirror tests', path: `${folder}/htpasswd` } } }),
  };
  return {
    args: ['serve', `${folder}/config.yml`],
    files: { 'config.yml': JSON.stringify(config), ...htpasswd(auth) },
  };
}

/** https://zotregistry.dev/latest/admin-guide/admin-configuration/: deletes are on by default. */
function startZot({ port, storage, folder, auth }: RealRegistrySetup): RealRegistryStart {
  const config = {
    distSpecVersion: '1.1.1',
    storage: { rootDirectory: storage },
    http: {
      address: '127.0.0.1',
      port: String(port),
      ...(auth && { realm: 'image-mirror tests', auth: { htpasswd: { path: `${folder}/htpasswd` } } }),
    },
    log: { level: 'info' },
  };
  return {
    args: ['serve', `${folder}/config.json`],
    files: { 'config.json': JSON.stringify(config), ...htpasswd(auth) },
  };
}

/** https://github.com/olareg/olareg: deletes are off by default; users and rights are one YAML file (JSON is YAML). */
function startOlareg({ port, storage, folder, auth, isSparse }: RealRegistrySetup): RealRegistryStart {
  const rights = auth && {
    users: { [auth.username]: { cred: passwordHash } },
    acls: [{ repo: '*', access: ['*'], members: [auth.username] }],
  };
  const authFlag = auth?.scheme === 'bearer' ? '--auth-token-opaque' : '--auth-basic';
  return {
    args: [
      ...['serve', '--addr', '127.0.0.1', '--port', String(port), '--dir', storage, '--verbosity', 'info'],
      ...['--api-delete', '--api-blob-delete', '--external-url', `http://127.0.0.1:${port}`],
      ...(isSparse ? ['--api-sparse-image', '--api-sparse-index'] : []),
      ...(auth ? [authFlag, `${folder}/auth.yml`] : []),
    ],
    files: rights ? { 'auth.yml': JSON.stringify(rights) } : {},
  };
}

function htpasswd(auth: RealRegistryAuth | undefined): Readonly<Record<string, string>> {
  return auth ? { htpasswd: `${auth.username}:${passwordHash}\n` } : {};
}
