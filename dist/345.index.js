export const id = 345;
export const ids = [345];
export const modules = {

/***/ 5458:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  l: () => (/* binding */ createGit)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: ./src/runtime/wait.ts
var wait = __webpack_require__(6223);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./node_modules/@actions/exec/lib/exec.js + 1 modules
var exec = __webpack_require__(1955);
;// CONCATENATED MODULE: ./src/github/runner/program.ts



/** Linux takes no argument of more than 128 KiB. */
const maxArgumentBytes = 128 * 1024 - 1;
/**
 * Runs a program that needs no standard input, without a shell and with nothing of it in the log. Nothing here can end it: a program that hangs or
 * floods is left. It goes on until it ends by itself, or until GitHub's runner ends what a job leaves behind.
 * @param program its name
 * @throws {DeadlineError} or the signal's reason
 * @throws {Error} the program is not there, prints too much, or is ended by a signal
 */
async function runProgram(program, args, { environment, clock, timeoutMs, maxOutputBytes, signal }) {
    // Node throws for an argument that no program can take. Inside the package nobody can catch that.
    if (args.some((arg) => arg.includes('\0') || Buffer.byteLength(arg) > maxArgumentBytes))
        throw new Error(`an argument has a NUL in it, or more than ${maxArgumentBytes} bytes`);
    const flood = new AbortController();
    const onFlood = () => {
        flood.abort(new Error(`it printed more than ${maxOutputBytes} bytes`));
    };
    const [stdout, stderr] = [new Output(maxOutputBytes, onFlood), new Output(maxOutputBytes, onFlood)];
    const options = {
        // `/` always exists. If the package cannot read a folder, it throws where nobody can catch it.
        cwd: '/',
        env: Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
        silent: true,
        ignoreReturnCode: true,
        listeners: { stdout: stdout.listen, stderr: stderr.listen },
    };
    const bounds = { clock, signal: AbortSignal.any([signal, flood.signal]) };
    const exitCode = await (0,wait/* withDeadline */.NE)(timeoutMs, bounds, async () => (0,exec/* exec */.m)(program, [...args], options));
    // Although the package's types say otherwise: a program that a signal ended has none.
    if (typeof exitCode !== 'number')
        throw new Error('it was ended by a signal');
    return { exitCode, stdout: stdout.text, stderr: stderr.text };
}
/** The beginning of what a program prints; the rest is counted and dropped. */
class Output {
    maxBytes;
    onFlood;
    #pieces = [];
    #size = 0;
    constructor(maxBytes, onFlood) {
        this.maxBytes = maxBytes;
        this.onFlood = onFlood;
    }
    listen = (piece) => {
        this.#size += piece.length;
        if (this.#size > this.maxBytes)
            this.onFlood();
        else
            this.#pieces.push(Buffer.from(piece));
        // The package splits the piece into lines next. It searches all that has no line end again with each piece, which takes 40 seconds for 64 MB.
        piece.write(external_node_os_.EOL, Math.max(0, piece.length - external_node_os_.EOL.length));
    };
    get text() {
        return Buffer.concat(this.#pieces).toString('utf8');
    }
}

;// CONCATENATED MODULE: ./src/github/change/git.ts





/** Far above what reading a history takes, but a partial clone may ask a server for what it lacks. */
const defaultTimeoutMs = 30_000;
/** A hundred thousand paths or so. */
const maxOutputBytes = 16 * 1024 * 1024;
/**
 * A job in a container is another user than the one who checked out, and git would refuse it all ("dubious ownership"). What makes it safe to go on
 * is that nothing of the folder's own configuration is run: no hook, no monitor, no pager; who asks for a diff leaves out other programs for it.
 * The checkout may be of code from outside. Its files can name filters and drivers, but no programs: those are in git's configuration, which is
 * no part of a tree. But files of a tree may look like a bare repository with a configuration of its own: such a one is none here. What is said
 * here goes before every configuration. Source: git-scm.com, "git-config", `safe.bareRepository`, `safe.directory`.
 */
const hardened = [
    '--no-pager',
    '--no-optional-locks',
    '--no-replace-objects',
    ...[
        'safe.directory=*',
        'safe.bareRepository=explicit',
        'core.hooksPath=/dev/null',
        'core.fsmonitor=false',
        'core.attributesFile=/dev/null',
    ].flatMap((setting) => ['-c', setting]),
];
/**
 * The real git, in a folder: without a shell, and without anybody to ask for a password. Nothing ends one that hangs, so after the first this
 * git is not run again: each of a change's files could leave another.
 */
function createGit(folder, environment, clock, timeoutMs = defaultTimeoutMs) {
    const own = { ...environment, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
    let hung;
    return async (args, signal) => {
        if (hung !== undefined)
            throw hung;
        const options = { environment: own, clock, timeoutMs, maxOutputBytes, signal };
        try {
            return await runProgram('git', ['-C', (0,external_node_path_.resolve)(folder), ...hardened, ...args], options);
        }
        catch (error) {
            const failure = new Error(wordsFor(error), { cause: error });
            if (error instanceof wait/* DeadlineError */.j3)
                hung = failure;
            throw failure;
        }
    };
}
function wordsFor(error) {
    const message = (0,errors/* messageOf */.bD)(error);
    // The words of `@actions/io`, which has no code for it.
    if (message.startsWith('Unable to locate executable file'))
        return 'git is not there.';
    return `git cannot be run: ${(0,runtime_text/* printable */.g$)(message, 200).replace(/\.$/, '')}.`;
}


/***/ }),

/***/ 345:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readRights: () => (/* binding */ readRights)
});

