/** How an option's text is read. */
type OptionKind = 'text' | 'choice' | 'list' | 'boolean' | 'count' | 'seconds';

/** What the inputs of a choice take; the types of their values are made of it. */
export const choices = {
  mode: ['mirror', 'check', 'verify'],
  compare: ['digest', 'presence'],
  'on-mismatch': ['update', 'report', 'fail'],
  'on-missing-platform': ['fail', 'warn'],
  'fail-on': ['failed', 'stale', 'not-mirrored', 'never'],
  comment: ['auto', 'always', 'on-problem', 'never'],
  scope: ['auto', 'changed', 'all'],
} as const;

export type ChoiceName = keyof typeof choices;

/** The values of an input, such as `'digest' | 'presence'` for `compare`. */
export type Choice<Name extends ChoiceName> = (typeof choices)[Name][number];

/** One input of the action, which is a flag of the command too. */
export interface Option {
  readonly name: string;
  readonly kind: OptionKind;
  readonly description: string;
  readonly default: string;
  readonly choices?: readonly string[];
  /** The word for its value in the command's help. */
  readonly value: string;
  /** Where it means nothing to the command. */
  readonly only?: 'action';
}

/**
 * Whatever Dependabot and Renovate take for a Dockerfile by default, in any case, so that no file that they bump is passed over.
 * Sources: dependabot-core, docker/file_fetcher.rb; renovate, manager/dockerfile, managerFilePatterns, which are narrower.
 */
export const defaultDockerfiles = '**/*{dockerfile,containerfile}*';

/** Beside the workflows. */
export const defaultConfigFile = '.github/image-mirror.yml';

