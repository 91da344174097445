export const id = 86;
export const ids = [86];
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

/***/ 8086:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readTrustedFile: () => (/* binding */ readTrustedFile)
/* harmony export */ });
/* harmony import */ var node_path_posix__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3916);
/* harmony import */ var node_path_posix__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path_posix__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9541);
/* harmony import */ var _tree_read_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(526);
/* harmony import */ var _api_failure_words_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4854);
/* harmony import */ var _checkout_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7134);
/* harmony import */ var _contents_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5252);
/* harmony import */ var _git_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5458);







/**
 * Reads a file that decides what a run may do, where what is not merged has no part in it.
 * @param path relative to the workspace
 * @returns undefined if there is no such file
 * @throws {ConfigurationError} where that cannot be found out: a run without the file may do more than one with it
 */
async function readTrustedFile(path, kind, place, deps) {
    const found = await readAtCommit(path, kind, place, deps).catch((error) => (0,_tree_read_js__WEBPACK_IMPORTED_MODULE_2__/* .readProblem */ .K)((0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)));
    if (found.kind === 'absent')
        return undefined;
    if (found.kind === 'text')
        return found.text;
    throw new _runtime_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ConfigurationError */ .j1([`${path}: ${found.message} ${whereWords(place)}`]);
}
function whereWords({ sha }) {
    return `It is read at ${sha === undefined ? 'the default branch' : `the base, ${sha.slice(0, 7)}`}, as what is not merged does not count.`;
}
async function readAtCommit(path, kind, place, { environment, workspace, github, clock, signal }) {
    const root = await (0,_checkout_js__WEBPACK_IMPORTED_MODULE_4__/* .findRoot */ .wg)(workspace, path);
    const file = { ...place, path: (0,_checkout_js__WEBPACK_IMPORTED_MODULE_4__/* .fromRoot */ .tc)(path, root) };
    if (file.sha !== undefined) {
        const git = (0,_git_js__WEBPACK_IMPORTED_MODULE_6__/* .createGit */ .l)((0,node_path_posix__WEBPACK_IMPORTED_MODULE_0__.join)(workspace, root), environment, clock);
        const found = await readCommit({ ...file, sha: file.sha }, kind, git, signal).catch(() => undefined);
        if (found !== undefined)
            return found;
    }
    const client = await github.client();
    if (client === undefined)
        throw new Error('The checkout does not have it, and to ask GitHub takes the input `github-token`.');
    const found = await (0,_contents_js__WEBPACK_IMPORTED_MODULE_5__/* .readContents */ .r)(file, undefined, client, signal, kind);
    if (found.kind === 'absent')
        await requireReadable(file, client);
    return found;
}
/** By the checkout's own objects, which have their names from what is in them: nobody can have changed them. @returns undefined: it lacks some */
async function readCommit({ sha, path }, kind, git, signal) {
    const listed = await git(['--literal-pathspecs', 'ls-tree', '-l', '-z', '--full-tree', sha, '--', path], signal);
    if (listed.exitCode !== 0)
        return undefined;
    if (listed.stdout === '')
        return { kind: 'absent' };
    const [, blob, size] = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t/.exec(listed.stdout) ?? [];
    if (blob === undefined)
        return (0,_tree_read_js__WEBPACK_IMPORTED_MODULE_2__/* .readProblem */ .K)(`This is no regular file; ${kind.name} is one.`);
    if (Number(size) > kind.maxBytes)
        return (0,_tree_read_js__WEBPACK_IMPORTED_MODULE_2__/* .tooLarge */ .g$)(Number(size), kind);
    const { exitCode, stdout } = await git(['cat-file', 'blob', blob], signal);
    const bytes = Buffer.from(stdout);
    if (exitCode !== 0)
        return undefined;
    return (0,_contents_js__WEBPACK_IMPORTED_MODULE_5__/* .nameOfBlob */ ._)(bytes) === blob ? (0,_tree_read_js__WEBPACK_IMPORTED_MODULE_2__/* .decodeText */ .g7)(bytes, kind) : undefined;
}
/** GitHub's 404 may also mean that the token may not read: then nobody knows whether the file is there. */
async function requireReadable({ owner, repository, sha }, client) {
    try {
        const ref = sha ?? 'HEAD';
        const parameters = { owner, repo: repository, basehead: `${ref}...${ref}`, per_page: 1 };
        await client.request('GET /repos/{owner}/{repo}/compare/{basehead}', parameters);
    }
    catch (error) {
        throw new Error(`GitHub does not say whether it is there: ${(0,_api_failure_words_js__WEBPACK_IMPORTED_MODULE_3__/* .wordsFor */ .tu)(error, 'contents: read')}`, { cause: error });
    }
}


/***/ })

};