// UNUSED EXPORTS: rightsOf

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: ./src/github/change/checkout.ts
var checkout = __webpack_require__(7134);
// EXTERNAL MODULE: ./src/github/change/git.ts + 1 modules
var git = __webpack_require__(5458);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
;// CONCATENATED MODULE: ./src/github/rights/trust.ts



/**
 * Under `pull_request_target` a run has the repository's secrets, whoever opened the pull request, so it must not use a checkout of the pull
 * request. Only the base commit or its ancestors are accepted. Everything else is refused, including what git cannot answer. A missing folder
 * is accepted: its files are read by the API.
 * Source: securitylab.github.com, "Preventing pwn requests".
 * @throws {ConfigurationError} if the checkout holds the pull request, or may hold it
 */
async function requireTrusted(event, deps) {
    if (event.name !== 'pull_request_target')
        return;
    const why = event.kind === 'pull-request' ? await findDistrustReason(event, deps) : (event.why ?? 'The event is no such one.');
    if (why !== undefined)
        throw new errors/* ConfigurationError */.j1([`pull_request_target: ${why} ${whatToDo}`]);
}
const whatToDo = 'Such a run has this repository’s secrets and a token that may write: whoever opens a pull request could have both, and decide what is put under your registry’s name. Leave out "ref" and "repository" of actions/checkout, or let the event pull_request start the workflow. Only where you trust everybody who can open a pull request, set "allow-untrusted: true".';
async function findDistrustReason(event, deps) {
    // The run itself tells of a folder that is not there.
    const isThere = await (0,promises_.stat)(deps.folder).catch(() => undefined);
    if (isThere === undefined)
        return undefined;
    try {
        return await compare(event, deps);
    }
    catch (error) {
        deps.signal.throwIfAborted();
        return cannotTell((0,errors/* messageOf */.bD)(error));
    }
}
/** A merged pull request is in the base: what the event or the runner names as the base is trusted before anything else is looked at. */
async function compare(event, deps) {
    const { git, environment, signal } = deps;
    const ask = async (...args) => git(args, signal);
    const commit = await ask('cat-file', 'commit', 'HEAD');
    if (commit.exitCode !== 0)
        return cannotTell(`They are in no checkout of git’s: ${commit.stderr}`);
    const head = (await ask('rev-parse', '--verify', 'HEAD')).stdout.trim();
    const bases = [environment.GITHUB_SHA ?? '', event.baseSha].filter((sha) => /^[0-9a-f]{40,64}$/.test(sha));
    if (await isOfBase(head, bases, ask))
        return undefined;
    const relation = await relate(head, commit.stdout, event, ask);
    if (relation !== undefined)
        return `the checkout that names the images ${relation} pull request #${event.number} (${event.headSha.slice(0, 7)}).`;
    return `the checkout that names the images (${head.slice(0, 7)}) is not what the event or the runner calls the base, nor known to be an earlier commit of it: it may hold pull request #${event.number}.`;
}
async function isOfBase(head, bases, ask) {
    if (bases.includes(head))
        return true;
    for (const base of bases) {
        // 1 is no, and more than that is that git cannot tell: the history is cut off.
        if ((await ask('merge-base', '--is-ancestor', head, base)).exitCode === 0)
            return true;
    }
    return false;
}
/** How a checkout has to do with the pull request, for the words alone: it is refused whatever this finds. */
async function relate(head, commit, { headSha }, ask) {
    if (head === headSha)
        return 'is';
    // Its own words: `rev-list --parents` knows none where the history is cut off.
    const [header = ''] = commit.split('\n\n', 1);
    if (header.split('\n').includes(`parent ${headSha}`))
        return 'is a merge of';
    // The pull request may have gone on since the event.
    const pulls = ['refs/remotes/pull', 'refs/pull'];
    const refs = await ask('for-each-ref', '--points-at', 'HEAD', '--format=%(refname)', ...pulls);
    if (refs.stdout.trim() !== '')
        return 'is';
    return (await ask('merge-base', '--is-ancestor', headSha, 'HEAD')).exitCode === 0 ? 'holds' : undefined;
}
function cannotTell(why) {
    const what = (0,runtime_text/* printable */.g$)(why.trim(), 300).replace(/\.$/, '');
    return `whether the files are the pull request’s own cannot be told. ${what}. Have git on the PATH before actions/checkout runs, for without it that makes no checkout that can be asked.`;
}