/** Every option but `mode`, which is the command's first word, and `github-token`, which the command reads from GITHUB_TOKEN. */
export const sharedOptions = [
  {
    name: 'target',
    kind: 'list',
    value: 'registry/prefix',
    description:
      'Registry and prefix that the copies go under, for example `ghcr.io/acme/mirror`. Several, one a line, are all fed by one download. Required.',
    default: '',
  },
  {
    name: 'images',
    kind: 'text',
    value: 'folder',
    description: 'Folder, relative to the workspace, whose Dockerfiles name the images.',
    default: 'images',
  },
  {
    name: 'dockerfiles',
    kind: 'text',
    value: 'glob',
    description:
      'Glob inside `images` that says which files are read. The default takes names in any case, as Dependabot and Renovate do, and passes over a file without `FROM` that is not called `Dockerfile`; a glob of your own keeps its capitals.',
    default: defaultDockerfiles,
  },
  {
    name: 'naming',
    kind: 'text',
    value: 'template',
    description:
      'Name of a copy below `target`. `{registry}` is the source’s host (`:` becomes `_`), `{repository}` its path, `{namespace}` the path without its last part, `{name}` that part.',
    default: '{registry}/{repository}',
  },
  {
    name: 'compare',
    kind: 'choice',
    value: 'how',
    choices: choices.compare,
    description:
      '`digest` compares target and source; `presence` is content with any image under the tag: the source is not asked, and a tag that moved is not updated.',
    default: 'digest',
  },
  {
    name: 'on-mismatch',
    kind: 'choice',
    value: 'what',
    choices: choices['on-mismatch'],
    description:
      'What to do where the target’s tag holds another digest than the source’s: `update` copies, `report` lists it as stale, `fail` fails it.',
    default: 'update',
  },
  {
    name: 'platforms',
    kind: 'list',
    value: 'list',
    description:
      'Platforms that every image must have, for example `linux/amd64, linux/arm64`. They are a requirement, no filter: an image is always copied whole, so that its digest stays the same. Copies that are there already are read to see.',
    default: '',
  },
  {
    name: 'on-missing-platform',
    kind: 'choice',
    value: 'what',
    choices: choices['on-missing-platform'],
    description:
      'What to do where an image lacks one of `platforms`: `fail` does not copy it, `warn` copies it and says so.',
    default: 'fail',
  },
  {
    name: 'build-args',
    kind: 'list',
    value: 'list',
    description: 'Values of build arguments that `FROM` lines use, `NAME=value`, one a line.',
    default: '',
  },
  {
    name: 'internal',
    kind: 'list',
    value: 'list',
    description:
      'Names that are your own and are not mirrored, for example `registry.acme.io, ghcr.io/acme`. A name stands for everything below it.',
    default: '',
  },
  {
    name: 'exclude',
    kind: 'list',
    value: 'list',
    description: 'Globs over canonical names that are left out, for example `docker.io/library/*` or `**/*:nightly`.',
    default: '',
  },
  {
    name: 'strict-layout',
    kind: 'boolean',
    value: 'boolean',
    description:
      'Fails a file whose folder (`<registry>/<repository>`) and whose `FROM` name different images, instead of warning.',
    default: 'false',
  },
  {
    name: 'concurrency',
    kind: 'count',
    value: 'number',
    description:
      'How many large blobs are read from, and written to, one registry at once; a registry that says that it is too much gets fewer.',
    default: '8',
  },
  {
    name: 'fail-on',
    kind: 'choice',
    value: 'what',
    choices: choices['fail-on'],
    description:
      'What makes the run fail. `failed`: an image that failed. `stale`: that, and an image that is stale or deferred. `not-mirrored`: all of these, what a check found to be missing (`would mirror`), and a tag that the registry accepted and does not show. `never`: only wrong inputs.',
    default: 'failed',
  },
  {
    name: 'verify-timeout',
    kind: 'seconds',
    value: 'seconds',
    description: 'How many seconds a new tag may take until the target shows it; after that there is a warning.',
    default: '30',
  },
  {
    name: 'insecure-registries',
    kind: 'list',
    value: 'list',
    description:
      'Hosts, with their port, that are your own and may be without TLS, or at a private address that a registry leads to. Loopback hosts always may.',
    default: '',
  },
  {
    name: 'comment',
    kind: 'choice',
    value: 'when',
    choices: choices.comment,
    only: 'action',
    description:
      'When a pull request gets a comment: `auto` where the run had an image to look at, `always`, `on-problem` where something failed, was not written or has a warning, or `never`. One that is there is kept up to date all the same. That needs `pull-requests: write`.',
    default: 'auto',
  },
  {
    name: 'force',
    kind: 'boolean',
    value: 'boolean',
    description:
      'Does not take the target’s word: every copy is read whole, what it lost or damaged is copied again, and a tag that leads elsewhere is moved, whatever `compare` and `on-mismatch` say.',
    default: 'false',
  },
  {
    name: 'scope',
    kind: 'choice',
    value: 'what',
    choices: choices.scope,
    description:
      'Which files are looked at: in a pull request those that it changes and otherwise all (`auto`), `all`, or `changed`, which also narrows a push and a merge group.',
    default: 'auto',
  },
  {
    name: 'only',
    kind: 'list',
    value: 'list',
    description:
      'Globs over canonical names (`*` stops at `/`): of all images only these, for example `docker.io/library/postgres*` in a run by hand. Others are in no row.',
    default: '',
  },
  {
    name: 'allow-untrusted',
    kind: 'boolean',
    value: 'boolean',
    only: 'action',
    description:
      'Under `pull_request_target`, where a run has the repository’s secrets: allows a checkout of the pull request, which is refused otherwise, and to write for one from a fork, which is only checked otherwise.',
    default: 'false',
  },
  {
    name: 'allowed-registries',
    kind: 'list',
    value: 'list',
    description:
      'Registries that a `FROM` may name, for example `docker.io, ghcr.io, registry.example.com:5000`; `*` is all. Those named here may be at a private address. Without it a pull request’s images may be of those alone that the files before it name, and of the targets’; all others of all.',
    default: '',
  },
  {
    name: 'run-timeout',
    kind: 'seconds',
    value: 'seconds',
    description:
      'How many seconds the whole run may take: what is not done then is left for the next one, and the report says so. `0` is no limit. The default is ten minutes less than the six hours that GitHub gives a job.',
    default: '21000',
  },
  {
    name: 'config',
    kind: 'text',
    value: 'file',
    description:
      'The configuration file, relative to the workspace: settings for some of the images. It need not be there. In a pull request and a merge group it is read as their base has it.',
    default: defaultConfigFile,
  },
  {
    name: 'cache',
    kind: 'text',
    value: 'boolean|folder',
    description:
      'Keeps what a run learns for the next one: `true` in GitHub’s cache where the runner offers it, `false` nowhere, else in this folder, relative to the workspace. It saves requests and changes no result.',
    default: 'true',
  },
] as const satisfies readonly Option[];

/** Those that the command has as flags. */
export const flagOptions = sharedOptions.filter((option) => !('only' in option));

export const modeOption = {
  name: 'mode',
  kind: 'choice',
  value: 'mode',
  choices: choices.mode,
  description:
    '`mirror` copies what is missing, `check` says what it would copy, `verify` only looks whether the target has every image.',
  default: 'mirror',
} as const satisfies Option;

export type OptionName = (typeof sharedOptions)[number]['name'] | (typeof modeOption)['name'];

/** Options as they were written, by name. */
export type OptionTexts = Readonly<Partial<Record<OptionName, string>>>;
