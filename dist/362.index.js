export const id = 362;
export const ids = [362];
export const modules = {

/***/ 3334:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ parseGlob)
/* harmony export */ });
/* harmony import */ var picomatch__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4006);
/* harmony import */ var picomatch__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(picomatch__WEBPACK_IMPORTED_MODULE_0__);

/**
 * A glob over canonical names, or over the files of a folder.
 * @throws {Error} says what is wrong with it
 */
function parseGlob(text) {
    if (text.startsWith('/') || text.split('/').includes('..'))
        throw new Error(`"${text}" leads out of the folder. Write a glob inside it.`);
    picomatch__WEBPACK_IMPORTED_MODULE_0___default().makeRe(text);
    return text;
}


/***/ }),

/***/ 5084:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P4: () => (/* binding */ formatTarget),
/* harmony export */   dJ: () => (/* binding */ nameTarget),
/* harmony export */   hu: () => (/* binding */ parseTarget),
/* harmony export */   mU: () => (/* binding */ parseNaming),
/* harmony export */   xm: () => (/* binding */ NamingError)
/* harmony export */ });
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3564);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5369);


const variables = ['registry', 'repository', 'namespace', 'name'];
/** A target name that no registry, or not this one, takes. */
class NamingError extends Error {
    name = 'NamingError';
}
/**
 * Reads `target`. Upper case becomes lower case, which is all that registries take: GitHub's owner names have it.
 * @throws {Error} says what is wrong.
 */
function parseTarget(text) {
    if (text === '')
        throw new Error('it is required: the registry and prefix that copies go under, for example ghcr.io/acme/mirror.');
    if (text.includes('@'))
        throw new Error('there is an "@" in it. The name that copies go under has no login in it, which is made before (docker login), and no digest.');
    if (/\s/.test(text))
        throw new Error(`"${text}" has a blank in it. Write several one a line, or with commas between them.`);
    if (text.includes('://'))
        throw new Error(`"${text}" has a scheme. Write ${text.slice(text.indexOf('://') + 3)}.`);
    const [host = '', ...path] = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutTrailing */ .hT)(text.toLowerCase(), '/').split('/');
    if (!/[.:]/.test(host) && host !== 'localhost')
        throw new Error(`"${text}" begins with no registry host. For Docker Hub write docker.io/${text}.`);
    if (!(0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .isRegistryHost */ .EV)(host))
        throw new Error(`"${host}" in "${text}" is no host. Write host or host:port.`);
    const prefix = path.join('/');
    const wrong = prefix === '' ? undefined : (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .invalidComponent */ .xz)(prefix);
    if (wrong !== undefined)
        throw new Error(`"${wrong}" in "${text}" is no part of a repository name: lower-case letters and digits, with single ".", "_", "__" or "-" between them; no tag and no digest.`);
    return { registry: (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .canonicalRegistry */ .i7)(host), prefix };
}
function formatTarget({ registry, prefix }) {
    return prefix === '' ? registry : `${registry}/${prefix}`;
}
/** @throws {Error} names a variable that there is not. */
function parseNaming(text) {
    // The tag is always the source's.
    const parts = text
        .replace(/:\{tag\}$/, '')
        .split(/(\{[^{}]*\})/)
        .filter((part) => part !== '');
    const template = parts.map((part) => (part.startsWith('{') ? { variable: readVariable(part, text) } : part));
    const named = template.filter((part) => typeof part !== 'string').map(({ variable }) => variable);
    if (!named.includes('repository') && !named.includes('name')) {
        throw new Error(`"${text}" gives all images one name. It needs {repository} or {name}.`);
    }
    const wrong = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .invalidComponent */ .xz)(fillTemplate(template, exampleSource));
    if (wrong !== undefined)
        throw new Error(`"${text}" makes names like "${wrong}", which no registry takes: lower-case letters and digits, with single ".", "_", "__" or "-" between them.`);
    return template;
}
/**
 * The tag under which a copy of the source is kept. A source without a tag gets one made from its digest, for registries collect
 * what no tag leads to; `sha256-…` alone is the name of OCI's referrers tag, hence the word before it.
 * @throws {NamingError} names the part that the target's registry would refuse.
 */
function nameTarget(source, target, naming) {
    const repository = [target.prefix, fillTemplate(naming, source)].filter((part) => part !== '').join('/');
    checkName({ registry: target.registry, repository }, source);
    // At most 128 characters, as every tag: of a sha512 the beginning.
    return {
        registry: target.registry,
        repository,
        tag: source.tag ?? `pinned-${(source.digest ?? '').replace(':', '-')}`.slice(0, 128),
    };
}
function readVariable(part, text) {
    const name = part.slice(1, -1);
    const found = variables.find((variable) => variable === name);
    if (found === undefined)
        throw new Error(`"${part}" in "${text}" is unknown. Use ${variables.map((variable) => `{${variable}}`).join(', ')}.`);
    return found;
}
function valueOf(variable, { registry, repository }) {
    const slash = repository.lastIndexOf('/');
    switch (variable) {
        case 'registry':
            return registry.replace(/:(\d+)$/, '_$1');
        case 'repository':
            return repository;
        case 'namespace':
            return repository.slice(0, Math.max(slash, 0));
        case 'name':
            return repository.slice(slash + 1);
    }
}
/** What a template is tried on when it is read. */
const exampleSource = { registry: 'registry.example', repository: 'a/b' };
function fillTemplate(naming, source) {
    const path = naming.map((part) => (typeof part === 'string' ? part : valueOf(part.variable, source))).join('');
    // A source without a namespace leaves its separator behind: `/pause`, `-pause`.
    return path.replace(/(^|\/)[/._-]+/g, '$1');
}
/** Many clients refuse a longer name, host included: docs/registries.md, "Names". */
const maxNameLength = 255;
/** ECR's grammar has single separators only. Source: Amazon ECR API reference, InitiateLayerUpload, repositoryName. */
const ecrName = /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const ecrHost = /^\d+\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$|^public\.ecr\.aws$/;
function checkName(name, source) {
    const problem = problemOf(name);
    if (problem === undefined)
        return;
    throw new NamingError(`${(0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatRepository */ .Sh)(source)} would be kept as ${(0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatRepository */ .Sh)(name)}, and ${problem}. Choose another "naming" (for example {namespace}-{name}) or "target", or exclude the image.`);
}
function problemOf(name) {
    const { registry, repository } = name;
    const wrong = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .invalidComponent */ .xz)(repository);
    if (wrong !== undefined)
        return `"${wrong}" is no part of a repository name`;
    if ((0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatRepository */ .Sh)(name).length > maxNameLength)
        return `it has more than ${maxNameLength} characters`;
    if (ecrHost.test(registry) && !ecrName.test(repository)) {
        const doubled = /[._-]{2,}/.exec(repository)?.[0];
        const refused = doubled === undefined ? `the name "${repository}"` : `"${doubled}" (single separators only)`;
        return `ECR does not take ${refused}`;
    }
    if ((0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .isDockerHub */ .gr)(registry) && repository.split('/').length !== 2)
        return 'Docker Hub takes exactly namespace/name';
    return undefined;
}


/***/ }),

/***/ 6856:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RY: () => (/* binding */ defaultDockerfiles),
/* harmony export */   dB: () => (/* binding */ modeOption),
/* harmony export */   mD: () => (/* binding */ defaultConfigFile),
/* harmony export */   mJ: () => (/* binding */ sharedOptions),
/* harmony export */   vo: () => (/* binding */ flagOptions),
/* harmony export */   zM: () => (/* binding */ choices)
/* harmony export */ });
/** What the inputs of a choice take; the types of their values are made of it. */
const choices = {
    mode: ['mirror', 'check', 'verify'],
    compare: ['digest', 'presence'],
    'on-mismatch': ['update', 'report', 'fail'],
    'on-missing-platform': ['fail', 'warn'],
    'fail-on': ['failed', 'stale', 'not-mirrored', 'never'],
    comment: ['auto', 'always', 'on-problem', 'never'],
    scope: ['auto', 'changed', 'all'],
};
/**
 * Whatever Dependabot and Renovate take for a Dockerfile by default, in any case, so that no file that they bump is passed over.
 * Sources: dependabot-core, docker/file_fetcher.rb; renovate, manager/dockerfile, managerFilePatterns, which are narrower.
 */
const defaultDockerfiles = '**/*{dockerfile,containerfile}*';
/** Beside the workflows. */
const defaultConfigFile = '.github/image-mirror.yml';
/** Every option but `mode`, which is the command's first word, and `github-token`, which the command reads from GITHUB_TOKEN. */
const sharedOptions = [
    {
        name: 'target',
        kind: 'list',
        value: 'registry/prefix',
        description: 'Registry and prefix that the copies go under, for example `ghcr.io/acme/mirror`. Several, one a line, are all fed by one download. Required.',
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
        description: 'Glob inside `images` that says which files are read. The default takes names in any case, as Dependabot and Renovate do, and passes over a file without `FROM` that is not called `Dockerfile`; a glob of your own keeps its capitals.',
        default: defaultDockerfiles,
    },
    {
        name: 'naming',
        kind: 'text',
        value: 'template',
        description: 'Name of a copy below `target`. `{registry}` is the source’s host (`:` becomes `_`), `{repository}` its path, `{namespace}` the path without its last part, `{name}` that part.',
        default: '{registry}/{repository}',
    },
    {
        name: 'compare',
        kind: 'choice',
        value: 'how',
        choices: choices.compare,
        description: '`digest` compares target and source; `presence` is content with any image under the tag: the source is not asked, and a tag that moved is not updated.',
        default: 'digest',
    },
    {
        name: 'on-mismatch',
        kind: 'choice',
        value: 'what',
        choices: choices['on-mismatch'],
        description: 'What to do where the target’s tag holds another digest than the source’s: `update` copies, `report` lists it as stale, `fail` fails it.',
        default: 'update',
    },
    {
        name: 'platforms',
        kind: 'list',
        value: 'list',
        description: 'Platforms that every image must have, for example `linux/amd64, linux/arm64`. They are a requirement, no filter: an image is always copied whole, so that its digest stays the same. Copies that are there already are read to see.',
        default: '',
    },
    {
        name: 'on-missing-platform',
        kind: 'choice',
        value: 'what',
        choices: choices['on-missing-platform'],
        description: 'What to do where an image lacks one of `platforms`: `fail` does not copy it, `warn` copies it and says so.',
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
        description: 'Names that are your own and are not mirrored, for example `registry.acme.io, ghcr.io/acme`. A name stands for everything below it.',
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
        description: 'Fails a file whose folder (`<registry>/<repository>`) and whose `FROM` name different images, instead of warning.',
        default: 'false',
    },
    {
        name: 'concurrency',
        kind: 'count',
        value: 'number',
        description: 'How many large blobs are read from, and written to, one registry at once; a registry that says that it is too much gets fewer.',
        default: '8',
    },
    {
        name: 'fail-on',
        kind: 'choice',
        value: 'what',
        choices: choices['fail-on'],
        description: 'What makes the run fail. `failed`: an image that failed. `stale`: that, and an image that is stale or deferred. `not-mirrored`: all of these, what a check found to be missing (`would mirror`), and a tag that the registry accepted and does not show. `never`: only wrong inputs.',
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
        description: 'Hosts, with their port, that are your own and may be without TLS, or at a private address that a registry leads to. Loopback hosts always may.',
        default: '',
    },
    {
        name: 'comment',
        kind: 'choice',
        value: 'when',
        choices: choices.comment,
        only: 'action',
        description: 'When a pull request gets a comment: `auto` where the run had an image to look at, `always`, `on-problem` where something failed, was not written or has a warning, or `never`. One that is there is kept up to date all the same. That needs `pull-requests: write`.',
        default: 'auto',
    },
    {
        name: 'force',
        kind: 'boolean',
        value: 'boolean',
        description: 'Does not take the target’s word: every copy is read whole, what it lost or damaged is copied again, and a tag that leads elsewhere is moved, whatever `compare` and `on-mismatch` say.',
        default: 'false',
    },
    {
        name: 'scope',
        kind: 'choice',
        value: 'what',
        choices: choices.scope,
        description: 'Which files are looked at: in a pull request those that it changes and otherwise all (`auto`), `all`, or `changed`, which also narrows a push and a merge group.',
        default: 'auto',
    },
    {
        name: 'only',
        kind: 'list',
        value: 'list',
        description: 'Globs over canonical names (`*` stops at `/`): of all images only these, for example `docker.io/library/postgres*` in a run by hand. Others are in no row.',
        default: '',
    },
    {
        name: 'allow-untrusted',
        kind: 'boolean',
        value: 'boolean',
        only: 'action',
        description: 'Under `pull_request_target`, where a run has the repository’s secrets: allows a checkout of the pull request, which is refused otherwise, and to write for one from a fork, which is only checked otherwise.',
        default: 'false',
    },
    {
        name: 'allowed-registries',
        kind: 'list',
        value: 'list',
        description: 'Registries that a `FROM` may name, for example `docker.io, ghcr.io, registry.example.com:5000`; `*` is all. Those named here may be at a private address. Without it a pull request’s images may be of those alone that the files before it name, and of the targets’; all others of all.',
        default: '',
    },
    {
        name: 'run-timeout',
        kind: 'seconds',
        value: 'seconds',
        description: 'How many seconds the whole run may take: what is not done then is left for the next one, and the report says so. `0` is no limit. The default is ten minutes less than the six hours that GitHub gives a job.',
        default: '21000',
    },
    {
        name: 'config',
        kind: 'text',
        value: 'file',
        description: 'The configuration file, relative to the workspace: settings for some of the images. It need not be there. In a pull request and a merge group it is read as their base has it.',
        default: defaultConfigFile,
    },
    {
        name: 'cache',
        kind: 'text',
        value: 'boolean|folder',
        description: 'Keeps what a run learns for the next one: `true` in GitHub’s cache where the runner offers it, `false` nowhere, else in this folder, relative to the workspace. It saves requests and changes no result.',
        default: 'true',
    },
];
/** Those that the command has as flags. */
const flagOptions = sharedOptions.filter((option) => !('only' in option));
const modeOption = {
    name: 'mode',
    kind: 'choice',
    value: 'mode',
    choices: choices.mode,
    description: '`mirror` copies what is missing, `check` says what it would copy, `verify` only looks whether the target has every image.',
    default: 'mirror',
};


/***/ }),

/***/ 6563:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E2: () => (/* binding */ mayMatchGlobs),
/* harmony export */   Zq: () => (/* binding */ unmatchedGlobs),
/* harmony export */   iu: () => (/* binding */ isInternal),
/* harmony export */   nJ: () => (/* binding */ matchesGlobs),
/* harmony export */   p$: () => (/* binding */ isSharedRegistry)
/* harmony export */ });
/* harmony import */ var picomatch__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4006);
/* harmony import */ var picomatch__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(picomatch__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3564);


/** Registries that many owners share by namespace; everywhere else a host has one owner. */
const sharedHosts = /^(?:docker\.io|ghcr\.io|quay\.io|gcr\.io|.+\.gcr\.io|.+-docker\.pkg\.dev|registry\.gitlab\.com|public\.ecr\.aws|(?:.+\.)?icr\.io|(?:.+\.)?ocir\.io|registry\.digitalocean\.com|cgr\.dev)$/;
function isSharedRegistry(registry) {
    return sharedHosts.test(registry);
}
/**
 * Says whether an image is the user's own for a target: on its registry (on one that many share, in its namespace), or below one of the
 * names in `internal`. What is one target's own is mirrored to the others.
 */
function isInternal(source, target, internal) {
    const name = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatRepository */ .Sh)(source);
    const [namespace = ''] = target.prefix.split('/');
    // A target at the root of a shared registry has no namespace. No image is below `ghcr.io//`, so nothing there is the user's own.
    const own = isSharedRegistry(target.registry) ? `${target.registry}/${namespace}` : target.registry;
    return [own, ...internal].some((prefix) => name === prefix || name.startsWith(`${prefix}/`));
}
/** Says whether one of the globs matches the canonical name, with its tag or without. */
function matchesGlobs(source, globs) {
    if (globs.length === 0)
        return false;
    const matches = compiled(globs);
    return matches((0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatRepository */ .Sh)(source)) || matches((0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCanonical */ .I3)(source));
}
const compiledGlobs = new WeakMap();
/** An input's globs are compared with every image, and to compile them takes longer than that. */
function compiled(globs) {
    const matches = compiledGlobs.get(globs) ?? picomatch__WEBPACK_IMPORTED_MODULE_1___default()([...globs]);
    compiledGlobs.set(globs, matches);
    return matches;
}
/** The globs that match none of the images: most likely misspelled. */
function unmatchedGlobs(sources, globs) {
    return globs.filter((glob) => {
        const only = [glob];
        return !sources.some((source) => matchesGlobs(source, only));
    });
}
/**
 * Says whether one of the globs may name an image of this repository, or of one that it lies in, whatever its tag. Where a glob has more than
 * `*`, `**` and `?` that cannot be told, and it may.
 */
function mayMatchGlobs({ registry, repository }, globs) {
    const parts = repository.split('/');
    const names = parts.map((_part, index) => [registry, ...parts.slice(0, index + 1)].join('/'));
    return globs.some((glob) => /[{}()[\]!\\]/.test(glob) || names.some((name) => picomatch__WEBPACK_IMPORTED_MODULE_1___default().isMatch(name, withoutTag(glob))));
}
/** What it says from the first mark on in its last part may be of a tag. */
function withoutTag(glob) {
    const start = glob.lastIndexOf('/') + 1;
    const last = glob.slice(start);
    const mark = last.search(/[*?:@]/);
    return mark === -1 || last === '**' ? glob : `${glob.slice(0, start + mark)}*`;
}


/***/ }),

/***/ 4715:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ readCommentOption),
/* harmony export */   T: () => (/* binding */ readOptions)
/* harmony export */ });
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9541);
/* harmony import */ var _image_platform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1329);
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3564);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5369);
/* harmony import */ var _glob_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(3334);
/* harmony import */ var _naming_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5084);
/* harmony import */ var _ownership_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6563);
/* harmony import */ var _options_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6856);








/**
 * Reads the options. Those that are absent or empty have their default.
 * @throws {ConfigurationError} with every problem of every option, each naming its option.
 */