;// CONCATENATED MODULE: ./src/github/rights/rights.ts





/** Of a run that may do what its workflow and its secrets allow: what is missing there is a mistake. */
const ownRights = { whenRefused: { kind: 'fail' }, noAccountReason: undefined };
/**
 * What a run may do for the pull request that started it, if one did.
 * @throws {ConfigurationError} where it has rights that the files in its checkout must not have
 */
async function readRights({ event, environment, clock, workspace, config, signal, }) {
    const folder = (0,external_node_path_.resolve)(workspace, config.images);
    // Not git in that folder itself: a pull request's files may look like a repository, and give git's answers.
    const root = await (0,checkout/* findRoot */.wg)(workspace, config.images);
    if (!config.allowUntrusted)
        await requireTrusted(event, {
            folder,
            git: (0,git/* createGit */.l)((0,external_node_path_.join)(workspace, root), environment, clock),
            environment,
            signal,
        });
    const rights = rightsOf(event, environment);
    // Anybody can open a pull request from a fork: what it names must not get a name of the target's, with its base's rights.
    const isOutsider = event.name === 'pull_request_target' && event.kind === 'pull-request' && event.isFromFork;
    return isOutsider && !config.allowUntrusted
        ? { ...rights, checkOnlyReason: outsiders, publicOnlyReason: readers }
        : rights;
}
const outsiders = 'Nothing is written for a pull request from a fork: under pull_request_target anybody who opens one would decide what is kept under the target’s names. It is mirrored when it is merged, or with "allow-untrusted: true".';
/** The comment is public, and an image that a `FROM` names would be read with the base's login. */
const readers = 'For a pull request from a fork sources are read without a login: under pull_request_target whoever opens one would be shown what only that may read. Where you trust everybody who can open one, set "allow-untrusted: true".';
/** A pull request is no place to mend rights in, and some do not have them: what cannot be written there is looked at. */
function rightsOf(event, environment) {
    const starter = starterOf(event, environment);
    if (event.kind !== 'pull-request')
        return { ...ownRights, noAccountReason: noAccountReason(starter) };
    return {
        whenRefused: {
            kind: 'check',
            // One sentence, whatever number of registries refused.
            explain: (refusals) => {
                const parts = refusals.map(({ registry, hasAccount }) => {
                    const reason = hasAccount ? reasonWithAccount(registry, starter) : reasonWithoutAccount(starter);
                    return `${registry}: ${reason}`;
                });
                return `This run may not write to ${parts.join('; nor to ')}.`;
            },
        },
        noAccountReason: noAccountReason(starter),
        ...leftImagesReason(event, environment),
    };
}
/**
 * Workflows that mirror what a bot pushed go by the actor, who is the person that pressed "Update branch", reopened the pull request or pushed to it.
 * Source: docs.github.com, "Contexts": `github.actor`; a run that is started again keeps its actor.
 */
