export const id = 407;
export const ids = [407];
export const modules = {

/***/ 4854:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   ob: () => (/* binding */ formatLimitReset),
/* harmony export */   tu: () => (/* binding */ wordsFor)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7934);
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9541);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5369);



/** octokit's errors have a status even where nobody answered. */
const answeredSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ status: valibot__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(), response: valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({}) });
/**
 * Sentences for what octokit threw.
 * @param permission that the token must have for what was asked: `pull-requests: read`
 */
function wordsFor(error, permission) {
    const what = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g$)((0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error), 200).replace(/\.$/, '');
    const status = statusOf(error);
    if (status === undefined)
        return `${what}.`;
    const lacksPermission = (status === 401 || status === 403 || status === 404) && !/rate limit/i.test(what);
    return `${status} ${what}.${formatLimitReset(error)}${lacksPermission ? ` The job needs the permission \`${permission}\`.` : ''}`;
}
/** Of more digits no time is made. */
const limitedSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    response: valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
        headers: valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
            'x-ratelimit-remaining': valibot__WEBPACK_IMPORTED_MODULE_2__/* .literal */ .euz('0'),
            'x-ratelimit-reset': valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_2__/* .regex */ .yGV(/^\d{1,12}$/)),
        }),
    }),
});
/** A sentence behind another: when GitHub answers again; '' where no limit of a whole hour is used up. */
function formatLimitReset(error) {
    const limited = valibot__WEBPACK_IMPORTED_MODULE_2__/* .safeParse */ .xLC(limitedSchema, error);
    if (!limited.success)
        return '';
    const { 'x-ratelimit-reset': seconds } = limited.output.response.headers;
    return ` It answers again at ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatTime */ .fU)(new Date(Number(seconds) * 1_000))}.`;
}
/** What GitHub answered; undefined where it did not. */
function statusOf(error) {
    const answered = valibot__WEBPACK_IMPORTED_MODULE_2__/* .safeParse */ .xLC(answeredSchema, error);
    return answered.success ? answered.output.status : undefined;
}


/***/ }),

/***/ 6528:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ readPages)
/* harmony export */ });
/* unused harmony export nextOf */
/** Ten thousand entries: more than any list that is read here, and an end to links that lead in a circle. */
const maxPages = 100;
/**
 * The pages of a list, each as it came, along GitHub's `Link` headers. Source: docs.github.com, "Using pagination in the REST API". Not by
 * octokit's own plugin, to which an answer without content, or a 409, is a last page that is empty.
 * @throws what octokit throws, of whichever page
 */
async function* readPages(client, route, parameters) {
    let answer = await client.request(route, { ...parameters, per_page: 100 });
    for (let page = 1;; page += 1) {
        yield answer.data;
        const next = nextOf(answer.headers.link ?? '');
        if (next === undefined)
            return;
        if (page === maxPages)
            throw new Error(`the list has more than ${maxPages} pages`);
        answer = await client.request({ method: 'GET', url: next });
    }
}
/** Four addresses, as a list's first page has them, take some hundred characters; what is longer leads nowhere. */
const maxLinkLength = 8_192;
/**
 * The address of the next page in a `Link` header, as GitHub writes them; undefined: there is none. Source: docs.github.com, "Using pagination
 * in the REST API"; RFC 8288 §3.
 */
function nextOf(header) {
    return /<([^<>\s]+)>\s*;\s*rel="next"/.exec(header.slice(0, maxLinkLength))?.[1];
}


/***/ }),

/***/ 5252:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ nameOfBlob),
/* harmony export */   r: () => (/* binding */ readContents)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7934);
/* harmony import */ var _runtime_wait_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6223);
/* harmony import */ var _tree_read_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(526);
/* harmony import */ var _api_failure_words_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4854);





/** One answer, with the longest wait that a rate limit may ask for. */
const readingTimeoutMs = 90_000;
/** Of files above 1 MB GitHub gives no content. Source: docs.github.com, "Get repository content". */
const fileSchema = valibot__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    type: valibot__WEBPACK_IMPORTED_MODULE_4__/* .literal */ .euz('file'),
    size: valibot__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig(),
    encoding: valibot__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    content: valibot__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
});
/**
 * Reads a file by GitHub's contents API, bounded as one of the workspace is.
 * @param blob git's name of what is expected; GitHub follows links, and what is behind one has another name
 * @throws {Error} sentences: GitHub cannot be asked
 */
async function readContents({ owner, repository, path, sha }, blob, client, signal, kind) {
    // git has no others; an address would be another with them.
    if (!path.split('/').every((part) => !['', '.', '..'].includes(part)))
        return { kind: 'absent' };
    try {
        const answer = await (0,_runtime_wait_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .NE)(readingTimeoutMs, { clock: client.clock, signal }, async () => client.request('GET /repos/{owner}/{repo}/contents/{path}', {
            owner,
            repo: repository,
            path,
            ...(sha === undefined ? {} : { ref: sha }),
        }));
        return decode(answer.data, blob, kind);
    }
    catch (error) {
        if ((0,_api_failure_words_js__WEBPACK_IMPORTED_MODULE_3__/* .statusOf */ .c2)(error) === 404)
            return { kind: 'absent' };
        throw new Error((0,_api_failure_words_js__WEBPACK_IMPORTED_MODULE_3__/* .wordsFor */ .tu)(error, 'contents: read'), { cause: error });
    }
}
function decode(answer, blob, kind) {
    const file = valibot__WEBPACK_IMPORTED_MODULE_4__/* .safeParse */ .xLC(fileSchema, answer);
    if (!file.success)
        return (0,_tree_read_js__WEBPACK_IMPORTED_MODULE_2__/* .readProblem */ .K)(`This is no regular file; ${kind?.name ?? 'a Dockerfile'} is one.`);
    const { size, encoding, content } = file.output;
    if (encoding !== 'base64')
        return (0,_tree_read_js__WEBPACK_IMPORTED_MODULE_2__/* .tooLarge */ .g$)(size, kind);
    const bytes = Buffer.from(content, 'base64');
    if (blob !== undefined && blob !== nameOfBlob(bytes))
        return (0,_tree_read_js__WEBPACK_IMPORTED_MODULE_2__/* .readProblem */ .K)('This is a link, which is not followed here, or the pull request has gone on since the run was started.');
    return (0,_tree_read_js__WEBPACK_IMPORTED_MODULE_2__/* .decodeText */ .g7)(bytes, kind);
}
/** Source: git-scm.com, "Git Internals - Git Objects". */
function nameOfBlob(bytes) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}


/***/ }),

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

/***/ 2407:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  triggerOf: () => (/* binding */ triggerOf)
});

// EXTERNAL MODULE: external "node:path/posix"
var posix_ = __webpack_require__(3916);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./src/runtime/optional-field.ts
var optional_field = __webpack_require__(7843);
;// CONCATENATED MODULE: ./src/github/change/diff.ts


/** A file as GitHub lists it. Source: docs.github.com, "List pull requests files", "Compare two commits". */
const listedFileSchema = dist/* object */.Ikc({
    filename: dist/* string */.YjP(),
    status: dist/* string */.YjP(),
    previous_filename: (0,optional_field/* optional */.lq)(dist/* string */.YjP()),
    sha: (0,optional_field/* optional */.lq)(dist/* string */.YjP()),
    /** Only a submodule has none. Source: github/rest-api-description#1945. */
    blob_url: (0,optional_field/* optional */.lq)(dist/* string */.YjP()),
});
function diffOfListed(listed) {
    return makeDiff(listed.flatMap((file) => {
        const { filename: now, status, previous_filename: before } = file;
        const content = { blob: file.sha, isSubmodule: file.blob_url === undefined };
        switch (status) {
            case 'unchanged':
                return [];
            case 'removed':
                return [{ gone: now }];
            case 'renamed':
                return [{ ...content, now, before, gone: before }];
            case 'added':
            case 'copied':
                return [{ ...content, now }];
            default:
                return [{ ...content, now, before: now }];
        }
    }));
}
/** git's mode of a submodule. Source: git-scm.com, "gitdatamodel". */
const submoduleMode = '160000';
/**
 * @param text of `git diff --raw -z`: `:100644 100644 <blob> <blob> M` and a path, or two paths of what was renamed or copied, each ended by NUL.
 * Source: git-scm.com, "git-diff", "Raw output format".
 */
function diffOfRaw(text) {
    const fields = text.split('\0');
    const differences = [];
    for (let at = 0; at + 1 < fields.length;) {
        const [modes = '', first = '', second = ''] = fields.slice(at, at + 3);
        const [, mode, , , status = ''] = modes.split(' ');
        const hasTwo = status.startsWith('R') || status.startsWith('C');
        const difference = differenceOf(status.slice(0, 1), first, second);
        differences.push({ ...difference, isSubmodule: mode === submoduleMode });
        at += hasTwo ? 3 : 2;
    }
    return makeDiff(differences);
}
function differenceOf(status, first, second) {
    switch (status) {
        case 'D':
            return { gone: first };
        case 'A':
            return { now: first };
        case 'C':
            return { now: second };
        case 'R':
            return { now: second, before: first, gone: first };
        default:
            return { now: first, before: first };
    }
}
/** A path that was left and taken again by another file is there. */
function makeDiff(differences) {
    const files = new Map(differences.flatMap(({ now, before }) => (now === undefined ? [] : [[now, before]])));
    const gone = differences.flatMap((difference) => difference.gone ?? []);
    return {
        files,
        gone: new Set(gone.filter((path) => !files.has(path))),
        submodules: new Set(differences.flatMap(({ now, isSubmodule }) => (now === undefined || isSubmodule !== true ? [] : [now]))),
        blobs: new Map(differences.flatMap(({ now, blob }) => (now === undefined || blob === undefined ? [] : [[now, blob]]))),
    };
}

;// CONCATENATED MODULE: ./src/github/change/checkout-files.ts


/**
 * What a pull request changes, by the checkout's own history.
 * @throws {Error} a sentence: the history is not there, or is not the pull request's
 */
async function readCheckoutFiles(event, git, signal, mergeSha) {
    return compare(await findBase(event, git, signal, mergeSha), 'HEAD', git, signal);
}
/**
 * What is different between the commits of a push or a merge group, by the checkout's own history.
 * @throws {Error} a sentence: the history is not there
 */
async function readRangeFiles({ baseSha, headSha }, git, signal) {
    for (const sha of [baseSha, headSha]) {
        const { exitCode } = await git(['cat-file', '-e', `${sha}^{commit}`], signal);
        if (exitCode !== 0)
            throw tooShallow(sha);
    }
    return compare(baseSha, headSha, git, signal);
}
/** `diff.relative` would hide what is outside the folder, and `ignore` in `.gitmodules` a submodule. */
async function compare(base, head, git, signal) {
    const options = ['--raw', '--find-renames', '--ignore-submodules=none', '--no-ext-diff', '--no-textconv', '-z'];
    const text = await ask(git, ['-c', 'diff.relative=false', 'diff', ...options, `${base}..${head}`, '--'], signal);
    return diffOfRaw(text);
}
/** Says whether the checkout is of the pull request's own commit, or of GitHub's merge of it. A shallow one has the names of the parents, too. */
async function isHeadCheckedOut({ headSha }, git, signal) {
    const head = (await ask(git, ['rev-parse', '--verify', 'HEAD'], signal)).trim();
    if (head === headSha)
        return true;
    const [header = ''] = (await ask(git, ['cat-file', 'commit', 'HEAD'], signal)).split('\n\n');
    return header.split('\n').includes(`parent ${headSha}`);
}
/**
 * What `actions/checkout` leaves is the merge that GitHub made of both sides, and its first parent is the other side: the payload's base may
 * have been moved on since. Anything else has to be compared with where it parted from that base: whoever may push to a branch can merge, too,
 * and a merge of that kind has a first parent of his own choice.
 * @param mergeSha GitHub's merge, where it is known
 * @throws {Error} a sentence: the history is not there, or is not the pull request's
 */
async function findBase(event, git, signal, mergeSha) {
    const { headSha } = event;
    const [head = '', ...parents] = (await ask(git, ['rev-list', '--parents', '--max-count=1', 'HEAD'], signal))
        .trim()
        .split(' ');
    const [first, second, ...others] = parents;
    const isGithubs = mergeSha === undefined || mergeSha === '' || head === mergeSha;
    if (isGithubs && first !== undefined && second === headSha && others.length === 0)
        return first;
    if (head !== headSha)
        await requireCommit(event, git, signal);
    return findMergeBase(event, git, signal);
}
/**
 * `pull_request_target` checks out the base, which beside itself changes nothing at all; and no depth of it brings a fork's commits, of which
 * GitHub alone tells.
 */
async function requireCommit(event, git, signal) {
    const { name, headSha } = event;
    const { exitCode } = await git(['merge-base', '--is-ancestor', headSha, 'HEAD'], signal);
    if (exitCode === 0)
        return;
    const isBaseCheckout = name === 'pull_request_target' && !(await isHeadCheckedOut(event, git, signal));
    if (exitCode !== 1 && !isBaseCheckout)
        throw tooShallow(headSha, mergeDepth);
    const why = isBaseCheckout ? ': under pull_request_target it is the base’s, as it should be' : '';
    throw new Error(`It is not of the pull request, whose commit ${checkout_files_short(headSha)} is not in it${why}.`);
}
async function findMergeBase({ baseSha, isFromFork }, git, signal) {
    const { exitCode, stdout } = await git(['merge-base', baseSha, 'HEAD'], signal);
    const base = stdout.trim();
    if (exitCode !== 0 || base === '')
        throw tooShallow(baseSha, isFromFork ? `${mergeDepth} The fork’s own repository need not have it.` : mergeDepth);
    return base;
}
async function ask(git, args, signal) {
    const { exitCode, stdout, stderr } = await git(args, signal);
    if (exitCode !== 0)
        throw new Error(`git cannot read it: ${(0,runtime_text/* printable */.g$)(stderr, 200) || `exit code ${exitCode}`}.`);
    return stdout;
}
/** Of GitHub's merge the two parents are enough, which is all that a big repository should have to fetch. */
const mergeDepth = '`fetch-depth: 2` of actions/checkout brings it where that checks out GitHub’s merge, and `fetch-depth: 0` of anything else.';
function tooShallow(sha, advice = '`fetch-depth: 0` of actions/checkout brings that.') {
    return new Error(`It lacks the history to commit ${checkout_files_short(sha)}; ${advice}`);
}
function checkout_files_short(sha) {
    return sha.slice(0, 7);
}

// EXTERNAL MODULE: ./src/runtime/wait.ts
var wait = __webpack_require__(6223);
// EXTERNAL MODULE: ./src/github/api/failure-words.ts
var failure_words = __webpack_require__(4854);
;// CONCATENATED MODULE: ./src/github/change/compare-commits.ts




/** GitHub lists no more, and does not say that there are more. Source: docs.github.com, "Compare two commits". */
const maxComparedFiles = 300;
/** One answer, with the longest wait that a rate limit may ask for. */
const comparingTimeoutMs = 120_000;
const comparisonSchema = dist/* object */.Ikc({ status: dist/* string */.YjP(), files: dist/* array */.YOg(listedFileSchema) });
/**
 * What is different between an event's two commits, as GitHub compares them: from where they parted, which must be the first of them.
 * @throws {Error} sentences: GitHub cannot be asked, or does not tell
 */
async function compareCommits({ owner, repository, baseSha, headSha }, client, signal) {
    // The files are all on the first page, and the commits, which are what is paged, are not wanted.
    const parameters = { owner, repo: repository, basehead: `${baseSha}...${headSha}`, per_page: 1 };
    const answer = await (0,wait/* withDeadline */.NE)(comparingTimeoutMs, { clock: client.clock, signal }, async () => client.request('GET /repos/{owner}/{repo}/compare/{basehead}', parameters)).catch((error) => {
        throw new Error((0,failure_words/* wordsFor */.tu)(error, 'contents: read'), { cause: error });
    });
    const comparison = dist/* safeParse */.xLC(comparisonSchema, answer.data);
    if (!comparison.success)
        throw new Error('the answer is no comparison.');
    const { status, files } = comparison.output;
    // Of what was taken back by force GitHub says nothing.
    if (status !== 'ahead' && status !== 'identical')
        throw new Error('it does not tell what a push by force takes back.');
    if (files.length >= maxComparedFiles)
        throw new Error(`it lists no more than ${maxComparedFiles} files, and there are as many.`);
    return diffOfListed(files);
}

// EXTERNAL MODULE: ./src/github/api/pages.ts
var pages = __webpack_require__(6528);
;// CONCATENATED MODULE: ./src/github/change/pull-request-files.ts





/** GitHub lists no more, and does not say that there are more. Source: docs.github.com, "List pull requests files". */
const maxListedFiles = 3_000;
/** Thirty pages of GitHub's, or one with the longest wait that a rate limit may ask for. */
const listingTimeoutMs = 120_000;
const pageSchema = dist/* array */.YOg(listedFileSchema);
/**
 * The files that a pull request changes, as GitHub lists them.
 * @returns undefined where there are more than GitHub lists
 * @throws {Error} a sentence: GitHub cannot be asked
 */
async function listPullRequestFiles(event, client, signal) {
    try {
        return await (0,wait/* withDeadline */.NE)(listingTimeoutMs, { clock: client.clock, signal }, async (bounded) => readFiles(event, client, bounded));
    }
    catch (error) {
        throw new Error((0,failure_words/* wordsFor */.tu)(error, 'pull-requests: read'), { cause: error });
    }
}
async function readFiles({ owner, repository, number }, client, signal) {
    const parameters = { owner, repo: repository, pull_number: number };
    const listed = [];
    for await (const answer of (0,pages/* readPages */.n)(client, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files', parameters)) {
        signal.throwIfAborted();
        const page = dist/* safeParse */.xLC(pageSchema, answer);
        if (!page.success)
            throw new Error('the answer is no list of files');
        listed.push(...page.output);
        if (listed.length >= maxListedFiles)
            return undefined;
    }
    return diffOfListed(listed);
}

;// CONCATENATED MODULE: ./src/github/change/changed-files.ts




/**
 * What the event that started a run changes. Of a pull request as GitHub lists it, and where it does not, by the checkout; GitHub lists
 * it as it is now, which may be newer than the run. Of a push and a merge group by the checkout, and where that lacks the history, as
 * GitHub compares. Never throws.
 */
async function readChangedFiles(event, deps) {
    return event.kind === 'pull-request' ? readPullRequest(event, deps) : readRange(event, deps);
}
/** `pull request #7`, `push 1f2e3d4..9a8b7c6` */
function formatChange(event) {
    if (event.kind === 'pull-request')
        return `pull request #${event.number}`;
    const range = `${event.baseSha.slice(0, 7)}..${event.headSha.slice(0, 7)}`;
    return `${event.name === 'push' ? 'push' : 'merge group'} ${range}`;
}
async function readPullRequest(event, deps) {
    const { client, git, signal, mergeSha } = deps;
    const listed = await attempt(async () => listFiles(event, await client(), signal));
    if (listed.kind === 'done' && listed.value !== undefined)
        return { kind: 'known', diff: listed.value };
    const why = listed.kind === 'done' ? `It has no more than ${maxListedFiles}, and there are as many.` : listed.why;
    const diffed = await attempt(async () => readCheckoutFiles(event, git, signal, mergeSha));
    if (diffed.kind === 'done')
        return { kind: 'known', diff: diffed.value };
    return unknown(event, `. GitHub’s list: ${why} The checkout: ${diffed.why}`);
}
async function listFiles(event, client, signal) {
    if (client !== undefined)
        return listPullRequestFiles(event, client, signal);
    throw new Error('There is no `github-token`; its default has the permission `pull-requests: read` where the job gives it.');
}
async function readRange(event, deps) {
    const { client, git, signal } = deps;
    if (/^0+$/.test(event.baseSha))
        return unknown(event, ': its branch is new, and there is nothing before it.');
    const diffed = await attempt(async () => readRangeFiles(event, git, signal));
    if (diffed.kind === 'done')
        return { kind: 'known', diff: diffed.value };
    const compared = await attempt(async () => {
        const known = await client();
        if (known === undefined)
            throw new Error('There is no `github-token`.');
        return compareCommits(event, known, signal);
    });
    if (compared.kind === 'done')
        return { kind: 'known', diff: compared.value };
    return unknown(event, `. The checkout: ${diffed.why} GitHub’s comparison: ${compared.why}`);
}
async function attempt(task) {
    try {
        return { kind: 'done', value: await task() };
    }
    catch (error) {
        return { kind: 'failed', why: (0,errors/* messageOf */.bD)(error) };
    }
}
function unknown(event, why) {
    return { kind: 'unknown', why: `Which files ${formatChange(event)} changes is not known${why}` };
}