function readOptions(texts) {
    const reader = new OptionReader(texts);
    const config = {
        mode: reader.choice('mode'),
        targets: readTargets(reader),
        images: reader.text('images'),
        dockerfiles: reader.read('dockerfiles', _glob_js__WEBPACK_IMPORTED_MODULE_7__/* .parseGlob */ .q, ''),
        naming: reader.read('naming', _naming_js__WEBPACK_IMPORTED_MODULE_4__/* .parseNaming */ .mU, []),
        compare: reader.choice('compare'),
        onMismatch: reader.choice('on-mismatch'),
        platforms: reader.list('platforms', _image_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .parsePlatform */ .Y8),
        onMissingPlatform: reader.choice('on-missing-platform'),
        buildArgs: new Map(reader.lines('build-args', parseBuildArg)),
        internal: reader.list('internal', parsePrefix),
        exclude: reader.globs('exclude', _glob_js__WEBPACK_IMPORTED_MODULE_7__/* .parseGlob */ .q),
        strictLayout: reader.read('strict-layout', parseBoolean, false),
        concurrency: reader.read('concurrency', (text) => parseWhole(text, 1, maxConcurrency), 1),
        failOn: reader.choice('fail-on'),
        verifyTimeoutMs: reader.read('verify-timeout', (text) => parseWhole(text, 0, maxVerifySeconds), 0) * 1_000,
        insecureRegistries: reader.list('insecure-registries', parseHost),
        comment: reader.choice('comment'),
        force: reader.read('force', parseBoolean, false),
        scope: reader.choice('scope'),
        only: reader.globs('only', _glob_js__WEBPACK_IMPORTED_MODULE_7__/* .parseGlob */ .q),
        allowUntrusted: reader.read('allow-untrusted', parseBoolean, false),
        allowedRegistries: reader.list('allowed-registries', parseAllowed),
        runTimeoutMs: reader.read('run-timeout', (text) => parseWhole(text, 0, maxRunSeconds), 0) * 1_000,
        cache: reader.read('cache', parseCache, { kind: 'none' }),
        configFile: reader.read('config', parsePath, ''),
        overrides: [],
    };
    reader.problems.push(...ownerProblems(config));
    if (config.force && config.mode === 'verify')
        reader.problems.push('force: mode "verify" looks at tags only. Use it with "mirror" or "check".');
    if (reader.problems.length > 0)
        throw new _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigurationError */ .j1(reader.problems);
    return config;
}
/** Whether a comment is wanted, where other options are wrong; undefined where this one is too. */
function readCommentOption(texts) {
    const reader = new OptionReader(texts);
    const when = reader.choice('comment');
    return reader.problems.length === 0 ? when : undefined;
}
/** Without a prefix the copies of `docker.io/…` would belong to an owner named `docker.io`. */
function ownerProblems({ targets, naming: [first] }) {
    return targets
        .filter(({ registry, prefix }) => prefix === '' && typeof first !== 'string' && (0,_ownership_js__WEBPACK_IMPORTED_MODULE_5__/* .isSharedRegistry */ .p$)(registry))
        .map(({ registry }) => `target: "${registry}" is shared by many, and this names no owner. Write ${registry}/<owner>.`);
}
/** Each once, in the order in which they are written. */
function readTargets(reader) {
    if (reader.text('target') === '')
        return [reader.read('target', _naming_js__WEBPACK_IMPORTED_MODULE_4__/* .parseTarget */ .hu, { registry: '', prefix: '' })];
    const targets = reader.list('target', _naming_js__WEBPACK_IMPORTED_MODULE_4__/* .parseTarget */ .hu);
    return [...new Map(targets.map((target) => [(0,_naming_js__WEBPACK_IMPORTED_MODULE_4__/* .formatTarget */ .P4)(target), target])).values()];
}
/** More bodies at once than this no registry takes and no machine needs. */
const maxConcurrency = 64;
/** A tag that is not visible after an hour will not be. */
const maxVerifySeconds = 3_600;
/** The longest that a timer takes: 24 days. */
const maxRunSeconds = 2_147_483;
const defaults = new Map([_options_js__WEBPACK_IMPORTED_MODULE_6__/* .modeOption */ .dB, ..._options_js__WEBPACK_IMPORTED_MODULE_6__/* .sharedOptions */ .mJ].map((option) => [option.name, option.default]));
/** Reads option after option and keeps what is wrong, so that all of it is told at once. */
class OptionReader {
    texts;
    problems = [];
    constructor(texts) {
        this.texts = texts;
    }
    text(name) {
        const text = this.texts[name]?.trim() ?? '';
        return text === '' ? (defaults.get(name) ?? '') : text;
    }
    /** @param placeholder what goes on in the value's place until the problems are told */
    read(name, parse, placeholder) {
        try {
            return parse(this.text(name));
        }
        catch (error) {
            this.problems.push(`${name}: ${(0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)}`);
            return placeholder;
        }
    }
    choice(name) {
        const text = this.text(name);
        const values = _options_js__WEBPACK_IMPORTED_MODULE_6__/* .choices */ .zM[name];
        const found = values.find((value) => value === text);
        if (found === undefined)
            this.problems.push(`${name}: "${text}" is none of its values. Choose ${values.join(', ')}.`);
        return found ?? values[0];
    }
    /** Items between commas or line ends. */
    list(name, parse) {
        return this.#items(name, (text) => text.split(/[,\n]/), parse);
    }
    /** A list whose items may hold commas in braces. */
    globs(name, parse) {
        return this.#items(name, splitGlobs, parse);
    }
    /** One item a line, for values that may hold a comma. */
    lines(name, parse) {
        return this.#items(name, (text) => text.split('\n'), parse);
    }
    #items(name, split, parse) {
        const items = split(this.text(name)).map((item) => item.trim());
        return items
            .filter((item) => item !== '')
            .flatMap((item) => {
            try {
                return [parse(item)];
            }
            catch (error) {
                this.problems.push(`${name}: ${(0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)}`);
                return [];
            }
        });
    }
}
/** At commas and line ends, but for commas before the brace that closes on their line. */
function splitGlobs(text) {
    return text.split('\n').flatMap((line) => {
        const items = [];
        let [end, isInBraces] = [line.length, false];
        for (let at = line.length - 1; at >= 0; at -= 1) {
            const character = line.charAt(at);
            if (character === '{' || character === '}')
                isInBraces = character === '}';
            if (character !== ',' || isInBraces)
                continue;
            items.push(line.slice(at + 1, end));
            end = at;
        }
        return [...items, line.slice(0, end)].reverse();
    });
}
function parseBoolean(text) {
    // The YAML 1.2 core schema, as @actions/core reads booleans.
    if (/^(?:true|True|TRUE)$/.test(text))
        return true;
    if (/^(?:false|False|FALSE)$/.test(text))
        return false;
    throw new Error(`"${text}" is neither true nor false.`);
}
/** Of the workspace: what lies outside is nobody's who made the repository. */
function parsePath(text) {
    const parts = text.split('/').filter((part) => part !== '' && part !== '.');
    if (text.startsWith('/') || text.includes('\\') || parts.includes('..'))
        throw new Error(`"${text}" leads out of the workspace. Write a path inside it.`);
    return parts.join('/');
}
function parseCache(text) {
    // Whoever means a switch by another word would otherwise have a folder of that name.
    if (!/^(?:true|false|yes|no|on|off|[01])$/i.test(text))
        return { kind: 'folder', path: text };
    try {
        return { kind: parseBoolean(text) ? 'service' : 'none' };
    }
    catch (error) {
        throw new Error(`${(0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)} A folder of that name is ./${text}.`, { cause: error });
    }
}
function parseWhole(text, least, most) {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most)
        return number;
    throw new Error(`"${text}" is no whole number from ${least} to ${most}.`);
}
function parseBuildArg(item) {
    const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(item);
    if (match?.[1] === undefined || match[2] === undefined)
        throw new Error(`"${item}" is no build argument. Write NAME=value, one a line.`);
    return [match[1], match[2]];
}
function parseHost(text) {
    const host = text.toLowerCase();
    if (!(0,_image_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .isRegistryHost */ .EV)(host))
        throw new Error(`"${text}" is no host. Write host or host:port, without a scheme and a path.`);
    return (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .canonicalRegistry */ .i7)(host);
}
/** A registry as a `FROM` begins with it, or all of them. */
function parseAllowed(text) {
    if (text === '*')
        return text;
    const host = parseHost(text);
    if (!/[.:]/.test(host) && host !== 'localhost')
        throw new Error(`"${text}" is no registry that a FROM can name. Write its host, for example docker.io, or "*" for all.`);
    return host;
}
/** `registry`, or `registry/path`, canonical: so that `index.docker.io/acme` and `docker.io/acme` are one, in lower case. */
function parsePrefix(text) {
    if (text.includes('://'))
        throw new Error(`"${text}" has a scheme. Write ${text.slice(text.indexOf('://') + 3)}.`);
    const [host = '', ...path] = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .withoutTrailing */ .hT)(text.toLowerCase(), '/').split('/');
    if (!/[.:]/.test(host) && host !== 'localhost')
        throw new Error(`"${text}" begins with no registry host. For Docker Hub write docker.io/${text}.`);
    const wrong = path.length === 0 ? undefined : (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .invalidComponent */ .xz)(path.join('/'));
    if (wrong !== undefined)
        throw new Error(`"${wrong}" in "${text}" is no part of a repository name.`);
    return [parseHost(host), ...path].join('/');
}


/***/ }),

/***/ 8033:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bc: () => (/* binding */ isDigest),
/* harmony export */   VK: () => (/* binding */ shortDigest),
/* harmony export */   ZD: () => (/* binding */ hexOf),
/* harmony export */   dZ: () => (/* binding */ describeNoDigest),
/* harmony export */   m: () => (/* binding */ parseDigest)
/* harmony export */ });
/* unused harmony export InvalidDigestError */
const hexLengths = new Map([
    ['sha256', 64],
    ['sha512', 128],
]);
/** Says whether the text is a digest of an algorithm that this program can compute. */
function isDigest(text) {
    const [algorithm = '', hex = '', ...rest] = text.split(':');
    return rest.length === 0 && hexLengths.get(algorithm) === hex.length && /^[0-9a-f]+$/.test(hex);
}
/**
 * Reads a digest.
 * @throws {InvalidDigestError} where the text is none, or its algorithm is unknown.
 */
function parseDigest(text) {
    if (isDigest(text))
        return text;
    throw new InvalidDigestError(text);
}
/** Why something is no digest that content can be checked against. Source: OCI image specification, descriptor.md#digests. */
function describeNoDigest(value) {
    if (typeof value !== 'string')
        return 'expected a digest, a text';
    const shown = `"${value.slice(0, 150)}"`;
    const algorithm = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):[\w=-]+$/.exec(value.slice(0, 300))?.[1];
    if (algorithm === undefined || hexLengths.has(algorithm))
        return `${shown} is no digest: expected sha256: and 64 lower-case hex digits, or sha512: and 128`;
    return `${shown} is by the algorithm ${algorithm.slice(0, 40)}, which cannot be checked: expected sha256 or sha512`;
}
class InvalidDigestError extends Error {
    name = 'InvalidDigestError';
    constructor(text) {
        super(`"${text.slice(0, 150)}" is no digest: expected sha256: and 64 lower-case hex digits, or sha512: and 128.`);
    }
}
function hexOf(digest) {
    return digest.slice(digest.indexOf(':') + 1);
}
/** A digest as people tell it apart: algorithm and the first 12 hex digits. */
function shortDigest(digest) {
    return digest.slice(0, digest.indexOf(':') + 13);
}


/***/ }),

/***/ 4626:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ parseImageName)
/* harmony export */ });
/* harmony import */ var _reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3564);

/** Reads the name of an image as a file writes it. BuildKit takes `scratch` in lower case alone; any other spelling can mean nothing else. */
function parseImageName(text) {
    if (text.toLowerCase() === 'scratch')
        return { kind: 'scratch' };
    try {
        return { kind: 'reference', reference: (0,_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseReference */ .F2)(text) };
    }
    catch (error) {
        if (error instanceof _reference_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidReferenceError */ .x_)
            return { kind: 'problem', message: error.message };
        throw error;
    }
}


/***/ }),

/***/ 1329:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  JP: () => (/* binding */ InvalidPlatformError),
  PC: () => (/* binding */ distinctPlatforms),
  Mj: () => (/* binding */ formatFullPlatform),
  Bq: () => (/* binding */ formatPlatform),
  iU: () => (/* binding */ isRunnable),
  z3: () => (/* binding */ missingPlatforms),
  FL: () => (/* binding */ normalizePlatform),
  Y8: () => (/* binding */ parsePlatform),
  hh: () => (/* binding */ printablePlatform)
});

// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
;// CONCATENATED MODULE: ./src/image/windows-version.ts
/** Builds since which a Windows runs the images of the long-term release before it: Server 2022 and 2025. */
const stableBuilds = [20_348, 26_100];
/**
 * Says whether a Windows of one version runs an image that is for another. A version that is missing or cannot be read allows all.
 * Source: learn.microsoft.com, "Windows container version compatibility"; github.com/containerd/platforms, platform_windows_compat.go.
 * @param wanted `10.0.20348` or longer
 */
function isWindowsServed(wanted = '', candidate = '') {
    const host = parseVersion(wanted);
    if (host === undefined || candidate === '')
        return true;
    const image = parseVersion(candidate);
    if (image?.release !== host.release)
        return false;
    const reached = stableBuilds.filter((build) => build <= host.build);
    if (reached.length === 0)
        return image.build === host.build;
    const [oldest] = reached.slice(-2);
    return oldest !== undefined && oldest <= image.build && image.build <= host.build;
}
function parseVersion(text) {
    const [, release, build] = /^(\d{1,3}\.\d{1,3})\.(\d{1,5})(?:\.|$)/.exec(text) ?? [];
    return release === undefined || build === undefined ? undefined : { release, build: Number(build) };
}

;// CONCATENATED MODULE: ./src/image/platform.ts


class InvalidPlatformError extends Error {
    name = 'InvalidPlatformError';
}
/** Nobody knows here where a builder runs. The most common machine stands for it, as it does in a Dockerfile's predefined arguments. */
const usual = { os: 'linux', architecture: 'amd64' };
const knownSystems = new Set('aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos'.split(' '));
const knownArchitectures = new Set(('386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ' +
    'ppc riscv riscv64 s390 s390x sparc sparc64 wasm').split(' '));
const systemGrammar = /^([\w-]+)(?:\(([\w.%-]*)((?:\+[\w.%-]+)*)\))?$/;
const wordGrammar = /^[\w.-]+$/;
/**
 * Reads a platform as builders do: `linux/arm64/v8`, `linux/arm64/8`, `arm64`, `windows(10.0.17763)/amd64`.
 * Source: github.com/containerd/platforms v1.0.0-rc.5, Parse, which BuildKit 0.34 reads `--platform` by.
 * @throws {InvalidPlatformError}
 */
function parsePlatform(text) {
    const [first = '', ...words] = text.split('/');
    const system = systemGrammar.exec(first);
    if (system === null || words.length > 2 || !words.every((word) => wordGrammar.test(word)))
        throw invalid(text, 'Write os/architecture[/variant], for example linux/arm64.');
    const [, name = '', version = '', features = ''] = system;
    const os = normalizeSystem(name);
    const details = {
        osVersion: decode(version, text),
        osFeatures: features.split('+').map((feature) => decode(feature, text)),
    };
    const [architecture, variant] = words;
    if (architecture !== undefined)
        return compact({ os, ...parseMachine(architecture, variant), ...details });
    if (knownSystems.has(os))
        return compact({ os, architecture: usual.architecture, ...details });
    const machine = parseMachine(first);
    if (knownArchitectures.has(machine.architecture))
        return compact({ os: usual.os, ...machine });
    throw invalid(text, 'This is neither a known system nor a known architecture. Write both, for example linux/arm64.');
}
/** A variant that is written stays; the one that its absence means is left out. */
function parseMachine(architecture, variant) {
    const machine = normalizeMachine(architecture, variant);
    if (variant === undefined && machine.architecture === 'arm' && machine.variant === 'v7')
        return { ...machine, variant: '' };
    if (variant !== undefined && machine.architecture === 'arm64' && machine.variant === '')
        return { ...machine, variant: 'v8' };
    return machine;
}
function decode(text, platform) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        throw invalid(platform, `"${text}" is not percent-encoded text.`);
    }
}
function invalid(text, advice) {
    return new InvalidPlatformError(`Invalid platform "${(0,runtime_text/* printable */.g$)(text, 100)}". ${advice}`);
}
/** The one spelling of a platform. Source: github.com/containerd/platforms, Normalize. */
function normalizePlatform(platform) {
    const { os, architecture, variant } = platform;
    return compact({ ...platform, os: normalizeSystem(os), ...normalizeMachine(architecture, variant) });
}
/** Leaves out what says nothing. */
function compact({ os, architecture, variant = '', osVersion = '', osFeatures = [] }) {
    const features = [...new Set(osFeatures)].filter((feature) => feature !== '').toSorted();
    return {
        os,
        architecture,
        ...(variant === '' ? {} : { variant }),
        ...(osVersion === '' ? {} : { osVersion }),
        ...(features.length === 0 ? {} : { osFeatures: features }),
    };
}
function normalizeSystem(name) {
    const os = name.toLowerCase();
    return os === 'macos' ? 'darwin' : os;
}
function normalizeMachine(writtenArchitecture, writtenVariant = '') {
    const name = writtenArchitecture.toLowerCase();
    const variant = writtenVariant.toLowerCase();
    const architecture = architectureNames.get(name) ?? name;
    switch (architecture) {
        case 'i386':
            return { architecture: '386', variant: '' };
        case 'armhf':
            return { architecture: 'arm', variant: 'v7' };
        case 'armel':
            return { architecture: 'arm', variant: 'v6' };
        default:
            return { architecture, variant: variantNames.get(architecture)?.get(variant) ?? variant };
    }
}
const architectureNames = new Map([
    ['x86_64', 'amd64'],
    ['x86-64', 'amd64'],
    ['aarch64', 'arm64'],
]);
/** Other spellings of variants, by the architecture; '' is meant where nothing is written. */
const variantNames = new Map([
    ['amd64', new Map([['v1', '']])],
    ['arm64', new Map(Object.entries({ 8: '', v8: '', 'v8.0': '', 9: 'v9', '9.0': 'v9', 'v9.0': 'v9' }))],
    ['arm', new Map(Object.entries({ '': 'v7', 5: 'v5', 6: 'v6', 7: 'v7', 8: 'v8' }))],
]);
/** `linux/arm64/v8`: what reports show. */
function formatPlatform({ os, architecture, variant }) {
    return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}