function leftImagesReason({ author, number }, { GITHUB_ACTOR: actor = '' }) {
    if (!author.endsWith('[bot]') || actor === '' || actor === author)
        return {};
    const names = `${(0,runtime_text/* printable */.g$)(author)} opened pull request #${number}, and ${(0,runtime_text/* printable */.g$)(actor)} started this run`;
    return {
        leftImagesReason: `This run only checks, and leaves images to mirror. ${names}: by "Update branch", by reopening it, or by a push. If the workflow mirrors only what the bot pushed, let the bot push again: comment "@dependabot recreate", or tick the box in Renovate's pull request.`,
    };
}
/**
 * GitHub goes by who started the run, and not by who made the pull request. `pull_request_target` has the base's rights, whoever made it.
 * Source: docs.github.com, "Troubleshooting Dependabot on GitHub Actions", "Events that trigger workflows".
 */
function starterOf(event, { GITHUB_ACTOR }) {
    if (event.name === 'pull_request_target')
        return 'other';
    if (event.kind === 'pull-request' && event.isFromFork)
        return 'fork';
    // A push of Dependabot has Dependabot's rights, too. What is missing is a mistake, but not where it seems to be.
    const isOfBranch = event.kind === 'pull-request' || event.name === 'push';
    return isOfBranch && GITHUB_ACTOR === 'dependabot[bot]' ? 'dependabot' : 'other';
}
function noAccountReason(starter) {
    switch (starter) {
        case 'fork':
            return 'Runs for pull requests from forks have by default no secrets to log in with.';
        case 'dependabot':
            return 'Dependabot’s runs have only Dependabot’s own secrets: those of the login must be there, too (Settings → Secrets and variables → Dependabot).';
        case 'other':
            return undefined;
    }
}
function reasonWithoutAccount(starter) {
    switch (starter) {
        case 'fork':
            return 'there is no login for it, and runs for pull requests from forks have by default no secrets';
        case 'dependabot':
            return 'there is no login for it, and Dependabot’s runs have only Dependabot’s own secrets (Settings → Secrets and variables → Dependabot)';
        case 'other':
            return 'there is no login for it before this step (docker/login-action)';
    }
}
/** A private repository may send its forks a write token, and secrets. Source: docs.github.com, "Automatic token authentication" and "Troubleshooting Dependabot on GitHub Actions". */
function reasonWithAccount(registry, starter) {
    if (registry !== 'ghcr.io')
        return 'the account that is logged in there lacks the right';
    switch (starter) {
        case 'fork':
            return 'a run for a pull request from a fork has by default no permission "packages: write"';
        case 'dependabot':
            return 'the job lacks the permission "packages: write", which Dependabot’s runs have only where the workflow’s "permissions" name it';
        case 'other':
            return 'the job lacks the permission "packages: write", or the package does not let this repository write (package settings, "Manage Actions access"), or it is new and the organisation lets nobody create packages (organisation settings, Packages, "Package creation")';
    }
}


/***/ })

};