// EXTERNAL MODULE: ./src/github/change/checkout.ts
var checkout = __webpack_require__(7134);
// EXTERNAL MODULE: ./src/tree/known-change.ts
var known_change = __webpack_require__(6244);
// EXTERNAL MODULE: ./src/tree/read.ts
var tree_read = __webpack_require__(526);
;// CONCATENATED MODULE: ./src/github/change/running-workflow.ts




/** More files than this no workflow is made of. */
const maxFiles = 50;
/**
 * Which of the files that are changed says what the run does: its workflow, or a workflow or an action of the same repository that this
 * calls. What another repository has is not changed by this one.
 * @param diff with paths in the workspace
 */
async function findConfiguration(location, diff) {
    const workflow = workflowOf(location);
    const waiting = workflow === undefined ? [] : [workflow];
    const allChanged = [...diff.files.keys(), ...diff.gone];
    const seen = new Set();
    for (let path = waiting.shift(); path !== undefined && seen.size < maxFiles; path = waiting.shift()) {
        if (seen.has(path))
            continue;
        seen.add(path);
        const own = new Set([path]);
        // An action is a folder, and any file in it may be what it runs.
        const changed = isWorkflow(path)
            ? allChanged.find((file) => own.has(file))
            : allChanged.find((file) => (0,known_change/* isAmong */.F)(file, own));
        if (changed !== undefined)
            return changed;
        waiting.push(...(await readCalls(location, path)));
    }
    return undefined;
}
/** `owner/name/.github/workflows/mirror.yml@refs/heads/main`; of a workflow that was called it is the caller's. */
function workflowOf({ environment, root }) {
    const [, repository, path] = /^([^/]+\/[^/]+)\/(\.github\/workflows\/[^@]+)@/.exec(environment.GITHUB_WORKFLOW_REF ?? '') ?? [];
    const isOurs = repository?.toLowerCase() === environment.GITHUB_REPOSITORY?.toLowerCase();
    return path === undefined || !isOurs ? undefined : (0,posix_.join)(root, path);
}
function isWorkflow(path) {
    return /\.ya?ml$/.test(path);
}
/**
 * The workflows and actions of this repository that one calls. `uses: ./…` of an action is from the workspace, and of a workflow from the repository's
 * root, where `uses: $/…` of both is from. Source: actions/runner#4457; github.blog/changelog, 2026-07-30, "Reference same-repository actions with
 * self-repository syntax".
 */