/** With the version and the features of the system, where there are any: `windows(10.0.17763)/amd64`. */
function formatFullPlatform({ osVersion = '', osFeatures = [], ...platform }) {
    const details = [osVersion, ...osFeatures]
        .map((text) => text.replace(/[%+()/]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`))
        .join('+');
    return formatPlatform(details === '' ? platform : { ...platform, os: `${platform.os}(${details})` });
}
/** As a report has it: what an index says of a platform may be anything. */
function printablePlatform(platform) {
    return (0,runtime_text/* printable */.g$)(platform, 100);
}
/** Attestation manifests stand in an index as `unknown/unknown` (BuildKit, docs/attestations/attestation-storage.md). */
function isRunnable(platform) {
    return platform.os !== 'unknown' && platform.architecture !== 'unknown';
}
/** Each once, whatever its spelling. */
function distinctPlatforms(platforms) {
    return [...new Map(platforms.map((platform) => [formatFullPlatform(platform), platform])).values()];
}
/** The wanted platforms that none of those at hand serves. Without a variant any variant serves: `linux/arm` takes `linux/arm/v7`. */
function missingPlatforms(wanted, have) {
    const candidates = have.map(normalizePlatform);
    return wanted.filter((platform) => !candidates.some((candidate) => serves(candidate, platform)));
}
/** Source: github.com/containerd/platforms, NewMatcher; that a written `linux/arm` takes any variant is ours. */
function serves(candidate, wanted) {
    const { os, architecture, variant, osVersion, osFeatures = [] } = normalizePlatform(wanted);
    const isOfVariant = wanted.variant === undefined || variant === candidate.variant;
    if (candidate.os !== os || candidate.architecture !== architecture || !isOfVariant)
        return false;
    const isWindows = os === 'windows';
    const needed = (candidate.osFeatures ?? []).filter((feature) => !(isWindows && feature === 'win32k'));
    if (!needed.every((feature) => osFeatures.includes(feature)))
        return false;
    return !isWindows || isWindowsServed(osVersion, candidate.osVersion);
}


/***/ }),

/***/ 3564:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $Q: () => (/* binding */ tryReference),
/* harmony export */   EV: () => (/* binding */ isRegistryHost),
/* harmony export */   F2: () => (/* binding */ parseReference),
/* harmony export */   I3: () => (/* binding */ formatCanonical),
/* harmony export */   Mb: () => (/* binding */ registryApiHost),
/* harmony export */   S3: () => (/* binding */ registryCredentialKey),
/* harmony export */   Sh: () => (/* binding */ formatRepository),
/* harmony export */   UD: () => (/* binding */ dockerHub),
/* harmony export */   gr: () => (/* binding */ isDockerHub),
/* harmony export */   i7: () => (/* binding */ canonicalRegistry),
/* harmony export */   x_: () => (/* binding */ InvalidReferenceError),
/* harmony export */   xz: () => (/* binding */ invalidComponent),
/* harmony export */   y6: () => (/* binding */ formatPinned)
/* harmony export */ });
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8033);

class InvalidReferenceError extends Error {
    name = 'InvalidReferenceError';
}
const dockerHub = 'docker.io';
const dockerHubHosts = new Set([dockerHub, 'index.docker.io', 'registry-1.docker.io']);
/** Docker Hub's key in `auths` and for credential helpers, from the time of its first API. */
const dockerHubCredentialKey = 'https://index.docker.io/v1/';
const hostGrammar = /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::\d{1,5})?$/;
const componentGrammar = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagGrammar = /^\w[\w.-]{0,127}$/;
/** distribution/reference refuses a repository name that is longer, host included. */
const maxNameLength = 255;
/**
 * Reads an image name as a `FROM` writes it. Without tag and digest the tag is `latest`.
 * @throws {InvalidReferenceError} says what is wrong with which part.
 */
function parseReference(written) {
    const at = written.indexOf('@');
    const name = at === -1 ? written : written.slice(0, at);
    const { host, repository: spelled, tag } = splitName(name);
    const registry = canonicalRegistry(host);
    const repository = registry === dockerHub && !spelled.includes('/') ? `library/${spelled}` : spelled;
    if (!isRegistryHost(registry)) {
        const advice = /^https?:$/i.test(registry) ? `. Write it without ${registry.toLowerCase()}//` : '';
        throw invalid(written, `"${shorten(registry)}" is no registry host${advice}`);
    }
    checkRepository(spelled, host === undefined, written);
    const { length } = formatRepository({ registry, repository });
    if (length > maxNameLength)
        throw invalid(written, `the name has ${length} characters; registries take at most ${maxNameLength}`);
    const digest = at === -1 ? undefined : readDigest(written.slice(at + 1), written);
    if (tag === undefined)
        return digest === undefined ? { registry, repository, tag: 'latest' } : { registry, repository, digest };
    checkTag(tag, written);
    return digest === undefined ? { registry, repository, tag } : { registry, repository, tag, digest };
}
/** The same, for a text that need not be a name. */
function tryReference(written) {
    try {
        return parseReference(written);
    }
    catch (error) {
        if (error instanceof InvalidReferenceError)
            return undefined;
        throw error;
    }
}
/** The canonical spelling of a registry's host: every name of Docker Hub is `docker.io`. */
function canonicalRegistry(host) {
    if (host === undefined)
        return dockerHub;
    const lower = host.toLowerCase();
    return dockerHubHosts.has(lower) ? dockerHub : lower;
}
/** `docker.io/library/postgres:14`; the digest stands only where there is no tag. Identity of an image in every map and report. */
function formatCanonical(reference) {
    const name = formatRepository(reference);
    if (reference.tag !== undefined)
        return `${name}:${reference.tag}`;
    return reference.digest === undefined ? name : `${name}@${reference.digest}`;
}
/** `docker.io/library/postgres:14@sha256:…`: all that a file says of an image, as far as there is a tag and a pin. */
function formatPinned(reference) {
    const canonical = formatCanonical(reference);
    return reference.tag === undefined || reference.digest === undefined ? canonical : `${canonical}@${reference.digest}`;
}
function formatRepository(reference) {
    return `${reference.registry}/${reference.repository}`;
}
/** The host that answers for a registry. */
function registryApiHost(registry) {
    return registry === dockerHub ? 'registry-1.docker.io' : registry;
}
/** The key under which `docker login` keeps a registry's credentials. */
function registryCredentialKey(registry) {
    return registry === dockerHub ? dockerHubCredentialKey : registry;
}
function isDockerHub(registry) {
    return registry === dockerHub;
}
/** The first path component that OCI's grammar refuses, or undefined. Source: OCI distribution specification, "Pulling manifests". */
function invalidComponent(repository) {
    return repository.split('/').find((component) => !componentGrammar.test(component));
}
function isRegistryHost(host) {
    return hostGrammar.test(host) && Number(/:(\d+)$/.exec(host)?.[1] ?? 0) <= 65_535;
}
/**
 * The first component is a host where it has a dot or a colon, or is `localhost`. Docker also takes upper case for a host's; written in lower
 * case, as hosts are compared, that name would be another image's, so here it is refused as a repository's.
 */
function splitName(name) {
    const slash = name.indexOf('/');
    const first = name.slice(0, Math.max(slash, 0));
    const isHost = /[.:]/.test(first) || first.toLowerCase() === 'localhost';
    const host = isHost ? { host: first } : {};
    const path = isHost ? name.slice(slash + 1) : name;
    const colon = path.indexOf(':', path.lastIndexOf('/') + 1);
    if (colon === -1)
        return { ...host, repository: path };
    return { ...host, repository: path.slice(0, colon), tag: path.slice(colon + 1) };
}
function checkRepository(repository, bare, written) {
    if (repository === '')
        throw invalid(written, 'the repository name is empty');
    if (repository !== repository.toLowerCase()) {
        throw invalid(written, `the repository name "${shorten(repository)}" has upper-case letters; names are lower case`);
    }
    const component = invalidComponent(repository);
    if (component !== undefined)
        throw invalid(written, `"${shorten(component)}" is no part of a repository name`);
    if (bare && /^[0-9a-f]{64}$/.test(repository)) {
        throw invalid(written, 'a name of 64 hexadecimal digits is an image ID, which no registry serves; name the repository');
    }
}
function checkTag(tag, written) {
    if (tag.length > 128)
        throw invalid(written, `the tag has ${tag.length} characters; a tag has at most 128`);
    if (!tagGrammar.test(tag))
        throw invalid(written, `"${shorten(tag)}" is no tag: letters, digits, "_", "." and "-", not beginning with "." or "-"`);
}
function readDigest(text, written) {
    if ((0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigest */ .Bc)(text))
        return text;
    throw invalid(written, `"${shorten(text)}" is no digest: expected sha256: and 64 lower-case hex digits (or sha512: and 128)`);
}
function invalid(written, what) {
    return new InvalidReferenceError(`"${shorten(written)}" is no image name: ${what}.`);
}
/** A hostile file's name must not fill a report. */
function shorten(text) {
    return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}


/***/ }),

/***/ 1510:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ao: () => (/* binding */ formerNames),
/* harmony export */   j$: () => (/* binding */ formatLocation),
/* harmony export */   pd: () => (/* binding */ formerPin),
/* harmony export */   yF: () => (/* binding */ formatLocations)
/* harmony export */ });
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3564);

/** `images/quay.io/a/b/Dockerfile:3`, as editors and compilers write it. */
function formatLocation({ file, line }) {
    return line === undefined ? file : `${file}:${line}`;
}
/** `images/a/Dockerfile:1`, `images/a/Dockerfile:1 and 2 more places` */
function formatLocations([first = '', ...others]) {
    if (others.length === 0)
        return first;
    return `${first} and ${others.length} more ${others.length === 1 ? 'place' : 'places'}`;
}
/** What files named before the pull request, in the order of the files. */
function formerNames({ uses }) {
    return uses.flatMap(({ former }) => former ?? []);
}
/** What a file pinned the same tag to before the pull request. */
function formerPin({ source, uses }) {
    const name = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCanonical */ .I3)(source);
    return formerNames({ uses }).find((former) => former.digest !== undefined && (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCanonical */ .I3)(former) === name)
        ?.digest;
}


/***/ }),

/***/ 8169:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ro: () => (/* binding */ withConfigFile),
/* harmony export */   UP: () => (/* binding */ withConfigText),
/* harmony export */   Vz: () => (/* binding */ configFileKind)
/* harmony export */ });
/* harmony import */ var _config_options_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6856);
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9541);
/* harmony import */ var _tree_read_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(526);



/** Far more than anybody writes by hand. */
const configFileKind = { name: 'the configuration file', maxBytes: 256 * 1024 };
/**
 * Adds to the options what the workspace's configuration file says. It need not be there, unless an option names it.
 * @throws {ConfigurationError}
 */
async function withConfigFile(options, workspace) {
    const { configFile } = options;
    const found = await (0,_tree_read_js__WEBPACK_IMPORTED_MODULE_2__/* .readWorkspaceFile */ .sL)(workspace, configFile, configFileKind);
    if (found.kind === 'problem')
        throw new _runtime_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ConfigurationError */ .j1([`${configFile}: ${found.message}`]);
    if (found.kind === 'absent' && configFile !== _config_options_js__WEBPACK_IMPORTED_MODULE_0__/* .defaultConfigFile */ .mD)
        throw new _runtime_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ConfigurationError */ .j1([`config: there is no file ${configFile} in the workspace.`]);
    return withConfigText(options, found.kind === 'absent' ? undefined : found.text);
}
/**
 * The same for a text that was read elsewhere.
 * @param text undefined: there is no such file
 * @throws {ConfigurationError}
 */
async function withConfigText(options, text) {
    if (text === undefined)
        return options;
    const { parseConfigFile } = await Promise.all(/* import() */[__webpack_require__.e(934), __webpack_require__.e(243), __webpack_require__.e(594)]).then(__webpack_require__.bind(__webpack_require__, 594));
    return { ...options, ...parseConfigFile(text, options.configFile) };
}


/***/ }),

/***/ 5226:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BD: () => (/* binding */ formatCost),
/* harmony export */   G4: () => (/* binding */ isOnlyChecked),
/* harmony export */   Gg: () => (/* binding */ formatAdvance),
/* harmony export */   J9: () => (/* binding */ formatResult),
/* harmony export */   V9: () => (/* binding */ scopeReason),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   Ws: () => (/* binding */ isCopying),
/* harmony export */   Yc: () => (/* binding */ formatWhen),
/* harmony export */   ZG: () => (/* binding */ iconOf),
/* harmony export */   gM: () => (/* binding */ formatCounts),
/* harmony export */   gk: () => (/* binding */ formatScope),
/* harmony export */   im: () => (/* binding */ formatDay),
/* harmony export */   lN: () => (/* binding */ formatState),
/* harmony export */   md: () => (/* binding */ worstFirst),
/* harmony export */   u0: () => (/* binding */ tagWords),
/* harmony export */   x7: () => (/* binding */ formatDigests),
/* harmony export */   z3: () => (/* binding */ formatBytes)
/* harmony export */ });
/* unused harmony export formatDuration */
/* harmony import */ var pretty_bytes__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5901);
/* harmony import */ var _plan_task_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1510);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5369);
/* harmony import */ var _image_digest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8033);
/* harmony import */ var _result_report_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6647);





/** The words of a report, the same wherever it is shown. */
const stateWords = {
    mirrored: 'mirrored',
    'would-mirror': 'would mirror',
    skipped: 'skipped',
    stale: 'stale',
    deferred: 'deferred',
    failed: 'failed',
};
/** `skipped: up-to-date`, `failed`. */
function formatState({ state, reason }) {
    return reason === undefined ? stateWords[state] : `${stateWords[state]}: ${reason}`;
}
/** Why the tag does not resolve to the copy yet; undefined: as far as is known, it does. */
function tagWords({ tagWaits, visible }) {
    if (tagWaits === true)
        return 'the tag moves with the merge';
    return visible === false ? 'the tag is not visible yet' : undefined;
}
/** What an image is called: as far as its name could be read, and else as it is written or where. */
function nameOf({ canonical, uses: [use] }) {
    return canonical ?? use?.written ?? (use === undefined ? '' : (0,_plan_task_js__WEBPACK_IMPORTED_MODULE_0__/* .formatLocation */ .j$)(use));
}
/**
 * `1 failed, 3 mirrored, 12 skipped: up-to-date`: states without an image are left out.
 * @param verified what a verification found there is called by; `reasons`: `2 present`
 */
function formatCounts({ counts, images, interrupted, mode, }, verified = 'states') {
    const skipped = mode === 'verify' && verified === 'reasons'
        ? countReasons(images).join(', ')
        : formatSkipped(`${counts.skipped} ${stateWords.skipped}`, images);
    const parts = _result_report_js__WEBPACK_IMPORTED_MODULE_3__/* .states */ .xP
        .filter((state) => counts[state] > 0)
        .map((state) => (state === 'skipped' ? skipped : `${counts[state]} ${stateWords[state]}`));
    const words = parts.length === 0 ? 'nothing to do' : parts.join(', ');
    return interrupted ? `stopped early: ${words}` : words;
}
/** Whether what was skipped is there, or is nobody's to copy: `3 skipped: up-to-date`, `4 skipped (1 unverified, 3 up-to-date)`. */
function formatSkipped(count, images) {
    const [reason, ...others] = new Set(reasonsOf(images));
    if (reason === undefined)
        return count;
    if (others.length === 0)
        return `${count}: ${reason}`;
    return `${count} (${countReasons(images).join(', ')})`;
}
function countReasons(images) {
    const reasons = reasonsOf(images);
    const count = (wanted) => reasons.filter((reason) => reason === wanted).length;
    // What is to be noticed goes first.
    const weight = (reason) => (reason === 'unverified' ? Infinity : count(reason));
    const ordered = [...new Set(reasons)].toSorted((one, other) => weight(other) - weight(one) || one.localeCompare(other, 'en'));
    return ordered.map((reason) => `${count(reason)} ${reason}`);
}
function reasonsOf(images) {
    return images.flatMap(({ state, reason }) => (state === 'skipped' && reason !== undefined ? [reason] : []));
}
/** `3 files of pull request #7, 2 images left out by `only``; undefined where the run was simply of all. */
function formatScope({ kind, of, why, files, only, leftOut }) {
    const change = of ?? 'the change';
    const changed = files === 0 ? `${change} changes no file that names images` : `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(files, 'file')} of ${change}`;
    const parts = [
        ...(kind === 'changed' ? [changed] : []),
        ...(why === undefined ? [] : [files === 1 ? 'the one file that there is' : `all ${files} files`]),
        ...(only.length === 0 || leftOut === 0 ? [] : [`${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(leftOut, 'image')} left out by \`only\``]),
    ];
    return parts.length === 0 ? undefined : parts.join(', ');
}
/** Why the run was of all, where less was asked for, and no warning says it. */
function scopeReason({ scope, warnings }) {
    return scope.why === undefined || warnings.includes(scope.why) ? undefined : scope.why;
}
/** Whether nothing at all was written though it was asked for. Where the mode stays `mirror`, another target was written to. */
function isOnlyChecked({ mode, checkedBecause }) {
    return mode === 'check' && checkedBecause !== undefined;
}
/** The result in words, and why something, or anything, was not written though it was asked for. */
function formatResult(report) {
    const { checkedBecause } = report;
    const counts = formatCounts(report);
    if (checkedBecause === undefined)
        return counts;
    return `${counts}${isOnlyChecked(report) ? ', only checked. ' : '. Not written: '}${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g$)(checkedBecause, maxReasonCharacters)}`;
}
/** Some registries' worth of reasons. */
const maxReasonCharacters = 2_000;
/** `sha256:1f2e… → sha256:9a8b…`, or the one digest that there is. */
function formatDigests({ previousDigest, digest }) {
    const distinct = [...new Set([previousDigest, digest].filter((entry) => entry !== undefined))];
    return distinct.map(_image_digest_js__WEBPACK_IMPORTED_MODULE_2__/* .shortDigest */ .VK).join(' → ');
}
/** Decimal units, as registries show them. */
function formatBytes(bytes) {
    return (0,pretty_bytes__WEBPACK_IMPORTED_MODULE_4__/* ["default"] */ .A)(bytes);
}
/** Whether an image is beyond its looking up. */
function isCopying({ bytes, expected }) {
    return bytes > 0 || expected > 0;
}
/** `120 MB of 200 MB`; a transfer that began again may count less than nothing for a moment. */
function formatAdvance({ bytes, expected }) {
    const moved = formatBytes(Math.max(0, bytes));
    return expected > 0 ? `${moved} of ${formatBytes(Math.max(bytes, expected))}` : moved;
}
function formatDuration(ms) {
    if (ms < 59_950)
        return `${(ms / 1_000).toFixed(1)} s`;
    const seconds = Math.round(ms / 1_000);
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
/** Images in the order that a reader wants: the worst first, and otherwise as they are. */
function worstFirst(images) {
    return _result_report_js__WEBPACK_IMPORTED_MODULE_3__/* .states */ .xP.flatMap((state) => images.filter((image) => image.state === state));
}
/** What a run cost, in one line. */
function formatCost({ traffic, durationMs }) {
    const requests = Object.values(traffic.requests).reduce((sum, ofKind) => sum + ofKind, 0);
    return [
        `${formatBytes(traffic.bytesFromSources)} read from sources`,
        `${formatBytes(traffic.bytesToTargets)} written`,
        (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(traffic.upstreamPulls, 'upstream pull'),
        (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(requests, 'request'),
        formatDuration(durationMs),
    ].join(' · ');
}
/** A mark that is seen before the word is read. */
function iconOf({ state, reason, visible }) {
    switch (state) {
        case 'failed':
            return '❌';
        case 'deferred':
            return '⏳';
        case 'stale':
            return '⚠️';
        case 'would-mirror':
            return '🔎';
        case 'mirrored':
            return visible === false ? '⚠️' : '✅';
        case 'skipped':
            return reason === 'unverified' ? '❔' : '☑️';
    }
}
/** As `formatTime`, or the clock alone on the day of `today`; both ISO 8601. */
function formatWhen(time, today) {
    const when = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatTime */ .fU)(new Date(time));
    const day = formatDay(today);
    return when.startsWith(day) ? when.slice(day.length + 1) : when;
}
/** `2026-01-15`; what is no time stays as it is. */
function formatDay(time) {
    return Number.isNaN(Date.parse(time)) ? time : new Date(time).toISOString().slice(0, 10);
}


/***/ }),

/***/ 4539:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tk: () => (/* binding */ batchedProgress)
/* harmony export */ });
/* unused harmony exports plainProgress, renderOutcome */
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5369);
/* harmony import */ var _result_progress_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3230);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5226);



/** Whoever reads a log takes a longer silence for a run that hangs. */
const maxSilenceMs = 30_000;
/** One line an image, when it is done, and after each half a minute without one what is being worked on: for logs. */
function plainProgress(print, nameOf, clock) {
    const underWay = new _result_progress_js__WEBPACK_IMPORTED_MODULE_1__/* .Advances */ .K();
    let silence;
    const printLine = (line) => {
        silence?.restart();
        print(line);
    };
    const close = () => {
        silence?.cancel();
        silence = undefined;
    };
    return {
        started: (task) => {
            underWay.begin(task, undefined);
            silence ??= clock.setTimer(maxSilenceMs, () => {
                for (const line of renderWaiting(underWay, nameOf))
                    printLine(line);
            });
        },
        expected: (task, expected) => {
            underWay.add(task, { expected });
        },
        moved: (task, bytes) => {
            underWay.add(task, { bytes });
        },
        finished: (task, outcome) => {
            underWay.end(task);
            if (underWay.count === 0)
                close();
            printLine(renderOutcome(nameOf(task), outcome));
        },
        log: (line) => {
            printLine((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g$)(line, maxLineCharacters));
        },
        close,
    };
}
/**
 * The same, which writes the lines of each turn of the event loop together. To write to a pipe is a system call that waits for its reader, and a
 * large run has thousands of lines.
 */
