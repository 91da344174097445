export const id = 314;
export const ids = [314];
export const modules = {

/***/ 9314:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readUrgency: () => (/* binding */ readUrgency)
});

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(3916);
;// CONCATENATED MODULE: ./src/github/api.ts

const defaultLimits = { requestTimeoutMs: 30_000, secondMs: 1_000 };
/**
 * Makes a client for the GitHub that the run is on, through the environment's proxy. octokit and an HTTP client take longer to load than
 * a run on an empty tree takes in all, so that they are loaded here and not when this file is.
 * @returns undefined without a token, for GitHub then answers sixty requests an hour and address, which runners share
 * @throws {ConfigurationError} where GITHUB_API_URL, the proxy or the certificates of the environment cannot be used
 */
async function connectGithub(options) {
    const { environment, token, log, signal, limits = defaultLimits } = options;
    if (token === '')
        return undefined;
    const url = parseApiUrl(environment);
    const [{ createOctokit }, { createFetch }, { createDispatcher }] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(177), __webpack_require__.e(702)]).then(__webpack_require__.bind(__webpack_require__, 6702)),
        Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(463)]).then(__webpack_require__.bind(__webpack_require__, 6463)),
        Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(698)]).then(__webpack_require__.bind(__webpack_require__, 7698)),
    ]);
    const dispatcher = await createDispatcher(environment);
    const { requestTimeoutMs: timeoutMs, secondMs } = limits;
    const fetch = createFetch({ dispatcher, origin: url.origin, timeoutMs, signal });
    const baseUrl = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
    const client = createOctokit({ baseUrl, token, fetch, log, secondMs });
    return { client, close: async () => dispatcher.destroy() };
}
/** GitHub Enterprise Server's has a path. Source: docs.github.com, "Variables reference". */
function parseApiUrl(environment) {
    const text = environment.GITHUB_API_URL ?? '';
    const address = text === '' ? 'https://api.github.com' : text;
    if (/^https?:/.test(address) && URL.canParse(address))
        return new URL(address);
    throw new errors/* ConfigurationError */.j1([`GITHUB_API_URL: ${text} is no http address. Leave it to the runner.`]);
}

// EXTERNAL MODULE: ./src/text.ts
var src_text = __webpack_require__(8992);
;// CONCATENATED MODULE: ./src/github/checkout-files.ts

/**
 * The files that a pull request changes, by the checkout's own history.
 * @throws {Error} a sentence: the history is not there, or is not the pull request's
 */
async function readCheckoutFiles(event, git, signal) {
    const base = await findBase(event, git, signal);
    // A rename without `--no-renames` has only its new name, and `diff.relative` would hide what is outside the folder.
    const options = ['--name-only', '--no-renames', '-z'];
    const names = await ask(git, ['-c', 'diff.relative=false', 'diff', ...options, `${base}..HEAD`, '--'], signal);
    return new Set(names.split('\0').filter((name) => name !== ''));
}
/**
 * What `actions/checkout` leaves is the merge that GitHub made of both sides, and its first parent is the other side: the payload's base may
 * have been moved on since. Anything else has to be compared with where it parted from that base.
 */
async function findBase({ headSha, baseSha }, git, signal) {
    const [head = '', ...parents] = (await ask(git, ['rev-list', '--parents', '--max-count=1', 'HEAD'], signal))
        .trim()
        .split(' ');
    const [first, second, ...others] = parents;
    if (first !== undefined && second === headSha && others.length === 0)
        return first;
    if (head !== headSha)
        await requireCommit(headSha, git, signal);
    return findMergeBase(baseSha, git, signal);
}
/** `pull_request_target` checks out the base, which beside itself changes nothing at all. */
async function requireCommit(sha, git, signal) {
    const { exitCode } = await git(['merge-base', '--is-ancestor', sha, 'HEAD'], signal);
    if (exitCode === 1)
        throw new Error(`It is not of the pull request, whose commit ${checkout_files_short(sha)} is not in it.`);
    if (exitCode !== 0)
        throw tooShallow(sha);
}
async function findMergeBase(sha, git, signal) {
    const { exitCode, stdout } = await git(['merge-base', sha, 'HEAD'], signal);
    const base = stdout.trim();
    if (exitCode !== 0 || base === '')
        throw tooShallow(sha);
    return base;
}
async function ask(git, args, signal) {
    const { exitCode, stdout, stderr } = await git(args, signal);
    if (exitCode !== 0)
        throw new Error(`git cannot read it: ${(0,src_text/* printable */.g)(stderr, 200) || `exit code ${exitCode}`}.`);
    return stdout;
}
function tooShallow(sha) {
    return new Error(`It lacks the history to commit ${checkout_files_short(sha)}; \`fetch-depth: 0\` of actions/checkout brings that.`);
}
function checkout_files_short(sha) {
    return sha.slice(0, 7);
}

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./src/clock.ts
var clock = __webpack_require__(9373);
// EXTERNAL MODULE: ./src/settle.ts
var settle = __webpack_require__(6964);
;// CONCATENATED MODULE: ./src/github/pages.ts
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
        const next = /<([^<>]+)>;\s*rel="next"/.exec(answer.headers.link ?? '')?.[1];
        if (next === undefined)
            return;
        if (page === maxPages)
            throw new Error(`the list has more than ${maxPages} pages`);
        answer = await client.request({ method: 'GET', url: next });
    }
}

