export const id = 583;
export const ids = [583];
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

/***/ 1583:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  postComment: () => (/* binding */ postComment)
});

// EXTERNAL MODULE: ./src/runtime/wait.ts
var wait = __webpack_require__(6223);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: ./src/github/api/api.ts
var api_api = __webpack_require__(2272);
// EXTERNAL MODULE: ./src/github/api/failure-words.ts
var failure_words = __webpack_require__(4854);
;// CONCATENATED MODULE: ./src/github/comment/comment-advice.ts


/** What to do about a comment that GitHub did not take: a sentence, or nothing where there is nothing to do but to wait. */
function commentAdvice(error, event, environment) {
    const status = (0,failure_words/* statusOf */.c2)(error);
    if (status === undefined)
        return (0,errors/* messageOf */.bD)(error).includes('`github-token`') ? `Its default will do. ${needed}` : '';
    if (status === 401)
        return 'Look at the input `github-token`: its default is the workflow’s own.';
    // GitHub says these by 403 too, and no permission helps.
    const isRefused = (status === 403 || status === 404) && !/rate limit|locked|archived/i.test((0,errors/* messageOf */.bD)(error));
    return isRefused ? adviceOnRights(event, environment) : '';
}
const needed = 'The job needs the permission `pull-requests: write`.';
/** Source: docs.github.com, "Automatic token authentication" and "Troubleshooting Dependabot on GitHub Actions". */
function adviceOnRights({ name, isFromFork }, { GITHUB_ACTOR: actor }) {
    if (isFromFork && name === 'pull_request')
        return 'By default the token of a pull request from a fork may only read, whatever the workflow says: the job summary and the output `comment-body` have the same. A workflow on `workflow_run` may post it.';
    if (actor === 'dependabot[bot]')
        return 'In runs of Dependabot the token may only read, unless the workflow’s `permissions:` say otherwise: they must have `pull-requests: write`.';
    return needed;
}

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./src/runtime/optional-field.ts
var optional_field = __webpack_require__(7843);
// EXTERNAL MODULE: ./src/github/api/pages.ts
var pages = __webpack_require__(6528);
;// CONCATENATED MODULE: ./src/github/comment/comment-thread.ts



/** Source: docs.github.com, "REST API endpoints for issue comments": every pull request is an issue. */
const commentSchema = dist/* object */.Ikc({
    id: dist/* number */.aig(),
    body: (0,optional_field/* optional */.lq)(dist/* string */.YjP()),
    html_url: dist/* string */.YjP(),
    user: (0,optional_field/* optional */.lq)(dist/* object */.Ikc({ login: dist/* string */.YjP(), type: dist/* string */.YjP() })),
});
const routes = {
    list: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    create: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    update: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
    remove: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
};
function commentsOf(event, client) {
    const repository = { owner: event.owner, repo: event.repository };
    const issue = { ...repository, issue_number: event.number };
    return {
        list: async function* () {
            for await (const page of (0,pages/* readPages */.n)(client, routes.list, issue))
                yield* parse(dist/* array */.YOg(commentSchema), page).map(toComment);
        },
        create: async (body) => toComment(parse(commentSchema, (await client.request(routes.create, { ...issue, body })).data)),
        update: async (id, body) => {
            const { data } = await client.request(routes.update, { ...repository, comment_id: id, body });
            return toComment(parse(commentSchema, data));
        },
        remove: async (id) => {
            await client.request(routes.remove, { ...repository, comment_id: id });
        },
    };
}
function toComment({ id, body, html_url: url, user }) {
    return { id, body: body ?? '', url, author: user };
}
function parse(schema, answer) {
    const parsed = dist/* safeParse */.xLC(schema, answer);
    if (parsed.success)
        return parsed.output;
    throw new Error('the answer is no comment');
}

// EXTERNAL MODULE: ./src/github/comment/comment-marker.ts
var comment_marker = __webpack_require__(8715);
;// CONCATENATED MODULE: ./src/github/comment/sticky-comment.ts



/**
 * Writes the one comment that a run may have: anew where there is none, else in its place. Others of its kind, which two runs at once leave
 * behind, are removed.
 * @throws what octokit throws
 */
async function upsertComment(comment, deps) {
    return upsert(comment, deps, { gone: new Set(), tries: 0 });
}
async function upsert(comment, deps, before) {
    const own = (await findOwn(comment, deps)).filter(({ id }) => !before.gone.has(id));
    const [first, ...others] = own;
    if (first === undefined)
        return comment.mayCreate ? create(comment, deps, before) : { kind: 'none' };
    const newer = own.find(({ marker }) => (0,comment_marker/* isOlder */.tW)(comment.marker, marker));
    if (newer !== undefined)
        return { kind: 'overtaken', url: newer.url };
    try {
        const result = await update(first, comment, deps);
        for (const other of others)
            await remove(other, deps);
        return result;
    }
    catch (error) {
        if ((0,failure_words/* statusOf */.c2)(error) !== 404)
            throw error;
        return upsert(comment, deps, { ...before, gone: new Set([...before.gone, first.id]) });
    }
}
/** Whoever can comment can write our marker, so that the author counts as well. Who the token's user is is asked only where it matters. */
async function findOwn({ marker: { key } }, { thread, viewer, signal }) {
    const marked = [];
    for await (const comment of thread.list()) {
        signal.throwIfAborted();
        const marker = (0,comment_marker/* parseMarker */.gY)(comment.body);
        if (marker?.key === key)
            marked.push({ ...comment, marker });
    }
    return marked.length === 0 ? [] : ownOf(marked, await viewer());
}
/**
 * Where GitHub does not say who we are, the author that nearly all workflows have is taken to be us. Beside comments of anybody else a new one
 * might be our second.
 */