function batchedProgress(write, nameOf, clock) {
    let waiting = [];
    const flush = () => {
        if (waiting.length > 0)
            write(waiting.join('\n'));
        waiting = [];
    };
    const print = (line) => {
        if (waiting.push(line) === 1)
            setImmediate(flush);
    };
    const progress = plainProgress(print, nameOf, clock);
    return {
        ...progress,
        close: () => {
            progress.close();
            flush();
        },
    };
}
/** A log is no display: those that have been under way for longest. */
const maxWaiting = 3;
function firstOf(items, count) {
    const first = [];
    for (const item of items) {
        if (first.length >= count)
            break;
        first.push(item);
    }
    return first;
}
function renderWaiting(underWay, nameOf) {
    const more = underWay.count - maxWaiting;
    const lines = firstOf(underWay.all, maxWaiting).map(([task, advance]) => {
        const name = nameOf(task);
        const words = (0,_formats_js__WEBPACK_IMPORTED_MODULE_2__/* .isCopying */ .Ws)(advance)
            ? `still at ${name}: ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_2__/* .formatAdvance */ .Gg)(advance)} copied`
            : `still looking up ${name}`;
        return (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g$)(words, maxLineCharacters);
    });
    return more > 0 ? [...lines, `still at ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCount */ .B4)(more, 'more image')}`] : lines;
}
function renderOutcome(name, outcome) {
    const { state, previousDigest, digest } = outcome;
    const digests = (0,_formats_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDigests */ .x7)({
        ...(previousDigest === undefined ? {} : { previousDigest }),
        ...(digest === undefined ? {} : { digest }),
    });
    const stateWords = (0,_formats_js__WEBPACK_IMPORTED_MODULE_2__/* .formatState */ .lN)({ state, ...('reason' in outcome ? { reason: outcome.reason } : {}) });
    const copied = outcome.state === 'mirrored' ? `${(0,_formats_js__WEBPACK_IMPORTED_MODULE_2__/* .formatBytes */ .z3)(outcome.copiedBytes)} copied` : '';
    const message = 'message' in outcome ? outcome.message : '';
    return (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g$)([`${stateWords}  ${name}`, digests, copied, (0,_formats_js__WEBPACK_IMPORTED_MODULE_2__/* .tagWords */ .u0)(outcome), message].filter(Boolean).join('  '), maxLineCharacters);
}
const maxLineCharacters = 1_000;


/***/ }),

/***/ 931:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ exitCodeOf)
/* harmony export */ });
/** 0: done. 1: something failed, as `fail-on` sees it. Wrong usage is 2, and has no report. */
function exitCodeOf({ counts, images, interrupted }, failOn) {
    // A cancelled run is not done, whatever may fail.
    if (interrupted)
        return 1;
    switch (failOn) {
        case 'failed':
            return counts.failed > 0 ? 1 : 0;
        case 'stale':
            return counts.failed + counts.stale + counts.deferred > 0 ? 1 : 0;
        // The image cannot be pulled when the run ends: `check` found work to do, or the tag does not show yet.
        case 'not-mirrored': {
            const unseen = images.filter(({ visible }) => visible === false).length;
            return counts.failed + counts.stale + counts.deferred + counts['would-mirror'] + unseen > 0 ? 1 : 0;
        }
        case 'never':
            return 0;
    }
}


/***/ }),

/***/ 3230:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ namesFor),
/* harmony export */   K: () => (/* binding */ Advances)
/* harmony export */ });
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3564);

/** As its source; and as its copy, too, where each source has several. */
function namesFor(targets) {
    return ({ source, target }) => targets.length === 1 ? (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCanonical */ .I3)(source) : `${(0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCanonical */ .I3)(source)} → ${(0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCanonical */ .I3)(target)}`;
}
/** Notes how far each task is that is under way, in the order in which they were begun. */
class Advances {
    #underWay = new Map();
    get all() {
        return this.#underWay;
    }
    get count() {
        return this.#underWay.size;
    }
    begin(task, more) {
        this.#underWay.set(task, { more, bytes: 0, expected: 0 });
    }
    add(task, { bytes = 0, expected = 0 }) {
        const advance = this.#underWay.get(task);
        if (advance === undefined)
            return;
        advance.bytes += bytes;
        advance.expected += expected;
    }
    end(task) {
        this.#underWay.delete(task);
    }
}


/***/ }),

/***/ 6647:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FK: () => (/* binding */ buildReport),
/* harmony export */   GF: () => (/* binding */ formatReportFile),
/* harmony export */   N3: () => (/* binding */ entryOfTask),
/* harmony export */   xP: () => (/* binding */ states)
/* harmony export */ });
/* harmony import */ var _image_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1329);
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3564);
/* harmony import */ var _runtime_environment_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(329);



/** Worst first: the order in which a reader wants to see them. */
const states = ['failed', 'deferred', 'stale', 'would-mirror', 'mirrored', 'skipped'];
function buildReport({ entries, startedAt, traffic, ...rest }) {
    const images = entries.map(toImageReport).toSorted(({ uses: [one] }, { uses: [other] }) => {
        if (one === undefined || other === undefined)
            return 0;
        if (one.file !== other.file)
            return one.file < other.file ? -1 : 1;
        return (one.line ?? 0) - (other.line ?? 0);
    });
    const counts = { mirrored: 0, 'would-mirror': 0, skipped: 0, stale: 0, deferred: 0, failed: 0 };
    for (const { state } of images)
        counts[state] += 1;
    const { requests, bytesFromSources, bytesToTargets, upstreamPulls } = traffic;
    return {
        schemaVersion: 1,
        tool: { name: 'image-mirror', version: _runtime_environment_js__WEBPACK_IMPORTED_MODULE_2__/* .version */ .r },
        ...rest,
        startedAt: startedAt.toISOString(),
        counts,
        images,
        traffic: { requests: { ...requests }, bytesFromSources, bytesToTargets, upstreamPulls },
    };
}
/** The report as a file for programs. Whose pin is missing is for annotations alone. */
function formatReportFile(report) {
    const images = report.images.map((image) => ({ ...image, missingPin: undefined }));
    return `${JSON.stringify({ ...report, images }, undefined, 2)}\n`;
}
function entryOfTask(task, outcome) {
    const { uses, rules } = task;
    const names = { canonical: (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCanonical */ .I3)(task.source), target: (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCanonical */ .I3)(task.target) };
    return { uses, ...names, outcome, ...(rules === undefined ? {} : { overrides: rules.overrides }) };
}
function toImageReport({ uses, outcome, ...names }) {
    const { state, warnings, previousDigest, digest, tagWaits, platforms, size } = outcome;
    return {
        state,
        ...('reason' in outcome ? { reason: outcome.reason } : {}),
        ...('message' in outcome ? { message: outcome.message } : {}),
        ...('missingPin' in outcome ? { missingPin: outcome.missingPin } : {}),
        warnings,
        ...names,
        ...(previousDigest === undefined ? {} : { previousDigest }),
        ...(digest === undefined ? {} : { digest }),
        ...(tagWaits === undefined ? {} : { tagWaits }),
        ...(platforms === undefined
            ? {}
            : { platforms: [...new Set(platforms.map(_image_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq).map(_image_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .printablePlatform */ .hh))] }),
        ...(size === undefined ? {} : { size }),
        ...('until' in outcome ? { deferredUntil: outcome.until.toISOString() } : {}),
        ...optionalFacts(outcome),
        uses: uses.map(toReportUse),
    };
}
function toReportUse({ former, update, ...use }) {
    return {
        ...use,
        ...(former === undefined ? {} : { was: (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPinned */ .y6)(former) }),
        ...(update === undefined ? {} : { update }),
    };
}
function optionalFacts(outcome) {
    const { previousUnknown, targetUnknown, comparison, via } = outcome;
    return {
        ...('copiedBytes' in outcome ? { copiedBytes: outcome.copiedBytes } : {}),
        ...('visible' in outcome ? { visible: outcome.visible } : {}),
        ...(previousUnknown === undefined ? {} : { previousUnknown }),
        ...(targetUnknown === undefined ? {} : { targetUnknown }),
        ...(comparison === undefined ? {} : { comparison }),
        ...(via === undefined ? {} : { via }),
    };
}


/***/ }),

/***/ 2023:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/config/naming.ts
var naming = __webpack_require__(5084);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: ./src/plan/task.ts
var plan_task = __webpack_require__(1510);
;// CONCATENATED MODULE: ./src/plan/allowed-registries.ts

/** Takes out the images that must not be read. */
function refuseDisallowed(tasks, allowed) {
    if (allowed.kind === 'all')
        return { tasks, refused: [] };
    return {
        tasks: tasks.filter(({ source }) => isAllowed(source, allowed)),
        refused: tasks.flatMap((task) => isAllowed(task.source, allowed) ? [] : [{ task, message: refusalOf(task, allowed) }]),
    };
}
/** Says whether a registry may be asked for an image. */
function isAllowed({ registry }, allowed) {
    return allowed.kind === 'all' || allowed.registries.has(registry);
}
/** What images are of, now and before the pull request that changed their lines. */
function registriesOf(tasks) {
    return new Set(tasks.map(({ source }) => source.registry));
}
/** What the lines of images were of before the pull request that changed them. */
function formerRegistriesOf(tasks) {
    return new Set(tasks.flatMap(plan_task/* formerNames */.ao).map(({ registry }) => registry));
}
function refusalOf(task, allowed) {
    const { source, uses } = task;
    const locations = uses.length === 0 ? 'A file' : (0,plan_task/* formatLocations */.yF)(uses.map(plan_task/* formatLocation */.j$));
    // `images/a/Dockerfile:3 names quay.io`, `images/a/Dockerfile:3 and 2 more places name quay.io`
    const named = `${locations} ${uses.length > 1 ? 'name' : 'names'} ${source.registry}`;
    switch (allowed.kind) {
        case 'listed':
            return `${named}, which is not in "allowed-registries". Nothing was sent there. Add it to that input in the workflow of the base branch, or name another registry.`;
        case 'before':
            return `${named}, a registry that no file named before ${allowed.what}. Nothing was sent there. If it is right, add it to "allowed-registries" in the workflow of the base branch, or let somebody who may merge a file that names it first.`;
        case 'unknown':
            return `${named}, and whether a file named that registry before is not known: nothing was sent there. ${allowed.why} Or name the registries that may be asked in "allowed-registries", in the workflow of the base branch.`;
    }
}

;// CONCATENATED MODULE: ./src/result/redact.ts
/**
 * An outcome with no secret of the run in what others wrote of it: registries in their errors, and images in their configs. Names stay as they are: they
 * are the files' own, and later steps go by them.
 */
function redactOutcome(outcome, redact) {
    const { warnings, comparison } = outcome;
    return {
        ...outcome,
        ...('message' in outcome ? { message: redact(outcome.message) } : {}),
        warnings: warnings.map(redact),
        ...(comparison === undefined ? {} : { comparison: redactComparison(comparison, redact) }),
    };
}
function redactComparison(comparison, redact) {
    const { inside } = comparison;
    if (inside === undefined)
        return comparison;
    return {
        ...comparison,
        inside: { ...inside, changes: inside.changes.map((change) => redactChange(change, redact)) },
    };
}
function redactChange(change, redact) {
    const { name, before, now } = change;
    return {
        ...change,
        ...(name === undefined ? {} : { name: redact(name) }),
        ...(before === undefined ? {} : { before: redact(before) }),
        ...(now === undefined ? {} : { now: redact(now) }),
    };
}
/** Shows the same without the secrets. */
function redactProgress(progress, redact) {
    return {
        started: (task) => {
            progress.started(task);
        },
        expected: (task, bytes) => {
            progress.expected(task, bytes);
        },
        moved: (task, bytes) => {
            progress.moved(task, bytes);
        },
        finished: (task, outcome) => {
            progress.finished(task, redactOutcome(outcome, redact));
        },
        log: (line) => {
            progress.log(redact(line));
        },
    };
}

// EXTERNAL MODULE: ./src/result/report.ts
var report = __webpack_require__(6647);
// EXTERNAL MODULE: ./src/runtime/wait.ts
var wait = __webpack_require__(6223);
// EXTERNAL MODULE: ./src/config/ownership.ts
var ownership = __webpack_require__(6563);
;// CONCATENATED MODULE: ./src/config/image-rules.ts

/** All overrides that match apply; of two that say the same, the later one. */
function rulesFor(image, config) {
    const { compare, onMismatch, platforms, onMissingPlatform } = config;
    const matching = config.overrides.filter(({ match }) => (0,ownership/* matchesGlobs */.nJ)(image, match));
    const rules = matching.reduce((all, override) => ({ ...all, ...override.rules }), {
        compare,
        onMismatch,
        platforms,
        onMissingPlatform,
    });
    return { ...rules, overrides: matching.flatMap(({ match }) => match) };
}

// EXTERNAL MODULE: ./src/image/platform.ts + 1 modules
var platform = __webpack_require__(1329);
// EXTERNAL MODULE: ./src/image/reference.ts
var image_reference = __webpack_require__(3564);
// EXTERNAL MODULE: ./src/image/digest.ts
var digest = __webpack_require__(8033);
// EXTERNAL MODULE: ./src/runtime/group-by.ts
var group_by = __webpack_require__(6353);
;// CONCATENATED MODULE: ./src/plan/contest.ts




/** The digests that a tag, or a name without a tag, is pinned to. */
function pinsOf(group) {
    return [...new Set(group.flatMap(({ reference: { digest } }) => digest ?? []))];
}
/**
 * If files pin one tag to different digests, each pin becomes an image of its own, as if it were written without the tag. It is then kept under a
 * tag that is made from the digest, so that a registry which collects untagged content keeps it when the tag moves on.
 */
function separatePins(group) {
    if (!isContested(group))
        return [];
    const apartFrom = group.map(({ named }) => named);
    return group.flatMap((candidate) => {
        const { registry, repository, digest } = candidate.reference;
        return digest === undefined ? [] : [{ ...candidate, reference: { registry, repository, digest }, apartFrom }];
    });
}
/** What is known of a tag that files pin to different digests; undefined: they agree. */
function findContest(group) {
    if (!isContested(group))
        return undefined;
    const { reference } = group[0];
    const byPin = (0,group_by/* groupBy */.$)(group, ({ reference: { digest } }) => digest);
    const pinned = [...byPin].flatMap(([pin, ofPin]) => {
        const locations = ofPin.map(({ named: { use } }) => (0,plan_task/* formatLocation */.j$)(use));
        return pin === undefined ? [] : [`${(0,digest/* shortDigest */.VK)(pin)} in ${(0,plan_task/* formatLocations */.yF)([...new Set(locations)])}`];
    });
    return {
        pins: pinsOf(group),
        isNeeded: group.some((candidate) => candidate.reference.digest === undefined),
        warning: `${(0,image_reference/* formatCanonical */.I3)(reference)} is pinned to different digests: ${pinned.join(', ')}. Each of them is kept under a tag of its own, and the tag ${reference.tag ?? ''} follows the one that the source has under it. Bump the files together.`,
    };
}
/** Those that name the tag alone, if there are any. A pinned use has its digest: here it counts as a use, and not as a change. */
function usesOfTag(group) {
    const unpinned = group.filter(({ reference }) => reference.digest === undefined);
    if (unpinned.length > 0)
        return unpinned.map(({ named }) => named.use);
    return group.map(({ named: { use } }) => plainUse(use));
}
function isContested(group) {
    return group[0].reference.tag !== undefined && pinsOf(group).length > 1;
}
function plainUse({ file, line, written, stage }) {
    return {
        file,
        ...(line === undefined ? {} : { line }),
        ...(written === undefined ? {} : { written }),
        ...(stage === undefined ? {} : { stage }),
    };
}

// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
;// CONCATENATED MODULE: ./src/plan/warn-of-unmatched-globs.ts



/** Globs that match none of the images: most likely they are misspelled. */
function warnOfUnmatchedGlobs(sources, config) {
    return ['exclude', 'only'].flatMap((input) => (0,ownership/* unmatchedGlobs */.Zq)(sources, config[input]).map((glob) => `${input}: "${glob}" matches no image. ${adviceOnGlob(glob, sources)}`));
}
/** Which names there are to be matched, and how to write what was most likely meant. */
function adviceOnGlob(glob, sources) {
    const names = [
        ...new Set(sources.map(({ registry, repository, tag }) => (0,image_reference/* formatCanonical */.I3)({ registry, repository, ...(tag === undefined ? {} : { tag }) }))),
    ];
    const more = names.length - maxNames;
    const listed = [...names.slice(0, maxNames), ...(more > 0 ? [`${more} more`] : [])];
    const compared = `Globs are compared with canonical names, ${names.length === 0 ? 'such as docker.io/library/postgres:14' : `here ${(0,runtime_text/* formatList */.ki)(listed)}`}.`;
    const deeper = `**/${glob}`;
    const isMeant = sources.some((source) => (0,ownership/* matchesGlobs */.nJ)(source, [deeper]));
    return isMeant ? `${compared} Write "${deeper}": "*" stops at "/".` : compared;
}
/** A reader wants to see what they look like. */
const maxNames = 3;

;// CONCATENATED MODULE: ./src/plan/tasks.ts











/**
 * Makes one task for each source and target, and settles those that need no registry. Images outside the scope, or left out by `only`, get no
 * row, and are still checked for conflicts.
 * @param isWhole whether these are all images of the tree: a glob that matches none of them is probably misspelled
 * @throws {ConfigurationError} if two sources would have one name on the target
 */