;// CONCATENATED MODULE: ./src/github/pull-request-files.ts






/** GitHub lists no more, and does not say that there are more. Source: docs.github.com, "List pull requests files". */
const maxListedFiles = 3_000;
/** Thirty pages of GitHub's, or one with the longest wait that a rate limit may ask for. */
const listingTimeoutMs = 120_000;
const pageSchema = dist/* array */.YOg(dist/* object */.Ikc({ filename: dist/* string */.YjP(), previous_filename: dist/* optional */.lqM(dist/* string */.YjP()) }));
/**
 * The files that a pull request changes, as GitHub lists them; a renamed one under both names.
 * @returns undefined where there are more than GitHub lists
 * @throws {Error} a sentence: GitHub cannot be asked
 */
async function listPullRequestFiles(event, client, signal) {
    try {
        return await (0,settle/* withDeadline */.NE)(listingTimeoutMs, { clock: clock/* systemClock */.m, signal }, async (bounded) => readFiles(event, client, bounded));
    }
    catch (error) {
        throw new Error(wordsFor(error), { cause: error });
    }
}
async function readFiles({ owner, repository, number }, client, signal) {
    const parameters = { owner, repo: repository, pull_number: number };
    const files = new Set();
    let listed = 0;
    for await (const answer of readPages(client, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files', parameters)) {
        signal.throwIfAborted();
        const page = parsePage(answer);
        for (const { filename, previous_filename: previous } of page) {
            files.add(filename);
            if (previous !== undefined)
                files.add(previous);
        }
        listed += page.length;
        if (listed >= maxListedFiles)
            return undefined;
    }
    return files;
}
function parsePage(answer) {
    const page = dist/* safeParse */.xLC(pageSchema, answer);
    if (page.success)
        return page.output;
    throw new Error('the answer is no list of files');
}
/** octokit's errors have a status even where nobody answered. */
const answeredSchema = dist/* object */.Ikc({ status: dist/* number */.aig(), response: dist/* object */.Ikc({}) });
function wordsFor(error) {
    const what = (0,src_text/* printable */.g)((0,errors/* messageOf */.bD)(error), 200).replace(/\.$/, '');
    const answered = dist/* safeParse */.xLC(answeredSchema, error);
    if (!answered.success)
        return `${what}.`;
    const { status } = answered.output;
    const lacksPermission = (status === 401 || status === 403 || status === 404) && !/rate limit/i.test(what);
    return `${status} ${what}.${lacksPermission ? ' The job needs the permission `pull-requests: read`.' : ''}`;
}

;// CONCATENATED MODULE: ./src/github/changed-files.ts



/**
 * The files that a pull request changes: as GitHub lists them, and where it does not, by the checkout. GitHub lists those of the pull
 * request as it is now, which may be newer than the run. Never throws.
 */
async function readChangedFiles(event, means) {
    const { client, git, signal } = means;
    const listed = await attempt(async () => listFiles(event, client, signal));
    if (listed.kind === 'done')
        return listed.value === undefined ? tooMany(event) : known(listed.value);
    const diffed = await attempt(async () => readCheckoutFiles(event, git, signal));
    if (diffed.kind === 'done')
        return known(diffed.value);
    const why = `Which files pull request #${event.number} changes is not known. GitHub’s list: ${listed.why} The checkout: ${diffed.why}`;
    return { kind: 'unknown', why };
}
async function listFiles(event, client, signal) {
    if (client !== undefined)
        return listPullRequestFiles(event, client, signal);
    throw new Error('There is no `github-token`; its default has the permission `pull-requests: read` where the job gives it.');
}
async function attempt(task) {
    try {
        return { kind: 'done', value: await task() };
    }
    catch (error) {
        return { kind: 'failed', why: (0,errors/* messageOf */.bD)(error) };
    }
}
function known(files) {
    return { kind: 'known', files };
}
function tooMany({ number }) {
    const why = `Which files pull request #${number} changes is not known: GitHub lists no more than ${maxListedFiles}, and there are as many.`;
    return { kind: 'unknown', why };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./src/github/event.ts




const nameSchema = dist/* picklist */.KIO(['pull_request', 'pull_request_target']);
/** git's object names are arguments of a program later on: nothing else may pass here. */
const shaSchema = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, 'no name of a commit'));
/** Of the event's payload what is needed. Source: docs.github.com, "Webhook events and payloads". */
const payloadSchema = dist/* object */.Ikc({
    action: dist/* string */.YjP(),
    number: dist/* pipe */.FsL(dist/* number */.aig(), dist/* integer */.ndf(), dist/* minValue */.Wwf(1)),
    pull_request: dist/* object */.Ikc({
        head: dist/* object */.Ikc({ sha: shaSchema, repo: dist/* nullable */.mee(dist/* object */.Ikc({ full_name: dist/* string */.YjP() })) }),
        base: dist/* object */.Ikc({ sha: shaSchema, repo: dist/* object */.Ikc({ full_name: dist/* string */.YjP() }) }),
    }),
});
const repositorySchema = dist/* pipe */.FsL(dist/* string */.YjP('missing'), dist/* regex */.yGV(/^[\w.-]+\/[\w.-]+$/, 'not owner/name'));
/** Reads the event that started the run, as the runner tells it; what cannot be read is an event of another kind. */
async function readEvent(environment) {
    const name = dist/* safeParse */.xLC(nameSchema, environment.GITHUB_EVENT_NAME);
    if (!name.success)
        return { kind: 'other', name: environment.GITHUB_EVENT_NAME ?? '' };
    try {
        const [owner = '', repository = ''] = parse(repositorySchema, environment.GITHUB_REPOSITORY, 'GITHUB_REPOSITORY').split('/');
        const payload = parse(payloadSchema, await readPayload(environment), 'the event’s file (GITHUB_EVENT_PATH)');
        return { kind: 'pull-request', name: name.output, owner, repository, ...fieldsOf(payload) };
    }
    catch (error) {
        const why = `The event ${name.output} cannot be read: ${(0,src_text/* printable */.g)((0,errors/* messageOf */.bD)(error))}.`;
        return { kind: 'other', name: name.output, why };
    }
}
async function readPayload({ GITHUB_EVENT_PATH: path = '' }) {
    if (path === '')
        throw new Error('GITHUB_EVENT_PATH is missing');
    return JSON.parse(await (0,promises_.readFile)(path, 'utf8'));
}
function parse(schema, value, what) {
    const result = dist/* safeParse */.xLC(schema, value, { abortEarly: true });
    if (result.success)
        return result.output;
    const [issue] = result.issues;
    throw new Error(`${[what, dist/* getDotPath */.BuJ(issue)].filter(Boolean).join(', ')}: ${issue.message}`);
}
function fieldsOf({ action, number, pull_request: { head, base } }) {
    const isFromFork = head.repo?.full_name !== base.repo.full_name;
    return { action, number, headSha: head.sha, baseSha: base.sha, isFromFork };
}