function ownOf(marked, viewer) {
    if (viewer.kind === 'known')
        return marked.filter(({ author }) => isSameLogin(author?.login, viewer.login));
    const likely = marked.filter(({ author }) => author?.type === 'Bot' && isSameLogin(author.login, workflowsBot));
    if (likely.length > 0)
        return likely;
    throw new Error(`There is one that may be its own, and GitHub does not say whose the token is: ${viewer.why}`);
}
/** The author of what is written by a workflow's own token. */
const workflowsBot = 'github-actions[bot]';
function isSameLogin(one, other) {
    return one?.toLowerCase() === other.toLowerCase();
}
/** What was sent without an answer may be there: it is looked for before it is sent once more, so that there are never two. */
async function create(comment, deps, before) {
    try {
        const { url } = await fitting(comment, async (body) => deps.thread.create(body));
        return { kind: 'created', url };
    }
    catch (error) {
        const status = (0,failure_words/* statusOf */.c2)(error);
        if (before.tries > 0 || (status !== undefined && status < 500))
            throw error;
        await deps.pause();
        return upsert(comment, deps, { ...before, tries: before.tries + 1 });
    }
}
async function update({ id, body: old, url }, comment, { thread }) {
    return fitting(comment, async (body) => {
        if (body === old)
            return { kind: 'unchanged', url };
        await thread.update(id, body);
        return { kind: 'updated', url };
    });
}
/** That somebody was faster is what was wanted. */
async function remove({ id }, { thread }) {
    try {
        await thread.remove(id);
    }
    catch (error) {
        if ((0,failure_words/* statusOf */.c2)(error) !== 404)
            throw error;
    }
}
/** Once more with half of it, should GitHub's limit be another than it says. */
async function fitting(comment, write) {
    try {
        return await write(bodyOf(comment, comment_marker/* maxCommentCharacters */.iz));
    }
    catch (error) {
        if ((0,failure_words/* statusOf */.c2)(error) !== 422 || !/too long/i.test((0,errors/* messageOf */.bD)(error)))
            throw error;
        return write(bodyOf(comment, comment_marker/* maxCommentCharacters */.iz / 2));
    }
}
function bodyOf({ marker, render }, maxCharacters) {
    return `${(0,comment_marker/* formatMarker */.gJ)(marker)}\n${render(maxCharacters)}`;
}

;// CONCATENATED MODULE: ./src/github/api/viewer.ts



const viewerSchema = dist/* object */.Ikc({ viewer: dist/* object */.Ikc({ login: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* minLength */.BpQ(1)) }) });
/**
 * Asks GitHub whose token this is. By GraphQL, for that answers all of them by the name that the REST API gives an author: `GET /user` is refused to
 * apps, which the workflow's own token is of.
 */
async function readViewer(client) {
    try {
        const answer = await client.graphql('query { viewer { login } }');
        return { kind: 'known', login: dist/* parse */.qgA(viewerSchema, answer).viewer.login };
    }
    catch (error) {
        return { kind: 'unknown', why: `${(0,runtime_text/* printable */.g$)((0,errors/* messageOf */.bD)(error), 200).replace(/\.$/, '')}.` };
    }
}

;// CONCATENATED MODULE: ./src/github/comment/post-comment.ts









/** Some pages, a write, and the longest wait that a rate limit may ask for. */
const commentingTimeoutMs = 120_000;
/** A server that failed is asked again only after this. */
const pauseMs = 2_000;
/**
 * Writes a run's comment, or says why there is none. Never throws: the summary has the same, and the images were mirrored. A run that was
 * stopped has a few seconds to say so.
 */
async function postComment(sticky, event, deps) {
    const { clock, log, warn, reportSignal } = deps;
    try {
        const limits = { clock, signal: reportSignal };
        const result = await (0,wait/* withDeadline */.NE)(commentingTimeoutMs, limits, async (signal) => post_comment_upsert(sticky, event, deps, signal));
        log(wordsFor(result, event));
    }
    catch (error) {
        // Whoever would have had none anyway need not be warned.
        const report = sticky.mayCreate ? warn : log;
        const message = (0,runtime_text/* printable */.g$)((0,errors/* messageOf */.bD)(error), 300).replace(/\.$/, '');
        const what = [(0,failure_words/* statusOf */.c2)(error), message].filter((part) => part !== undefined).join(' ');
        const failure = `The comment on pull request #${event.number} could not be written: ${what}.${(0,failure_words/* formatLimitReset */.ob)(error)}`;
        report(`${failure} ${commentAdvice(error, event, deps.environment)}`.trim());
    }
}
async function post_comment_upsert(sticky, event, { environment, clock, token, log }, signal) {
    const api = await (0,api_api/* connectGithub */.S)({ environment, clock, token, log, signal });
    if (api === undefined)
        throw new Error('there is no `github-token`');
    try {
        return await upsertComment(sticky, {
            thread: commentsOf(event, api.client),
            viewer: async () => readViewer(api.client),
            pause: async () => clock.sleep(pauseMs, signal),
            signal,
        });
    }
    finally {
        await api.close();
    }
}
function wordsFor(result, { number }) {
    const where = `comment on pull request #${number}`;
    switch (result.kind) {
        case 'created':
        case 'updated':
            return `The ${where} was ${result.kind}: ${(0,runtime_text/* printable */.g$)(result.url)}`;
        case 'unchanged':
            return `The ${where} says so already: ${(0,runtime_text/* printable */.g$)(result.url)}`;
        case 'none':
            return `Pull request #${number} has no comment, and needs none.`;
        case 'overtaken':
            return `The ${where} is of a newer run, and left as it is: ${(0,runtime_text/* printable */.g$)(result.url)}`;
    }
}


/***/ })

};