function planTasks(images, config, isWhole = true) {
    const ofRun = images.filter(({ isOutOfScope }) => isOutOfScope !== true);
    // An image whose name cannot be read stays: it may be one that `only` means.
    const unmatched = ofRun.filter(({ name }) => name.kind === 'scratch' || (name.kind === 'reference' && !(0,ownership/* matchesGlobs */.nJ)(name.reference, config.only)));
    const leftOut = new Set(config.only.length === 0 ? [] : unmatched);
    const isRequested = (named) => named.isOutOfScope !== true && !leftOut.has(named);
    const read = images.map((named) => ({ named, entry: readCandidate(named, config) }));
    const candidates = read.flatMap(({ entry }) => ('named' in entry ? entry : []));
    const groups = groupBySource([...candidates, ...groupBySource(candidates).flatMap(separatePins)]);
    const isAnyRequested = oncePerList((list) => list.some(isRequested));
    const made = groups.map((group) => ({ group, entries: makeTasks(group, config, isRequested) }));
    // A pin that the run is not of is kept all the same where its tag may move to another one.
    const ofWanted = [
        ...read.filter(({ named }) => isRequested(named)).map(({ entry }) => entry),
        ...made
            .filter(({ group }) => group.some(({ named, apartFrom }) => isRequested(named) || (apartFrom !== undefined && isAnyRequested(apartFrom))))
            .flatMap(({ entries }) => entries),
    ];
    const tasks = ofWanted.filter((entry) => 'target' in entry);
    refuseCollisions(made.flatMap(({ entries }) => entries.filter((entry) => 'target' in entry)), new Set(tasks));
    const leftNames = [...leftOut].flatMap(({ name }) => (name.kind === 'reference' ? name.reference : []));
    return {
        tasks,
        finished: ofWanted.filter((entry) => 'outcome' in entry),
        leftOut: new Set(leftNames.map(image_reference/* formatCanonical */.I3)).size,
        warnings: isWhole
            ? warnOfUnmatchedGlobs([...ofWanted.flatMap((entry) => ('reference' in entry ? [entry.reference] : [])), ...leftNames], config)
            : [],
    };
}
/** The pins of one tag share the list of all that name it. */
function oncePerList(ask) {
    const known = new Map();
    return (list) => {
        const answer = known.get(list) ?? ask(list);
        known.set(list, answer);
        return answer;
    };
}
function readCandidate(named, config) {
    const { name } = named;
    const uses = [named.use];
    if (named.problem !== undefined)
        return { uses, outcome: failed(named.problem) };
    if (name.kind === 'scratch')
        return { uses, canonical: 'scratch', outcome: skipped('scratch') };
    if (name.kind === 'problem')
        return { uses, outcome: failed(name.message) };
    const { reference } = name;
    const canonical = (0,image_reference/* formatCanonical */.I3)(reference);
    if (config.targets.every((target) => (0,ownership/* isInternal */.iu)(reference, target, config.internal)))
        return { uses, canonical, reference, outcome: skipped('internal') };
    if ((0,ownership/* matchesGlobs */.nJ)(reference, config.exclude))
        return { uses, canonical, reference, outcome: skipped('excluded') };
    try {
        return { named, reference, platforms: named.platform === undefined ? [] : [(0,platform/* parsePlatform */.Y8)(named.platform)] };
    }
    catch (error) {
        if (error instanceof platform/* InvalidPlatformError */.JP)
            return { uses, outcome: failed(error.message) };
        throw error;
    }
}
function groupBySource(candidates) {
    return [...(0,group_by/* groupBy */.$)(candidates, ({ reference }) => (0,image_reference/* formatCanonical */.I3)(reference)).values()];
}
/** The run's images must not conflict with any other image. Only conflicts that involve one of them are reported. */
function makeTasks(group, config, isRequested) {
    const { registry, repository, tag } = group[0].reference;
    const requested = group.filter(({ named }) => isRequested(named));
    const isBystander = requested.length === 0;
    const pins = pinsOf(group);
    const contest = findContest(group);
    const [digest] = contest === undefined ? pins : [];
    const source = tag === undefined
        ? { registry, repository, ...(digest === undefined ? {} : { digest }) }
        : { registry, repository, tag };
    const canonical = (0,image_reference/* formatCanonical */.I3)(source);
    const ofRun = isBystander ? group : requested;
    const uses = contest === undefined ? ofRun.map(({ named }) => named.use) : usesOfTag(ofRun);
    const rules = rulesFor(source, config);
    const platforms = (0,platform/* distinctPlatforms */.PC)([...rules.platforms, ...group.flatMap((candidate) => candidate.platforms)]);
    const marks = marksOf(group, contest, isBystander);
    return config.targets.map((prefix) => {
        if ((0,ownership/* isInternal */.iu)(source, prefix, config.internal))
            return { uses, canonical, outcome: skipped('internal') };
        try {
            const target = (0,naming/* nameTarget */.dJ)(source, prefix, config.naming);
            const own = rules.overrides.length === 0 ? {} : { rules };
            return { source, ...(digest === undefined ? {} : { digest }), target, uses, platforms, ...own, ...marks };
        }
        catch (error) {
            if (error instanceof naming/* NamingError */.xm)
                return { uses, canonical, outcome: failed(error.message) };
            throw error;
        }
    });
}
/** What a task says besides its names. */
function marksOf(group, contest, isBystander) {
    const bystander = isBystander ? { isBystander } : {};
    if (contest !== undefined)
        return { contest, ...bystander };
    const isNew = group.some(({ named }) => named.isNew === true);
    const possibleStage = group.find(({ named }) => named.possibleStage !== undefined)?.named.possibleStage;
    return { ...(isNew ? { isNew } : {}), ...(possibleStage === undefined ? {} : { possibleStage }), ...bystander };
}
function refuseCollisions(tasks, requested) {
    const problems = [...(0,group_by/* groupBy */.$)(tasks, ({ target }) => (0,image_reference/* formatCanonical */.I3)(target))]
        .filter(([, sharing]) => sharing.length > 1 && sharing.some((task) => requested.has(task)))
        .map(([name, sharing]) => {
        const sources = sharing.map(({ source, uses: [use] }) => `${(0,image_reference/* formatRepository */.Sh)(source)} (${use === undefined ? '' : (0,plan_task/* formatLocation */.j$)(use)})`);
        return `naming: ${(0,runtime_text/* formatList */.ki)(sources)} would be kept under one name, ${name}. Choose a "naming" that tells them apart, such as {registry}/{repository}.`;
    });
    if (problems.length > 0)
        throw new errors/* ConfigurationError */.j1(problems);
}
function failed(message) {
    return { state: 'failed', message, warnings: [] };
}
function skipped(reason) {
    return { state: 'skipped', reason, warnings: [] };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/image/image-name.ts
var image_name = __webpack_require__(4626);
// EXTERNAL MODULE: ./src/tree/known-change.ts
var known_change = __webpack_require__(6244);
// EXTERNAL MODULE: ./src/tree/containment.ts
var containment = __webpack_require__(5228);
// EXTERNAL MODULE: ./src/tree/file-error.ts
var file_error = __webpack_require__(3839);
;// CONCATENATED MODULE: ./src/tree/links.ts



/** More links in a row than this no system follows. */
const maxLinks = 40;
/**
 * Where a path leads, though there may be nothing: a sparse checkout leaves out what a link leads to, and what a pull request adds is not there
 * where its base is checked out. Links are followed as far as there is something; undefined: nobody can tell.
 */
async function leadsTo(path, linksLeft = maxLinks) {
    try {
        return await (0,promises_.realpath)(path);
    }
    catch (error) {
        if ((0,errors/* errorCodeOf */.D9)(error) !== 'ENOENT' || linksLeft === 0 || (0,external_node_path_.dirname)(path) === path)
            return undefined;
        const folder = await leadsTo((0,external_node_path_.dirname)(path), linksLeft);
        if (folder === undefined)
            return undefined;
        const here = (0,external_node_path_.join)(folder, (0,external_node_path_.basename)(path));
        const target = await (0,promises_.readlink)(here).catch(() => undefined);
        return target === undefined ? here : leadsTo((0,external_node_path_.resolve)(folder, target), linksLeft - 1);
    }
}

// EXTERNAL MODULE: ./node_modules/picomatch/index.js
var picomatch = __webpack_require__(4006);
var picomatch_default = /*#__PURE__*/__webpack_require__.n(picomatch);
// EXTERNAL MODULE: ./src/config/options.ts
var options = __webpack_require__(6856);
;// CONCATENATED MODULE: ./src/tree/matcher.ts


/** Docker's and Podman's lists of what a build leaves out stand beside the file, under its name. */
const ignoreLists = ['**/*.dockerignore', '**/*.containerignore'];
/** A name may have a line break in it, which is a character as any other. */
const flags = 's';
/** What bots read, folders with a dot included. */
const matchesDefault = picomatch_default()(options/* defaultDockerfiles */.RY, { ignore: ignoreLists, flags: `${flags}i`, dot: true });
/** Names that nothing but a Dockerfile has. */
const certain = picomatch_default()('**/{Dockerfile,*.Dockerfile,Containerfile,*.Containerfile}', { flags, dot: true });
/** No glob looks into it. */
const gitFolder = '.git';
function createMatcher(dockerfiles) {
    if (dockerfiles === options/* defaultDockerfiles */.RY)
        return defaultMatcher;
    const glob = picomatch_default()(dockerfiles, { ignore: ignoreLists, flags });
    const namesDots = /(?:^|[/{,(|])\.[^/]/.test(dockerfiles);
    const isHidden = (path) => !namesDots && path.split('/').some((part) => part.startsWith('.'));
    const matches = (path) => !isInGit(path) && !isHidden(path) && glob(path);
    return {
        matches,
        leavesOut: (path) => defaultMatcher.matches(path) && !matches(path),
        isGuess: (path) => !matches(path) && !certain(path),
        isHidden,
        namesFiles: !/(?:^|\/)\*+$/.test(dockerfiles),
    };
}
function isInGit(path) {
    return path.split('/').includes(gitFolder);
}
const defaultMatcher = {
    matches: (path) => !isInGit(path) && matchesDefault(path),
    leavesOut: () => false,
    isGuess: (path) => !certain(path),
    isHidden: () => false,
    namesFiles: true,
};

;// CONCATENATED MODULE: ./src/tree/find.ts







/** With fewer files memory does not matter. */
const manyFiles = 2_000;
/**
 * Finds the Dockerfiles below the images folder, in the order of their paths' code units. Links are followed inside the
 * workspace. What keeps a file from being read is a problem of that file; the others are still there.
 */
async function findDockerfiles(options) {
    const { workspace, images, dockerfiles, onManyFiles } = options;
    const folder = (0,external_node_path_.resolve)(workspace, images);
    try {
        const root = await (0,promises_.realpath)(workspace);
        const real = await (0,promises_.realpath)(folder);
        if (!(0,containment/* isInside */.FK)(root, real))
            return { kind: 'outside', folder: images };
        if (!(await (0,promises_.stat)(real)).isDirectory())
            return { kind: 'missing', folder: images };
        const spelled = (0,containment/* isInside */.FK)((0,external_node_path_.resolve)(workspace), folder) ? (0,external_node_path_.relative)(workspace, folder) : (0,external_node_path_.relative)(root, real);
        const walk = newWalk(root, (0,containment/* toPosix */.d7)(spelled), dockerfiles, onManyFiles);
        noteLink(walk, '', real);
        await visitFolder(walk, { path: '', real, parent: undefined });
        // A link may lead to folders with further links: these lists grow on the way.
        for (const link of walk.waiting)
            await visitLink(walk, link);
        for (const hidden of walk.hidden)
            await visitFolder(walk, hidden);
        return resultOf(walk);
    }
    catch (error) {
        const message = `This folder could not be read: ${(0,file_error/* meaningOf */.P)(error)}.`;
        if (!isAbsent(error))
            return { kind: 'found', files: [], problems: [{ path: images, message }] };
        if (!(0,containment/* isInside */.FK)((0,external_node_path_.resolve)(workspace), folder))
            return { kind: 'outside', folder: images };
        const [root, end] = [await leadsTo(workspace), await leadsTo(folder)];
        const link = linkBetween(root, (0,containment/* toPosix */.d7)((0,external_node_path_.relative)(workspace, folder)), end);
        return { kind: 'missing', folder: images, ...(link === undefined ? {} : { links: [link] }) };
    }
}
function resultOf({ files, problems, leftOut, links }) {
    return {
        kind: 'found',
        files: files.toSorted(byPath),
        problems: problems.toSorted(byPath),
        ...(leftOut.length === 0 ? {} : { leftOut: leftOut.toSorted(byPath) }),
        ...(links.length === 0 ? {} : { links }),
    };
}
function newWalk(root, images, dockerfiles, onManyFiles) {
    return {
        root,
        images,
        ...createMatcher(dockerfiles),
        onManyFiles,
        files: [],
        problems: [],
        leftOut: [],
        links: [],
        walked: new Set(),
        waiting: [],
        hidden: [],
    };
}
async function visitFolder(walk, folder) {
    if (isReachedThroughItself(folder)) {
        addProblem(walk, folder.path, 'This leads back to a folder that it lies in, and was not followed.');
        return;
    }
    if (walk.walked.has(folder.real))
        return;
    walk.walked.add(folder.real);
    for (const entry of await readEntries(walk, folder)) {
        const inner = visitEntry(walk, folder, entry);
        if (inner !== undefined)
            await visitFolder(walk, inner);
    }
}
function isReachedThroughItself({ real, parent }) {
    for (let outer = parent; outer !== undefined; outer = outer.parent)
        if (outer.real === real)
            return true;
    return false;
}
async function readEntries(walk, { path, real }) {
    try {
        const entries = await (0,promises_.readdir)(real, { withFileTypes: true });
        return entries.toSorted((left, right) => compare(left.name, right.name));
    }
    catch (error) {
        addProblem(walk, path, `This folder could not be read: ${(0,file_error/* meaningOf */.P)(error)}.`);
        return [];
    }
}
/** @returns a folder that comes next */
function visitEntry(walk, folder, entry) {
    if (entry.name === gitFolder)
        return undefined;
    const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
    const found = { path, real: (0,external_node_path_.join)(folder.real, entry.name), parent: folder };
    const isHidden = walk.isHidden(path);
    if (entry.isSymbolicLink()) {
        if (!isHidden)
            walk.waiting.push(found);
    }
    else if (isHidden && entry.isDirectory()) {
        walk.hidden.push(found);
    }
    else {
        return visitReal(walk, found, entry);
    }
    return undefined;
}
async function visitLink(walk, link) {
    const { path } = link;
    try {
        const real = await (0,promises_.realpath)(link.real);
        noteLink(walk, path, real);
        const status = await (0,promises_.stat)(real);
        if ((0,containment/* isInside */.FK)(walk.root, real)) {
            const folder = visitReal(walk, { ...link, real }, status);
            if (folder !== undefined)
                await visitFolder(walk, folder);
        }
        else if (status.isDirectory() || walk.matches(path)) {
            const target = (0,containment/* toPosix */.d7)(await (0,promises_.readlink)(link.real));
            addProblem(walk, path, `This links to ${target}, which is outside the workspace, and was not read.`);
        }
    }
    catch (error) {
        noteLink(walk, path, await leadsTo(link.real));
        const why = isAbsent(error) ? 'it leads to nothing' : (0,file_error/* meaningOf */.P)(error);
        addProblem(walk, path, `This is a link that could not be followed: ${why}.`);
    }
}
function noteLink(walk, path, end) {
    const link = linkBetween(walk.root, inWorkspace(walk, path), end);
    if (link !== undefined)
        walk.links.push(link);
}
/** undefined: it leads nowhere else in the workspace. */
function linkBetween(root, path, end) {
    if (root === undefined || end === undefined || !(0,containment/* isInside */.FK)(root, end))
        return undefined;
    const target = (0,containment/* toPosix */.d7)((0,external_node_path_.relative)(root, end));
    return target === path || path === '.' ? undefined : { path, target };
}
/** @returns a folder that comes next */
function visitReal(walk, found, kind) {
    const { path } = found;
    const matches = walk.matches(path);
    const isCertain = matches && !walk.isGuess(path);
    if (kind.isDirectory()) {
        if (isCertain && walk.namesFiles)
            addProblem(walk, path, 'This is a folder; a Dockerfile is a file.');
        return found;
    }
    if (!kind.isFile()) {
        if (isCertain)
            addProblem(walk, path, 'This is no regular file; a Dockerfile is one.');
    }
    else if (matches) {
        if (walk.files.push(toFile(walk, found)) === manyFiles)
            walk.onManyFiles?.();
    }
    else if (walk.leavesOut(path)) {
        walk.leftOut.push(toFile(walk, found));
    }
    return undefined;
}
function toFile(walk, { path, real }) {
    return {
        path: inWorkspace(walk, path),
        relativeToImages: path,
        real: (0,containment/* toPosix */.d7)((0,external_node_path_.relative)(walk.root, real)),
        ...(walk.isGuess(path) ? { isGuess: true } : {}),
    };
}
/** Where nothing matches, nothing of it is wrong. */
function addProblem(walk, path, message) {
    if (walk.isHidden(path))
        return;
    walk.problems.push({ path: inWorkspace(walk, path), message });
}
function inWorkspace({ images }, path) {
    return [images, path].filter((part) => part !== '').join('/') || '.';
}
function isAbsent(error) {
    const code = (0,errors/* errorCodeOf */.D9)(error);
    return code === 'ENOENT' || code === 'ENOTDIR';
}
/** In the order of their code units. */
function byPath(left, right) {
    return compare(left.path, right.path);
}
/** By code units: the same on every machine, whatever its language. */
function compare(left, right) {
    if (left === right)
        return 0;
    return left < right ? -1 : 1;
}

// EXTERNAL MODULE: ./src/tree/read.ts
var tree_read = __webpack_require__(526);
;// CONCATENATED MODULE: ./src/tree/select.ts





/**
 * The paths that the search would find if these files were there, in their order.
 * @param links of the tree, by which a file has a path in it
 */
function selectDockerfiles(paths, options, links = []) {
    return select_select(pathsInTree(paths, options, links), options, ({ matches }) => matches);
}
/** The same of those that the glob leaves out, though bots take them for Dockerfiles. */
function selectLeftOut(paths, options, links) {
    return select_select(pathsInTree(paths, options, links), options, ({ leavesOut }) => leavesOut);
}
function select_select(paths, options, rule) {
    const matcher = createMatcher(options.dockerfiles);
    const isWanted = rule(matcher);
    const folder = spellFolder(options);
    const selected = paths.flatMap(({ path, real }) => {
        const below = belowFolder(folder, path);
        if (below === undefined || !isWanted(below))
            return [];
        return [{ path, relativeToImages: below, real, ...(matcher.isGuess(below) ? { isGuess: true } : {}) }];
    });
    return selected.toSorted(byPath);
}
/** As the search has them: a link to a file is another file, and a folder is walked once, by the first link that leads to it. */
function pathsInTree(paths, options, links) {
    const folder = spellFolder(options);
    const ordered = links.map(({ path, target }, order) => ({ order, path, target }));
    const byTarget = (0,group_by/* groupBy */.$)(ordered, ({ target }) => target);
    return [...paths].flatMap((real) => {
        const linked = (byTarget.get(real) ?? []).map(({ path }) => ({ path, real }));
        if (belowFolder(folder, real) !== undefined)
            return [{ path: real, real }, ...linked];
        return [...linked, ...throughFolder(real, byTarget)];
    });
}
function throughFolder(real, byTarget) {
    const parts = real.split('/');
    const linked = parts.flatMap((_part, count) => {
        const [link] = byTarget.get(parts.slice(0, count).join('/')) ?? [];
        return link === undefined ? [] : [{ order: link.order, path: [link.path, ...parts.slice(count)].join('/') }];
    });
    const [first] = linked.toSorted((left, right) => left.order - right.order);
    return first === undefined ? [] : [{ path: first.path, real }];
}
/** Says whether a folder of the workspace, with all that is in it, has a file of the tree, or may have one. */
function mayHoldImages(path, options, links = []) {
    const within = (folder, inner) => belowFolder(folder, inner) !== undefined;
    const isLinked = links.some(({ target }) => target === path || within(target, path) || within(path, target));
    const folder = (0,external_node_path_.resolve)(options.workspace, options.images);
    return isLinked || belowImages(path, options) !== undefined || (0,containment/* isInside */.FK)((0,external_node_path_.resolve)(options.workspace, path), folder);
}
/** A path of the workspace as one below the images folder; undefined: it does not lie there. */
function belowImages(path, options) {
    return belowFolder(spellFolder(options), path);
}
function spellFolder({ workspace, images }) {
    return (0,containment/* toPosix */.d7)((0,external_node_path_.relative)(workspace, (0,external_node_path_.resolve)(workspace, images)));
}
function belowFolder(folder, path) {
    if (folder === '')
        return path;
    return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

;// CONCATENATED MODULE: ./src/tree/registries-before.ts







/**
 * Says which of these registries the tree named before a pull request. It believes texts of the base alone, and nothing of the workspace:
 * what GitHub lists as changed may be newer than that, so that a file may pass for unchanged and not be. The texts that bumps are named by
 * go first, for they are read anyhow; where they do not name it, an unchanged file that does is read as it was; and then all else that
 * was changed, renamed or removed.
 */
async function findRegistriesBefore(needed, deps) {
    if (needed.registries.size === 0)
        return needed.registries;
    const search = new Search(needed.registries, deps);
    const changed = changedInTree(deps);
    await search.read(changed.filter((path) => needed.files.has(path)));
    for (const [registry, paths] of await search.candidates()) {
        for (const path of paths)
            if (!search.found.has(registry))
                await search.read([path]);
    }
    if (search.missing.length > 0)
        await search.read(changed.filter((path) => !needed.files.has(path)));
    return search.found;
}
/** Of what is changed, by its path now, what was a Dockerfile of the tree. */
function changedInTree({ workspace, config: { images, dockerfiles }, change }) {
    const before = (path) => (change.files.has(path) ? change.files.get(path) : path);
    const paths = [...change.files.keys(), ...change.gone];
    const inTree = selectDockerfiles(paths.flatMap((path) => before(path) ?? []), { workspace, images, dockerfiles });
    const were = new Set(inTree.map(({ path }) => path));
    return paths.filter((path) => were.has(before(path) ?? ''));
}
/** Unchanged files that name a registry now named it before, but for a race; a few tries tell. */
const maxCandidates = 3;
class Search {
    wanted;
    deps;
    found = new Set();
    constructor(wanted, deps) {
        this.wanted = wanted;
        this.deps = deps;
    }
    get missing() {
        return [...this.wanted].filter((registry) => !this.found.has(registry));
    }
    /** Takes over what files named before the change. */
    async read(paths) {
        const { change, config } = this.deps;
        const texts = await Promise.all(paths.map(async (path) => change.textBefore(path)));
        for (const text of texts) {
            if (text === undefined)
                continue;
            for (const registry of await registriesIn(text, config))
                if (this.wanted.has(registry))
                    this.found.add(registry);
        }
    }
    /** Unchanged files, by the registries that are missing and that they name now. */
    async candidates() {
        const candidates = new Map(this.missing.map((registry) => [registry, new Set()]));
        const isEnough = () => [...candidates.values()].every(({ size }) => size >= maxCandidates);
        if (isEnough())
            return new Map();
        const { workspace, config } = this.deps;
        for (const { path, real } of await findUnchanged(this.deps)) {
            if (isEnough())
                break;
            const read = await (0,tree_read/* readDockerfile */.n_)(workspace, path);
            const named = read.kind === 'text' ? await registriesIn(read.text, config) : [];
            for (const registry of named)
                candidates.get(registry)?.add(real);
        }
        return new Map([...candidates].map(([registry, paths]) => [registry, [...paths].slice(0, maxCandidates)]));
    }
}
/** A link in the change may lead an unchanged one to what was no Dockerfile: then none is followed. */
async function findUnchanged({ workspace, config, change }) {
    const found = await findDockerfiles({ workspace, images: config.images, dockerfiles: config.dockerfiles });
    if (found.kind !== 'found')
        return [];
    const unchanged = found.files.filter(({ path }) => !(0,known_change/* isAmong */.F)(path, change.files) && !(0,known_change/* isAmong */.F)(path, change.gone));
    if (unchanged.every(({ path, real }) => path === real))
        return unchanged;
    const mayFollow = !(await bringsLinks(workspace, change));
    return unchanged.filter(({ path, real }) => path === real || mayFollow);
}
async function bringsLinks(workspace, { files }) {
    for (const path of files.keys()) {
        const status = await (0,promises_.lstat)((0,external_node_path_.resolve)(workspace, path)).catch(() => undefined);
        if (status?.isSymbolicLink() === true)
            return true;
    }
    return false;
}
async function registriesIn(text, { buildArgs }) {
    const { parseDockerfile } = await __webpack_require__.e(/* import() */ 361).then(__webpack_require__.bind(__webpack_require__, 9361));
    const names = parseDockerfile(text, buildArgs).images.map(({ image }) => (0,image_name/* parseImageName */.i)(image));
    return names.flatMap((name) => (name.kind === 'reference' ? name.reference.registry : []));
}

;// CONCATENATED MODULE: ./src/tree/decide-allowed.ts


const everything = { kind: 'all' };
/**
 * Says which registries a run may ask. What is merged is trusted. What a pull request brings is code from outside: without
 * `allowed-registries` its images may be of those registries alone that the tree named before it, and of the targets'. Where nobody knows
 * what it changes that cannot be told, and none but the targets' are allowed: a huge pull request must open nothing.
 */
async function decideAllowed(tasks, workspace, config, trigger) {
    const { allowedRegistries: listed, mode } = config;
    const isOpen = listed.includes('*');
    // No source is asked.
    if (mode === 'verify' || tasks.length === 0)
        return { allowed: everything, trusted: [] };
    if (listed.length > 0 && !isOpen)
        return { allowed: { kind: 'listed', registries: new Set(listed) }, trusted: [] };
    // Of reviews, too: their runs check out the pull request.
    const isOfPullRequest = trigger.kind === 'none' ? trigger.event.startsWith('pull_request') : trigger.kind === 'pull-request';
    if (!isOfPullRequest)
        return { allowed: everything, trusted: [...registriesOf(tasks)] };
    const allowed = await allowBefore(tasks, workspace, config, trigger);
    const trusted = [...allowed.registries, ...formerRegistriesOf(tasks)];
    return { allowed: isOpen ? everything : allowed, trusted };
}
async function allowBefore(tasks, workspace, config, trigger) {
    const own = new Set([...config.targets.map(({ registry }) => registry), ...config.allowedRegistries]);
    if (trigger.kind === 'none') {
        const why = `What a pull request changes is read for the events pull_request and pull_request_target, and not for ${trigger.event}.`;
        return { kind: 'unknown', why, registries: own };
    }
    const change = await trigger.change();
    if (change.kind === 'unknown')
        return { kind: 'unknown', why: change.why, registries: own };
    const needed = new Set([...registriesOf(tasks)].filter((registry) => !own.has(registry)));
    const files = new Set(tasks.flatMap(({ uses }) => uses.map(({ file }) => file)));
    const before = await findRegistriesBefore({ registries: needed, files }, { workspace, config, change });
    const registries = new Set([...own, ...before]);
    const unread = change.warnings();
    // That no file named it may only be said where all were read.
    if (before.size < needed.size && unread.length > 0)
        return { kind: 'unknown', why: unread.join(' '), registries };
    return { kind: 'before', what: change.what, registries };
}

// EXTERNAL MODULE: ./src/tree/folder-layout.ts
var folder_layout = __webpack_require__(6601);
;// CONCATENATED MODULE: ./src/tree/missing.ts




/**
 * What a change has and the checkout lacks: files that a sparse checkout leaves out, or that another commit has, and submodules that were
 * not checked out. Without a word of it the run would be green, and would have done nothing.
 * @param files that the change has in the tree
 */
async function findMissing(options, change, files, links) {
    const git = await findGit(options);
    const isSparse = git !== undefined && (await isThere((0,external_node_path_.join)(git, 'info/sparse-checkout')));
    const lacking = { workspace: options.workspace, change, hasGit: git !== undefined, isSparse };
    const submodules = await findSubmodules(options, change, links);
    const found = await Promise.all([
        ...submodules.map(async (path) => faultOfSubmodule(path, lacking)),
        ...files.map(async (file) => faultOfFile(file, lacking)),
    ]);
    return found.flat();
}
/** Those that may hold images. git knows of no folders: what is one in the checkout is a submodule, too, whoever lists it. */
async function findSubmodules(options, { files, submodules }, links) {
    const listed = [...submodules].filter((path) => mayHoldImages(path, options, links));
    const others = [...files.keys()].filter((path) => mayHoldImages(path, options));
    const folders = await Promise.all(others.map(async (path) => {
        const status = await (0,promises_.lstat)((0,external_node_path_.resolve)(options.workspace, path)).catch(() => undefined);
        return status?.isDirectory() === true ? [path] : [];
    }));
    return [...new Set([...listed, ...folders.flat()])];
}
async function faultOfFile({ path, real }, { workspace, change, hasGit, isSparse }) {
    if (!hasGit || change.textNow !== undefined || (await isThere((0,external_node_path_.resolve)(workspace, real))))
        return [];
    const what = path === real ? 'This file is' : `This links to ${real}, which is`;
    const why = `${what} not in the checkout, although ${change.what} changes it`;
    const message = isSparse
        ? `${why}: the checkout is sparse. Add its folder to "sparse-checkout" of actions/checkout.`
        : `${why}. Check out the commit that the run is of, with all of its files.`;
    return [{ path, message }];
}
async function faultOfSubmodule(path, lacking) {
    const { change, isSparse } = lacking;
    const what = `This is a submodule that ${change.what} changes`;
    if (change.textNow !== undefined) {
        const message = `${what}: GitHub does not give its files. Mirror its images in a run that checks it out.`;
        return [{ path, message }];
    }
    if (await isCheckedOut(path, lacking))
        return [];
    const message = isSparse
        ? `${what}, and it was not checked out: the checkout is sparse. Add its folder to "sparse-checkout" of actions/checkout, and set "submodules" to true.`
        : `${what}, and it was not checked out. Set "submodules" of actions/checkout to true.`;
    return [{ path, message }];
}
/** Without git nobody checks one out. It may have been put there in another way, and if there is no such folder, the repository begins elsewhere. */
async function isCheckedOut(path, { workspace, hasGit }) {
    const folder = (0,external_node_path_.resolve)(workspace, path);
    if (hasGit)
        return isThere((0,external_node_path_.join)(folder, '.git'));
    const entries = await (0,promises_.readdir)(folder).catch(() => undefined);
    return entries?.length !== 0;
}
/** git's own folder, of the checkout that the images folder is in. */
async function findGit({ workspace, images }) {
    const root = (0,external_node_path_.resolve)(workspace);
    for (let folder = (0,external_node_path_.resolve)(root, images); (0,containment/* isInside */.FK)(root, folder); folder = (0,external_node_path_.dirname)(folder)) {
        if (await isThere((0,external_node_path_.join)(folder, '.git')))
            return (0,external_node_path_.join)(folder, '.git');
        if (folder === root)
            return undefined;
    }
    return undefined;
}
async function isThere(path) {
    return (0,promises_.lstat)(path).then(() => true, () => false);
}

;// CONCATENATED MODULE: ./src/tree/sources.ts






/**
 * Returns the run's files, and separately the rest if there is a scope; an empty scope returns neither. If the workspace does not hold the
 * change, the change is applied to the files of the workspace: what it adds or edits replaces theirs, and what it removes is left out.
 * @throws {ConfigurationError} if the folder is not in the workspace
 */
async function findSources(workspace, config, scope, onManyFiles) {
    const options = { workspace, images: config.images, dockerfiles: config.dockerfiles, onManyFiles };
    const { change } = scope;
    if (scope.kind === 'changed' && scope.change.files.size === 0)
        return nothing;
    const found = await findDockerfiles(options);
    const links = found.kind === 'outside' ? [] : (found.links ?? []);
    const paths = change === undefined ? [] : [...change.files.keys()].filter((path) => !change.submodules.has(path));
    const changed = { files: selectDockerfiles(paths, options, links), leftOut: selectLeftOut(paths, options, links) };
    const missing = change === undefined ? [] : await findMissing(options, change, changed.files, links);
    const inWorkspace = sourcesOf(found, options, { scope, changed, isExplained: missing.length > 0 });
    if (change === undefined)
        return inWorkspace;
    const { textNow } = change;
    const all = textNow === undefined ? inWorkspace : overlayChange(inWorkspace, { scope, change, changed, links, textNow });
    const leftOut = changed.leftOut.map((file) => ({ ...file, read: async () => (0,tree_read/* readDockerfile */.n_)(workspace, file.path) }));
    const sources = scope.kind === 'all' ? all : narrow(all, change, leftOut);
    const explained = new Set(missing.map(({ path }) => path));
    const problems = [...sources.problems.filter(({ path }) => !explained.has(path)), ...missing];
    return { ...sources, problems: problems.toSorted(byPath) };
}
const nothing = { files: [], problems: [], leftOut: [] };
function sourcesOf(found, { workspace }, circumstances) {
    switch (found.kind) {
        case 'found':
            return {
                problems: found.problems,
                files: found.files.map(foundIn(workspace)),
                leftOut: (found.leftOut ?? []).map(foundIn(workspace)),
            };
        case 'missing':
            if (mayBeMissing(circumstances))
                return nothing;
            throw new errors/* ConfigurationError */.j1([
                `images: there is no folder "${found.folder}" in ${workspace}. Check its spelling; in a workflow, that actions/checkout runs before.`,
            ]);
        case 'outside':
            throw new errors/* ConfigurationError */.j1([
                `images: the folder "${found.folder}" lies outside the workspace ${workspace}. Name one inside it.`,
            ]);
    }
}
/** It is no fault where the change has nothing in it, or brings it to a workspace that does not hold the change. */
function mayBeMissing({ scope: { kind, change }, changed, isExplained }) {
    if (isExplained)
        return true;
    if (change === undefined)
        return false;
    const isTouched = changed.files.length > 0;
    return change.textNow === undefined ? kind === 'changed' && !isTouched : kind === 'changed' || isTouched;
}
/** What the search has found is read where it was found. */
function foundIn(workspace) {
    const read = (0,tree_read/* createReader */.WF)(workspace);
    return (file) => ({ ...file, read: async () => read(file.real) });
}
/** @param changedLeftOut changed files that the glob leaves out, also those that the search cannot find: behind a link, or not in the checkout */
function narrow({ files, problems, leftOut }, change, changedLeftOut) {
    const changedFolders = foldersOf(change.files.keys());
    const isOfRun = ({ path, real }) => (0,known_change/* isAmong */.F)(path, change.files) || (0,known_change/* isAmong */.F)(real, change.files);
    return {
        files: files.some(isOfRun) ? files.map((file) => (isOfRun(file) ? file : { ...file, isOutOfScope: true })) : [],
        // What is wrong with a folder may hide a file in it.
        problems: problems.filter(({ path }) => (0,known_change/* isAmong */.F)(path, change.files) || changedFolders.has(path)),
        leftOut: addFiles(leftOut.filter(isOfRun), changedLeftOut),
    };
}
/** All folders that the files lie in, the workspace (`.`) included. */
function foldersOf(files) {
    const folders = new Set();
    for (const file of files) {
        folders.add('.');
        for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1))
            folders.add(file.slice(0, end));
    }
    return folders;
}
function addFiles(files, more) {
    const known = new Set(files.map(({ path }) => path));
    return [...files, ...more.filter(({ path }) => !known.has(path))].toSorted(byPath);
}
function overlayChange(base, { scope, change, changed, links, textNow }) {
    const isReplaced = (path) => (0,known_change/* isAmong */.F)(path, change.files) || (0,known_change/* isAmong */.F)(path, change.gone);
    const bring = (file) => ({ ...file, read: async () => textNow(file.real) });
    const merge = (files, brought) => {
        const kept = files.filter(({ path }) => !isReplaced(path));
        // A link of the workspace's own may lead to what the change has replaced.
        const linked = kept.filter(({ real }) => (0,known_change/* isAmong */.F)(real, change.files));
        const untouched = kept.filter(({ real }) => !isReplaced(real));
        return addFiles([...untouched, ...linked.map(bring)], brought.map(bring));
    };
    // A link that leads to nothing in the workspace may lead to what the change brings.
    const ofLinks = new Set(links.map(({ path }) => path));
    const mended = new Set([
        ...changed.files.map(({ path }) => path),
        ...foldersOf(changed.files.map(({ path }) => path)),
    ]);
    const isMended = (path) => ofLinks.has(path) && mended.has(path);
    return {
        files: merge(base.files, changed.files),
        leftOut: merge(base.leftOut, changed.leftOut),
        problems: scope.kind === 'all' ? base.problems.filter(({ path }) => !isReplaced(path) && !isMended(path)) : [],
    };
}

;// CONCATENATED MODULE: ./src/tree/read-images.ts






/**
 * Reads all images that the files of the tree name, in the order of the files. One of the run that cannot be read is a problem, and the others go on.
 * @throws {ConfigurationError} where there is no such folder in the workspace.
 */
async function readImages(workspace, config, scope, onManyFiles) {
    const found = await findSources(workspace, config, scope, onManyFiles);
    const { read, leftOut, unusedArguments } = await readSources(found, config);
    const nonDockerfiles = read.flatMap((file) => file.nonDockerfile ?? []);
    const withoutFrom = nonDockerfiles.flatMap(({ file, hasFrom }) => (hasFrom ? [] : [file]));
    const problems = [
        ...found.problems.map(({ path, message }) => ({ file: path, message })),
        ...read.flatMap((file) => file.problems),
    ];
    const isEmpty = found.files.length === 0 && found.problems.length === 0;
    return {
        images: read.flatMap(({ images }) => images),
        problems: problems.filter(({ file }) => mayBeWanted(file, workspace, config)),
        files: found.files.filter(({ isOutOfScope }) => isOutOfScope !== true).length - nonDockerfiles.length,
        warnings: [
            ...(scope.kind === 'all' && scope.isFallback === true && scope.why !== undefined ? [scope.why] : []),
            ...(scope.kind === 'all' && isEmpty
                ? [
                    `No file in "${config.images}" matches "${config.dockerfiles}": there is nothing to mirror. Add images/<registry>/<repository>/Dockerfile, or mend "dockerfiles".`,
                ]
                : []),
            ...warnOfLeftOut(leftOut, config),
            ...warnOfOddFiles(nonDockerfiles.flatMap(({ file, hasFrom }) => (hasFrom ? [file] : []))),
            ...(scope.kind === 'all' ? unusedArguments : []).map((name) => name === 'BUILDKIT_SYNTAX'
                ? unreadFrontend
                : `build-args: ${name} is used by no FROM: no file declares it by an ARG before its first FROM. Check its spelling.`),
        ],
        logLines: withoutFrom.length === 0
            ? []
            : [`Passed over ${(0,runtime_text/* formatCount */.B4)(withoutFrom.length, 'file')} without FROM: ${nameSome(withoutFrom)}.`],
    };
}
const unreadFrontend = 'build-args: BUILDKIT_SYNTAX names a frontend for builds, and is not read. To mirror that frontend, name it in a Dockerfile (# syntax=…).';
/** What parses them is loaded where there is something to read. */
async function readSources({ files, leftOut }, config) {
    if (files.length + leftOut.length === 0)
        return { read: [], leftOut: [], unusedArguments: [] };
    const { readFiles, findLeftOut, unusedArguments } = await Promise.all(/* import() */[__webpack_require__.e(606), __webpack_require__.e(160)]).then(__webpack_require__.bind(__webpack_require__, 9160));
    const read = await readFiles(files, config);
    const isKnown = files.length > 0;
    return {
        read,
        leftOut: await findLeftOut(leftOut, config),
        unusedArguments: isKnown ? unusedArguments(read, config) : [],
    };
}
/** Whether a file is of an image that `only` may name: its folder says so, or nobody knows. */
function mayBeWanted(file, workspace, { images, dockerfiles, only }) {
    const { matches, namesFiles } = createMatcher(dockerfiles);
    const below = belowImages(file, { workspace, images });
    // What is wrong with a folder may hide any file in it.
    if (only.length === 0 || below === undefined || !namesFiles || !matches(below))
        return true;
    const folder = (0,folder_layout/* imageOfFolder */.h)(below);
    return folder === undefined || (0,ownership/* mayMatchGlobs */.E2)(folder, only);
}
/** With more there is a system in it. */
const maxNamed = 3;
function nameSome(files) {
    const more = files.length - maxNamed;
    return [...files.slice(0, maxNamed).map((file) => (0,runtime_text/* printable */.g$)(file, 200)), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
function warnOfLeftOut(files, { dockerfiles }) {
    if (files.length === 0)
        return [];
    const why = `not read, because "dockerfiles" ("${dockerfiles}") does not match`;
    const orElse = 'to that glob, or remove the input "dockerfiles".';
    return files.length === 1
        ? [`1 Dockerfile is ${why}: ${nameSome(files)}. Bots may bump it: add its name ${orElse}`]
        : [`${files.length} Dockerfiles are ${why}: ${nameSome(files)}. Bots may bump them: add their names ${orElse}`];
}
function warnOfOddFiles(files) {
    if (files.length === 0)
        return [];
    const why = 'a FROM behind something that no builder takes';
    return files.length === 1
        ? [`1 file has ${why}, and is not read: ${nameSome(files)}. If it is a Dockerfile, add its name to "dockerfiles".`]
        : [
            `${files.length} files have ${why}, and are not read: ${nameSome(files)}. If they are Dockerfiles, add their names to "dockerfiles".`,
        ];
}

;// CONCATENATED MODULE: ./src/tree/scope.ts

/**
 * Says of which files a run is. What an event changes is asked for only where it matters; what is not known is everything, and what is
 * known to be nothing is nothing.
 * @throws {ConfigurationError} where only what is changed is asked for, and nothing can be
 */
async function decideScope(asked, trigger) {
    if (trigger.kind === 'none') {
        if (asked !== 'changed')
            return { kind: 'all' };
        const cause = trigger.event === '' ? 'a terminal' : `the event ${trigger.event}`;
        throw new errors/* ConfigurationError */.j1([
            `scope: "changed" is for events that change files, and this run was started by ${cause}. Use it on pull_request, push or merge_group; "auto" is right for all, and "only" names images.`,
        ]);
    }
    const wantsChanged = asked === 'changed' || (asked === 'auto' && trigger.kind === 'pull-request');
    if (wantsChanged)
        return scope_narrow(await trigger.change());
    // The workspace lacks what the pull request brings.
    if (!trigger.isBaseCheckout)
        return { kind: 'all' };
    const change = await trigger.change();
    return change.kind === 'unknown' ? { kind: 'all', why: change.why, isFallback: true } : { kind: 'all', change };
}
function scope_narrow(change) {
    if (change.kind === 'unknown')
        return { kind: 'all', why: change.why, isFallback: true };
    const { what, configuration } = change;
    if (configuration === undefined)
        return { kind: 'changed', change };
    return {
        kind: 'all',
        why: `${what.slice(0, 1).toUpperCase() + what.slice(1)} changes ${configuration}, which says what this run does.`,
        change,
    };
}

;// CONCATENATED MODULE: ./src/find-work.ts









/**
 * Reads which files a run is of, the images that they name, what these were before, and where they may be asked for. A run that is stopped
 * before that is known says so, and names no image.
 * @throws {ConfigurationError} where the tree makes no sense
 */
async function findWork(config, deps) {
    const { signal, cleanupSignal } = deps;
    const found = await (0,wait/* unlessLate */.Xc)(readWork(config, deps), cleanupSignal);
    if (found !== undefined)
        return found;
    const warning = `${(0,errors/* stopWords */.e$)(signal)} before it was known which images it is of: this report names none of them.`;
    return {
        scope: { kind: 'all' },
        files: 0,
        plan: planTasks([], config, false),
        reachable: { allowed: { kind: 'all' }, trusted: [] },
        entries: [],
        warnings: () => [warning],
        logLines: [],
    };
}
async function readWork(config, { workspace, trigger, signal, onManyFiles }) {
    const scope = await decideScope(config.scope, trigger);
    // What could not be asked any more is not all that there is.
    if (signal.aborted)
        return undefined;
    const tree = await readImages(workspace, config, scope, onManyFiles);
    const named = await describeChanges(tree.images, scope, trigger, config);
    const plan = planTasks(named.images, config, scope.kind === 'all');
    const reachable = await decideAllowed(plan.tasks, workspace, config, trigger);
    const tagsWait = (0,known_change/* isProposed */.h)(trigger);
    // A tag that waits does not move away from what other files pin.
    const needed = tagsWait && !config.force ? plan.tasks.filter(({ isBystander }) => isBystander !== true) : plan.tasks;
    // This does not depend on what is known of the change: a wrong guess at what the branch has would move its tag.
    const held = tagsWait ? needed.map((task) => ({ ...task, tagWaits: true })) : needed;
    const { tasks, refused } = refuseDisallowed(held, reachable.allowed);
    return {
        scope,
        files: tree.files,
        plan: { ...plan, tasks },
        reachable,
        entries: failedEntries(tree.problems, refused),
        // What could not be read any more is no news of the change.
        warnings: () => [...tree.warnings, ...(signal.aborted ? [] : named.warnings())],
        logLines: tree.logLines,
    };
}
/** Of a pull request, what each image was before it; loaded where there is one. */
async function describeChanges(images, scope, trigger, config) {
    const change = scope.change ?? (trigger.kind === 'pull-request' ? await trigger.change() : undefined);
    if (change?.kind !== 'known')
        return { images, warnings: () => [] };
    const { describeImageChanges } = await Promise.all(/* import() */[__webpack_require__.e(606), __webpack_require__.e(727)]).then(__webpack_require__.bind(__webpack_require__, 1727));
    return describeImageChanges(images, change, config);
}
function failedEntries(problems, refused) {
    const failed = (message) => ({ state: 'failed', message, warnings: [] });
    const unread = problems.map(({ file, line, written, message }) => {
        const use = { file, ...(line === undefined ? {} : { line }), ...(written === undefined ? {} : { written }) };
        return { uses: [use], outcome: failed(message) };
    });
    return [...unread, ...refused.map(({ task, message }) => (0,report/* entryOfTask */.N3)(task, failed(message)))];
}

;// CONCATENATED MODULE: ./src/run.ts







/**
 * The whole job: read the tree, plan, ask and copy, report.
 * @throws {ConfigurationError} before any request, where the inputs or the tree make no sense.
 */
async function run(requested, deps) {
    const { workspace, clock, redact, signal, cleanupSignal, trigger, whenRefused, engine } = deps;
    const progress = redactProgress(deps.progress, redact);
    const onlyCheckedBecause = requested.mode === 'mirror' ? deps.checkOnlyReason : undefined;
    const config = onlyCheckedBecause === undefined ? requested : { ...requested, mode: 'check' };
    const [startedAt, begunMs] = [new Date(clock.wallMs()), clock.monotonicMs()];
    const work = await findWork(config, {
        workspace,
        trigger,
        signal,
        cleanupSignal,
        onManyFiles: engine.keepHeapSmall,
    });
    const { scope, files, plan, reachable, entries, warnings, logLines } = work;
    for (const line of logLines)
        progress.log(line);
    const urgency = async () => urgencyOf(scope, trigger, progress);
    const engineDeps = { clock, progress, signal, cleanupSignal, urgency, whenRefused, engine };
    const mirrored = await mirror(plan.tasks, config, reachable, engineDeps, deps);
    const all = [...entries, ...plan.finished, ...mirrored.entries];
    const isDone = all.length > 0 && all.every(({ outcome }) => outcome.state !== 'failed');
    // Only if a check was asked for: the report has the other reasons why something was not written.
    const leavesImages = requested.mode === 'check' && mirrored.entries.some(({ outcome }) => outcome.state === 'would-mirror');
    return (0,report/* buildReport */.FK)({
        ...reportedMode(config, onlyCheckedBecause, mirrored, whenRefused),
        scope: {
            kind: scope.kind,
            ...(scope.kind === 'changed' ? { of: scope.change.what } : {}),
            ...(scope.kind === 'all' && scope.why !== undefined ? { why: scope.why } : {}),
            files,
            only: config.only,
            leftOut: plan.leftOut,
        },
        targets: config.targets.map(naming/* formatTarget */.P4),
        startedAt,
        durationMs: Math.round(clock.monotonicMs() - begunMs),
        interrupted: signal.aborted,
        entries: all.map((entry) => ({ ...entry, outcome: redactOutcome(entry.outcome, redact) })),
        warnings: [
            ...stopWarnings(signal, isDone),
            ...(leavesImages && deps.leftImagesReason !== undefined ? [deps.leftImagesReason] : []),
            ...[...warnings(), ...plan.warnings, ...mirrored.warnings].map(redact),
        ],
        traffic: mirrored.traffic,
        pullBudgets: mirrored.pullBudgets,
    });
}
/** Who reads the report need not be who stopped the run. */
function stopWarnings({ reason }, isDone) {
    const why = reason;
    if (!(why instanceof errors/* StoppedError */.Ko))
        return [];
    const again = 'Run it again: what is copied already stays.';
    if (why.isOfTimeout)
        return [`The run was ${why.message} with some of its work undone. ${again} Or give it more time.`];
    return [`The run was ${why.message}${isDone ? ' when all images were done.' : `. ${again}`}`];
}
/** A run that was let write nowhere was a check; where one target of several was written, it was none, and says of the others why not. */
function reportedMode({ mode }, onlyCheckedBecause, { refusals: [first, ...others], entries, traffic }, whenRefused) {
    if (onlyCheckedBecause !== undefined)
        return { mode, checkedBecause: onlyCheckedBecause };
    if (first === undefined || whenRefused.kind === 'fail')
        return { mode };
    const isWritten = traffic.bytesToTargets > 0 || entries.some(({ outcome }) => outcome.state === 'mirrored');
    return { mode: isWritten ? mode : 'check', checkedBecause: whenRefused.explain([first, ...others]) };
}
/** What is not merged yet cannot wait. What it changes is asked for only here, where the run is of more than that. */
async function urgencyOf(scope, trigger, progress) {
    if (trigger.kind === 'none' || trigger.kind === 'push')
        return { kind: 'none' };
    if (scope.kind === 'changed')
        return { kind: 'all' };
    const change = await trigger.change();
    if (change.kind === 'known')
        return { kind: 'files', files: change.files };
    if (scope.why !== change.why)
        progress.log(`${change.why} All images are taken to be urgent.`);
    return { kind: 'all' };
}
/** The engine is loaded when it is needed: a run with nothing to do ends at once. */
async function mirror(tasks, config, { allowed, trusted }, deps, { openCache, connect }) {
    if (tasks.length === 0)
        return nothingMirrored;
    const warnings = [];
    const [{ mirrorAll }, opened] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(934), __webpack_require__.e(606), __webpack_require__.e(52), __webpack_require__.e(193), __webpack_require__.e(711)]).then(__webpack_require__.bind(__webpack_require__, 1711)),
        openCache((sentence) => warnings.push(sentence)),
    ]);
    const access = await connect(opened.cache, trusted, (sentence) => {
        deps.progress.log(sentence);
    });
    try {
        const done = await mirrorAll(tasks, config, restrictSources(access, allowed), deps);
        await opened.save();
        return { ...done, traffic: access.traffic, warnings: [...warnings, ...access.warnings, ...done.warnings] };
    }
    finally {
        await (0,wait/* unlessLate */.Xc)(access.close(), deps.cleanupSignal);
    }
}
/** What a line named before a pull request may be of a registry that is not allowed: it is only compared with, and not asked for there. */
function restrictSources(access, allowed) {
    if (allowed.kind !== 'listed')
        return access;
    return {
        ...access,
        source: (reference) => {
            if (isAllowed(reference, allowed))
                return access.source(reference);
            throw new errors/* ConfigurationError */.j1([`${reference.registry} is not in "allowed-registries".`]);
        },
    };
}
const noTraffic = { requests: {}, bytesFromSources: 0, bytesToTargets: 0, upstreamPulls: 0 };
const nothingMirrored = { entries: [], traffic: noTraffic, pullBudgets: [], warnings: [], refusals: [] };


