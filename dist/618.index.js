export const id = 618;
export const ids = [618];
export const modules = {

/***/ 3208:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ readBounded)
/* harmony export */ });
/**
 * Reads a stream to its end.
 * @param what names it in the error: "the entry"
 * @throws {Error} it has more than so many bytes; the stream is closed then
 */
async function readBounded(stream, maxBytes, what) {
    const chunks = [];
    let size = 0;
    for await (const chunk of stream) {
        size += chunk.length;
        if (size > maxBytes)
            throw new Error(`${what} has more than ${maxBytes} bytes`);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
}


/***/ }),

/***/ 4618:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readEvent: () => (/* binding */ readEvent)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7934);
/* harmony import */ var _runtime_optional_field_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7843);
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9541);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5369);
/* harmony import */ var _payload_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6464);





const nameSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .picklist */ .KIO(['pull_request', 'pull_request_target', 'push', 'merge_group']);
/** git's object names are arguments of a program later on: nothing else may pass here. */
const shaSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_2__/* .regex */ .yGV(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, 'no name of a commit'));
/** GitHub takes no more of a description: so its own error message says. */
const maxBodyCharacters = 65_536;
/** What is only ever shown, or looked for in, and must not make the event unreadable. */
const wordsSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .fallback */ .NpB(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), '');
/** Of the events' payloads what is needed. Source: docs.github.com, "Webhook events and payloads". */
const pullRequestSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    action: valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    number: valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_2__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_2__/* .minValue */ .Wwf(1)),
    pull_request: valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
        user: valibot__WEBPACK_IMPORTED_MODULE_2__/* .fallback */ .NpB(valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ login: wordsSchema }), { login: '' }),
        body: wordsSchema,
        merged: valibot__WEBPACK_IMPORTED_MODULE_2__/* .fallback */ .NpB(valibot__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(), false),
        head: valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ sha: shaSchema, ref: wordsSchema, repo: (0,_runtime_optional_field_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ full_name: valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() })) }),
        base: valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
            sha: shaSchema,
            ref: wordsSchema,
            repo: valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ full_name: valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), default_branch: wordsSchema }),
        }),
    }),
});
const pushSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ before: shaSchema, after: shaSchema });
const mergeGroupSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ merge_group: valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ base_sha: shaSchema, head_sha: shaSchema }) });
const repositorySchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP('missing'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .regex */ .yGV(/^[\w.-]+\/[\w.-]+$/, 'not owner/name'));
/** Reads the event that started the run, as the runner tells it; what cannot be read is an event of another kind. */
async function readEvent(environment) {
    const name = valibot__WEBPACK_IMPORTED_MODULE_2__/* .safeParse */ .xLC(nameSchema, environment.GITHUB_EVENT_NAME);
    if (!name.success)
        return { kind: 'other', name: environment.GITHUB_EVENT_NAME ?? '' };
    try {
        const repositoryParts = parse(repositorySchema, environment.GITHUB_REPOSITORY, 'GITHUB_REPOSITORY');
        const [owner = '', repository = ''] = repositoryParts.split('/');
        return { owner, repository, ...fieldsOf(name.output, await (0,_payload_js__WEBPACK_IMPORTED_MODULE_1__/* .readPayload */ .r)(environment)) };
    }
    catch (error) {
        const why = `The event ${name.output} cannot be read: ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_4__/* .printable */ .g$)((0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error))}.`;
        return { kind: 'other', name: name.output, why };
    }
}
function parse(schema, value, what) {
    const result = valibot__WEBPACK_IMPORTED_MODULE_2__/* .safeParse */ .xLC(schema, value, { abortEarly: true });
    if (result.success)
        return result.output;
    const [issue] = result.issues;
    throw new Error(`${[what, valibot__WEBPACK_IMPORTED_MODULE_2__/* .getDotPath */ .BuJ(issue)].filter(Boolean).join(', ')}: ${issue.message}`);
}
function fieldsOf(name, payload) {
    const what = 'the event’s file (GITHUB_EVENT_PATH)';
    switch (name) {
        case 'pull_request':
        case 'pull_request_target': {
            return { kind: 'pull-request', name, ...fieldsOfPullRequest(parse(pullRequestSchema, payload, what)) };
        }
        case 'push': {
            const { before: baseSha, after: headSha } = parse(pushSchema, payload, what);
            return { kind: 'commit-range', name, headSha, baseSha };
        }
        case 'merge_group': {
            const { base_sha: baseSha, head_sha: headSha } = parse(mergeGroupSchema, payload, what).merge_group;
            return { kind: 'commit-range', name, headSha, baseSha };
        }
    }
}
function fieldsOfPullRequest({ action, number, pull_request: request }) {
    const { head, base, user, body, merged } = request;
    const isMerged = merged && base.ref !== '' && base.ref === base.repo.default_branch;
    const isFromFork = head.repo?.full_name !== base.repo.full_name;
    const words = { headRef: head.ref, author: user.login, body: body.slice(0, maxBodyCharacters) };
    return { action, number, headSha: head.sha, baseSha: base.sha, isMerged, isFromFork, ...words };
}


/***/ }),

/***/ 6464:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ readPayload)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _bounded_read_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3208);


/** GitHub sends no payload of more than 25 MB. Source: docs.github.com, "Webhook events and payloads". */
const maxPayloadBytes = 32 * 1024 * 1024;
/**
 * Reads the payload of the event that started the run. The `context` of `@actions/github` has it too, and is not used: it reads the file without
 * a limit, and takes the environment from the process.
 * @throws {Error} the runner names no file, or the file cannot be read, is too large, or is not JSON
 */
async function readPayload({ GITHUB_EVENT_PATH: path = '' }) {
    if (path === '')
        throw new Error('GITHUB_EVENT_PATH is missing');
    const bytes = await (0,_bounded_read_js__WEBPACK_IMPORTED_MODULE_1__/* .readBounded */ .C)((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.createReadStream)(path), maxPayloadBytes, 'the event’s file (GITHUB_EVENT_PATH)');
    return JSON.parse(bytes.toString('utf8'));
}


/***/ }),

/***/ 7843:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R2: () => (/* binding */ optionalList),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   zJ: () => (/* binding */ optionalWord)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7934);

/**
 * A field that its specification has optional. `null` is how some writers spell its absence: Go's decoders, which registries and other clients are
 * built on, read both alike, and GitHub writes it for what is gone. This is the one place that decides so; a field that is required stays required.
 */
function optional(schema) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl6(schema, () => undefined);
}
/**
 * A list that is optional. Go writes `null` for one that nobody filled: whether that is an empty list or none depends on what it is in, so it is kept apart
 * from both.
 */
function optionalList(schema) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl6(valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(schema));
}
/** An optional field that is a word, whose empty value says nothing either: Go writes one for a string that nobody set. */
function optionalWord(maxLength) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(optional(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .maxLength */ .Ru6(maxLength))), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((word) => (word === '' ? undefined : word)));
}


/***/ })

};