async function readCalls({ workspace, root }, path) {
    const files = isWorkflow(path) ? [path] : [(0,posix_.join)(path, 'action.yml'), (0,posix_.join)(path, 'action.yaml')];
    const texts = await Promise.all(files.map(async (file) => (0,tree_read/* readDockerfile */.n_)(workspace, file)));
    const lines = texts.flatMap((read) => (read.kind === 'text' ? [...read.text.matchAll(usesLine)] : []));
    return lines.flatMap(([, from, written = '']) => {
        const call = (0,runtime_text/* withoutTrailing */.hT)(written, '/');
        // The root does not count: every change is in it.
        if (call === '')
            return [];
        return from === '$' || isWorkflow(call) ? (0,posix_.join)(root, call) : call;
    });
}
/** In block style and in flow style (`- { uses: ./x }`). A line too many costs a run of all files. */
const usesLine = /(?:^|[{,])[ \t-]*["']?uses["']?[ \t]*:[ \t]*["']?([.$])\/([^\s"'#@,}]*)/gm;

// EXTERNAL MODULE: ./src/github/change/git.ts + 1 modules
var change_git = __webpack_require__(5458);
// EXTERNAL MODULE: ./node_modules/p-queue/dist/index.js + 4 modules
var p_queue_dist = __webpack_require__(9052);
// EXTERNAL MODULE: ./src/runtime/circuit-breaker.ts
var circuit_breaker = __webpack_require__(2002);
;// CONCATENATED MODULE: ./src/github/api/github-circuit-breaker.ts


/** GitHub is given up for good: what it is asked for here a run can do without. */
const rule = { failures: 3, forMs: 0, cooldownMs: Number.POSITIVE_INFINITY };
/**
 * Gives GitHub up for good: at a rate limit, at some failures in a row, when the time is over.
 * @param maxMs from the first question on, for all of them
 */
function createGithubCircuitBreaker(maxMs, { clock, signal }) {
    const circuit = new circuit_breaker/* CircuitBreaker */.a(rule, clock);
    let over;
    const timeIsOver = async () => {
        await clock.sleep(maxMs, signal);
        const words = circuit.refusal() ?? `it was not done within ${maxMs / 1_000} seconds.`;
        circuit.trip(words);
        throw new Error(words);
    };
    return {
        ask: async (question) => {
            const given = circuit.refusal();
            if (given !== undefined)
                throw new Error(given);
            over ??= timeIsOver();
            over.catch(() => undefined);
            try {
                const answer = await Promise.race([question(), over]);
                circuit.succeeded();
                return answer;
            }
            catch (error) {
                if (circuit.refusal() !== undefined)
                    throw error;
                if (/rate limit/i.test((0,errors/* messageOf */.bD)(error)))
                    circuit.trip((0,errors/* messageOf */.bD)(error));
                else
                    circuit.failed((0,errors/* messageOf */.bD)(error));
                throw error;
            }
        },
    };
}

// EXTERNAL MODULE: ./src/github/change/contents.ts
var change_contents = __webpack_require__(5252);
;// CONCATENATED MODULE: ./src/github/change/text-sources.ts



/** @returns undefined where the checkout lacks it */
async function readCheckout({ sha, path }, { git, signal }) {
    const read = await git(['cat-file', 'blob', `${sha}:${path}`], signal).catch(() => undefined);
    return read?.exitCode === 0 ? (0,tree_read/* decodeText */.g7)(Buffer.from(read.stdout)) : undefined;
}
/**
 * The same of what a pull request brings, which nobody has looked at: what is no regular file, is not what GitHub lists, or is no text stays
 * unread here. A checkout with all branches has those of its own repository.
 */
async function readCheckedFile(file, deps) {
    const { git, signal } = deps;
    const ask = ['--literal-pathspecs', 'ls-tree', '-l', '-z', '--full-tree', file.sha, '--', file.path];
    const listed = await git(ask, signal).catch(() => undefined);
    const [, blob, size] = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t/.exec(listed?.stdout ?? '') ?? [];
    if (blob === undefined || (file.blob ?? blob) !== blob)
        return undefined;
    // Nothing ends a git that prints it.
    if (Number(size) > tree_read/* maxDockerfileBytes */.q1)
        return (0,tree_read/* tooLarge */.g$)(Number(size));
    const read = await git(['cat-file', 'blob', blob], signal).catch(() => undefined);
    const bytes = Buffer.from(read?.stdout ?? '');
    return (0,change_contents/* nameOfBlob */._)(bytes) === blob ? (0,tree_read/* decodeText */.g7)(bytes) : undefined;
}
/**
 * @param reserved how many requests are left to the comment, and to other jobs
 * @throws {Error} sentences: GitHub cannot be asked, or has too little left to answer
 */
async function readGithub({ sha, path, blob }, { owner, repository }, { client, signal }, reserved) {
    const github = await client();
    if (github === undefined)
        throw new Error('there is no `github-token`.');
    requireLeft(github, reserved);
    const contents = await (0,change_contents/* readContents */.r)({ owner, repository, path, sha }, blob, github, signal);
    return contents.kind === 'absent' ? (0,tree_read/* readProblem */.K)(`It is not there at ${sha.slice(0, 7)}.`) : contents;
}
function requireLeft({ requestsLeft }, reserved) {
    const left = requestsLeft();
    if (left === undefined || left.count > reserved)
        return;
    const count = left.count === 1 ? '1 request' : `${left.count} requests`;
    throw new Error(`GitHub’s rate limit leaves ${count} until ${(0,runtime_text/* formatTime */.fU)(left.until)}, which are for the comment and for other jobs.`);
}

;// CONCATENATED MODULE: ./src/github/change/texts.ts






/** Of what a change has more files than this, most are no Dockerfiles; each may cost one of a thousand requests an hour. */
const maxTexts = 300;
/** What is only compared does not take the last of those from the comment and from other jobs: a tenth of what all have an hour. */
const requestsReservedBefore = 100;
/** Without its text a file fails, so that no more is spared than a comment takes: some pages of others, and the write. */
const requestsReservedNow = 20;
/** A process, or a request, each. */
const textsAtOnce = 4;
/** All of it: copies wait for it. What is not read by then is not compared, and its registries are not known to have been named. */
const maxReadingMs = 60_000;
/** @param maxMs from the first question to GitHub on, for all of them */
function createTextsBefore(event, deps, maxMs = maxReadingMs) {
    const queue = new p_queue_dist/* default */.Ay({ concurrency: textsAtOnce });
    const { git, signal, mergeSha } = deps;
    /** The commit that files are compared with. */
    let base;
    const failures = [];
    const texts = new Map();
    const circuitBreaker = createGithubCircuitBreaker(maxMs, deps);
    let count = 0;
    const read = async (path) => {
        // If the checkout does not tell the base, it may still have the one that the event names.
        base ??=
            event.kind === 'commit-range'
                ? Promise.resolve(event.baseSha)
                : findBase(event, git, signal, mergeSha).catch(() => event.baseSha);
        const inCheckout = await readCheckout({ sha: await base, path }, deps);
        const file = { sha: event.baseSha, path };
        const result = inCheckout ?? (await circuitBreaker.ask(async () => readGithub(file, event, deps, requestsReservedBefore)));
        if (result.kind !== 'text')
            throw new Error(result.message);
        return result.text;
    };
    const readOnce = async (path) => {
        count += 1;
        if (count > maxTexts)
            return undefined;
        return queue.add(async () => read(path).catch((error) => {
            failures.push((0,errors/* messageOf */.bD)(error));
            return undefined;
        }));
    };
    return {
        read: async (path) => {
            const text = texts.get(path) ?? readOnce(path);
            texts.set(path, text);
            return text;
        },
        warnings: () => warnOfUnread(failures, count),
    };
}
/** What became of the images of such files is in no row, and a reader might take them for looked at. */
function warnOfUnread([first, ...others], count) {
    const files = others.length === 0 ? 'a file was' : `${others.length + 1} files were`;
    const failed = first === undefined ? [] : [`What ${files} before cannot be read, and is not compared: ${first}`];
    if (count <= maxTexts)
        return failed;
    return [
        ...failed,
        `Of ${count} files that changed, ${maxTexts} were read as they were before: the images of the others are not compared.`,
    ];
}
/** Gives the texts that files have in a pull request whose checkout is not there. Never fails. */
function createTextsNow(event, blobs, deps) {
    const queue = new p_queue_dist/* default */.Ay({ concurrency: textsAtOnce });
    let count = 0;
    const read = async (path) => {
        count += 1;
        if (count > maxTexts)
            throw new Error(`more than ${maxTexts} are not read in one run.`);
        const file = { sha: event.headSha, path, blob: blobs.get(path) };
        return (await readCheckedFile(file, deps)) ?? readGithub(file, event, deps, requestsReservedNow);
    };
    return async (path) => queue.add(async () => read(path).catch((error) => (0,tree_read/* readProblem */.K)(`This file could not be read by GitHub’s API: ${(0,errors/* messageOf */.bD)(error)}`)));
}

;// CONCATENATED MODULE: ./src/github/change/trigger.ts







/** What started the run, as the runner tells it. What that changes is read when it is asked for, once. */
function triggerOf(deps) {
    const { event } = deps;
    if (event.kind === 'other')
        return triggerOfOther(event);
    let change;
    return {
        kind: kindOf(event.name),
        isBaseCheckout: event.name === 'pull_request_target',
        isProposal: event.kind === 'pull-request' ? !event.isMerged : isUnmerged(event.name),
        change: async () => (change ??= readChange(event, deps)),
    };
}
/** An event that ought to change files and cannot be read changes nobody knows what. */
function triggerOfOther({ name, why }) {
    if (why === undefined)
        return { kind: 'none', event: name };
    const kind = kindOf(name);
    const change = async () => Promise.resolve({ kind: 'unknown', why });
    return { kind, isBaseCheckout: false, isProposal: isUnmerged(name), change };
}
/** A merge group may be taken out of the queue, or fail another check: only the push says that it is merged. */
function isUnmerged(event) {
    return event !== 'push';
}
function kindOf(name) {
    if (name === 'push')
        return 'push';
    return name === 'merge_group' ? 'merge-group' : 'pull-request';
}
async function readChange(event, deps) {
    const { environment, workspace, images, github, clock, signal, log } = deps;
    const roots = await (0,checkout/* findRoots */.D0)(workspace, images);
    const [root] = roots;
    const git = (0,change_git/* createGit */.l)((0,posix_.join)(workspace, root), environment, clock);
    const texts = { client: github.client, git, clock, signal, mergeSha: environment.GITHUB_SHA };
    const changed = await readChangedFiles(event, texts);
    if (changed.kind === 'unknown')
        return changed;
    const { diff } = changed;
    // A workflow of `pull_request_target` checks out the base, if it is not told otherwise.
    const isHeadElsewhere = event.name === 'pull_request_target' && !(await isHeadCheckedOut(event, git, signal).catch(() => false));
    // What is not looked for in the workspace can be at one place only.
    const inWorkspace = moveInto(isHeadElsewhere ? [root] : roots, diff);
    const configuration = await findConfiguration({ environment, workspace, root }, inWorkspace);
    const before = createTextsBefore(event, texts);
    const now = createTextsNow(event, diff.blobs, texts);
    return {
        kind: 'known',
        what: formatChange(event),
        files: inWorkspace.files,
        gone: inWorkspace.gone,
        submodules: inWorkspace.submodules,
        ...(configuration === undefined ? {} : { configuration }),
        textBefore: async (path) => {
            const was = inWorkspace.files.has(path) ? inWorkspace.files.get(path) : path;
            return was === undefined ? undefined : before.read(inWorkspace.original(was));
        },
        warnings: before.warnings,
        readUpdates: async () => {
            if (event.kind !== 'pull-request')
                return [];
            const { readUpdates } = await __webpack_require__.e(/* import() */ 488).then(__webpack_require__.bind(__webpack_require__, 4488));
            return readUpdates(event, { client: await github.client(), signal, log });
        },
        ...(isHeadElsewhere ? { textNow: async (path) => now(inWorkspace.original(path)) } : {}),
    };
}
/** Of several folders that may be the repository's root, a file may be in any. */
function moveInto(roots, { files, gone, submodules }) {
    const originals = new Map();
    const move = (root, path) => {
        const moved = root === '' ? path : `${root}/${path}`;
        if (!originals.has(moved))
            originals.set(moved, path);
        return moved;
    };
    const moveAll = (paths) => new Set(roots.flatMap((root) => [...paths].map((path) => move(root, path))));
    return {
        files: new Map(roots.flatMap((root) => [...files].map(([now, before]) => [move(root, now), before === undefined ? undefined : move(root, before)]))),
        gone: moveAll(gone),
        submodules: moveAll(submodules),
        original: (path) => originals.get(path) ?? (0,checkout/* fromRoot */.tc)(path, roots[0] ?? ''),
    };
}


/***/ }),

/***/ 2002:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ CircuitBreaker)
/* harmony export */ });
/**
 * Stops attempts that are bound to fail. Closed, it lets everybody through. Enough failures in a row open it: whoever asks then gets the last
 * failure at once. After each cooldown it lets one attempt through, and one success closes it.
 */