/***/ }),

/***/ 329:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ version)
/* harmony export */ });
/** Of this program; package.json says the same. */
const version = '0.1.0';


/***/ }),

/***/ 6353:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ groupBy)
/* harmony export */ });
/**
 * Groups items by a key, keys and items in their order. No group is empty.
 * Not `Map.groupBy`: Node 20 does not have it.
 */
function groupBy(items, keyOf) {
    const groups = new Map();
    for (const item of items) {
        const key = keyOf(item);
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, [item]);
        else
            group.push(item);
    }
    return groups;
}


/***/ }),

/***/ 4205:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RM: () => (/* binding */ addEnvironment),
/* harmony export */   Sb: () => (/* binding */ Secrets),
/* harmony export */   WF: () => (/* binding */ addLogins)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5369);

/** What stands where a secret was, as GitHub's runner writes it. */
const stars = '***';
/**
 * What is shorter is in every text, and to hide it would hide all. GitHub's runner masks whatever it is told; Google's actions leave out what has fewer
 * than four characters (google-github-actions/get-secretmanager-secrets, `min_mask_length`).
 */
const minCharacters = 4;
/**
 * The secrets of a run, and the one way to take them out of a text. A registry, or a proxy before it, may send back what it was sent, and does so in the
 * page that tells of an error.
 */