;// CONCATENATED MODULE: ./src/github/git.ts


/** Far above what reading a history takes, but a partial clone may ask a server for what it lacks. */
const defaultTimeoutMs = 30_000;
/** A hundred thousand paths or so. */
const maxOutputBytes = 16 * 1024 * 1024;
/** The real git, in a folder: without a shell, and without anybody to ask for a password. */
function createGit(folder, environment, timeoutMs = defaultTimeoutMs) {
    return async (args, signal) => {
        const { execFile } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 1421, 23));
        const options = {
            cwd: folder,
            env: { ...environment, GIT_TERMINAL_PROMPT: '0' },
            timeout: timeoutMs,
            killSignal: 'SIGKILL',
            maxBuffer: maxOutputBytes,
            windowsHide: true,
            signal,
        };
        return new Promise((resolve, reject) => {
            execFile('git', [...args], options, (error, stdout, stderr) => {
                if (error === null)
                    resolve({ exitCode: 0, stdout, stderr });
                else if (typeof error.code === 'number')
                    resolve({ exitCode: error.code, stdout, stderr });
                else
                    reject(new Error(git_wordsFor(error), { cause: error }));
            });
        });
    };
}
function git_wordsFor(error) {
    if (error.code === 'ENOENT')
        return 'git is not there.';
    const what = typeof error.code === 'string' ? (0,errors/* messageOf */.bD)(error) : `it was ended by ${String(error.signal)}`;
    return `git cannot be run: ${(0,src_text/* printable */.g)(what, 200)}.`;
}