class CircuitBreaker {
    rule;
    clock;
    #failures = 0;
    /** by `Clock.monotonicMs`: when the first attempt of the row was made */
    #since = 0;
    #last;
    #nextTryAt = 0;
    #isTripped = false;
    constructor(rule, clock) {
        this.rule = rule;
        this.clock = clock;
    }
    /** How many failures there were in a row. */
    get failures() {
        return this.#failures;
    }
    /** Whether attempts are refused, but for one after each cooldown. */
    get isOpen() {
        return this.#last !== undefined && this.#isOpen(this.clock.monotonicMs());
    }
    /** Why nobody should try now; undefined: try, and say how it went. */
    refusal() {
        if (this.#last === undefined)
            return undefined;
        const now = this.clock.monotonicMs();
        if (!this.#isOpen(now))
            return undefined;
        if (now < this.#nextTryAt)
            return this.#last;
        this.#nextTryAt = now + this.rule.cooldownMs;
        return undefined;
    }
    succeeded() {
        this.#failures = 0;
        this.#last = undefined;
        this.#isTripped = false;
    }
    /**
     * @param madeAt when the attempt was made, by `Clock.monotonicMs`
     * @param notBefore until then no attempt is let through
     */
    failed(failure, madeAt = this.clock.monotonicMs(), notBefore = 0) {
        if (this.#failures === 0)
            this.#since = madeAt;
        this.#failures += 1;
        this.#last = failure;
        this.#nextTryAt = Math.max(this.#nextTryAt, notBefore, this.clock.monotonicMs() + this.rule.cooldownMs);
    }
    /** Opens at once, whatever went well before. */
    trip(failure) {
        this.failed(failure);
        this.#isTripped = true;
    }
    #isOpen(now) {
        if (this.#isTripped)
            return true;
        return this.#failures >= this.rule.failures && now - this.#since >= this.rule.forMs;
    }
}


/***/ })

};