class Secrets {
    onNew;
    #known = new Set();
    /** By their first characters: a run may have thousands of tokens, and looks for all of them at once. */
    #byStart = new Map();
    /** @param onNew told each form of a secret once, before anything can show it */
    constructor(onNew = () => undefined) {
        this.onNew = onNew;
    }
    add(secret) {
        for (const form of formsOf(secret))
            this.#addForm(form);
    }
    /** A user and a password, which are sent together. */
    addPair(username, password) {
        this.add(password);
        if (password.trim().length < minCharacters)
            return;
        for (const form of base64Forms(`${username}:${password}`))
            this.#addForm(form);
    }
    redact = (text) => {
        if (this.#known.size === 0)
            return text;
        let redacted = '';
        let start = 0;
        for (let at = 0; at + minCharacters <= text.length;) {
            const length = this.#lengthAt(text, at);
            if (length === undefined) {
                at += 1;
                continue;
            }
            redacted += `${text.slice(start, at)}${stars}`;
            at += length;
            start = at;
        }
        return start === 0 ? text : `${redacted}${text.slice(start)}`;
    };
    #addForm(form) {
        if (form.length < minCharacters || this.#known.has(form))
            return;
        this.#known.add(form);
        const start = form.slice(0, minCharacters);
        const forms = this.#byStart.get(start) ?? new Map();
        this.#byStart.set(start, forms);
        const ofLength = forms.get(form.length) ?? new Set();
        forms.set(form.length, ofLength.add(form));
        this.onNew(form);
    }
    /** The length of the longest secret that begins there: a secret may begin as another does. */
    #lengthAt(text, at) {
        const forms = this.#byStart.get(text.slice(at, at + minCharacters)) ?? [];
        const lengths = [...forms].flatMap(([length, ofLength]) => ofLength.has(text.slice(at, at + length)) ? [length] : []);
        return lengths.length === 0 ? undefined : Math.max(...lengths);
    }
}
/**
 * As it is, as it stands in an address, in a form, in JSON and in a page, and in base64. Of a secret of several lines (a key in JSON) each line, as the runner masks it, but
 * for the braces.
 */
function formsOf(secret) {
    const lines = secret
        .split(/[\r\n]+/)
        .map((line) => line.trim())
        .filter((line) => line.length >= minCharacters);
    if (lines.length === 0)
        return [];
    const encoded = lines.flatMap((line) => [
        ...inAddress(line),
        new URLSearchParams({ '': line }).toString().slice(1),
        JSON.stringify(line).slice(1, -1),
        JSON.stringify(JSON.stringify(line).slice(1, -1)).slice(1, -1),
        inPage(line, pageEntities),
        inPage(line, numericEntities),
    ]);
    return [...lines, ...encoded, ...base64Forms(secret)];
}
function inAddress(text) {
    // Half of a pair of surrogates has no form in an address.
    const encoded = encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));
    return [encoded, encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase())];
}
/** Also as it stands in an address, and by the letters that need no encoding there (RFC 4648 §5). */
function base64Forms(text) {
    // Without the end that only fills it up, and may be left out.
    const plain = (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutTrailing */ .hT)(Buffer.from(text, 'utf8').toString('base64'), '=');
    return [plain, ...inAddress(plain), plain.replaceAll('+', '-').replaceAll('/', '_')];
}
const pageEntities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** As Go's templates write them, which most registries are made with. */
const numericEntities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;', '+': '&#43;' };
function inPage(text, entities) {
    return text.replace(/[&<>"'+]/g, (mark) => entities[mark] ?? mark);
}
const tokenVariables = ['GITHUB_TOKEN', 'GH_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];
/** Takes note of what the environment holds that is nobody's business: tokens, and the passwords of proxies. */
function addEnvironment(secrets, environment) {
    for (const name of tokenVariables)
        secrets.add(environment[name] ?? '');
    for (const name of proxyVariables) {
        const url = (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .parseProxyAddress */ .u)(environment[name] ?? '');
        if (url === undefined)
            continue;
        const { username, password } = url;
        secrets.add(password);
        secrets.addPair(decode(username), decode(password));
    }
}
/**
 * Takes note of logins that somebody wrote into an input, where none belongs: what is wrong with it is told with its words. That is what stands before
 * the last `@` which is not a digest's, whole and in its parts, for a message may quote each.
 */
function addLogins(secrets, inputs) {
    for (const item of inputs.flatMap((input) => (input ?? '').split(/[\s,]+/))) {
        const name = item.replace(/@sha\d+:[0-9a-f]*$/i, '');
        const login = name.slice(0, Math.max(name.lastIndexOf('@'), 0)).replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
        if (login !== '')
            addLogin(secrets, login);
    }
}
function addLogin(secrets, login) {
    const colon = login.indexOf(':');
    const password = colon === -1 ? login : login.slice(colon + 1);
    if (colon !== -1)
        secrets.addPair(login.slice(0, colon), password);
    const parts = colon === -1 ? [] : login.split(/[/@]/);
    // Names become lower case before they are looked at.
    for (const text of [login, password, ...parts])
        for (const form of [text, text.toLowerCase()])
            secrets.add(form);
}
function decode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}


/***/ }),

/***/ 5369:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B4: () => (/* binding */ formatCount),
/* harmony export */   YU: () => (/* binding */ formatAlternatives),
/* harmony export */   Z: () => (/* binding */ listParts),
/* harmony export */   _6: () => (/* binding */ decodeUtf8),
/* harmony export */   dQ: () => (/* binding */ parseJsonBytes),
/* harmony export */   fU: () => (/* binding */ formatTime),
/* harmony export */   g$: () => (/* binding */ printable),
/* harmony export */   hT: () => (/* binding */ withoutTrailing),
/* harmony export */   ht: () => (/* binding */ detached),
/* harmony export */   ki: () => (/* binding */ formatList),
/* harmony export */   u: () => (/* binding */ parseProxyAddress)
/* harmony export */ });
/** Control characters, and the marks that turn the direction of writing: invisible in a log, and able to forge its lines. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
/**
 * One line of text from outside, made safe to print: line breaks become blanks, other invisible characters are written
 * as \u escapes, and what is longer than the limit is cut. `##[`, which GitHub's runner takes for a command wherever in a line it
 * stands, is taken apart; `::` is one only at a line's beginning, where words of ours have to stand.
 */