;// CONCATENATED MODULE: ./src/github/urgency.ts





/** Which images the run's pull request is about, where there is one. Where that cannot be told, it is about all. */
async function readUrgency(means) {
    const event = await readEvent(means.environment);
    const { environment, workspace, log, signal } = means;
    if (event.kind === 'other') {
        if (event.why === undefined)
            return { kind: 'none' };
        log(`${event.why} All images are taken to be the pull request’s.`);
        return { kind: 'all' };
    }
    const api = await connectGithub(means).catch((error) => {
        log(`GitHub cannot be asked: ${(0,errors/* messageOf */.bD)(error)}`);
        return undefined;
    });
    try {
        const git = createGit(workspace, environment);
        const changed = await readChangedFiles(event, { client: api?.client, git, signal });
        if (changed.kind === 'known')
            return { kind: 'files', files: changed.files };
        log(`${changed.why} All images are taken to be the pull request’s.`);
        return { kind: 'all' };
    }
    finally {
        await api?.close();
    }
}


/***/ }),

/***/ 6964:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Co: () => (/* binding */ settleAll),
/* harmony export */   NE: () => (/* binding */ withDeadline),
/* harmony export */   Wh: () => (/* binding */ unlessAborted),
/* harmony export */   j3: () => (/* binding */ DeadlineError),
/* harmony export */   ux: () => (/* binding */ within),
/* harmony export */   xF: () => (/* binding */ beginAttempt)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3916);

/**
 * Waits for all, so that nothing of an image that failed goes on behind its report.
 * @throws the first failure that has words for people, or else the first error
 */
async function settleAll(promises) {
    const settled = await Promise.allSettled(promises);
    const errors = settled.filter((result) => result.status === 'rejected').map((result) => result.reason);
    if (errors.length > 0)
        throw errors.find(_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .isFailure */ .N6) ?? errors[0];
    return settled.filter((result) => result.status === 'fulfilled').map((result) => result.value);
}
/** The promise's outcome, or, when the signal is aborted first, its reason: for what others wait for too, and is not ended for one. */
async function unlessAborted(promise, signal) {
    signal.throwIfAborted();
    let stop;
    const aborted = new Promise((_resolve, reject) => {
        stop = () => {
            reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
        };
        signal.addEventListener('abort', stop, { once: true });
    });
    try {
        return await Promise.race([promise, aborted]);
    }
    finally {
        if (stop !== undefined)
            signal.removeEventListener('abort', stop);
    }
}
/** Waits for the promise, which never fails, and no longer than so many milliseconds. */
async function within(ms, promise, clock, signal) {
    const stop = new AbortController();
    const enough = clock.sleep(ms, AbortSignal.any([signal, stop.signal])).catch(() => undefined);
    await Promise.race([promise, enough]);
    stop.abort();
}
/** Not by `AbortSignal.any` over `AbortSignal.timeout`: Node may collect such a timeout before it is due (nodejs/node#57736). */
function beginAttempt(maxMs, signal) {
    const own = new AbortController();
    const timer = setTimeout(() => {
        own.abort(new DOMException(`it was not done within ${Math.round(maxMs / 1_000)} seconds`, 'TimeoutError'));
    }, maxMs);
    return {
        signal: AbortSignal.any([signal, own.signal]),
        abort: () => {
            own.abort();
        },
        end: () => {
            clearTimeout(timer);
        },
    };
}
/**
 * Runs work that has to end in time, and with the run's own signal; what does not is told to stop, and left to itself. Not by
 * `AbortSignal.any` over `AbortSignal.timeout`: Node may collect such a timeout before it is due (nodejs/node#57736).
 * @throws {DeadlineError} or the signal's reason
 */
async function withDeadline(ms, { clock, signal }, work) {
    signal.throwIfAborted();
    const own = new AbortController();
    const bounded = AbortSignal.any([signal, own.signal]);
    clock.sleep(ms, bounded).then(() => {
        own.abort(new DeadlineError(ms));
    }, () => undefined);
    try {
        return await unlessAborted(work(bounded), bounded);
    }
    finally {
        own.abort();
    }
}
class DeadlineError extends Error {
    name = 'DeadlineError';
    constructor(ms) {
        super(`no answer within ${ms / 1_000} seconds`);
    }
}


/***/ })

};