function printable(text, maxLength = 400) {
    const line = text
        .slice(0, maxLength)
        .replace(/[\ud800-\udbff]$/, '')
        .replace(/[\r\n\t]+/g, ' ')
        .replaceAll('##[', '## [')
        .replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .trim();
    return text.length > maxLength ? `${line}…` : line;
}
/** Without its last characters, as far as they are this one. Not by a pattern: one for the end of a text takes the square of its length. */
function withoutTrailing(text, character) {
    let end = text.length;
    while (end > 0 && text.charAt(end - 1) === character)
        end -= 1;
    return text.slice(0, end);
}
/**
 * The value that UTF-8 encoded JSON stands for.
 * @throws {TypeError} if the bytes are not UTF-8
 * @throws {SyntaxError} if they are not JSON
 */
function parseJsonBytes(bytes) {
    return JSON.parse(decodeUtf8(bytes));
}
const utf8 = new TextDecoder('utf-8', { fatal: true });
/** @throws {TypeError} if the bytes are not UTF-8 */
function decodeUtf8(bytes) {
    return utf8.decode(bytes);
}
/** The same text, which does not keep another one in memory. A part of a text keeps the whole of it. */
function detached(text) {
    return Buffer.from(text).toString();
}
/** `a`, `a and b`, `a, b and c` */
function formatList(items) {
    return joinList(items, 'and');
}
/** `a`, `a or b`, `a, b or c` */
function formatAlternatives(items) {
    return joinList(items, 'or');
}
/** As British English does it, without a comma before the last. `Intl.ListFormat` gives the same, and takes 10 ms to load its data. */
function joinList(items, word) {
    return items.map((item, index) => `${separatorBefore(index, items.length, word)}${item}`).join('');
}
function separatorBefore(index, count, word) {
    if (index === 0)
        return '';
    return index === count - 1 ? ` ${word} ` : ', ';
}
/** `a, b and c` in parts: the items in their order, and the words that stand between them. */
function listParts(items) {
    return items.flatMap((value, index) => {
        const separator = separatorBefore(index, items.length, 'and');
        const item = { isItem: true, value };
        return separator === '' ? [item] : [{ isItem: false, value: separator }, item];
    });
}
/** A time that somebody waits for, to the next full minute: `2026-01-15 13:00 UTC`. */
function formatTime(time) {
    const [day = '', clock = ''] = new Date(Math.ceil(time.getTime() / 60_000) * 60_000).toISOString().split('T');
    return `${day} ${clock.slice(0, 5)} UTC`;
}
/** `1 pull`, `2 pulls` */
function formatCount(number, noun) {
    return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
/** A proxy's address. It may be `host:port`, which means http, as in Go and in curl. undefined: it is no address. */
function parseProxyAddress(address) {
    const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
    return URL.canParse(url) ? new URL(url) : undefined;
}


/***/ }),

/***/ 6223:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NE: () => (/* binding */ withDeadline),
/* harmony export */   Tm: () => (/* binding */ runAttempt),
/* harmony export */   Wh: () => (/* binding */ unlessAborted),
/* harmony export */   Xc: () => (/* binding */ unlessLate),
/* harmony export */   _R: () => (/* binding */ waitAtMost),
/* harmony export */   aW: () => (/* binding */ runTogether),
/* harmony export */   gu: () => (/* binding */ waitForAll),
/* harmony export */   j3: () => (/* binding */ DeadlineError),
/* harmony export */   lu: () => (/* binding */ SharedWork),
/* harmony export */   w2: () => (/* binding */ timeoutError),
/* harmony export */   xF: () => (/* binding */ beginAttempt)
/* harmony export */ });
/* harmony import */ var node_events__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8474);
/* harmony import */ var node_events__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_events__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9541);


/**
 * Waits for all, so that nothing of an image that failed goes on behind its report.
 * @throws the first failure that has words for people, or else the first error
 */
async function waitForAll(promises) {
    const settled = await Promise.allSettled(promises);
    const errors = settled.filter((result) => result.status === 'rejected').map((result) => result.reason);
    if (errors.length > 0)
        throw errors.find(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .isFailure */ .N6) ?? errors[0];
    return settled.filter((result) => result.status === 'fulfilled').map((result) => result.value);
}
/**
 * Does all of it, and ends the others when one fails for good. Waits for all, as `waitForAll` does.
 * @throws what failed first
 */
async function runTogether(items, work, signal) {
    const others = new AbortController();
    const bounded = AbortSignal.any([signal, others.signal]);
    (0,node_events__WEBPACK_IMPORTED_MODULE_0__.setMaxListeners)(0, bounded);
    let first;
    const settled = await Promise.allSettled(items.map(async (item) => {
        try {
            return await work(item, bounded);
        }
        catch (error) {
            first ??= { error };
            others.abort();
            throw error;
        }
    }));
    if (first !== undefined)
        throw first.error;
    return settled.filter((result) => result.status === 'fulfilled').map((result) => result.value);
}
/** Work that several may wait for. It goes on as long as somebody wants it. */
class SharedWork {
    #stop = new AbortController();
    #promise;
    #waiting = 0;
    constructor(begin) {
        (0,node_events__WEBPACK_IMPORTED_MODULE_0__.setMaxListeners)(0, this.#stop.signal);
        this.#promise = begin(this.#stop.signal);
        // Those who wait get the error.
        this.#promise.catch(() => undefined);
    }
    /** Whether nobody wanted it any more. */
    get isStopped() {
        return this.#stop.signal.aborted;
    }
    /** The outcome; whoever is stopped leaves it to the others, and ends it where there are none. */
    async wait(signal) {
        signal.throwIfAborted();
        this.#waiting += 1;
        const left = new AbortController();
        const leave = () => {
            this.#waiting -= 1;
            if (this.#waiting === 0)
                this.#stop.abort(signal.reason);
            else
                left.abort(signal.reason);
        };
        signal.addEventListener('abort', leave, { once: true });
        try {
            return await unlessAborted(this.#promise, left.signal);
        }
        finally {
            signal.removeEventListener('abort', leave);
        }
    }
}
/** The promise's outcome, or, when the signal is aborted first, its reason: for what others wait for too, and is not ended for one. */
async function unlessAborted(promise, signal) {
    // One promise, and not a race of two: each request waits so.
    return new Promise((resolve, reject) => {
        const stop = () => {
            reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
        };
        // If the signal is faster, nobody hears of its failure.
        promise.then((value) => {
            signal.removeEventListener('abort', stop);
            resolve(value);
        }, (error) => {
            signal.removeEventListener('abort', stop);
            // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is passed on as it is
            reject(error);
        });
        signal.throwIfAborted();
        signal.addEventListener('abort', stop, { once: true });
    });
}
/** The promise's outcome, or undefined when the signal is aborted first: then it is left to itself. */
async function unlessLate(promise, signal) {
    try {
        return await unlessAborted(promise, signal);
    }
    catch (error) {
        if (signal.aborted)
            return undefined;
        throw error;
    }
}
/** Waits for the promise, which never fails, and no longer than so many milliseconds. */
async function waitAtMost(ms, promise, clock, signal) {
    const stop = new AbortController();
    const enough = clock.sleep(ms, AbortSignal.any([signal, stop.signal])).catch(() => undefined);
    await Promise.race([promise, enough]);
    stop.abort();
}
/** Not by `AbortSignal.any` over `AbortSignal.timeout`: Node may collect such a timeout before it is due (nodejs/node#57736). */
function beginAttempt(maxMs, { clock, signal, lateError = () => timeoutError(`it was not done within ${Math.round(maxMs / 1_000)} seconds`), }) {
    const own = new AbortController();
    const stop = () => {
        own.abort(signal?.reason);
    };
    // Not by `AbortSignal.any`, which costs ten times as much: each transfer is an attempt.
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true)
        stop();
    const timer = clock.setTimer(maxMs, () => {
        own.abort(lateError());
    });
    return {
        signal: own.signal,
        abort: (reason) => {
            own.abort(reason);
        },
        end: () => {
            timer.cancel();
            signal?.removeEventListener('abort', stop);
        },
    };
}
/** An error of the kind that `AbortSignal.timeout` makes. */
function timeoutError(words) {
    return new DOMException(words, 'TimeoutError');
}
/** Runs work that is told to stop when its time is over, and waits until it has. */
async function runAttempt(maxMs, bounds, work) {
    const attempt = beginAttempt(maxMs, bounds);
    try {
        return await work(attempt.signal);
    }
    finally {
        attempt.end();
    }
}
/**
 * Runs work that is told to stop when its time is over, and does not wait for it any longer.
 * @throws {DeadlineError} or the signal's reason
 */
async function withDeadline(ms, { clock, signal }, work) {
    signal?.throwIfAborted();
    const attempt = beginAttempt(ms, { clock, signal, lateError: () => new DeadlineError(ms) });
    try {
        return await unlessAborted(work(attempt.signal), attempt.signal);
    }
    finally {
        attempt.end();
        attempt.abort();
    }
}
class DeadlineError extends Error {
    name = 'DeadlineError';
    constructor(ms) {
        super(`no answer within ${ms / 1_000} seconds`);
    }
}


/***/ }),

/***/ 5228:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FK: () => (/* binding */ isInside),
/* harmony export */   d7: () => (/* binding */ toPosix),
/* harmony export */   dr: () => (/* binding */ leadsOutside)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9541);



/** Says whether a path is the folder itself or lies in it. Both must be absolute, and free of links where that matters. */
function isInside(folder, path) {
    const between = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(folder, path);
    return between !== '..' && !between.startsWith(`..${node_path__WEBPACK_IMPORTED_MODULE_1__.sep}`) && !(0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(between);
}
/** With the separators that globs, reports and annotations have. */
function toPosix(path) {
    return node_path__WEBPACK_IMPORTED_MODULE_1__.sep === '/' ? path : path.replaceAll(node_path__WEBPACK_IMPORTED_MODULE_1__.sep, '/');
}
/**
 * Says whether a path that is spelled as one of the workspace leads out of it, by a link on its way or at its end: a pull request can bring
 * such a link. What need not be there yet is looked for as far as it is there. A path that is spelled as one outside is somebody's choice.
 */
async function leadsOutside(workspace, path) {
    const wanted = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, path);
    if (!isInside((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace), wanted))
        return false;
    const real = await realOf(wanted);
    return real === undefined || !isInside(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(workspace), real);
}
/** Of what is not there the folder that it would be in; undefined where a link leads to nothing, or in a circle. */
async function realOf(path) {
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(path);
    }
    catch (error) {
        const isThere = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.lstat)(path).then(() => true, () => false);
        return isThere || (0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .errorCodeOf */ .D9)(error) !== 'ENOENT' || (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path) === path ? undefined : realOf((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path));
    }
}


/***/ }),

/***/ 3839:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ meaningOf)
/* harmony export */ });
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9541);

/** What a file system's error code means for the one who has to mend it. */
const meanings = new Map([
    ['EACCES', 'permission was denied'],
    ['EPERM', 'permission was denied'],
    ['ELOOP', 'its links go round in a circle'],
    ['ENAMETOOLONG', 'its path is too long'],
    ['ENOENT', 'it is not there any more'],
    ['ENOTDIR', 'it is not there any more'],
    ['ENXIO', 'it is not a regular file'],
]);
/** Says why a file could not be read; throws on what is no error of the file system. */
function meaningOf(error) {
    const code = (0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorCodeOf */ .D9)(error);
    if (code === undefined)
        throw error;
    return meanings.get(code) ?? `the system says ${code}`;
}


/***/ }),

/***/ 6601:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ imageOfFolder),
/* harmony export */   i: () => (/* binding */ agrees)
/* harmony export */ });
/* harmony import */ var node_path_posix__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3916);
/* harmony import */ var node_path_posix__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path_posix__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3564);


/**
 * The image that a file's folder names: `docker.io/library/postgres` for `docker.io/library/postgres/Dockerfile`.
 * undefined: the folder's first part is no registry host, so that the tree is laid out in another way.
 */
function imageOfFolder(relativeToImages) {
    const [host = '', ...path] = (0,node_path_posix__WEBPACK_IMPORTED_MODULE_0__.dirname)(relativeToImages).split('/');
    // A port's colon cannot be in a folder's name on every system: `_` stands for it, as in a copy's name.
    const spelled = host.replace(/_(\d+)$/, ':$1');
    if (!/[.:]/.test(spelled.slice(1)) && spelled !== 'localhost')
        return undefined;
    return path.length === 0 ? undefined : (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .tryReference */ .$Q)([spelled, ...path].join('/'));
}
/** A folder agrees with an image where it names it, or a place below it: `…/postgres/14`. */
function agrees(folder, image) {
    const named = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatRepository */ .Sh)(folder);
    const used = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatRepository */ .Sh)(image);
    return named === used || named.startsWith(`${used}/`);
}


/***/ }),

/***/ 6244:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ isAmong),
/* harmony export */   h: () => (/* binding */ isProposed)
/* harmony export */ });
/** Says whether a run is of what is not merged yet: of reviews, too, whose runs check out the pull request. */
function isProposed(trigger) {
    return trigger.kind === 'none' ? trigger.event.startsWith('pull_request') : trigger.isProposal;
}
/** Says whether a path is among these, or is below one: a link to a folder, or a submodule, is one file to git. */
function isAmong(path, paths) {
    const parts = path.split('/');
    return parts.some((_part, index) => paths.has(parts.slice(0, index + 1).join('/')));
}


/***/ }),

/***/ 526:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ readProblem),
/* harmony export */   WF: () => (/* binding */ createReader),
/* harmony export */   g$: () => (/* binding */ tooLarge),
/* harmony export */   g7: () => (/* binding */ decodeText),
/* harmony export */   n_: () => (/* binding */ readDockerfile),
/* harmony export */   q1: () => (/* binding */ maxDockerfileBytes),
/* harmony export */   sL: () => (/* binding */ readWorkspaceFile)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9541);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5369);
/* harmony import */ var _containment_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5228);
/* harmony import */ var _file_error_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3839);







/** The longest Dockerfiles in use have some tens of kilobytes; what has more is no Dockerfile, or is meant to tie us up. */
const maxDockerfileBytes = 1024 * 1024;
const dockerfile = { name: 'a Dockerfile', maxBytes: maxDockerfileBytes };
/**
 * Without O_NONBLOCK, to open a named pipe is to wait for its writer, for ever. With O_NOFOLLOW a link that took the file's
 * place after its path was resolved is refused. Windows knows neither, and leaves them undefined: `|` takes that for 0.
 */
const openFlags = node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NONBLOCK | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW;
/**
 * Reads a Dockerfile of the workspace, and nothing outside of it. Links are followed.
 * @param path relative to the workspace
 */
async function readDockerfile(workspace, path) {
    try {
        return readInside(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)(workspace), await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(workspace, path)));
    }
    catch (error) {
        return unreadable(error);
    }
}
/**
 * Reads another file of the workspace in the same way.
 * @param path relative to the workspace
 * @returns `absent` where nothing has that name
 */
async function readWorkspaceFile(workspace, path, kind) {
    try {
        return readInside(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)(workspace), await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(workspace, path)), kind);
    }
    catch (error) {
        const isAbsent = (0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .errorCodeOf */ .D9)(error) === 'ENOENT' || (0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .errorCodeOf */ .D9)(error) === 'ENOTDIR';
        // A link that leads nowhere is there all the same.
        return isAbsent && !existsItself((0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(workspace, path)) ? { kind: 'absent' } : unreadable(error);
    }
}
function existsItself(path) {
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(path);
        return true;
    }
    catch {
        return false;
    }
}
/** So many files are read at once, which takes some milliseconds. */
const filesAtOnce = 32;
/**
 * Reads files that the search has found. The tree may have changed since: a file that is a link now, or lies behind one, is not read.
 * @returns reads a file by its path, relative to the workspace and free of links
 */
function createReader(workspace) {
    let root;
    let count = 0;
    return async (real) => {
        // Before some files are read at once, a thread of Node's pool looks at the workspace. The run can be stopped meanwhile, also if the file
        // system hangs (a network that is gone).
        if (root === undefined || count % filesAtOnce === 0)
            root = (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)(workspace);
        count += 1;
        try {
            const found = await root;
            return readInside(found, (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(found, real));
        }
        catch (error) {
            return unreadable(error);
        }
    };
}
/** To read a small file takes microseconds, and ten times as many by way of a thread. */
function readInside(root, real, kind = dockerfile) {
    if (!(0,_containment_js__WEBPACK_IMPORTED_MODULE_5__/* .isInside */ .FK)(root, real))
        return outside;
    const file = openFile(real);
    if (file === undefined)
        return outside;
    try {
        const status = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.fstatSync)(file, { bigint: true });
        return isUnmoved(status, real) ? readText(file, status, kind) : outside;
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(file);
    }
}
/** undefined: it was free of links, and is one now. */
function openFile(real) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(real, openFlags);
    }
    catch (error) {
        if ((0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .errorCodeOf */ .D9)(error) === 'ELOOP')
            return undefined;
        throw error;
    }
}
function unreadable(error) {
    return readProblem(`This file could not be read: ${(0,_file_error_js__WEBPACK_IMPORTED_MODULE_6__/* .meaningOf */ .P)(error)}.`);
}
const outside = readProblem('This file lies outside the workspace, or was moved while it was opened, and was not read.');
/** O_NOFOLLOW looks at the last part of a path alone; a folder on the way may have been changed for a link as well. */
function isUnmoved(opened, real) {
    const named = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(real, { bigint: true });
    return opened.ino === named.ino && opened.dev === named.dev && node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync.native(real) === real;
}
function readText(file, status, kind) {
    if (!status.isFile())
        return readProblem(`This is ${status.isDirectory() ? 'a folder' : 'no regular file'}; ${kind.name} is a file.`);
    const size = Number(status.size);
    if (size > kind.maxBytes)
        return tooLarge(size, kind);
    // One byte more than there should be: the same read shows whether it is there.
    const buffer = Buffer.allocUnsafe(size + 1);
    const length = fill(file, buffer, size);
    if (length > size)
        return readProblem('This file was written to while it was read. Try again.');
    return decodeText(buffer.subarray(0, length), kind);
}
/** Reads until there are so many bytes, or no more. */
function fill(file, buffer, enough) {
    let length = 0;
    for (;;) {
        const bytesRead = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(file, buffer, length, buffer.length - length, null);
        length += bytesRead;
        if (bytesRead === 0 || length >= enough)
            return length;
    }
}
/** What a file's bytes say, wherever they were read. */
function decodeText(bytes, kind = dockerfile) {
    if (bytes.length > kind.maxBytes)
        return tooLarge(bytes.length, kind);
    try {
        return { kind: 'text', text: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_4__/* .decodeUtf8 */ ._6)(bytes) };
    }
    catch (error) {
        if (error instanceof TypeError)
            return other('This file is not UTF-8 text. Save it as UTF-8.');
        throw error;
    }
}
function tooLarge(size, { name, maxBytes } = dockerfile) {
    return other(`This file has ${size} bytes; ${name} has at most ${maxBytes}. It was not read.`);
}
function readProblem(message) {
    return { kind: 'problem', message };
}
function other(message) {
    return { kind: 'problem', message, isOther: true };
}


/***/ })

};
